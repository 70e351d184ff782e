//! Enters: nothing. Leaves: the text encoders of models, as programs name them that write a text for each.

/// A text encoder of a model, CLIP's or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextEncoder {
    /// CLIP-L.
    L,
    /// CLIP-G.
    G,
    /// T5, whose tokens are not CLIP's.
    T5,
}

impl TextEncoder {
    /// Its name: `l`, `g`, or `t5`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::L => "l",
            Self::G => "g",
            Self::T5 => "t5",
        }
    }
}
