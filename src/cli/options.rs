//! Enters: nothing. Leaves: the options that several verbs have, and what each of them means.

mod encoder;
mod input;
mod layout;
mod output;
mod values;

pub use encoder::{EncoderOptions, dialect_value, load, model_value};
pub use input::{FileOptions, InputOptions, WorkOptions};
pub use layout::{LayoutOptions, context_length};
pub use output::OutputOptions;
pub use values::{AnswerFormat, whole_number, whole_number_from_1};
