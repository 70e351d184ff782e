//! Enters: the width of a table. Leaves: the text encoder that it belongs to.

use crate::dialect::Checkpoint;

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

    /// Those that read the prompts of a model; empty for one of packages that have many.
    pub const fn of_model(model: Checkpoint) -> &'static [Self] {
        match model {
            Checkpoint::Sd1 | Checkpoint::SdxlL | Checkpoint::Flux => &[Self::L],
            Checkpoint::Sd2 => &[Self::H],
            Checkpoint::SdxlG => &[Self::G],
            Checkpoint::Sdxl | Checkpoint::Sd3 => &[Self::L, Self::G],
            Checkpoint::OpenAi | Checkpoint::OpenClip => &[],
        }
    }

    /// A model whose prompts it reads: the one that most of its tables are of.
    pub const fn usual_model(self) -> Checkpoint {
        match self {
            Self::B | Self::L => Checkpoint::Sd1,
            Self::H => Checkpoint::Sd2,
            Self::G => Checkpoint::SdxlG,
        }
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
