//! Ids of any kind back to text: what is no id is an error, and all others give the bytes of their entries.

#![no_main]

mod front_door;

use std::sync::LazyLock;

use cliptok::{Encoder, Model, TokenId};
use front_door::FrontDoor;
use libfuzzer_sys::fuzz_target;

static DOOR: LazyLock<FrontDoor> = LazyLock::new(FrontDoor::new);
static ENCODER: LazyLock<Encoder> = LazyLock::new(|| Encoder::for_model(Model::Sd1));

fuzz_target!(|bytes: &[u8]| {
    // Numbers, of which some are too large.
    let ids: Vec<TokenId> =
        bytes.chunks_exact(2).map(|pair| TokenId(u16::from_le_bytes([pair[0], pair[1]]))).collect();
    let vocabulary = ENCODER.vocabulary();
    let unknown = ids.iter().any(|id| usize::from(id.0) >= vocabulary.len());
    match vocabulary.decode(&ids) {
        Err(_) => assert!(unknown),
        Ok(text) => {
            assert!(!unknown);
            let line: Vec<String> = ids.iter().map(ToString::to_string).collect();
            let ran = DOOR.run(&["decode", "--bytes"], format!("{}\n", line.join(" ")).as_bytes());
            let hex: Vec<String> = text.iter().map(|byte| format!("{byte:02X}")).collect();
            assert_eq!((ran.code, ran.answers), (0, format!("{}\n", hex.join(" ")).into_bytes()));
        }
    }
    // The same bytes as the text of ids.
    let ran = DOOR.run(&["decode", "--format", "json"], bytes);
    assert!(ran.code == 2 && ran.answers.is_empty() || ran.code == 0);
    if ran.code == 0 {
        serde_json::from_slice::<Vec<serde_json::Value>>(&ran.answers).unwrap();
    }
});
