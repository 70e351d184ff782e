//! Enters: an encoding, its layout and other dialects. Leaves: what its reader may not expect, as data and in words.

use std::fmt;

use cliptok::comparison::Comparison;
use cliptok::dialect::OverLength;
use cliptok::{Encoding, Layout, SpecialToken, TokenId, TokenKind, Tokenizer};

use crate::cli::job::{Contender, Warnings};

/// What the reader of a prompt may not expect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// A special token was typed, first in this slot.
    Typed { what: Typed, slot: usize, more: usize },
    /// The model takes no prompt that long.
    Refused { room: usize },
    /// These dialects give other ids, for these reasons.
    OtherIds { dialects: Vec<&'static str>, causes: Vec<&'static str> },
}

/// Which special token was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    Start,
    End,
    Pad(TokenId),
}

impl Warning {
    /// Its kind, for a program.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Typed { what: Typed::Start, .. } => "typed_start",
            Self::Typed { what: Typed::End, .. } => "typed_end",
            Self::Typed { what: Typed::Pad(_), .. } => "typed_pad",
            Self::Refused { .. } => "refused",
            Self::OtherIds { .. } => "other_ids",
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Typed { what, slot, more } => {
                let more = if *more > 0 { format!(" and {more} more") } else { String::new() };
                write!(f, "slot {slot}{more}: ")?;
                match what {
                    Typed::Start => write!(f, "typed start token; the model knows it only in slot 0"),
                    Typed::End => write!(f, "typed end token; CLIP's summary is taken from the first one"),
                    Typed::Pad(id) => {
                        write!(f, "typed pad of this model; it is read as id {id}, not as text")
                    }
                }
            }
            Self::Refused { room } => {
                write!(f, "this model refuses more than {room} tokens (shown as if --truncate)")
            }
            Self::OtherIds { dialects, causes } => {
                write!(f, "other ids in {} ({}); see cliptok diff", dialects.join(", "), causes.join(", "))
            }
        }
    }
}

/// All that there is to warn of.
pub fn warnings(
    prompt: &str,
    encoding: &Encoding,
    layout: &Layout,
    tokenizer: &Tokenizer,
    over_length: OverLength,
    wanted: &Warnings,
) -> Vec<Warning> {
    let Warnings::Shown { others } = wanted else {
        return Vec::new();
    };
    let mut warnings = typed(encoding, layout, tokenizer);
    if over_length == OverLength::Refuse && layout.over() > 0 {
        warnings.push(Warning::Refused { room: layout.context_length().content() });
    }
    warnings.extend(other_ids(prompt, encoding, tokenizer, others));
    warnings
}

/// A warning for each kind of special token that was typed and has a slot.
fn typed(encoding: &Encoding, layout: &Layout, tokenizer: &Tokenizer) -> Vec<Warning> {
    let mut warnings: Vec<Warning> = Vec::new();
    let [start, end] = SpecialToken::ALL.map(|token| tokenizer.vocabulary().special_id(token));
    for (index, token) in encoding.tokens.iter().enumerate() {
        let Some(slot) = layout.slot_of(index).filter(|_| token.kind == TokenKind::Special) else {
            continue;
        };
        let typed = match token.id {
            id if id == start => Typed::Start,
            id if id == end => Typed::End,
            id => Typed::Pad(id),
        };
        let same = warnings.iter_mut().find_map(|warning| match warning {
            Warning::Typed { what, more, .. } if *what == typed => Some(more),
            _ => None,
        });
        match same {
            Some(more) => *more += 1,
            None => warnings.push(Warning::Typed { what: typed, slot, more: 0 }),
        }
    }
    warnings
}

/// The dialects among `others` that give other ids, and why.
fn other_ids(
    prompt: &str,
    encoding: &Encoding,
    tokenizer: &Tokenizer,
    others: &[Contender],
) -> Option<Warning> {
    let mut ids = Vec::new();
    let differs = |other: &&Contender| {
        ids.clear();
        other.tokenizer.encode_ids(prompt, &mut ids);
        !encoding.ids().eq(ids.iter().copied())
    };
    let others: Vec<&Contender> = others.iter().filter(differs).collect();
    if others.is_empty() {
        return None;
    }
    let tokenizers: Vec<&Tokenizer> =
        std::iter::once(tokenizer).chain(others.iter().map(|other| &other.tokenizer)).collect();
    let comparison = Comparison::of(&tokenizers, prompt);
    let causes = comparison.cause_names();
    Some(Warning::OtherIds { dialects: others.iter().map(|other| other.name).collect(), causes })
}
