//! Enters: positions in a text. Leaves: spans of bytes, the way back from a rewritten text, and which spans share a grapheme.

mod alignment;
mod graphemes;
mod offsets;
mod span;
#[cfg(test)]
mod tests;
mod traced;

pub(crate) use alignment::Aligned;
pub use alignment::Alignment;
pub use graphemes::{Sharing, sharing};
pub use offsets::{TextUnit, offsets};
pub use span::Span;
pub(crate) use traced::Traced;
