//! Prompts as sd_embed and diffusers' community pipelines for long prompts read them: weights, `BREAK`, rows without pads.

#![allow(clippy::float_cmp, reason = "weights are those of the programs, bit for bit")]

use cliptok::syntax::{RaisedWhy, RowEnd, SyntaxOptions, WeightedRow};
use cliptok::{Encoder, Model, PromptReader, ReadPrompt, Span, Syntax};
use proptest::prelude::*;

const ALL: [Syntax; 3] = [Syntax::SdEmbed, Syntax::Lpw, Syntax::LpwXl];

fn reader(syntax: Syntax, model: Model, negative: &str) -> PromptReader {
    let options = SyntaxOptions { negative_prompt: negative.to_owned(), ..SyntaxOptions::default() };
    PromptReader::new(&Encoder::for_model(model), syntax, options)
}

fn segments_of(read: &ReadPrompt) -> Vec<(&str, f64)> {
    read.reading.texts[0].segments.iter().map(|segment| (segment.text, segment.weight)).collect()
}

#[track_caller]
fn assert_segments(syntax: Syntax, prompt: &str, expected: &[(&str, f64)]) {
    let read = reader(syntax, Model::Sd1, "").read(prompt).unwrap();
    assert_eq!(segments_of(&read), expected, "{prompt:?} by {}", syntax.name());
}

fn rows(syntax: Syntax, model: Model, prompt: &str, negative: &str) -> Vec<WeightedRow> {
    reader(syntax, model, negative).read(prompt).unwrap().texts.remove(0).filled.rows
}

fn ids(row: &WeightedRow) -> Vec<u16> {
    row.slots.iter().map(|slot| slot.id.unwrap().0).collect()
}

fn lengths(rows: &[WeightedRow]) -> Vec<usize> {
    rows.iter().map(|row| row.slots.len()).collect()
}

#[test]
fn no_white_space_stands_round_a_number() {
    for syntax in ALL {
        assert_segments(syntax, "(a:1.2) [b]", &[("a", 1.2), (" ", 1.0), ("b", 1.0 / 1.1)]);
        assert_segments(syntax, "(a: 1.2)", &[("a: 1.2", 1.1)]);
        assert_segments(syntax, "(a:1.2 )", &[("a:1.2 ", 1.1)]);
        assert_segments(syntax, "(a:-1.2)", &[("a", -1.2)]);
        assert_segments(syntax, "((a:2):3)", &[("a", 6.0)]);
        assert_segments(syntax, r"\(a\) a\b (c", &[("(a) ab ", 1.0), ("c", 1.1)]);
    }
    let read = PromptReader::for_program(Syntax::A1111, Model::Sd1).read("(a: 1.2 )").unwrap();
    assert_eq!(segments_of(&read), [("a", 1.2)], "the web UI allows it");
}

#[test]
fn comments_networks_parts_and_schedules_are_text() {
    for syntax in ALL {
        let prompt = "# x\na AND b <lora:x:1> {c|d}";
        assert_segments(syntax, prompt, &[(prompt, 1.0)]);
        assert_segments(syntax, "[a:b:3]", &[("a:b:3", 1.0 / 1.1)]);
    }
}

#[test]
fn a_break_is_encoded_as_the_word() {
    for syntax in [Syntax::SdEmbed, Syntax::LpwXl] {
        assert_segments(syntax, "a BREAK b", &[("a", 1.0), ("BREAK", -1.0), ("b", 1.0)]);
        let row = rows(syntax, Model::Sd1, "a BREAK b", "").remove(0);
        let word = Encoder::for_model(Model::Sd1).ids("break")[0].0;
        assert_eq!(ids(&row), [49406, 320, word, 321, 49407]);
        assert_eq!(row.slots[2].weight, -1.0);
    }
    assert_segments(Syntax::Lpw, "a BREAK b", &[("a BREAK b", 1.0)]);
}

#[test]
fn a_weight_that_is_no_number_raises() {
    for syntax in ALL {
        let raised = reader(syntax, Model::Sd1, "").read("(a:1.2.3)").unwrap_err();
        assert_eq!(raised.why, RaisedWhy::NotANumber { typed: "1.2.3".to_owned() });
        let raised = reader(syntax, Model::Sd1, "(a:.)").read("a").unwrap_err();
        assert_eq!(raised.class(), "ValueError", "the negative prompt is read as well");
    }
}

#[test]
fn sd_embed_reads_an_empty_prompt_as_the_word_empty() {
    let read = reader(Syntax::SdEmbed, Model::Sd1, "").read("").unwrap();
    assert_eq!(segments_of(&read), [("empty", 1.0)]);
    let segments = &read.reading.texts[0].segments;
    assert_eq!(segments.alignment().original(Span::new(0, 5)), Span::new(0, 0));
    // The other prompt is empty as well, and lengthens one that has no token.
    assert_eq!(ids(&rows(Syntax::SdEmbed, Model::Sd1, "[]", "")[0]), [49406, 49407, 49407]);
}

#[test]
fn two_prompts_without_a_token_raise() {
    for (syntax, negative) in [(Syntax::LpwXl, ""), (Syntax::LpwXl, "()"), (Syntax::SdEmbed, "()")] {
        let raised = reader(syntax, Model::Sd1, negative).read("\n").unwrap_err();
        assert_eq!((raised.class(), raised.why.clone()), ("ValueError", RaisedWhy::NoTokens));
        assert_eq!(raised.to_string(), "neither the prompt nor the negative prompt has a token");
    }
    assert_eq!(ids(&rows(Syntax::LpwXl, Model::Sd1, "", "a b")[0]), [49406, 49407, 49407, 49407]);
    assert_eq!(lengths(&rows(Syntax::Lpw, Model::Sd1, "", "")), [77]);
}

#[test]
fn only_the_functions_for_sdxl_pad_the_last_row() {
    let cats = "cat ".repeat(80);
    for (model, last) in [(Model::Sd1, 7), (Model::Sd2, 7), (Model::SdxlL, 77), (Model::SdxlG, 77)] {
        assert_eq!(lengths(&rows(Syntax::SdEmbed, model, &cats, "")), [77, last], "{model:?}");
        assert_eq!(lengths(&rows(Syntax::LpwXl, model, &cats, "")), [77, 7], "{model:?}");
        assert_eq!(lengths(&rows(Syntax::Lpw, model, &cats, "")), [77, 77], "{model:?}");
    }
    let whole = rows(Syntax::LpwXl, Model::Sd1, &"cat ".repeat(75), "");
    assert_eq!((lengths(&whole), whole[0].end), (vec![77], RowEnd::Text));
}

#[test]
fn the_shorter_prompt_is_lengthened_with_ends() {
    let negative = "bad ".repeat(155);
    for (syntax, expected) in
        [(Syntax::SdEmbed, [77, 77, 7]), (Syntax::LpwXl, [77, 77, 7]), (Syntax::Lpw, [77; 3])]
    {
        let rows = rows(syntax, Model::Sd1, "(a cat:1.2)", &negative);
        assert_eq!(lengths(&rows), expected, "{}", syntax.name());
        assert_eq!(ids(&rows[0])[..4], [49406, 320, 2368, 49407]);
        assert!(rows[1].slots.iter().skip(1).all(|slot| slot.id.unwrap().0 == 49407 && slot.weight == 1.0));
        assert!(rows.iter().all(|row| row.end == RowEnd::Text));
    }
    // A longer prompt stays as it is.
    assert_eq!(lengths(&rows(Syntax::LpwXl, Model::Sd1, "a cat", "bad")), [4]);
}

#[test]
fn lpw_has_room_for_225_tokens() {
    let cut = |prompt: &str, negative: &str| {
        let filled = reader(Syntax::Lpw, Model::Sd1, negative).read(prompt).unwrap().texts.remove(0).filled;
        (filled.rows.len(), filled.used, filled.cut)
    };
    assert_eq!(cut(&"cat ".repeat(225), ""), (3, 225, 0));
    assert_eq!(cut(&"(cat:1.1) dog ".repeat(130), ""), (3, 225, 35));
    assert_eq!(cut("cat", &"cat ".repeat(500)), (3, 1, 0));
    let ends: Vec<RowEnd> =
        rows(Syntax::Lpw, Model::Sd1, &"cat ".repeat(226), "").iter().map(|row| row.end).collect();
    assert_eq!(ends, [RowEnd::Full; 3], "a token was cut off");
}

#[test]
fn an_exclamation_mark_is_special_where_it_is_the_pad_of_the_tokenizer() {
    for model in [Model::Sd2, Model::SdxlG] {
        for syntax in [Syntax::SdEmbed, Syntax::LpwXl] {
            let row = rows(syntax, model, "hello!", "a b c").remove(0);
            assert_eq!(ids(&row)[..5], [49406, 3306, 0, 49407, 49407], "but rows are filled with ends");
        }
        let row = rows(Syntax::Lpw, model, "hello!", "").remove(0);
        let mut expected = vec![0; 77];
        expected[..2].copy_from_slice(&[49406, 3306]);
        expected[76] = 49407;
        assert_eq!(ids(&row), expected, "pads stand before the end");
    }
    for syntax in ALL {
        let row = rows(syntax, Model::Sd1, "hello!", "").remove(0);
        assert_eq!(ids(&row)[..4], [49406, 3306, 256, 49407]);
    }
}

#[test]
fn long_prompts_of_nothing_but_syntax_are_read() {
    let n = 2_000;
    for syntax in ALL {
        assert_segments(syntax, &(")".repeat(n)), &[(&")".repeat(n), 1.0)]);
        assert_segments(syntax, &(r"\(".repeat(n)), &[(&"(".repeat(n), 1.0)]);
        let nested = reader(syntax, Model::Sd1, "").read(&("(a".repeat(n) + &":0.5)".repeat(n))).unwrap();
        let expected: Vec<f64> = (1..=2_000).map(|depth| 0.5_f64.powi(depth)).collect();
        let weights: Vec<f64> = segments_of(&nested).iter().map(|(_, weight)| *weight).collect();
        // Beyond what numbers reach, neighbors of weight 0 join.
        assert_eq!(weights[..1074], expected[..1074]);
        assert_eq!((weights.len(), weights[1074]), (1075, 0.0));
        let open = reader(syntax, Model::Sd1, "").read(&"((a:1.5)".repeat(n)).unwrap();
        assert_eq!(segments_of(&open)[0], ("a", 1.5 * 1.1));
    }
}

/// A token of a prompt, and what it does.
#[derive(Clone, Copy, Debug)]
enum Mark {
    Text(&'static str),
    Round,
    Square,
    RoundEnd,
    SquareEnd,
    /// A weight that closes a bracket: so many digits, or zeros behind the point.
    Number(i32),
}

impl Mark {
    fn typed(self) -> String {
        match self {
            Self::Text(text) => text.to_owned(),
            Self::Round => "(".to_owned(),
            Self::Square => "[".to_owned(),
            Self::RoundEnd => ")".to_owned(),
            Self::SquareEnd => "]".to_owned(),
            Self::Number(_) => format!(":{})", self.number()),
        }
    }

    fn number(self) -> String {
        match self {
            Self::Number(0) => "0".to_owned(),
            Self::Number(1) => "-1".to_owned(),
            Self::Number(zeros @ 2..) => format!("1{}", "0".repeat(zeros.unsigned_abs() as usize)),
            Self::Number(zeros) => format!(".{}1", "0".repeat(zeros.unsigned_abs() as usize)),
            _ => String::new(),
        }
    }
}

/// The segments of a prompt as the programs make them: every weight is multiplied at every bracket.
fn naive(marks: &[Mark]) -> Vec<(String, f64)> {
    let mut segments: Vec<(String, f64)> = Vec::new();
    let (mut round, mut square): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    let multiply = |segments: &mut Vec<(String, f64)>, first: usize, factor: f64| {
        for (_, weight) in segments.iter_mut().skip(first) {
            *weight *= factor;
        }
    };
    for (at, mark) in marks.iter().enumerate() {
        let closed = match mark {
            // What stands side by side is one run.
            Mark::Text(text) if at > 0 && matches!(marks[at - 1], Mark::Text(_)) => {
                segments.last_mut().unwrap().0.push_str(text);
                continue;
            }
            Mark::Text(_) => None,
            Mark::Round => {
                round.push(segments.len());
                continue;
            }
            Mark::Square => {
                square.push(segments.len());
                continue;
            }
            Mark::RoundEnd => round.pop().map(|first| (first, 1.1)),
            Mark::SquareEnd => square.pop().map(|first| (first, 1.0 / 1.1)),
            Mark::Number(_) => round.pop().map(|first| (first, mark.number().parse().unwrap())),
        };
        match closed {
            Some((first, factor)) => multiply(&mut segments, first, factor),
            None => segments.push((mark.typed(), 1.0)),
        }
    }
    for first in round {
        multiply(&mut segments, first, 1.1);
    }
    for first in square {
        multiply(&mut segments, first, 1.0 / 1.1);
    }
    let mut joined: Vec<(String, f64)> = Vec::new();
    for (text, weight) in segments {
        match joined.last_mut() {
            Some(last) if last.1 == weight => last.0.push_str(&text),
            _ => joined.push((text, weight)),
        }
    }
    if joined.is_empty() {
        joined.push((String::new(), 1.0));
    }
    joined
}

fn marks() -> impl Strategy<Value = Vec<Mark>> {
    let number = prop::sample::select(vec![0, 1, 100, 200, 300, -100, -200, -300]).prop_map(Mark::Number);
    let mark = prop_oneof![
        4 => Just(Mark::Text("a")),
        4 => Just(Mark::Round),
        2 => Just(Mark::Square),
        2 => Just(Mark::RoundEnd),
        2 => Just(Mark::SquareEnd),
        3 => number,
    ];
    // Some are repeated, so that one factor follows itself until nothing changes.
    let run = (prop::collection::vec(mark, 1..4), prop_oneof![3 => Just(1_usize), 1 => 1..40_usize]);
    prop::collection::vec(run, 0..16)
        .prop_map(|runs| runs.into_iter().flat_map(|(marks, times)| marks.repeat(times)).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn weights_are_those_of_one_multiplication_after_the_other(marks in marks()) {
        let prompt: String = marks.iter().map(|mark| mark.typed()).collect();
        let read = reader(Syntax::Lpw, Model::Sd1, "").read(&prompt).unwrap();
        let bits = |weight: f64| if weight.is_nan() { f64::NAN } else { weight }.to_bits();
        let ours: Vec<(String, u64)> =
            segments_of(&read).into_iter().map(|(text, weight)| (text.to_owned(), bits(weight))).collect();
        let expected: Vec<(String, u64)> =
            naive(&marks).into_iter().map(|(text, weight)| (text, bits(weight))).collect();
        prop_assert!(ours == expected, "{prompt}");
    }
}
