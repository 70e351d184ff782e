//! Enters: a file that is a graph of ComfyUI's. Leaves: the prompts that its sampler reads.

use std::collections::VecDeque;

use super::picture::chunks;
use crate::images;
use crate::place::Source;
use crate::sources::error::SourceError;
use crate::sources::noted::Noted;
use crate::sources::prepared::Prepared;

/// The prompts of a graph, each in a chunk of its own.
///
/// # Errors
/// If it is no graph, or has no prompt.
pub(super) fn prompts(bytes: &[u8], source: &Source) -> Result<VecDeque<(Prepared, Noted)>, SourceError> {
    match images::read_graph(bytes) {
        Ok(picture) => Ok(chunks(picture, bytes.len(), "a ComfyUI graph", source)),
        Err(error) => Err(SourceError::Graph { place: source.place.clone(), error }),
    }
}
