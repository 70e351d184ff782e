//! Enters: nothing. Leaves: the dialect `open-clip` as data.

use super::openai::{PATTERN_IN_PYTHON, STEPS};
use super::{CutOut, Model, Rules, SpecialSpellings, Usage};

/// OpenAI's steps with other spellings of the special tokens; the vocabulary's own are plain text.
///
/// Source: `open_clip_torch` 3.3.0, `tokenizer.SimpleTokenizer.encode`; ftfy, regex and Python as in `openai`.
pub(super) static RULES: Rules = Rules {
    name: "open-clip",
    packages: "open_clip_torch",
    usage: Usage::Widespread,
    model: Model::OpenClip,
    special_spellings: SpecialSpellings { start_of_text: "<start_of_text>", end_of_text: "<end_of_text>" },
    cut_out: CutOut::Nothing,
    steps: STEPS,
    pattern: PATTERN_IN_PYTHON,
};
