//! Enters: a row of a table, or a cell as it stands. Leaves: its cells; what a cell says, without its quotes.

use std::borrow::Cow;
use std::ops::Range;

/// Where in a row the machine is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// At the start of a cell.
    Start,
    /// In a cell without quotes, or behind the closing quote of one.
    Bare,
    /// Between quotes.
    Quoted,
    /// Behind a quote that closes the cell, unless another one follows.
    Quote,
}

/// The cells of a row, as they stand.
pub(in crate::sources) fn cells(row: &[u8], delimiter: u8) -> Vec<Range<usize>> {
    parted(row, delimiter).0
}

/// Whether a row ends between quotes.
pub(in crate::sources) fn leaves_quote_open(row: &[u8], delimiter: u8) -> bool {
    parted(row, delimiter).1 == State::Quoted
}

/// The cells of a row, and where in the last one it ends.
fn parted(row: &[u8], delimiter: u8) -> (Vec<Range<usize>>, State) {
    let mut cells = Vec::new();
    let (mut state, mut start) = (State::Start, 0);
    for (at, &byte) in row.iter().enumerate() {
        state = match state {
            State::Quoted if byte == b'"' => State::Quote,
            State::Quoted => State::Quoted,
            State::Start | State::Quote if byte == b'"' => State::Quoted,
            _ if byte == delimiter => {
                cells.push(start..at);
                start = at + 1;
                State::Start
            }
            _ => State::Bare,
        };
    }
    cells.push(start..row.len());
    (cells, state)
}

/// What a cell says: without the quotes around it, and with one quote for two.
#[inline]
pub(super) fn unquoted(cell: &[u8]) -> Cow<'_, [u8]> {
    let Some(inner) = cell.strip_prefix(b"\"") else { return Cow::Borrowed(cell) };
    match memchr::memchr(b'"', inner).map(|quote| inner.split_at(quote)) {
        None => Cow::Borrowed(inner),
        Some((text, [_])) => Cow::Borrowed(text),
        Some((text, rest)) => Cow::Owned(undoubled(text, rest)),
    }
}

/// A text between quotes that goes on with a quote.
#[cold]
fn undoubled(text: &[u8], mut rest: &[u8]) -> Vec<u8> {
    let mut unquoted = text.to_vec();
    while let Some(behind) = rest.strip_prefix(b"\"\"") {
        unquoted.push(b'"');
        let end = memchr::memchr(b'"', behind).unwrap_or(behind.len());
        let (text, quote) = behind.split_at_checked(end).unwrap_or_default();
        unquoted.extend_from_slice(text);
        rest = quote;
    }
    // What stands behind the closing quote belongs to the cell as it is.
    unquoted.extend_from_slice(rest.strip_prefix(b"\"").unwrap_or(rest));
    unquoted
}
