//! Enters: a graph. Leaves: every text in it that may be a prompt, in the order of the ids of its nodes.

use std::collections::HashSet;

use super::document::{Graph, Input, Node};
use super::text::{self, Budget};
use super::walk::ENCODERS;
use crate::dialect::TextEncoder;
use crate::images::picture::{PicturePrompt, Role};

/// Inputs with texts at nodes that encode none.
const LITERALS: [&str; 12] = [
    "populated_text",
    "text",
    "prompt",
    "string",
    "value",
    "STRING",
    "Text",
    "String",
    "string_a",
    "string_b",
    "positive",
    "negative",
];

/// The texts of a graph, of which it is not known what they are: what nodes encode, and what was typed at others, unless it
/// became part of that.
pub(super) fn texts(graph: &Graph<'_>) -> Vec<PicturePrompt> {
    let mut budget = Budget::new();
    let mut used = HashSet::new();
    let mut listed: Vec<(usize, PicturePrompt)> = Vec::new();
    let encoding = |node: &Node<'_>| node.class.contains("TextEncode");
    for (place, node) in graph.nodes().iter().enumerate().filter(|(_, node)| encoding(node)) {
        for (input, encoder) in encoded(node) {
            if let Some((text, from)) = text::resolved(graph, input, &mut budget) {
                listed.push((place, prompt(text, encoder)));
                used.extend(from);
            }
        }
    }
    for (place, node) in graph.nodes().iter().enumerate() {
        if encoding(node) || used.contains(&place) {
            continue;
        }
        for (text, encoder) in typed(node) {
            listed.push((place, prompt(text.to_owned(), encoder)));
        }
    }
    // The sort keeps the order of a node's own texts.
    listed.sort_by_key(|(place, _)| *place);
    listed.into_iter().map(|(_, prompt)| prompt).collect()
}

fn prompt(text: String, encoder: Option<TextEncoder>) -> PicturePrompt {
    PicturePrompt { text, polarity: None, encoder, role: Role::Main }
}

/// The inputs with the texts that a node encodes.
fn encoded<'n, 'v>(node: &'n Node<'v>) -> Vec<(&'n Input<'v>, Option<TextEncoder>)> {
    let several = ENCODERS.iter().filter_map(|(name, encoder)| Some((node.input(name)?, Some(*encoder))));
    let several: Vec<_> = several.collect();
    if several.is_empty() {
        text::text_input(node).map(|input| (input, None)).into_iter().collect()
    } else {
        several
    }
}

/// The texts that were typed at a node.
fn typed<'n>(node: &'n Node<'_>) -> impl Iterator<Item = (&'n str, Option<TextEncoder>)> {
    let several = ENCODERS.iter().map(|(name, encoder)| (*name, Some(*encoder)));
    let names = several.chain(LITERALS.iter().map(|name| (*name, None)));
    names.filter_map(|(name, encoder)| match node.input(name)? {
        Input::Text(text) if !text.is_empty() => Some((*text, encoder)),
        Input::Text(_) | Input::Link(_) | Input::Other => None,
    })
}
