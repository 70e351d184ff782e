//! Text that is likely to be repaired: it ends, every character of the result leads back to the prompt, and both doors agree.

#![no_main]

use std::sync::LazyLock;

use cliptok::normalize::normalize;
use cliptok::{Span, TokenId, Tokenizer, dialect};
use libfuzzer_sys::fuzz_target;

static TOKENIZERS: LazyLock<[Tokenizer; 2]> =
    LazyLock::new(|| [&dialect::OPENAI, &dialect::HF_SLOW].map(|dialect| Tokenizer::built_in(dialect)));

fuzz_target!(|bytes: &[u8]| {
    // Each byte is a character, as in text that was decoded in the wrong encoding; or it is the text itself.
    let wrong: String = bytes.iter().map(|&byte| char::from(byte)).collect();
    let windows: String = wrong.chars().map(windows_1252).collect();
    for text in [&*String::from_utf8_lossy(bytes), &wrong, &windows] {
        for tokenizer in TOKENIZERS.iter() {
            let dialect = tokenizer.dialect();
            let normalized = normalize(text, dialect.cut_out, &[], dialect.steps);
            for (start, character) in normalized.text().char_indices() {
                let original = normalized.alignment().original(Span::new(start, start + character.len_utf8()));
                assert_eq!(original, original.widened(text), "{character:?}");
                assert!(original.end <= text.len());
            }
            let mut ids = Vec::new();
            tokenizer.encode_ids(text, &mut ids);
            assert_eq!(ids, tokenizer.encode(text).ids().collect::<Vec<TokenId>>());
        }
    }
});

/// Some of what Windows-1252 has in the place of C1 controls.
fn windows_1252(character: char) -> char {
    match character {
        '\u{80}' => '€',
        '\u{82}' => '‚',
        '\u{83}' => 'ƒ',
        '\u{85}' => '…',
        '\u{91}' => '‘',
        '\u{92}' => '’',
        '\u{93}' => '“',
        '\u{94}' => '”',
        '\u{99}' => '™',
        '\u{9C}' => 'œ',
        _ => character,
    }
}
