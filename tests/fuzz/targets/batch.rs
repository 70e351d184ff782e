//! Any text in a batch: it gives the ids that it gives alone, also as lines of a buffer, and in rows.

#![no_main]

use std::sync::LazyLock;

use cliptok::batch::{Invalid, NotUtf8, Separator};
use cliptok::{Dialect, Encoder, Model, TokenId};
use libfuzzer_sys::fuzz_target;

static ENCODERS: LazyLock<Vec<Encoder>> = LazyLock::new(|| {
    let dialects = Dialect::ALL.iter().copied().map(Encoder::for_dialect);
    dialects.chain([Encoder::for_model(Model::Sd2)]).collect()
});

fuzz_target!(|bytes: &[u8]| {
    // The first byte chooses one, since each has words to remember, which are much to set up.
    let Some((first, bytes)) = bytes.split_first() else { return };
    let text = &*String::from_utf8_lossy(bytes);
    for encoder in ENCODERS.iter().skip(usize::from(*first) % ENCODERS.len()).take(1) {
        let inspected = |text: &str| encoder.encode(text).ids().collect::<Vec<TokenId>>();
        let wanted = inspected(text);
        let mut batch = encoder.batch();
        // Twice: the second time words are remembered.
        for _ in 0..2 {
            let mut ids = Vec::new();
            batch.encode(text, &mut ids);
            assert_eq!(ids, wanted, "{}", encoder.dialect().name());
            assert_eq!(batch.count(text), wanted.len());
        }
        assert_eq!(encoder.ids(text), wanted);
        assert!(batch.ids(&[text, text]).iter().all(|ids| ids == wanted));
        assert_eq!(batch.rows(&[text]).flat(), encoder.row(text).to_u16());
        for separator in [Separator::LineFeed, Separator::Nul, Separator::None] {
            for invalid in [Invalid::Refuse, Invalid::Replace] {
                // Each stops where a line is wrong, and has answered all before it.
                let (mut rows, mut counts) = (Vec::new(), Vec::new());
                let encoded = batch.encode_lines(bytes, separator, invalid, |number, ids| {
                    assert_eq!(number, rows.len());
                    rows.push(ids.to_vec());
                    Ok::<(), NotUtf8>(())
                });
                let counted = batch.count_lines(bytes, separator, invalid, |number, tokens| {
                    assert_eq!(number, counts.len());
                    counts.push(tokens);
                    Ok::<(), NotUtf8>(())
                });
                assert_eq!(encoded, counted);
                let (wanted, wrong) = answers(bytes, separator, invalid, inspected);
                assert_eq!(rows, wanted, "{}", encoder.dialect().name());
                assert_eq!(counts, wanted.iter().map(Vec::len).collect::<Vec<usize>>());
                assert_eq!(encoded.err(), wrong);
            }
        }
        if encoder.dialect().parts_at_spaces() {
            let mut parts = Vec::new();
            for part in text.split_inclusive(' ') {
                batch.encode(part, &mut parts);
            }
            assert_eq!(parts, wanted, "{}", encoder.dialect().name());
        }
    }
});

/// The ids of each line of a buffer, line by line, up to the first one that is wrong.
fn answers(
    buffer: &[u8],
    separator: Separator,
    invalid: Invalid,
    inspected: impl Fn(&str) -> Vec<TokenId>,
) -> (Vec<Vec<TokenId>>, Option<NotUtf8>) {
    let mut rows = Vec::new();
    let mut rest = buffer;
    while !rest.is_empty() {
        let (line, behind) = separator.split_first(rest);
        if let (Err(error), Invalid::Refuse) = (std::str::from_utf8(line), invalid) {
            let at = error.valid_up_to();
            let offset = buffer.len() - rest.len() + at;
            return (rows.clone(), Some(NotUtf8 { line: rows.len(), offset, byte: line[at] }));
        }
        rows.push(inspected(&String::from_utf8_lossy(line)));
        rest = behind;
    }
    (rows, None)
}
