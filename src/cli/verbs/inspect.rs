//! Enters: prompts. Leaves: a report of each, in the format that was asked for.

mod args;
mod human;
mod lacking;
mod marked_prompt;
mod slot_strip;
mod token_table;
mod tsv;
mod views;
mod watch;

use std::io::Write;

use anyhow::Result;

use crate::TokenId;
use crate::cli::exit::Exit;
use crate::cli::input::Input;
use crate::cli::options::{ByWay, OnLints};
use crate::cli::output::tsv::header;
use crate::cli::output::{Reader, ids};
use crate::cli::terminal::{Places, Screen, columns, notice, rows};
use crate::cli::work::Answers;
use crate::report::html::PromptPage;
use crate::report::json::{Stream, Together};
use crate::report::{PromptReport, Source, warning_place};

pub(super) use args::InspectArgs;
use args::{Inspect, InspectFormat};
use lacking::Lacking;
use views::{Space, Views};
use watch::watch;

pub(super) fn run(args: InspectArgs) -> Result<Exit> {
    let job = &Inspect::of(args)?;
    if job.watched.is_empty() {
        return show(job, job.prompts.clone(), Space::Unlimited);
    }
    let mut shown = Shown::Nothing;
    watch(
        &job.watched,
        || (columns(&job.target), rows(&job.target)),
        || {
            clear(job)?;
            let space = rows(&job.target).map_or(Space::Unlimited, Space::Lines);
            match (show(job, job.prompts.clone(), space), shown) {
                (Err(error), Shown::Something) if Exit::of_error(&error) == Exit::Error => {
                    notice(&format!("{error:#}"));
                    Ok(())
                }
                (result, _) => {
                    shown = Shown::Something;
                    result.map(drop)
                }
            }
        },
    )
}

/// Whether the files were shown before, so that their names are right.
#[derive(Clone, Copy)]
enum Shown {
    Nothing,
    Something,
}

/// Makes room for what is shown again, where a person looks.
fn clear(job: &Inspect) -> Result<()> {
    let mut answers = Answers::open(&job.target)?;
    if answers.reader() == Reader::Terminal {
        // What was scrolled away belongs to the person: only what is seen is cleared.
        answers.out().write_all(b"\x1b[2J\x1b[H")?;
    }
    answers.end(Ok(())).map(drop)
}

fn show(job: &Inspect, prompts: Input, space: Space) -> Result<Exit> {
    let mut answers = Answers::open(&job.target)?;
    // The width may have changed since it was shown last.
    let screen = Screen { columns: columns(&job.target), ..job.screen };
    let mut stream = Stream::new(match job.format {
        InspectFormat::Json => Together::Array,
        _ => Together::Lines,
    });
    let mut views = Views::new(screen, job.detail, space);
    let (mut exit, mut denied) = (Exit::Done, Places::new("warnings".to_owned()));
    let mut lacking = Lacking::new(job.rules.find.len());
    if job.format == InspectFormat::Tsv {
        header(answers.out(), tsv::INSPECT)?;
    }
    let mut page = match job.format {
        InspectFormat::Html => {
            Some(PromptPage::begin(answers.out(), "cliptok: prompts as CLIP's tokenizer sees them")?)
        }
        _ => None,
    };
    let asked = job.readers.asked();
    let mut rules = ByWay::new(asked, job.rules_of(asked));
    let result = answers.each(prompts, |out, record| {
        let way = job.readers.way(record.written)?;
        let rules = rules.get(way, || job.rules_of(way));
        let report = PromptReport::new(&record.text, record.source, rules);
        exit = exit.or(negative(job, &report, record.source, &mut denied));
        lacking.note(report.found.as_deref().unwrap_or_default());
        match job.format {
            InspectFormat::Human => views.push(out, &report)?,
            InspectFormat::Json | InspectFormat::Jsonl => stream.push(out, &report)?,
            InspectFormat::Tsv => tsv::inspect(out, &report)?,
            InspectFormat::Html => {
                if let Some(page) = &mut page {
                    page.prompt(out, &report)?;
                }
            }
            InspectFormat::Ids => {
                let content: Vec<TokenId> = report.tokens.iter().map(|token| token.entry.id).collect();
                let mut line = Vec::new();
                ids::push_line(&mut line, &content, b' ');
                out.write_all(&line)?;
            }
        }
        Ok(())
    });
    denied.tally().into_iter().for_each(|words| notice(&words));
    lacking.words().for_each(|words| notice(&words));
    let input = answers.close(result, |out| match job.format {
        InspectFormat::Html => Ok(page.map_or(Ok(()), |page| page.end(out))?),
        InspectFormat::Human => Ok(views.end(out)?),
        _ => Ok(stream.end(out)?),
    })?;
    Ok(exit.or(lacking.exit()).or(input))
}

/// What the report of one prompt is to the whole: negative if its program raises, or if a warning is to be one.
fn negative(job: &Inspect, report: &PromptReport<'_>, source: &Source, denied: &mut Places) -> Exit {
    if let Some(class) = report.program.raises {
        notice(&format!("{source}: the program raises {class} on this prompt"));
        return Exit::Negative;
    }
    if job.on_lints == OnLints::Ignore || report.warnings.is_empty() {
        return Exit::Done;
    }
    for warning in &report.warnings {
        if denied.note() {
            notice(&format!("{source}: {}", warning_place(warning)));
        }
    }
    Exit::Negative
}
