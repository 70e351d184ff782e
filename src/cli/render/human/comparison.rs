//! Enters: a comparison, or ids that were looked for. Leaves: the view of it that a person reads.

use std::io::{self, Write};

use anstyle::Style;
use cliptok::TokenId;

use super::{Screen, hanging, labelled, shown, sizes, symbol};
use crate::cli::origin::Origin;
use crate::cli::render::class::Class;
use crate::cli::render::escape::escaped;
use crate::cli::render::names::visible;
use crate::cli::render::paint::{QUIET, STRONG, WARNING};
use crate::cli::render::report::comparison::{
    CauseReport, ComparisonReport, GroupReport, IdsReport, PlaceReport,
};
use crate::cli::render::wording;
use crate::cli::render::wrap::Piece;
use crate::cli::words::number;

/// Writes the view of one prompt: what each group makes of it, then where and why they differ.
///
/// # Errors
/// If `out` cannot be written.
pub fn write(out: &mut dyn Write, screen: Screen, report: &ComparisonReport<'_>) -> io::Result<()> {
    write_prompt(out, screen, report.origin, report.prompt)?;
    for group in &report.groups {
        writeln!(out)?;
        write_group(out, screen, group, if report.agree() { Side::All } else { Side::One })?;
    }
    writeln!(out)?;
    let mut label = "differ";
    for place in &report.places {
        for line in place_lines(place) {
            hanging(out, screen, label, &line)?;
            label = "";
        }
    }
    let mut key = symbol::key();
    if !report.agree() {
        key.insert(0, Piece::whole("≠ differs from another group  ", WARNING));
    }
    labelled(out, screen, "key", &key)
}

/// Whether a group is one of several.
#[derive(Clone, Copy)]
enum Side {
    One,
    All,
}

/// Writes one entry of a list: where the prompt stands, what makes the difference, who differs; then the prompt.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_entry(out: &mut dyn Write, screen: Screen, report: &ComparisonReport<'_>) -> io::Result<()> {
    let groups: Vec<String> = report.groups.iter().map(|group| group.names.join(", ")).collect();
    let pieces = [
        Piece::new(escaped(&report.origin.to_string()).into_owned(), STRONG),
        Piece::plain(format!(" · {} · {}", report.causes.join(", "), groups.join(" ≠ "))),
    ];
    super::unlabelled(out, screen, &pieces)?;
    labelled(out, screen, "", &shown(report.prompt, Style::new()))
}

/// Writes what ids were looked for, and what each dialect says to them.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_ids(out: &mut dyn Write, screen: Screen, report: &IdsReport<'_>) -> io::Result<()> {
    write_prompt(out, screen, report.origin, report.prompt)?;
    let ids: Vec<String> = report.given.iter().map(TokenId::to_string).collect();
    let count = Piece::new(format!("{}: ", number(ids.len(), "id")), QUIET);
    labelled(out, screen, "ids", &[count, Piece::plain(ids.join(" "))])?;
    writeln!(out)?;
    for verdict in &report.verdicts {
        let class = if verdict.found.is_ok() { Class::Whole } else { Class::Cut };
        labelled(out, screen, verdict.name, &[Piece::new(wording::verdict(verdict), class.style())])?;
    }
    Ok(())
}

fn write_prompt(out: &mut dyn Write, screen: Screen, origin: &Origin, prompt: &str) -> io::Result<()> {
    labelled(out, screen, "prompt", &shown(prompt, Style::new()))?;
    labelled(out, screen, "", &[Piece::new(sizes(origin, prompt), QUIET)])
}

fn write_group(out: &mut dyn Write, screen: Screen, group: &GroupReport<'_>, side: Side) -> io::Result<()> {
    let tokens = format!(" · {}", number(group.tokens.len(), "token"));
    let agree = match side {
        Side::One => "",
        Side::All => " agree",
    };
    let head = [Piece::new(group.names.join(", "), STRONG), Piece::plain(agree), Piece::new(tokens, QUIET)];
    super::unlabelled(out, screen, &head)?;
    let mut pieces = Vec::new();
    if group.tokens.is_empty() {
        pieces.push(Piece::plain("none"));
    }
    for (index, token) in group.tokens.iter().enumerate() {
        if index > 0 {
            pieces.push(Piece::new("  ", QUIET));
        }
        let entry = symbol::piece(token.bytes, token.kind, token.ends_word, token.id);
        pieces.push(if token.differs { Piece::whole(format!("≠{}", entry.text), WARNING) } else { entry });
    }
    labelled(out, screen, "", &pieces)
}

/// `byte 2..5 ’  quotes: ’ → ' in openai, open-clip`, a line for each cause.
fn place_lines(place: &PlaceReport<'_>) -> Vec<Vec<Piece>> {
    let at = format!("byte {}..{} ", place.original.start, place.original.end);
    let line = |(index, cause): (usize, &CauseReport)| {
        let mut pieces = Vec::new();
        if index == 0 {
            pieces.push(Piece::whole(at.clone(), QUIET));
            pieces.push(Piece::new(visible(place.characters), WARNING));
            pieces.push(Piece::plain("  "));
        } else {
            pieces.push(Piece::plain("  and "));
        }
        pieces.push(Piece::new(format!("{}: ", cause.name), STRONG));
        pieces.push(Piece::plain(wording::cause(cause)));
        pieces
    };
    place.causes.iter().enumerate().map(line).collect()
}
