//! Enters: the bytes of a table. Leaves: its rows, where the prompt is in each, and whether it is as RFC 4180 has it.
//!
//! It agrees with the crate `csv` on every input: a quote opens a cell only at its start, two quotes in it are one, what stands
//! behind the closing quote belongs to the cell, and a row ends in LF, CR, or both. Only ends of rows are looked at one by one;
//! separators between them are counted. Where a quote stands that RFC 4180 does not have there, quotes are looked at, too.

use std::ops::Range;

use super::blocks::{Blocks, Entered, Places};
use super::marks::{Quotes, Separators};

/// Where in a row the reader is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Not between quotes.
    Outside,
    /// Between quotes.
    Quoted,
    /// Behind a quote that stands here and closes the cell, unless another one follows.
    Quote { at: usize },
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sources) struct Row {
    /// Its bytes, without what ends it.
    pub range: Range<usize>,
    /// Where the next row begins.
    pub next: usize,
    pub shape: Shape,
    /// How many cells it has, if they were looked for.
    pub cells: usize,
    /// The bytes of the cell that was looked for, as it stands.
    pub cell: Option<Range<usize>>,
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

/// What is looked for in rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sources) enum Wanted {
    /// Where they end.
    Rows,
    /// Also this cell of each, from 0, and how many there are.
    Cell(usize),
}

/// Whether a buffer ends where the table does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sources) enum Ends {
    WithTable,
    Anywhere,
}

/// A reader of rows, which may go on when the buffer holds more.
#[derive(Clone, Debug)]
pub(in crate::sources) struct Reader {
    delimiter: u8,
    wanted: Wanted,
    blocks: Blocks,
    state: State,
    /// What the block leaves open, if its quotes do not have to be looked at.
    behind: Option<Quotes>,
    /// Where the row begins.
    row: usize,
    shape: Shape,
    /// How many cells of it have ended.
    cells: usize,
    /// Where the cell that is looked for begins and ends, as far as it was seen.
    cell: Range<usize>,
}

impl Reader {
    pub(in crate::sources) fn new(delimiter: u8, wanted: Wanted) -> Self {
        Self {
            delimiter,
            wanted,
            blocks: Blocks::default(),
            state: State::Outside,
            behind: None,
            row: 0,
            shape: Shape::WellFormed,
            cells: 0,
            cell: 0..0,
        }
    }

    /// Passes over all rows that end in `bytes`, which begin as they did before. Returns how many there were, and where what is
    /// behind them begins.
    pub(in crate::sources) fn pass_rows(&mut self, bytes: &[u8], ends: Ends) -> (u64, usize) {
        // Whether a carriage return is all of the end of its line is not known yet.
        let known = if ends == Ends::Anywhere && bytes.last() == Some(&b'\r') {
            bytes.len() - 1
        } else {
            bytes.len()
        };
        let mut rows = 0;
        loop {
            if self.behind.is_some() && self.blocks.end() <= known {
                let (ended, last) = self.blocks.take_line_ends(self.row);
                rows += u64::from(ended);
                self.row = last.map_or(self.row, |last| last + 1);
            } else if self.blocks.next_other().is_some() {
                // Each mark has to be looked at.
                if self.next_row(bytes, ends).is_none() {
                    return (rows, self.row);
                }
                rows += 1;
                continue;
            }
            if self.advance(bytes).is_none() {
                rows += u64::from(self.end_table(bytes, ends).is_some());
                return (rows, self.row);
            }
        }
    }

    /// The next row that ends in `bytes`, which begin as they did before. Lines without a byte are no rows. `None` if none
    /// ends there; what was seen is not looked at again.
    #[inline(always)]
    pub(in crate::sources) fn next_row(&mut self, bytes: &[u8], ends: Ends) -> Option<Row> {
        loop {
            let Some(at) = self.blocks.next_other() else {
                if self.advance(bytes).is_none() {
                    return self.end_table(bytes, ends);
                }
                continue;
            };
            let is_quote = bytes.get(at) == Some(&b'"');
            match self.state {
                State::Outside => {}
                State::Quoted => {
                    self.blocks.take_other();
                    if is_quote {
                        self.state = State::Quote { at };
                    }
                    continue;
                }
                State::Quote { at: quote } if is_quote && quote + 1 == at => {
                    self.blocks.take_other();
                    self.state = State::Quoted;
                    continue;
                }
                State::Quote { at: quote } => self.leave(quote, bytes),
            }
            if is_quote {
                let separators = self.blocks.take_other();
                self.end_cells(separators);
                if self.starts_cell(at, bytes) {
                    self.state = State::Quoted;
                } else if self.delimiter == b'"' {
                    self.end_cell(at);
                }
                continue;
            }
            let is_cr = bytes.get(at) == Some(&b'\r');
            let next = match bytes.get(at + 1) {
                Some(b'\n') if is_cr => at + 2,
                // Both bytes of CRLF are one end, so that a buffer may not end between them.
                None if is_cr && ends == Ends::Anywhere && at != self.row => return None,
                _ => at + 1,
            };
            let separators = self.blocks.take_other();
            // A line without a byte, or the second half of CRLF.
            if at <= self.row {
                self.row = self.row.max(at + 1);
                continue;
            }
            self.end_cells(separators);
            return Some(self.end_row(at, next));
        }
    }

    /// Goes on to the next block, if there is one.
    #[inline(always)]
    fn advance(&mut self, bytes: &[u8]) -> Option<()> {
        self.end_block(bytes);
        let separators = match self.wanted {
            Wanted::Rows => Separators::NotWanted,
            Wanted::Cell(_) => Separators::Wanted,
        };
        let quotes = self.quotes_behind_block(bytes);
        if let Entered::WithoutQuotes { behind } =
            self.blocks.advance(bytes, self.delimiter, separators, quotes)?
        {
            self.behind = Some(behind);
            self.state = State::Outside;
        }
        Some(())
    }

    /// Takes what is left of a block that has no quote and no end of a line any more.
    #[inline(always)]
    fn end_block(&mut self, bytes: &[u8]) {
        let rest = self.blocks.take_rest();
        let end = self.blocks.end();
        match self.state {
            State::Quote { at } if at + 1 < end => self.leave(at, bytes),
            State::Quote { .. } | State::Quoted => return,
            State::Outside => {}
        }
        self.end_cells(rest);
        match self.behind.take() {
            Some(Quotes::Open) => self.state = State::Quoted,
            Some(Quotes::Closed) => self.state = State::Quote { at: end.saturating_sub(1) },
            Some(Quotes::Outside | Quotes::AtStart) | None => {}
        }
    }

    /// Whether quotes are open behind a block that was taken.
    #[inline(always)]
    fn quotes_behind_block(&self, bytes: &[u8]) -> Quotes {
        match self.state {
            State::Quoted => Quotes::Open,
            State::Quote { .. } => Quotes::Closed,
            State::Outside if self.starts_cell(self.blocks.end(), bytes) => Quotes::AtStart,
            State::Outside => Quotes::Outside,
        }
    }

    /// Whether a cell begins here, outside of quotes.
    #[inline(always)]
    fn starts_cell(&self, at: usize, bytes: &[u8]) -> bool {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        at == self.row || before == Some(&self.delimiter)
    }

    /// Leaves the quotes that this one closes.
    fn leave(&mut self, quote: usize, bytes: &[u8]) {
        self.state = State::Outside;
        let behind = bytes.get(quote + 1);
        if behind.is_some_and(|&byte| byte != self.delimiter && !matches!(byte, b'\n' | b'\r')) {
            self.shape = Shape::TextBehindQuote;
        }
    }

    /// Ends a cell before each of these separators.
    #[inline(always)]
    fn end_cells(&mut self, separators: Places) {
        let Wanted::Cell(wanted) = self.wanted else { return };
        // Of cells that end here, the wanted one is this one, and it begins behind the end of the one before.
        if let Some(nth) = wanted.checked_sub(self.cells) {
            if let Some(start) = nth.checked_sub(1).and_then(|before| separators.nth(before)) {
                self.cell.start = start + 1;
            }
            if let Some(end) = separators.nth(nth) {
                self.cell.end = end;
            }
        }
        self.cells += separators.count();
    }

    /// Ends a cell before a separator that is a quote.
    fn end_cell(&mut self, at: usize) {
        let Wanted::Cell(wanted) = self.wanted else { return };
        if self.cells == wanted {
            self.cell.end = at;
        }
        self.cells += 1;
        if self.cells == wanted {
            self.cell.start = at + 1;
        }
    }

    /// Ends the table, if it ends with the buffer.
    fn end_table(&mut self, bytes: &[u8], ends: Ends) -> Option<Row> {
        if ends == Ends::Anywhere || self.row >= bytes.len() {
            return None;
        }
        if self.state == State::Quoted {
            self.shape = Shape::OpenQuote;
        }
        Some(self.end_row(bytes.len(), bytes.len()))
    }

    #[inline(always)]
    fn end_row(&mut self, at: usize, next: usize) -> Row {
        let cell = match self.wanted {
            Wanted::Rows => None,
            Wanted::Cell(wanted) => {
                let start = if wanted == 0 { self.row } else { self.cell.start };
                let end = if self.cells == wanted { at } else { self.cell.end };
                (self.cells >= wanted).then_some(start..end)
            }
        };
        let row = Row { range: self.row..at, next, shape: self.shape, cells: self.cells + 1, cell };
        (self.row, self.cells, self.shape, self.state) = (next, 0, Shape::WellFormed, State::Outside);
        row
    }
}
