//! Enters: text and a style. Leaves: the text in that style, or plain where colors are off.

use std::io::{self, Write};

use anstyle::{Ansi256Color, AnsiColor, Color, Effects, Style};

use super::screen::Colors;
use super::wrap::Piece;
use crate::report::SlotClass;

/// What stands beside the answers: headings, units, joints.
pub(crate) const QUIET: Style = Style::new().effects(Effects::DIMMED);

/// What a reader looks for first.
pub(crate) const STRONG: Style = Style::new().effects(Effects::BOLD);

/// What a reader hopes for.
pub(crate) const GOOD: Style = Style::new().fg_color(Some(Color::Ansi(AnsiColor::Green)));

/// What a reader may not expect.
pub(crate) const WARNING: Style = Style::new().fg_color(Some(Color::Ansi(AnsiColor::Red)));

/// The color of a class: of the terminal's own sixteen, so that it is legible on light and on dark.
pub(crate) fn style_of(class: SlotClass) -> Style {
    let color = |color: AnsiColor| Style::new().fg_color(Some(Color::Ansi(color)));
    match class {
        SlotClass::Start | SlotClass::End | SlotClass::Vector => color(AnsiColor::Cyan),
        SlotClass::Whole => color(AnsiColor::Green),
        SlotClass::Fragment => color(AnsiColor::Magenta),
        SlotClass::Byte => color(AnsiColor::Magenta).effects(Effects::BOLD),
        SlotClass::Typed => color(AnsiColor::Blue).effects(Effects::BOLD),
        SlotClass::Pad => Style::new().effects(Effects::DIMMED),
        SlotClass::Cut => color(AnsiColor::Red),
    }
}

/// The ground on which a token of a prompt stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tint {
    Even,
    Odd,
    /// It is only a part of a character.
    Fallback,
    /// A special token that was typed.
    Typed,
    Cut,
}

/// Text on a tint. Both colors are set, so that it can be read whatever the terminal's own are: the contrast of white with the
/// palest of these grounds is 6 to 1.
pub(crate) const fn tint(tint: Tint) -> Style {
    const WHITE: Option<Color> = Some(Color::Ansi256(Ansi256Color(231)));
    let (ground, effects) = match tint {
        Tint::Even => (24, Effects::new()),
        Tint::Odd => (60, Effects::new()),
        Tint::Fallback => (90, Effects::new()),
        Tint::Typed => (22, Effects::new()),
        Tint::Cut => (88, Effects::STRIKETHROUGH),
    };
    Style::new().fg_color(WHITE).bg_color(Some(Color::Ansi256(Ansi256Color(ground)))).effects(effects)
}

/// Writes pieces of text, in their styles if colors are on.
///
/// # Errors
/// If `out` cannot be written.
fn write(out: &mut dyn Write, colors: Colors, pieces: &[Piece]) -> io::Result<()> {
    for Piece { text, style, .. } in pieces {
        match colors {
            Colors::On if *style != Style::new() => write!(out, "{style}{text}{style:#}")?,
            _ => out.write_all(text.as_bytes())?,
        }
    }
    Ok(())
}

/// Writes pieces of text as one line, without spaces at its end.
///
/// # Errors
/// If `out` cannot be written.
pub(crate) fn write_line(out: &mut dyn Write, colors: Colors, mut pieces: Vec<Piece>) -> io::Result<()> {
    while let Some(last) = pieces.last_mut() {
        let kept = last.text.trim_end_matches(' ').len();
        last.text.truncate(kept);
        if kept > 0 {
            break;
        }
        pieces.pop();
    }
    write(out, colors, &pieces)?;
    out.write_all(b"\n")
}
