//! Enters: prompts. Leaves: a row of ids for each.

mod args;
mod array;
mod framing;
mod pair;
mod pieces;
mod printer;
mod program;
mod said;

use anyhow::Result;

use crate::cli::error::OutputError;
use crate::cli::exit::Exit;
use crate::cli::options::{ByWay, given};
use crate::cli::output::{Reader, Sink};
use crate::cli::terminal::Progress;
use crate::cli::work::{Answers, Column, Table, in_pieces_if_exact};
use crate::lint::Lint;
use crate::report::Source;
use crate::report::json::{Stream, Together};
use crate::sources::{Answer, Extent, InChunk, LongRecords, Noted};
use crate::syntax::Raised;
use crate::{BatchEncoder, BatchPromptReader, TokenId};

pub(super) use args::EncodeArgs;
use args::{Encode, EncodeFormat};
use array::{Array, Offsets};
use framing::{Cut, Framing};
use pieces::{Joining, Piece};
use printer::Printer;
use said::{Partial, Said};

pub(super) fn run(args: EncodeArgs) -> Result<Exit> {
    let mut job = Encode::of(args)?;
    let (row, format) = (job.row, job.format);
    let mut answers = Answers::open(&job.target)?;
    if let (Some(format), Reader::Terminal) = (format.binary_name(), answers.reader()) {
        return Err(OutputError::BinaryOnTerminal { format }.into());
    }
    let mut printer = Printer {
        format,
        stream: Stream::new(match format {
            EncodeFormat::Json => Together::Array,
            _ => Together::Lines,
        }),
    };
    let mut array = Array::of(format, row);
    printer.begin(answers.out())?;
    if let Some(second) = job.second.take() {
        return pair::run(job, &second, answers, printer);
    }
    let Encode { prompts, threads, encoder, readers, on_lints, offsets, into, .. } = job;
    let mut offsets = offsets.map(Offsets::of);
    let stream = printer.stream.part();
    let into = into.as_deref();
    let by = |way| match readers.reader(way, &encoder) {
        None => By::Encoder(Box::new(encoder.batch()), Framing::new(row, encoder.vocabulary())),
        Some(reader) => By::Program(Box::new(reader.batch())),
    };
    let worker = || {
        let stream = stream.part();
        let mut ways = ByWay::new(readers.asked(), by(readers.asked()));
        let (readers, by) = (&readers, &by);
        move |records: &mut InChunk<'_>, noted: &mut Noted, done: &mut Encoded| {
            let mut printer = Printer { format, stream: stream.part() };
            let kind = program::Kind { row, on_lints };
            let way = readers.way(records.written())?;
            match (ways.get(way, || by(way)), into) {
                (By::Encoder(batch, framing), Some(field)) => {
                    give_back(field, records, noted, batch, framing, done)
                }
                (By::Encoder(batch, framing), None) => {
                    work(records, noted, batch, framing, &mut printer, done)
                }
                (By::Program(reader), Some(field)) => {
                    program::give_back(field, records, noted, reader, kind, done)
                }
                (By::Program(reader), None) => {
                    program::work(records, noted, reader, kind, &mut printer, done)
                }
            }
        }
    };
    let mut framing = Framing::new(row, encoder.vocabulary());
    let mut joining = Joining::of(format, row, encoder.vocabulary());
    let long_records = match (into, readers.asked().syntax) {
        (None, None) => in_pieces_if_exact(&encoder),
        _ => LongRecords::Whole,
    };
    let mut said = Said::default();
    let taken = |out: &mut Sink, progress: &Progress, done: &mut Encoded| -> Result<()> {
        if let Some(piece) = done.piece.take() {
            joining.add(piece, &mut framing, &mut Printer { format, stream: stream.part() }, done)?;
        }
        said.take(done, progress);
        if let Some(offsets) = &mut offsets {
            offsets.add(&done.rows);
        }
        match &mut array {
            Some(array) => array.append(&done.out, done.rows.iter().sum())?,
            None => printer.append(out, &done.out)?,
        }
        done.rows.clear();
        done.out.clear();
        Ok(())
    };
    let result = match Table::of(&prompts, into, Column::Ids) {
        Some(table) => {
            let mut by = by(readers.asked());
            let kind = program::Kind { row, on_lints };
            let answer = |text: &str, source: &Source, write: &mut dyn FnMut(Answer<'_>), done: &mut _| {
                match &mut by {
                    By::Encoder(batch, framing) => write_ids(text, source, batch, framing, write, done),
                    By::Program(reader) => {
                        program::write_slots(text, source, reader, kind, write, done);
                        Ok(())
                    }
                }
            };
            answers.give_table_back(table, answer, taken)
        }
        None => answers.each_chunk(prompts, long_records, threads, worker, taken),
    };
    said.tally();
    let input = answers.close(result, |out| {
        array.map_or(Ok(()), |array| array.write(out))?;
        offsets.map_or(Ok(()), Offsets::write)?;
        Ok(printer.end(out)?)
    })?;
    Ok(said.end(row).or(input))
}

/// What makes rows.
enum By<'e> {
    Encoder(Box<BatchEncoder>, Framing<'e>),
    Program(Box<BatchPromptReader>),
}

/// What was made of a chunk.
#[derive(Default)]
struct Encoded {
    out: Vec<u8>,
    /// How many rows each prompt has.
    rows: Vec<u64>,
    cut: Cut,
    /// What the chunk is, if it is a piece of one record.
    piece: Option<Piece>,
    /// The prompts on which the program fails.
    raised: Vec<(Source, Raised)>,
    /// The warnings that are to be negative answers.
    lints: Vec<(Source, Lint)>,
    partial: Partial,
}

/// Prints each record with its row in it.
fn give_back(
    field: &str,
    records: &mut InChunk<'_>,
    noted: &mut Noted,
    batch: &mut BatchEncoder,
    framing: &mut Framing<'_>,
    done: &mut Encoded,
) -> Result<()> {
    let mut out = std::mem::take(&mut done.out);
    let result = records.give_back(field, noted, &mut out, |text, source, write| {
        write_ids(text, source, batch, framing, write, done)
    });
    done.out = out;
    given(result)
}

/// Writes what goes into the record of a prompt.
fn write_ids(
    text: &str,
    source: &Source,
    batch: &mut BatchEncoder,
    framing: &mut Framing<'_>,
    write: &mut dyn FnMut(Answer<'_>),
    done: &mut Encoded,
) -> Result<()> {
    let mut ids = Vec::new();
    batch.encode(text, &mut ids);
    let framed = framing.frame(&ids, ids.len(), source)?;
    done.cut.note(framed.over.unwrap_or_default(), source);
    write(Answer::Ids(framed.row));
    Ok(())
}

/// Prints a row for each record.
fn work(
    records: &mut InChunk<'_>,
    noted: &mut Noted,
    batch: &mut BatchEncoder,
    framing: &mut Framing<'_>,
    printer: &mut Printer,
    done: &mut Encoded,
) -> Result<()> {
    records.encode_each(batch, noted, |source, extent, ids| {
        if extent == Extent::Whole {
            return print(ids, ids.len(), source, framing, printer, done);
        }
        done.piece = Some(Piece { ids: ids.to_vec(), source: source.clone(), extent });
        Ok(())
    })
}

/// Prints the row of one prompt, given all of its tokens, or those that fit, and how many there are.
fn print(
    content: &[TokenId],
    tokens: usize,
    source: &Source,
    framing: &mut Framing<'_>,
    printer: &mut Printer,
    done: &mut Encoded,
) -> Result<()> {
    let framed = framing.frame(content, tokens, source)?;
    done.cut.note(framed.over.unwrap_or_default(), source);
    done.rows.push(1);
    Ok(printer.row(&mut done.out, source, framed.row, framed.over)?)
}
