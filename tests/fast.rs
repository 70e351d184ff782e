//! The door for volume against the inspecting one: the same ids for any text, in any company, however it is cut up.

use cliptok::bpe;
use cliptok::comparison::Agreement;
use cliptok::fast::{Rows, Separator, Volume};
use cliptok::vocabulary::WordPosition;
use cliptok::{TokenId, TokenKind, Tokenizer, dialect};
use proptest::prelude::*;

use crate::support::{any_tokenizer, text, tokenizer};

/// The ids of a text, through the inspecting door.
fn inspected(tokenizer: &Tokenizer, text: &str) -> Vec<TokenId> {
    tokenizer.encode(text).ids().collect()
}

/// The ids of every record, by whole stretches where they are plain, and one by one where they are not.
fn rows(volume: &mut Volume<'_>, records: &str, separator: Separator) -> Vec<Vec<TokenId>> {
    let (mut rows, mut rest) = (Rows::default(), records);
    while !rest.is_empty() {
        let done = volume.encode_records(rest.as_bytes(), separator, &mut rows);
        rest = &rest[done..];
        if let Some((record, behind)) = rest.split_once(char::from(separator.byte())) {
            volume.encode(record, &mut rows.ids);
            rows.ends.push(rows.ids.len());
            rest = behind;
        } else if !rest.is_empty() {
            volume.encode(rest, &mut rows.ids);
            rows.ends.push(rows.ids.len());
            break;
        }
    }
    rows.iter().map(<[TokenId]>::to_vec).collect()
}

/// The number of tokens of every record, in the same way.
fn counts(volume: &mut Volume<'_>, records: &str, separator: Separator) -> Vec<usize> {
    let (mut counts, mut rest) = (Vec::new(), records);
    while !rest.is_empty() {
        rest = &rest[volume.count_records(rest.as_bytes(), separator, &mut counts)..];
        let (record, behind) = rest.split_once(char::from(separator.byte())).unwrap_or((rest, ""));
        if !rest.is_empty() {
            counts.push(volume.count(record));
        }
        rest = behind;
    }
    counts
}

/// Words, numbers and symbols of ASCII as prompts have them, with what a tokenizer trips over.
fn plain() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[a-z]{1,9}",
        2 => "[A-Za-z]{1,20}",
        1 => "[a-zA-Z]{60,70}",
        1 => "[!-/]{1,4}",
        1 => "[!?]{60,70}",
        2 => "[0-9]{1,4}",
        2 => prop::sample::select(vec!["'s", "'S", "'re", "'VE", "'ll", "'lL", "'m", "'d", "'t", "'", "''", "'r", "'l"])
            .prop_map(str::to_owned),
        4 => "[ \t\r\n]{1,2}",
        1 => "[&<]",
        1 => prop::sample::select(vec!["é", "É", "e\u{301}", "ΑΣ", "日本", "🏯", "\u{A0}", "\u{300}", "½", "한"])
            .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Entries of the vocabulary, one after the other, with or without a space between.
fn entries() -> impl Strategy<Value = String> {
    let entry = (0..49_406_u16, prop::sample::select(vec!["", " ", "  "]));
    prop::collection::vec(entry, 0..20).prop_map(|entries| {
        let tokenizer = tokenizer("sd1");
        let bytes: Vec<u8> = entries
            .into_iter()
            .flat_map(|(id, space)| [tokenizer.vocabulary().bytes(TokenId(id)), space.as_bytes()].concat())
            .collect();
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![text(), plain(), entries()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn both_doors_agree_on_a_text(text in any_text(), tokenizer in any_tokenizer()) {
        let wanted = inspected(&tokenizer, &text);
        let mut ids = Vec::new();
        tokenizer.encode_ids(&text, &mut ids);
        prop_assert_eq!(&ids, &wanted);
        prop_assert_eq!(tokenizer.volume().count(&text), wanted.len());
    }

    #[test]
    fn both_doors_agree_on_records(
        texts in prop::collection::vec(any_text(), 0..12),
        separator in prop::sample::select(vec![Separator::LineFeed, Separator::Nul]),
        tokenizer in any_tokenizer(),
    ) {
        let byte = char::from(separator.byte());
        let texts: Vec<String> = texts.iter().map(|text| text.replace(byte, " ")).collect();
        let records: String = texts.iter().flat_map(|text| [text.clone(), byte.to_string()]).collect();
        let wanted: Vec<_> = texts.iter().map(|text| inspected(&tokenizer, text)).collect();
        let mut volume = tokenizer.volume();
        prop_assert_eq!(&rows(&mut volume, &records, separator), &wanted);
        let lengths: Vec<usize> = wanted.iter().map(Vec::len).collect();
        prop_assert_eq!(&counts(&mut volume, &records, separator), &lengths);
        // The last record may lack its separator, and is then left to whoever knows that it ends there.
        let open = records.trim_end_matches(byte);
        let ended = texts.iter().filter(|text| !text.is_empty()).count() > 0;
        if ended {
            let (mut all, mut some) = (Rows::default(), Vec::new());
            prop_assert!(volume.encode_records(open.as_bytes(), separator, &mut all) < open.len());
            prop_assert!(volume.count_records(open.as_bytes(), separator, &mut some) < open.len());
            prop_assert_eq!(all.ends.len(), some.len());
            prop_assert_eq!(all.ids.len(), some.iter().sum::<usize>());
        }
    }

    #[test]
    fn pieces_between_spaces_give_the_tokens_of_the_whole(
        texts in prop::collection::vec(any_text(), 1..6),
        tokenizer in any_tokenizer(),
    ) {
        if tokenizer.dialect().parts_at_spaces() {
            let pieces: Vec<TokenId> = texts.iter().enumerate()
                .flat_map(|(at, text)| inspected(&tokenizer, &if at > 0 { format!(" {text}") } else { text.clone() }))
                .collect();
            prop_assert_eq!(pieces, inspected(&tokenizer, &texts.join(" ")));
        }
    }

    #[test]
    fn the_twin_for_newer_processors_agrees(text in plain(), tokenizer in any_tokenizer()) {
        // Whole texts are read with instructions that every processor has; records with the newest there are.
        let line = format!("{}\n", text.replace('\n', " "));
        let mut volume = tokenizer.volume();
        let mut rows = Rows::default();
        let done = volume.encode_records(line.as_bytes(), Separator::LineFeed, &mut rows);
        if done > 0 {
            let mut ids = Vec::new();
            volume.encode(&line, &mut ids);
            prop_assert_eq!(rows.ids, ids);
        }
    }

    #[test]
    fn a_block_may_begin_anywhere(spaces in 0..70_usize, text in plain()) {
        let tokenizer = tokenizer("sd1");
        let moved = format!("{}{text}", " ".repeat(spaces));
        let mut ids = Vec::new();
        tokenizer.encode_ids(&moved, &mut ids);
        prop_assert_eq!(ids, inspected(&tokenizer, &text));
    }

    #[test]
    fn records_that_are_not_utf8_are_left_alone(before in plain(), bytes in "[a-z ]{0,70}", at in 0..70_usize) {
        let mut broken = bytes.into_bytes();
        broken.insert(at.min(broken.len()), 0xFF);
        let before = before.replace('\n', " ");
        let records = [before.as_bytes(), b"\n", &broken, b"\n"].concat();
        let tokenizer = tokenizer("sd1");
        let mut counts = Vec::new();
        let done = tokenizer.volume().count_records(&records, Separator::LineFeed, &mut counts);
        prop_assert!(done <= before.len() + 1 && counts.len() <= 1);
    }

    #[test]
    fn tokenizers_that_agree_on_plain_records_agree_on_each(texts in prop::collection::vec(plain(), 1..8)) {
        let tokenizers: Vec<Tokenizer> =
            dialect::DIALECTS.iter().map(|dialect| Tokenizer::built_in(dialect)).chain([tokenizer("sd2")]).collect();
        let tokenizers: Vec<&Tokenizer> = tokenizers.iter().collect();
        let mut agreement = Agreement::of(&tokenizers);
        let lines: Vec<String> = texts.iter().map(|text| text.replace('\n', " ")).collect();
        let records = lines.join("\n") + "\n";
        let (bytes, passed) = agreement.on_plain_records(records.as_bytes(), Separator::LineFeed);
        prop_assert_eq!(records[..bytes].lines().count(), passed);
        for line in records[..bytes].split_terminator('\n') {
            prop_assert!(agreement.on(line), "{line:?}");
        }
    }

    #[test]
    fn a_word_falls_apart_at_its_seams(word in prop_oneof![any_text(), "\\PC{1,12}"]) {
        // Parts of a word are merged by themselves: here they are merged together.
        let tokenizer = tokenizer("sd1");
        for word in word.split_whitespace().map(str::to_lowercase) {
            let mut whole = Vec::new();
            let (vocabulary, merges) = (tokenizer.vocabulary(), tokenizer.merges());
            bpe::merge(word.as_bytes(), WordPosition::Final, vocabulary, merges, &mut whole, &mut |_| ());
            let whole: Vec<TokenId> = whole.iter().map(|token| token.id).collect();
            if whole == inspected(&tokenizer, &word) {
                let mut ids = Vec::new();
                tokenizer.encode_ids(&word, &mut ids);
                prop_assert_eq!(ids, whole);
            }
        }
    }
}

#[test]
fn every_entry_is_found_as_a_word() {
    let tokenizer = tokenizer("sd1");
    let vocabulary = tokenizer.vocabulary();
    let mut volume = tokenizer.volume();
    let mut words = 0;
    for id in
        vocabulary.ids().filter(|&id| vocabulary.ends_word(id) && vocabulary.kind(id) == TokenKind::Whole)
    {
        let word = std::str::from_utf8(vocabulary.bytes(id)).unwrap();
        let mut ids = Vec::new();
        volume.encode(word, &mut ids);
        assert_eq!(ids, inspected(&tokenizer, word), "{word}");
        words += usize::from(ids == [id]);
    }
    assert!(words > 34_000, "{words} words are one token");
}

#[test]
fn what_is_remembered_changes_nothing_even_where_it_is_forgotten() {
    // More different words, and more different stretches, than a cache has places.
    let tokenizer = tokenizer("sd1");
    let mut volume = tokenizer.volume();
    for round in 0..2 {
        for number in (0..120_000_u32).rev() {
            let letters = number.to_string().bytes().map(|digit| char::from(digit + 49)).collect::<String>();
            let word = if number % 2 == 0 { format!("{letters}qz") } else { format!("é{letters}ß") };
            if number % 97 == round {
                let mut ids = Vec::new();
                volume.encode(&word, &mut ids);
                assert_eq!(ids, inspected(&tokenizer, &word), "{word}");
            } else {
                volume.count(&word);
            }
        }
    }
}

#[test]
fn a_contraction_may_lie_across_blocks() {
    let tokenizer = tokenizer("sd1");
    for at in 50..80 {
        for ending in ["'s", "'re", "'LL", "'same", "'ve's", "'r", "''s", "'s's's"] {
            let text = format!("{}{ending} x", "a".repeat(at));
            let mut ids = Vec::new();
            tokenizer.encode_ids(&text, &mut ids);
            assert_eq!(ids, inspected(&tokenizer, &text), "{text}");
        }
    }
}

#[test]
fn another_vocabulary_goes_the_same_way() {
    let folder = crate::support::project_file("data");
    for dialect in dialect::DIALECTS {
        let loaded = Tokenizer::load(&folder, dialect).unwrap();
        for text in ["a photo of an unbelievable cat's hat", "naïve café 🏯🖍", "x&amp;y <|endoftext|>"]
        {
            let mut ids = Vec::new();
            loaded.encode_ids(text, &mut ids);
            assert_eq!(ids, inspected(&Tokenizer::built_in(dialect), text));
        }
    }
}

#[test]
fn a_long_run_of_marks_is_read_once() {
    // Each mark looked back for its starter: for a million of them the test would not end.
    let tokenizer = tokenizer("sd1");
    let text = format!("x{}", "\u{301}".repeat(1 << 20));
    let short = format!("x{}", "\u{301}".repeat(4));
    assert_eq!(tokenizer.volume().count(&short), inspected(&tokenizer, &short).len());
    assert!(tokenizer.volume().count(&text) > 1 << 18);
}

#[test]
fn a_mark_composes_with_the_last_letter_of_what_would_be_a_contraction() {
    // The letter was forgotten with the contraction, and `'re\u{301}` was no é.
    for dialect in [&dialect::HF, &dialect::HF_BASIC] {
        let tokenizer = Tokenizer::built_in(dialect);
        for text in ["'re\u{301}", "x 's\u{301}", "'ve\u{300} 'll\u{323}", "'ſ\u{307}"] {
            let mut ids = Vec::new();
            tokenizer.volume().encode(text, &mut ids);
            assert_eq!(ids, inspected(&tokenizer, text), "{text}");
        }
    }
}
