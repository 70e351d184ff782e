//! Enters: records and the answers to their prompts. Leaves: the records as they were, with the answers added.

use std::io::Write;

use cliptok_bpe::TokenId;

use super::chunks::Position;
use super::error::SourceError;
use super::extracted::{RecordAt, Slot};
use super::json::Form;
use super::json::give_back::give_back;
use super::noted::Noted;
use super::records::InChunk;
use super::shape::Shape;
use super::table::cells::{cells, leaves_quote_open};
use super::table::head::Head;
use crate::place::Source;

/// An answer that can stand in a record.
#[derive(Clone, Copy, Debug)]
pub enum Answer<'a> {
    /// A count.
    Number(u64),
    /// Ids: a list in JSON, separated by spaces in a cell.
    Ids(&'a [TokenId]),
    /// The ids of slots, of which some have none.
    Slots(&'a [Option<TokenId>]),
    /// A text.
    Text(&'a str),
    /// There is none.
    Nothing,
}

/// Why giving records back ended.
#[derive(Debug)]
pub enum GivingError<E> {
    /// A record is wrong, or can have no field.
    Source(SourceError),
    /// What answers prompts said so.
    By(E),
}

/// Answers that are written, each as its format has it.
enum Notation {
    Json,
    Cell { delimiter: u8 },
}

impl InChunk<'_> {
    /// Writes every record of the chunk, with the answers to its prompts in the field of this name: added behind the others,
    /// or in place of the one that is there. Everything else stays byte for byte. `answer` is handed each prompt, and the
    /// writer of its answer.
    ///
    /// # Errors
    /// If a record is wrong or can have no field, and whatever `answer` returns.
    pub fn give_back<E>(
        &mut self,
        field: &str,
        noted: &mut Noted,
        out: &mut Vec<u8>,
        mut answer: impl FnMut(&str, &Source, &mut dyn FnMut(Answer<'_>)) -> Result<(), E>,
    ) -> Result<(), GivingError<E>> {
        let chunk = self.chunk;
        let source = chunk.source.clone();
        let notation = match &chunk.shape {
            Shape::JsonLines(_) | Shape::JsonRecords(_) => Notation::Json,
            Shape::Table(head) => Notation::Cell { delimiter: head.delimiter },
            Shape::Text(_) | Shape::FirstLine => {
                return Err(GivingError::Source(SourceError::NothingToAddTo { source, found: "plain text" }));
            }
            Shape::Prepared(prepared) => {
                let found = prepared.kind;
                return Err(GivingError::Source(SourceError::NothingToAddTo { source, found }));
            }
        };
        let Some(extracted) = self.extracted(noted) else { return Ok(()) };
        if let (Shape::Table(head), Position::First) = (&chunk.shape, chunk.position) {
            give_back_header(head, field, out);
        }
        let mut next = 0;
        let failed = extracted.failed.take();
        for record in extracted.records() {
            let bytes = chunk.bytes().get(record.range.clone()).unwrap_or_default();
            let mut answers = Vec::new();
            for slot in extracted.slots_of(record) {
                let mut written = Vec::new();
                match slot {
                    Slot::LeftOut => notation.write(&mut written, Answer::Nothing),
                    Slot::Prompt => {
                        let Some((text, number)) = extracted.prompt(next) else { break };
                        next += 1;
                        let source = Source { record: number, ..source.clone() };
                        answer(text, &source, &mut |answer| notation.write(&mut written, answer))
                            .map_err(GivingError::By)?;
                    }
                }
                answers.push(written);
            }
            // The record at which reading ended has no answer.
            if record.slots.is_empty() && failed.is_some() {
                break;
            }
            let joined = notation.join(&answers, record);
            match &chunk.shape {
                Shape::Table(head) => give_back_row(bytes, head, field, &joined, out),
                _ => give_back(bytes, field, &joined, out).map_err(|found| {
                    let source = Source { record: record.number, ..source.clone() };
                    GivingError::Source(SourceError::NothingToAddTo { source, found })
                })?,
            }
            match chunk.bytes().get(record.range.end..record.next) {
                Some(line_break) if !line_break.is_empty() => out.extend_from_slice(line_break),
                _ => out.push(b'\n'),
            }
        }
        failed.map_or(Ok(()), |error| Err(GivingError::Source(error)))
    }
}

impl Notation {
    fn write(&self, out: &mut Vec<u8>, answer: Answer<'_>) {
        // Writing into memory does not fail.
        let _ = match (self, answer) {
            (_, Answer::Number(number)) => write!(out, "{number}"),
            (Self::Json, Answer::Nothing) => write!(out, "null"),
            (Self::Cell { .. }, Answer::Nothing) => Ok(()),
            (_, Answer::Ids(ids)) => {
                let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
                self.write_list(out, &ids)
            }
            (_, Answer::Slots(slots)) => {
                let none = if matches!(self, Self::Json) { "null" } else { "-" };
                let ids = slots.iter().map(|id| id.map_or_else(|| none.to_owned(), |id| id.to_string()));
                self.write_list(out, &ids.collect::<Vec<_>>())
            }
            (Self::Json, Answer::Text(text)) => serde_json::to_writer(&mut *out, text).map_err(Into::into),
            (Self::Cell { delimiter }, Answer::Text(text)) => {
                write_cell(text, *delimiter, out);
                Ok(())
            }
        };
    }

    fn write_list(&self, out: &mut Vec<u8>, items: &[String]) -> std::io::Result<()> {
        match self {
            Self::Json => write!(out, "[{}]", items.join(",")),
            Self::Cell { .. } => write!(out, "{}", items.join(" ")),
        }
    }

    /// The answers of one record. Those of a list are a list again.
    fn join(&self, answers: &[Vec<u8>], record: &RecordAt) -> Vec<u8> {
        match (self, record.form) {
            (Self::Json, Form::List) => [b"[".as_slice(), &answers.join(&b","[..]), b"]"].concat(),
            _ => answers.concat(),
        }
    }
}

/// Writes a text as a cell, in quotes where it needs them.
fn write_cell(text: &str, delimiter: u8, out: &mut Vec<u8>) {
    let needs_quotes = |byte: &u8| *byte == delimiter || matches!(byte, b'"' | b'\n' | b'\r');
    if text.as_bytes().iter().any(needs_quotes) {
        out.push(b'"');
        out.extend(text.replace('"', "\"\"").bytes());
        out.push(b'"');
    } else {
        out.extend(text.bytes());
    }
}

fn give_back_header(head: &Head, field: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(&head.said);
    let Some((raw, line_break)) = &head.raw else { return };
    out.extend_from_slice(raw);
    if head.column_named(field).is_none() {
        close_quote(raw, head.delimiter, out);
        out.push(head.delimiter);
        write_cell(field, head.delimiter, out);
    }
    out.extend_from_slice(line_break);
}

/// Writes a row with its answer. A row that is too short gets the cells that it lacks, and an open quote is closed, so that the
/// answer stands in its column.
fn give_back_row(row: &[u8], head: &Head, field: &str, answer: &[u8], out: &mut Vec<u8>) {
    let cells = cells(row, head.delimiter);
    let column = head.column_named(field).unwrap_or(head.width);
    if let Some(cell) = cells.get(column).filter(|_| column < head.width) {
        out.extend_from_slice(row.get(..cell.start).unwrap_or_default());
        out.extend_from_slice(answer);
        out.extend_from_slice(row.get(cell.end..).unwrap_or_default());
    } else {
        out.extend_from_slice(row);
        close_quote(row, head.delimiter, out);
        out.extend(std::iter::repeat_n(head.delimiter, (column + 1).saturating_sub(cells.len()).max(1)));
        out.extend_from_slice(answer);
    }
}

/// Closes the quote that a row leaves open: what is added behind it would be part of its last cell.
fn close_quote(row: &[u8], delimiter: u8, out: &mut Vec<u8>) {
    if leaves_quote_open(row, delimiter) {
        out.push(b'"');
    }
}
