//! Enters: the name of a model. Leaves: what it is fed with: a dialect, a pad, a context length, a rule for long prompts.

use cliptok_bpe::{SpecialToken, TokenId, Vocabulary, WordPosition};

use super::{ContextLength, Dialect};

/// The token that fills the slots after the end of a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Pad {
    /// A special token.
    Special(SpecialToken),
    /// The entry of one byte inside a word, which stays ordinary text where it stands in a prompt.
    Symbol(u8),
    /// The entry of one byte inside a word. It is special as well: where it stands in a prompt, it is cut out of the text
    /// as special tokens are.
    SpecialSymbol(u8),
    /// An entry that a tokenizer folder names for it, which is special too.
    Named(TokenId),
}

impl Pad {
    /// The end-of-text token, as most programs have it.
    pub(crate) const END: Self = Self::Special(SpecialToken::EndOfText);

    /// Its id.
    pub fn id(self, vocabulary: &Vocabulary) -> TokenId {
        match self {
            Self::Special(token) => vocabulary.special_id(token),
            Self::Symbol(byte) | Self::SpecialSymbol(byte) => vocabulary.symbol(byte, WordPosition::Inner),
            Self::Named(id) => id,
        }
    }
}

/// What becomes of a prompt that has more tokens than slots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OverLength {
    /// The tokens that do not fit are cut off, and the last slot holds the end.
    Cut,
    /// It is an error, unless cutting is asked for.
    Refuse,
}

/// What a model is fed with.
#[derive(Debug)]
struct Preset {
    name: &'static str,
    about: &'static str,
    dialect: Dialect,
    pad: Pad,
    over_length: OverLength,
}

/// Declares the models: the one list in which each of them stands, in the order in which they are shown.
macro_rules! models {
    ($($(#[$doc:meta])* $variant:ident => $preset:expr,)+) => {
        /// A text encoder, and what it is fed with.
        ///
        /// Source: the tokenizer configurations that diffusers loads for each; `tokenizer_2` of Stable Diffusion XL and
        /// the tokenizer of 2.x name `!` as their pad token, which makes it special. clip 1.0.1, `clip.tokenize`;
        /// `open_clip_torch` 3.3.0, `SimpleTokenizer.__call__`: rows of zeros that the tokens are written into.
        ///
        /// ```
        /// use cliptok::{Dialect, Model};
        /// assert_eq!(Model::named("sd2"), Some(Model::Sd2));
        /// assert_eq!(Model::Sd2.dialect(), Dialect::Hf);
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Model {
            $($(#[$doc])* $variant,)+
        }

        impl Model {
            /// Every model, the default first.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            const fn preset(self) -> &'static Preset {
                match self {
                    $(Self::$variant => const { &$preset },)+
                }
            }
        }
    };
}

models! {
    /// `sd1`: Stable Diffusion 1.x.
    Sd1 => diffusers("sd1", "Stable Diffusion 1.x", Pad::Special(SpecialToken::EndOfText)),
    /// `sd2`: Stable Diffusion 2.x.
    Sd2 => diffusers("sd2", "Stable Diffusion 2.x", Pad::SpecialSymbol(b'!')),
    /// `sdxl-l`: the first encoder of Stable Diffusion XL, and CLIP-L of SD3 and Flux.
    SdxlL => diffusers(
        "sdxl-l",
        "the first encoder of Stable Diffusion XL, and CLIP-L of SD3 and Flux",
        Pad::Special(SpecialToken::EndOfText),
    ),
    /// `sdxl-g`: the second encoder of Stable Diffusion XL.
    SdxlG => diffusers("sdxl-g", "the second encoder of Stable Diffusion XL", Pad::SpecialSymbol(b'!')),
    /// `openai`: OpenAI's CLIP by its own package.
    OpenAi => Preset {
        name: "openai",
        about: "OpenAI's CLIP by its own package",
        dialect: Dialect::OpenAi,
        pad: Pad::Symbol(b'!'),
        over_length: OverLength::Refuse,
    },
    /// `open-clip`: any model of `open_clip` with CLIP's vocabulary.
    OpenClip => Preset {
        name: "open-clip",
        about: "any model of open_clip with CLIP's vocabulary",
        dialect: Dialect::OpenClip,
        pad: Pad::Symbol(b'!'),
        over_length: OverLength::Cut,
    },
}

const fn diffusers(name: &'static str, about: &'static str, pad: Pad) -> Preset {
    Preset { name, about, dialect: Dialect::Hf, pad, over_length: OverLength::Cut }
}

impl Model {
    /// The model of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|model| model.name() == name)
    }

    /// Its name on the command line and in JSON.
    pub const fn name(self) -> &'static str {
        self.preset().name
    }

    /// What it is the text encoder of, for a person to read.
    pub const fn about(self) -> &'static str {
        self.preset().about
    }

    /// How its prompts are tokenized.
    pub const fn dialect(self) -> Dialect {
        self.preset().dialect
    }

    /// What fills the slots after the end.
    pub const fn pad(self) -> Pad {
        self.preset().pad
    }

    /// How many slots it reads.
    pub const fn context_length(self) -> ContextLength {
        ContextLength::CLIP
    }

    /// What becomes of a prompt that has more tokens than slots.
    pub const fn over_length(self) -> OverLength {
        self.preset().over_length
    }
}
