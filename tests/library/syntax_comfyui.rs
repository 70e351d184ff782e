//! Prompts as ComfyUI reads them: groups and their weights, escaped brackets, embeddings, rows of groups.

#![allow(clippy::float_cmp, reason = "weights are those of the programs, bit for bit")]

use cliptok::syntax::{
    Embedding, Raised, RaisedWhy, Removed, RemovedKind, RowEnd, SlotContent, SyntaxOptions, Vectors,
};
use cliptok::{Encoder, Model, PromptReader, ReadPrompt, Span, Syntax};
use proptest::prelude::*;

/// The reader of a model with these embeddings.
fn reader(model: Model, embeddings: &[(&str, usize)]) -> PromptReader {
    let embedding = |&(name, vectors): &(&str, usize)| Embedding { name: name.to_owned(), vectors };
    let embeddings = embeddings.iter().map(embedding).collect();
    let options = SyntaxOptions { embeddings, ..SyntaxOptions::default() };
    PromptReader::new(&Encoder::for_model(model), Syntax::ComfyUi, options)
}

fn read(prompt: &str, embeddings: &[(&str, usize)]) -> ReadPrompt {
    reader(Model::Sd1, embeddings).read(prompt).unwrap()
}

fn segments_of(read: &ReadPrompt) -> Vec<(String, f64)> {
    let segments = read.reading.texts[0].segments.iter();
    segments.map(|segment| (segment.text.to_owned(), segment.weight)).collect()
}

#[track_caller]
fn assert_segments(prompt: &str, expected: &[(&str, f64)]) {
    let segments = segments_of(&read(prompt, &[]));
    let segments: Vec<(&str, f64)> = segments.iter().map(|(text, weight)| (text.as_str(), *weight)).collect();
    assert_eq!(segments, expected, "{prompt:?}");
}

/// The ids of a text alone.
fn ids(text: &str) -> Vec<u16> {
    Encoder::for_model(Model::Sd1).ids(text).into_iter().map(|id| id.0).collect()
}

/// The content of each row: ids, and `None` for a vector.
fn content(read: &ReadPrompt) -> Vec<Vec<Option<u16>>> {
    let is_content = |content| matches!(content, SlotContent::Token(_) | SlotContent::Vector);
    let rows = read.texts[0].filled.rows.iter();
    rows.map(|row| {
        let slots = row.slots.iter().filter(|slot| is_content(slot.content));
        slots.map(|slot| slot.id.map(|id| id.0)).collect()
    })
    .collect()
}

/// What a text with vectors should put in a row: `n` vectors stand as a number, text as itself.
fn expected_row(parts: &[Result<usize, &str>]) -> Vec<Option<u16>> {
    let slots = parts.iter().flat_map(|part| match part {
        Ok(vectors) => vec![None; *vectors],
        Err(text) => ids(text).into_iter().map(Some).collect(),
    });
    slots.collect()
}

#[test]
fn a_number_in_a_group_is_its_weight_and_a_group_without_one_multiplies() {
    assert_segments("a (b) c", &[("a ", 1.0), ("b", 1.1), (" c", 1.0)]);
    assert_segments("((a:1.3) b:0.5)", &[("a", 1.3), (" b", 0.5)]);
    assert_segments("((a:1.3) b)", &[("a", 1.3), (" b", 1.1)]);
    assert_segments("((a):1.5)", &[("a", 1.5 * 1.1)]);
    assert_segments("(((a)))", &[("a", 1.1 * 1.1 * 1.1)]);
    assert_segments("(a:-1)", &[("a", -1.0)]);
    assert_segments("(a:0)", &[("a", 0.0)]);
}

#[test]
fn a_number_is_what_python_reads() {
    assert_segments("(a: 1.2 )", &[("a", 1.2)]);
    assert_segments("(a:1_0)", &[("a", 10.0)]);
    assert_segments("(a:1e3)", &[("a", 1000.0)]);
    assert_segments("(a:-Infinity)", &[("a", f64::NEG_INFINITY)]);
    assert_segments("(a:٣)", &[("a", 3.0)]);
    assert_segments("(a:\u{a0}2\u{3000})", &[("a", 2.0)]);
    let segments = segments_of(&read("(a:nan)", &[]));
    assert!(segments.len() == 1 && segments[0].1.is_nan());
    assert_segments("(a:1,2)", &[("a:1,2", 1.1)]);
    assert_segments("(a:)", &[("a:", 1.1)]);
    assert_segments("(a:50%)", &[("a:50%", 1.1)]);
}

#[test]
fn only_the_last_colon_of_a_group_is_looked_at() {
    assert_segments("(a:1:2)", &[("a:1", 2.0)]);
    assert_segments("(a:1:b)", &[("a:1:b", 1.1)]);
    assert_segments("(:1.5)", &[(":1.5", 1.1)]);
    assert_segments("(::1.5)", &[(":", 1.5)]);
    assert_segments("(a:1.5 (b))", &[("a:1.5 ", 1.1), ("b", 1.1 * 1.1)]);
    assert_segments("(embedding:1)", &[("embedding", 1.0)]);
    assert_segments(r"(a:1\))", &[("a:1)", 1.1)]);
}

#[test]
fn a_stray_bracket_takes_the_level_below_zero() {
    assert_segments("a) (b) (c)", &[("a) (b) (c)", 1.0)]);
    assert_segments("a)( (b)", &[("a)( ", 1.0), ("b", 1.1)]);
    assert_segments("))((a) (b)", &[("))((a) (b)", 1.0)]);
    assert_segments(")((a)", &[(")(", 1.0), ("a", 1.1)]);
}

#[test]
fn what_is_open_at_the_end_is_one_piece() {
    assert_segments("a (b", &[("a ", 1.0), ("(b", 1.0)]);
    assert_segments("(a (b) c", &[("(a (b) c", 1.0)]);
    assert_segments("((a)", &[("(a", 1.1)]);
    assert_segments("(((a))", &[("(a", 1.1 * 1.1)]);
    assert_segments("(a (b:1.5)", &[("a ", 1.5), ("(b", 1.5)]);
    assert_segments("(", &[("(", 1.0)]);
}

#[test]
fn neighbors_stay_apart_and_what_is_empty_is_no_segment() {
    assert_segments("(a)(b)", &[("a", 1.1), ("b", 1.1)]);
    assert_segments("()a(())", &[("a", 1.0)]);
    assert_segments("", &[]);
    let read = read("", &[]);
    assert_eq!((read.texts[0].filled.rows.len(), read.texts[0].filled.used), (1, 0));
}

#[test]
fn escaped_brackets_are_text_and_other_programs_syntax_too() {
    assert_segments(r"\(a\) (b)", &[("(a) ", 1.0), ("b", 1.1)]);
    assert_segments(r"\\(a)", &[(r"\(a)", 1.0)]);
    assert_segments(r"(a\)", &[("(a)", 1.0)]);
    assert_segments(r"(\(a\):1.5)", &[("(a)", 1.5)]);
    assert_segments(r"\a \[b\]", &[(r"\a \[b\]", 1.0)]);
    assert_segments("[a] BREAK <lora:x:1> # b AND c", &[("[a] BREAK <lora:x:1> # b AND c", 1.0)]);
}

#[test]
fn characters_that_stand_for_brackets_become_brackets() {
    assert_segments("\0\u{2}a\0\u{1} (b)", &[("(a) ", 1.0), ("b", 1.1)]);
    assert_segments("\0\0\u{2}\0", &[("\0(\0", 1.0)]);
    assert_segments("\0\\(", &[("\0(", 1.0)]);
}

#[test]
fn segments_lead_back_to_the_prompt_as_typed() {
    let prompt = r"é (\(a\):1.5) \\(";
    let read = read(prompt, &[]);
    let segments = &read.reading.texts[0].segments;
    let places: Vec<&str> = segments
        .iter()
        .map(|segment| segments.alignment().original(segment.span).slice(prompt).unwrap())
        .collect();
    assert_eq!(places, ["é ", r"\(a\)", r" \\("]);
    let inner = segments.iter().nth(1).unwrap().span;
    let bracket = segments.alignment().original(Span::new(inner.start, inner.start + 1));
    assert_eq!(bracket.slice(prompt), Some(r"\("), "both characters became the bracket");
}

#[test]
fn an_embedding_begins_a_segment_or_follows_white_space() {
    let known = [("x", 2)];
    let row = |prompt| content(&read(prompt, &known)).remove(0);
    assert_eq!(row("embedding:x"), expected_row(&[Ok(2)]));
    assert_eq!(row("a embedding:x b c"), expected_row(&[Err("a"), Ok(2), Err("b c")]));
    assert_eq!(row("a\u{a0}embedding:x"), expected_row(&[Err("a"), Ok(2)]));
    assert_eq!(row("embedding:\tx\n\u{3000}b"), expected_row(&[Ok(2), Err("b")]));
    assert_eq!(row("(embedding:x)(embedding:x:2)"), expected_row(&[Ok(2), Ok(2)]));
    assert_eq!(row("a,embedding:x"), expected_row(&[Err("a,embedding:x")]));
    assert_eq!(row("Embedding:x"), expected_row(&[Err("Embedding:x")]));
    assert_eq!(row("embedding:xembedding:x"), expected_row(&[]), "that is another name");
}

#[test]
fn an_embedding_is_found_with_its_extensions_and_in_its_case() {
    for name in ["x", "x.safetensors", "x.pt", "x.bin"] {
        assert_eq!(content(&read("embedding:x", &[(name, 3)])), [expected_row(&[Ok(3)])], "{name}");
    }
    assert_eq!(content(&read("embedding:x.pt", &[("x.pt", 3)])), [expected_row(&[Ok(3)])]);
    assert_eq!(content(&read("embedding:x", &[("x.pt", 1), ("x", 2)])), [expected_row(&[Ok(2)])]);
    assert_eq!(content(&read("embedding:X", &[("x", 3)])), [expected_row(&[])]);
    assert_eq!(content(&read("embedding:x.pt", &[("x", 3)])), [expected_row(&[])]);
}

#[test]
fn commas_round_a_name_become_text() {
    let known = [("bad", 2), ("good,", 3)];
    let row = |prompt| content(&read(prompt, &known)).remove(0);
    assert_eq!(row("embedding:bad, x"), expected_row(&[Ok(2), Err(", x")]));
    assert_eq!(row("embedding:bad,,"), expected_row(&[Ok(2), Err(",, ")]));
    // As many characters as there are commas, from the end.
    assert_eq!(row("embedding:,bad x"), expected_row(&[Ok(2), Err("d x")]));
    assert_eq!(row("embedding:,bad, x"), expected_row(&[Ok(2), Err("d, x")]));
    assert_eq!(row("embedding:good, x"), expected_row(&[Ok(3), Err("x")]), "found as it is");
    assert_eq!(row("embedding:é,, x"), expected_row(&[Err(",, x")]), "not found either way");
    assert_eq!(row("embedding:,é x"), expected_row(&[Err("é x")]));
    assert_eq!(row("embedding:,"), expected_row(&[Err(",")]));
}

#[test]
fn a_name_ends_before_a_network_or_a_square_bracket() {
    let known = [("bad", 2)];
    let row = |prompt| content(&read(prompt, &known)).remove(0);
    assert_eq!(row("embedding:bad<x> y"), expected_row(&[Ok(2), Err("<x> y")]));
    assert_eq!(row("embedding:bad[y]"), expected_row(&[Ok(2), Err("[y]")]));
    assert_eq!(row("embedding:bad,<x> y"), expected_row(&[Ok(2), Err(", <x> y")]));
    assert_eq!(row("embedding:<a"), expected_row(&[Err("<a")]), "an empty name is none");
}

#[test]
fn an_embedding_that_is_missing_is_told_with_its_place() {
    let prompt = r"a \(b\) (embedding:y, c:1.2) embedding:x embedding:<z";
    let read = read(prompt, &[("x", 1)]);
    let missing: Vec<(RemovedKind, &str)> = read
        .reading
        .removed
        .iter()
        .map(|Removed { original, kind, .. }| (*kind, original.slice(prompt).unwrap()))
        .collect();
    let kind = RemovedKind::MissingEmbedding;
    assert_eq!(missing, [(kind, "embedding:y"), (kind, "embedding:")]);
}

#[test]
fn an_embedding_without_a_name_raises() {
    for prompt in ["embedding:", "a embedding: \n", "embedding:(x:1.2)", "embedding: embedding:x"] {
        let raised: Raised = reader(Model::Sd1, &[("x", 1)]).read(prompt).unwrap_err();
        assert_eq!(raised.why, RaisedWhy::EmbeddingWithoutName, "{prompt:?}");
        assert_eq!(raised.class(), "IndexError");
        assert_eq!(raised.to_string(), "no name follows `embedding:`");
    }
}

#[test]
fn a_group_of_eight_is_parted_and_a_shorter_one_moves() {
    let words = |count: usize| vec!["x"; count].join(" ");
    let lengths = |prompt: &str| -> Vec<usize> { content(&read(prompt, &[])).iter().map(Vec::len).collect() };
    let ends = |prompt: &str| -> Vec<RowEnd> {
        read(prompt, &[]).texts[0].filled.rows.iter().map(|row| row.end).collect()
    };
    let eight = format!("{}({})", words(70), words(8));
    assert_eq!((lengths(&eight), ends(&eight)), (vec![75, 3], vec![RowEnd::Full, RowEnd::Text]));
    let seven = format!("{}({})", words(70), words(7));
    assert_eq!((lengths(&seven), ends(&seven)), (vec![70, 7], vec![RowEnd::Group, RowEnd::Text]));
    let fitting = format!("{}({})", words(70), words(5));
    assert_eq!(lengths(&fitting), [75]);
    let full = format!("{}({})", words(75), words(1));
    assert_eq!((lengths(&full), ends(&full)), (vec![75, 1], vec![RowEnd::Full, RowEnd::Text]));
    assert_eq!(lengths(&words(230)), [75, 75, 75, 5]);
    assert_eq!(read(&words(230), &[]).texts[0].filled.used, 230);
}

#[test]
fn vectors_tell_which_of_an_embedding_they_are() {
    let known = [("whole", 75), ("big", 80)];
    let vectors = |prompt| -> Vec<Vec<Vectors>> {
        let rows = read(prompt, &known).texts.remove(0).filled.rows;
        rows.into_iter().map(|row| row.vectors).collect()
    };
    let places = |rows: Vec<Vec<Vectors>>| -> Vec<Vec<(usize, usize, usize)>> {
        let place = |vectors: &Vectors| (vectors.slot, vectors.first, vectors.count);
        rows.iter().map(|row| row.iter().map(place).collect()).collect()
    };
    assert_eq!(places(vectors("embedding:whole")), [[(1, 0, 75)]]);
    assert_eq!(places(vectors("a embedding:whole")), [[(2, 0, 74)], [(1, 74, 1)]]);
    assert_eq!(
        places(vectors("embedding:whole embedding:big")),
        [vec![(1, 0, 75)], vec![(1, 0, 75)], vec![(1, 75, 5)]]
    );
    assert_eq!(vectors("(embedding:,whole,)")[0][0].name, "whole");
    let read = read("(embedding:big:0.5)", &known);
    let row = &read.texts[0].filled.rows[0];
    assert!(row.slots[1..76].iter().all(|slot| slot.weight == 0.5 && slot.id.is_none()));
}

#[test]
fn pads_are_the_end_or_zero_and_an_exclamation_mark_is_text() {
    for (model, pad) in [(Model::Sd1, 49407), (Model::SdxlL, 49407), (Model::Sd2, 0), (Model::SdxlG, 0)] {
        let read = reader(model, &[]).read("hello!").unwrap();
        let row = &read.texts[0].filled.rows[0];
        let ids: Vec<u16> = row.slots.iter().map(|slot| slot.id.unwrap().0).collect();
        assert_eq!(ids[..5], [49406, 3306, 256, 49407, pad], "{model:?}");
        assert_eq!((ids.len(), read.counter), (77, None));
    }
}

#[test]
fn long_prompts_of_nothing_but_syntax_are_read() {
    let n = 20_000;
    for text in ["(", ")", "["] {
        assert_segments(&text.repeat(n), &[(&text.repeat(n), 1.0)]);
    }
    assert_segments(&("(".repeat(n) + &")".repeat(n)), &[]);
    assert_segments(&r"\(".repeat(n), &[(&"(".repeat(n), 1.0)]);
    let nested = segments_of(&read(&("(a".repeat(n) + &":1.2)".repeat(n)), &[]));
    assert_eq!(nested, vec![("a".to_owned(), 1.2); n]);
    let deep = segments_of(&read(&("(".repeat(n) + "a" + &")".repeat(n)), &[]));
    assert_eq!(deep, [("a".to_owned(), f64::INFINITY)]);
    let unclosed = "((a:1.5)".repeat(n);
    // The last bracket ends the group of the first, and what the last number leaves of its inside is read.
    let rest = &unclosed["((a:1.5)".len()..unclosed.len() - ":1.5)".len()];
    let unclosed = segments_of(&read(&unclosed, &[]));
    assert!(unclosed == [("a".to_owned(), 1.5), (rest.to_owned(), 1.5)]);
    let vectors = read(&"embedding:x ".repeat(n), &[("x", 3)]);
    assert_eq!((vectors.texts[0].filled.used, vectors.texts[0].filled.rows.len()), (3 * n, 3 * n / 75));
}

/// What the paper says of weights, written as it says it: each group is read again.
fn naive(text: &str, outer: f64, segments: &mut Vec<(String, f64)>) {
    let mut pieces = vec![String::new()];
    let mut level = 0;
    for character in text.chars() {
        if character == '(' {
            if level == 0 {
                pieces.push(String::new());
            }
            level += 1;
        }
        pieces.last_mut().unwrap().push(character);
        if character == ')' {
            level -= 1;
            if level == 0 {
                pieces.push(String::new());
            }
        }
    }
    for piece in pieces.iter().filter(|piece| !piece.is_empty()) {
        if piece.len() >= 2 && piece.starts_with('(') && piece.ends_with(')') {
            let inside = &piece[1..piece.len() - 1];
            let number = inside.rfind(':').filter(|&colon| colon > 0);
            // Of what the test makes, Rust reads the same numbers as Python.
            match number.and_then(|colon| Some((colon, inside[colon + 1..].trim().parse().ok()?))) {
                Some((colon, weight)) => naive(&inside[..colon], weight, segments),
                None => naive(inside, outer * 1.1, segments),
            }
        } else {
            let text = piece.replace("\0\u{1}", ")").replace("\0\u{2}", "(");
            segments.push((text, outer));
        }
    }
}

const ALPHABET: [&str; 17] =
    ["(", ")", "(", ")", "\\", ":", ":1.5", "1", ".", "-", "nan", "a", " ", "é", "\0", "\u{1}", "\u{2}"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn weights_are_those_of_the_recursive_reader(
        parts in prop::collection::vec(prop::sample::select(&ALPHABET[..]), 0..24)
    ) {
        let prompt = parts.concat();
        let escaped = prompt.replace("\\)", "\0\u{1}").replace("\\(", "\0\u{2}");
        let mut expected = Vec::new();
        naive(&escaped, 1.0, &mut expected);
        let read = read(&prompt, &[]);
        let bits = |segments: Vec<(String, f64)>| -> Vec<(String, u64)> {
            // A NaN has a sign, which Python may show and no weight knows.
            let bits = |weight: f64| if weight.is_nan() { f64::NAN } else { weight }.to_bits();
            segments.into_iter().map(|(text, weight)| (text, bits(weight))).collect()
        };
        prop_assert_eq!(bits(segments_of(&read)), bits(expected));
        // What was copied stands in the prompt where it is said to stand.
        let segments = &read.reading.texts[0].segments;
        for segment in segments.iter() {
            let typed = segments.alignment().original(segment.span).slice(&prompt).unwrap();
            if !typed.contains(['\\', '\0']) {
                prop_assert_eq!(typed, segment.text);
            }
        }
    }
}
