//! What is left of a prompt that is cut to fit: the longest beginning of it, against a search that tries every place.

use std::num::NonZeroUsize;

use cliptok::batch::{Invalid, NotUtf8, Separator};
use cliptok::explain::{CutAt, Fit};
use cliptok::syntax::{Embedding, SlotContent, SyntaxOptions};
use cliptok::{Encoder, Model, PromptReader, Span, Syntax};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use crate::support::{any_encoder, sd1, sd2, text};

fn left(room: usize, cut_at: CutAt, prompt: &str) -> &str {
    Fit::to_tokens(&sd1(), room, cut_at).fit(prompt).unwrap().text()
}

/// What is left of a prompt in the syntax of a program, in one row.
fn left_by(syntax: Syntax, cut_at: CutAt, prompt: &str) -> &str {
    let reader = PromptReader::for_program(syntax, Model::Sd1);
    Fit::to_rows(&reader, NonZeroUsize::MIN, cut_at).fit(prompt).unwrap().text()
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() || [',', '，', '、'].contains(&character)
}

/// The kinds of places, written down once more.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Token,
    Word,
    Comma,
    Grapheme,
}

/// All places of a kind.
fn places(kind: Kind, prompt: &str, tokens: &[Span]) -> Vec<usize> {
    let words: Vec<usize> = prompt.split_word_bound_indices().map(|(at, _)| at).collect();
    let graphemes: Vec<usize> = prompt.grapheme_indices(true).map(|(at, _)| at).collect();
    let is_place = |at: usize| {
        let in_token = tokens.iter().any(|token| token.start < at && at < token.end);
        let is_word = words.contains(&at) && graphemes.contains(&at);
        match kind {
            Kind::Token => !in_token,
            Kind::Word => is_word && !in_token,
            Kind::Comma => is_word && prompt[at..].starts_with([',', '，', '、']),
            Kind::Grapheme => graphemes.contains(&at),
        }
    };
    prompt.char_indices().map(|(at, _)| at).filter(|&at| is_place(at)).collect()
}

/// The longest beginning that fits, after every place was tried.
fn oracle<'p>(encoder: &Encoder, room: usize, cut_at: CutAt, prompt: &'p str) -> &'p str {
    let fits = |text: &str| encoder.encode(text).tokens.len() <= room;
    if fits(prompt) {
        return prompt;
    }
    let tokens: Vec<Span> = encoder.encode(prompt).tokens.iter().map(|token| token.original).collect();
    let kinds: &[Kind] = match cut_at {
        CutAt::Token => &[Kind::Token],
        CutAt::Word => &[Kind::Word, Kind::Grapheme],
        CutAt::Comma => &[Kind::Comma, Kind::Word, Kind::Grapheme],
    };
    let (mut low, mut high) = (0, prompt.len());
    for &kind in kinds {
        let places = places(kind, prompt, &tokens);
        let between =
            |low: usize, high: usize| places.iter().copied().filter(move |&at| low < at && at < high);
        low = between(low, high)
            .filter(|&at| fits(prompt[..at].trim_end_matches(is_blank)))
            .max()
            .unwrap_or(low);
        high = between(low, high).min().unwrap_or(high);
        if fits(prompt[low..high].trim_matches(is_blank)) {
            break;
        }
    }
    prompt[..low].trim_end_matches(is_blank)
}

/// Prompts with tags, words, and words that are too long for anything.
fn prompts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => text(),
        3 => "[a-z]{1,8}",
        1 => "[a-zA-Z]{40,90}",
        1 => "[ぁ-ん一-九]{1,20}",
        1 => "(🏯|👨‍👩‍👧|🇫🇷|e\u{301}|\u{300}){1,8}",
        2 => prop::sample::select(vec![" ", "  ", ", ", ",", "，", " , ,", ".,", "\t", "1,000", "score_9, "])
            .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn cut_at() -> impl Strategy<Value = CutAt> {
    prop::sample::select(CutAt::ALL.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..Default::default() })]

    #[test]
    fn what_is_left_is_the_longest_beginning_that_fits(
        prompt in prompts(),
        encoder in any_encoder(),
        room in 0_usize..14,
        cut_at in cut_at(),
    ) {
        let fitted = Fit::to_tokens(&encoder, room, cut_at).fit(&prompt).unwrap();
        let (text, all) = (fitted.text(), encoder.encode(&prompt).tokens.len());
        prop_assert!(prompt.starts_with(text));
        prop_assert_eq!(fitted.count(), encoder.encode(text).tokens.len());
        prop_assert_eq!(fitted.prompt_count(), all);
        prop_assert!(fitted.count() <= room);
        prop_assert_eq!(text == prompt, fitted.cut().is_none());
        if all <= room {
            prop_assert_eq!(text, &prompt);
        } else {
            prop_assert!(!text.ends_with(is_blank));
        }
        prop_assert_eq!(text, oracle(&encoder, room, cut_at, &prompt));
    }

    #[test]
    fn lines_are_fitted_as_each_of_them_alone(
        lines in prop::collection::vec(prompts(), 0..6),
        encoder in any_encoder(),
        syntax in prop::option::of(prop::sample::select(Syntax::ALL.to_vec())),
        separator in prop::sample::select(vec![Separator::LineFeed, Separator::Nul]),
    ) {
        let lines: Vec<String> = lines.iter().map(|line| line.replace(['\n', '\r', '\0'], "")).collect();
        let end = if separator == Separator::Nul { "\0" } else { "\r\n" };
        let buffer: String = lines.iter().flat_map(|line| [line, end]).collect();
        let mut fit = match syntax {
            None => Fit::to_tokens(&encoder, 5, CutAt::Word),
            Some(syntax) => {
                let reader = PromptReader::for_program(syntax, encoder.model());
                Fit::to_rows(&reader, NonZeroUsize::MIN, CutAt::Word)
            }
        };
        let mut seen = Vec::new();
        let result = fit.clone().fit_lines(buffer.as_bytes(), separator, Invalid::Refuse, |number, prompt, fitted| {
            seen.push((number, prompt.to_owned(), fitted.map(|fitted| (fitted.text().to_owned(), fitted.count()))));
            Ok::<(), NotUtf8>(())
        });
        prop_assert!(result.is_ok());
        let alone: Vec<_> = lines.iter().enumerate().map(|(number, line)| {
            let fitted = fit.fit(line);
            (number, line.clone(), fitted.map(|fitted| (fitted.text().to_owned(), fitted.count())))
        }).collect();
        prop_assert_eq!(seen, alone);
    }

    #[test]
    fn a_program_reads_all_that_is_left(
        pieces in prop::collection::vec(markup(), 0..60),
        syntax in prop::sample::select(Syntax::ALL.to_vec()),
        rows in 1_usize..3,
        cut_at in cut_at(),
    ) {
        let prompt = pieces.concat();
        let options = SyntaxOptions {
            embeddings: vec![Embedding { name: "bad hands".to_owned(), vectors: 6 }],
            ..SyntaxOptions::default()
        };
        let reader = PromptReader::new(&sd1(), syntax, options);
        let mut fit = Fit::to_rows(&reader, NonZeroUsize::new(rows).unwrap(), cut_at);
        let Ok(fitted) = fit.fit(&prompt) else {
            prop_assert!(reader.read(&prompt).is_err());
            return Ok(());
        };
        prop_assert!(prompt.starts_with(fitted.text()));
        // The rows of several parts of compel follow one another.
        let parts = reader.read(&prompt).unwrap().reading.parts.len();
        if syntax != Syntax::InvokeAi || parts == 1 {
            prop_assert_eq!(fitted.text() == prompt, is_read(&reader, &prompt, rows));
        }
        // An empty prompt may be something that a program raises on.
        prop_assert!(fitted.text().is_empty() || is_read(&reader, fitted.text(), rows));
    }
}

/// Whether a program reads a prompt, in no more rows.
fn is_read(reader: &PromptReader, prompt: &str, rows: usize) -> bool {
    let Ok(read) = reader.read(prompt) else { return false };
    let holds = |content| matches!(content, SlotContent::Token(_) | SlotContent::Vector);
    let in_rows = read.texts.iter().all(|text| {
        let behind = text.filled.rows.iter().skip(rows).flat_map(|row| &row.slots);
        text.filled.cut == 0 && !behind.into_iter().any(|slot| holds(slot.content))
    });
    in_rows && read.used <= 75 * rows
}

/// Pieces of prompts with markup.
fn markup() -> impl Strategy<Value = String> {
    let pieces = [
        "(",
        ")",
        "[",
        "]",
        "(cat:1.2)",
        "[a:b:0.5]",
        "[x|y]",
        ":1.5",
        " BREAK ",
        " AND ",
        "<lora:a b:0.8>",
        "\\(",
        "#",
        "\n",
        "bad hands",
        "embedding:x",
        "(a b)1.2",
        "word++",
        "(\"a\", \"b\").and()",
        "a.swap(b)",
        "withLora(x, 0.5)",
        "a cat, ",
        "one two three four five six ",
        ", ",
        "🏯",
        "BREAK",
        "AND",
    ];
    prop_oneof![
        3 => prop::sample::select(pieces.to_vec()).prop_map(str::to_owned),
        1 => text(),
    ]
}

#[test]
fn a_prompt_is_cut_where_it_was_asked_for() {
    let prompt = "A Red  Cat, an unbelievable dog , X";
    assert_eq!(left(6, CutAt::Comma, prompt), "A Red  Cat");
    assert_eq!(left(6, CutAt::Word, prompt), "A Red  Cat, an unbelievable");
    assert_eq!(left(4, CutAt::Word, prompt), "A Red  Cat");
    assert_eq!(left(99, CutAt::Word, prompt), prompt);
    assert_eq!(left(0, CutAt::Comma, prompt), "");
}

#[test]
fn what_is_longer_than_all_the_room_is_cut_in_a_finer_way() {
    assert_eq!(left(3, CutAt::Comma, "cat, a red dog in the rain, x"), "cat, a");
    assert_eq!(left(3, CutAt::Comma, "cat, a red dog"), "cat", "the tag would fit alone");
    let word = "abcdefghijklmnopqrstuvwxyz".repeat(4);
    let cut = left(3, CutAt::Word, &word);
    assert!(cut.len() > 5 && word.starts_with(cut) && sd1().encode(cut).tokens.len() == 3, "{cut}");
    assert_eq!(left(1, CutAt::Word, "a 🏯"), "a");
    assert_eq!(left(1, CutAt::Word, "🏯"), "", "a character is not split");
    assert_eq!(left(1, CutAt::Token, "🏯"), "");
}

#[test]
fn no_grapheme_word_or_reference_is_parted() {
    assert_eq!(left(4, CutAt::Word, "a 👨‍👩‍👧 b"), "a");
    assert_eq!(left(2, CutAt::Word, "cat don't"), "cat");
    assert_eq!(left(7, CutAt::Comma, "a, 1,000 cats"), "a");
    let mut fit = Fit::to_tokens(&Encoder::for_model(Model::OpenAi), 2, CutAt::Word);
    assert_eq!(fit.fit("cat &amp;&amp; dog").unwrap().text(), "cat &amp;&amp;");
    assert_eq!(fit.fit("cat dog &amp; x").unwrap().text(), "cat dog");
}

#[test]
fn a_row_is_that_of_the_model() {
    let prompt = "a! ".repeat(50);
    let fitted = |encoder: &Encoder| Fit::to_row(encoder, CutAt::Word).fit(&prompt).unwrap().text().len();
    assert_eq!((fitted(&sd1()), fitted(&sd2())), (37 * 3 + 1, 37 * 3 + 1));
}

#[test]
fn what_a_program_reads_as_one_stays_whole() {
    let most = "cat ".repeat(73);
    let kept = most.trim_end();
    for (syntax, tail) in [
        (Syntax::A1111, "(a red dog:1.2)"),
        (Syntax::A1111, "[a red dog:a blue dog:0.5]"),
        (Syntax::A1111, "dog BREAK a b"),
        (Syntax::ComfyUi, "(a red dog:1.2)"),
        (Syntax::InvokeAi, "(a red dog)1.2"),
        (Syntax::InvokeAi, "(\"a red\", \"a dog\").blend(1, 1)"),
        (Syntax::SdEmbed, "((a red dog))"),
    ] {
        let prompt = format!("{most}{tail}");
        let wanted = if tail.contains("BREAK") { format!("{kept} dog") } else { kept.to_owned() };
        assert_eq!(left_by(syntax, CutAt::Word, &prompt), wanted, "{tail}");
    }
    let network = format!("{most}a <lora:a red dog:0.8> b c");
    assert_eq!(left_by(Syntax::A1111, CutAt::Word, &network), format!("{most}a <lora:a red dog:0.8> b"));
    let long = format!("a ({}:1.2)", "cat, ".repeat(80));
    let cut = left_by(Syntax::A1111, CutAt::Comma, &long);
    assert!(cut.starts_with("a (cat, cat") && cut.ends_with("cat"), "{cut}");
}

#[test]
fn rows_are_as_many_as_were_asked_for() {
    let reader = PromptReader::for_program(Syntax::A1111, Model::Sd1);
    let prompt = "cat ".repeat(200);
    for (rows, cats) in [(1, 75), (2, 150), (3, 200)] {
        let mut fit = Fit::to_rows(&reader, NonZeroUsize::new(rows).unwrap(), CutAt::Word);
        let fitted = fit.fit(&prompt).unwrap();
        assert_eq!(fitted.text().matches("cat").count(), cats, "{rows}");
        assert_eq!(fitted.count(), cats.min(200));
    }
    let mut fit = Fit::to_rows(&reader, NonZeroUsize::MIN, CutAt::Word);
    assert!(fit.fit("(a:..)").is_err());
}

#[test]
fn a_long_prompt_takes_no_longer_than_its_length() {
    // Each of these took minutes if every place were tried.
    for (encoder, piece) in [
        (sd1(), "日本語"),
        (Encoder::for_model(Model::OpenAi), "é, ü "),
        (sd1(), "x"),
        (sd1(), "🇫🇷"),
        (Encoder::for_model(Model::OpenAi), "Ã©"),
    ] {
        let prompt = piece.repeat(30_000);
        for cut_at in CutAt::ALL {
            let fitted = Fit::to_row(&encoder, cut_at).fit(&prompt).unwrap();
            assert!(fitted.count() <= 75 && fitted.count() > 60, "{piece}: {}", fitted.count());
        }
    }
}
