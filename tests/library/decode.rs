//! What ids decode to, as the real packages do it.

use cliptok::{Decoding, Dialect, Encoder, Model, TokenId};
use serde::Deserialize;

use crate::support::read;

/// A line of decode.jsonl: ids, and what each package makes of them.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Decoded {
    ids: Vec<u16>,
    openai: String,
    open_clip: String,
    hf: String,
    hf_slow: String,
}

#[test]
fn ids_decode_to_the_text_of_each_package() {
    let mut lines = 0;
    let [hf, slow] = [Dialect::Hf, Dialect::HfSlow].map(Encoder::for_dialect);
    let [openai, open_clip] = [Model::OpenAi, Model::OpenClip].map(Encoder::for_model);
    for line in read("tests/golden/decode.jsonl").lines() {
        let decoded: Decoded = serde_json::from_str(line).unwrap();
        let ids: Vec<TokenId> = decoded.ids.iter().copied().map(TokenId).collect();
        for (encoder, decoding, expected) in [
            (&openai, Decoding::Clip, &decoded.openai),
            (&open_clip, Decoding::Clip, &decoded.open_clip),
            (&hf, Decoding::Transformers, &decoded.hf),
            (&slow, Decoding::Transformers, &decoded.hf_slow),
        ] {
            assert_eq!(&encoder.decode(&ids, decoding).unwrap(), expected, "{:?}", decoded.ids);
        }
        lines += 1;
    }
    assert_eq!(lines, 861);
}

#[test]
fn an_id_without_an_entry_is_refused() {
    let encoder = Encoder::for_model(Model::Sd1);
    let error = encoder.decode(&[TokenId(320), TokenId(49408)], Decoding::Clip).unwrap_err();
    assert_eq!(error.to_string(), encoder.vocabulary().decode(&[TokenId(49408)]).unwrap_err().to_string());
}
