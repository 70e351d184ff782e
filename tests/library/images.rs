//! Prompts out of infotexts: the rule of AUTOMATIC1111's web UI, one by one and in files of several.

use std::sync::LazyLock;

use cliptok::Syntax;
use cliptok::images::{Infotext, Producer, infotexts, is_infotext};
use proptest::prelude::*;
use regex::Regex;

const SETTINGS: &str = "Steps: 20, Sampler: DPM++ 2M, CFG scale: 7, Seed: 1, Size: 8x8";

/// The one infotext of a text.
fn one(text: &str) -> Infotext {
    let read = infotexts(text);
    assert_eq!(read.len(), 1, "{text}");
    read.into_iter().next().unwrap()
}

/// The prompts of the one infotext of a text.
fn prompts(text: &str) -> (String, Option<String>) {
    let infotext = one(text);
    (infotext.positive, infotext.negative)
}

/// The producer of an infotext with these settings beside the usual ones.
fn producer(more: &str) -> Producer {
    one(&format!("a cat\n{SETTINGS}, {more}")).producer
}

#[test]
fn the_last_line_is_settings_if_it_has_three() {
    assert_eq!(prompts("a cat\nSteps: 20, Seed: 1, Size: 8x8"), ("a cat".to_owned(), None));
    assert_eq!(prompts("a cat\nSteps: 20, Seed: 1"), ("a cat\nSteps: 20, Seed: 1".to_owned(), None));
    // A key has two characters or more.
    assert_eq!(prompts("a cat\na: 1, b: 2, c: 3").0, "a cat\na: 1, b: 2, c: 3");
    assert_eq!(prompts("a cat\naa: 1, bb: 2, cc: 3").0, "a cat");
    assert_eq!(prompts(SETTINGS), (String::new(), None));
    assert_eq!(prompts("just a prompt, no settings"), ("just a prompt, no settings".to_owned(), None));
}

#[test]
fn settings_in_quotes_have_commas_and_colons() {
    let text = format!("a cat\n{SETTINGS}, Lora hashes: \"toy: abc, b: def\", Version: f2.0.1");
    assert_eq!(one(&text).producer, Producer::Forge);
    // What is in quotes is one setting.
    assert_eq!(prompts("a cat\nSteps: 20, Hires prompt: \"a, bb: c, dd: e\"").0.lines().count(), 2);
    let text = r#"a cat
Steps: 20, Seed: 1, Template: "a \"b\", Version: ComfyUI", Version: v1.10.1"#;
    assert_eq!(one(text).producer, Producer::A1111);
}

#[test]
fn the_negative_prompt_begins_at_its_line_and_nowhere_else() {
    let text = format!(
        "portrait, steps: careful work\nNegative prompt in a sentence is no marker\n\
         Negative prompt: bad: anatomy, 3:4\nsecond line of negative\n{SETTINGS}"
    );
    let positive = "portrait, steps: careful work\nNegative prompt in a sentence is no marker";
    let negative = "bad: anatomy, 3:4\nsecond line of negative";
    assert_eq!(prompts(&text), (positive.to_owned(), Some(negative.to_owned())));
    let twice = format!("a\nNegative prompt: b\nNegative prompt:c\n{SETTINGS}");
    assert_eq!(prompts(&twice), ("a".to_owned(), Some("b\nc".to_owned())));
    let empty = format!("a\nNegative prompt:\n{SETTINGS}");
    assert_eq!(prompts(&empty), ("a".to_owned(), Some(String::new())));
    let on_the_next_line = format!("a\nNegative prompt:\n\n b\n{SETTINGS}");
    assert_eq!(prompts(&on_the_next_line).1.as_deref(), Some("b"));
    assert_eq!(prompts("a Negative prompt: b"), ("a Negative prompt: b".to_owned(), None));
    assert_eq!(prompts("Negative prompt: b"), (String::new(), Some("b".to_owned())));
    assert_eq!(prompts("a\nnegative prompt: b").1, None);
}

#[test]
fn lines_lose_their_outer_blanks_and_stay_lines() {
    let text = format!("  a cat, \r\n\tBREAK\r\n\r\n b\u{a0}\r\nNegative prompt:  c \r\n{SETTINGS}\r\n");
    assert_eq!(prompts(&text), ("a cat,\nBREAK\n\nb".to_owned(), Some("c".to_owned())));
}

#[test]
fn a_file_has_several_each_up_to_its_settings() {
    let text =
        format!("\n\na cat\nNegative prompt: dog\n{SETTINGS}\n\n\n{SETTINGS}\nb\n{SETTINGS}\nthe last\n");
    let read = infotexts(&text);
    let prompts: Vec<_> =
        read.iter().map(|read| (read.line, read.positive.as_str(), read.negative.as_deref())).collect();
    assert_eq!(prompts, [(3, "a cat", Some("dog")), (8, "", None), (9, "b", None), (11, "the last", None)]);
}

#[test]
fn a_blank_text_has_no_infotext() {
    assert_eq!(infotexts(""), []);
    assert_eq!(infotexts(" \r\n\t\n"), []);
}

#[test]
fn an_infotext_has_a_line_of_steps() {
    assert!(is_infotext(&format!("a cat\r\n{SETTINGS}\r\nb")));
    assert!(!is_infotext("a cat\nNegative prompt: dog"));
    assert!(!is_infotext("Steps: how to draw a cat, in: two"));
    assert!(!is_infotext("Make: Toy, Model: Camera 1, Lens: 50 mm"));
}

#[test]
fn settings_say_which_program_wrote_them() {
    for (settings, producer_wanted, syntax) in [
        ("Version: v1.10.1", Producer::A1111, Some(Syntax::A1111)),
        ("Model: flux", Producer::A1111, Some(Syntax::A1111)),
        ("Version: f2.0.1v1.10.1-previous-669-gdfdcbab6", Producer::Forge, Some(Syntax::Forge)),
        ("Version: neo", Producer::Forge, Some(Syntax::Forge)),
        ("Version: ComfyUI", Producer::ComfyUi, Some(Syntax::ComfyUi)),
        ("Version: ComfyUI, Civitai resources: [{\"type\":\"x\"}]", Producer::ComfyUi, Some(Syntax::ComfyUi)),
        ("Civitai resources: [{\"type\":\"x\"}]", Producer::Civitai, Some(Syntax::A1111)),
        ("Version: stable-diffusion.cpp", Producer::StableDiffusionCpp, None),
        ("Version: Fooocus v2.5.5", Producer::Fooocus, None),
        ("App: SD.Next, Version: 6846f4f", Producer::SdNext, None),
    ] {
        let producer = producer(settings);
        assert_eq!((producer, producer.syntax()), (producer_wanted, syntax), "{settings}");
    }
}

#[test]
fn every_producer_has_a_name_of_its_own() {
    let mut names: Vec<&str> = Producer::ALL.iter().map(|producer| producer.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Producer::ALL.len());
}

/// How the web UI reads settings.
static PATTERN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"\s*(\w[\w \-/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)"#).unwrap());

/// The prompts of an infotext as the web UI's own code, in the words of Python, reads them.
fn as_in_python(text: &str) -> (String, Option<String>) {
    let stripped = text.trim();
    let mut lines: Vec<&str> = stripped.split('\n').collect();
    if PATTERN.find_iter(lines.last().unwrap()).count() >= 3 {
        lines.pop();
    }
    let (mut positive, mut negative) = (String::new(), String::new());
    let mut done = false;
    for line in lines {
        let mut line = line.trim();
        if line.starts_with("Negative prompt:") {
            done = true;
            line = line[16..].trim();
        }
        let prompt = if done { &mut negative } else { &mut positive };
        if !prompt.is_empty() {
            prompt.push('\n');
        }
        prompt.push_str(line);
    }
    (positive, done.then_some(negative))
}

proptest! {
    #[test]
    fn prompts_are_what_the_web_ui_reads(
        lines in prop::collection::vec(
            prop_oneof![
                "[a-z ,:]{0,12}\r?",
                " ?Negative prompt: ?[a-z]{0,3}",
                "(Size: 8x8|Seed: \"1, 2\"|Model: a b|cc: ,)(, (Size: 8x8|Seed: \"1, 2\"|b: a)){0,3}",
            ],
            1..6,
        )
    ) {
        let text = lines.join("\n");
        prop_assume!(!text.trim().is_empty());
        prop_assert_eq!(prompts(&text), as_in_python(&text));
    }

    #[test]
    fn any_text_is_read(text in "(\\PC|[\r\n:,\"\\\\]|Steps: 1, |Negative prompt:){0,60}") {
        let read = infotexts(&text);
        prop_assert_eq!(read.is_empty(), text.trim().is_empty());
        let lines = text.split('\n').count();
        prop_assert!(read.iter().all(|read| (1..=lines).contains(&read.line)));
    }
}

#[test]
fn long_texts_take_as_long_as_they_are_long() {
    // Quadratic, each of these would take hours.
    for part in ["aa: \"", "aa ", "a:", "Negative prompt:\n", "\"\\", "Steps: 1, aa: b, cc: d\n", "\n"] {
        let text = part.repeat(2_000_000 / part.len());
        assert_eq!(is_infotext(&text), part.starts_with("Steps"));
        infotexts(&text);
    }
}
