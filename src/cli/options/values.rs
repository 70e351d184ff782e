//! Enters: the value of an option as typed. Leaves: what it means: numbers, and the formats that verbs share.

use std::num::NonZeroUsize;

use clap::ValueEnum;

/// How `count` and `decode` print their answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnswerFormat {
    /// The bare answer
    #[value(alias = "text")]
    Human,
    /// A header, and tab-separated fields
    Tsv,
    /// One array for all answers
    Json,
    /// One object per line
    Jsonl,
}

pub(crate) fn whole_number(typed: &str) -> Result<usize, &'static str> {
    let digits = typed.bytes().all(|byte| byte.is_ascii_digit());
    typed.parse().ok().filter(|_| digits).ok_or("expected a whole number, such as 75")
}

pub(crate) fn whole_number_from_1(typed: &str) -> Result<NonZeroUsize, &'static str> {
    whole_number(typed)
        .ok()
        .and_then(NonZeroUsize::new)
        .ok_or("expected a whole number of at least 1, such as 2")
}
