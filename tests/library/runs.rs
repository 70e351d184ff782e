//! The runs of a prompt: whatever the prompt and the program, they are the prompt, and they hold every token once.

use cliptok::report::{PromptReport, PromptRules, RunKind, Source, runs};
use cliptok::{Encoder, Model, PromptReader, Syntax};
use proptest::prelude::*;

use crate::support::text;

/// Any text, with what means something to programs in it.
fn marked_up() -> impl Strategy<Value = String> {
    let markup = prop::sample::select(vec![
        "(",
        ")",
        "[",
        "]",
        ":1.2)",
        "((",
        "\\(",
        "BREAK",
        " AND ",
        "<lora:a:1>",
        "[a:b:0.5]",
        "[a|b]",
        "+",
        "(a b)-",
        "# note\n",
        "embedding:x",
        ":",
        "{",
        "}",
        ".blend(1)",
    ]);
    let part = prop_oneof![2 => text(), 1 => markup.prop_map(str::to_owned)];
    prop::collection::vec(part, 0..8).prop_map(|parts| parts.concat())
}

/// Every way of reading a prompt.
fn all_rules() -> Vec<PromptRules> {
    let readers = Syntax::ALL.iter().map(|&syntax| PromptReader::for_program(syntax, Model::Sd1));
    let text =
        [Model::Sd1, Model::OpenAi, Model::Sd2].map(|model| PromptRules::of(Encoder::for_model(model)));
    text.into_iter().chain(readers.map(|reader| PromptRules::of_program(&reader))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]

    #[test]
    fn the_runs_of_a_prompt_are_the_prompt_and_hold_every_token_once(prompt in marked_up()) {
        let source = Source::argument(1);
        for rules in &all_rules() {
            let report = PromptReport::new(&prompt, &source, rules);
            let runs = runs(&report);
            let characters: String = runs.iter().map(|run| run.characters).collect();
            prop_assert_eq!(&characters, &prompt);
            let mut next = 0;
            for run in &runs {
                if let RunKind::Tokens { tokens, positions } = &run.kind {
                    prop_assert_eq!((positions.start, positions.len()), (next, tokens.len()));
                    next = positions.end;
                }
            }
            prop_assert_eq!(next, report.tokens.len());
        }
    }
}

#[test]
fn what_a_program_removes_is_told_from_what_means_something_to_it() {
    let rules = PromptRules::of_program(&PromptReader::for_program(Syntax::A1111, Model::Sd1));
    let source = Source::argument(1);
    let report = PromptReport::new("(a:1.2) <lora:x:1> AND b", &source, &rules);
    let kinds: Vec<(&str, &str)> = runs(&report)
        .iter()
        .map(|run| {
            let kind = match run.kind {
                RunKind::Tokens { .. } => "tokens",
                RunKind::Between => "between",
                RunKind::Markup => "markup",
                RunKind::Removed(what) => what.name(),
                _ => "new",
            };
            (run.characters, kind)
        })
        .collect();
    let expected = [
        ("(", "markup"),
        ("a", "tokens"),
        (":1.2) ", "markup"),
        ("<lora:x:1>", "network"),
        (" ", "between"),
        ("AND", "markup"),
        (" b", "markup"),
    ];
    assert_eq!(kinds, expected);
}
