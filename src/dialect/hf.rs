//! Enters: nothing. Leaves: the dialect `hf` as data.

use super::{CutOut, Model, Pattern, PatternSpecial, Rules, SpecialSpellings, Step, Usage};
use crate::unicode::UNICODE_16;

/// A piece of text goes through NFC, white space and lower-casing, then through CLIP's pattern and GPT-2's.
///
/// Source: transformers 5.23.0, `CLIPTokenizer`; tokenizers 0.23.3.
pub(super) static RULES: Rules = Rules {
    name: "hf",
    packages: "transformers 5, and fast tokenizers before it",
    usage: Usage::Widespread,
    model: Model::Sd1,
    special_spellings: SpecialSpellings::OF_THE_VOCABULARY,
    cut_out: CutOut::AsTokensSay,
    steps: &[Step::UnicodeComposition9, Step::WhitespaceRuns, Step::LowerCasing17],
    pattern: Pattern {
        special: PatternSpecial::SplitAsText,
        contractions: &["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"],
        classes: &UNICODE_16,
    },
};
