//! Enters: nothing. Leaves: generated tables of what packages know of characters, each named for what it holds and its Unicode.

pub mod category_14;
pub mod classes_16;
pub mod classes_18;
pub mod composition_9;
pub mod final_sigma_14;
pub mod html_entities;
pub mod lower_14;
pub mod lower_17;
pub mod mojibake;
pub mod standard_width;
