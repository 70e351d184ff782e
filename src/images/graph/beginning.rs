//! Enters: the first bytes of a text. Leaves: whether it begins as a graph of ComfyUI.

/// An object or a list that is open.
#[derive(Default)]
struct Level<'b> {
    is_object: bool,
    /// The key whose value is being read.
    key: &'b [u8],
    keys: Keys,
}

/// Which of the keys that tell a graph an object has.
#[derive(Clone, Copy, Default)]
struct Keys(u16);

impl Keys {
    const CLASS_TYPE: u16 = 1;
    const INPUTS: u16 = 1 << 1;
    const NODES: u16 = 1 << 2;
    const LINKS: u16 = 1 << 3;
    const LAST_ID: u16 = 1 << 4;
    const TYPE: u16 = 1 << 5;
    const SHOWN: u16 = 1 << 6;
    /// A member of `nodes` is a node as it is shown.
    const SHOWN_NODE: u16 = 1 << 7;

    fn add(&mut self, key: &[u8]) {
        self.0 |= match key {
            b"class_type" => Self::CLASS_TYPE,
            b"inputs" => Self::INPUTS,
            b"nodes" => Self::NODES,
            b"links" => Self::LINKS,
            b"last_node_id" | b"last_link_id" => Self::LAST_ID,
            b"type" => Self::TYPE,
            b"pos" | b"mode" | b"widgets_values" => Self::SHOWN,
            _ => 0,
        };
    }

    const fn has(self, all: u16) -> bool {
        self.0 & all == all
    }
}

/// Deeper levels than those that tell a graph have nothing to say.
const LEVELS: usize = 4;

/// Whether a JSON document that begins with these bytes, which may be cut anywhere, is a graph of ComfyUI: it has a member
/// with `class_type` and `inputs`, also under `prompt`; or `nodes` with ComfyUI's `last_node_id`, or with `links` and a node
/// as ComfyUI's page keeps it. 128 KiB are enough. Other graphs with nodes and links are none.
///
/// ```
/// use cliptok::images::is_graph;
/// assert!(is_graph(br#"{"3": {"class_type": "KSampler", "inputs": {"seed": 1, "posi"#));
/// assert!(!is_graph(br#"{"nodes": [{"id": "a"}], "links": [{"source": "a", "target": "b"}]}"#));
/// ```
pub fn is_graph(first: &[u8]) -> bool {
    let first = first.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(first).trim_ascii_start();
    if !first.starts_with(b"{") {
        return false;
    }
    let mut levels: Vec<Level<'_>> = Vec::new();
    // How many levels beyond those are open.
    let mut deeper = 0_usize;
    let mut rest = first;
    while let Some((&byte, behind)) = rest.split_first() {
        rest = behind;
        match byte {
            b'{' | b'[' if levels.len() == LEVELS => deeper += 1,
            b'{' | b'[' => levels.push(Level { is_object: byte == b'{', ..Level::default() }),
            b'}' | b']' if deeper > 0 => deeper -= 1,
            b'}' | b']' => {
                levels.pop();
                if levels.is_empty() {
                    return false;
                }
            }
            b'"' => {
                let Some((text, behind)) = string(behind) else { return false };
                rest = behind;
                let is_key = behind.trim_ascii_start().starts_with(b":");
                if let Some(level) =
                    levels.last_mut().filter(|level| is_key && deeper == 0 && level.is_object)
                {
                    level.key = text;
                    level.keys.add(text);
                    if tells(&mut levels) {
                        return true;
                    }
                }
            }
            _ => {}
        }
    }
    false
}

/// Whether the keys so far are those of a graph.
fn tells(levels: &mut [Level<'_>]) -> bool {
    let is_node = |level: &Level<'_>| level.keys.has(Keys::CLASS_TYPE | Keys::INPUTS);
    if let [top, nodes, node] = levels {
        let is_shown = node.keys.has(Keys::TYPE | Keys::SHOWN);
        if top.key == b"nodes" && !nodes.is_object && is_shown {
            top.keys.0 |= Keys::SHOWN_NODE;
        }
    }
    let is_run = match levels {
        [_, node] => is_node(node),
        [top, nodes, node] => top.key == b"prompt" && nodes.is_object && is_node(node),
        _ => false,
    };
    let has = |all| levels.first().is_some_and(|top| top.keys.has(all));
    is_run || has(Keys::NODES | Keys::LAST_ID) || has(Keys::NODES | Keys::LINKS | Keys::SHOWN_NODE)
}

/// A string without its quotes, and what follows it.
fn string(behind_quote: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut is_escaped = false;
    let end = behind_quote.iter().position(|&byte| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    })?;
    Some((behind_quote.get(..end)?, behind_quote.get(end + 1..)?))
}
