//! Enters: labels and pieces of text. Leaves: lines in which every label stands in one column, and the text beside it.

use std::io::{self, Write};

use anstyle::Style;

use super::paint::{QUIET, write_line};
use super::screen::{LABEL, Screen};
use super::wrap::{Piece, lines};
use crate::report::escape::{Part, escaped, parts};
use crate::report::{Source, counted, seated};

/// Text in a style; what had to be written out is whole and stands out, so that nobody takes it for
/// a typed backslash.
pub(crate) fn shown(text: &str, style: Style) -> Vec<Piece> {
    let part = |(what, text): (Part, String)| match what {
        Part::AsItIs => Piece::new(text, style),
        Part::WrittenOut => Piece::whole(text, style.invert()),
    };
    let mut pieces: Vec<Piece> = parts(text).into_iter().map(part).collect();
    if let Some(first) = pieces.first_mut() {
        first.text = seated(&first.text).into_owned();
    }
    pieces
}

/// Where a prompt comes from, and how long it is.
pub(crate) fn sizes(source: &Source, prompt: &str) -> String {
    let (characters, bytes) = (prompt.chars().count(), prompt.len());
    let sizes = format!("{}, {}", counted(characters, "character"), counted(bytes, "byte"));
    format!("{} · {sizes}", escaped(&source.to_string()))
}

/// Writes text from the first column on; further lines stand behind the labels.
pub(crate) fn unlabeled(out: &mut dyn Write, screen: Screen, pieces: &[Piece]) -> io::Result<()> {
    let mut indent = 0;
    for line in lines(pieces, screen.beside_label()) {
        let mut whole = vec![Piece::plain(" ".repeat(indent))];
        whole.extend(line);
        write_line(out, screen.colors, whole)?;
        indent = LABEL;
    }
    Ok(())
}

/// Writes text from the first column on, in lines as wide as the screen.
pub(crate) fn write_wrapped(out: &mut dyn Write, screen: Screen, pieces: &[Piece]) -> io::Result<()> {
    lines(pieces, screen.beside(0)).into_iter().try_for_each(|line| write_line(out, screen.colors, line))
}

/// Writes text behind its label; further lines are set in.
pub(crate) fn hanging(out: &mut dyn Write, screen: Screen, label: &str, pieces: &[Piece]) -> io::Result<()> {
    const SET_IN: usize = 4;
    let mut front = format!("{label:LABEL$}");
    for line in lines(pieces, screen.beside_label() - SET_IN) {
        let mut whole = vec![Piece::new(front, QUIET)];
        whole.extend(line);
        write_line(out, screen.colors, whole)?;
        front = " ".repeat(LABEL + SET_IN);
    }
    Ok(())
}

/// Writes text behind its label, in as many lines as it takes.
pub(crate) fn labeled(out: &mut dyn Write, screen: Screen, label: &str, pieces: &[Piece]) -> io::Result<()> {
    labeled_in(out, screen, LABEL, label, pieces)
}

/// Writes text behind its label, in a column of labels that is this wide.
pub(crate) fn labeled_in(
    out: &mut dyn Write,
    screen: Screen,
    width: usize,
    label: &str,
    pieces: &[Piece],
) -> io::Result<()> {
    let mut label = label;
    for line in lines(pieces, screen.beside(width)) {
        let mut whole = vec![Piece::new(format!("{label:width$}"), QUIET)];
        whole.extend(line);
        write_line(out, screen.colors, whole)?;
        label = "";
    }
    Ok(())
}
