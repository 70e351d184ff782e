//! Enters: the places where texts differ, and the traces of all. Leaves: what makes the difference at each.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::{Cause, Group};
use crate::span::Span;
use crate::token::TokenKind;
use crate::trace::{EditTrace, Trace};

/// A change of the text at a place, whoever made it: the place, the step's name, before and after.
type Change<'t> = (usize, &'static str, &'t str, &'t str);

/// What makes the difference at each place: the changes there that tell one group from another, or else what
/// becomes of special tokens, or else what the pattern does.
pub fn causes(places: &[Span], groups: &[Group], traces: &[Trace]) -> Vec<Vec<Cause>> {
    let mut causes = changes_that_part(places, groups, traces);
    for (causes, members) in causes.iter_mut().zip(specials(places, traces)) {
        if causes.is_empty() && members.is_empty() {
            causes.push(Cause::PreTokenization);
        } else if causes.is_empty() {
            causes.push(Cause::SpecialToken { members });
        }
    }
    causes
}

/// The changes at each place that tell one group from another. What a tokenizer then makes of something that it has
/// changed already is a consequence, and is left out.
fn changes_that_part(places: &[Span], groups: &[Group], traces: &[Trace]) -> Vec<Vec<Cause>> {
    let mut makers: HashMap<Change<'_>, Vec<usize>> = HashMap::new();
    for (member, trace) in traces.iter().enumerate() {
        for (change, _) in changes(places, trace) {
            let members = makers.entry(change).or_default();
            if members.last() != Some(&member) {
                members.push(member);
            }
        }
    }
    makers.retain(|_, members| tells_groups_apart(members, groups));
    let mut causes: Vec<Vec<Cause>> = vec![Vec::new(); places.len()];
    let mut known: HashMap<Change<'_>, usize> = HashMap::new();
    for (member, trace) in traces.iter().enumerate() {
        let mut changed = Changed::default();
        for (change, original) in changes(places, trace).filter(|(change, _)| makers.contains_key(change)) {
            let (place, name, before, after) = change;
            let Some(causes) = causes.get_mut(place).filter(|_| changed.is_new(place, original)) else {
                continue;
            };
            let index = *known.entry(change).or_insert(causes.len());
            match causes.get_mut(index) {
                Some(Cause::Step { members, .. }) if members.last() == Some(&member) => {}
                Some(Cause::Step { members, .. }) => members.push(member),
                _ => {
                    let (before, after) = (before.to_owned(), after.to_owned());
                    causes.push(Cause::Step { name, before, after, members: vec![member] });
                }
            }
        }
    }
    causes
}

/// The changes of a trace at any of the places, in the order in which they happened, each with the part of the
/// text that it changed.
fn changes<'t>(places: &[Span], trace: &'t Trace) -> impl Iterator<Item = (Change<'t>, Span)> {
    let edits = trace.steps.iter().flat_map(|step| step.edits.iter().map(|edit| (step.step.name(), edit)));
    edits.flat_map(|(name, EditTrace { before, after, original })| {
        under(places, *original).map(move |place| ((place, name, &**before, &**after), *original))
    })
}

/// The parts of each place that were changed so far.
#[derive(Default)]
struct Changed {
    /// End by place and start; none overlaps another one at its place.
    parts: BTreeMap<(usize, usize), usize>,
}

impl Changed {
    /// Whether nothing of this part was changed before; from now on it is.
    fn is_new(&mut self, place: usize, part: Span) -> bool {
        let before = self.parts.range((place, 0)..(place, part.end)).next_back();
        let is_new = before.is_none_or(|(_, &end)| end <= part.start);
        if is_new {
            self.parts.insert((place, part.start), part.end);
        }
        is_new
    }
}

/// Whether these are all the members of some groups and none of the others.
fn tells_groups_apart(members: &[usize], groups: &[Group]) -> bool {
    let has = |group: &Group| group.members.iter().filter(|member| members.contains(member)).count();
    let whole = groups.iter().filter(|group| has(group) == group.members.len()).count();
    let none = groups.iter().filter(|group| has(group) == 0).count();
    whole + none == groups.len() && none > 0
}

/// Those that have a special token at each place.
fn specials(places: &[Span], traces: &[Trace]) -> Vec<Vec<usize>> {
    let mut specials = vec![Vec::new(); places.len()];
    for (member, trace) in traces.iter().enumerate() {
        for token in trace.encoding.tokens.iter().filter(|token| token.kind == TokenKind::Special) {
            for members in specials.get_mut(under(places, token.original)).into_iter().flatten() {
                if members.last() != Some(&member) {
                    members.push(member);
                }
            }
        }
    }
    specials
}

/// The positions of the places that this part of the text lies under.
fn under(places: &[Span], part: Span) -> Range<usize> {
    let first = places.partition_point(|place| place.end <= part.start);
    let end = places.partition_point(|place| place.start < part.end);
    first..end.max(first)
}
