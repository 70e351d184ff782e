//! Enters: JSON in lines or in documents. Leaves: the prompts in its records.

pub(super) mod document;
mod find;
pub(super) mod first_line;
mod flat;
pub(super) mod give_back;
mod layout;
pub(super) mod line;
mod mend;
mod paths;
mod skip;

pub(super) use find::Form;
