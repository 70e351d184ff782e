//! Enters: reports. Leaves: their text, one room a format; what they share stands here.

pub mod counts;
pub mod decoded;
pub mod encoded;
pub mod escape;
pub mod html;
pub mod human;
pub mod ids;
pub mod json;
pub mod npy;
pub mod report;
pub mod tsv;

mod class;
mod digits;
mod names;
mod paint;
mod wording;
mod wrap;
