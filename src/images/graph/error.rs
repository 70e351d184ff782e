//! Enters: why no prompt could be read from a graph, as data. Leaves: its words.

use std::fmt;

/// Why no prompt could be read from a graph.
///
/// ```
/// use cliptok::images::read_graph;
/// let error = read_graph(b"{\"3\": {\"class_type\"").unwrap_err();
/// assert_eq!(error.to_string(), "this is no JSON: EOF while parsing an object at line 1 column 19");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GraphError {
    /// The bytes are no text in UTF-8.
    NotUtf8 {
        /// Where they stop being so: an offset in bytes, from 0.
        offset: usize,
    },
    /// The text is no JSON.
    NotJson {
        /// Where it stops being so: the line, from 1.
        line: usize,
        /// And the column, in bytes, from 1.
        column: usize,
        /// What is wrong there, in the words of the reader.
        message: String,
    },
    /// The JSON is no graph.
    NotAGraph,
    /// The graph has no text to encode.
    NoPrompt,
    /// It is longer than any graph.
    TooLong {
        /// The most bytes that are read.
        most: usize,
    },
}

impl GraphError {
    pub(super) fn not_json(error: &serde_json::Error) -> Self {
        let place = format!(" at line {} column {}", error.line(), error.column());
        let message = error.to_string();
        let message = message.strip_suffix(&place).map(str::to_owned).unwrap_or(message);
        Self::NotJson { line: error.line(), column: error.column(), message }
    }
}

impl fmt::Display for GraphError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUtf8 { offset } => write!(f, "this is not UTF-8 at byte offset {offset}"),
            Self::NotJson { line, column, message } => {
                write!(f, "this is no JSON: {message} at line {line} column {column}")
            }
            Self::NotAGraph => write!(f, "this JSON is no graph of ComfyUI"),
            Self::NoPrompt => write!(f, "this ComfyUI graph has no prompt"),
            Self::TooLong { most } => {
                write!(f, "this is longer than {most} bytes, which no ComfyUI graph is")
            }
        }
    }
}

impl std::error::Error for GraphError {}
