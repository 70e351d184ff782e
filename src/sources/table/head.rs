//! Enters: the first row of a table. Leaves: what separates its cells, what its columns are called, and which one is the prompt's.

use super::cells::{cells, unquoted};
use crate::place::Place;
use crate::sources::error::SourceError;
use crate::sources::field::{Field, Fit, USUAL, fit};
use crate::sources::format::Format;
use crate::sources::reading::Header;

/// What holds for every row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sources) struct Head {
    pub delimiter: u8,
    /// The line that says so, as it stands, with its line break; empty if there is none.
    pub said: Vec<u8>,
    /// The names of the columns, or nothing, if they have none.
    pub columns: Vec<String>,
    /// How many cells a row has.
    pub width: usize,
    /// Where the prompt is among them, from 0.
    pub prompt: usize,
    /// The header as it stands, with its line break.
    pub raw: Option<(Vec<u8>, Vec<u8>)>,
}

/// What may separate cells, the likeliest first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// What separates the cells of a table whose first row this is.
pub(in crate::sources) fn delimiter(first_row: &[u8], format: Format) -> u8 {
    if format == Format::Tsv {
        return b'\t';
    }
    let columns = |&delimiter: &u8| cells(first_row, delimiter).len();
    // Of several that separate as many, the likeliest is the last that `max_by_key` sees.
    DELIMITERS.into_iter().rev().max_by_key(columns).unwrap_or(b',')
}

/// The line that Excel puts before a table, to say what separates its cells.
pub(in crate::sources) fn said_delimiter(first_row: &[u8]) -> Option<u8> {
    match first_row {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] => Some(*delimiter),
        _ => None,
    }
}

impl Head {
    /// What the first row says.
    ///
    /// # Errors
    /// If no column is the field.
    pub(in crate::sources) fn of(
        row: &[u8],
        line_break: &[u8],
        delimiter: u8,
        header: Header,
        field: &Field,
        place: &Place,
    ) -> Result<Self, SourceError> {
        let names = texts(row, delimiter);
        let columns = match header {
            Header::Present => names.clone(),
            Header::Absent => Vec::new(),
        };
        let width = names.len();
        let Some(prompt) = column(&columns, width, field) else {
            let has = if columns.is_empty() { (1..=width).map(|n| n.to_string()).collect() } else { columns };
            return Err(SourceError::NoColumn { place: place.clone(), wanted: field.wanted(), has });
        };
        let raw = (header == Header::Present).then(|| (row.to_vec(), line_break.to_vec()));
        Ok(Self { delimiter, said: Vec::new(), columns, width, prompt, raw })
    }

    /// The column of this name, from 0, if there is one: names are compared as they stand, as new fields are.
    pub(in crate::sources) fn column_named(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }
}

/// Which column is the field, from 0. A name goes before a number.
fn column(columns: &[String], width: usize, field: &Field) -> Option<usize> {
    let named = |name: &str| {
        let fits = columns.iter().map(|column| fit(name, column)).enumerate();
        // Of columns that fit as well, the first one counts.
        fits.filter(|(_, fit)| *fit != Fit::No).rev().max_by_key(|(_, fit)| *fit).map(|(at, _)| at)
    };
    match field {
        Field::Usual => {
            USUAL.iter().find_map(|name| named(name)).or((columns.is_empty() && width == 1).then_some(0))
        }
        Field::Named(path) => {
            let typed = path.typed();
            let name = typed.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(typed);
            let number = || {
                name.trim().parse().ok().filter(|number| (1..=width).contains(number)).map(|n: usize| n - 1)
            };
            named(name).or_else(number)
        }
    }
}

/// The cells of a row as text, without the quotes around them.
pub(in crate::sources) fn texts(row: &[u8], delimiter: u8) -> Vec<String> {
    let cells = cells(row, delimiter).into_iter().map(|cell| row.get(cell).unwrap_or_default());
    cells.map(|cell| String::from_utf8_lossy(&unquoted(cell)).into_owned()).collect()
}
