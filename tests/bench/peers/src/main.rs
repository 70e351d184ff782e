//! Enters: a peer's name, the folder of the vocabulary, prompts on stdin. Leaves: how many tokens, a checksum of all ids, seconds.
//!
//! The peers are published crates. Reading stdin is not measured, and neither is loading. The peer `u16` takes ids as
//! they are, two bytes each on stdin, for the checksum of what another program made.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

type Encode = Box<dyn Fn(&[&str], &mut Vec<u32>) -> Result<()>>;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let peer = arguments.next().context("which peer?")?;
    let data = arguments.next().context("where is the vocabulary?")?;
    if peer == "u16" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes)?;
        let ids = bytes.chunks_exact(2).map(|pair| u32::from(pair[0]) | u32::from(pair[1]) << 8).collect();
        return report(&ids, 0.0, 0.0);
    }
    let started = Instant::now();
    let encode = peer_named(&peer, Path::new(&data))?;
    let loading = started.elapsed().as_secs_f64();
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let prompts: Vec<&str> = text.lines().collect();
    let mut ids = Vec::with_capacity(text.len() / 2);
    let started = Instant::now();
    encode(&prompts, &mut ids)?;
    let seconds = started.elapsed().as_secs_f64();
    report(&ids, seconds, loading)
}

fn report(ids: &Vec<u32>, seconds: f64, loading: f64) -> Result<()> {
    let checksum = ids.iter().fold(0_u64, |sum, &id| sum.wrapping_mul(1_000_003).wrapping_add(u64::from(id)));
    println!("{} {checksum:016x} {seconds:.6} {loading:.6}", ids.len());
    Ok(())
}

fn peer_named(name: &str, data: &Path) -> Result<Encode> {
    Ok(match name {
        "instant-clip-tokenizer" => {
            let tokenizer = instant_clip_tokenizer::Tokenizer::new();
            Box::new(move |prompts, ids| {
                let mut row = Vec::new();
                for prompt in prompts {
                    row.clear();
                    tokenizer.encode(prompt, &mut row);
                    ids.extend(row.iter().map(|token| u32::from(token.to_u16())));
                }
                Ok(())
            })
        }
        "kitoken" => {
            let tokenizer = kitoken::Kitoken::from_slice(tokenizer_json(data)?.to_string().as_bytes())
                .map_err(|error| anyhow::anyhow!("{error:?}"))?;
            Box::new(move |prompts, ids| {
                for prompt in prompts {
                    ids.extend(tokenizer.encode(prompt, false).map_err(|error| anyhow::anyhow!("{error:?}"))?);
                }
                Ok(())
            })
        }
        "tokenizers" => {
            let tokenizer = tokenizers::Tokenizer::from_bytes(tokenizer_json(data)?.to_string())
                .map_err(anyhow::Error::msg)?;
            Box::new(move |prompts, ids| {
                for prompt in prompts {
                    let encoding = tokenizer.encode_fast(*prompt, false).map_err(anyhow::Error::msg)?;
                    ids.extend(encoding.get_ids());
                }
                Ok(())
            })
        }
        other => bail!("no peer is called {other}"),
    })
}

/// The file that tokenizers and kitoken load, as transformers 5 builds it for CLIP.
fn tokenizer_json(data: &Path) -> Result<Value> {
    let vocabulary: Value = serde_json::from_str(&fs::read_to_string(data.join("vocab.json"))?)?;
    let merges = fs::read_to_string(data.join("merges.txt"))?;
    let merges: Vec<Vec<&str>> =
        merges.lines().filter(|line| !line.starts_with("#version")).map(|line| line.split(' ').collect()).collect();
    let special = |content: &str| {
        json!({
            "id": vocabulary[content], "content": content, "single_word": false, "lstrip": false, "rstrip": false,
            "normalized": false, "special": true,
        })
    };
    Ok(json!({
        "version": "1.0",
        "truncation": null,
        "padding": null,
        "added_tokens": [special("<|startoftext|>"), special("<|endoftext|>")],
        "normalizer": { "type": "Sequence", "normalizers": [
            { "type": "NFC" },
            { "type": "Replace", "pattern": { "Regex": "\\s+" }, "content": " " },
            { "type": "Lowercase" },
        ] },
        "pre_tokenizer": { "type": "Sequence", "pretokenizers": [
            {
                "type": "Split",
                "pattern": { "Regex": "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+" },
                "behavior": "Removed",
                "invert": true,
            },
            { "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true },
        ] },
        "post_processor": null,
        "decoder": null,
        "model": {
            "type": "BPE", "dropout": null, "unk_token": "<|endoftext|>", "continuing_subword_prefix": "",
            "end_of_word_suffix": "</w>", "fuse_unk": false, "byte_fallback": false, "ignore_merges": false,
            "vocab": vocabulary, "merges": merges,
        },
    }))
}
