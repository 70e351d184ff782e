//! Any text through every stage of every dialect: spans stay in their bounds, and tokens are the bytes of the normalized text.

#![no_main]

use std::sync::LazyLock;

use cliptok::explain::{Comparison, Cut, Trace};
use cliptok::{Dialect, Encoder, Layout, Model};
use libfuzzer_sys::fuzz_target;

static ENCODERS: LazyLock<Vec<Encoder>> = LazyLock::new(|| {
    let dialects = Dialect::ALL.iter().copied().map(Encoder::for_dialect);
    dialects.chain(Model::ALL.iter().copied().map(Encoder::for_model)).collect()
});

fuzz_target!(|bytes: &[u8]| {
    let text = &*String::from_utf8_lossy(bytes);
    for encoder in ENCODERS.iter() {
        let encoding = encoder.encode(text);
        let mut at = 0;
        for token in &encoding.tokens {
            assert!(at <= token.normalized.start && token.normalized.end <= encoding.normalized.len());
            at = token.normalized.end;
            assert!(token.original.start <= token.original.end && token.original.end <= text.len());
            let whole = token.original.widened(text);
            assert!(text.get(whole.start..whole.end).is_some());
            if !encoder.is_special(token.id) {
                let bytes = encoding.normalized.as_bytes().get(token.normalized.start..token.normalized.end);
                assert_eq!(Some(encoder.vocabulary().bytes(token.id)), bytes);
            }
        }
        assert_eq!(Trace::of(encoder, text).encoding, encoding);
        let layout = Layout::new(encoder.model().context_length(), encoding.tokens.len());
        let cut = Cut::of(text, &encoding.tokens, &layout);
        assert_eq!(cut.is_some(), layout.over() > 0);
        let row = encoder.row(text);
        assert_eq!((row.ids().len(), row.over()), (layout.context_length().slots(), layout.over()));
    }
    let all: Vec<&Encoder> = ENCODERS.iter().take(Dialect::ALL.len()).collect();
    let comparison = Comparison::of(&all, text);
    assert_eq!(comparison.groups.iter().map(|group| group.members.len()).sum::<usize>(), all.len());
});
