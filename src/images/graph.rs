//! Enters: a graph of ComfyUI. Leaves: the prompts that it encodes, and which of them is which, where that is certain.
//!
//! ComfyUI runs a graph from its ends (execution.py); here it is walked back from the sampler that runs first.

mod beginning;
mod document;
mod error;
mod listing;
mod sampler;
mod text;
mod walk;

pub use beginning::is_graph;
pub use error::GraphError;

use serde_json::Value;

use super::json;
use super::picture::{Picture, PicturePrompt, Walk};
use super::producer::Producer;
use document::Graph;
pub(super) use document::{Kind, kind};

/// The most bytes that are read as a graph.
const MOST: usize = 64 << 20;

/// The prompts of a graph of ComfyUI: what it runs (`{"3": {"class_type": …, "inputs": …}}`, also under `prompt`), or what it
/// shows (`{"nodes": […], "links": […]}`).
///
/// The walk begins at the sampler with no other sampler behind its latent, and follows its `positive` and `negative` inputs
/// back to texts. Where anything on the way is not certain, every text is listed, and none has a polarity.
///
/// ```
/// use cliptok::images::{Walk, read_graph};
/// use cliptok::syntax::Polarity;
/// let graph = r#"{
///   "3": {"class_type": "KSampler", "inputs": {"seed": 1, "positive": ["6", 0], "negative": ["7", 0]}},
///   "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a cat", "clip": ["4", 1]}},
///   "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "dog", "clip": ["4", 1]}}
/// }"#;
/// let picture = read_graph(graph.as_bytes())?;
/// assert_eq!(picture.walk, Walk::Certain);
/// let prompts: Vec<_> = picture.prompts.iter().map(|prompt| (prompt.polarity, prompt.text.as_str())).collect();
/// assert_eq!(prompts, [(Some(Polarity::Positive), "a cat"), (Some(Polarity::Negative), "dog")]);
/// # Ok::<(), cliptok::images::GraphError>(())
/// ```
///
/// # Errors
/// If the bytes are no JSON, no graph, or a graph without a text.
pub fn read_graph(bytes: &[u8]) -> Result<Picture, GraphError> {
    if bytes.len() > MOST {
        return Err(GraphError::TooLong { most: MOST });
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = str::from_utf8(bytes).map_err(|error| GraphError::NotUtf8 { offset: error.valid_up_to() })?;
    let value = json::parsed(text).map_err(|error| GraphError::not_json(&error))?;
    kind(&value).ok_or(GraphError::NotAGraph)?;
    let (prompts, walk) = prompts(&value).ok_or(GraphError::NoPrompt)?;
    Ok(Picture { producer: Producer::ComfyUi, prompts, walk, damage: None })
}

/// The prompts of a graph, if it has any.
pub(super) fn prompts(value: &Value) -> Option<(Vec<PicturePrompt>, Walk)> {
    let graph = Graph::new(value)?;
    let (prompts, walk) = match sampler::prompts(&graph) {
        Some(prompts) => (prompts, Walk::Certain),
        None => (listing::texts(&graph), Walk::Uncertain),
    };
    (!prompts.is_empty()).then_some((prompts, walk))
}
