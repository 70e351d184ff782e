//! Enters: an input that is a text, or linked to nodes that make one. Leaves: the text, if it is certain.

use super::document::{Graph, Input, Link, Node};

/// How many links one walk follows behind one another.
pub(super) const DEEPEST: usize = 256;
/// How many nodes all walks through a graph enter. Real graphs have some hundred nodes.
const MOST_NODES: usize = 100_000;
/// How many bytes all texts together may have that come through links: one long text can be linked to often.
const MOST_BYTES: usize = 64 << 20;

/// The inputs of nodes that hand on a text.
const TEXT_INPUTS: [&str; 8] =
    ["populated_text", "text", "prompt", "string", "value", "STRING", "Text", "String"];

/// What is left to spend on walks through a graph, which bounds them all together: what hostile graphs ask for grows with
/// the square of their size, and faster.
pub(super) struct Budget {
    nodes: usize,
    bytes: usize,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self { nodes: MOST_NODES, bytes: MOST_BYTES }
    }

    /// Enters a node, if that is still allowed.
    pub(super) fn enter(&mut self, depth: usize) -> Option<()> {
        self.nodes = self.nodes.checked_sub(1)?;
        (depth < DEEPEST).then_some(())
    }
}

/// The text that an input is given, and the places of the nodes that it comes from.
pub(super) fn resolved<'g, 'v>(
    graph: &'g Graph<'v>,
    input: &'g Input<'v>,
    budget: &mut Budget,
) -> Option<(String, Vec<usize>)> {
    let (mut text, mut seen) = (String::new(), Vec::new());
    Strings { graph, budget, seen: &mut seen }.append(&mut text, input, 0)?;
    Some((text, seen))
}

/// Where a node has a text that it hands on: of several, none is certain, but that `populated_text` is what became of
/// another.
pub(super) fn text_input<'n, 'v>(node: &'n Node<'v>) -> Option<&'n Input<'v>> {
    let inputs = TEXT_INPUTS.iter().filter_map(|name| Some((*name, node.input(name)?)));
    let mut inputs = inputs.filter(|(_, input)| !matches!(input, Input::Other));
    let (name, first) = inputs.next()?;
    (name == "populated_text" || inputs.next().is_none()).then_some(first)
}

struct Strings<'w, 'v> {
    graph: &'w Graph<'v>,
    budget: &'w mut Budget,
    seen: &'w mut Vec<usize>,
}

impl<'w, 'v> Strings<'w, 'v> {
    fn append(&mut self, text: &mut String, input: &'w Input<'v>, depth: usize) -> Option<()> {
        match input {
            Input::Text(part) => {
                if depth > 0 {
                    self.budget.bytes = self.budget.bytes.checked_sub(part.len())?;
                }
                text.push_str(part);
                Some(())
            }
            Input::Link(link) => self.append_output(text, link, depth + 1),
            Input::Other => None,
        }
    }

    /// Appends what a node makes: two texts joined, or the one text that it has.
    fn append_output(&mut self, text: &mut String, link: &'w Link<'v>, depth: usize) -> Option<()> {
        self.budget.enter(depth)?;
        let place = self.graph.place(&link.id)?;
        let node = self.graph.nodes().get(place)?;
        self.seen.push(place);
        if node.class == "StringConcatenate" {
            // `join` of the delimiter (comfy_extras/nodes_string.py).
            for name in ["string_a", "delimiter", "string_b"] {
                self.append(text, node.input(name)?, depth)?;
            }
            return Some(());
        }
        if let Some(input) = node.input("populated_text") {
            return self.append(text, input, depth);
        }
        match text_input(node) {
            Some(input) if hands_on(node) => self.append(text, input, depth),
            Some(_) => None,
            // A reroute, or a switch with one thing on it.
            None => {
                let mut links = node.links();
                let (_, only) = links.next()?;
                let is_only = links.next().is_none() && node.inputs.len() == 1;
                if is_only { self.append_output(text, only, depth + 1) } else { None }
            }
        }
    }
}

/// Whether a node hands its text on as it is. One that has a second input makes something of it: it replaces, trims, or asks
/// a model. A node that shows a text keeps what it showed last.
fn hands_on(node: &Node<'_>) -> bool {
    node.inputs.len() == 1 || node.class.starts_with("ShowText")
}
