//! Enters: prompts in the syntax of a program. Leaves: the ids of the rows that it fills, a line for each prompt.

use std::mem::take;

use anyhow::Result;

use super::args::{Encode, EncodeFormat, Row};
use super::array::{Array, Offsets};
use super::printer::Printer;
use crate::cli::error::InputError;
use crate::cli::exit::Exit;
use crate::cli::options::{OnLints, given};
use crate::cli::terminal::{Places, notice};
use crate::cli::work::Answers;
use crate::lint::{Lint, lints_of};
use crate::report::{RowReport, Source, Warning, counted, raised_words, warning_place};
use crate::sources::{Answer, InChunk, LongRecords, Noted};
use crate::syntax::{Raised, SlotContent, WeightedRow, WeightedSlot};
use crate::{BatchPromptReader, FirstRows, PromptReader, TokenId};

/// Prints the rows of each prompt.
///
/// # Errors
/// If input or output is wrong, or an id is wanted where the program puts none.
pub(super) fn run(
    job: Encode,
    reader: &PromptReader,
    mut answers: Answers,
    mut printer: Printer,
    mut array: Option<Array>,
) -> Result<Exit> {
    let Encode { prompts, threads, on_lints, row, format, into, offsets, .. } = job;
    let mut offsets = offsets.map(Offsets::of);
    let (mut failures, mut partial) =
        (Places::new("prompts on which the program fails".to_owned()), Partial::default());
    let mut denied = Places::new("warnings".to_owned());
    let stream = printer.stream.part();
    let into = into.as_deref();
    let worker = || {
        let stream = stream.part();
        let mut reader = reader.batch();
        move |records: &mut InChunk<'_>, noted: &mut Noted, done: &mut Encoded| {
            let mut printer = Printer { format, stream: stream.part() };
            let kind = Kind { row, on_lints };
            match into {
                Some(field) => give_back(field, records, noted, &mut reader, kind, done),
                None => work(records, noted, &mut reader, kind, &mut printer, done),
            }
        }
    };
    let result = answers.each_chunk(
        prompts,
        LongRecords::Whole,
        threads,
        worker,
        |out, progress, done: &mut Encoded| {
            for (source, raised) in done.raised.drain(..) {
                if failures.note() {
                    progress.notice(&raised_words(&source, &raised));
                }
            }
            for (source, lint) in done.lints.drain(..) {
                if denied.note() {
                    progress.notice(&format!("{source}: {}", warning_place(&Warning::Lint(lint))));
                }
            }
            partial.add(take(&mut done.partial));
            let rows = take(&mut done.rows);
            if let Some(offsets) = &mut offsets {
                offsets.add(&rows);
            }
            match &mut array {
                Some(array) => array.append(&done.out, rows.iter().sum())?,
                None => printer.append(out, &done.out)?,
            }
            done.out.clear();
            Ok(())
        },
    );
    for places in [&failures, &denied] {
        places.tally().into_iter().for_each(|words| notice(&words));
    }
    answers.close(result, |out| {
        array.map_or(Ok(()), |array| array.write(out))?;
        offsets.map_or(Ok(()), Offsets::write)?;
        Ok(printer.end(out)?)
    })?;
    partial.words().into_iter().for_each(|words| notice(&words));
    Ok(if failures.is_empty() && denied.is_empty() { Exit::Done } else { Exit::Negative })
}

/// What is wanted of each prompt.
#[derive(Clone, Copy)]
struct Kind {
    row: Row,
    on_lints: OnLints,
}

/// What was made of a chunk.
#[derive(Default)]
struct Encoded {
    out: Vec<u8>,
    /// How many rows each prompt has.
    rows: Vec<u64>,
    raised: Vec<(Source, Raised)>,
    /// The warnings that are to be negative answers.
    lints: Vec<(Source, Lint)>,
    partial: Partial,
}

/// Prompts of which some is not among the ids: nothing is lost in silence.
#[derive(Default)]
pub(super) struct Partial {
    with_other_texts: u64,
    first_with_other_texts: Option<Source>,
    cut: u64,
    first_cut: Option<Source>,
}

impl Partial {
    /// Notes what of a prompt is not among the ids.
    pub(super) fn note(&mut self, read: &FirstRows, source: &Source) {
        if read.other_texts > 0 {
            self.with_other_texts += 1;
            self.first_with_other_texts.get_or_insert_with(|| source.clone());
        }
        if read.filled.cut > 0 {
            self.cut += 1;
            self.first_cut.get_or_insert_with(|| source.clone());
        }
    }

    fn add(&mut self, later: Self) {
        self.with_other_texts += later.with_other_texts;
        self.first_with_other_texts = self.first_with_other_texts.take().or(later.first_with_other_texts);
        self.cut += later.cut;
        self.first_cut = self.first_cut.take().or(later.first_cut);
    }

    /// How many prompts were cut.
    pub(super) const fn cuts(&self) -> u64 {
        self.cut
    }

    pub(super) fn words(&self) -> Vec<String> {
        let others = self.first_with_other_texts.as_ref().map(|first| {
            let prompts = counted(self.with_other_texts, "prompt");
            format!(
                "{prompts} read another text in other parts or at other steps, the first of them {first}; \
                 the ids are those of the first part at its first step, and inspect shows all"
            )
        });
        let cut = self.first_cut.as_ref().map(|first| {
            let prompts = counted(self.cut, "prompt");
            format!("{prompts} cut, as the program does it, the first of them {first}")
        });
        others.into_iter().chain(cut).collect()
    }
}

/// Prints the rows of each record.
fn work(
    records: &mut InChunk<'_>,
    noted: &mut Noted,
    reader: &mut BatchPromptReader,
    kind: Kind,
    printer: &mut Printer,
    done: &mut Encoded,
) -> Result<()> {
    while let Some(record) = records.next(noted)? {
        let read = read(&record.text, record.source, reader, kind, done);
        if let Some((rows, _)) = &read {
            check(rows, printer.format, kind.row, record.source)?;
        }
        printer.rows(&mut done.out, record.source, read)?;
    }
    Ok(())
}

/// Prints each record with the ids of its rows in it, one row behind the other.
fn give_back(
    field: &str,
    records: &mut InChunk<'_>,
    noted: &mut Noted,
    reader: &mut BatchPromptReader,
    kind: Kind,
    done: &mut Encoded,
) -> Result<()> {
    let mut out = take(&mut done.out);
    let result = records.give_back(field, noted, &mut out, |text, source, write| {
        match read(text, source, reader, kind, done) {
            Some((rows, _)) => write(Answer::Slots(&ids(&rows).collect::<Vec<_>>())),
            None => write(Answer::Nothing),
        }
        Ok(())
    });
    done.out = out;
    given(result)
}

/// The rows of a prompt, and how many tokens were cut from them, if all slots are wanted; `None` if the program fails on it. What is
/// to be said of it is noted.
fn read(
    text: &str,
    source: &Source,
    reader: &mut BatchPromptReader,
    kind: Kind,
    done: &mut Encoded,
) -> Option<(Vec<RowReport>, Option<usize>)> {
    let Kind { row: kind, on_lints } = kind;
    if on_lints == OnLints::Deny {
        let lints = lints_of(text, reader.reader()).into_iter();
        done.lints.extend(lints.map(|lint| (source.clone(), lint)));
    }
    let read = match reader.first_rows(text) {
        Ok(read) => read,
        Err(raised) => {
            done.raised.push((source.clone(), raised));
            done.rows.push(0);
            return None;
        }
    };
    done.partial.note(&read, source);
    done.rows.push(read.filled.rows.len() as u64);
    let over = matches!(kind, Row::Padded(_)).then_some(read.filled.cut);
    Some((read.filled.rows.into_iter().map(|row| of_kind(row, kind)).collect(), over))
}

/// A row with the slots that were asked for.
pub(super) fn of_kind(mut row: WeightedRow, kind: Row) -> RowReport {
    let is_wanted = |slot: &WeightedSlot| match kind {
        Row::Padded(_) => true,
        Row::WithSpecial => slot.content != SlotContent::Pad,
        Row::Content => matches!(slot.content, SlotContent::Token(_) | SlotContent::Vector),
    };
    // Vectors are named by their slots, which are those of the whole row.
    row.slots.retain(is_wanted);
    RowReport::of(&row)
}

/// Checks that a format without a place for what has no id, or for rows of several lengths, needs none.
fn check(rows: &[RowReport], format: EncodeFormat, kind: Row, source: &Source) -> Result<(), InputError> {
    let Some(format_name) = format.binary_name() else { return Ok(()) };
    for row in rows {
        if row.ids.contains(&None) {
            return Err(InputError::VectorWithoutId { source: source.clone(), format: format_name });
        }
        if let (EncodeFormat::Npy, Row::Padded(rules)) = (format, kind) {
            let wanted = rules.context_length.slots();
            if row.ids.len() != wanted {
                return Err(InputError::RowLength { source: source.clone(), slots: row.ids.len(), wanted });
            }
        }
    }
    Ok(())
}

/// The ids of all rows of a prompt, one after the other.
pub(super) fn ids(rows: &[RowReport]) -> impl Iterator<Item = Option<TokenId>> {
    rows.iter().flat_map(|row| row.ids.iter().copied())
}
