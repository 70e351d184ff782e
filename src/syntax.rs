//! Enters: a prompt in the syntax of a program. Leaves: its segments with their weights, and the rows that the program fills.
//!
//! What stands between a program's prompt box and its tokenizer: comments and networks are removed, a prompt is parted by
//! `AND`, a part has other texts at other steps, and each text consists of segments, each with a weight. A program has a file
//! here, which says how it reads a prompt and how it fills rows; what programs share stands beside.
//!
//! Source: the programs' own files, in the versions that each file here names.

mod a1111;
mod comfyui;
mod forge;
mod invokeai;
mod long_prompt_weights;
mod lpw;
mod lpw_xl;
mod markup;
mod options;
mod program;
mod python;
mod raised;
mod reading;
mod rows;
mod sd_embed;
mod segments;

use crate::dialect::same_spelling;

pub use markup::Markup;
pub(crate) use markup::{Brackets, MarkupRules, OtherBackslashes};
pub use options::{Embedding, Emphasis, LongText, Polarity, Steps, SyntaxOption, SyntaxOptions};
pub(crate) use program::{Counting, Filling, Program};
pub use raised::{Raised, RaisedWhy};
pub(crate) use reading::TextChange;
pub use reading::{BlendWeights, Content, Network, Part, Reading, Removed, RemovedKind, Stage, WeightedText};
pub(crate) use rows::ROOM;
pub use rows::{FilledRows, RowEnd, SlotContent, Vectors, WeightedRow, WeightedSlot};
pub use segments::{Segment, Segments};

/// Declares the syntaxes: the one list in which each of them stands, in the order in which they are shown.
macro_rules! syntaxes {
    ($($(#[$doc:meta])* $variant:ident => $program:path,)+) => {
        /// The program whose prompt syntax a prompt is written in.
        ///
        /// ```
        /// use cliptok::Syntax;
        /// assert_eq!(Syntax::named("webui"), Some(Syntax::A1111));
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Syntax {
            $($(#[$doc])* $variant,)+
        }

        impl Syntax {
            /// Every syntax.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// What the program does.
            pub(crate) const fn program(self) -> &'static Program {
                match self {
                    $(Self::$variant => &$program,)+
                }
            }
        }
    };
}

syntaxes! {
    /// `a1111`: AUTOMATIC1111's stable-diffusion-webui.
    A1111 => a1111::PROGRAM,
    /// `forge`: stable-diffusion-webui-forge.
    Forge => forge::PROGRAM,
    /// `comfyui`: ComfyUI.
    ComfyUi => comfyui::PROGRAM,
    /// `invokeai`: InvokeAI, and diffusers with compel.
    InvokeAi => invokeai::PROGRAM,
    /// `sd-embed`: sd_embed with diffusers.
    SdEmbed => sd_embed::PROGRAM,
    /// `lpw`: diffusers' community pipeline lpw_stable_diffusion.
    Lpw => lpw::PROGRAM,
    /// `lpw-xl`: diffusers' community pipeline lpw_stable_diffusion_xl.
    LpwXl => lpw_xl::PROGRAM,
}

impl Syntax {
    /// The syntax of that name, or of another name that people use for the program. Case, white space, `-`, `_`, `.` and
    /// `/` do not count.
    pub fn named(name: &str) -> Option<Self> {
        let is_it = |syntax: &&Self| {
            let names = std::iter::once(syntax.name()).chain(syntax.aliases().iter().copied());
            names.into_iter().any(|known| same_spelling(known, name))
        };
        Self::ALL.iter().find(is_it).copied()
    }

    /// Its name on the command line and in JSON.
    pub const fn name(self) -> &'static str {
        self.program().name
    }

    /// What people call the program, such as `ComfyUI`.
    pub const fn title(self) -> &'static str {
        self.program().title
    }

    /// Other names that people use for the program.
    pub const fn aliases(self) -> &'static [&'static str] {
        self.program().aliases
    }

    /// In how many rows people who use the program expect a prompt to fit: 1, or 3 where it reads no more than 3.
    pub const fn usual_rows(self) -> usize {
        self.program().usual_rows
    }

    /// The options that the program looks at; it knows no others.
    ///
    /// ```
    /// use cliptok::{Syntax, syntax::SyntaxOption};
    /// assert_eq!(Syntax::ComfyUi.options(), [SyntaxOption::Embeddings]);
    /// ```
    pub const fn options(self) -> &'static [SyntaxOption] {
        self.program().options
    }

    /// The program, for a person to read.
    pub const fn about(self) -> &'static str {
        self.program().about
    }
}
