//! Enters: nothing. Leaves: the options that several verbs have, and what each of them means.

mod embeddings;
mod encoder;
mod input;
mod into;
mod layout;
mod name;
mod output;
mod program;
mod readers;
mod unquoted;
mod values;

/// What stands at the end of the short help of a verb.
pub(super) const MORE: &str = "--help has every option, and examples";

pub(super) use embeddings::not_loaded;
pub(super) use encoder::{
    EncoderOptions, Encoders, LeftOut, dialect_value, dialects, load, model_value, say_what_is_left_out,
    sole_encoder,
};
pub(super) use input::{FileOptions, InputOptions, WorkOptions};
pub(super) use into::{IntoOptions, given};
pub(super) use layout::{LayoutOptions, context_length};
pub(super) use name::models;
pub(super) use output::OutputOptions;
pub(super) use program::{OnLints, ProgramOptions, ProgramSettings, WrittenFor, programs};
pub(super) use readers::{ByWay, Readers, Way};
pub(super) use values::{AnswerFormat, Limit, limit, whole_number, whole_number_from_1};
