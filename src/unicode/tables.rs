//! Enters: nothing. Leaves: generated tables of what packages know of characters, each named for what it holds and its Unicode.

pub(crate) mod category_14;
pub(crate) mod classes_16;
pub(crate) mod classes_18;
pub(crate) mod composition_9;
pub(crate) mod final_sigma_14;
pub(crate) mod html_entities;
pub(crate) mod lower_14;
pub(crate) mod lower_17;
pub(crate) mod mojibake;
pub(crate) mod standard_width;
