//! Enters: texts as programs write them into pictures. Leaves: whether their prompts are found.

use super::{Producer, picture};
use crate::images::field::{Field, Key};
use crate::images::picture::{Role, Walk};
use crate::syntax::Polarity;

fn keyword(keyword: &str, text: &str) -> Field {
    Field { key: Key::Keyword(keyword.to_owned()), text: text.to_owned() }
}

fn xmp(name: &str, text: &str) -> Field {
    Field { key: Key::Xmp(name.to_owned()), text: text.to_owned() }
}

fn exif(tag: u16, text: &str) -> Field {
    Field { key: Key::Exif(tag), text: text.to_owned() }
}

fn at(key: Key, text: &str) -> Field {
    Field { key, text: text.to_owned() }
}

/// The producer and the prompts, each with a sign: `+`, `-`, or `?`, and what is beside the main prompt.
fn found(fields: &[Field]) -> Option<(Producer, Vec<String>)> {
    let picture = picture(fields)?;
    let prompts = picture.prompts.into_iter().map(|prompt| {
        let sign = match prompt.polarity {
            Some(Polarity::Positive) => '+',
            Some(Polarity::Negative) => '-',
            None => '?',
        };
        let encoder = prompt.encoder.map_or(String::new(), |encoder| format!("{}:", encoder.name()));
        let role = if prompt.role == Role::Main { "" } else { prompt.role.name() };
        format!("{sign}{role}{encoder}{}", prompt.text)
    });
    Some((picture.producer, prompts.collect()))
}

#[track_caller]
fn finds(fields: &[Field], producer: Producer, prompts: &[&str]) {
    assert_eq!(found(fields), Some((producer, prompts.iter().map(|&text| text.to_owned()).collect())));
}

const INFOTEXT: &str = "a\nNegative prompt: b\nSteps: 1, Seed: 2, Size: 8x8";
const GRAPH: &str = r#"{"3": {"class_type": "KSampler", "inputs": {"seed": NaN, "positive": ["6", 0]}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "of the graph"}}}"#;

#[test]
fn infotexts_stand_in_several_places() {
    for field in [
        keyword("parameters", INFOTEXT),
        exif(0x9286, INFOTEXT),
        xmp("sdcpp:parameters", INFOTEXT),
        at(Key::Comment, &format!("parameters\0{INFOTEXT}")),
        at(Key::Pixels, INFOTEXT),
    ] {
        finds(&[field], Producer::A1111, &["+a", "-b"]);
    }
    finds(&[keyword("parameters", "{red|blue} car")], Producer::A1111, &["+{red|blue} car"]);
    finds(&[keyword("parameters", "")], Producer::A1111, &["+"]);
    finds(&[keyword("parameters", "Negative prompt:")], Producer::A1111, &["+", "-"]);
}

#[test]
fn what_a_camera_writes_is_no_prompt() {
    for field in [
        exif(0x9286, "holiday"),
        exif(0x9286, "Make: Toy, Model: Camera 1, Lens: 50 mm"),
        exif(0x010F, INFOTEXT),
        at(Key::Comment, "a cat"),
        keyword("Comment", "Created with GIMP"),
        keyword("Description", "a cat"),
        xmp("dc:description", "a cat"),
        keyword("Software", "NovelAI"),
        exif(0x9286, r#"{"mode": "night"}"#),
    ] {
        assert_eq!(found(std::slice::from_ref(&field)), None, "{field:?}");
    }
}

#[test]
fn an_infotext_is_preferred_to_a_graph_and_is_then_comfyui_s() {
    let fields = [keyword("prompt", GRAPH), keyword("parameters", INFOTEXT)];
    finds(&fields, Producer::ComfyUi, &["+a", "-b"]);
}

#[test]
fn a_graph_stands_in_several_places() {
    let ui = r#"{"nodes": [], "links": []}"#;
    for fields in [
        vec![keyword("workflow", ui), keyword("prompt", GRAPH)],
        vec![exif(0x010F, &format!("workflow:{ui}")), exif(0x0110, &format!("prompt:{GRAPH}"))],
        vec![exif(0x010F, &format!("Prompt: {GRAPH}\0")), exif(0x010E, &format!("Workflow:{ui}"))],
        vec![exif(0x9286, &format!(r#"{{"prompt": {GRAPH}, "workflow": {ui}}}"#))],
    ] {
        finds(&fields, Producer::ComfyUi, &["+of the graph"]);
        assert_eq!(picture(&fields).map(|picture| picture.walk), Some(Walk::Certain));
    }
    // The rest of a graph is no prompt of Easy Diffusion.
    assert_eq!(found(&[keyword("prompt", GRAPH.trim_end_matches('}'))]), None);
}

#[test]
fn invokeai_writes_three_ways() {
    let new = |more: &str| [keyword("invokeai_metadata", &format!(r#"{{"positive_prompt": "a"{more}}}"#))];
    finds(&new(r#", "negative_prompt": """#), Producer::InvokeAi, &["+a"]);
    let sdxl = r#", "negative_prompt": "b", "positive_style_prompt": "s", "negative_style_prompt": "b""#;
    finds(&new(sdxl), Producer::InvokeAi, &["+l:a", "+g:s", "-b"]);
    let old = |prompt: &str| [keyword("sd-metadata", &format!(r#"{{"image": {{"prompt": {prompt}}}}}"#))];
    finds(&old(r#""a cat [dog] in  a [b] box""#), Producer::InvokeAi, &["+a cat in a box", "-dog b"]);
    finds(
        &old(r#"[{"prompt": "a  b", "weight": 1}, {"prompt": "c"}]"#),
        Producer::InvokeAi,
        &["+a  b", "+c"],
    );
    finds(&old(r#"["a]b[c"]"#), Producer::InvokeAi, &["+a]b[c"]);
    let dream = |command: &str| [keyword("Dream", command)];
    finds(&dream(r#""a "red" cat [dog]" -s 50 -S 1"#), Producer::InvokeAi, &["+a \"red\" cat", "-dog"]);
    finds(&dream("a cat -s 50"), Producer::InvokeAi, &["+a cat"]);
}

#[test]
fn novelai_writes_a_comment_and_a_description() {
    let named = keyword("Software", "NovelAI");
    let old = keyword("Comment", r#"{"prompt": "a", "uc": "b"}"#);
    finds(&[named.clone(), old], Producer::NovelAi, &["+a", "-b"]);
    let v4 = r#"{"prompt": "x", "uc": "y", "v4_prompt": {"caption": {"base_caption": "a", "char_captions":
        [{"char_caption": "c"}, {"char_caption": "d"}]}}, "v4_negative_prompt": {"caption": {"base_caption": "",
        "char_captions": [{"char_caption": ""}, {"char_caption": "e"}]}}}"#;
    finds(&[keyword("Comment", v4)], Producer::NovelAi, &["+a", "+characterc", "+characterd", "-charactere"]);
    finds(&[named, keyword("Description", "a")], Producer::NovelAi, &["+a"]);
    let packed =
        r#"{"Software": "NovelAI", "Description": "z", "Comment": "{\"prompt\": \"a\", \"uc\": \"b\"}"}"#;
    finds(&[at(Key::Pixels, packed)], Producer::NovelAi, &["+a", "-b"]);
    finds(&[exif(0x9286, r#"{"Software": "NovelAI", "Description": "z"}"#)], Producer::NovelAi, &["+z"]);
}

#[test]
fn fooocus_writes_what_was_typed_and_what_was_encoded() {
    let json = r#"{"prompt": "a", "negative_prompt": "", "full_prompt": ["a", "a, epic"], "full_negative_prompt": "b"}"#;
    finds(&[keyword("parameters", json)], Producer::Fooocus, &["+a", "+expandeda, epic", "-expandedb"]);
    let bare = exif(0x9286, r#"{"prompt": "a"}"#);
    finds(&[exif(0x0131, "Fooocus v2.5.5"), bare.clone()], Producer::Fooocus, &["+a"]);
    finds(&[bare], Producer::Other, &["+a"]);
}

#[test]
fn draw_things_writes_json_and_a_description() {
    let json = r#"{"c": "a", "uc": "b"}"#;
    finds(&[xmp("exif:UserComment", json)], Producer::DrawThings, &["+a", "-b"]);
    finds(&[exif(0x9286, json)], Producer::DrawThings, &["+a", "-b"]);
    let tool = xmp("xmp:CreatorTool", "Draw Things");
    let description = xmp("dc:description", "a\n-b\nSteps: 1, Seed: 2, Size: 8x8");
    finds(&[tool, description], Producer::DrawThings, &["+a", "-b"]);
}

#[test]
fn easy_diffusion_and_others_write_names_that_say_what_they_are() {
    finds(&[keyword("Prompt", "a"), keyword("Negative Prompt", "b")], Producer::EasyDiffusion, &["+a", "-b"]);
    finds(&[keyword("prompt", "{a,b} c")], Producer::EasyDiffusion, &["+{a,b} c"]);
    let json = r#"{"Prompt": "a", "Negative Prompt": "b"}"#;
    finds(&[exif(0x9286, json)], Producer::EasyDiffusion, &["+a", "-b"]);
    let json = r#"{"prompt": "a", "negative_prompt": "b"}"#;
    finds(&[keyword("parameters", json)], Producer::Other, &["+a", "-b"]);
    let swarm = r#"{"sui_image_params": {"prompt": "", "negativeprompt": "b"}}"#;
    finds(&[exif(0x9286, swarm)], Producer::SwarmUi, &["+", "-b"]);
}
