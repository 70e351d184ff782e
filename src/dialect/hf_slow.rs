//! Enters: nothing. Leaves: the dialect `hf-slow` as data.

use super::openai::PATTERN_IN_PYTHON;
use super::{CutOut, Model, Rules, SpecialSpellings, Step, Usage};

/// The slow tokenizer of transformers 4 and before, where ftfy is installed.
///
/// Source: transformers 4.46.3, `CLIPTokenizer._tokenize`; ftfy, regex and Python as in `openai`.
pub(super) static RULES: Rules = Rules {
    name: "hf-slow",
    packages: "slow tokenizers of transformers 4 and before, with ftfy",
    usage: Usage::Current,
    model: Model::Sd1,
    special_spellings: SpecialSpellings::OF_THE_VOCABULARY,
    cut_out: CutOut::ExactSpelling,
    steps: &[Step::TextRepair, Step::WhitespaceTrimmed, Step::LowerCasing14],
    pattern: PATTERN_IN_PYTHON,
};
