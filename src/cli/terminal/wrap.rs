//! Enters: text in styles, and a width in columns. Leaves: its lines, none wider, no grapheme torn.

use anstyle::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How many columns a text takes on a terminal.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// Text in one style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub text: String,
    pub style: Style,
    breaks: Breaks,
}

/// Where a piece may go on in the next line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Breaks {
    AtWhiteSpace,
    Never,
}

impl Piece {
    pub(crate) fn new(text: impl Into<String>, style: Style) -> Self {
        let breaks = Breaks::AtWhiteSpace;
        Self { text: text.into(), style, breaks }
    }

    /// A piece that stays in one line, if a line can hold it.
    pub(crate) fn whole(text: impl Into<String>, style: Style) -> Self {
        Self { breaks: Breaks::Never, ..Self::new(text, style) }
    }

    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self::new(text, Style::new())
    }
}

/// Cuts text into lines of at most `columns` columns, at white space where it can, and nowhere else between pieces; a grapheme
/// that is wider than a line stands alone. There is at least one line.
pub(crate) fn lines(pieces: &[Piece], columns: usize) -> Vec<Vec<Piece>> {
    let mut page = Page { lines: vec![Vec::new()], filled: 0, columns };
    let mut word: Vec<(&str, Style)> = Vec::new();
    for piece in pieces {
        for part in piece.words() {
            // A piece that stays whole may have white space inside.
            if part.trim().is_empty() {
                page.push_word(&word);
                word.clear();
                page.push_blank(part, piece.style);
            } else {
                word.push((part, piece.style));
            }
        }
    }
    page.push_word(&word);
    page.lines
}

impl Piece {
    /// The runs of white space and of what is none, in turn; all of it if it does not break.
    fn words(&self) -> impl Iterator<Item = &str> {
        let mut rest = self.text.as_str();
        std::iter::from_fn(move || {
            let white = rest.chars().next()?.is_whitespace();
            let other = |character: char| character.is_whitespace() != white;
            let end = match self.breaks {
                Breaks::AtWhiteSpace => rest.find(other).unwrap_or(rest.len()),
                Breaks::Never => rest.len(),
            };
            let (word, after) = rest.split_at(end);
            rest = after;
            Some(word)
        })
    }
}

struct Page {
    lines: Vec<Vec<Piece>>,
    filled: usize,
    columns: usize,
}

impl Page {
    /// White space at the end of a full line is not carried over to the next.
    fn push_blank(&mut self, blank: &str, style: Style) {
        let wide = width(blank);
        if self.filled + wide <= self.columns {
            self.push(blank, wide, style);
        } else {
            self.break_line();
        }
    }

    /// A word, whose parts differ in style, in one line if a line can hold it.
    fn push_word(&mut self, parts: &[(&str, Style)]) {
        let all: usize = parts.iter().map(|(part, _)| width(part)).sum();
        if all <= self.columns && self.filled + all > self.columns {
            self.break_line();
        }
        for &(part, style) in parts {
            self.push_part(part, style);
        }
    }

    fn push_part(&mut self, part: &str, style: Style) {
        let wide = width(part);
        if self.filled + wide <= self.columns {
            self.push(part, wide, style);
        } else if wide <= self.columns {
            self.break_line();
            self.push(part, wide, style);
        } else {
            // What has no white space for a whole line (an address, Japanese) breaks anywhere.
            for grapheme in part.graphemes(true) {
                let wide = width(grapheme);
                if self.filled + wide > self.columns {
                    self.break_line();
                }
                self.push(grapheme, wide, style);
            }
        }
    }

    fn break_line(&mut self) {
        if self.filled > 0 {
            self.lines.push(Vec::new());
            self.filled = 0;
        }
    }

    fn push(&mut self, text: &str, wide: usize, style: Style) {
        self.filled += wide;
        let Some(line) = self.lines.last_mut() else {
            return;
        };
        match line.last_mut() {
            Some(last) if last.style == style => last.text.push_str(text),
            _ => line.push(Piece::new(text, style)),
        }
    }
}

/// As much of some text as fits into `columns` columns, with `…` at its end if that is not all.
pub(crate) fn clipped(pieces: &[Piece], columns: usize) -> Vec<Piece> {
    if pieces.iter().map(|piece| width(&piece.text)).sum::<usize>() <= columns {
        return pieces.to_vec();
    }
    let mut page = Page { lines: vec![Vec::new()], filled: 0, columns: columns.saturating_sub(1) };
    'pieces: for piece in pieces {
        for grapheme in piece.text.graphemes(true) {
            let wide = width(grapheme);
            if page.filled + wide > page.columns {
                break 'pieces;
            }
            page.push(grapheme, wide, piece.style);
        }
    }
    page.push("…", 1, Style::new());
    page.lines.pop().unwrap_or_default()
}

/// Text with spaces behind it up to `columns` columns.
pub(crate) fn padded(text: &str, columns: usize) -> String {
    let missing = columns.saturating_sub(width(text));
    format!("{text}{}", " ".repeat(missing))
}
