//! Enters: a prompt and what its program makes of it. Leaves: the places where that may surprise its writer, with advice.
//!
//! ```
//! use cliptok::lint::lints;
//! use cliptok::{Model, PromptReader, Syntax};
//! let reader = PromptReader::for_program(Syntax::A1111, Model::Sd1);
//! let prompt = "a (red:1,2) car";
//! let lints = lints(prompt, &reader, reader.read(prompt).as_ref());
//! assert_eq!(lints[0].original.slice(prompt), Some("1,2"));
//! assert_eq!(
//!     lints[0].kind.to_string(),
//!     "`1,2` is not read as a weight, because of the comma; write 1.2",
//! );
//! ```

mod advice;
mod brackets;
mod hint;
mod kind;
mod read;
mod sentence;
mod sighting;
mod typed;
mod words;

use std::borrow::Cow;

use crate::prompt_reader::{PromptReader, ReadPrompt};
use crate::syntax::{Emphasis, Raised, RaisedWhy};
use crate::text::Span;
use typed::Typed;

pub(crate) use brackets::bracket_pairs;
pub use hint::{Seen, looks_like_syntax};
pub use kind::{LintKind, NoBreak, ScheduleProblem, WeightProblem};

/// A place in a prompt that does something other than it seems to.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Lint {
    /// What happens there. Its `Display` says it in a sentence, with what to do instead.
    pub kind: LintKind,
    /// The bytes of the prompt as typed.
    pub original: Span,
}

/// Has a reader read a prompt, and gives all such places in it.
pub fn lints_of(prompt: &str, reader: &PromptReader) -> Vec<Lint> {
    lints(prompt, reader, reader.read(prompt).as_ref())
}

/// All such places, in the order of the prompt. `read` is what the reader gave for this prompt.
///
/// The time grows with the length of the prompt and of the texts that the program makes of it, and with the logarithm of
/// how many lints there are. There is at most one lint of a kind for each place.
pub fn lints(prompt: &str, reader: &PromptReader, read: Result<&ReadPrompt, &Raised>) -> Vec<Lint> {
    let mut lints = Vec::new();
    let reading = read.ok().map(|read| &read.reading);
    let typed = Typed::of(prompt, reader, reading);
    match read {
        Ok(read) => read::lints(prompt, reader, &read.reading, &typed, &mut lints),
        Err(raised) => {
            let original = place(raised, prompt);
            lints.push(Lint { kind: LintKind::Raises(raised.clone()), original });
        }
    }
    typed.lints(reading, &mut lints);
    // Texts of several steps are made of the same places.
    let key = |lint: &Lint| (lint.original.start, lint.original.end, lint.kind.name());
    lints.sort_by_key(key);
    lints.dedup_by_key(|lint| key(lint));
    lints
}

/// Where the program gives up; the whole prompt, if no place is known.
fn place(raised: &Raised, prompt: &str) -> Span {
    let typed: Cow<'_, str> = match &raised.why {
        RaisedWhy::NotANumber { typed } | RaisedWhy::InfiniteStep { typed } => typed.into(),
        RaisedWhy::InfiniteWeight { signs } => "+".repeat(*signs).into(),
        RaisedWhy::ControlCharacter { character } => character.to_string().into(),
        RaisedWhy::TextBehindBlend | RaisedWhy::SwapInBlend | RaisedWhy::EmptyBlendPart => ".blend(".into(),
        RaisedWhy::NestedSwap | RaisedWhy::ShapeFreedom => ".swap(".into(),
        RaisedWhy::EmbeddingWithoutName => return nameless_embedding(prompt),
        RaisedWhy::WeightCount { .. } | RaisedWhy::NoTokens => "".into(),
    };
    let found = prompt.find(typed.as_ref()).filter(|_| !typed.is_empty());
    found.map_or(Span::new(0, prompt.len()), |at| Span::new(at, at + typed.len()))
}

/// The first `embedding:` that no name follows.
fn nameless_embedding(prompt: &str) -> Span {
    const PREFIX: &str = "embedding:";
    let has_no_name = |&(at, _): &(usize, &str)| {
        let behind = prompt.get(at + PREFIX.len()..).unwrap_or_default();
        !behind.starts_with(|next: char| !next.is_whitespace() && !"():".contains(next))
    };
    let found = prompt.match_indices(PREFIX).find(has_no_name);
    found.map_or(Span::new(0, prompt.len()), |(at, _)| Span::new(at, at + PREFIX.len()))
}

/// Whether the program was told to take brackets, escapes, and `BREAK` for text.
fn takes_weights_for_text(reader: &PromptReader) -> bool {
    reader.options().emphasis == Emphasis::None
}
