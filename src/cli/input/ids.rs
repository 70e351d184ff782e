//! Enters: a text of numbers. Leaves: the ids that they are, or which of them is none.

use crate::cli::error::{IdError, IdProblem};
use crate::{TokenId, Vocabulary};

/// The ids of one row: those of a text that is one line.
///
/// # Errors
/// As [`parse`], and if there is another line.
pub(crate) fn parse_row(text: &str, vocabulary: &Vocabulary) -> Result<Vec<TokenId>, IdError> {
    let row = text.trim_end();
    match row.find('\n').filter(|&end| !row.get(..end).unwrap_or_default().trim().is_empty()) {
        Some(end) => Err(IdError { offset: end + 1, problem: IdProblem::SecondRow }),
        None => parse(row, vocabulary),
    }
}

/// The ids of a text: numbers with white space, commas, brackets or parentheses around them.
///
/// # Errors
/// If a word is no number, or none of the vocabulary's.
pub(crate) fn parse(text: &str, vocabulary: &Vocabulary) -> Result<Vec<TokenId>, IdError> {
    let separates =
        |character: char| character.is_whitespace() || matches!(character, ',' | '[' | ']' | '(' | ')');
    let mut ids = Vec::new();
    let mut offset = 0;
    for word in text.split_inclusive(separates) {
        let number = word.trim_end_matches(separates);
        if !number.is_empty() {
            let wrong = |problem| IdError { offset, problem };
            // A sign is no part of an id, though Rust would read `+5`.
            let digits = number.bytes().all(|byte| byte.is_ascii_digit());
            let value: Option<u64> = number.parse().ok().filter(|_| digits);
            let largest = vocabulary.len().saturating_sub(1);
            let no_number = || wrong(IdProblem::NoNumber { word: number.to_owned(), largest });
            let value = value.ok_or_else(no_number)?;
            ids.push(vocabulary.id(value).map_err(|error| wrong(IdProblem::Unknown(error)))?);
        }
        offset += word.len();
    }
    Ok(ids)
}
