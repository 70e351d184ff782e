//! Enters: what is wrong with a call. Leaves: the exception that a user of Python expects, in words that name the place.

use std::fmt;

use cliptok::report::settings::NameError;
use cliptok::syntax::Raised;
use pyo3::exceptions::{PyOSError, PyRuntimeError, PyTypeError, PyUnicodeError, PyValueError};
use pyo3::prelude::*;

pyo3::create_exception!(
    cliptok,
    TooLongError,
    PyValueError,
    "A text has more tokens than its row has room for: `texts[index]` has `tokens`, and there is room for `room`."
);

/// What is wrong with a call.
#[derive(Debug)]
pub(crate) enum Wrong {
    /// A text is no `str`.
    NotText { at: usize, kind: String },
    /// A `str` has half of a surrogate pair, which no encoding of text has.
    LoneSurrogate { at: usize },
    /// A text in an Arrow array is null.
    Null { at: usize },
    /// A text in an Arrow array is not UTF-8.
    NotUtf8 { at: usize },
    /// All texts together are `bytes`.
    Bytes { kind: String },
    /// Texts are too long for their rows.
    TooLong { at: usize, tokens: usize, room: usize, others: usize },
    /// An Arrow array is not of strings.
    NotStrings { format: String },
    /// An Arrow array is not laid out as its format says.
    BrokenArrow { what: &'static str },
    /// An Arrow stream ended with an error.
    BrokenStream { code: i32, words: String },
    /// A name is not that of anything that can be meant.
    Name(NameError),
    /// A number has no meaning where it stands.
    Number { what: &'static str, typed: String, meant: &'static str },
    /// The library refuses a value, in its own words.
    Refused { words: String },
    /// An id in a list is not in the vocabulary.
    Id { at: usize, words: String },
    /// An id in a list is no number.
    NotId { at: usize, kind: String },
    /// The program whose syntax a prompt is written in fails on it.
    Raises { at: Option<usize>, title: &'static str, raised: Raised },
    /// The tokenizer reads a program's syntax, and what is asked has no weights.
    HasWeights { asked: &'static str },
    /// The tokenizer reads no program's syntax.
    NoRows,
    /// Numpy gave something else than was asked for.
    Numpy,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotText { at, kind } => write!(f, "texts[{at}] is {kind}, not str"),
            Self::LoneSurrogate { at } => {
                write!(
                    f,
                    "texts[{at}] has a lone surrogate, which UTF-8 cannot hold; \
                     s.encode('utf-16', 'surrogatepass').decode('utf-16', 'replace') repairs it"
                )
            }
            Self::Null { at } => write!(f, "texts[{at}] is null, not a string"),
            Self::NotUtf8 { at } => write!(f, "texts[{at}] is not UTF-8"),
            Self::Bytes { kind } => write!(f, "texts is {kind}, not str; decode it first"),
            Self::TooLong { at, tokens, room, others } => {
                write!(f, "texts[{at}] has {tokens} tokens, and a row has room for {room}")?;
                match others {
                    0 => {}
                    1 => f.write_str("; another text is too long, too")?,
                    _ => write!(f, "; {others} other texts are too long, too")?,
                }
                f.write_str("; truncate=True cuts what does not fit")
            }
            Self::NotStrings { format } => {
                write!(
                    f,
                    "the Arrow array is not of strings: its format is {format:?}, and u, U and vu are read"
                )
            }
            Self::BrokenArrow { what } => write!(f, "the Arrow array is broken: {what}"),
            Self::BrokenStream { code, words } => {
                write!(f, "the Arrow stream failed with error {code}: {words}")
            }
            Self::Name(error) => error.fmt(f),
            Self::Number { what, typed, meant } => write!(f, "{what} is {typed}, and must be {meant}"),
            Self::Refused { words } => f.write_str(words),
            Self::Id { at, words } => write!(f, "ids[{at}]: {words}"),
            Self::NotId { at, kind } => write!(f, "ids[{at}] is {kind}, not int"),
            Self::Raises { at: None, title, raised } => {
                write!(f, "{title} raises {} on the prompt: {raised}", raised.class())
            }
            Self::Raises { at: Some(at), title, raised } => {
                write!(f, "{title} raises {} on texts[{at}]: {raised}", raised.class())
            }
            Self::HasWeights { asked } => {
                write!(f, "{asked} has no weights, and this tokenizer reads them; rows() has both")
            }
            Self::NoRows => f.write_str(
                "this tokenizer reads no program's syntax; make one with as_=, such as as_=\"a1111\"",
            ),
            Self::Numpy => f.write_str("numpy gave an array of another layout"),
        }
    }
}

impl std::error::Error for Wrong {}

impl From<NameError> for Wrong {
    fn from(error: NameError) -> Self {
        Self::Name(error)
    }
}

impl From<Wrong> for PyErr {
    fn from(wrong: Wrong) -> Self {
        let words = wrong.to_string();
        match wrong {
            Wrong::TooLong { at, tokens, room, .. } => too_long(words, at, tokens, room),
            Wrong::LoneSurrogate { .. } => PyUnicodeError::new_err(words),
            Wrong::NotText { .. }
            | Wrong::Null { .. }
            | Wrong::Bytes { .. }
            | Wrong::NotStrings { .. }
            | Wrong::NotId { .. }
            | Wrong::HasWeights { .. }
            | Wrong::NoRows => PyTypeError::new_err(words),
            Wrong::BrokenStream { .. } => PyOSError::new_err(words),
            Wrong::Numpy => PyRuntimeError::new_err(words),
            _ => PyValueError::new_err(words),
        }
    }
}

fn too_long(words: String, at: usize, tokens: usize, room: usize) -> PyErr {
    let error = TooLongError::new_err(words);
    let said = Python::attach(|py| -> PyResult<()> {
        let value = error.value(py);
        value.setattr("index", at)?;
        value.setattr("tokens", tokens)?;
        value.setattr("room", room)
    });
    // Without its numbers it still has its words.
    said.map_or_else(|failed| failed, |()| error)
}
