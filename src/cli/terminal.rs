//! Enters: text for a person. Leaves: it on a terminal: as wide as it is, in its colors, with nothing in it that could change it.

mod labels;
mod notice;
mod paint;
mod progress;
mod screen;
pub mod symbol;
mod wrap;

pub use labels::{hanging, labeled, labeled_in, shown, sizes, unlabeled};
pub use notice::{notice, notice_usage};
pub use paint::{QUIET, STRONG, WARNING, style_of, write_line};
pub use progress::Progress;
pub use screen::{Color, LABEL, Screen, columns};
pub use wrap::{Piece, lines, padded, width};
