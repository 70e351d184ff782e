//! Enters: the places where encoders differ, and what each encoder did. Leaves: the causes of the difference at each place.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::{Cause, Group, Key, Run, key, under};
use crate::dialect::Step;
use crate::text::Span;

/// The causes at each place. For any two groups that differ there, some cause tells them apart.
pub(super) fn causes(places: &[Span], groups: &[Group], runs: &[Run]) -> Vec<Vec<Cause>> {
    let changes = changes(places, groups, runs);
    let specials = specials(places, runs);
    let tokens: Vec<Vec<Vec<Key>>> = groups.iter().map(|group| tokens(places, group)).collect();
    let at_place = |(place, (changes, special)): (usize, (Vec<Change>, Vec<usize>))| {
        let mut unexplained = Pairs::differing(groups, &tokens, place);
        let (first, others) = without_consequences(changes);
        let mut causes: Vec<Cause> = Vec::new();
        for change in first {
            unexplained.explain(&change.members, groups);
            causes.push(change.into());
        }
        // If that does not tell all groups apart, something else does: a special token, a step that acts on what an
        // earlier step changed elsewhere, or a change right beside the place.
        let special = (!special.is_empty()).then_some(Cause::SpecialToken { members: special });
        for cause in special.into_iter().chain(others.into_iter().map(Cause::from)) {
            if unexplained.explain(cause.members(), groups) {
                causes.push(cause);
            }
        }
        if !unexplained.pairs.is_empty() {
            causes.push(Cause::PreTokenization);
        }
        causes
    };
    changes.into_iter().zip(specials).enumerate().map(at_place).collect()
}

/// The texts before and after edits. One edit may cover very many places, so each pair of texts is stored once.
#[derive(Default)]
struct Texts<'t> {
    pairs: HashMap<(&'t str, &'t str), Pair>,
}

/// A text before and after an edit.
#[derive(Clone)]
struct Pair {
    id: usize,
    before: Arc<String>,
    after: Arc<String>,
}

impl<'t> Texts<'t> {
    fn pair(&mut self, before: &'t str, after: &'t str) -> Pair {
        let id = self.pairs.len();
        let new = || Pair { id, before: Arc::new(before.to_owned()), after: Arc::new(after.to_owned()) };
        self.pairs.entry((before, after)).or_insert_with(new).clone()
    }
}

/// A change to the text at a place.
struct Change {
    step: Step,
    texts: Pair,
    /// The encoders that make it, in order.
    members: Vec<usize>,
    /// The parts of the place that it changes; none if it is only beside the place.
    parts: Vec<Span>,
}

impl From<Change> for Cause {
    fn from(Change { step, texts: Pair { before, after, .. }, members, .. }: Change) -> Self {
        Self::Step { name: step.name(), before, after, members }
    }
}

/// The changes at each place that tell groups apart, in the order of the steps.
#[allow(
    clippy::indexing_slicing,
    reason = "there is an element for each place, and `known` has positions of changes"
)]
fn changes(places: &[Span], groups: &[Group], runs: &[Run]) -> Vec<Vec<Change>> {
    let mut changes: Vec<Vec<Change>> = places.iter().map(|_| Vec::new()).collect();
    let mut texts = Texts::default();
    let mut known: HashMap<(usize, &str, usize), usize> = HashMap::new();
    for (member, run) in runs.iter().enumerate() {
        for (step, edit) in run.steps.iter().flat_map(|step| step.edits.iter().map(|edit| (step.step, edit)))
        {
            let pair = texts.pair(&edit.before, &edit.after);
            let inside = under(places, edit.original);
            for place in beside(places, edit.original) {
                let changes = &mut changes[place];
                let index = *known.entry((place, step.name(), pair.id)).or_insert(changes.len());
                if index == changes.len() {
                    let texts = pair.clone();
                    changes.push(Change { step, texts, members: Vec::new(), parts: Vec::new() });
                }
                let change = &mut changes[index];
                change.parts.extend(inside.contains(&place).then_some(edit.original));
                if change.members.last() != Some(&member) {
                    change.members.push(member);
                }
            }
        }
    }
    for changes in &mut changes {
        keep_those_that_part(changes, groups);
        changes.sort_by_key(|change| change.step);
    }
    changes
}

/// Keeps the changes that tell groups apart. Encoders of one group may reach the same text by different steps: an entity
/// may be decoded by ftfy, or later as a reference.
#[allow(clippy::indexing_slicing, reason = "`makers` has the texts of every change")]
fn keep_those_that_part(changes: &mut Vec<Change>, groups: &[Group]) {
    let mut makers: HashMap<usize, Vec<usize>> = HashMap::new();
    for change in &*changes {
        makers.entry(change.texts.id).or_default().extend(&change.members);
    }
    changes.retain(|change| tells_groups_apart(&makers[&change.texts.id], groups));
}

/// Separates changes to bytes that no earlier step changed, in any encoder, from changes that follow from an earlier
/// one: what one encoder repairs, another one lower-cases.
fn without_consequences(changes: Vec<Change>) -> (Vec<Change>, Vec<Change>) {
    let mut changed = Changed::default();
    changes.into_iter().partition(|change| {
        let claims: Vec<bool> = change.parts.iter().map(|&part| changed.claim(part, change.step)).collect();
        claims.contains(&true)
    })
}

/// The parts of a place that have been changed so far.
#[derive(Default)]
struct Changed {
    /// End and step of each part, by its start. No part overlaps another one.
    parts: BTreeMap<usize, (usize, Step)>,
}

impl Changed {
    /// Claims a part for this step; false if another step has some of it already.
    fn claim(&mut self, part: Span, step: Step) -> bool {
        let overlapping = self.parts.range(..part.end).rev().take_while(|&(_, &(end, _))| end > part.start);
        let overlapping: Vec<(usize, usize, Step)> =
            overlapping.map(|(&start, &(end, step))| (start, end, step)).collect();
        if overlapping.iter().any(|(.., earlier)| earlier.name() != step.name()) {
            return false;
        }
        let hull = overlapping.iter().fold(part, |hull, &(start, end, _)| hull.hull(Span::new(start, end)));
        for (start, ..) in overlapping {
            self.parts.remove(&start);
        }
        self.parts.insert(hull.start, (hull.end, step));
        true
    }
}

/// Pairs of groups that differ at a place and have no cause so far.
struct Pairs {
    pairs: Vec<(usize, usize)>,
}

impl Pairs {
    #[allow(clippy::indexing_slicing, reason = "there is an element for each group and place")]
    fn differing(groups: &[Group], tokens: &[Vec<Vec<Key>>], place: usize) -> Self {
        let at = |group: usize| &tokens[group][place];
        let all = (0..groups.len()).flat_map(|one| (one + 1..groups.len()).map(move |other| (one, other)));
        let all: Vec<(usize, usize)> = all.collect();
        let differing: Vec<(usize, usize)> =
            all.iter().copied().filter(|&(one, other)| at(one) != at(other)).collect();
        // If tokens only change their order, they may be the same at each place.
        Self { pairs: if differing.is_empty() { all } else { differing } }
    }

    /// Removes the pairs of which only one group does this, and returns whether there were any.
    #[allow(clippy::indexing_slicing, reason = "pairs are positions of groups, and every group has a member")]
    fn explain(&mut self, members: &[usize], groups: &[Group]) -> bool {
        let does = |group: usize| members.contains(&groups[group].members[0]);
        let before = self.pairs.len();
        self.pairs.retain(|&(one, other)| does(one) == does(other));
        self.pairs.len() < before
    }
}

/// The tokens of a group at each place.
#[allow(clippy::indexing_slicing, reason = "`under` returns positions of places")]
fn tokens(places: &[Span], group: &Group) -> Vec<Vec<Key>> {
    let mut tokens = vec![Vec::new(); places.len()];
    for token in &group.encoding.tokens {
        for place in under(places, token.original) {
            tokens[place].push(key(token));
        }
    }
    tokens
}

/// The positions of the places that overlap or touch this part of the text.
fn beside(places: &[Span], part: Span) -> Range<usize> {
    let first = places.partition_point(|place| place.end < part.start);
    let end = places.partition_point(|place| place.start <= part.end);
    first..end.max(first)
}

/// Whether these are all members of some groups and none of the others, and some group has none of them.
fn tells_groups_apart(members: &[usize], groups: &[Group]) -> bool {
    let has = |group: &Group| group.members.iter().filter(|member| members.contains(member)).count();
    let whole = groups.iter().filter(|group| has(group) == group.members.len()).count();
    let none = groups.iter().filter(|group| has(group) == 0).count();
    whole + none == groups.len() && none > 0
}

/// For each place, the encoders that have a special token there.
#[allow(clippy::indexing_slicing, reason = "`under` returns positions of places")]
fn specials(places: &[Span], runs: &[Run]) -> Vec<Vec<usize>> {
    let mut specials = vec![Vec::new(); places.len()];
    for (member, run) in runs.iter().enumerate() {
        for &original in &run.special {
            for members in &mut specials[under(places, original)] {
                if members.last() != Some(&member) {
                    members.push(member);
                }
            }
        }
    }
    specials
}
