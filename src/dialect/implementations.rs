//! Enters: nothing. Leaves: the dialects, each an implementation that is in use, as data.

use super::{CutOut, Dialect, Pattern, PatternSpecial, SpecialSpellings, Step};
use crate::character::{UNICODE_16, UNICODE_18};
use crate::token::SpecialToken;

/// The spellings of OpenAI and of transformers, which are the vocabulary's own.
const OF_THE_VOCABULARY: SpecialSpellings = SpecialSpellings {
    start_of_text: SpecialToken::StartOfText.spelling(),
    end_of_text: SpecialToken::EndOfText.spelling(),
};

/// The spellings of `open_clip`, to which the vocabulary's own are plain text.
const OF_OPEN_CLIP: SpecialSpellings =
    SpecialSpellings { start_of_text: "<start_of_text>", end_of_text: "<end_of_text>" };

/// `'s|'t|'re|'ve|'m|'ll|'d` where case counts.
const CONTRACTIONS: &[&str] = &["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

/// The same where it does not. The text is in lower case by then, and the only other letter that ignoring case takes
/// for one of these is the long s.
const CONTRACTIONS_IGNORING_CASE: &[&str] = &["'s", "'ſ", "'t", "'re", "'ve", "'m", "'ll", "'d"];

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

/// The dialects that most models are fed with today, by one package or the other.
pub static WIDELY_USED: &[&Dialect] = &[&HF, &OPENAI, &OPEN_CLIP];
