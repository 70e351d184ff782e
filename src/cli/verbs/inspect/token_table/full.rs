//! Enters: the rows of a report. Leaves: a line each: slot, id, token, word's end, bytes, characters.

use std::io::{self, Write};

use anstyle::Style;

use super::rows::{Row, rows};
use crate::cli::terminal::{Piece, QUIET, Screen, lines, padded, style_of, width, write_line};
use crate::report::escape::hex;
use crate::report::{PromptReport, SlotClass};

/// How wide each column is. Id, glyph and joint have fixed widths.
struct Columns {
    slot: usize,
    /// Zero where nothing has a weight.
    weight: usize,
    token: usize,
    /// How many bytes stand in one line.
    bytes: usize,
    /// None where there is no room.
    span: Option<usize>,
    /// Zero where every token says what it came from.
    characters: usize,
    names: Names,
}

/// Where a character's name stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    Beside(usize),
    Below,
}

/// How many bytes stand in one line at most. CLIP's longest entry has 32.
const MOST_BYTES: usize = 32;

const HEAD_OF_SPAN: &str = "at byte";

/// The id and the glyph, with a space before the id and one behind each.
const ID_AND_GLYPH: usize = 1 + 6 + 2;

/// Writes the table, as wide as the screen.
pub(super) fn write(out: &mut dyn Write, screen: Screen, report: &PromptReport<'_>) -> io::Result<()> {
    // The rows are made twice, first for their widths, so that those of a long prompt are never all there.
    let columns = Columns::fit(&Widest::of(rows(report)), screen.columns);
    write_head(out, screen, &columns)?;
    for row in rows(report) {
        if row.is_heading() {
            write_line(out, screen.colors, vec![Piece::new(row.token, QUIET)])?;
        } else {
            write_row(out, screen, &columns, &row)?;
        }
    }
    Ok(())
}

/// How wide the widest cell of each column is; bytes are counted.
#[derive(Default)]
struct Widest {
    slot: usize,
    weight: usize,
    token: usize,
    bytes: usize,
    span: usize,
    characters: usize,
    names: usize,
}

impl Widest {
    fn of(rows: impl Iterator<Item = Row>) -> Self {
        rows.fold(Self::default(), |widest, row| Self {
            slot: widest.slot.max(width(&row.slot)),
            weight: widest.weight.max(width(&row.weight)),
            // A marker reaches over the empty cells behind it.
            token: widest.token.max(if row.is_marker() { 0 } else { width(&row.token) }),
            bytes: widest.bytes.max(row.bytes.len()),
            span: widest.span.max(width(&row.span)),
            characters: widest.characters.max(width(&row.characters)),
            names: widest.names.max(width(&row.names)),
        })
    }
}

impl Columns {
    /// Gives the columns what they want if there is room for it. If not, the bytes go into more
    /// lines, then the spans are left out, then the names go below.
    fn fit(widest: &Widest, screen: usize) -> Self {
        let (most_token, most_characters) = match screen {
            0..60 => (9, 6),
            60..72 => (15, 10),
            _ => (24, 24),
        };
        let slot = widest.slot.max(5);
        let weight = if widest.weight == 0 { 0 } else { widest.weight.clamp(6, 8) + 2 };
        let token = widest.token.clamp(5, most_token);
        let bytes = widest.bytes.clamp(2, MOST_BYTES);
        let span = widest.span.max(HEAD_OF_SPAN.len());
        let characters = if widest.characters + widest.names == 0 {
            0
        } else {
            widest.characters.clamp(4, most_characters)
        };
        let room = screen.saturating_sub(slot + ID_AND_GLYPH + weight + token + 1 + 2);
        let takes = |bytes: usize, span: Option<usize>| {
            bytes * 3 + 1 + span.map_or(0, |span| span + 2) + 2 + characters
        };
        let choices = |fewest: usize| {
            let bytes = [bytes, 16, 12, 10, 8, 7, 6, 5, 4, 2]
                .into_iter()
                .filter(move |&b| (fewest..=bytes).contains(&b));
            [Some(span), None].into_iter().flat_map(move |span| bytes.clone().map(move |bytes| (bytes, span)))
        };
        // A longer name is folded.
        let named = match widest.names {
            0 => 0,
            names => names.min(28) + 2,
        };
        if let Some((bytes, span)) =
            choices(bytes.min(4)).find(|&(bytes, span)| takes(bytes, span) + named <= room)
        {
            let names = Names::Beside(room.saturating_sub(takes(bytes, span) + 2));
            return Self { slot, weight, token, bytes, span, characters, names };
        }
        let (bytes, span) = choices(bytes.min(4))
            .chain(choices(2))
            .find(|&(bytes, span)| takes(bytes, span) <= room)
            .unwrap_or((2, None));
        Self { slot, weight, token, bytes, span, characters, names: Names::Below }
    }

    fn bytes_width(&self) -> usize {
        self.bytes * 3 - 1
    }
}

fn write_head(out: &mut dyn Write, screen: Screen, columns: &Columns) -> io::Result<()> {
    let mut head = format!("{:>1$}    id   ", "slot", columns.slot);
    if columns.weight > 0 {
        head += &padded("weight", columns.weight);
    }
    head += &padded("token", columns.token + 3);
    head += &padded("bytes", columns.bytes_width() + 2);
    if let Some(span) = columns.span {
        head += &padded(HEAD_OF_SPAN, span + 2);
    }
    if columns.characters > 0 {
        head += "  from";
    }
    write_line(out, screen.colors, vec![Piece::new(head, QUIET)])
}

fn write_row(out: &mut dyn Write, screen: Screen, columns: &Columns, row: &Row) -> io::Result<()> {
    let style = style_of(row.class);
    let fold = |text: &str, columns: usize| -> Vec<String> {
        lines(&[Piece::plain(text)], columns)
            .into_iter()
            .map(|line| line.into_iter().map(|p| p.text).collect())
            .collect()
    };
    let token_width = if row.is_marker() { screen.columns } else { columns.token };
    let tokens = fold(&row.token, token_width);
    let bytes: Vec<String> = row.bytes.chunks(columns.bytes).map(|bytes| hex(bytes, " ")).collect();
    let characters = fold(&row.characters, columns.characters);
    let names = match columns.names {
        Names::Beside(width) if !row.names.is_empty() => fold(&row.names, width),
        _ => Vec::new(),
    };
    let height = tokens.len().max(bytes.len()).max(characters.len()).max(names.len());
    for line in 0..height {
        let cell = |cells: &[String]| cells.get(line).cloned().unwrap_or_default();
        let first = |text: &str| {
            if line == 0 { text.to_owned() } else { String::new() }
        };
        let glyph = if line == 0 { row.class.glyph() } else { ' ' };
        let mut pieces = vec![
            Piece::new(
                format!("{:>1$} ", first(&row.slot), columns.slot),
                if row.class == SlotClass::Cut { style } else { QUIET },
            ),
            Piece::plain(format!("{:>5} ", first(&row.id))),
            Piece::new(format!("{glyph} "), style),
        ];
        if columns.weight > 0 {
            pieces.push(Piece::new(padded(&first(&row.weight), columns.weight), QUIET));
        }
        pieces.extend([
            Piece::new(padded(&cell(&tokens), columns.token), token_style(row.class)),
            Piece::new(format!(" {}", padded(&first(row.joint), 2)), QUIET),
            Piece::plain(padded(&cell(&bytes), columns.bytes_width() + 2)),
        ]);
        if let Some(span) = columns.span {
            pieces.push(Piece::new(padded(&first(&row.span), span + 2), QUIET));
        }
        pieces.push(Piece::plain(format!("{} ", if line == 0 { row.bracket } else { " " })));
        pieces.push(Piece::plain(padded(&cell(&characters), columns.characters + 2)));
        pieces.push(Piece::new(cell(&names), QUIET));
        write_line(out, screen.colors, pieces)?;
    }
    let indent = columns.slot + ID_AND_GLYPH + 2;
    if columns.names == Names::Below && !row.names.is_empty() {
        for name in fold(&row.names, screen.columns.saturating_sub(indent).max(10)) {
            write_line(out, screen.colors, vec![Piece::new(format!("{:indent$}{name}", ""), QUIET)])?;
        }
    }
    Ok(())
}

/// Text keeps the terminal's own color: only what is no whole text stands out.
fn token_style(class: SlotClass) -> Style {
    if class == SlotClass::Whole { Style::new() } else { style_of(class) }
}
