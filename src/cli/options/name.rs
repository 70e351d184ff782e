//! Enters: a name as typed. Leaves: what it names; for a wrong one, the nearest and the list of all.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error};

use crate::{Checkpoint, same_spelling};

/// How alike two names have to be for one to be meant by the other, from 0 to 1.
const NEARLY: f64 = 0.7;

/// Reads names of one kind, in any of their spellings.
#[derive(Clone)]
pub(super) struct NameParser<T> {
    /// What a name names, if it names anything.
    pub named: fn(&str) -> Option<T>,
    /// Every name that is listed, with the others that people use as its aliases.
    pub listed: fn() -> Vec<PossibleValue>,
    /// What more is to be said of a name that is not one of them.
    pub refused: fn(&str) -> Option<String>,
}

impl<T: Clone + Send + Sync + 'static> TypedValueParser for NameParser<T> {
    type Value = T;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, typed: &OsStr) -> Result<T, Error> {
        let typed = typed.to_string_lossy();
        if let Some(named) = (self.named)(&typed) {
            return Ok(named);
        }
        if let Some(words) = (self.refused)(&typed) {
            return Err(command.clone().error(ErrorKind::ValueValidation, words));
        }
        let listed = (self.listed)();
        let mut error = Error::new(ErrorKind::InvalidValue).with_cmd(command);
        if let Some(arg) = arg {
            error.insert(ContextKind::InvalidArg, ContextValue::String(arg.to_string()));
        }
        error.insert(ContextKind::InvalidValue, ContextValue::String(typed.to_string()));
        let names = listed.iter().map(|value| value.get_name().to_owned()).collect();
        error.insert(ContextKind::ValidValue, ContextValue::Strings(names));
        if let Some(nearest) = nearest(&typed, &listed) {
            error.insert(ContextKind::SuggestedValue, ContextValue::String(nearest));
        }
        Err(error)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.listed)().into_iter()))
    }
}

/// The listed name that a typed one is nearest to, by any of its spellings, if it is near.
fn nearest(typed: &str, listed: &[PossibleValue]) -> Option<String> {
    let typed = typed.to_lowercase();
    let likeness = |value: &PossibleValue| {
        value.get_name_and_aliases().map(|name| strsim::jaro(&typed, name)).fold(0.0, f64::max)
    };
    let near = listed.iter().map(|value| (likeness(value), value)).filter(|(likeness, _)| *likeness > NEARLY);
    let nearest = near.max_by(|(one, _), (other, _)| one.total_cmp(other));
    nearest.map(|(_, value)| value.get_name().to_owned())
}

/// Reads the names of models.
pub(crate) fn models() -> impl TypedValueParser<Value = Checkpoint> {
    NameParser {
        named: Checkpoint::named,
        listed: || Checkpoint::ALL.iter().copied().map(checkpoint_value).collect(),
        refused: |typed| {
            Checkpoint::not_clip(typed).map(|encoder| {
                format!(
                    "{typed} uses the tokenizer of {encoder}, which is not CLIP's; cliptok shows only what CLIP reads"
                )
            })
        },
    }
}

/// A checkpoint, with what is said of it in the help.
fn checkpoint_value(checkpoint: Checkpoint) -> PossibleValue {
    let aliases = checkpoint.names().filter(|name| !same_spelling(name, checkpoint.name()));
    PossibleValue::new(checkpoint.name()).aliases(aliases).help(checkpoint.about())
}
