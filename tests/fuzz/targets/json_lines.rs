//! Lines of any bytes read as JSON: the answers are those of the prompts that serde_json finds in them, or an error.

#![no_main]

mod front_door;

use std::sync::LazyLock;

use cliptok::{Encoder, Model};
use front_door::FrontDoor;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

static DOOR: LazyLock<FrontDoor> = LazyLock::new(FrontDoor::new);
static ENCODER: LazyLock<Encoder> = LazyLock::new(|| Encoder::for_model(Model::Sd1));

fuzz_target!(|bytes: &[u8]| {
    let ran = DOOR.run(&["encode", "--jsonl"], bytes);
    let mut wanted = String::new();
    let mut is_wrong = false;
    let mut lines: Vec<&[u8]> = bytes.split(|&byte| byte == b'\n').collect();
    lines.pop_if(|last| last.is_empty());
    for line in lines {
        let Some(prompt) = prompt(line) else {
            is_wrong = true;
            break;
        };
        let ids: Vec<String> = ENCODER.encode(&prompt).ids().map(|id| id.to_string()).collect();
        wanted.push_str(&ids.join(" "));
        wanted.push('\n');
    }
    // A file is there whole or not at all.
    let wanted = if is_wrong { (2, String::new()) } else { (0, wanted) };
    assert_eq!((ran.code, String::from_utf8(ran.answers).unwrap()), wanted);
});

fn prompt(line: &[u8]) -> Option<String> {
    let line = std::str::from_utf8(line).ok()?;
    let line = line.strip_suffix('\r').unwrap_or(line);
    let line = line.strip_prefix('\u{FEFF}').unwrap_or(line);
    match serde_json::from_str(line).ok()? {
        Value::String(text) => Some(text),
        Value::Object(object) => {
            let filled = ["text", "prompt", "caption"].iter().filter_map(|&name| object.get(name));
            filled.into_iter().find(|value| !value.is_null())?.as_str().map(str::to_owned)
        }
        _ => None,
    }
}
