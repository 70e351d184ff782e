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
use crate::sources::{Answer, InChunk, Noted};
use crate::syntax::{SlotContent, WeightedRow, WeightedSlot};
use crate::{BatchPromptReader, TokenId};

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
