//! Enters: reports on what lies near. Leaves: each in the format that was asked for.

use std::io::Write;

use anyhow::Result;

use super::args::{NearFormat, NearQuestion};
use super::{human, tsv};
use crate::cli::output::Sink;
use crate::cli::output::tsv::header;
use crate::cli::terminal::Screen;
use crate::embeddings::Spread;
use crate::report::html::{self, near as page};
use crate::report::json::{Stream, Together};
use crate::report::{NearReport, PairReport, SurveyReport, TableReport};

/// Writes reports.
pub(super) struct Printer {
    screen: Screen,
    format: NearFormat,
    stream: Stream,
    /// The header of a table of tab-separated fields.
    columns: &'static [&'static str],
    /// How many texts were answered.
    answered: usize,
}

impl Printer {
    pub(super) fn new(screen: Screen, format: NearFormat, question: &NearQuestion) -> Self {
        let is_alone = matches!(question, NearQuestion::Pair(_) | NearQuestion::Survey);
        let together =
            if format == NearFormat::Json && !is_alone { Together::Array } else { Together::Lines };
        let columns = match question {
            NearQuestion::Tables => tsv::TABLES,
            NearQuestion::Pair(_) => tsv::PAIR,
            NearQuestion::Survey => tsv::SURVEY,
            NearQuestion::Nearest(_) => tsv::NEAR,
        };
        Self { screen, format, stream: Stream::new(together), columns, answered: 0 }
    }

    /// Writes what stands before the first report.
    ///
    /// # Errors
    /// If `out` cannot be written. So it is with the others.
    pub(super) fn begin(&self, out: &mut Sink) -> Result<()> {
        match self.format {
            NearFormat::Tsv => header(out, self.columns)?,
            NearFormat::Html => html::begin(out, "cliptok: what lies near in CLIP's embedding table")?,
            NearFormat::Human | NearFormat::Json | NearFormat::Jsonl => {}
        }
        Ok(())
    }

    pub(super) fn near(&mut self, out: &mut Sink, report: &NearReport<'_>) -> Result<()> {
        self.answered += 1;
        match self.format {
            NearFormat::Human => {
                if self.answered > 1 {
                    writeln!(out)?;
                }
                human::near(out, self.screen, report)?;
            }
            NearFormat::Html => page::near(out, report)?,
            NearFormat::Tsv => tsv::near(out, report)?,
            NearFormat::Json | NearFormat::Jsonl => self.stream.push(out, report)?,
        }
        Ok(())
    }

    /// What the numbers mean, for people.
    pub(super) fn legend(&self, out: &mut Sink, table: &TableReport, spread: Option<Spread>) -> Result<()> {
        match self.format {
            NearFormat::Human => human::legend(out, self.screen, table, spread)?,
            NearFormat::Html => page::legend(out, table, spread)?,
            NearFormat::Tsv | NearFormat::Json | NearFormat::Jsonl => {}
        }
        Ok(())
    }

    /// A table. `note` says why its rows were not read.
    pub(super) fn table(&mut self, out: &mut Sink, report: &TableReport, note: Option<&str>) -> Result<()> {
        match self.format {
            NearFormat::Human => human::table(out, self.screen, report, note)?,
            NearFormat::Html => page::table(out, report, note)?,
            NearFormat::Tsv => tsv::table(out, report)?,
            NearFormat::Json | NearFormat::Jsonl => self.stream.push(out, report)?,
        }
        Ok(())
    }

    pub(super) fn pair(&mut self, out: &mut Sink, report: &PairReport<'_>) -> Result<()> {
        match self.format {
            NearFormat::Human => {
                if let Some(cosine) = report.cosine {
                    writeln!(out, "{cosine:.4}")?;
                }
            }
            NearFormat::Html => page::pair(out, report)?,
            NearFormat::Tsv => tsv::pair(out, report)?,
            NearFormat::Json | NearFormat::Jsonl => self.stream.push(out, report)?,
        }
        Ok(())
    }

    pub(super) fn survey(&mut self, out: &mut Sink, report: &SurveyReport<'_>) -> Result<()> {
        match self.format {
            NearFormat::Human => {
                human::survey(out, self.screen, report)?;
                human::legend(out, self.screen, report.table, None)?;
            }
            NearFormat::Html => page::survey(out, report)?,
            NearFormat::Tsv => {
                for emoji in &report.survey {
                    tsv::emoji(out, emoji)?;
                }
            }
            NearFormat::Json | NearFormat::Jsonl => self.stream.push(out, report)?,
        }
        Ok(())
    }

    /// Writes what stands behind the last report.
    pub(super) fn end(&mut self, out: &mut Sink) -> Result<()> {
        match self.format {
            NearFormat::Html => html::end(out)?,
            NearFormat::Json | NearFormat::Jsonl => self.stream.end(out)?,
            NearFormat::Human | NearFormat::Tsv => {}
        }
        Ok(())
    }
}
