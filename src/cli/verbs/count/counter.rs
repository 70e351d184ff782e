//! Enters: the prompts of a chunk. Leaves: their numbers, printed as they are asked for, and what is to be said of them.

use std::mem::take;

use anyhow::Result;

use super::args::{Counting, Printed};
use super::printer::{Number, Printer};
use crate::batch::NotUtf8;
use crate::cli::options::{ByWay, Encoders, OnLints, Readers, given};
use crate::lint::{Lint, lints_of};
use crate::report::{EncoderCount, Source};
use crate::sources::{Answer, Extent, InChunk, Lines, Noted, Stopped};
use crate::syntax::Raised;
use crate::{BatchEncoder, BatchPromptReader, Encoder, Model, PromptReader};

/// What was made of a chunk.
#[derive(Default)]
pub(super) struct Counted {
    pub out: Vec<u8>,
    pub prompts: u64,
    pub tokens: u64,
    /// The prompts that have more than the most that is allowed.
    pub over_max: Vec<(Source, usize, Unit)>,
    /// The prompts on which the program fails.
    pub raised: Vec<(Source, Raised)>,
    /// The warnings that are to be negative answers.
    pub lints: Vec<(Source, Lint)>,
    /// What the chunk is, if it is a piece of one record.
    pub piece: Option<Piece>,
}

/// What is counted: `token` or `slot`.
pub(super) type Unit = &'static str;

/// The tokens of a piece of a record.
pub(super) struct Piece {
    pub tokens: usize,
    /// That of the record, if the piece ends it.
    pub ends: Option<Source>,
}

/// What is noted of each prompt.
#[derive(Clone, Copy)]
pub(super) struct Noting {
    pub special_tokens: usize,
    pub printed: Printed,
    pub max: Option<usize>,
}

impl Noting {
    /// The number of a prompt's tokens: of two encoders, the larger one.
    fn larger(&self, first: usize, second: Option<usize>, encoders: Option<[Model; 2]>) -> Number {
        let (Some(second), Some([one, other])) = (second, encoders) else { return first.into() };
        let special = self.special_tokens;
        let each = [EncoderCount::new(one, first + special), EncoderCount::new(other, second + special)];
        Number { count: first.max(second), each: Some(each) }
    }

    /// Adds the tokens of a prompt up. Returns how many there are with the special ones.
    fn add(&self, tokens: usize, unit: Unit, source: &Source, done: &mut Counted) -> usize {
        let tokens = tokens + self.special_tokens;
        done.prompts += 1;
        done.tokens += tokens as u64;
        if self.max.is_some_and(|max| tokens > max) {
            done.over_max.push((source.clone(), tokens, unit));
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
        unit: Unit,
        source: &Source,
        text: &str,
        printer: &mut Printer,
        done: &mut Counted,
    ) -> Result<()> {
        let Printed::Over(limit) = self.printed else {
            return self.number(tokens, unit, source, printer, done);
        };
        let tokens = Number { count: self.add(tokens.count, unit, source, done), ..tokens };
        if tokens.count > limit {
            printer.prompt(&mut done.out, source, text, tokens)?;
        }
        Ok(())
    }

    /// Adds them up, and prints how many there are, if it is asked for each prompt.
    pub(super) fn number(
        &self,
        tokens: Number,
        unit: Unit,
        source: &Source,
        printer: &mut Printer,
        done: &mut Counted,
    ) -> Result<()> {
        let tokens = Number { count: self.add(tokens.count, unit, source, done), ..tokens };
        match self.printed {
            Printed::Each => Ok(printer.number(&mut done.out, source, tokens)?),
            Printed::Over(_) | Printed::Total => Ok(()),
        }
    }
}

/// Counts the tokens of records.
pub(super) struct Counter<'c> {
    encoders: &'c Encoders,
    readers: &'c Readers,
    ways: ByWay<Counts>,
    noting: Noting,
    on_lints: OnLints,
    /// The field that numbers go into, where records are given back.
    into: Option<String>,
}

/// What counts prompts that are read in one way.
struct Counts {
    by: By,
    second: Option<By>,
    /// The encoders of a model that has two, if both count.
    encoders: Option<[Model; 2]>,
    unit: Unit,
}

/// What counts.
enum By {
    Encoder(Box<BatchEncoder>),
    Program(Box<BatchPromptReader>),
}

impl By {
    fn count(&mut self, text: &str) -> Result<usize, Raised> {
        match self {
            Self::Encoder(encoder) => Ok(encoder.count(text)),
            Self::Program(reader) => reader.count(text),
        }
    }
}

impl Counts {
    fn of(counting: &Counting) -> Self {
        let encoder = |encoder: &Encoder| By::Encoder(Box::new(encoder.batch()));
        let program = |reader: &PromptReader| By::Program(Box::new(reader.batch()));
        let (by, second) = match counting {
            Counting::Tokens { first, second } => (encoder(first), second.as_ref().map(encoder)),
            Counting::Slots { first, second } => (program(first), second.as_ref().map(program)),
        };
        Self { by, second, encoders: counting.encoders(), unit: counting.unit() }
    }

    /// What each encoder counts.
    fn count(&mut self, text: &str) -> Result<(usize, Option<usize>), Raised> {
        let second = self.second.as_mut().map(|second| second.count(text)).transpose();
        self.by.count(text).and_then(|tokens| Ok((tokens, second?)))
    }

    /// What goes into the record of a prompt.
    fn answer(
        &mut self,
        text: &str,
        source: &Source,
        noting: Noting,
        on_lints: OnLints,
        done: &mut Counted,
    ) -> Answer<'static> {
        self.note_lints(on_lints, text, source, done);
        match self.count(text) {
            Ok((tokens, second)) => {
                let tokens = noting.larger(tokens, second, self.encoders).count;
                Answer::Number(noting.add(tokens, self.unit, source, done) as u64)
            }
            Err(raised) => {
                done.prompts += 1;
                done.raised.push((source.clone(), raised));
                Answer::Nothing
            }
        }
    }

    /// Notes the warnings of a prompt, if they are to be negative answers.
    fn note_lints(&self, on_lints: OnLints, text: &str, source: &Source, done: &mut Counted) {
        if let (OnLints::Deny, By::Program(reader)) = (on_lints, &self.by) {
            let lints = lints_of(text, reader.reader()).into_iter();
            done.lints.extend(lints.map(|lint| (source.clone(), lint)));
        }
    }
}

impl<'c> Counter<'c> {
    pub(super) fn new(
        encoders: &'c Encoders,
        readers: &'c Readers,
        noting: Noting,
        on_lints: OnLints,
        into: Option<String>,
    ) -> Self {
        let asked = readers.asked();
        let ways = ByWay::new(asked, Counts::of(&Counting::of(encoders, readers, asked)));
        Self { encoders, readers, ways, noting, on_lints, into }
    }

    /// What goes into the row of a prompt that is read as was asked for.
    pub(super) fn answer(&mut self, text: &str, source: &Source, done: &mut Counted) -> Answer<'static> {
        let Self { encoders, readers, noting, on_lints, .. } = *self;
        let way = readers.asked();
        let counts = self.ways.get(way, || Counts::of(&Counting::of(encoders, readers, way)));
        counts.answer(text, source, noting, on_lints, done)
    }

    /// Prints what is to be printed of each record.
    pub(super) fn work(
        &mut self,
        records: &mut InChunk<'_>,
        noted: &mut Noted,
        printer: &mut Printer,
        done: &mut Counted,
    ) -> Result<()> {
        let Self { encoders, readers, noting, on_lints, .. } = *self;
        let way = readers.way(records.written())?;
        let counts = self.ways.get(way, || Counts::of(&Counting::of(encoders, readers, way)));
        match &self.into {
            Some(field) => give_back(field, counts, noting, on_lints, records, noted, done),
            None => count_each(counts, noting, on_lints, records, noted, printer, done),
        }
    }
}

/// Prints each record with its number in it.
fn give_back(
    field: &str,
    counts: &mut Counts,
    noting: Noting,
    on_lints: OnLints,
    records: &mut InChunk<'_>,
    noted: &mut Noted,
    done: &mut Counted,
) -> Result<()> {
    let mut out = take(&mut done.out);
    let result = records.give_back(field, noted, &mut out, |text, source, write| {
        write(counts.answer(text, source, noting, on_lints, done));
        Ok(())
    });
    done.out = out;
    given(result)
}

/// Prints what is to be printed of each record, by the fastest way that there is.
fn count_each(
    counts: &mut Counts,
    noting: Noting,
    on_lints: OnLints,
    records: &mut InChunk<'_>,
    noted: &mut Noted,
    printer: &mut Printer,
    done: &mut Counted,
) -> Result<()> {
    let (unit, encoders) = (counts.unit, counts.encoders);
    if let By::Encoder(encoder) = &mut counts.by
        && let Some(lines) = records.lines(noted)
    {
        let (mut source, mut texts) = (lines.first.clone(), lines.texts());
        let Lines { bytes, separator, invalid, .. } = lines;
        let mut of_second = Vec::new();
        if let Some(By::Encoder(second)) = &mut counts.second {
            // It stops where the first one does, which says why.
            let _ = second.count_lines(bytes, separator, invalid, |_, tokens| {
                of_second.push(tokens);
                Ok::<(), NotUtf8>(())
            });
        }
        let result = encoder.count_lines(bytes, separator, invalid, |line, tokens| {
            source.record = lines.record(line);
            let tokens = noting.larger(tokens, of_second.get(line).copied(), encoders);
            let noted = match noting.printed {
                Printed::Over(_) => {
                    noting.prompt(tokens, unit, &source, &texts.next().unwrap_or_default(), printer, done)
                }
                Printed::Each | Printed::Total => noting.number(tokens, unit, &source, printer, done),
            };
            noted.map_err(Stopped::By)
        });
        return lines.end(result, noted);
    }
    if let (By::Program(reader), None, OnLints::Ignore) = (&mut counts.by, &counts.second, on_lints)
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
                Ok(tokens) => noting.prompt(tokens.into(), unit, &source, &text, printer, done),
                Err(raised) => noting.raised(raised, &source, printer, done),
            };
            noted.map_err(Stopped::By)
        });
        return lines.end(result, noted);
    }
    while let Some(record) = records.next(noted)? {
        counts.note_lints(on_lints, &record.text, record.source, done);
        let tokens = match counts.count(&record.text) {
            Ok((tokens, second)) => noting.larger(tokens, second, encoders),
            Err(raised) => {
                noting.raised(raised, record.source, printer, done)?;
                continue;
            }
        };
        match record.extent {
            Extent::Whole => noting.prompt(tokens, unit, record.source, &record.text, printer, done)?,
            Extent::Piece => done.piece = Some(Piece { tokens: tokens.count, ends: None }),
            Extent::LastPiece => {
                done.piece = Some(Piece { tokens: tokens.count, ends: Some(record.source.clone()) });
            }
        }
    }
    Ok(())
}
