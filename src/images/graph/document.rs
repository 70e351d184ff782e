//! Enters: JSON. Leaves: the nodes of the graph that it is, each with its inputs by name, in the order of their ids.

mod ui;

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::Value;

/// What a graph is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::images) enum Kind {
    /// What ComfyUI runs.
    Api,
    /// What ComfyUI shows.
    Ui,
}

/// The nodes of a graph.
pub(super) struct Graph<'v> {
    nodes: Vec<Node<'v>>,
    by_id: HashMap<Cow<'v, str>, usize>,
}

/// A node.
pub(super) struct Node<'v> {
    pub id: Cow<'v, str>,
    /// Empty if the node is bypassed: it hands on what it is given, and is nothing itself.
    pub class: &'v str,
    pub inputs: Vec<(Cow<'v, str>, Input<'v>)>,
}

/// What an input is given.
pub(super) enum Input<'v> {
    Text(&'v str),
    Link(Link<'v>),
    /// A number, a choice between two, a list.
    Other,
}

/// An output of another node.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Link<'v> {
    pub id: Cow<'v, str>,
    pub slot: u64,
}

/// What kind of graph a value is, if it is one.
pub(in crate::images) fn kind(value: &Value) -> Option<Kind> {
    if api_nodes(value).is_some() {
        return Some(Kind::Api);
    }
    let is_list = |key| value.get(key).is_some_and(Value::is_array);
    let has_links = is_list("links") || value.get("last_node_id").is_some();
    (is_list("nodes") && has_links).then_some(Kind::Ui)
}

/// The members of a graph to be run, which may stand under `prompt`.
fn api_nodes(value: &Value) -> Option<&serde_json::Map<String, Value>> {
    let is_node = |value: &Value| value.get("class_type").is_some() && value.get("inputs").is_some();
    let has_nodes = |value: &&Value| value.as_object().is_some_and(|members| members.values().any(is_node));
    Some(value).filter(has_nodes).or_else(|| value.get("prompt").filter(has_nodes))?.as_object()
}

impl<'v> Graph<'v> {
    /// The graph that a value is; `None` if it is none.
    pub(super) fn new(value: &'v Value) -> Option<Self> {
        let mut nodes = match api_nodes(value) {
            Some(members) => members.iter().filter_map(|(id, node)| api_node(id, node)).collect(),
            None if kind(value).is_some() => ui::nodes(value),
            None => return None,
        };
        nodes.sort_by_cached_key(|node| order(&node.id));
        let by_id = nodes.iter().enumerate().map(|(at, node)| (node.id.clone(), at)).collect();
        Some(Self { nodes, by_id })
    }

    /// In the order of their ids.
    pub(super) fn nodes(&self) -> &[Node<'v>] {
        &self.nodes
    }

    pub(super) fn node(&self, id: &str) -> Option<&Node<'v>> {
        self.nodes.get(self.place(id)?)
    }

    /// The place of a node among the nodes.
    pub(super) fn place(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }
}

impl<'v> Node<'v> {
    pub(super) fn input(&self, name: &str) -> Option<&Input<'v>> {
        self.inputs.iter().find(|(known, _)| known == name).map(|(_, input)| input)
    }

    /// What an input is linked to, if it is.
    pub(super) fn link(&self, name: &str) -> Option<&Link<'v>> {
        match self.input(name)? {
            Input::Link(link) => Some(link),
            Input::Text(_) | Input::Other => None,
        }
    }

    /// All links, by the names of their inputs.
    pub(super) fn links(&self) -> impl Iterator<Item = (&str, &Link<'v>)> {
        self.inputs.iter().filter_map(|(name, input)| match input {
            Input::Link(link) => Some((name.as_ref(), link)),
            Input::Text(_) | Input::Other => None,
        })
    }
}

fn api_node<'v>(id: &'v str, node: &'v Value) -> Option<Node<'v>> {
    let class = node.get("class_type").and_then(Value::as_str)?;
    let inputs = node.get("inputs").and_then(Value::as_object)?;
    let inputs = inputs.iter().map(|(name, value)| (Cow::Borrowed(name.as_str()), api_input(value)));
    Some(Node { id: Cow::Borrowed(id), class, inputs: inputs.collect() })
}

fn api_input(value: &Value) -> Input<'_> {
    match value {
        Value::String(text) => Input::Text(text),
        Value::Array(parts) => match parts.as_slice() {
            [id, slot] => match (id_of(id), slot.as_u64()) {
                (Some(id), Some(slot)) => Input::Link(Link { id, slot }),
                _ => Input::Other,
            },
            _ => Input::Other,
        },
        _ => Input::Other,
    }
}

/// An id, which is a text or a number.
fn id_of(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(id) => Some(Cow::Borrowed(id)),
        Value::Number(id) => Some(Cow::Owned(id.to_string())),
        _ => None,
    }
}

/// Ids by the numbers in them, of which a node in a subgraph has several: `12:5`. Others come last.
fn order(id: &str) -> (bool, Vec<u64>, String) {
    let numbers: Option<Vec<u64>> = id.split(':').map(|number| number.parse().ok()).collect();
    match numbers {
        Some(numbers) => (false, numbers, String::new()),
        None => (true, Vec::new(), id.to_owned()),
    }
}
