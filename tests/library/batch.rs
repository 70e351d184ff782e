//! The encoder for many texts against the one for each: the same ids for any text, in any company, however it is cut up.

use std::fmt;

use cliptok::batch::{Filled, Invalid, NotUtf8, Replaced, RowsError, Separator};
use cliptok::explain::Agreement;
use cliptok::{
    BatchEncoder, ContextLength, Dialect, Encoder, Model, Row, RowRules, TokenId, TokenKind, WordPosition,
};
use cliptok_bpe::merge;
use proptest::prelude::*;

use crate::support::{any_encoder, encoders, project_file, sd1, text};

/// The ids of a text, stage by stage.
fn inspected(encoder: &Encoder, text: &str) -> Vec<TokenId> {
    encoder.encode(text).ids().collect()
}

/// The ids of a text in a batch.
fn batched(encoder: &mut BatchEncoder, text: &str) -> Vec<TokenId> {
    let mut ids = Vec::new();
    encoder.encode(text, &mut ids);
    ids
}

/// What is handed over for each line, in order, and how that ended.
struct Answers<T> {
    lines: Vec<T>,
    end: Result<Replaced, NotUtf8>,
}

/// The ids of each line of a buffer.
fn rows(
    encoder: &mut BatchEncoder,
    buffer: &[u8],
    separator: Separator,
    invalid: Invalid,
) -> Answers<Vec<TokenId>> {
    let mut lines = Vec::new();
    let end = encoder.encode_lines(buffer, separator, invalid, |number, ids| {
        assert_eq!(number, lines.len(), "lines come in their order");
        lines.push(ids.to_vec());
        Ok(())
    });
    Answers { lines, end }
}

/// The number of tokens of each line of a buffer.
fn counts(
    encoder: &mut BatchEncoder,
    buffer: &[u8],
    separator: Separator,
    invalid: Invalid,
) -> Answers<usize> {
    let mut lines = Vec::new();
    let end = encoder.count_lines(buffer, separator, invalid, |number, tokens| {
        assert_eq!(number, lines.len(), "lines come in their order");
        lines.push(tokens);
        Ok(())
    });
    Answers { lines, end }
}

/// The lines of a buffer, each with where it begins: what ends the last one ends the buffer.
fn lines_of(buffer: &[u8], separator: Separator) -> Vec<(usize, &[u8])> {
    let mut lines = Vec::new();
    let mut start = 0;
    while start < buffer.len() {
        let ends = |&byte: &u8| match separator {
            Separator::LineFeed => byte == b'\n',
            Separator::Nul => byte == 0,
            Separator::None => false,
            _ => panic!("a separator without a test"),
        };
        let length = buffer[start..].iter().position(ends);
        let line = &buffer[start..length.map_or(buffer.len(), |length| start + length)];
        let ended = separator == Separator::LineFeed && length.is_some();
        lines.push((start, line.strip_suffix(b"\r").filter(|_| ended).unwrap_or(line)));
        start = length.map_or(buffer.len(), |length| start + length + 1);
    }
    lines
}

/// A policy for bytes that are not UTF-8, and an end for lines.
fn reading() -> impl Strategy<Value = (Separator, Invalid)> {
    (
        prop::sample::select(vec![Separator::LineFeed, Separator::Nul, Separator::None]),
        prop::sample::select(vec![Invalid::Refuse, Invalid::Replace]),
    )
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
        let encoder = sd1();
        let bytes: Vec<u8> = entries
            .into_iter()
            .flat_map(|(id, space)| [encoder.vocabulary().bytes(TokenId(id)), space.as_bytes()].concat())
            .collect();
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![text(), plain(), entries()]
}

/// Texts of many lines, some of them with bytes that are not UTF-8.
fn buffer() -> impl Strategy<Value = Vec<u8>> {
    let end = prop::sample::select(vec![&b"\n"[..], b"\n", b"\n", b"\r\n", b"\0", b""]);
    let broken = prop::sample::select(vec![
        &b""[..],
        b"",
        b"",
        b"",
        b"",
        b"",
        b"",
        b"\xFF",
        b"\xF0\x9F",
        b"\xC3",
        b"\xFE",
    ]);
    let line = (any_text(), broken, any_text(), end)
        .prop_map(|(text, broken, more, end)| [text.as_bytes(), broken, more.as_bytes(), end].concat());
    prop::collection::vec(line, 0..8).prop_map(|lines| lines.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_batch_gives_the_ids_of_each_text_alone(text in any_text(), encoder in any_encoder()) {
        let wanted = inspected(&encoder, &text);
        prop_assert_eq!(&encoder.ids(&text), &wanted);
        let mut batch = encoder.batch();
        // Twice: the second time words are remembered.
        for _ in 0..2 {
            prop_assert_eq!(&batched(&mut batch, &text), &wanted);
            prop_assert_eq!(batch.count(&text), wanted.len());
        }
    }

    #[test]
    fn texts_one_after_the_other_are_those_alone(
        texts in prop::collection::vec(any_text(), 0..12),
        encoder in any_encoder(),
    ) {
        let wanted: Vec<Vec<TokenId>> = texts.iter().map(|text| inspected(&encoder, text)).collect();
        let mut batch = encoder.batch();
        let ragged = batch.ids(&texts);
        prop_assert_eq!((ragged.len(), ragged.is_empty()), (texts.len(), texts.is_empty()));
        prop_assert_eq!(ragged.iter().map(<[TokenId]>::to_vec).collect::<Vec<_>>(), wanted.clone());
        prop_assert_eq!(ragged.flat(), wanted.concat().iter().map(|id| id.0).collect::<Vec<_>>());
        let ends = wanted.iter().scan(0, |end, ids| { *end += ids.len(); Some(*end) });
        prop_assert_eq!(ragged.offsets(), std::iter::once(0).chain(ends).collect::<Vec<_>>());
    }

    #[test]
    fn lines_give_the_ids_of_each_alone(
        buffer in buffer(),
        (separator, invalid) in reading(),
        encoder in any_encoder(),
    ) {
        let mut wanted = Vec::new();
        let mut replaced = Replaced::default();
        let mut end = None;
        for (number, (start, line)) in lines_of(&buffer, separator).into_iter().enumerate() {
            if let (Err(error), Invalid::Refuse) = (std::str::from_utf8(line), invalid) {
                let offset = start + error.valid_up_to();
                end = Some(NotUtf8 { line: number, offset, byte: buffer[offset] });
                break;
            }
            let places = line.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
            replaced.places += places as u64;
            replaced.first_line = replaced.first_line.or((places > 0).then_some(number));
            wanted.push(inspected(&encoder, &String::from_utf8_lossy(line)));
        }
        let end = end.map_or(Ok(replaced), Err);
        let mut batch = encoder.batch();
        let found = rows(&mut batch, &buffer, separator, invalid);
        prop_assert_eq!((&found.lines, &found.end), (&wanted, &end));
        let lengths: Vec<usize> = wanted.iter().map(Vec::len).collect();
        let found = counts(&mut batch, &buffer, separator, invalid);
        prop_assert_eq!((&found.lines, &found.end), (&lengths, &end));
    }

    #[test]
    fn pieces_between_spaces_give_the_tokens_of_the_whole(
        texts in prop::collection::vec(any_text(), 1..6),
        encoder in any_encoder(),
    ) {
        if encoder.dialect().parts_at_spaces() {
            let pieces: Vec<TokenId> = texts.iter().enumerate()
                .flat_map(|(at, text)| inspected(&encoder, &if at > 0 { format!(" {text}") } else { text.clone() }))
                .collect();
            prop_assert_eq!(pieces, inspected(&encoder, &texts.join(" ")));
        }
    }

    #[test]
    fn the_twin_for_newer_processors_agrees(text in plain(), encoder in any_encoder()) {
        // Whole texts are read with instructions that every processor has; lines with the newest there are.
        let line = format!("{}\n", text.replace('\n', " "));
        let mut batch = encoder.batch();
        let found = rows(&mut batch, line.as_bytes(), Separator::LineFeed, Invalid::Refuse);
        prop_assert_eq!(found.lines, [batched(&mut batch, &line)]);
    }

    #[test]
    fn a_block_may_begin_anywhere(spaces in 0..70_usize, text in plain()) {
        let encoder = sd1();
        let moved = format!("{}{text}", " ".repeat(spaces));
        let wanted = inspected(&encoder, &text);
        prop_assert_eq!(&encoder.ids(&moved), &wanted);
        prop_assert_eq!(&batched(&mut encoder.batch(), &moved), &wanted);
        let found = rows(&mut encoder.batch(), moved.as_bytes(), Separator::None, Invalid::Refuse);
        // Nothing at all has no line.
        prop_assert_eq!(found.lines, if moved.is_empty() { vec![] } else { vec![wanted] });
    }

    #[test]
    fn a_line_that_is_not_utf8_is_placed(before in plain(), bytes in "[a-z ]{0,70}", at in 0..70_usize) {
        let mut broken = bytes.into_bytes();
        let at = at.min(broken.len());
        broken.insert(at, 0xFF);
        let before = before.replace(['\n', '\r'], " ");
        let buffer = [before.as_bytes(), b"\n", &broken, b"\na cat"].concat();
        let encoder = sd1();
        let first = inspected(&encoder, &before);
        let refused = Err(NotUtf8 { line: 1, offset: before.len() + 1 + at, byte: 0xFF });
        let found = rows(&mut encoder.batch(), &buffer, Separator::LineFeed, Invalid::Refuse);
        prop_assert_eq!((found.lines, found.end), (vec![first.clone()], refused));
        let found = counts(&mut encoder.batch(), &buffer, Separator::LineFeed, Invalid::Refuse);
        prop_assert_eq!((found.lines, found.end), (vec![first.len()], refused));
        let replaced = inspected(&encoder, &String::from_utf8_lossy(&broken));
        let wanted = vec![first, replaced, inspected(&encoder, "a cat")];
        let found = rows(&mut encoder.batch(), &buffer, Separator::LineFeed, Invalid::Replace);
        prop_assert_eq!((found.lines, found.end), (wanted, Ok(Replaced { places: 1, first_line: Some(1) })));
    }

    #[test]
    fn encoders_that_agree_on_lines_agree_on_each(
        buffer in buffer(),
        (separator, invalid) in reading(),
        // Few, since one that spaces punctuation has nothing that is plain to the others too; in any order.
        compared in prop::sample::subsequence(encoders(), 1..4).prop_shuffle(),
    ) {
        let encoders: Vec<&Encoder> = compared.iter().collect();
        let mut agreement = Agreement::of(&encoders);
        let mut agreed = Vec::new();
        let end = agreement.on_lines(&buffer, separator, invalid, |number, agrees| {
            assert_eq!(number, agreed.len(), "lines come in their order");
            agreed.push(agrees);
            Ok::<(), NotUtf8>(())
        });
        let lines = lines_of(&buffer, separator);
        prop_assert!(end.is_err() || agreed.len() == lines.len());
        prop_assert_eq!(end, counts(&mut encoders[0].batch(), &buffer, separator, invalid).end);
        for ((_, line), agreed) in lines.into_iter().zip(agreed) {
            let line = String::from_utf8_lossy(line);
            let first = inspected(encoders[0], &line);
            let same = encoders.iter().all(|encoder| inspected(encoder, &line) == first);
            prop_assert_eq!((agreed, agreement.on(&line)), (same, same), "{:?}", line);
        }
    }

    #[test]
    fn a_word_falls_apart_at_its_seams(word in prop_oneof![any_text(), "\\PC{1,12}"]) {
        // Parts of a word are merged by themselves: here they are merged together.
        let encoder = sd1();
        for word in word.split_whitespace().map(str::to_lowercase) {
            let mut whole = Vec::new();
            let (vocabulary, merges) = (encoder.vocabulary(), encoder.merges());
            merge(word.as_bytes(), WordPosition::Final, vocabulary, merges, &mut whole, &mut |_| ());
            let whole: Vec<TokenId> = whole.iter().map(|token| token.id).collect();
            if whole == inspected(&encoder, &word) {
                prop_assert_eq!(encoder.ids(&word), whole);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..Default::default() })]

    #[test]
    fn rows_one_after_the_other_are_those_alone(
        texts in prop::collection::vec((any_text(), 0..40_usize), 0..8),
        encoder in any_encoder(),
    ) {
        // Some are so long that not all of their tokens have slots.
        let texts: Vec<String> = texts.into_iter().map(|(text, times)| text.repeat(times.max(1))).collect();
        let rows: Vec<_> = texts.iter().map(|text| encoder.row(text)).collect();
        let wanted: Vec<u16> = rows.iter().flat_map(Row::to_u16).collect();
        let over: Vec<(usize, usize)> =
            rows.iter().enumerate().map(|(at, row)| (at, row.over())).filter(|&(_, over)| over > 0).collect();
        let mut batch = encoder.batch();
        let found = batch.rows(&texts);
        prop_assert_eq!((found.flat(), found.over(), found.slots()), (&wanted[..], &over[..], 77));
        prop_assert!(found.iter().eq(wanted.chunks(77)));
        let mut buffer = vec![0; wanted.len()];
        let lengths: Vec<u32> =
            rows.iter().zip(&texts).map(|(row, text)| {
                let content = inspected(&encoder, text).len();
                (content - row.over() + 2) as u32
            }).collect();
        prop_assert_eq!(found.lengths(), &lengths[..]);
        let filled = batch.rows_into(&texts, &mut buffer).unwrap();
        prop_assert_eq!((filled.over(), filled.lengths()), (&over[..], &lengths[..]));
        prop_assert_eq!(&buffer, &wanted);
        let mut wide = vec![0_i64; wanted.len()];
        batch.rows_into(&texts, &mut wide).unwrap();
        prop_assert!(wide.iter().copied().eq(wanted.iter().copied().map(i64::from)));
        prop_assert_eq!(found.into_flat(), wanted);
    }
}

#[test]
fn texts_that_are_joined_and_texts_that_are_not_keep_their_order() {
    // Ones with a NUL, and ones that are longer than what is joined, are encoded alone, between others that are not.
    let long = "a cat ".repeat(40_000);
    let texts = ["a", "", "a\0b", "b", &long, "c d", "\0", "", &long, "é", "e\u{301}"];
    for encoder in encoders() {
        let wanted: Vec<Vec<TokenId>> = texts.iter().map(|text| inspected(&encoder, text)).collect();
        let mut batch = encoder.batch();
        let (mut ids, mut counts) = (Vec::new(), Vec::new());
        batch.encode_each(&texts, |position, of_text| ids.push((position, of_text.to_vec())));
        batch.count_each(&texts, |position, count| counts.push((position, count)));
        assert_eq!(counts, wanted.iter().map(Vec::len).enumerate().collect::<Vec<_>>());
        assert!(ids.into_iter().eq(wanted.into_iter().enumerate()));
    }
}

#[test]
fn rows_have_the_context_length_and_the_pad_that_are_asked_for() {
    for slots in [2, 3, 32, 72, 76, 300] {
        let encoder = Encoder::for_model(Model::OpenClip);
        let context_length = ContextLength::new(slots).unwrap();
        let rules = RowRules { context_length, pad: TokenId(7), ..encoder.row_rules() };
        let rows = encoder.batch().with_row_rules(rules).rows(&["a cat", ""]);
        assert_eq!((rows.slots(), rows.flat().len()), (slots, 2 * slots));
        let kept = [49406, 320, 2368].into_iter().take(slots - 1).chain([49407]);
        let wanted: Vec<u16> = kept.chain(std::iter::repeat(7)).take(slots).collect();
        assert_eq!(rows.iter().next(), Some(&wanted[..]));
        assert_eq!(rows.lengths(), [4.min(slots as u32), 2]);
        let over: Vec<(usize, usize)> = if slots < 4 { vec![(0, 4 - slots)] } else { Vec::new() };
        assert_eq!(rows.over(), over);
    }
}

const fn is_shared_between_threads<T: Send + Sync + Clone + 'static>() {}
const fn is_handed_to_a_thread<T: Send + Clone + 'static>() {}
const _: () = is_shared_between_threads::<Encoder>();
const _: () = is_handed_to_a_thread::<BatchEncoder>();

#[test]
fn clones_on_other_threads_give_the_same_ids() {
    let encoder = sd1();
    let mut batch = encoder.batch();
    let threads: Vec<_> = (0..3)
        .map(|_| {
            let (encoder, mut batch) = (encoder.clone(), batch.clone());
            std::thread::spawn(move || {
                (encoder.ids("a photo of a cat"), batched(&mut batch, "a photo of a cat"))
            })
        })
        .collect();
    let wanted = batched(&mut batch, "a photo of a cat");
    for thread in threads {
        assert_eq!(thread.join().unwrap(), (wanted.clone(), wanted.clone()));
    }
}

#[test]
fn an_encoder_is_shown_in_a_few_words() {
    let mut batch = sd1().batch();
    batch.encode("words that are remembered", &mut Vec::new());
    for shown in [format!("{:?}", sd1()), format!("{batch:?}"), format!("{batch:#?}")] {
        assert!(shown.len() < 300, "{shown}");
        assert!(shown.contains("Sd1") && shown.contains("49408"), "{shown}");
    }
}

#[test]
fn rows_fit_into_a_buffer_of_exactly_their_length() {
    let mut batch = BatchEncoder::for_model(Model::Sd2);
    for given in [0, 77, 153, 155, 1_000] {
        let mut buffer = vec![7; given];
        let wrong = batch.rows_into(&["a cat", "hello!"], &mut buffer);
        assert_eq!(wrong, Err(RowsError { needed: 154, given }));
        assert!(buffer.iter().all(|&id| id == 7), "nothing was written");
    }
    let said = batch.rows_into(&["a cat"], &mut [0; 76]).unwrap_err().to_string();
    assert_eq!(said, "the rows have 77 ids, and the buffer has 76; give one of exactly that length");
    let mut buffer = vec![7; 154];
    assert_eq!(batch.rows_into(&["a cat", "hello!"], &mut buffer).unwrap().over(), []);
    assert_eq!(
        (&buffer[..4], &buffer[77..81]),
        (&[49406, 320, 2368, 49407][..], &[49406, 3306, 0, 49407][..])
    );
    assert_eq!(batch.rows_into::<&str, u16>(&[], &mut []), Ok(Filled::default()));
}

/// What stops whoever takes the answers.
#[derive(Debug, PartialEq)]
enum Stop {
    Enough(usize),
    Broken(NotUtf8),
}

impl From<NotUtf8> for Stop {
    fn from(error: NotUtf8) -> Self {
        Self::Broken(error)
    }
}

#[test]
fn whoever_takes_the_answers_can_stop() {
    let mut batch = sd1().batch();
    let lines = b"a\nb\n\xC3\xA9 &amp;\nc\n\xFF\n";
    for enough in 0..4 {
        let stop = |number| if number == enough { Err(Stop::Enough(number)) } else { Ok(()) };
        let end = batch.encode_lines(lines, Separator::LineFeed, Invalid::Refuse, |number, _| stop(number));
        assert_eq!(end, Err(Stop::Enough(enough)));
        let end = batch.count_lines(lines, Separator::LineFeed, Invalid::Refuse, |number, _| stop(number));
        assert_eq!(end, Err(Stop::Enough(enough)));
    }
    let wrong = Stop::Broken(NotUtf8 { line: 4, offset: 15, byte: 0xFF });
    let end = batch.encode_lines(lines, Separator::LineFeed, Invalid::Refuse, |_, _| Ok(()));
    assert_eq!(end, Err(wrong));
    // What was left over of a batch that was stopped is in none of the answers that follow.
    assert_eq!(
        rows(&mut batch, b"a cat", Separator::LineFeed, Invalid::Refuse).lines,
        [[320, 2368].map(TokenId)]
    );
}

#[test]
fn a_buffer_that_is_one_line_is_one_whatever_bytes_it_has() {
    // The byte that stands for no separator was taken for one, and what it parted for two empty lines.
    let mut batch = sd1().batch();
    for byte in [0xFF, 0xFE] {
        let buffer = [b'a', byte, b'\n'];
        let refused = Err(NotUtf8 { line: 0, offset: 1, byte });
        let found = rows(&mut batch, &buffer, Separator::None, Invalid::Refuse);
        assert_eq!((found.lines, found.end), (vec![], refused));
        let found = counts(&mut batch, &buffer, Separator::None, Invalid::Replace);
        assert_eq!((found.lines, found.end), (vec![2], Ok(Replaced { places: 1, first_line: Some(0) })));
    }
}

#[test]
fn a_line_that_is_not_utf8_is_said_in_words() {
    fn is_error<T: std::error::Error + fmt::Display + 'static>(error: &T) -> String {
        error.to_string()
    }
    let said = is_error(&NotUtf8 { line: 4, offset: 15, byte: 0xFF });
    assert_eq!(said, "line 5 has a byte that is not UTF-8: 0xFF at byte offset 15");
}

#[test]
fn every_entry_is_found_as_a_word() {
    let encoder = sd1();
    let vocabulary = encoder.vocabulary();
    let mut batch = encoder.batch();
    let mut words = 0;
    for id in
        vocabulary.ids().filter(|&id| vocabulary.ends_word(id) && vocabulary.kind(id) == TokenKind::Whole)
    {
        let word = std::str::from_utf8(vocabulary.bytes(id)).unwrap();
        let ids = batched(&mut batch, word);
        assert_eq!(ids, inspected(&encoder, word), "{word}");
        words += usize::from(ids == [id]);
    }
    assert!(words > 34_000, "{words} words are one token");
}

#[test]
fn what_is_remembered_changes_nothing_even_where_it_is_forgotten() {
    // More different words, and more different stretches, than a cache has places.
    let encoder = sd1();
    let mut batch = encoder.batch();
    for round in 0..2 {
        for number in (0..120_000_u32).rev() {
            let letters = number.to_string().bytes().map(|digit| char::from(digit + 49)).collect::<String>();
            let word = if number % 2 == 0 { format!("{letters}qz") } else { format!("é{letters}ß") };
            if number % 97 == round {
                assert_eq!(batched(&mut batch, &word), inspected(&encoder, &word), "{word}");
            } else {
                batch.count(&word);
            }
        }
    }
}

#[test]
fn a_contraction_may_lie_across_blocks() {
    let encoder = sd1();
    for at in 50..80 {
        for ending in ["'s", "'re", "'LL", "'same", "'ve's", "'r", "''s", "'s's's"] {
            let text = format!("{}{ending} x", "a".repeat(at));
            assert_eq!(encoder.ids(&text), inspected(&encoder, &text), "{text}");
            assert_eq!(batched(&mut encoder.batch(), &text), inspected(&encoder, &text), "{text}");
        }
    }
}

#[test]
fn another_vocabulary_goes_the_same_way() {
    let folder = project_file("data");
    for &dialect in Dialect::ALL {
        let loaded = Encoder::load(&folder, Model::Sd1).unwrap().with_dialect(dialect);
        let mut batch = loaded.batch();
        for text in ["a photo of an unbelievable cat's hat", "naïve café 🏯🖍", "x&amp;y <|endoftext|>"]
        {
            let wanted = inspected(&Encoder::for_dialect(dialect), text);
            assert_eq!(loaded.ids(text), wanted);
            assert_eq!(batched(&mut batch, text), wanted);
        }
    }
}

#[test]
fn a_long_run_of_marks_is_read_once() {
    // Each mark looked back for its starter: for a million of them the test would not end.
    let encoder = sd1();
    let text = format!("x{}", "\u{301}".repeat(1 << 20));
    let short = format!("x{}", "\u{301}".repeat(4));
    assert_eq!(encoder.batch().count(&short), inspected(&encoder, &short).len());
    assert!(encoder.batch().count(&text) > 1 << 18);
}

#[test]
fn a_mark_composes_with_the_last_letter_of_what_would_be_a_contraction() {
    // The letter was forgotten with the contraction, and `'re\u{301}` was no é.
    for dialect in [Dialect::Hf, Dialect::HfBasic] {
        let encoder = Encoder::for_dialect(dialect);
        for text in ["'re\u{301}", "x 's\u{301}", "'ve\u{300} 'll\u{323}", "'ſ\u{307}"] {
            assert_eq!(batched(&mut encoder.batch(), text), inspected(&encoder, text), "{text}");
        }
    }
}
