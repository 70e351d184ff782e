//! Enters: numbers as people paste them: lists, arrays, tensors, in one line or several. Leaves: the rows of ids that they are, or what is wrong.

mod lexemes;
mod pasted;

use crate::cli::error::{IdError, IdProblem};
use crate::{TokenId, Vocabulary};

use lexemes::{Lexeme, Lexemes};
pub(crate) use pasted::{Pasted, PastedRows};

/// The names of what may be written before brackets, by their ends: `torch.tensor`, `np.array`, `Int32Array`.
const CONTAINERS: [&str; 7] = ["tensor", "Tensor", "array", "Array", "list", "tuple", "BatchEncoding"];

/// What holds ids where a value has a name; every other value with a name, such as `dtype=int64`, is no id.
const NAMED_IDS: [&str; 7] = ["input_ids", "ids", "tokens", "ort_tensor", "cpuData", "data", "numpy"];

/// The ids of one row. They may be of added tokens, which the vocabulary does not have.
///
/// # Errors
/// As [`rows`], and if there is another row or line.
pub(crate) fn parse_row(text: &str, vocabulary: &Vocabulary) -> Result<Vec<TokenId>, IdError> {
    let added = |number: u64| u16::try_from(number).ok().map(TokenId);
    let id = |number| vocabulary.id(number).or_else(|error| added(number).ok_or(error));
    let mut rows = Rows::of(text, vocabulary.len())?.into_iter();
    let first = rows.next().unwrap_or_default();
    let line = first.ids.windows(2).find_map(|pair| match pair {
        [(_, one), (_, other)] if !first.is_bracketed && has_newline(text, *one, *other) => Some(*other),
        _ => None,
    });
    if let Some(offset) = line.or_else(|| rows.next().map(|row| row.start)) {
        return Err(IdError { offset, problem: IdProblem::SecondRow });
    }
    ids_by(first, id)
}

fn has_newline(text: &str, from: usize, to: usize) -> bool {
    text.get(from..to).is_some_and(|between| between.contains('\n'))
}

/// The rows of a text. What stands in square brackets of its own is a row, and so is what stands in none.
///
/// # Errors
/// If something is no id, or was left out by whoever printed it, or a bracket is not closed.
pub(crate) fn rows(text: &str, vocabulary: &Vocabulary) -> Result<Vec<Vec<TokenId>>, IdError> {
    let rows = Rows::of(text, vocabulary.len())?;
    rows.into_iter().map(|row| ids_by(row, |number| vocabulary.id(number))).collect()
}

fn ids_by(
    row: RowOfNumbers,
    id: impl Fn(u64) -> Result<TokenId, crate::DecodeError>,
) -> Result<Vec<TokenId>, IdError> {
    let checked =
        |(number, offset)| id(number).map_err(|error| IdError { offset, problem: IdProblem::Unknown(error) });
    row.ids.into_iter().map(checked).collect()
}

/// A row, with the places where it and each number begin.
#[derive(Debug, Default)]
struct RowOfNumbers {
    start: usize,
    ids: Vec<(u64, usize)>,
    is_bracketed: bool,
}

/// An open bracket, or the text around all.
#[derive(Debug)]
enum Level {
    /// It holds a row, unless it holds rows.
    Square { row: RowOfNumbers, holds_rows: Holds },
    /// It stands around numbers, and makes no row of them. So many were in the row before it.
    Other { close: char, before: usize },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    Rows,
    NoRow,
}

/// The other half of a bracket.
const fn closing(bracket: char) -> char {
    match bracket {
        '[' => ']',
        '(' => ')',
        '<' => '>',
        _ => '}',
    }
}

/// What was read of a text so far.
struct Rows {
    done: Vec<RowOfNumbers>,
    around: RowOfNumbers,
    open: Vec<Level>,
    largest: usize,
}

impl Rows {
    fn of(text: &str, entries: usize) -> Result<Vec<RowOfNumbers>, IdError> {
        let largest = entries.saturating_sub(1);
        let mut rows = Self { done: Vec::new(), around: RowOfNumbers::default(), open: Vec::new(), largest };
        let mut lexemes = Lexemes::of(text);
        while let Some((lexeme, offset)) = lexemes.next() {
            match lexeme {
                Lexeme::Open(bracket) => rows.begin(bracket, offset),
                Lexeme::Close(bracket) => rows.end(bracket, lexemes.peek()),
                Lexeme::Comma => {}
                Lexeme::Word(word) => rows.word(word, offset, &mut lexemes)?,
                Lexeme::Quoted(word) if lexemes.is_before(&[':']) => {
                    rows.named(word, offset, &mut lexemes)?;
                }
                Lexeme::Quoted(word) => rows.number(word, offset)?,
                Lexeme::Elided => return Err(IdError { offset, problem: IdProblem::Elided }),
                Lexeme::Sign(_) => return Err(rows.no_number(lexemes.word_at(offset), offset)),
            }
        }
        rows.finish()
    }

    /// The row to which a number belongs.
    fn current(&mut self) -> &mut RowOfNumbers {
        let innermost = self.open.iter_mut().rev().find_map(|level| match level {
            Level::Square { row, .. } => Some(row),
            Level::Other { .. } => None,
        });
        innermost.unwrap_or(&mut self.around)
    }

    fn begin(&mut self, bracket: char, offset: usize) {
        if bracket == '[' {
            // Numbers before it are a row of their own.
            let row = std::mem::take(&mut self.current().ids);
            self.push(RowOfNumbers { start: offset, ids: row, is_bracketed: false });
            let row = RowOfNumbers { start: offset, ids: Vec::new(), is_bracketed: true };
            self.open.push(Level::Square { row, holds_rows: Holds::NoRow });
        } else {
            let before = self.current().ids.len();
            self.open.push(Level::Other { close: closing(bracket), before });
        }
    }

    /// Closes the innermost bracket of this kind. One that was never opened closes nothing.
    fn end(&mut self, bracket: char, next: Option<char>) {
        let closes = |level: &Level| match level {
            Level::Square { .. } => bracket == ']',
            Level::Other { close, .. } => bracket == *close,
        };
        let Some(at) = self.open.iter().rposition(closes) else { return };
        self.open.truncate(at + 1);
        match self.open.pop() {
            Some(Level::Square { row, holds_rows }) => {
                if !row.ids.is_empty() || holds_rows == Holds::NoRow {
                    self.done.push(row);
                }
                for level in &mut self.open {
                    if let Level::Square { holds_rows, .. } = level {
                        *holds_rows = Holds::Rows;
                    }
                }
            }
            // `Int32Array(4) [1, 2, 3, 4]`: how many there are is no id.
            Some(Level::Other { before, .. }) if next == Some('[') => {
                let ids = &mut self.current().ids;
                if ids.len() == before + 1 {
                    ids.pop();
                }
            }
            Some(Level::Other { .. }) | None => {}
        }
    }

    fn word(&mut self, word: &str, offset: usize, lexemes: &mut Lexemes<'_>) -> Result<(), IdError> {
        let begins_name = word.starts_with(|first: char| first.is_alphabetic() || first == '_');
        if begins_name && lexemes.is_before(&['=', ':']) {
            return self.named(word, offset, lexemes);
        }
        let is_container = CONTAINERS.iter().any(|name| word.ends_with(name));
        if is_container && lexemes.is_before(&['(', '[', '{']) {
            return Ok(());
        }
        self.number(word, offset)
    }

    /// Passes over a value whose name is not one of ids, within what was printed with it.
    fn named(&self, name: &str, offset: usize, lexemes: &mut Lexemes<'_>) -> Result<(), IdError> {
        let has_ids = NAMED_IDS.contains(&name);
        if !has_ids && self.open.is_empty() {
            return Err(self.no_number(lexemes.word_at(offset), offset));
        }
        lexemes.next();
        if !has_ids {
            lexemes.skip_value();
        }
        Ok(())
    }

    fn number(&mut self, word: &str, offset: usize) -> Result<(), IdError> {
        // JavaScript's `BigInt` ends with an n.
        let digits = word.strip_suffix('n').unwrap_or(word);
        // A sign is no part of an id, though Rust would read `+5`.
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = digits.parse().ok().filter(|_| is_number);
        let number = number.ok_or_else(|| self.no_number(word, offset))?;
        self.current().ids.push((number, offset));
        Ok(())
    }

    fn no_number(&self, word: &str, offset: usize) -> IdError {
        let problem = IdProblem::NoNumber { word: word.to_owned(), largest: self.largest };
        IdError { offset, problem }
    }

    /// Adds a row of numbers that stand in no brackets of their own, if there are any.
    fn push(&mut self, mut row: RowOfNumbers) {
        if let Some(&(_, start)) = row.ids.first() {
            row.start = start;
            self.done.push(row);
        }
    }

    fn finish(mut self) -> Result<Vec<RowOfNumbers>, IdError> {
        let unclosed = self.open.iter().find_map(|level| match level {
            Level::Square { row, .. } => Some(row.start),
            Level::Other { .. } => None,
        });
        if let Some(offset) = unclosed {
            return Err(IdError { offset, problem: IdProblem::Unclosed });
        }
        let around = std::mem::take(&mut self.around);
        if self.done.is_empty() {
            self.done.push(around);
        } else {
            self.push(around);
        }
        Ok(self.done)
    }
}
