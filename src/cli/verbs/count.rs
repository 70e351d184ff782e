//! Enters: prompts. Leaves: how many tokens each has, or all together, or which have too many.

mod args;
mod counter;
mod printer;

use std::mem::take;

use anyhow::Result;

use crate::cli::exit::Exit;
use crate::cli::options::AnswerFormat;
use crate::cli::output::{Reader, Sink};
use crate::cli::terminal::{Places, Progress, notice};
use crate::cli::work::{Answers, Column, Table, in_pieces_if_exact};
use crate::report::json::{Stream, Together};
use crate::report::{Source, TotalReport, Warning, counted, raised_words, warning_place};
use crate::sources::{Answer, InChunk, LongRecords, Noted};

pub(super) use args::CountArgs;
use args::{Count, Counting, Printed};
use counter::{Counted, Counter, Noting};
use printer::{Printer, PromptsFor, Shape};

pub(super) fn run(args: CountArgs) -> Result<Exit> {
    let Count {
        prompts,
        threads,
        encoders,
        readers,
        special_tokens,
        printed,
        max,
        on_lints,
        format,
        into,
        target,
    } = Count::of(args)?;
    let mut answers = Answers::open(&target)?;
    let prompts_for = match answers.reader() {
        Reader::Terminal => PromptsFor::Eye,
        Reader::Program if prompts.is_nul_separated() => PromptsFor::NulReader,
        Reader::Program => PromptsFor::LineReader,
    };
    let together = match (format, printed) {
        // There is one sum, so it stands in no array.
        (_, Printed::Total) => Together::Lines,
        (AnswerFormat::Json, _) => Together::Array,
        (_, _) => Together::Lines,
    };
    let mut printer = Printer { format, prompts_for, stream: Stream::new(together) };
    let shape = match printed {
        Printed::Each => Shape::Number,
        Printed::Over(_) => Shape::Prompt,
        Printed::Total => Shape::Total,
    };
    let mut failures = Places::new("prompts on which the program fails".to_owned());
    let mut denied = Places::new("warnings".to_owned());
    let mut too_long = Places::new(format!("prompts with more than {}", max.unwrap_or_default()));
    let mut total = TotalReport::default();
    let mut exit = Exit::Done;
    printer.begin(answers.out(), shape)?;
    let long_records = match printed {
        _ if into.is_some() => LongRecords::Whole,
        // Only texts come in pieces, and they are counted as was asked for.
        Printed::Each | Printed::Total => match Counting::of(&encoders, &readers, readers.asked()) {
            Counting::Tokens { first, second: None } => in_pieces_if_exact(&first),
            // The larger of two sums is not the sum of what is larger in each piece.
            Counting::Tokens { second: Some(_), .. } | Counting::Slots { .. } => LongRecords::Whole,
        },
        // It is printed itself.
        Printed::Over(_) => LongRecords::Whole,
    };
    let stream = printer.stream.part();
    let noting = Noting { special_tokens, printed, max };
    let worker = || {
        let stream = stream.part();
        let mut counter = Counter::new(&encoders, &readers, noting, on_lints, into.clone());
        move |records: &mut InChunk<'_>, noted: &mut Noted, done: &mut Counted| {
            counter.work(records, noted, &mut Printer { format, prompts_for, stream: stream.part() }, done)
        }
    };
    // The tokens of a record so far that comes in pieces.
    let mut open = 0;
    let said = |out: &mut Sink, progress: &Progress, done: &mut Counted| -> Result<()> {
        if let Some(piece) = done.piece.take() {
            open += piece.tokens;
            if let Some(source) = piece.ends {
                let mut printer = Printer { format, prompts_for, stream: stream.part() };
                noting.number(take(&mut open).into(), "token", &source, &mut printer, done)?;
            }
        }
        total.prompts += take(&mut done.prompts);
        total.total += take(&mut done.tokens);
        printer.append(out, &done.out)?;
        done.out.clear();
        for (source, raised) in done.raised.drain(..) {
            exit = Exit::Negative;
            if failures.note() {
                progress.notice(&raised_words(&source, &raised));
            }
        }
        for (source, lint) in done.lints.drain(..) {
            exit = Exit::Negative;
            if denied.note() {
                progress.notice(&format!("{source}: {}", warning_place(&Warning::Lint(lint))));
            }
        }
        for (source, tokens, unit) in done.over_max.drain(..) {
            exit = Exit::Negative;
            if too_long.note() {
                let (max, over) = max.map_or((0, tokens), |max| (max, tokens - max));
                progress.notice(&format!("{source}: {}, {over} more than {max}", counted(tokens, unit)));
            }
        }
        Ok(())
    };
    let result = match Table::of(&prompts, into.as_deref(), Column::Numbers) {
        Some(table) => {
            let mut counter = Counter::new(&encoders, &readers, noting, on_lints, None);
            let answer = |text: &str, source: &Source, write: &mut dyn FnMut(Answer<'_>), done: &mut _| {
                write(counter.answer(text, source, done));
                Ok(())
            };
            answers.give_table_back(table, answer, said)
        }
        None => answers.each_chunk(prompts, long_records, threads, worker, said),
    };
    for places in [failures, denied, too_long] {
        places.tally().into_iter().for_each(|words| notice(&words));
    }
    let all_was_read = result.is_ok() && answers.all_was_read();
    let ended = answers.close(result, |out| {
        // A sum of what could be read would look like the sum of all.
        if let (Printed::Total, true) = (printed, all_was_read) {
            printer.total(out, &total)?;
        }
        Ok(printer.end(out)?)
    });
    match ended {
        // A reader that has seen enough does not take back what was said of the prompts before.
        Err(error) if Exit::of_error(&error) == Exit::Done => Ok(exit),
        ended => ended.map(|input| exit.or(input)),
    }
}
