//! Enters: text for a person. Leaves: it on a terminal: as wide as it is, in its colors, with nothing in it that could change it.

mod folded;
mod labels;
mod notice;
mod paint;
mod places;
mod program;
mod progress;
mod screen;
pub(super) mod symbol;
mod wrap;

pub(super) use labels::{hanging, labeled, labeled_in, shown, sizes, unlabeled, write_wrapped};
pub(super) use notice::{notice, notice_usage};
pub(super) use paint::{GOOD, QUIET, STRONG, Tint, WARNING, style_of, tint, write_line};
pub(super) use places::Places;
pub(super) use program::{on_one_line, write_program, write_read_prompt};
pub(super) use progress::Progress;
pub(super) use screen::{Color, Colors, LABEL, Screen, columns, rows};
pub(super) use wrap::{Piece, clipped, lines, padded, width};
