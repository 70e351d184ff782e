//! Enters: prompts. Leaves: each of them, cut so that the model reads all of it.

mod args;
mod job;
mod printer;

use std::mem::take;

use anyhow::Result;

use crate::batch::Separator;
use crate::cli::error::InputError;
use crate::cli::exit::Exit;
use crate::cli::options::{AnswerFormat, ByWay, given};
use crate::cli::output::{Reader, Sink};
use crate::cli::terminal::{Places, Progress, notice};
use crate::cli::work::{Answers, Column, Table};
use crate::explain::{Fit, Fitted};
use crate::report::json::{Stream, Together};
use crate::report::{Source, counted, raised_words};
use crate::sources::{Answer, InChunk, Lines, LongRecords, Noted, Stopped};
use crate::syntax::Raised;

pub(super) use args::FitArgs;
use args::Fitting;
use job::{Destination, Job, make_folder_of};
use printer::{Printer, TextsFor};

pub(super) fn run(args: FitArgs) -> Result<Exit> {
    let Fitting { prompts, threads, fits, format, into, destination } = Fitting::of(args)?;
    let is_per_file = matches!(destination, Destination::Folder(..));
    let into = into.as_deref();
    let mut said = Said::new();
    let mut ended = Ok(Exit::Done);
    for Job { prompts, target } in destination.jobs(prompts)? {
        if is_per_file {
            make_folder_of(&target)?;
        }
        let mut answers = Answers::open(&target)?;
        let texts_for = match answers.reader() {
            Reader::Terminal => TextsFor::Eye,
            Reader::Program if is_per_file => TextsFor::File,
            Reader::Program => TextsFor::Program,
        };
        let together = if format == AnswerFormat::Json { Together::Array } else { Together::Lines };
        let mut printer = Printer { format, texts_for, stream: Stream::new(together) };
        let end = if texts_for == TextsFor::Program && prompts.is_nul_separated() { b"\0" } else { b"\n" };
        if into.is_none() {
            printer.begin(answers.out())?;
        }
        let stream = printer.stream.part();
        let worker = || {
            let stream = stream.part();
            let asked = fits.readers.asked();
            let mut ways = ByWay::new(asked, fits.of(asked));
            let fits = &fits;
            move |records: &mut InChunk<'_>, noted: &mut Noted, done: &mut Done| {
                let printer = Printer { format, texts_for, stream: stream.part() };
                let way = fits.readers.way(records.written())?;
                let (fit, unit) = ways.get(way, || fits.of(way));
                match into {
                    Some(field) => give_back(field, records, noted, fit, unit, done),
                    None if is_per_file && !records.is_of_texts() => {
                        Err(InputError::NotWrittenBack { source: records.source().clone() }.into())
                    }
                    None => work(records, noted, fit, &mut Writing { printer, done, unit, end }),
                }
            }
        };
        let taken = |out: &mut Sink, progress: &Progress, done: &mut Done| {
            printer.append(out, &done.out)?;
            done.out.clear();
            said.take(done, progress);
            Ok(())
        };
        let result = match Table::of(&prompts, into, Column::Texts) {
            Some(table) => {
                let (mut fit, unit) = fits.of(fits.readers.asked());
                let answer =
                    |text: &str, source: &Source, write: &mut dyn FnMut(Answer<'_>), done: &mut _| {
                        write_fitted(text, source, &mut fit, unit, write, done);
                        Ok(())
                    };
                answers.give_table_back(table, answer, taken)
            }
            None => answers.each_chunk(prompts, LongRecords::Whole, threads, worker, taken),
        };
        let closed = answers.close(result, |out| Ok(printer.end(out)?));
        ended = match (ended, closed) {
            (Ok(before), Ok(exit)) => Ok(before.or(exit)),
            (_, closed) => closed,
        };
        if ended.is_err() {
            break;
        }
    }
    let exit = said.end();
    match ended {
        // A reader that has seen enough does not take back what was said of the prompts before.
        Err(error) if Exit::of_error(&error) == Exit::Done => Ok(exit),
        ended => ended.map(|input| exit.or(input)),
    }
}

/// What is said of prompts on stderr.
struct Said {
    cut: Cut,
    failures: Places,
}

impl Said {
    fn new() -> Self {
        let failures = Places::new("prompts on which the program fails".to_owned());
        Self { cut: Cut::default(), failures }
    }

    /// Says what was noted in a chunk.
    fn take(&mut self, done: &mut Done, progress: &Progress) {
        self.cut.prompts += take(&mut done.prompts);
        for (source, raised) in done.raised.drain(..) {
            if self.failures.note() {
                progress.notice(&raised_words(&source, &raised));
            }
        }
        for CutPrompt { source, from, to, unit } in done.cut.drain(..) {
            if self.cut.places.note() {
                progress.notice(&format!("{source}: cut from {} to {to}", counted(from, unit)));
            }
            self.cut.noted += 1;
        }
    }

    /// Says how many there were. Returns how the run ends.
    fn end(self) -> Exit {
        let said = [self.failures.tally(), self.cut.places.tally(), self.cut.words()];
        said.into_iter().flatten().for_each(|words| notice(&words));
        if self.failures.is_empty() { Exit::Done } else { Exit::Negative }
    }
}

/// The prompts that were cut.
struct Cut {
    places: Places,
    noted: u64,
    /// How many there are with those that fit.
    prompts: u64,
}

impl Default for Cut {
    fn default() -> Self {
        Self { places: Places::new("prompts that were cut".to_owned()), noted: 0, prompts: 0 }
    }
}

impl Cut {
    /// How many there are, if that is not said yet.
    fn words(&self) -> Option<String> {
        let Self { noted, prompts, .. } = *self;
        (noted > 0 && prompts > 1).then(|| format!("{noted} of {prompts} prompts cut"))
    }
}

/// What was made of a chunk.
#[derive(Default)]
struct Done {
    out: Vec<u8>,
    prompts: u64,
    cut: Vec<CutPrompt>,
    /// The prompts on which the program fails.
    raised: Vec<(Source, Raised)>,
}

impl Done {
    /// Notes what is to be said of a prompt.
    fn note(&mut self, source: &Source, fitted: Result<&Fitted<'_>, &Raised>, unit: &'static str) {
        self.prompts += 1;
        match fitted {
            Ok(fitted) if fitted.cut().is_some() => {
                let (source, from, to) = (source.clone(), fitted.prompt_count(), fitted.count());
                self.cut.push(CutPrompt { source, from, to, unit });
            }
            Ok(_) => {}
            Err(raised) => self.raised.push((source.clone(), raised.clone())),
        }
    }
}

/// A prompt of which something was cut, with how many tokens or slots it had and has.
struct CutPrompt {
    source: Source,
    from: usize,
    to: usize,
    /// What is counted: `token` or `slot`.
    unit: &'static str,
}

/// Writes what is left of prompts, and notes what is to be said of them.
struct Writing<'d> {
    printer: Printer,
    done: &'d mut Done,
    unit: &'static str,
    /// What stands behind a text that is not a line of the input.
    end: &'static [u8],
}

impl Writing<'_> {
    fn write(
        &mut self,
        source: &Source,
        prompt: &str,
        fitted: &Result<Fitted<'_>, Raised>,
        end: &[u8],
    ) -> Result<()> {
        self.done.note(source, fitted.as_ref(), self.unit);
        match fitted {
            Ok(fitted) => self.printer.fitted(&mut self.done.out, source, fitted, end)?,
            Err(_) => self.printer.raised(&mut self.done.out, source, prompt, end)?,
        }
        Ok(())
    }
}

/// Cuts each record.
fn work(
    records: &mut InChunk<'_>,
    noted: &mut Noted,
    fit: &mut Fit,
    writing: &mut Writing<'_>,
) -> Result<()> {
    let end = match (writing.printer.texts_for, records.separator()) {
        // A file that is one prompt ends as it did.
        (TextsFor::File, Some(Separator::None)) => records.newline().to_vec(),
        // Only prompts that stand as lines, or between NULs, can be told apart as they are.
        (TextsFor::Program | TextsFor::File, None) | (TextsFor::Program, Some(Separator::None)) => {
            writing.printer.texts_for = TextsFor::LineReader;
            writing.end.to_vec()
        }
        _ => writing.end.to_vec(),
    };
    let is_standing = records.separator() == Some(Separator::LineFeed);
    if let Some(lines) = records.lines(noted) {
        let Lines { bytes, separator, invalid, .. } = lines;
        let (mut source, mut rest) = (lines.first.clone(), bytes);
        let result = fit.fit_lines(bytes, separator, invalid, |line, prompt, fitted| {
            source.record = lines.record(line);
            let mut end = end.as_slice();
            if is_standing {
                let (typed, behind) = separator.split_first(rest);
                // A line that ended in CRLF does so again.
                if rest.len() - typed.len() - behind.len() == 2 {
                    end = b"\r\n";
                }
                rest = behind;
            }
            writing.write(&source, prompt, &fitted, end).map_err(Stopped::By)
        });
        return lines.end(result, noted);
    }
    while let Some(record) = records.next(noted)? {
        let fitted = fit.fit(&record.text);
        writing.write(record.source, &record.text, &fitted, &end)?;
    }
    Ok(())
}

/// Gives each record back with what is left of its prompt in it.
fn give_back(
    field: &str,
    records: &mut InChunk<'_>,
    noted: &mut Noted,
    fit: &mut Fit,
    unit: &'static str,
    done: &mut Done,
) -> Result<()> {
    let mut out = take(&mut done.out);
    let result = records.give_back(field, noted, &mut out, |text, source, write| {
        write_fitted(text, source, fit, unit, write, done);
        Ok(())
    });
    done.out = out;
    given(result)
}

/// Writes what goes into the record of a prompt.
fn write_fitted(
    text: &str,
    source: &Source,
    fit: &mut Fit,
    unit: &'static str,
    write: &mut dyn FnMut(Answer<'_>),
    done: &mut Done,
) {
    let fitted = fit.fit(text);
    write(Answer::Text(fitted.as_ref().map_or(text, |fitted| fitted.text())));
    done.note(source, fitted.as_ref(), unit);
}
