//! Enters: the bytes of a table. Leaves: where its rows end, and whether each is as RFC 4180 has it.
//!
//! It agrees with the crate `csv` on every input: a quote opens a cell only at its start, two quotes in it are one, what stands
//! behind the closing quote belongs to the cell, and a row ends in LF, CR, or both. The crate reads the cells; this finds
//! rows, since a buffer must end behind one, and records are given back byte for byte.

use std::ops::Range;

/// Where in a row the machine is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// At the start of a row, or of the white lines before it.
    Row,
    /// At the start of a cell.
    Cell,
    /// In a cell without quotes, or behind the closing quote of one.
    Bare,
    /// Between quotes.
    Quoted,
    /// Behind a quote that closes the cell, unless another one follows.
    Quote,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sources) struct Row {
    /// Its bytes, without what ends it.
    pub range: Range<usize>,
    /// Where the next row begins.
    pub next: usize,
    pub shape: Shape,
}

/// Whether a row is as RFC 4180 has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sources) enum Shape {
    WellFormed,
    /// Something other than the end of a cell stands behind a closing quote.
    TextBehindQuote,
    /// The table ends between quotes.
    OpenQuote,
}

/// A reader of rows, which may go on in a later buffer.
#[derive(Clone, Debug)]
pub(in crate::sources) struct Split {
    delimiter: u8,
    state: State,
    shape: Shape,
}

/// Whether a buffer ends where the table does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sources) enum Ends {
    WithTable,
    Anywhere,
}

impl Split {
    pub(in crate::sources) const fn new(delimiter: u8) -> Self {
        Self { delimiter, state: State::Row, shape: Shape::WellFormed }
    }

    /// The next row that ends in `bytes`, from `start` on, where this machine was begun at `row`. Lines without a byte are
    /// no rows. `None` if none ends there; what was seen is not looked at again.
    pub(in crate::sources) fn next_row(
        &mut self,
        bytes: &[u8],
        row: &mut usize,
        start: &mut usize,
        ends: Ends,
    ) -> Option<Row> {
        let delimiter = self.delimiter;
        while let Some(&byte) = bytes.get(*start) {
            let is_end = matches!(byte, b'\n' | b'\r');
            match self.state {
                State::Row if is_end => *row = *start + 1,
                State::Row | State::Cell | State::Quote if byte == b'"' => self.state = State::Quoted,
                State::Row | State::Cell | State::Bare => {
                    if byte == delimiter {
                        self.state = State::Cell;
                    } else if is_end {
                        return self.end_row(bytes, row, start, ends);
                    } else {
                        let rest = bytes.get(*start..).unwrap_or_default();
                        self.state = State::Bare;
                        match memchr::memchr3(delimiter, b'\n', b'\r', rest) {
                            Some(found) => *start += found,
                            None => *start = bytes.len(),
                        }
                        continue;
                    }
                }
                State::Quoted => {
                    let rest = bytes.get(*start..).unwrap_or_default();
                    if let Some(found) = memchr::memchr(b'"', rest) {
                        *start += found;
                        self.state = State::Quote;
                    } else {
                        *start = bytes.len();
                        continue;
                    }
                }
                State::Quote if byte == delimiter => self.state = State::Cell,
                State::Quote if is_end => return self.end_row(bytes, row, start, ends),
                State::Quote => {
                    self.shape = Shape::TextBehindQuote;
                    self.state = State::Bare;
                }
            }
            *start += 1;
        }
        if ends == Ends::Anywhere || self.state == State::Row {
            return None;
        }
        if self.state == State::Quoted {
            self.shape = Shape::OpenQuote;
        }
        let found = Row { range: *row..bytes.len(), next: bytes.len(), shape: self.shape };
        (*row, *start) = (bytes.len(), bytes.len());
        *self = Self::new(delimiter);
        Some(found)
    }

    /// Ends the row before a line break; both bytes of CRLF are one, so that a buffer may not end between them.
    fn end_row(&mut self, bytes: &[u8], row: &mut usize, start: &mut usize, ends: Ends) -> Option<Row> {
        let is_cr = bytes.get(*start) == Some(&b'\r');
        let next = match bytes.get(*start + 1) {
            Some(b'\n') if is_cr => *start + 2,
            None if is_cr && ends == Ends::Anywhere => return None,
            _ => *start + 1,
        };
        let found = Row { range: *row..*start, next, shape: self.shape };
        (*row, *start) = (next, next);
        *self = Self::new(self.delimiter);
        Some(found)
    }
}

/// The rows of a whole buffer.
pub(in crate::sources) fn rows(bytes: &[u8], delimiter: u8) -> impl Iterator<Item = Row> {
    let (mut split, mut row, mut start) = (Split::new(delimiter), 0, 0);
    std::iter::from_fn(move || split.next_row(bytes, &mut row, &mut start, Ends::WithTable))
}

/// The cells of a row, as they stand.
pub(in crate::sources) fn cells(row: &[u8], delimiter: u8) -> Vec<Range<usize>> {
    let mut cells = Vec::new();
    let (mut state, mut start) = (State::Cell, 0);
    for (at, &byte) in row.iter().enumerate() {
        state = match state {
            State::Quoted if byte == b'"' => State::Quote,
            State::Quoted => State::Quoted,
            State::Row | State::Cell | State::Quote if byte == b'"' => State::Quoted,
            _ if byte == delimiter => {
                cells.push(start..at);
                start = at + 1;
                State::Cell
            }
            _ => State::Bare,
        };
    }
    cells.push(start..row.len());
    cells
}
