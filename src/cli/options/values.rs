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

/// A number of tokens that prompts are held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    Tokens(usize),
    /// What the model reads.
    Room,
}

impl Limit {
    /// How many tokens it is, where there is room for so many.
    pub(crate) const fn tokens(self, room: usize) -> usize {
        match self {
            Self::Tokens(tokens) => tokens,
            Self::Room => room,
        }
    }
}

pub(crate) fn limit(typed: &str) -> Result<Limit, &'static str> {
    match typed {
        "room" => Ok(Limit::Room),
        number => whole_number(number)
            .map(Limit::Tokens)
            .map_err(|_| "expected a whole number such as 75, or the word room"),
    }
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
