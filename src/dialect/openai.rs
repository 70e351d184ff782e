//! Enters: nothing. Leaves: the dialect `openai` as data, with what other implementations in Python share with it.

use super::{CutOut, Model, Pattern, PatternSpecial, Rules, SpecialSpellings, Step, Usage};
use crate::unicode::UNICODE_18;

/// Text repair and character references come first, and special tokens count wherever the pattern reaches them.
///
/// Source: clip 1.0.1, `simple_tokenizer.SimpleTokenizer.encode`; ftfy 6.3.1, regex 2026.11.15, Python 3.11.
pub(super) static RULES: Rules = Rules {
    name: "openai",
    packages: "OpenAI's clip",
    usage: Usage::Widespread,
    model: Model::OpenAi,
    special_spellings: SpecialSpellings::OF_THE_VOCABULARY,
    cut_out: CutOut::Nothing,
    steps: STEPS,
    pattern: PATTERN_IN_PYTHON,
};

/// What OpenAI's implementation does to a text, and `open_clip` after it.
pub(super) const STEPS: &[Step] = &[
    Step::TextRepair,
    Step::HtmlReferences,
    Step::HtmlReferences,
    Step::WhitespaceTrimmed,
    Step::LowerCasing14,
];

/// The pattern of the implementations in Python, which ignores case. The text is in lower case by then, and the only
/// other letter that ignoring case takes for one of a contraction is the long s.
pub(super) const PATTERN_IN_PYTHON: Pattern = Pattern {
    special: PatternSpecial::Token,
    contractions: &["'s", "'ſ", "'t", "'re", "'ve", "'m", "'ll", "'d"],
    classes: &UNICODE_18,
};
