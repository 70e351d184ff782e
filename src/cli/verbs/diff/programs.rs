//! Enters: prompts and several programs. Leaves: what each makes of a prompt, where they differ, and in what.

use std::io::{self, Write};

use anstyle::Style;
use anyhow::Result;

use super::args::{DiffFormat, Programs};
use crate::cli::exit::Exit;
use crate::cli::output::tsv;
use crate::cli::terminal::{
    GOOD, Piece, QUIET, STRONG, Screen, WARNING, hanging, labeled, notice, shown, sizes, unlabeled,
    write_wrapped,
};
use crate::cli::work::Answers;
use crate::report::escape::escaped;
use crate::report::html::{self, comparison as page};
use crate::report::json::{Stream, Together};
use crate::report::{
    Aspect, PlaceReport, ProgramComparisonReport, ReadingReport, aspect_words, counted, place_words,
};

/// The header of a table of prompts on which programs differ.
const PROGRAMS: &[&str] = &["source", "aspects", "programs", "counts"];

/// Compares what programs make of each prompt.
///
/// # Errors
/// If input or output is wrong.
pub(super) fn run(job: Programs) -> Result<Exit> {
    let Programs { prompts, sides, format, screen, target } = job;
    let mut answers = Answers::open(&target)?;
    let mut stream = Stream::new(match format {
        DiffFormat::Json => Together::Array,
        _ => Together::Lines,
    });
    match format {
        DiffFormat::Tsv => tsv::header(answers.out(), PROGRAMS)?,
        DiffFormat::Html => html::begin(answers.out(), "cliptok: what programs make of prompts")?,
        _ => {}
    }
    let (mut compared, mut differing) = (0_u64, 0_u64);
    let result = answers.each(prompts, |out, record| {
        let report = ProgramComparisonReport::new(&record.text, record.source, &sides);
        compared += 1;
        differing += u64::from(!report.agree);
        match format {
            DiffFormat::Human => {
                if compared > 1 {
                    writeln!(out)?;
                }
                write(out, screen, &report)?;
            }
            DiffFormat::List | DiffFormat::Tsv if report.agree => {}
            DiffFormat::List => write_entry(out, screen, &report)?,
            DiffFormat::Json | DiffFormat::Jsonl => stream.push(out, &report)?,
            DiffFormat::Tsv => write_line(out, &report)?,
            DiffFormat::Html => page::programs(out, &report)?,
        }
        Ok(())
    });
    let all_was_read = result.is_ok() && answers.all_was_read();
    let input = answers.close(result, |out| {
        stream.end(out)?;
        let differ = if compared == 1 { "differs" } else { "differ" };
        let prompts = counted(compared, "prompt");
        let words = match differing {
            0 => format!("all agree on {prompts}"),
            _ => format!("{differing} of {prompts} {differ}"),
        };
        match format {
            DiffFormat::List if all_was_read => writeln!(out, "{words}")?,
            DiffFormat::Tsv if all_was_read => notice(&words),
            DiffFormat::Html => html::end(out)?,
            _ => {}
        }
        Ok(())
    })?;
    Ok(if differing > 0 { input.or(Exit::Negative) } else { input })
}

/// The view of one prompt: what each program makes of it, then in what and where they differ.
fn write(out: &mut dyn Write, screen: Screen, report: &ProgramComparisonReport<'_>) -> io::Result<()> {
    if report.agree {
        let names: Vec<&str> = report.programs.iter().map(|program| program.syntax.name()).collect();
        let about = format!(" on rows and weights · {} · {}", report.source, names.join(", "));
        return write_wrapped(
            out,
            screen,
            &[Piece::new("all agree", GOOD), Piece::new(escaped(&about), QUIET)],
        );
    }
    labeled(out, screen, "prompt", &shown(report.prompt, Style::new()))?;
    labeled(out, screen, "", &[Piece::new(sizes(report.source, report.prompt), QUIET)])?;
    for program in &report.programs {
        writeln!(out)?;
        labeled(out, screen, program.syntax.name(), &count(program))?;
        labeled(out, screen, "", &segments(program))?;
    }
    writeln!(out)?;
    let mut label = "differ";
    for aspect in &report.aspects {
        let words = [Piece::new(aspect_words(*aspect), WARNING)];
        hanging(out, screen, std::mem::take(&mut label), &words)?;
    }
    for place in &report.places {
        hanging(out, screen, "", &place_line(place))?;
    }
    Ok(())
}

fn count(program: &ReadingReport) -> Vec<Piece> {
    let dialect = Piece::new(format!("  dialect {}", program.dialect.name()), QUIET);
    let words = match (program.raises, program.counter, program.count) {
        (Some(class), ..) => return vec![Piece::new(format!("raises {class}"), WARNING), dialect],
        (None, Some(counter), _) => format!("{}/{}", counter.used, counter.of),
        (None, None, count) => counted(count.unwrap_or_default(), "token"),
    };
    let rows = format!("{words} in {}", counted(program.rows.len(), "row"));
    vec![Piece::new(rows, STRONG), dialect]
}

/// The segments, each with its weight if that is not 1.
fn segments(program: &ReadingReport) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for segment in program.segments.iter().flatten().filter(|segment| !segment.text.is_empty()) {
        if !pieces.is_empty() {
            pieces.push(Piece::new(" │ ", QUIET));
        }
        pieces.extend(shown(&segment.text, Style::new()));
        if !segment.weight.is_one() {
            pieces.push(Piece::new(format!(" ×{}", segment.weight), QUIET));
        }
    }
    pieces
}

/// A part of the prompt, and what each program makes of it.
fn place_line(place: &PlaceReport<'_>) -> Vec<Piece> {
    let mut pieces = shown(place.characters, Style::new());
    let bytes = format!("  at byte {}..{}: ", place.original.start, place.original.end);
    pieces.push(Piece::new(bytes, QUIET));
    pieces.push(Piece::plain(place_words(place)));
    pieces
}

/// One entry of a list: where the prompt stands and in what programs differ; then the prompt.
fn write_entry(out: &mut dyn Write, screen: Screen, report: &ProgramComparisonReport<'_>) -> io::Result<()> {
    let pieces = [
        Piece::new(report.source.to_string(), STRONG),
        Piece::plain(format!(": {}", names(&report.aspects))),
    ];
    unlabeled(out, screen, &pieces)?;
    labeled(out, screen, "", &shown(report.prompt, Style::new()))
}

fn names(aspects: &[Aspect]) -> String {
    aspects.iter().map(|aspect| aspect.name()).collect::<Vec<_>>().join(", ")
}

fn write_line(out: &mut dyn Write, report: &ProgramComparisonReport<'_>) -> io::Result<()> {
    let join = |words: Vec<String>| words.join(",");
    let programs = report.programs.iter().map(|program| program.syntax.name().to_owned());
    let count =
        |program: &ReadingReport| program.count.map_or_else(|| "-".to_owned(), |count| count.to_string());
    tsv::line(
        out,
        &[
            &tsv::source(report.source),
            &names(&report.aspects).replace(", ", ","),
            &join(programs.collect()),
            &join(report.programs.iter().map(count).collect()),
        ],
    )
}
