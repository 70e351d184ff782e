//! Enters: prompts. Leaves: how many tokens each has, or all together, or which have too many.

mod args;
mod printer;

use std::mem::take;

use anyhow::Result;

use crate::batch::NotUtf8;
use crate::cli::exit::Exit;
use crate::cli::options::{AnswerFormat, OnLints, given};
use crate::cli::output::Reader;
use crate::cli::terminal::{Places, notice};
use crate::cli::work::{Answers, in_pieces_if_exact};
use crate::lint::{Lint, lints_of};
use crate::report::json::{Stream, Together};
use crate::report::{EncoderCount, Source, TotalReport, Warning, counted, raised_words, warning_place};
use crate::sources::{Answer, Extent, InChunk, Lines, LongRecords, Noted, Stopped};
use crate::syntax::Raised;
use crate::{BatchEncoder, BatchPromptReader, Encoder, Model, PromptReader};

pub(super) use args::CountArgs;
use args::{Count, Counting, Printed};
use printer::{Number, Printer, PromptsFor, Shape};

pub(super) fn run(args: CountArgs) -> Result<Exit> {
    let Count { prompts, threads, counting, special_tokens, printed, max, on_lints, format, into, target } =
        Count::of(args)?;
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
    let unit = counting.unit();
    let mut failures = Places::new("prompts on which the program fails".to_owned());
    let mut denied = Places::new("warnings".to_owned());
    let mut too_long = Places::new(format!("prompts with more than {}", max.unwrap_or_default()));
    let mut total = TotalReport::default();
    let mut exit = Exit::Done;
    printer.begin(answers.out(), shape)?;
    let long_records = match printed {
        _ if into.is_some() => LongRecords::Whole,
        Printed::Each | Printed::Total => match &counting {
            Counting::Tokens { first, second: None } => in_pieces_if_exact(first),
            // The larger of two sums is not the sum of what is larger in each piece.
            Counting::Tokens { second: Some(_), .. } | Counting::Slots { .. } => LongRecords::Whole,
        },
        // It is printed itself.
        Printed::Over(_) => LongRecords::Whole,
    };
    let stream = printer.stream.part();
    let noting = Noting { special_tokens, printed, max, encoders: counting.encoders() };
    let worker = || {
        let stream = stream.part();
        let (by, second) = By::of(&counting);
        let mut counter = Counter { by, second, noting, on_lints, into: into.clone() };
        move |records: &mut InChunk<'_>, noted: &mut Noted, done: &mut Counted| {
            counter.work(records, noted, &mut Printer { format, prompts_for, stream: stream.part() }, done)
        }
    };
    // The tokens of a record so far that comes in pieces.
    let mut open = 0;
    let result =
        answers.each_chunk(prompts, long_records, threads, worker, |out, progress, done: &mut Counted| {
            if let Some(piece) = done.piece.take() {
                open += piece.tokens;
                if let Some(source) = piece.ends {
                    let mut printer = Printer { format, prompts_for, stream: stream.part() };
                    noting.number(take(&mut open).into(), &source, &mut printer, done)?;
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
            for (source, tokens) in done.over_max.drain(..) {
                exit = Exit::Negative;
                if too_long.note() {
                    let (max, over) = max.map_or((0, tokens), |max| (max, tokens - max));
                    progress.notice(&format!("{source}: {}, {over} more than {max}", counted(tokens, unit)));
                }
            }
            Ok(())
        });
    for places in [failures, denied, too_long] {
        places.tally().into_iter().for_each(|words| notice(&words));
    }
    let all_was_read = result.is_ok();
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
        ended => ended.map(|()| exit),
    }
}

/// What was made of a chunk.
#[derive(Default)]
struct Counted {
    out: Vec<u8>,
    prompts: u64,
    tokens: u64,
    /// The prompts that have more than the most that is allowed.
    over_max: Vec<(Source, usize)>,
    /// The prompts on which the program fails.
    raised: Vec<(Source, Raised)>,
    /// The warnings that are to be negative answers.
    lints: Vec<(Source, Lint)>,
    /// What the chunk is, if it is a piece of one record.
    piece: Option<Piece>,
}

/// The tokens of a piece of a record.
struct Piece {
    tokens: usize,
    /// That of the record, if the piece ends it.
    ends: Option<Source>,
}

/// What is noted of each prompt.
#[derive(Clone, Copy)]
struct Noting {
    special_tokens: usize,
    printed: Printed,
    max: Option<usize>,
    /// The encoders of a model that has two.
    encoders: Option<[Model; 2]>,
}

impl Noting {
    /// The number of a prompt's tokens: of two encoders, the larger one.
    fn larger(&self, first: usize, second: Option<usize>) -> Number {
        let (Some(second), Some([one, other])) = (second, self.encoders) else { return first.into() };
        let special = self.special_tokens;
        let each = [EncoderCount::new(one, first + special), EncoderCount::new(other, second + special)];
        Number { count: first.max(second), each: Some(each) }
    }

    /// Adds the tokens of a prompt up. Returns how many there are with the special ones.
    fn add(&self, tokens: usize, source: &Source, done: &mut Counted) -> usize {
        let tokens = tokens + self.special_tokens;
        done.prompts += 1;
        done.tokens += tokens as u64;
        if self.max.is_some_and(|max| tokens > max) {
            done.over_max.push((source.clone(), tokens));
        }
        tokens
    }

    /// Notes a prompt on which the program fails, and prints that there is no number for it.
    fn raised(
        &self,
        raised: Raised,
        source: &Source,
        printer: &mut Printer,
        done: &mut Counted,
    ) -> Result<()> {
        done.prompts += 1;
        done.raised.push((source.clone(), raised));
        match self.printed {
            Printed::Each => Ok(printer.raised(&mut done.out, source)?),
            // It has no number that could be too large, and is named on stderr.
            Printed::Over(_) | Printed::Total => Ok(()),
        }
    }

    /// Adds up the tokens of a prompt whose text is known, and prints what is asked for.
    fn prompt(
        &self,
        tokens: Number,
        source: &Source,
        text: &str,
        printer: &mut Printer,
        done: &mut Counted,
    ) -> Result<()> {
        let Printed::Over(limit) = self.printed else {
            return self.number(tokens, source, printer, done);
        };
        let tokens = Number { count: self.add(tokens.count, source, done), ..tokens };
        if tokens.count > limit {
            printer.prompt(&mut done.out, source, text, tokens)?;
        }
        Ok(())
    }

    /// Adds them up, and prints how many there are, if it is asked for each prompt.
    fn number(
        &self,
        tokens: Number,
        source: &Source,
        printer: &mut Printer,
        done: &mut Counted,
    ) -> Result<()> {
        let tokens = Number { count: self.add(tokens.count, source, done), ..tokens };
        match self.printed {
            Printed::Each => Ok(printer.number(&mut done.out, source, tokens)?),
            Printed::Over(_) | Printed::Total => Ok(()),
        }
    }
}

/// Counts the tokens of records.
struct Counter {
    by: By,
    second: Option<By>,
    noting: Noting,
    on_lints: OnLints,
    /// The field that numbers go into, where records are given back.
    into: Option<String>,
}

/// What counts.
enum By {
    Encoder(Box<BatchEncoder>),
    Program(Box<BatchPromptReader>),
}

impl By {
    /// What counts for the first encoder of a model, and for the second one, if there is one.
    fn of(counting: &Counting) -> (Self, Option<Self>) {
        let encoder = |encoder: &Encoder| Self::Encoder(Box::new(encoder.batch()));
        let program = |reader: &PromptReader| Self::Program(Box::new(reader.batch()));
        match counting {
            Counting::Tokens { first, second } => (encoder(first), second.as_ref().map(encoder)),
            Counting::Slots { first, second } => (program(first), second.as_ref().map(program)),
        }
    }

    fn count(&mut self, text: &str) -> Result<usize, Raised> {
        match self {
            Self::Encoder(encoder) => Ok(encoder.count(text)),
            Self::Program(reader) => reader.count(text),
        }
    }
}

impl Counter {
    /// Prints each record with its number in it.
    fn give_back(
        &mut self,
        field: &str,
        records: &mut InChunk<'_>,
        noted: &mut Noted,
        done: &mut Counted,
    ) -> Result<()> {
        let mut out = take(&mut done.out);
        let result = records.give_back(field, noted, &mut out, |text, source, write| {
            self.note_lints(text, source, done);
            match self.count(text) {
                Ok((tokens, second)) => {
                    let tokens = self.noting.larger(tokens, second).count;
                    write(Answer::Number(self.noting.add(tokens, source, done) as u64));
                }
                Err(raised) => {
                    done.prompts += 1;
                    done.raised.push((source.clone(), raised));
                    write(Answer::Nothing);
                }
            }
            Ok(())
        });
        done.out = out;
        given(result)
    }

    /// What each encoder counts.
    fn count(&mut self, text: &str) -> Result<(usize, Option<usize>), Raised> {
        let second = self.second.as_mut().map(|second| second.count(text)).transpose();
        self.by.count(text).and_then(|tokens| Ok((tokens, second?)))
    }

    /// Notes the warnings of a prompt, if they are to be negative answers.
    fn note_lints(&self, text: &str, source: &Source, done: &mut Counted) {
        if let (OnLints::Deny, By::Program(reader)) = (self.on_lints, &self.by) {
            let lints = lints_of(text, reader.reader()).into_iter();
            done.lints.extend(lints.map(|lint| (source.clone(), lint)));
        }
    }

    /// Prints what is to be printed of each record.
    fn work(
        &mut self,
        records: &mut InChunk<'_>,
        noted: &mut Noted,
        printer: &mut Printer,
        done: &mut Counted,
    ) -> Result<()> {
        let noting = self.noting;
        if let Some(field) = self.into.take() {
            let given = self.give_back(&field, records, noted, done);
            self.into = Some(field);
            return given;
        }
        if let By::Encoder(encoder) = &mut self.by
            && let Some(lines) = records.lines(noted)
        {
            let (mut source, mut texts) = (lines.first.clone(), lines.texts());
            let Lines { bytes, separator, invalid, .. } = lines;
            let mut of_second = Vec::new();
            if let Some(By::Encoder(second)) = &mut self.second {
                // It stops where the first one does, which says why.
                let _ = second.count_lines(bytes, separator, invalid, |_, tokens| {
                    of_second.push(tokens);
                    Ok::<(), NotUtf8>(())
                });
            }
            let result = encoder.count_lines(bytes, separator, invalid, |line, tokens| {
                source.record = lines.record(line);
                let tokens = noting.larger(tokens, of_second.get(line).copied());
                let noted = match noting.printed {
                    Printed::Over(_) => {
                        noting.prompt(tokens, &source, &texts.next().unwrap_or_default(), printer, done)
                    }
                    Printed::Each | Printed::Total => noting.number(tokens, &source, printer, done),
                };
                noted.map_err(Stopped::By)
            });
            return lines.end(result, noted);
        }
        if let (By::Program(reader), None, OnLints::Ignore) = (&mut self.by, &self.second, self.on_lints)
            && let Some(lines) = records.lines(noted)
        {
            let (mut source, mut texts) = (lines.first.clone(), lines.texts());
            let Lines { bytes, separator, invalid, .. } = lines;
            let result = reader.count_lines(bytes, separator, invalid, |line, counted| {
                source.record = lines.record(line);
                let text = match noting.printed {
                    Printed::Over(_) => texts.next().unwrap_or_default(),
                    Printed::Each | Printed::Total => "".into(),
                };
                let noted = match counted {
                    Ok(tokens) => noting.prompt(tokens.into(), &source, &text, printer, done),
                    Err(raised) => noting.raised(raised, &source, printer, done),
                };
                noted.map_err(Stopped::By)
            });
            return lines.end(result, noted);
        }
        while let Some(record) = records.next(noted)? {
            self.note_lints(&record.text, record.source, done);
            let tokens = match self.count(&record.text) {
                Ok((tokens, second)) => noting.larger(tokens, second),
                Err(raised) => {
                    noting.raised(raised, record.source, printer, done)?;
                    continue;
                }
            };
            match record.extent {
                Extent::Whole => noting.prompt(tokens, record.source, &record.text, printer, done)?,
                Extent::Piece => done.piece = Some(Piece { tokens: tokens.count, ends: None }),
                Extent::LastPiece => {
                    done.piece = Some(Piece { tokens: tokens.count, ends: Some(record.source.clone()) });
                }
            }
        }
        Ok(())
    }
}
