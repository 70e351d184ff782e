//! Enters: reports. Leaves: their text, one room a format; what they share stands here.

pub mod counts;
pub mod decoded;
pub mod encoded;
pub mod human;
pub mod ids;
pub mod npy;
pub mod tsv;

mod digits;
mod paint;
mod wrap;
