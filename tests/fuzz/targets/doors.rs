//! Any text through both doors: the one for volume gives what the inspecting one gives, alone and among other records.

#![no_main]

use std::sync::LazyLock;

use cliptok::dialect::{DIALECTS, MODELS};
use cliptok::fast::{Rows, Separator};
use cliptok::{TokenId, Tokenizer};
use libfuzzer_sys::fuzz_target;

static TOKENIZERS: LazyLock<Vec<Tokenizer>> = LazyLock::new(|| {
    let dialects = DIALECTS.iter().map(|dialect| Tokenizer::built_in(dialect));
    dialects.chain(MODELS.iter().filter(|model| model.name == "sd2").map(Tokenizer::for_model)).collect()
});

fuzz_target!(|bytes: &[u8]| {
    // The first byte chooses one, since each has words to remember, which are much to set up.
    let Some((first, bytes)) = bytes.split_first() else { return };
    let text = &*String::from_utf8_lossy(bytes);
    for tokenizer in TOKENIZERS.iter().skip(usize::from(*first) % TOKENIZERS.len()).take(1) {
        let inspected = |text: &str| tokenizer.encode(text).ids().collect::<Vec<TokenId>>();
        let mut volume = tokenizer.volume();
        // Twice: the second time words are remembered.
        for _ in 0..2 {
            let mut ids = Vec::new();
            volume.encode(text, &mut ids);
            assert_eq!(ids, inspected(text), "{}", tokenizer.dialect().name);
            assert_eq!(volume.count(text), ids.len());
        }
        let mut one = Vec::new();
        tokenizer.encode_ids(text, &mut one);
        assert_eq!(one, inspected(text));
        for (separator, between) in [(Separator::LineFeed, '\n'), (Separator::Nul, '\0')] {
            let records = format!("{text}{between}");
            let (mut counts, mut rows) = (Vec::new(), Rows::default());
            let counted = volume.count_records(records.as_bytes(), separator, &mut counts);
            let encoded = volume.encode_records(records.as_bytes(), separator, &mut rows);
            // Each stops where a record needs the whole way, and has answered all before it.
            for (read, answers) in [(counted, counts), (encoded, rows.iter().map(<[TokenId]>::len).collect())] {
                let plain = records.get(..read).expect("it stops between records");
                let plain = plain.split_terminator(between);
                let plain = plain.map(|line| match separator {
                    Separator::LineFeed => line.strip_suffix('\r').unwrap_or(line),
                    Separator::Nul | Separator::None => line,
                });
                let wanted: Vec<usize> = plain.map(|record| inspected(record).len()).collect();
                assert_eq!(answers, wanted, "{}", tokenizer.dialect().name);
            }
        }
        if tokenizer.dialect().parts_at_spaces() {
            let mut parts = Vec::new();
            for part in text.split_inclusive(' ') {
                volume.encode(part, &mut parts);
            }
            assert_eq!(parts, inspected(text), "{}", tokenizer.dialect().name);
        }
    }
});
