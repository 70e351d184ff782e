//! Enters: nothing. Leaves: the dialect `hf-basic` as data.

use super::openai::PATTERN_IN_PYTHON;
use super::{CutOut, Model, Rules, SpecialSpellings, Step, Usage};

/// The slow tokenizer where ftfy is not installed: BERT's way of cleaning a text takes its place.
///
/// Source: transformers 4.46.3, `BasicTokenizer(strip_accents=False, do_split_on_punc=False)`.
pub(super) static RULES: Rules = Rules {
    name: "hf-basic",
    packages: "slow tokenizers of transformers 4.31 to 4.57, without ftfy",
    usage: Usage::Current,
    model: Model::Sd1,
    special_spellings: SpecialSpellings::OF_THE_VOCABULARY,
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
