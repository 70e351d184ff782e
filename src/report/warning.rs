//! Enters: an encoding, its layout and other dialects. Leaves: what may surprise its reader, as data and in words.

use std::fmt;

use cliptok_bpe::{SpecialToken, TokenId, TokenKind};
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::Side;
use crate::dialect::{Dialect, Model, OverLength};
use crate::encoder::Encoder;
use crate::encoding::Encoding;
use crate::explain::Comparison;
use crate::lint::Lint;
use crate::rows::Layout;
use crate::text::Span;

/// Whether there are warnings about a prompt.
#[derive(Clone, Debug)]
pub enum Warnings {
    /// There are, including warnings that another side gives other ids.
    Shown {
        /// The other sides, whose differences are worth a warning.
        others: Vec<Side>,
    },
    /// There are none.
    Omitted,
}

impl Warnings {
    /// All kinds of warnings, including differences from the widespread dialects other than the encoder's own.
    pub fn beside(encoder: &Encoder) -> Self {
        let others = Dialect::ALL.iter().copied().filter(|dialect| dialect.is_widespread());
        let others = others.filter(|&dialect| dialect != encoder.dialect());
        // Whether `!` is special depends on the model. It is not a difference between dialects.
        let base = encoder.with_model(Model::Sd1);
        Self::Shown { others: others.map(|dialect| Side::of_dialect(dialect, &base)).collect() }
    }
}

/// What may surprise the reader of a prompt.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Warning {
    /// A special token was typed.
    Typed {
        /// Which one.
        what: Typed,
        /// Its first slot.
        slot: usize,
        /// How many more slots it has.
        more: usize,
    },
    /// The model refuses a prompt of this length.
    Refused {
        /// How many tokens it accepts.
        room: usize,
    },
    /// Other dialects give other ids.
    OtherIds {
        /// Which dialects.
        dialects: Vec<&'static str>,
        /// For which reasons.
        causes: Vec<&'static str>,
    },
    /// A place does something other than it seems to.
    Lint(Lint),
}

/// Which special token was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Typed {
    /// The start token.
    Start,
    /// The end token.
    End,
    /// The pad of a model that treats it as special, by its id.
    Pad(TokenId),
}

impl Warning {
    /// Its kind, for a program.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Typed { what: Typed::Start, .. } => "typed_start",
            Self::Typed { what: Typed::End, .. } => "typed_end",
            Self::Typed { what: Typed::Pad(_), .. } => "typed_pad",
            Self::Refused { .. } => "refused",
            Self::OtherIds { .. } => "other_ids",
            Self::Lint(lint) => lint.kind.name(),
        }
    }

    /// The bytes of the prompt that it is about; `None` if it is about the whole prompt, or about slots.
    pub const fn original(&self) -> Option<Span> {
        match self {
            Self::Lint(lint) => Some(lint.original),
            Self::Typed { .. } | Self::Refused { .. } | Self::OtherIds { .. } => None,
        }
    }
}

impl Serialize for Warning {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut warning = serializer.serialize_struct("Warning", 3)?;
        warning.serialize_field("kind", self.kind())?;
        warning.serialize_field("message", &self.to_string())?;
        warning.serialize_field("original", &self.original())?;
        warning.end()
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Typed { what, slot, more } => {
                let more = if *more > 0 { format!(" and {more} more") } else { String::new() };
                write!(f, "slot {slot}{more}: ")?;
                match what {
                    Typed::Start => write!(f, "typed start token; the model expects it only in slot 0"),
                    Typed::End => {
                        write!(f, "typed end token; CLIP takes its summary from the first one")
                    }
                    Typed::Pad(id) => {
                        write!(f, "typed pad of this model; it is read as id {id}, not as text")
                    }
                }
            }
            Self::Refused { room } => {
                write!(f, "this model refuses more than {room} tokens (shown as with --truncate)")
            }
            Self::OtherIds { dialects, causes } => {
                write!(f, "other ids in {} ({}); see cliptok diff", dialects.join(", "), causes.join(", "))
            }
            Self::Lint(Lint { kind, original }) => {
                write!(f, "byte {}..{}: {kind}", original.start, original.end)
            }
        }
    }
}

/// All warnings about a prompt.
pub(super) fn warnings(
    prompt: &str,
    encoding: &Encoding,
    layout: &Layout,
    encoder: &Encoder,
    over_length: OverLength,
    wanted: &Warnings,
) -> Vec<Warning> {
    let Warnings::Shown { others } = wanted else {
        return Vec::new();
    };
    let mut warnings = typed(encoding, layout, encoder);
    if over_length == OverLength::Refuse && layout.over() > 0 {
        warnings.push(Warning::Refused { room: layout.context_length().content() });
    }
    warnings.extend(other_ids(prompt, encoding, encoder, others));
    warnings
}

/// A warning for each kind of special token that was typed and has a slot.
fn typed(encoding: &Encoding, layout: &Layout, encoder: &Encoder) -> Vec<Warning> {
    let mut warnings: Vec<Warning> = Vec::new();
    let [start, end] = SpecialToken::ALL.map(|token| encoder.vocabulary().special_id(token));
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
fn other_ids(prompt: &str, encoding: &Encoding, encoder: &Encoder, others: &[Side]) -> Option<Warning> {
    let differs = |other: &&Side| !encoding.ids().eq(other.encoder.ids(prompt));
    let others: Vec<&Side> = others.iter().filter(differs).collect();
    if others.is_empty() {
        return None;
    }
    let encoders: Vec<&Encoder> =
        std::iter::once(encoder).chain(others.iter().map(|other| &other.encoder)).collect();
    let comparison = Comparison::of(&encoders, prompt);
    let causes = comparison.cause_names();
    Some(Warning::OtherIds { dialects: others.iter().map(|other| other.name).collect(), causes })
}
