//! Enters: the tokens of a report. Leaves: them as a table: slot, id, token, word's end, bytes, characters.

use std::io::{self, Write};

use anstyle::Style;

use cliptok::segments::Sharing;
use cliptok::{SpecialToken, TokenKind};

use super::Screen;
use crate::cli::render::class::Class;
use crate::cli::render::escape::{escaped, hex};
use crate::cli::render::names::{names, starts_with_mark};
use crate::cli::render::paint::{QUIET, write_line};
use crate::cli::render::report::{Report, TokenReport};
use crate::cli::render::wrap::{Piece, lines, padded, width};

/// One line of the table before it is fitted.
struct Row {
    slot: String,
    id: String,
    class: Class,
    token: String,
    joint: &'static str,
    bytes: Vec<u8>,
    span: String,
    characters: String,
    names: String,
}

/// How wide each column is. Id, glyph and joint have fixed widths.
struct Columns {
    slot: usize,
    token: usize,
    /// How many bytes stand in one line.
    bytes: usize,
    /// None where there is no room.
    span: Option<usize>,
    characters: usize,
    names: Names,
}

/// Where a character's name stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    Beside(usize),
    Below,
}

/// The id and the glyph, with a space before the id and one behind each.
const ID_AND_GLYPH: usize = 1 + 6 + 2;

/// Writes the table: start, the tokens, end; the pads in one line; then what was cut.
pub fn write(out: &mut dyn Write, screen: Screen, report: &Report<'_>) -> io::Result<()> {
    let rows = rows(report);
    let columns = Columns::fit(&rows, screen.columns);
    write_head(out, screen, &columns)?;
    for row in &rows {
        write_row(out, screen, &columns, row)?;
    }
    Ok(())
}

fn rows(report: &Report<'_>) -> Vec<Row> {
    let of_slot = |(slot, class): (usize, Class), token: &str| {
        let id = report
            .slots
            .get(slot)
            .map(|slot| slot.id.to_string())
            .unwrap_or_default();
        Row::marker(slot.to_string(), id, class, token)
    };
    let mut rows = vec![of_slot(
        (0, Class::Start),
        SpecialToken::StartOfText.spelling(),
    )];
    let mut inside_word = false;
    let mut cut = Vec::new();
    for (index, token) in report.tokens.iter().enumerate() {
        let before = index
            .checked_sub(1)
            .and_then(|before| report.tokens.get(before));
        let row = Row::of_token(token, before, inside_word);
        inside_word = !token.ends_word && token.kind != TokenKind::Special;
        if token.slot.is_some() {
            rows.push(row);
        } else {
            cut.push(row);
        }
    }
    let end = rows.len();
    rows.push(of_slot(
        (end, Class::End),
        SpecialToken::EndOfText.spelling(),
    ));
    if report.counts.free > 0 {
        let last = report.slots.len().saturating_sub(1);
        let first = end + 1;
        let range = if first == last {
            first.to_string()
        } else {
            format!("{first}–{last}")
        };
        let times = format!("pad × {}", report.counts.free);
        rows.push(Row::marker(
            range,
            report.pad.to_string(),
            Class::Pad,
            &times,
        ));
    }
    rows.append(&mut cut);
    rows
}

impl Row {
    /// A line for what stands for no text of the prompt.
    fn marker(slot: String, id: String, class: Class, token: &str) -> Self {
        Self {
            slot,
            id,
            class,
            token: token.to_owned(),
            joint: "",
            bytes: Vec::new(),
            span: String::new(),
            characters: String::new(),
            names: String::new(),
        }
    }

    fn of_token(
        token: &TokenReport<'_>,
        before: Option<&TokenReport<'_>>,
        inside_word: bool,
    ) -> Self {
        // Tokens of one character name it once.
        let repeats = matches!(token.sharing, Sharing::Middle | Sharing::Last)
            && before.is_some_and(|before| before.characters == token.characters);
        let kind = Class::of_kind(token.kind);
        Self {
            slot: token
                .slot
                .map_or_else(|| "cut".to_owned(), |slot| slot.to_string()),
            id: token.id.to_string(),
            class: if token.slot.is_some() {
                kind
            } else {
                Class::Cut
            },
            token: match std::str::from_utf8(&token.bytes) {
                Ok(text) => visible(text),
                Err(_) => kind.label().to_owned(),
            },
            joint: match (inside_word, token.ends_word) {
                (_, true) => "╯",
                (true, false) => "│",
                (false, false) if token.kind == TokenKind::Special => "",
                (false, false) => "╮",
            },
            bytes: if token.kind == TokenKind::Special {
                Vec::new()
            } else {
                token.bytes.clone()
            },
            span: format!("{}..{}", token.original.start, token.original.end),
            characters: format!("{}{}", bracket(token.sharing), visible(token.characters)),
            names: if repeats {
                String::new()
            } else {
                names(token.characters).join(" + ")
            },
        }
    }
}

/// What draws tokens of one grapheme together.
const fn bracket(sharing: Sharing) -> &'static str {
    match sharing {
        Sharing::Alone => "  ",
        Sharing::First => "╭ ",
        Sharing::Middle => "│ ",
        Sharing::Last => "╰ ",
    }
}

/// Text as it can be seen: a mark that would sit on what is before it gets a circle to sit on.
fn visible(text: &str) -> String {
    let shown = escaped(text);
    if starts_with_mark(&shown) {
        format!("◌{shown}")
    } else {
        shown.into_owned()
    }
}

impl Columns {
    /// Gives the columns what they want if there is room for it. If not, the bytes go into more
    /// lines, then the spans are left out, then the names go below.
    fn fit(rows: &[Row], screen: usize) -> Self {
        let widest = |of: &dyn Fn(&Row) -> usize| rows.iter().map(of).max().unwrap_or(0);
        let slot = widest(&|row| width(&row.slot)).max(5);
        let longest = if screen < 72 { 15 } else { 24 };
        let token = widest(&|row| width(&row.token)).clamp(5, longest);
        let bytes = widest(&|row| row.bytes.len()).max(2);
        let span = widest(&|row| row.span.len()).max(7);
        let characters = widest(&|row| width(&row.characters)).clamp(6, longest + 2);
        let names = widest(&|row| width(&row.names));
        let room = screen.saturating_sub(slot + ID_AND_GLYPH + token + 1 + 2);
        let takes = |bytes: usize, span: Option<usize>, names: usize| {
            (bytes * 3 + 1)
                + span.map_or(0, |span| span + 2)
                + characters
                + if names == 0 { 0 } else { names + 2 }
        };
        // A name longer than this is folded.
        let named = names.min(28);
        let beside = [Some(span), None].into_iter().flat_map(|span| {
            [bytes, 16, 12, 8, 6, 4]
                .into_iter()
                .filter(move |&b| b <= bytes)
                .map(move |bytes| (bytes, span))
        });
        if let Some((bytes, span)) = beside
            .clone()
            .find(|&(bytes, span)| takes(bytes, span, named) <= room)
        {
            let names = Names::Beside((room - takes(bytes, span, 0)).saturating_sub(2).max(named));
            return Self {
                slot,
                token,
                bytes,
                span,
                characters,
                names,
            };
        }
        let (bytes, span) = beside
            .into_iter()
            .find(|&(bytes, span)| takes(bytes, span, 0) <= room)
            .unwrap_or((bytes.min(4), None));
        Self {
            slot,
            token,
            bytes,
            span,
            characters,
            names: Names::Below,
        }
    }

    fn bytes_width(&self) -> usize {
        self.bytes * 3 - 1
    }
}

fn write_head(out: &mut dyn Write, screen: Screen, columns: &Columns) -> io::Result<()> {
    let mut head = format!("{:>1$}    id   ", "slot", columns.slot);
    head += &padded("token", columns.token + 3);
    head += &padded("bytes", columns.bytes_width() + 2);
    if let Some(span) = columns.span {
        head += &padded("at byte", span + 2);
    }
    head += "  from";
    write_line(out, screen.colors, vec![Piece::new(head, QUIET)])
}

fn write_row(out: &mut dyn Write, screen: Screen, columns: &Columns, row: &Row) -> io::Result<()> {
    let style = row.class.style();
    let fold = |text: &str, columns: usize| -> Vec<String> {
        lines(&[Piece::plain(text)], columns)
            .into_iter()
            .map(|line| line.into_iter().map(|p| p.text).collect())
            .collect()
    };
    let tokens = fold(&row.token, columns.token);
    let bytes: Vec<String> = row
        .bytes
        .chunks(columns.bytes)
        .map(|bytes| hex(bytes, " "))
        .collect();
    let characters = fold(&row.characters, columns.characters);
    let names = match columns.names {
        Names::Beside(width) if !row.names.is_empty() => fold(&row.names, width),
        _ => Vec::new(),
    };
    let height = tokens
        .len()
        .max(bytes.len())
        .max(characters.len())
        .max(names.len());
    for line in 0..height {
        let cell = |cells: &[String]| cells.get(line).cloned().unwrap_or_default();
        let first = |text: &str| {
            if line == 0 {
                text.to_owned()
            } else {
                String::new()
            }
        };
        let glyph = if line == 0 { row.class.glyph() } else { ' ' };
        let mut pieces = vec![
            Piece::new(
                format!("{:>1$} ", first(&row.slot), columns.slot),
                if row.class == Class::Cut {
                    style
                } else {
                    QUIET
                },
            ),
            Piece::plain(format!("{:>5} ", first(&row.id))),
            Piece::new(format!("{glyph} "), style),
            Piece::new(
                padded(&cell(&tokens), columns.token),
                token_style(row.class),
            ),
            Piece::new(format!(" {}", padded(&first(row.joint), 2)), QUIET),
            Piece::plain(padded(&cell(&bytes), columns.bytes_width() + 2)),
        ];
        if let Some(span) = columns.span {
            pieces.push(Piece::new(padded(&first(&row.span), span + 2), QUIET));
        }
        pieces.push(Piece::plain(padded(
            &cell(&characters),
            columns.characters + 2,
        )));
        pieces.push(Piece::new(cell(&names), QUIET));
        write_line(out, screen.colors, pieces)?;
    }
    let indent = columns.slot + ID_AND_GLYPH + 2;
    if columns.names == Names::Below && !row.names.is_empty() {
        for name in fold(&row.names, screen.columns.saturating_sub(indent).max(10)) {
            write_line(
                out,
                screen.colors,
                vec![Piece::new(format!("{:indent$}{name}", ""), QUIET)],
            )?;
        }
    }
    Ok(())
}

/// Text keeps the terminal's own colour: only what is no whole text stands out.
fn token_style(class: Class) -> Style {
    if class == Class::Whole {
        Style::new()
    } else {
        class.style()
    }
}
