//! Enters: a prompt that is read as text. Leaves: what in it is markup of a program, if any is for certain.

use crate::lint::brackets::matched;
use crate::lint::sighting::{Certainty, Sighting, sightings};
use crate::syntax::{Brackets, Markup, Syntax};
use crate::text::Span;

/// Markup in a prompt that was to be read as text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Seen {
    /// What it is.
    pub markup: Markup,
    /// The bytes of the prompt.
    pub original: Span,
    /// The programs that read it.
    pub programs: Vec<Syntax>,
}

/// The first markup in a prompt that hardly any plain text has: a weight in brackets, a network, `BREAK`, a schedule, and
/// so on. `AND`, square brackets, and doubled brackets alone are none; nor are `c++`, `(see: 5)`, and `16:9`.
///
/// ```
/// use cliptok::lint::looks_like_syntax;
/// use cliptok::syntax::Markup;
/// let seen = looks_like_syntax("a (red:1.2) car").unwrap();
/// assert_eq!(seen.markup, Markup::RoundWeight);
/// assert_eq!(seen.original.slice("a (red:1.2) car"), Some("(red:1.2)"));
/// assert_eq!(looks_like_syntax("a car (red), 16:9 :)"), None);
/// ```
pub fn looks_like_syntax(prompt: &str) -> Option<Seen> {
    let matched = matched(prompt, Brackets::Stacks, "()[]\\", &[]);
    let is_certain = |sighting: &Sighting| sighting.certainty == Certainty::Unmistakable;
    let Sighting { markup, span, .. } = sightings(prompt, &matched.pairs).into_iter().find(is_certain)?;
    Some(Seen { markup, original: span, programs: markup.programs() })
}
