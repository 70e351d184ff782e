//! Enters: prompts in the syntax of a program. Leaves: the ids of the rows that it fills, a line for each prompt.

use std::mem::take;

use anyhow::Result;

use super::Encoded;
use super::args::{EncodeFormat, Row};
use super::printer::Printer;
use crate::cli::error::InputError;
use crate::cli::options::{OnLints, given};
use crate::lint::lints_of;
use crate::report::{RowReport, Source};
use crate::sources::{Answer, InChunk, Lines, Noted, Stopped};
use crate::syntax::{Raised, SlotContent, WeightedRow, WeightedSlot};
use crate::{BatchPromptReader, ContextLength, FirstOfLine, FirstRows, TokenId};

/// What is wanted of each prompt.
#[derive(Clone, Copy)]
pub(super) struct Kind {
    pub row: Row,
    pub on_lints: OnLints,
}

/// Prints the rows of each record.
///
/// # Errors
/// If input or output is wrong, or an id is wanted where the program puts none.
pub(super) fn work(
    records: &mut InChunk<'_>,
    noted: &mut Noted,
    reader: &mut BatchPromptReader,
    kind: Kind,
    printer: &mut Printer,
    done: &mut Encoded,
) -> Result<()> {
    let has_no_weights = !matches!(printer.format, EncodeFormat::Json | EncodeFormat::Jsonl);
    if has_no_weights
        && kind.on_lints == OnLints::Ignore
        && let Some(mut plain_row) = PlainRow::of(reader, kind.row)
        && let Some(lines) = records.lines(noted)
    {
        let mut source = lines.first.clone();
        let Lines { bytes, separator, invalid, .. } = lines;
        let result = reader.first_of_lines(bytes, separator, invalid, |line, first| {
            source.record = lines.record(line);
            let printed = match first {
                FirstOfLine::Plain(ids) => {
                    let row = plain_row.with(ids);
                    check_length(row.len(), printer.format, kind.row, &source)
                        .map_err(|error| Stopped::By(error.into()))?;
                    done.rows.push(1);
                    printer.row(&mut done.out, &source, row, None)
                }
                FirstOfLine::Read(read) => {
                    let read = noted_rows(read, &source, kind, done);
                    if let Some((rows, _)) = &read {
                        check(rows, printer.format, kind.row, &source)
                            .map_err(|error| Stopped::By(error.into()))?;
                    }
                    printer.rows(&mut done.out, &source, read)
                }
            };
            printed.map_err(|error| Stopped::By(error.into()))
        });
        return lines.end(result, noted);
    }
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
///
/// # Errors
/// If a record is wrong, or can have no field.
pub(super) fn give_back(
    field: &str,
    records: &mut InChunk<'_>,
    noted: &mut Noted,
    reader: &mut BatchPromptReader,
    kind: Kind,
    done: &mut Encoded,
) -> Result<()> {
    let mut out = take(&mut done.out);
    let result = records.give_back(field, noted, &mut out, |text, source, write| {
        write_slots(text, source, reader, kind, write, done);
        Ok(())
    });
    done.out = out;
    given(result)
}

/// Writes what goes into the record of a prompt: the slots of all its rows.
pub(super) fn write_slots(
    text: &str,
    source: &Source,
    reader: &mut BatchPromptReader,
    kind: Kind,
    write: &mut dyn FnMut(Answer<'_>),
    done: &mut Encoded,
) {
    match read(text, source, reader, kind, done) {
        Some((rows, _)) => write(Answer::Slots(&ids(&rows).collect::<Vec<_>>())),
        None => write(Answer::Nothing),
    }
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
    if kind.on_lints == OnLints::Deny {
        let lints = lints_of(text, reader.reader()).into_iter();
        done.lints.extend(lints.map(|lint| (source.clone(), lint)));
    }
    noted_rows(reader.first_rows(text), source, kind, done)
}

/// The rows that were read of a prompt, as [`read`] returns them.
fn noted_rows(
    read: Result<FirstRows, Raised>,
    source: &Source,
    kind: Kind,
    done: &mut Encoded,
) -> Option<(Vec<RowReport>, Option<usize>)> {
    let read = match read {
        Ok(read) => read,
        Err(raised) => {
            done.raised.push((source.clone(), raised));
            done.rows.push(0);
            return None;
        }
    };
    done.partial.note(&read, source);
    done.rows.push(read.filled.rows.len() as u64);
    let over = matches!(kind.row, Row::Padded(_)).then_some(read.filled.cut);
    Some((read.filled.rows.into_iter().map(|row| of_kind(row, kind.row)).collect(), over))
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
        check_length(row.ids.len(), format, kind, source)?;
    }
    Ok(())
}

/// Checks that a row is as long as all rows of an array are.
fn check_length(slots: usize, format: EncodeFormat, kind: Row, source: &Source) -> Result<(), InputError> {
    match (format, kind) {
        (EncodeFormat::Npy, Row::Padded(rules)) if rules.context_length.slots() != slots => {
            let wanted = rules.context_length.slots();
            Err(InputError::RowLength { source: source.clone(), slots, wanted })
        }
        _ => Ok(()),
    }
}

/// The row that a program fills with a prompt without markup.
struct PlainRow {
    /// How much of it was asked for.
    kind: Row,
    /// The row of an empty prompt: start, end, and pads.
    empty: Vec<TokenId>,
    row: Vec<TokenId>,
}

impl PlainRow {
    /// That of a program; `None` if an empty prompt does not show what stands around the tokens of others.
    fn of(reader: &mut BatchPromptReader, kind: Row) -> Option<Self> {
        let filled = reader.first_rows("").ok()?.filled;
        let [row] = filled.rows.as_slice() else { return None };
        let empty = row.slots.iter().map(|slot| slot.id).collect::<Option<Vec<TokenId>>>()?;
        (empty.len() == ContextLength::CLIP.slots()).then(|| Self { kind, empty, row: Vec::new() })
    }

    /// The row of a prompt with these tokens, which fit.
    fn with<'r>(&'r mut self, ids: &'r [TokenId]) -> &'r [TokenId] {
        let end = match self.kind {
            Row::Content => return ids,
            Row::WithSpecial => 2,
            Row::Padded(_) => self.empty.len().saturating_sub(ids.len()),
        };
        let (start, rest) = self.empty.split_at(1);
        self.row.clear();
        self.row.extend_from_slice(start);
        self.row.extend_from_slice(ids);
        self.row.extend_from_slice(rest.get(..end - 1).unwrap_or_default());
        &self.row
    }
}

/// The ids of all rows of a prompt, one after the other.
pub(super) fn ids(rows: &[RowReport]) -> impl Iterator<Item = Option<TokenId>> {
    rows.iter().flat_map(|row| row.ids.iter().copied())
}
