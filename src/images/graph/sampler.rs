//! Enters: a graph. Leaves: the prompts of the sampler that runs first, if they are certain.

use super::document::{Graph, Link, Node};
use super::text::{Budget, DEEPEST};
use super::walk::conditioning;
use crate::images::picture::PicturePrompt;
use crate::syntax::Polarity;

/// Inputs by one of which a sampler is told from other nodes that have a positive prompt.
const OF_SAMPLERS: [&str; 5] = ["latent_image", "samples", "steps", "seed", "noise_seed"];
/// Inputs through which a sampler gets what another one made.
const DRAWN: [&str; 6] = ["latent_image", "samples", "latent", "image", "images", "pixels"];

/// The conditionings of a sampler.
struct Sampler<'g, 'v> {
    positive: &'g Link<'v>,
    negative: Option<&'g Link<'v>>,
}

/// The prompts of the first sampler: of those that have no other behind their latent, so that a refiner is none. Of several,
/// those whose pictures go nowhere do not run; the others have to agree.
pub(super) fn prompts(graph: &Graph<'_>) -> Option<Vec<PicturePrompt>> {
    let mut first = first_samplers(graph)?;
    let used = used(graph);
    let is_used = |place: &usize| used.get(*place).copied().unwrap_or_default();
    if first.iter().any(is_used) {
        first.retain(is_used);
    }
    let mut budget = Budget::new();
    let mut all = first.into_iter().map(|place| {
        let sampler = sampler(graph, graph.nodes().get(place)?)?;
        of_sampler(graph, &sampler, &mut budget)
    });
    let prompts = all.next()??;
    all.all(|others| others.as_ref() == Some(&prompts)).then_some(prompts)
}

fn of_sampler(
    graph: &Graph<'_>,
    sampler: &Sampler<'_, '_>,
    budget: &mut Budget,
) -> Option<Vec<PicturePrompt>> {
    let mut prompts = conditioning(graph, sampler.positive, Polarity::Positive, budget)?;
    if let Some(negative) = sampler.negative {
        prompts.extend(conditioning(graph, negative, Polarity::Negative, budget)?);
    }
    Some(prompts)
}

fn is_sampler(node: &Node<'_>) -> bool {
    let is_one = node.link("positive").is_some() && OF_SAMPLERS.iter().any(|name| node.input(name).is_some());
    !node.class.is_empty() && (is_one || node.link("guider").is_some())
}

/// The conditionings of a sampler, which may be those of its guider.
fn sampler<'g, 'v>(graph: &'g Graph<'v>, node: &'g Node<'v>) -> Option<Sampler<'g, 'v>> {
    let mut node = node;
    if let Some(guider) = node.link("guider") {
        node = graph.node(&guider.id)?;
        let is_guider =
            |node: &Node<'_>| node.link("positive").is_some() || node.link("conditioning").is_some();
        let mut depth = 0;
        while !is_guider(node) {
            let mut links = node.links();
            let (_, only) = links.next()?;
            if links.next().is_some() || depth == DEEPEST {
                return None;
            }
            node = graph.node(&only.id)?;
            depth += 1;
        }
    }
    let positive = node.link("positive").or_else(|| node.link("conditioning"))?;
    Some(Sampler { positive, negative: node.link("negative") })
}

/// The samplers that have no other behind what they start from; `None` if there is no sampler, or all stand in circles.
fn first_samplers(graph: &Graph<'_>) -> Option<Vec<usize>> {
    let nodes = graph.nodes();
    let samplers: Vec<bool> = nodes.iter().map(is_sampler).collect();
    let is_sampler_at = |place: usize| samplers.get(place).copied().unwrap_or_default();
    let mut readers: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
    for (place, node) in nodes.iter().enumerate() {
        let links = node.links().filter(|(name, _)| !is_sampler_at(place) || DRAWN.contains(name));
        for (_, link) in links {
            if let Some(read) = graph.place(&link.id).and_then(|from| readers.get_mut(from)) {
                read.push(place);
            }
        }
    }
    let mut follows = vec![false; nodes.len()];
    let mut open: Vec<usize> = (0..nodes.len()).filter(|place| is_sampler_at(*place)).collect();
    while let Some(place) = open.pop() {
        for &reader in readers.get(place).into_iter().flatten() {
            if let Some(mark @ false) = follows.get_mut(reader) {
                *mark = true;
                open.push(reader);
            }
        }
    }
    let is_first = |place: &usize| is_sampler_at(*place) && follows.get(*place) == Some(&false);
    let first: Vec<usize> = (0..nodes.len()).filter(is_first).collect();
    (!first.is_empty()).then_some(first)
}

/// Which nodes give something to another.
fn used(graph: &Graph<'_>) -> Vec<bool> {
    let mut used = vec![false; graph.nodes().len()];
    for (_, link) in graph.nodes().iter().flat_map(Node::links) {
        if let Some(mark) = graph.place(&link.id).and_then(|place| used.get_mut(place)) {
            *mark = true;
        }
    }
    used
}
