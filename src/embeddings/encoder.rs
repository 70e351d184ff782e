//! Enters: the width of a table. Leaves: the text encoder that it belongs to.

/// A text encoder of CLIP, told by the width of its embedding table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TableEncoder {
    /// ViT-B/32 and ViT-B/16: 512 numbers a row.
    B,
    /// ViT-L/14: 768.
    L,
    /// ViT-H/14: 1024.
    H,
    /// ViT-bigG/14: 1280.
    G,
}

impl TableEncoder {
    /// All of them, by width.
    pub const ALL: [Self; 4] = [Self::B, Self::L, Self::H, Self::G];

    /// The one whose rows have so many numbers.
    pub fn of_width(width: u64) -> Option<Self> {
        Self::ALL.into_iter().find(|encoder| encoder.width() == width)
    }

    /// How many numbers a row has.
    pub const fn width(self) -> u64 {
        match self {
            Self::B => 512,
            Self::L => 768,
            Self::H => 1024,
            Self::G => 1280,
        }
    }

    /// What it is called.
    pub const fn title(self) -> &'static str {
        match self {
            Self::B => "ViT-B",
            Self::L => "CLIP-L (ViT-L/14)",
            Self::H => "CLIP-H (ViT-H/14)",
            Self::G => "CLIP-G (ViT-bigG/14)",
        }
    }
}
