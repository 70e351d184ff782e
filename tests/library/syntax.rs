//! Prompts in the syntaxes of programs: what the programs' own files make of them, bit for bit.

use std::collections::BTreeMap;
use std::io::Read;

use cliptok::batch::{Invalid, NotUtf8, Separator};
use cliptok::syntax::{
    Content, Embedding, Emphasis, LongText, Network, Part, Polarity, Stage, Steps, SyntaxOptions, WeightedRow,
};
use cliptok::{Dialect, Encoder, Model, PromptReader, ReadPrompt, Syntax};
use flate2::read::GzDecoder;
use serde_json::{Map, Value, json};

use crate::support::project_file;

/// The prompts with what the programs make of them.
fn goldens() -> impl Iterator<Item = Map<String, Value>> {
    goldens_in("tests/golden/syntax.jsonl.gz")
}

pub(crate) fn goldens_in(file: &str) -> impl Iterator<Item = Map<String, Value>> + use<> {
    let path = project_file(file);
    let file = std::fs::File::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut text = String::new();
    GzDecoder::new(file).read_to_string(&mut text).unwrap();
    let lines: Vec<Map<String, Value>> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    lines.into_iter()
}

/// A number as the goldens have it.
fn number(value: f64) -> Value {
    if value.is_nan() {
        return json!("nan");
    }
    match value {
        f64::INFINITY => json!("inf"),
        f64::NEG_INFINITY => json!("-inf"),
        value => json!(value),
    }
}

/// What a golden says of a text.
fn text_value(read: &ReadPrompt, text: usize, reader: &PromptReader) -> Map<String, Value> {
    let segments = read.reading.texts[text].segments.iter();
    let segments: Vec<Value> =
        segments.map(|segment| json!([segment.text, number(segment.weight)])).collect();
    let rows = &read.texts[text].filled.rows;
    let chunks: Vec<Value> = rows.iter().map(|row| row_value(row, reader)).collect();
    let mut value = Map::new();
    value.insert("segments".to_owned(), json!(segments));
    value.insert("chunks".to_owned(), json!(chunks));
    value
}

fn row_value(row: &WeightedRow, reader: &PromptReader) -> Value {
    let ids: Vec<Value> = row.slots.iter().map(|slot| json!(slot.id.map(|id| id.0))).collect();
    let weights: Vec<Value> = row.slots.iter().map(|slot| number(slot.weight)).collect();
    let mut value = json!({ "ids": ids, "weights": weights });
    if !row.vectors.is_empty() {
        let vectors = row.vectors.iter().map(|vectors| match reader.syntax() {
            Syntax::ComfyUi => json!([vectors.slot, vectors.name, vectors.first, vectors.count]),
            _ => json!([vectors.slot, vectors.name, vectors.count]),
        });
        value["embeddings"] = vectors.collect();
    }
    value
}

fn part_value(part: &Part, read: &ReadPrompt, reader: &PromptReader) -> Map<String, Value> {
    let mut value = match &part.content {
        Content::Text(text) => text_value(read, *text, reader),
        Content::Swap { original, edited } => {
            let mut value = text_value(read, *original, reader);
            value.insert("swap".to_owned(), text_value(read, *edited, reader).into());
            value
        }
        Content::Blend { weights, parts } => {
            let blend: Vec<_> = parts.iter().map(|part| part_value(part, read, reader)).collect();
            let normalize = *weights == cliptok::syntax::BlendWeights::Normalized;
            Map::from_iter([("normalize".to_owned(), json!(normalize)), ("blend".to_owned(), json!(blend))])
        }
        other => panic!("{other:?} in compel"),
    };
    value.insert("weight".to_owned(), number(part.weight));
    value
}

fn stage_values(stages: &[Stage], read: &ReadPrompt) -> Value {
    let value = |stage: &Stage| json!([stage.last_step, read.reading.texts[stage.text].text]);
    stages.iter().map(value).collect()
}

/// Arguments of networks, grouped by kind in the order in which the kinds come up, as a Python dictionary has them.
fn grouped(networks: &[Network]) -> Value {
    let mut kinds: Vec<&str> = Vec::new();
    for network in networks {
        if !kinds.contains(&network.kind.as_str()) {
            kinds.push(&network.kind);
        }
    }
    let of_kind = |kind| networks.iter().filter(move |network| network.kind == kind);
    let value = |network: &Network| {
        std::iter::once(network.kind.clone()).chain(network.arguments.iter().cloned()).collect::<Vec<_>>()
    };
    json!(kinds.into_iter().flat_map(|kind| of_kind(kind).map(value)).collect::<Vec<_>>())
}

/// What the golden of a prompt that was read has under each key, but for those that name the question.
#[allow(clippy::float_cmp, reason = "goldens leave out a weight that is exactly 1")]
fn answer(prompt: &str, read: &ReadPrompt, reader: &PromptReader) -> Map<String, Value> {
    let reading = &read.reading;
    let mut value = Map::new();
    let mut set = |key: &str, what: Value| value.insert(key.to_owned(), what);
    set("count", json!(read.counter.map(|counter| format!("{}/{}", counter.used, counter.of))));
    match reader.syntax() {
        Syntax::A1111 | Syntax::Forge => {
            if let Some(text) = &reading.text {
                set("text", json!(text));
            }
            if !reading.networks.is_empty() {
                set("extra_networks", grouped(&reading.networks));
            }
            let stages: Vec<(&str, f64, &[Stage])> = reading
                .parts
                .iter()
                .map(|part| match &part.content {
                    Content::Stages { source, stages } => (source.as_str(), part.weight, stages.as_slice()),
                    other => panic!("{other:?} in a1111"),
                })
                .collect();
            let whole = reading.text.as_deref().unwrap_or(prompt);
            if let [(source, weight, _)] = stages[..]
                && weight == 1.0
                && whole == source
            {
            } else {
                set(
                    "and",
                    stages.iter().map(|(source, weight, _)| json!([source, number(*weight)])).collect(),
                );
            }
            let has_own = |(source, _, stages): &(&str, f64, &[Stage])| match stages {
                [stage] => reading.texts[stage.text].text != *source,
                _ => true,
            };
            if stages.iter().any(has_own) {
                set("schedule", stages.iter().map(|(.., stages)| stage_values(stages, read)).collect());
            }
            let first = reading.parts[0].content.first_text().unwrap();
            value.extend(text_value(read, first, reader));
            let others: Map<String, Value> = (0..reading.texts.len())
                .filter(|&text| text != first)
                .map(|text| (reading.texts[text].text.clone(), text_value(read, text, reader).into()))
                .collect();
            if !others.is_empty() {
                value.insert("others".to_owned(), others.into());
            }
        }
        Syntax::InvokeAi => {
            let one = match &reading.parts[..] {
                [part] if part.weight == 1.0 && !matches!(part.content, Content::Blend { .. }) => Some(part),
                _ => None,
            };
            if !reading.networks.is_empty() {
                let loras = reading.networks.iter();
                let loras = loras.map(|lora| json!([lora.arguments[0], number(lora.weight.unwrap())]));
                set("loras", loras.collect());
            }
            if let Some(part) = one {
                let mut one = part_value(part, read, reader);
                one.remove("weight");
                value.extend(one);
            } else {
                let parts = reading.parts.iter().map(|part| part_value(part, read, reader));
                value.insert("parts".to_owned(), parts.collect());
            }
        }
        _ => {
            if read.texts[0].filled.cut > 0 {
                set("truncated", json!(true));
            }
            value.extend(text_value(read, 0, reader));
        }
    }
    value
}

/// The reader that a golden asks for.
fn reader_of(golden: &Map<String, Value>, dialect: &str) -> PromptReader {
    let syntax = Syntax::named(golden["syntax"].as_str().unwrap()).expect("a syntax");
    let model = Model::named(golden["model"].as_str().unwrap()).unwrap();
    let mut options = SyntaxOptions::default();
    for (name, value) in golden.get("options").and_then(Value::as_object).into_iter().flatten() {
        match name.as_str() {
            "embeddings" => {
                let embeddings = value.as_object().unwrap().iter().map(|(name, vectors)| Embedding {
                    name: name.clone(),
                    vectors: vectors.as_u64().unwrap() as usize,
                });
                options.embeddings = embeddings.collect();
            }
            "negative" => match value {
                Value::String(text) => options.negative_prompt.clone_from(text),
                _ => options.polarity = Polarity::Negative,
            },
            "emphasis" => {
                options.emphasis = match value.as_str().unwrap() {
                    "Original" => Emphasis::Original,
                    "No norm" => Emphasis::NoNorm,
                    "Ignore" => Emphasis::Ignore,
                    "None" => Emphasis::None,
                    other => panic!("emphasis {other}"),
                };
            }
            "backtrack" => options.comma_backtrack = value.as_u64().unwrap() as usize,
            "steps" => options.steps = Steps::new(value.as_u64().unwrap() as u32).unwrap(),
            "truncate" => options.long_text = LongText::OneRow,
            other => panic!("option {other}"),
        }
    }
    let dialect = Dialect::named(dialect.trim_end_matches("+bang")).unwrap();
    PromptReader::new(&Encoder::for_model(model), syntax, options).with_dialect(dialect)
}

/// The keys of a golden that say what was asked.
const QUESTION: [&str; 5] = ["syntax", "model", "dialect", "prompt", "options"];

#[track_caller]
fn every_golden_of(syntax: &str, at_least: usize) {
    every_line_gives_its_answer(goldens().filter(|golden| golden["syntax"] == syntax), at_least);
}

/// Reads the prompt of each golden, and compares.
#[track_caller]
pub(crate) fn every_line_gives_its_answer(
    goldens: impl Iterator<Item = Map<String, Value>>,
    at_least: usize,
) {
    let (mut compared, mut differ) = (0, 0);
    for golden in goldens {
        compared += 1;
        let prompt = golden["prompt"].as_str().unwrap();
        let reader = reader_of(&golden, golden["dialect"].as_str().unwrap());
        let mut expected: BTreeMap<String, Value> = golden.clone().into_iter().collect();
        expected.retain(|key, _| !QUESTION.contains(&key.as_str()));
        let mut ours: BTreeMap<String, Value> = match reader.read(prompt) {
            Ok(read) => answer(prompt, &read, &reader).into_iter().collect(),
            Err(raised) => BTreeMap::from([("error".to_owned(), json!(raised.class()))]),
        };
        for other in ["hf-basic", "hf-slow"] {
            let key = format!("chunks@{other}");
            if expected.contains_key(&key) {
                let read = reader_of(&golden, other).read(prompt).unwrap();
                ours.insert(key, text_value(&read, 0, &reader)["chunks"].clone());
            }
        }
        for key in expected.keys().chain(ours.keys()) {
            if expected.get(key) != ours.get(key) {
                differ += 1;
                if differ <= 12 {
                    let show = |value: Option<&Value>| value.map_or("nothing".to_owned(), Value::to_string);
                    let options = golden.get("options").map(Value::to_string).unwrap_or_default();
                    eprintln!(
                        "{prompt:?} {options}: {key}\n  golden {}\n  ours   {}",
                        show(expected.get(key)),
                        show(ours.get(key))
                    );
                }
                break;
            }
        }
    }
    assert_eq!(differ, 0, "of {compared} goldens");
    assert!(compared >= at_least, "only {compared} goldens");
}

/// Prompts that have next to no markup are counted without being read: all of the goldens, and what is left of them
/// without brackets.
#[test]
fn a_prompt_is_counted_and_filled_alike_alone_in_lines_and_as_it_is_read() {
    let prompts: Vec<String> =
        goldens().map(|golden| golden["prompt"].as_str().unwrap().to_owned()).collect();
    let bare = prompts.iter().map(|prompt| prompt.replace(['(', '[', '\\', '#', '<'], " "));
    // What stands first is stripped, or is not.
    let firsts = ["🏯", "é", "\u{1F}", "\u{7F}", "\u{85}", "\u{A0}", "\u{200B}", "\u{3000}", "\u{FEFF}"];
    let begun = firsts.iter().map(|first| format!("{first} a cat"));
    let prompts: Vec<String> =
        prompts.iter().cloned().chain(bare).chain(begun).map(|prompt| prompt.replace('\0', " ")).collect();
    // Some of several rows, with commas to part them at and without.
    let long = prompts.chunks(40).flat_map(|few| [few.join(" "), few.join(", ")]);
    let prompts: Vec<String> = long.chain(prompts.iter().cloned()).collect();
    let buffer = prompts.join("\0");
    for (syntax, model) in
        [(Syntax::A1111, Model::Sd1), (Syntax::A1111, Model::Sd2), (Syntax::Forge, Model::SdxlG)]
    {
        let reader = PromptReader::for_program(syntax, model);
        let mut counted = Vec::new();
        let take = |_, count| {
            counted.push(count);
            Ok::<(), NotUtf8>(())
        };
        reader.batch().count_lines(buffer.as_bytes(), Separator::Nul, Invalid::Refuse, take).unwrap();
        assert_eq!(counted.len(), prompts.len());
        let mut batch = reader.batch();
        for (prompt, counted) in prompts.iter().zip(&counted) {
            let read = reader.read(prompt);
            let used = read.as_ref().map(|read| read.used);
            assert_eq!(
                (counted.as_ref().copied(), batch.count(prompt).as_ref().copied()),
                (used, used),
                "{prompt:?}"
            );
            let Ok(read) = read else { continue };
            let first = read.reading.parts.first().and_then(|part| part.content.first_text());
            let filled = first.map(|first| read.texts[first].filled.clone()).unwrap_or_default();
            assert_eq!(batch.first_rows(prompt).unwrap().filled, filled, "{prompt:?}");
        }
    }
}

#[test]
fn a1111_gives_every_golden() {
    every_golden_of("a1111", 1795);
}

#[test]
fn forge_gives_every_golden() {
    every_golden_of("forge", 478);
}

#[test]
fn invokeai_gives_every_golden() {
    every_golden_of("compel", 1570);
}

#[test]
fn comfyui_gives_every_golden() {
    every_golden_of("comfy", 1059);
}

#[test]
fn sd_embed_gives_every_golden() {
    every_golden_of("sd-embed", 853);
}

#[test]
fn lpw_gives_every_golden() {
    every_golden_of("lpw", 671);
}

#[test]
fn lpw_xl_gives_every_golden() {
    every_golden_of("lpw-xl", 338);
}
