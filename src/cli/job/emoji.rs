//! Enters: nothing. Leaves: what can be asked of Unicode's emoji.

use crate::Encoder;

use crate::cli::args::EmojiFormat;

use crate::cli::output::{Colors, Target};

#[derive(Debug)]
pub struct Emoji {
    pub encoder: Encoder,
    pub question: EmojiQuestion,
    /// The version of Unicode whose emoji are meant.
    pub unicode: (u32, u32),
    pub format: EmojiFormat,
    pub colors: Colors,
    pub target: Target,
}

#[derive(Debug)]
pub enum EmojiQuestion {
    /// How many are one token, in each group?
    Summary,
    /// Which are like this?
    Like(WantedEmoji),
}

/// What is wanted of emoji, all of it.
#[derive(Debug)]
pub struct WantedEmoji {
    /// What was typed: an emoji, or a part of a name.
    pub text: Option<String>,
    pub group: Option<String>,
    pub tokens: TokensOfEmoji,
    /// How many of those that are found are shown.
    pub first: usize,
    pub neighbors: Neighbors,
}

/// What tokens are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokensOfEmoji {
    Any,
    Single,
    Fallback,
}

/// Whether it is shown what stands beside an emoji and changes its ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Neighbors {
    Omitted,
    Shown,
}
