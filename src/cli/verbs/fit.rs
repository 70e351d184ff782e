//! Enters: prompts. Leaves: each of them, cut so that the model reads all of it.

mod args;
mod printer;

use std::mem::take;

use anyhow::Result;

use crate::batch::Separator;
use crate::cli::exit::Exit;
use crate::cli::input::chunks::LongRecords;
use crate::cli::input::{InChunk, Lines, Noted, Records, Stopped};
use crate::cli::options::AnswerFormat;
use crate::cli::output::Reader;
use crate::cli::terminal::{Places, notice};
use crate::cli::work::Answers;
use crate::explain::{Fit, Fitted};
use crate::report::json::{Stream, Together};
use crate::report::{Place, Source, counted, raised_words};
use crate::syntax::Raised;

pub(super) use args::FitArgs;
use args::Fitting;
use printer::{Printer, TextsFor};

pub(super) fn run(args: FitArgs) -> Result<Exit> {
    let Fitting { prompts, threads, fit, unit, format, target } = Fitting::of(args)?;
    let mut answers = Answers::open(&target)?;
    let texts_for = match (answers.reader(), &prompts.records) {
        (Reader::Terminal, _) => TextsFor::Eye,
        (Reader::Program, Records::JsonLines(_)) => TextsFor::LineReader,
        (Reader::Program, Records::Lines | Records::NulSeparated) => TextsFor::Program,
    };
    let together = if format == AnswerFormat::Json { Together::Array } else { Together::Lines };
    let mut printer = Printer { format, texts_for, stream: Stream::new(together) };
    let end = end_of_text(texts_for, prompts.records.separator());
    let (mut cut, mut failures) =
        (Cut::default(), Places::new("prompts on which the program fails".to_owned()));
    printer.begin(answers.out())?;
    let stream = printer.stream.part();
    let worker = || {
        let stream = stream.part();
        let mut fit = fit.clone();
        move |records: &mut InChunk<'_>, noted: &mut Noted, done: &mut Done| {
            let printer = Printer { format, texts_for, stream: stream.part() };
            work(records, noted, &mut fit, &mut Writing { printer, done, end })
        }
    };
    let result =
        answers.each_chunk(prompts, LongRecords::Whole, threads, worker, |out, progress, done: &mut Done| {
            printer.append(out, &done.out)?;
            done.out.clear();
            cut.prompts += take(&mut done.prompts);
            for (source, raised) in done.raised.drain(..) {
                if failures.note() {
                    progress.notice(&raised_words(&source, &raised));
                }
            }
            for CutPrompt { source, from, to } in done.cut.drain(..) {
                if cut.places.note() {
                    progress.notice(&format!("{source}: cut from {} to {to}", counted(from, unit)));
                }
                cut.noted += 1;
            }
            Ok(())
        });
    let said = [failures.tally(), cut.places.tally(), cut.words()];
    said.into_iter().flatten().for_each(|words| notice(&words));
    let exit = if failures.is_empty() { Exit::Done } else { Exit::Negative };
    match answers.close(result, |out| Ok(printer.end(out)?)) {
        // A reader that has seen enough does not take back what was said of the prompts before.
        Err(error) if Exit::of_error(&error) == Exit::Done => Ok(exit),
        ended => ended.map(|()| exit),
    }
}

/// What stands behind a text where that is not taken from the input.
const fn end_of_text(texts_for: TextsFor, separator: Separator) -> &'static [u8] {
    match (texts_for, separator) {
        (TextsFor::Program, Separator::Nul) => b"\0",
        _ => b"\n",
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

/// A prompt of which something was cut, with how many tokens or slots it had and has.
struct CutPrompt {
    source: Source,
    from: usize,
    to: usize,
}

/// Writes what is left of prompts, and notes what is to be said of them.
struct Writing<'d> {
    printer: Printer,
    done: &'d mut Done,
    /// What stands behind a text that is not a line of the input.
    end: &'static [u8],
}

impl Writing<'_> {
    fn write(
        &mut self,
        source: &Source,
        prompt: &str,
        fitted: Result<Fitted<'_>, Raised>,
        end: &[u8],
    ) -> Result<()> {
        self.done.prompts += 1;
        match fitted {
            Ok(fitted) => {
                if fitted.cut().is_some() {
                    let (source, from, to) = (source.clone(), fitted.prompt_count(), fitted.count());
                    self.done.cut.push(CutPrompt { source, from, to });
                }
                self.printer.fitted(&mut self.done.out, source, &fitted, end)?;
            }
            Err(raised) => {
                self.done.raised.push((source.clone(), raised));
                self.printer.raised(&mut self.done.out, source, prompt, end)?;
            }
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
    let end = writing.end;
    if let Some(lines) = records.lines(noted) {
        let Lines { bytes, separator, invalid, .. } = lines;
        let (mut source, mut rest) = (lines.first.clone(), bytes);
        let has_line_ends = separator == Separator::LineFeed && lines.first.place != Place::Arguments;
        let result = fit.fit_lines(bytes, separator, invalid, |line, prompt, fitted| {
            source.record = lines.record(line);
            let mut end = end;
            if has_line_ends {
                let (typed, behind) = separator.split_first(rest);
                // A line that ended in CRLF does so again.
                if rest.len() - typed.len() - behind.len() == 2 {
                    end = b"\r\n";
                }
                rest = behind;
            }
            writing.write(&source, prompt, fitted, end).map_err(Stopped::By)
        });
        return lines.end(result, noted);
    }
    while let Some(record) = records.next(noted)? {
        let fitted = fit.fit(&record.text);
        writing.write(record.source, &record.text, fitted, end)?;
    }
    Ok(())
}
