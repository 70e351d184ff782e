//! Enters: nothing. Leaves: generated tables of what packages know of Unicode, each named for its version.

pub mod classes_16;
pub mod composition_9;
pub mod lower_17;
