//! How a text became its tokens, step by step and merge by merge.

use cliptok::explain::{StepTrace, Trace};
use cliptok::{Dialect, Encoder, Merge, Span, Step, TokenKind};
use proptest::prelude::*;

use crate::support::{any_encoder, text};

#[test]
fn edits_of_one_step_are_told_together() {
    let trace = Trace::of(&Encoder::for_dialect(Dialect::OpenAi), "‘a’ ‘b’\n‘c’");
    assert_eq!(trace.steps.len(), 2, "quotes of both lines, and white space");
    assert_eq!(trace.steps[0].edits.len(), 6);
}

#[test]
fn a_character_that_becomes_as_many_bytes_of_ascii_is_one_edit() {
    // Ĳ has two bytes, as IJ has.
    let trace = Trace::of(&Encoder::for_dialect(Dialect::OpenAi), "Ĳ");
    let edit = &trace.steps[0].edits[0];
    assert_eq!((&*edit.before, &*edit.after, edit.original), ("Ĳ", "IJ", Span::new(0, 2)));
}

#[test]
fn c1_controls_are_not_called_mojibake() {
    let step = |text: &str| Trace::of(&Encoder::for_dialect(Dialect::HfSlow), text).steps[0].step;
    assert_eq!((step("x\u{85}y"), step("Ã£")), (Step::C1Controls, Step::Mojibake));
}

#[test]
fn a_trace_has_the_steps_in_the_order_in_which_they_were_taken() {
    let steps = |dialect: Dialect, text: &str| -> Vec<(Step, Vec<(String, String)>)> {
        let trace = Trace::of(&Encoder::for_dialect(dialect), text);
        let edits = |step: StepTrace| {
            (step.step, step.edits.into_iter().map(|edit| (edit.before, edit.after)).collect())
        };
        trace.steps.into_iter().map(edits).collect()
    };
    let edit = |before: &str, after: &str| (before.to_owned(), after.to_owned());
    assert_eq!(
        steps(Dialect::OpenAi, "&amp;amp;  It’s SÃ£o"),
        [
            (Step::Entities, vec![edit("&amp;", "&")]),
            (Step::Mojibake, vec![edit("Ã£", "ã")]),
            (Step::Quotes, vec![edit("’", "'")]),
            (Step::Entities, vec![edit("&amp;", "&")]),
            (Step::WhitespaceTrimmed, vec![edit("  ", " ")]),
            (Step::LowerCasing14, vec![edit("I", "i"), edit("S", "s")]),
        ]
    );
    assert_eq!(
        steps(Dialect::Hf, "E\u{301}  Σ"),
        [
            (Step::UnicodeComposition9, vec![edit("E\u{301}", "É")]),
            (Step::WhitespaceRuns, vec![edit("  ", " ")]),
            (Step::LowerCasing17, vec![edit("É", "é"), edit("Σ", "σ")]),
        ]
    );
    assert_eq!(steps(Dialect::HfBasic, "a cat"), []);
}

#[test]
fn a_step_that_is_taken_for_each_line_is_told_for_each_line() {
    let trace = Trace::of(&Encoder::for_dialect(Dialect::HfSlow), "‘a\r\n’b");
    let steps: Vec<Step> = trace.steps.iter().map(|step| step.step).collect();
    assert_eq!(steps, [Step::Quotes, Step::LineBreaks, Step::Quotes, Step::WhitespaceTrimmed]);
    assert_eq!(trace.steps[2].edits[0].original.slice("‘a\r\n’b"), Some("’"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_trace_is_the_encoders_own_run(text in text(), encoder in any_encoder()) {
        let trace = Trace::of(&encoder, &text);
        prop_assert_eq!(&trace.encoding, &encoder.encode(&text));
        let mut next = 0;
        for word in &trace.words {
            prop_assert_eq!(word.tokens.start, next);
            next = word.tokens.end;
            let tokens = &trace.encoding.tokens[word.tokens.clone()];
            let span = tokens.iter().map(|token| token.normalized).reduce(Span::hull);
            prop_assert_eq!(span, Some(word.pre_token.span));
        }
        prop_assert_eq!(next, trace.encoding.tokens.len());
        let mut names: Vec<Step> = trace.steps.iter().map(|step| step.step).collect();
        names.sort_unstable();
        names.dedup();
        prop_assert_eq!(names, trace.encoding.changed_by.clone());
    }

    #[test]
    fn a_trace_has_every_merge_of_every_word(text in text(), encoder in any_encoder()) {
        let trace = Trace::of(&encoder, &text);
        let mut merges = 0;
        for word in &trace.words {
            let inside = |merge: &Merge| word.pre_token.span.start + merge.start < word.pre_token.span.end;
            prop_assert!(word.merges.iter().all(inside));
            merges += word.merges.len();
        }
        // Each merge makes one token of two, down from the bytes.
        let ordinary = trace.encoding.tokens.iter().filter(|token| token.kind != TokenKind::Special);
        prop_assert_eq!(merges, ordinary.map(|token| token.normalized.len() - 1).sum::<usize>());
    }
}
