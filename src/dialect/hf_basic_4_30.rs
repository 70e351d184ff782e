//! Enters: nothing. Leaves: the dialect `hf-basic-4.30` as data.

use super::openai::PATTERN_IN_PYTHON;
use super::{CutOut, Model, Rules, SpecialSpellings, Step, Usage};

/// The slow tokenizer where ftfy is not installed, as it was until July 2023: BERT's way of cleaning a text, accents and
/// punctuation and all. No apostrophe stands beside a letter afterwards, and no `<|` is left together, so the pattern
/// finds neither contractions nor special tokens.
///
/// Source: transformers 4.30.2, `BasicTokenizer(do_lower_case=True)`, under Python 3.11.
pub(super) static RULES: Rules = Rules {
    name: "hf-basic-4.30",
    packages: "slow tokenizers of transformers 4.30 and before, without ftfy",
    usage: Usage::Outdated,
    model: Model::Sd1,
    special_spellings: SpecialSpellings::OF_THE_VOCABULARY,
    cut_out: CutOut::ExactSpelling,
    steps: &[
        Step::InvalidCharacters,
        Step::IdeographSpacing,
        Step::WhitespaceTrimmed,
        Step::LowerCasing14,
        Step::Accents,
        Step::PunctuationSpacing,
        // Where only marks stood between white space, nothing is left.
        Step::WhitespaceTrimmed,
    ],
    pattern: PATTERN_IN_PYTHON,
};
