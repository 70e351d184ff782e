//! Enters: a graph as ComfyUI's page keeps it. Leaves: its nodes, with the inputs that they would be run with.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::Value;

use super::{Input, Link, Node, api_input, id_of};

/// A node that is muted is not run.
const MUTED: u64 = 2;
/// A node that is bypassed hands on what it is given.
const BYPASSED: u64 = 4;

/// The names of the values that stand at a node without names, where they are certain (comfy_extras, nodes.py). An empty name
/// is that of a value that is no text.
const VALUES: &[(&str, &[&str])] = &[
    ("CLIPTextEncode", &["text"]),
    ("CLIPTextEncodeSDXL", &["", "", "", "", "", "", "text_g", "text_l"]),
    ("CLIPTextEncodeSDXLRefiner", &["", "", "", "text"]),
    ("CLIPTextEncodeFlux", &["clip_l", "t5xxl"]),
    ("CLIPTextEncodeSD3", &["clip_l", "clip_g", "t5xxl"]),
    ("StringConcatenate", &["string_a", "string_b", "delimiter"]),
    ("PrimitiveNode", &["value"]),
    ("PrimitiveString", &["value"]),
    ("PrimitiveStringMultiline", &["value"]),
];

/// The nodes of a graph that is shown.
pub(super) fn nodes(value: &Value) -> Vec<Node<'_>> {
    let list = |key| value.get(key).and_then(Value::as_array).into_iter().flatten();
    let links: HashMap<Cow<'_, str>, Link<'_>> = list("links").filter_map(link).collect();
    list("nodes").filter_map(|value| node(value, &links)).collect()
}

/// A link: `[id, from, slot, to, slot, type]`, or an object with names for these.
fn link(value: &Value) -> Option<(Cow<'_, str>, Link<'_>)> {
    let part = |at: usize, key: &str| value.get(at).or_else(|| value.get(key));
    let id = id_of(part(0, "id")?)?;
    let from = id_of(part(1, "origin_id")?)?;
    let slot = part(2, "origin_slot")?.as_u64()?;
    Some((id, Link { id: from, slot }))
}

fn node<'v>(value: &'v Value, links: &HashMap<Cow<'v, str>, Link<'v>>) -> Option<Node<'v>> {
    let id = id_of(value.get("id")?)?;
    let class = value.get("type").and_then(Value::as_str)?;
    let mode = value.get("mode").and_then(Value::as_u64).unwrap_or_default();
    if mode == MUTED {
        return None;
    }
    let mut inputs = Vec::new();
    for input in value.get("inputs").and_then(Value::as_array).into_iter().flatten() {
        let link = input.get("link").and_then(id_of).and_then(|id| links.get(&id));
        if let (Some(name), Some(link)) = (input.get("name").and_then(Value::as_str), link) {
            inputs.push((Cow::Borrowed(name), Input::Link(link.clone())));
        }
    }
    if mode == BYPASSED {
        return Some(Node { id, class: "", inputs });
    }
    add_values(value, class, &mut inputs);
    Some(Node { id, class, inputs })
}

/// Adds the values that were typed at a node, but for those in whose place there is a link.
fn add_values<'v>(node: &'v Value, class: &str, inputs: &mut Vec<(Cow<'v, str>, Input<'v>)>) {
    let named: Vec<(&'v str, &'v Value)> = match node.get("widgets_values") {
        Some(Value::Object(values)) => values.iter().map(|(name, value)| (name.as_str(), value)).collect(),
        Some(Value::Array(values)) => names(node, class, values.len()).into_iter().zip(values).collect(),
        _ => Vec::new(),
    };
    for (name, value) in named {
        let is_linked = inputs.iter().any(|(known, _)| known == name);
        if !is_linked && !name.is_empty() {
            let input = if value.is_array() { Input::Other } else { api_input(value) };
            inputs.push((Cow::Borrowed(name), input));
        }
    }
}

/// The names of so many values: those that the node itself gives, if it gives one for each, or those of its class.
fn names<'v>(node: &'v Value, class: &str, values: usize) -> Vec<&'v str> {
    let inputs = node.get("inputs").and_then(Value::as_array).into_iter().flatten();
    let own = inputs.filter_map(|input| input.get("widget")?.get("name")?.as_str());
    let own: Vec<&str> = own.collect();
    if own.len() == values {
        return own;
    }
    VALUES.iter().find(|(known, _)| *known == class).map(|(_, names)| names.to_vec()).unwrap_or_default()
}
