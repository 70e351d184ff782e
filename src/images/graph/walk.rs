//! Enters: an input of a sampler. Leaves: the texts that were encoded for it, each with its encoder, if that is certain.

use std::collections::HashSet;

use super::document::{Graph, Input, Link, Node};
use super::text::{self, Budget};
use crate::dialect::TextEncoder;
use crate::images::picture::{PicturePrompt, Role};
use crate::syntax::Polarity;

/// Where an encoder of several texts has them.
pub(super) const ENCODERS: [(&str, TextEncoder); 5] = [
    ("text_l", TextEncoder::L),
    ("clip_l", TextEncoder::L),
    ("text_g", TextEncoder::G),
    ("clip_g", TextEncoder::G),
    ("t5xxl", TextEncoder::T5),
];

/// The texts behind an input of a sampler.
pub(super) fn conditioning<'v>(
    graph: &Graph<'v>,
    link: &Link<'v>,
    polarity: Polarity,
    budget: &mut Budget,
) -> Option<Vec<PicturePrompt>> {
    let mut walk = Conditioning { graph, budget, polarity, seen: HashSet::new(), prompts: Vec::new() };
    walk.follow(link, 0)?;
    (!walk.prompts.is_empty()).then_some(walk.prompts)
}

struct Conditioning<'w, 'v> {
    graph: &'w Graph<'v>,
    budget: &'w mut Budget,
    polarity: Polarity,
    /// A text that is combined with itself is one text, and a circle has none.
    seen: HashSet<(&'w str, u64)>,
    prompts: Vec<PicturePrompt>,
}

impl<'w, 'v> Conditioning<'w, 'v> {
    fn follow(&mut self, link: &'w Link<'v>, depth: usize) -> Option<()> {
        self.budget.enter(depth)?;
        if !self.seen.insert((&link.id, link.slot)) {
            return Some(());
        }
        let node = self.graph.node(&link.id)?;
        if node.class.contains("ZeroOut") {
            self.add(String::new(), None);
            return Some(());
        }
        if let (Some(positive), Some(negative)) = (node.input("positive"), node.input("negative")) {
            return self.follow_pair(link.slot, positive, negative, depth);
        }
        let conditionings = conditionings(node);
        if !conditionings.is_empty() {
            return conditionings.into_iter().try_for_each(|link| self.follow(link, depth + 1));
        }
        self.encoded(node).or_else(|| {
            // A reroute, a switch with one thing on it, or a node that is not known here.
            let mut links = node.links().filter(|(name, _)| !["clip", "model", "vae"].contains(name));
            let (_, only) = links.next()?;
            let is_only = links.next().is_none() && !has_text(node);
            if is_only { self.follow(only, depth + 1) } else { None }
        })
    }

    /// Through a node that has both prompts, as ControlNetApplyAdvanced: its first output is the positive, its second the
    /// negative one. A loader that has both as texts puts other outputs before them.
    fn follow_pair(
        &mut self,
        slot: u64,
        positive: &'w Input<'v>,
        negative: &'w Input<'v>,
        depth: usize,
    ) -> Option<()> {
        match (positive, negative, slot) {
            (Input::Link(link), Input::Link(_), 0) | (Input::Link(_), Input::Link(link), 1) => {
                self.follow(link, depth + 1)
            }
            (Input::Text(positive), Input::Text(negative), _) => {
                let text = match self.polarity {
                    Polarity::Positive => positive,
                    Polarity::Negative => negative,
                };
                self.add((*text).to_owned(), None);
                Some(())
            }
            _ => None,
        }
    }

    /// The texts that a node encodes. One that has a text for all encoders, and one for each, encodes those that are filled.
    fn encoded(&mut self, node: &'w Node<'v>) -> Option<()> {
        let mut several = Vec::new();
        for (name, encoder) in ENCODERS {
            if let Some(input) = node.input(name) {
                several.push((self.resolved(input)?, encoder));
            }
        }
        let is_filled = several.iter().any(|(text, _)| !text.is_empty());
        let one = match text::text_input(node) {
            Some(input) => Some(self.resolved(input)?),
            None => None,
        };
        match one {
            Some(text) if !is_filled => self.add(text, None),
            Some(text) if !text.is_empty() => return None,
            None if several.is_empty() => return None,
            _ => several.into_iter().for_each(|(text, encoder)| self.add(text, Some(encoder))),
        }
        Some(())
    }

    fn resolved(&mut self, input: &'w Input<'v>) -> Option<String> {
        text::resolved(self.graph, input, self.budget).map(|(text, _)| text)
    }

    fn add(&mut self, text: String, encoder: Option<TextEncoder>) {
        self.prompts.push(PicturePrompt { text, polarity: Some(self.polarity), encoder, role: Role::Main });
    }
}

/// What a node makes one conditioning of: `conditioning`, or `conditioning_1`, `conditioning_2`, in order; and
/// `conditioning_to` before `conditioning_from`, which is appended to it.
fn conditionings<'n, 'v>(node: &'n Node<'v>) -> Vec<&'n Link<'v>> {
    let mut links: Vec<(&str, &Link<'_>)> =
        node.links().filter(|(name, _)| name.starts_with("conditioning")).collect();
    let order = |name: &str| {
        let digits = name.trim_start_matches(|c: char| !c.is_ascii_digit());
        (name == "conditioning_from", digits.parse::<u64>().unwrap_or_default())
    };
    links.sort_by_key(|(name, _)| order(name));
    links.into_iter().map(|(_, link)| link).collect()
}

/// Whether a node has a text that is not followed: it may be a prompt.
fn has_text(node: &Node<'_>) -> bool {
    text::text_input(node).is_some() || node.inputs.iter().any(|(_, input)| matches!(input, Input::Text(_)))
}
