//! Enters: the name of a dialect or of a model. Leaves: its rules as data: steps, pattern, special spellings, pad.
//!
//! A dialect is what one implementation of CLIP's tokenizer does to a text; a model preset is a
//! dialect with the padding and the context length that a model is fed with. The pipeline asks for
//! these values and never for a dialect's name: what a new one does differently is another value here.

use crate::character::{ClassTables, UNICODE_16, UNICODE_18};
use crate::context_length::ContextLength;
use crate::token::{SpecialToken, TokenId};
use crate::vocabulary::{Vocabulary, WordPosition};

/// One implementation's way from text to pre-tokens.
#[derive(Debug, PartialEq, Eq)]
pub struct Dialect {
    /// Its name on the command line and in JSON.
    pub name: &'static str,
    /// The packages that do this, for a person to read.
    pub packages: &'static str,
    /// How a prompt spells the start and the end token.
    pub special_spellings: SpecialSpellings,
    /// Which special tokens are cut out of the text before it is normalised.
    pub cut_out: CutOut,
    /// What then happens to each piece, in this order.
    pub steps: &'static [Step],
    /// How the normalised text is cut into pre-tokens.
    pub pattern: Pattern,
}

/// How a prompt spells the special tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpecialSpellings {
    /// What stands for the start token.
    pub start_of_text: &'static str,
    /// What stands for the end token.
    pub end_of_text: &'static str,
}

impl SpecialSpellings {
    /// How this token is spelled.
    pub const fn of(self, token: SpecialToken) -> &'static str {
        match token {
            SpecialToken::StartOfText => self.start_of_text,
            SpecialToken::EndOfText => self.end_of_text,
        }
    }
}

/// The spellings of OpenAI and of transformers, which are the vocabulary's own.
const OF_THE_VOCABULARY: SpecialSpellings = SpecialSpellings {
    start_of_text: SpecialToken::StartOfText.spelling(),
    end_of_text: SpecialToken::EndOfText.spelling(),
};

/// The spellings of `open_clip`, to which the vocabulary's own are plain text.
const OF_OPEN_CLIP: SpecialSpellings =
    SpecialSpellings { start_of_text: "<start_of_text>", end_of_text: "<end_of_text>" };

/// Which special tokens are found in the text as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CutOut {
    /// None: a spelling goes through normalisation with the rest, and may be found by the pattern.
    Nothing,
    /// All of them, in exactly their spelling, wherever they stand.
    ExactSpelling,
}

/// One step of normalisation. Their order is that in which a dialect would take them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// All that ftfy repairs: the steps from [`Step::Entities`] to [`Step::UnicodeComposition14`] on each
    /// line, again and again until nothing changes.
    TextRepair,
    /// HTML entities that end in a semicolon become characters, but for those of a text with `<` in it.
    Entities,
    /// Text that was decoded in the wrong encoding is decoded in the right one.
    Mojibake,
    /// U+0080 to U+009F become what Windows-1252 has in their places.
    C1Controls,
    /// Latin ligatures become their letters.
    Ligatures,
    /// Full-width and half-width characters become those of standard width.
    CharacterWidth,
    /// Curly quotes become straight ones.
    Quotes,
    /// All line breaks become line feeds.
    LineBreaks,
    /// Escape sequences that colour a terminal are dropped.
    TerminalEscapes,
    /// Control characters that show nothing are dropped.
    ControlCharacters,
    /// Control, format, private and unassigned characters of Unicode 14.0 are dropped.
    InvalidCharacters,
    /// Each CJK ideograph gets a space on both sides.
    IdeographSpacing,
    /// NFC of Unicode 14.0: characters assigned later neither compose nor change places.
    UnicodeComposition14,
    /// NFC of Unicode 9.0.
    UnicodeComposition9,
    /// HTML's character references become characters, those without a semicolon too.
    HtmlReferences,
    /// Every run of `\s` becomes one space. It is the same `\s` in every version of Unicode since 6.3.
    WhitespaceRuns,
    /// The same, and there is no space at the ends.
    WhitespaceTrimmed,
    /// Each character becomes its lower case in Unicode 17.0, whatever stands beside it.
    LowerCasing17,
    /// Python's lower case in Unicode 14.0: Σ at the end of a word is ς.
    LowerCasing14,
}

impl Step {
    /// What the step is called, in lower case but for abbreviations.
    pub const fn name(self) -> &'static str {
        match self {
            Self::TextRepair => "text repair",
            Self::Entities => "HTML entities",
            Self::Mojibake => "mojibake",
            Self::C1Controls => "C1 controls",
            Self::Ligatures => "ligatures",
            Self::CharacterWidth => "character width",
            Self::Quotes => "quotes",
            Self::LineBreaks => "line breaks",
            Self::TerminalEscapes => "terminal escapes",
            Self::ControlCharacters => "control characters",
            Self::InvalidCharacters => "invalid characters",
            Self::IdeographSpacing => "ideograph spacing",
            Self::UnicodeComposition14 | Self::UnicodeComposition9 => "unicode composition",
            Self::HtmlReferences => "HTML references",
            Self::WhitespaceRuns | Self::WhitespaceTrimmed => "whitespace",
            Self::LowerCasing17 | Self::LowerCasing14 => "lower-casing",
        }
    }
}

/// CLIP's pre-tokenization pattern: `<|startoftext|>`, `<|endoftext|>`, a contraction, a run of
/// letters, one number, or a run of what is neither of these nor white space. What differs between
/// dialects stands here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// What a special token's spelling becomes where the pattern finds it in the normalised text.
    pub special: PatternSpecial,
    /// The endings that are split from a word, in the order in which they are tried.
    pub contractions: &'static [&'static str],
    /// Which characters are letters, numbers and white space.
    pub classes: &'static ClassTables,
}

/// `'s|'t|'re|'ve|'m|'ll|'d` where case counts.
const CONTRACTIONS: &[&str] = &["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

/// The same where it does not. The text is in lower case by then, and the only other letter that ignoring case takes
/// for one of these is the long s.
const CONTRACTIONS_IGNORING_CASE: &[&str] = &["'s", "'ſ", "'t", "'re", "'ve", "'m", "'ll", "'d"];

/// What a special token's spelling becomes where the pattern finds it in the normalised text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatternSpecial {
    /// It is kept apart from its neighbours, then split as if it were text: `<|`, `startoftext`, `|>`.
    SplitAsText,
    /// It is the special token. Since case is ignored, the long s passes for an s: such a spelling is kept
    /// whole, and is merged as one word.
    Token,
}

/// transformers 5, and every fast tokenizer before it: a piece of text goes through NFC, white space
/// and lower-casing, then through CLIP's pattern and GPT-2's.
///
/// Source: transformers 5.23.0, `CLIPTokenizer`; tokenizers 0.23.3.
pub static HF: Dialect = Dialect {
    name: "hf",
    packages: "transformers 5 and fast tokenizers before it",
    special_spellings: OF_THE_VOCABULARY,
    cut_out: CutOut::ExactSpelling,
    steps: &[Step::UnicodeComposition9, Step::WhitespaceRuns, Step::LowerCasing17],
    pattern: Pattern {
        special: PatternSpecial::SplitAsText,
        contractions: CONTRACTIONS,
        classes: &UNICODE_16,
    },
};

/// The pattern of the implementations in Python, which ignores case.
const PATTERN_IN_PYTHON: Pattern = Pattern {
    special: PatternSpecial::Token,
    contractions: CONTRACTIONS_IGNORING_CASE,
    classes: &UNICODE_18,
};

/// What OpenAI's implementation does to a text, and all that follow it.
const STEPS_OF_OPENAI: &[Step] = &[
    Step::TextRepair,
    Step::HtmlReferences,
    Step::HtmlReferences,
    Step::WhitespaceTrimmed,
    Step::LowerCasing14,
];

/// OpenAI's own: text repair and character references first, and special tokens wherever the pattern
/// reaches them.
///
/// Source: clip 1.0.1, `simple_tokenizer.SimpleTokenizer.encode`; ftfy 6.3.1, regex 2026.11.15, Python 3.11.
pub static OPENAI: Dialect = Dialect {
    name: "openai",
    packages: "OpenAI's clip",
    special_spellings: OF_THE_VOCABULARY,
    cut_out: CutOut::Nothing,
    steps: STEPS_OF_OPENAI,
    pattern: PATTERN_IN_PYTHON,
};

/// `open_clip`: OpenAI's with other spellings of the special tokens.
///
/// Source: `open_clip_torch` 3.3.0, `tokenizer.SimpleTokenizer.encode`; ftfy, regex and Python as in [`OPENAI`].
pub static OPEN_CLIP: Dialect = Dialect {
    name: "open-clip",
    packages: "open_clip_torch",
    special_spellings: OF_OPEN_CLIP,
    cut_out: CutOut::Nothing,
    steps: STEPS_OF_OPENAI,
    pattern: PATTERN_IN_PYTHON,
};

/// The slow tokenizer of transformers 4 and before, where ftfy is installed.
///
/// Source: transformers 4.46.3, `CLIPTokenizer._tokenize`; ftfy, regex and Python as in [`OPENAI`].
pub static HF_SLOW: Dialect = Dialect {
    name: "hf-slow",
    packages: "slow tokenizers of transformers 4 and before, with ftfy",
    special_spellings: OF_THE_VOCABULARY,
    cut_out: CutOut::ExactSpelling,
    steps: &[Step::TextRepair, Step::WhitespaceTrimmed, Step::LowerCasing14],
    pattern: PATTERN_IN_PYTHON,
};

/// The same where ftfy is not installed: BERT's way of cleaning a text takes its place.
///
/// Source: transformers 4.46.3, `BasicTokenizer(strip_accents=False, do_split_on_punc=False)`.
pub static HF_BASIC: Dialect = Dialect {
    name: "hf-basic",
    packages: "slow tokenizers of transformers 4 and before, without ftfy",
    special_spellings: OF_THE_VOCABULARY,
    cut_out: CutOut::ExactSpelling,
    steps: &[
        Step::InvalidCharacters,
        Step::IdeographSpacing,
        Step::UnicodeComposition14,
        Step::WhitespaceTrimmed,
        Step::LowerCasing14,
    ],
    pattern: PATTERN_IN_PYTHON,
};

/// Every dialect, the default first.
pub static DIALECTS: &[&Dialect] = &[&HF, &OPENAI, &OPEN_CLIP, &HF_SLOW, &HF_BASIC];

/// The token that fills the slots after the end of a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pad {
    /// A special token.
    Special(SpecialToken),
    /// The entry of one byte inside a word, which stays ordinary text where it stands in a prompt.
    Symbol(u8),
    /// The entry of one byte inside a word. It is special as well: where it stands in a prompt,
    /// it is cut out of the text as special tokens are.
    SpecialSymbol(u8),
}

impl Pad {
    /// Its id.
    pub fn id(self, vocabulary: &Vocabulary) -> TokenId {
        match self {
            Self::Special(token) => vocabulary.special_id(token),
            Self::Symbol(byte) | Self::SpecialSymbol(byte) => vocabulary.symbol(byte, WordPosition::Inner),
        }
    }
}

/// What a model is fed with: a dialect, a pad, a context length.
#[derive(Debug, PartialEq, Eq)]
pub struct Model {
    /// Its name on the command line and in JSON.
    pub name: &'static str,
    /// What it is the text encoder of, for a person to read.
    pub about: &'static str,
    /// How its prompts are tokenized.
    pub dialect: &'static Dialect,
    /// What fills the slots after the end.
    pub pad: Pad,
    /// How many slots there are.
    pub context_length: ContextLength,
    /// What becomes of a prompt that has more tokens than slots.
    pub over_length: OverLength,
}

/// What becomes of a prompt that has more tokens than slots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverLength {
    /// The tokens that do not fit are cut off, and the last slot holds the end.
    Cut,
    /// It is an error, unless cutting is asked for.
    Refuse,
}

const fn diffusers(name: &'static str, about: &'static str, pad: Pad) -> Model {
    let (context_length, over_length) = (ContextLength::CLIP, OverLength::Cut);
    Model { name, about, dialect: &HF, pad, context_length, over_length }
}

/// Every model preset, the default first.
///
/// Source: the tokenizer configurations that diffusers loads for each; `tokenizer_2` of Stable
/// Diffusion XL and the tokenizer of 2.x name `!` as their pad token, which makes it special.
/// clip 1.0.1, `clip.tokenize`; `open_clip_torch` 3.3.0, `SimpleTokenizer.__call__`: rows of zeros that the
/// tokens are written into.
pub static MODELS: &[Model] = &[
    diffusers("sd1", "Stable Diffusion 1.x", Pad::Special(SpecialToken::EndOfText)),
    diffusers("sd2", "Stable Diffusion 2.x", Pad::SpecialSymbol(b'!')),
    diffusers(
        "sdxl-l",
        "the first encoder of Stable Diffusion XL, and CLIP-L of SD3 and Flux",
        Pad::Special(SpecialToken::EndOfText),
    ),
    diffusers("sdxl-g", "the second encoder of Stable Diffusion XL", Pad::SpecialSymbol(b'!')),
    Model {
        name: "openai",
        about: "OpenAI's CLIP by its own package",
        dialect: &OPENAI,
        pad: Pad::Symbol(b'!'),
        context_length: ContextLength::CLIP,
        over_length: OverLength::Refuse,
    },
    Model {
        name: "open-clip",
        about: "any model of open_clip with CLIP's vocabulary",
        dialect: &OPEN_CLIP,
        pad: Pad::Symbol(b'!'),
        context_length: ContextLength::CLIP,
        over_length: OverLength::Cut,
    },
];

/// The dialect of that name.
pub fn dialect(name: &str) -> Option<&'static Dialect> {
    DIALECTS.iter().copied().find(|dialect| dialect.name == name)
}

/// The model preset of that name.
pub fn model(name: &str) -> Option<&'static Model> {
    MODELS.iter().find(|model| model.name == name)
}
