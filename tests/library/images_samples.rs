//! Prompts out of pictures that were made as each program makes them.

use cliptok::Syntax;
use cliptok::TextEncoder;
use cliptok::images::{ImageError, Picture, Producer, Role, read};
use cliptok::sources::{File, Prompts, Reading, SourceError};
use cliptok::syntax::Polarity;
use serde_json::Value;

use crate::support::{project_file, read as text_of};

/// The texts of a polarity and a role, in order, each with its encoder.
fn texts(picture: &Picture, polarity: Polarity, role: Role) -> Vec<(Option<&'static str>, &str)> {
    let prompts =
        picture.prompts.iter().filter(|prompt| prompt.polarity == Some(polarity) && prompt.role == role);
    prompts.map(|prompt| (prompt.encoder.map(TextEncoder::name), prompt.text.as_str())).collect()
}

/// What the index says of a prompt: nothing, a text, or a text for each encoder.
fn wanted(prompt: &Value) -> Vec<(Option<&str>, &str)> {
    match prompt {
        Value::Null => Vec::new(),
        Value::String(text) => vec![(None, text)],
        encoders => {
            let known = ["l", "g", "t5"];
            let encoders = known.iter().filter_map(|name| Some((Some(*name), encoders.get(name)?.as_str()?)));
            encoders.collect()
        }
    }
}

/// What the pictures of a program are said to be by.
fn producer(file: &str) -> Producer {
    match file.split(['-', '.']).next().unwrap_or_default() {
        "comfyui" => Producer::ComfyUi,
        "sdcpp" => Producer::StableDiffusionCpp,
        "invokeai" => Producer::InvokeAi,
        "novelai" => Producer::NovelAi,
        "swarmui" => Producer::SwarmUi,
        "fooocus" => Producer::Fooocus,
        "drawthings" => Producer::DrawThings,
        "easydiffusion" => Producer::EasyDiffusion,
        // The settings of the sample that Forge hides in the pixels are those of the web UI.
        _ => Producer::A1111,
    }
}

#[test]
fn every_sample_has_the_prompts_that_were_written_into_it() {
    let index: Value = serde_json::from_str(&text_of("tests/golden/images/index.json")).unwrap();
    let samples = index["samples"].as_array().unwrap();
    assert!(samples.len() >= 28);
    for sample in samples {
        let file = sample["file"].as_str().unwrap();
        let bytes = std::fs::read(project_file(&format!("tests/golden/images/{file}"))).unwrap();
        let picture = match read(&bytes) {
            Ok(picture) => picture,
            Err(error) => {
                assert_eq!(sample["positive"], Value::Null, "{file}: {error}");
                let is_damaged = ["damaged", "hostile"].contains(&sample["producer"].as_str().unwrap());
                assert_eq!(matches!(error, ImageError::Broken { .. }), is_damaged, "{file}: {error}");
                continue;
            }
        };
        if sample["positive"] == Value::Null {
            // What can be read of a damaged picture is given, with what is wrong.
            assert!(picture.damage.is_some(), "{file} has no prompt: {picture:?}");
            continue;
        }
        assert_eq!(picture.producer, producer(file), "{file}");
        assert_eq!(texts(&picture, Polarity::Positive, Role::Main), wanted(&sample["positive"]), "{file}");
        assert_eq!(texts(&picture, Polarity::Negative, Role::Main), wanted(&sample["negative"]), "{file}");
        for (polarity, place, key) in [
            (Polarity::Positive, "positive", "full_positive"),
            (Polarity::Negative, "negative", "full_negative"),
        ] {
            let encoded = sample[key].as_array().into_iter().flatten().filter(|text| **text != sample[place]);
            let encoded: Vec<_> = encoded.map(|text| (None, text.as_str().unwrap())).collect();
            assert_eq!(texts(&picture, polarity, Role::Expanded), encoded, "{file}");
            let characters = sample["characters"].as_array().into_iter().flatten();
            let characters: Vec<_> =
                characters.map(|prompts| (None, prompts[place].as_str().unwrap())).collect();
            assert_eq!(texts(&picture, polarity, Role::Character), characters, "{file}");
        }
    }
}

#[test]
fn the_other_places_that_programs_write_to_are_read() {
    let index: Value = serde_json::from_str(&text_of("tests/golden/images/more/index.json")).unwrap();
    let samples = index["samples"].as_array().unwrap();
    assert!(samples.len() >= 26);
    for sample in samples {
        let file = sample["file"].as_str().unwrap();
        let bytes = std::fs::read(project_file(&format!("tests/golden/images/more/{file}"))).unwrap();
        let picture = read(&bytes).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert_eq!(picture.damage, None, "{file}");
        for (polarity, name) in [(Polarity::Positive, "positive"), (Polarity::Negative, "negative")] {
            assert_eq!(texts(&picture, polarity, Role::Main), wanted(&sample[name]), "{file} {name}");
        }
    }
}

#[test]
fn what_is_wrong_with_a_picture_does_not_hide_those_behind_it() {
    let samples = ["broken-crc.png", "plain.png", "a1111.png"];
    let files = samples.map(|name| File::Path(project_file(&format!("tests/golden/images/{name}")))).to_vec();
    let prompts: Vec<_> = Prompts::of(files, Reading::default()).collect();
    assert!(matches!(prompts[0], Err(SourceError::Picture(_))));
    assert!(matches!(prompts[1], Err(SourceError::Picture(_))));
    let negative = prompts[3].as_ref().unwrap();
    let written = negative.written.unwrap();
    assert_eq!((written.syntax, written.polarity), (Some(Syntax::A1111), Polarity::Negative));
    assert_eq!((negative.text.as_str(), prompts.len()), ("blurry, low quality", 4));
}
