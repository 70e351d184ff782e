//! Enters: JSON in lines or in documents. Leaves: the prompts in its records.

pub(super) mod document;
mod find;
pub(super) mod first_line;
mod flat;
mod found;
pub(super) mod give_back;
mod keys;
mod layout;
pub(super) mod line;
mod marks;
mod mend;
mod names;
mod paths;
mod skip;

pub(super) use found::Form;
