//! Enters: nothing. Leaves: what a program is told beside a prompt: settings, the other prompt, and its embeddings.

use std::fmt;

/// What a program is told beside a prompt. Each program looks at what it knows, and at nothing else.
///
/// ```
/// use cliptok::syntax::{Embedding, SyntaxOptions};
/// let mut options = SyntaxOptions::default();
/// options.embeddings.push(Embedding { name: "easynegative".to_owned(), vectors: 8 });
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxOptions {
    /// Which of the two prompts this is.
    pub polarity: Polarity,
    /// The negative prompt, where a program lengthens the shorter of the two to the length of the other.
    pub negative_prompt: String,
    /// How many steps there are, for schedules and alternations.
    pub steps: Steps,
    /// How many slots a1111 looks back for a comma at which a row ends; 0 turns it off.
    pub comma_backtrack: usize,
    /// What a1111 and forge make of weights.
    pub emphasis: Emphasis,
    /// What compel makes of a prompt that is longer than a row.
    pub long_text: LongText,
    /// The embeddings that the program has.
    pub embeddings: Vec<Embedding>,
}

impl Default for SyntaxOptions {
    fn default() -> Self {
        Self {
            polarity: Polarity::Positive,
            negative_prompt: String::new(),
            steps: Steps::DEFAULT,
            comma_backtrack: 20,
            emphasis: Emphasis::Original,
            long_text: LongText::Rows,
            embeddings: Vec::new(),
        }
    }
}

/// Which of the two prompts of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Polarity {
    /// The prompt.
    Positive,
    /// The negative prompt.
    Negative,
}

impl Polarity {
    /// Its name: `positive` or `negative`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Negative => "negative",
        }
    }
}

/// What a1111 and forge make of the weights that a prompt gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emphasis {
    /// They are applied, and the mean is restored.
    Original,
    /// They are applied.
    NoNorm,
    /// They are read and not applied.
    Ignore,
    /// Brackets, escapes and `BREAK` are text.
    None,
}

impl Emphasis {
    /// Every way, the default first.
    pub const ALL: [Self; 4] = [Self::Original, Self::NoNorm, Self::Ignore, Self::None];

    /// The way of that name.
    ///
    /// ```
    /// use cliptok::syntax::Emphasis;
    /// assert_eq!(Emphasis::named("no-norm"), Some(Emphasis::NoNorm));
    /// ```
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|emphasis| emphasis.name() == name)
    }

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::NoNorm => "no-norm",
            Self::Ignore => "ignore",
            Self::None => "none",
        }
    }

    /// What it does, for a person to read.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Original => "Apply them, and restore the mean",
            Self::NoNorm => "Apply them",
            Self::Ignore => "Read them, and do not apply them",
            Self::None => "Brackets, escapes, and BREAK are text",
        }
    }
}

/// Something that a program can be told beside a prompt: a field of [`SyntaxOptions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SyntaxOption {
    /// [`SyntaxOptions::polarity`].
    Negative,
    /// [`SyntaxOptions::negative_prompt`].
    NegativePrompt,
    /// [`SyntaxOptions::steps`].
    Steps,
    /// [`SyntaxOptions::comma_backtrack`].
    CommaBacktrack,
    /// [`SyntaxOptions::emphasis`].
    Emphasis,
    /// [`SyntaxOptions::long_text`].
    Truncate,
    /// [`SyntaxOptions::embeddings`].
    Embeddings,
}

impl SyntaxOption {
    /// Its name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Negative => "negative",
            Self::NegativePrompt => "negative_prompt",
            Self::Steps => "steps",
            Self::CommaBacktrack => "comma_backtrack",
            Self::Emphasis => "emphasis",
            Self::Truncate => "truncate",
            Self::Embeddings => "embeddings",
        }
    }
}

/// What becomes of a prompt that has more tokens than a row, where the program can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LongText {
    /// It goes on in further rows.
    Rows,
    /// It is cut at the end of the first row.
    OneRow,
}

/// How many sampling steps there are: 1 to 10,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Steps(u32);

impl Steps {
    /// What the programs have if nobody moves the slider: 20.
    pub const DEFAULT: Self = Self(20);

    /// The most there may be.
    pub const MAX: u32 = 10_000;

    /// So many steps; `None` if it is 0 or more than [`Steps::MAX`].
    pub const fn new(steps: u32) -> Option<Self> {
        if matches!(steps, 1..=Self::MAX) { Some(Self(steps)) } else { None }
    }

    /// How many.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl fmt::Display for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An embedding (textual inversion) that a program has: a name that stands for vectors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embedding {
    /// Its name, as its file is called.
    pub name: String,
    /// How many vectors it has, each of which takes a slot.
    pub vectors: usize,
}
