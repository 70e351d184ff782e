//! Text that is likely to be repaired: it ends, every character of the result leads back to the prompt, and a batch gives the same ids.

#![no_main]

use std::sync::LazyLock;

use cliptok::{Dialect, Encoder, Span, TokenId};
use libfuzzer_sys::fuzz_target;

static ENCODERS: LazyLock<[Encoder; 2]> =
    LazyLock::new(|| [Dialect::OpenAi, Dialect::HfSlow].map(Encoder::for_dialect));

fuzz_target!(|bytes: &[u8]| {
    // Each byte is a character, as in text that was decoded in the wrong encoding; or it is the text itself.
    let wrong: String = bytes.iter().map(|&byte| char::from(byte)).collect();
    let windows: String = wrong.chars().map(windows_1252).collect();
    for text in [&*String::from_utf8_lossy(bytes), &wrong, &windows] {
        for encoder in ENCODERS.iter() {
            let normalized = encoder.normalize(text);
            for (start, character) in normalized.text().char_indices() {
                let original =
                    normalized.alignment().original(Span::new(start, start + character.len_utf8()));
                assert_eq!(original, original.widened(text), "{character:?}");
                assert!(original.end <= text.len());
            }
            assert_eq!(encoder.ids(text), encoder.encode(text).ids().collect::<Vec<TokenId>>());
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
