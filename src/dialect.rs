//! Enters: the name of a dialect. Leaves: its rules as data: steps, pattern, spellings of special tokens.
//!
//! A dialect is what one implementation of CLIP's tokenizer does to a text. The pipeline asks for its rules and never
//! for its name: what a new dialect does differently is another value here.

mod checkpoint;
mod context_length;
mod hf;
mod hf_basic;
mod hf_basic_4_30;
mod hf_slow;
mod model;
mod open_clip;
mod openai;
mod rules;
mod spelling;
mod step;
mod text_encoder;

pub use checkpoint::Checkpoint;
pub use context_length::{ContextLength, ContextLengthError};
pub use model::{Model, OverLength, Pad};
pub(crate) use rules::{CutOut, Pattern, PatternSpecial, Rules, SpecialSpellings, Usage};
pub use spelling::same_spelling;
pub use step::Step;
pub use text_encoder::TextEncoder;

/// Declares the dialects: the one list in which each of them stands, in the order in which they are shown.
macro_rules! dialects {
    ($($(#[$doc:meta])* $variant:ident => $rules:path,)+) => {
        /// One implementation's way from a text to its tokens.
        ///
        /// ```
        /// use cliptok::{Dialect, Encoder};
        /// let ids = |dialect| Encoder::for_dialect(dialect).ids("it’s");
        /// assert_eq!(ids(Dialect::OpenAi).len(), 2);
        /// assert_eq!(ids(Dialect::Hf).len(), 4, "a curly quote stays, and takes two tokens");
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Dialect {
            $($(#[$doc])* $variant,)+
        }

        impl Dialect {
            /// Every dialect, the default first.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// What it does.
            pub(crate) const fn rules(self) -> &'static Rules {
                match self {
                    $(Self::$variant => &$rules,)+
                }
            }
        }
    };
}

dialects! {
    /// `hf`: transformers 5, and every fast tokenizer before it.
    Hf => hf::RULES,
    /// `openai`: OpenAI's own package `clip`.
    OpenAi => openai::RULES,
    /// `open-clip`: the package `open_clip_torch`.
    OpenClip => open_clip::RULES,
    /// `hf-slow`: the slow tokenizer of transformers 4 and before, where ftfy is installed.
    HfSlow => hf_slow::RULES,
    /// `hf-basic`: the slow tokenizer of transformers 4.31 to 4.57 where ftfy is not installed.
    HfBasic => hf_basic::RULES,
    /// `hf-basic-4.30`: the slow tokenizer of transformers 4.30 and before where ftfy is not installed.
    HfBasic430 => hf_basic_4_30::RULES,
}

impl Dialect {
    /// The dialect of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|dialect| dialect.name() == name)
    }

    /// Its name on the command line and in JSON.
    pub const fn name(self) -> &'static str {
        self.rules().name
    }

    /// The packages that do this, for a person to read.
    pub const fn packages(self) -> &'static str {
        self.rules().packages
    }

    /// Whether models are commonly fed by it today: ids that differ from these are worth a warning.
    pub fn is_widespread(self) -> bool {
        self.rules().usage == Usage::Widespread
    }

    /// Whether programs of today no longer run it: it is there for ids that were made by older ones.
    ///
    /// ```
    /// use cliptok::Dialect;
    /// assert!(Dialect::HfBasic430.is_outdated() && !Dialect::HfBasic.is_outdated());
    /// ```
    pub fn is_outdated(self) -> bool {
        self.rules().usage == Usage::Outdated
    }

    /// Whether a text may be cut before any ASCII space, so that the tokens of its pieces, one after the other, are
    /// those of the whole.
    ///
    /// No special spelling, composition, reference or match of the pattern has such a space in it; only text repair
    /// judges a text as a whole.
    ///
    /// ```
    /// use cliptok::Dialect;
    /// assert!(Dialect::Hf.parts_at_spaces() && !Dialect::OpenAi.parts_at_spaces());
    /// ```
    pub fn parts_at_spaces(self) -> bool {
        !self.rules().steps.contains(&Step::TextRepair)
    }
}
