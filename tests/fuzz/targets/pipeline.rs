//! Any text through every stage of every dialect: spans stay in their bounds, and tokens are the bytes of the normalised text.

#![no_main]

use std::sync::LazyLock;

use cliptok::dialect::{DIALECTS, MODELS};
use cliptok::{Comparison, ContextLength, Cut, Layout, Tokenizer, Trace};
use libfuzzer_sys::fuzz_target;

static TOKENIZERS: LazyLock<Vec<Tokenizer>> = LazyLock::new(|| {
    let dialects = DIALECTS.iter().map(|dialect| Tokenizer::built_in(dialect));
    dialects.chain(MODELS.iter().map(Tokenizer::for_model)).collect()
});

fuzz_target!(|bytes: &[u8]| {
    let text = &*String::from_utf8_lossy(bytes);
    for tokenizer in TOKENIZERS.iter() {
        let encoding = tokenizer.encode(text);
        let mut at = 0;
        for token in &encoding.tokens {
            assert!(at <= token.normalized.start && token.normalized.end <= encoding.normalized.len());
            at = token.normalized.end;
            assert!(token.original.start <= token.original.end && token.original.end <= text.len());
            let whole = token.original.widened(text);
            assert!(text.get(whole.start..whole.end).is_some());
            if !tokenizer.is_special(token.id) {
                let bytes = encoding.normalized.as_bytes().get(token.normalized.start..token.normalized.end);
                assert_eq!(Some(tokenizer.vocabulary().bytes(token.id)), bytes);
            }
        }
        assert_eq!(Trace::of(tokenizer, text).encoding, encoding);
        let layout = Layout::new(ContextLength::new(77).unwrap(), encoding.tokens.len());
        let cut = Cut::of(text, &encoding.tokens, &layout);
        assert_eq!(cut.is_some(), layout.over() > 0);
    }
    let five: Vec<&Tokenizer> = TOKENIZERS.iter().take(DIALECTS.len()).collect();
    let comparison = Comparison::of(&five, text);
    assert_eq!(comparison.groups.iter().map(|group| group.members.len()).sum::<usize>(), five.len());
});
