//! Enters: the rows of a report. Leaves: them side by side, in as many columns as the screen holds: slot, id, token, bytes.

use std::io::{self, Write};

use anstyle::Style;

use super::rows::{Row, cut_rows, of_row, rows};
use crate::cli::terminal::{Piece, QUIET, Screen, lines, padded, style_of, width, write_line};
use crate::report::escape::hex;
use crate::report::{PromptReport, SlotClass};

/// How wide a column is at least, and what lies between two.
const NARROWEST: usize = 38;
const GAP: usize = 2;

/// How many columns the bytes have at least: the four bytes of an emoji fit into one line.
const FEWEST_BYTES: usize = 8;

/// How many lines of the table are laid out together at most, so that those of a long prompt are never all there.
const MOST_TOGETHER: usize = 200;

/// Writes the table: each row of slots, then what was cut, each from the top to the bottom of one column after the other.
pub(super) fn write(out: &mut dyn Write, screen: Screen, report: &PromptReport<'_>) -> io::Result<()> {
    let count = ((screen.columns + GAP) / (NARROWEST + GAP)).max(1);
    let columns = Columns { count, width: (screen.columns + GAP) / count - GAP };
    // The rows are made twice, first for their widths.
    let widths = Widths::of(rows(report), columns.width);
    write_line(out, screen.colors, vec![Piece::new(head(&widths, columns), QUIET)])?;
    for row in 0..report.slots.len() {
        // The strip shows the pads.
        let lines =
            of_row(report, row).into_iter().filter(|row| row.is_heading() || row.class != SlotClass::Pad);
        let (headings, rows): (Vec<Row>, Vec<Row>) = lines.partition(Row::is_heading);
        headings.iter().try_for_each(|row| heading(out, screen, &row.token))?;
        block(out, screen, columns, &widths, &rows)?;
    }
    if report.counts.over > 0 {
        heading(out, screen, "cut off")?;
    }
    let mut cut = cut_rows(report).peekable();
    while cut.peek().is_some() {
        let rows: Vec<Row> = cut.by_ref().take(MOST_TOGETHER).collect();
        block(out, screen, columns, &widths, &rows)?;
    }
    Ok(())
}

/// How many columns there are, and how wide each is.
#[derive(Clone, Copy)]
struct Columns {
    count: usize,
    width: usize,
}

fn heading(out: &mut dyn Write, screen: Screen, words: &str) -> io::Result<()> {
    write_line(out, screen.colors, vec![Piece::new(words, QUIET)])
}

/// How wide the cells of a column are.
struct Widths {
    slot: usize,
    token: usize,
    /// Zero where nothing has a weight.
    weight: usize,
    bytes: usize,
}

impl Widths {
    fn of(rows: impl Iterator<Item = Row>, column: usize) -> Self {
        let widest = rows.fold(Self { slot: 4, token: 5, weight: 0, bytes: 0 }, |widest, row| Self {
            slot: widest.slot.max(width(first_slot(&row))),
            // A marker reaches over the empty cells behind it.
            token: widest.token.max(if row.is_marker() { 0 } else { width(&text(&row)) }),
            weight: widest.weight.max(width(&row.weight)),
            bytes: 0,
        });
        let weight = if widest.weight == 0 { 0 } else { widest.weight.max(6) + 1 };
        // Slot, id and glyph have a space behind them; behind the token stands the mark of a word's end.
        let room = column.saturating_sub(widest.slot + 1 + 5 + 1 + 2 + 2 + weight);
        let token = widest.token.clamp(5, room.saturating_sub(FEWEST_BYTES).max(5));
        Self { slot: widest.slot, token, weight, bytes: room.saturating_sub(token).max(2) }
    }
}

/// Writes rows in columns, from the top of each to its bottom.
fn block(
    out: &mut dyn Write,
    screen: Screen,
    Columns { count, width: column }: Columns,
    widths: &Widths,
    rows: &[Row],
) -> io::Result<()> {
    let cells: Vec<Vec<Vec<Piece>>> = rows.iter().map(|row| cell(row, widths)).collect();
    let height = cells.iter().map(Vec::len).sum::<usize>().div_ceil(count);
    let mut columns: Vec<Vec<Vec<Piece>>> = vec![Vec::new()];
    for cell in cells {
        let is_full = columns.last().is_some_and(|column| column.len() >= height);
        if is_full && columns.len() < count {
            columns.push(Vec::new());
        }
        if let Some(column) = columns.last_mut() {
            column.extend(cell);
        }
    }
    let lines = columns.iter().map(Vec::len).max().unwrap_or_default();
    for line in 0..lines {
        let mut pieces = Vec::new();
        for cells in &columns {
            let here = cells.get(line).map(Vec::as_slice).unwrap_or_default();
            let filled: usize = here.iter().map(|piece| width(&piece.text)).sum();
            pieces.extend(here.iter().cloned());
            pieces.push(Piece::plain(" ".repeat(column.saturating_sub(filled) + GAP)));
        }
        write_line(out, screen.colors, pieces)?;
    }
    Ok(())
}

fn head(widths: &Widths, columns: Columns) -> String {
    let mut head = format!("{:>1$}    id   ", "slot", widths.slot);
    head += &padded("token", widths.token + 2);
    if widths.weight > 0 {
        head += &padded("weight", widths.weight);
    }
    head += "bytes";
    vec![padded(&head, columns.width); columns.count].join(&" ".repeat(GAP))
}

/// The lines of one row.
fn cell(row: &Row, widths: &Widths) -> Vec<Vec<Piece>> {
    let style = style_of(row.class);
    let token_style = if row.class == SlotClass::Whole { Style::new() } else { style };
    let fold = |text: &str, columns: usize| -> Vec<String> {
        let lines = lines(&[Piece::plain(text)], columns);
        lines.into_iter().map(|line| line.into_iter().map(|piece| piece.text).collect()).collect()
    };
    let tokens = if row.is_marker() { vec![row.token.clone()] } else { fold(&text(row), widths.token) };
    let bytes = bytes(row, widths.bytes);
    let height = tokens.len().max(bytes.len());
    let line = |at: usize| {
        let first = |text: &str| if at == 0 { text.to_owned() } else { String::new() };
        let slot_style = if row.class == SlotClass::Cut { style } else { QUIET };
        let mut pieces = vec![
            Piece::new(format!("{:>1$} ", first(first_slot(row)), widths.slot), slot_style),
            Piece::plain(format!("{:>5} ", first(&row.id))),
            Piece::new(format!("{} ", if at == 0 { row.class.glyph() } else { ' ' }), style),
            Piece::new(padded(tokens.get(at).map_or("", String::as_str), widths.token), token_style),
        ];
        if !row.is_marker() {
            pieces.push(Piece::new(padded(&first(row.joint), 2), QUIET));
            if widths.weight > 0 {
                pieces.push(Piece::new(padded(&first(&row.weight), widths.weight), QUIET));
            }
            pieces.push(Piece::plain(bytes.get(at).cloned().unwrap_or_default()));
        }
        pieces
    };
    (0..height).map(line).collect()
}

/// The first slot: several that hold the same are one line.
fn first_slot(row: &Row) -> &str {
    row.slot.split('–').next().unwrap_or_default()
}

/// The token; the character instead if it is only a part of one, which its glyph says; and what it came from, if that says
/// more than another case would.
fn text(row: &Row) -> String {
    let is_fallback = matches!(row.token.as_str(), "fragment" | "byte") && !row.characters.is_empty();
    if is_fallback {
        return format!("{}{}", row.bracket.trim(), row.characters);
    }
    let says_no_more = row.characters.is_empty() || row.characters.to_lowercase() == row.token;
    if says_no_more { row.token.clone() } else { format!("{} ← {}", row.token, row.characters) }
}

/// Bytes without spaces, in lines of this width. The middle of those of plain text, which stands beside them, is left out
/// where they do not fit into one line.
fn bytes(row: &Row, columns: usize) -> Vec<String> {
    let all = hex(&row.bytes, "");
    if all.len() <= columns {
        return vec![all];
    }
    let in_a_line = (columns / 2).max(1);
    if !row.bytes.is_ascii() {
        return row.bytes.chunks(in_a_line).map(|bytes| hex(bytes, "")).collect();
    }
    let shown = columns.saturating_sub(1) / 2;
    let (front, back) = (shown.div_ceil(2), shown / 2);
    let front = row.bytes.get(..front).unwrap_or_default();
    let back = row.bytes.get(row.bytes.len().saturating_sub(back)..).unwrap_or_default();
    vec![format!("{}…{}", hex(front, ""), hex(back, ""))]
}
