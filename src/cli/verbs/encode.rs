//! Enters: prompts. Leaves: a row of ids for each.

mod args;
mod array;
mod framing;
mod pair;
mod pieces;
mod printer;
mod program;

use anyhow::Result;

use crate::cli::error::OutputError;
use crate::cli::exit::Exit;
use crate::cli::options::given;
use crate::cli::output::Reader;
use crate::cli::terminal::notice;
use crate::cli::work::{Answers, in_pieces_if_exact};
use crate::report::Source;
use crate::report::json::{Stream, Together};
use crate::sources::{Answer, Extent, InChunk, LongRecords, Noted};
use crate::{BatchEncoder, TokenId};

pub(super) use args::EncodeArgs;
use args::{Encode, EncodeFormat};
use array::{Array, Offsets};
use framing::{Cut, Framing};
use pieces::{Joining, Piece};
use printer::Printer;

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
    let mut cut = Cut::default();
    printer.begin(answers.out())?;
    if let Some(second) = job.second.take() {
        return pair::run(job, &second, answers, printer);
    }
    if let Some(reader) = job.reader.take() {
        return program::run(job, &reader, answers, printer, array);
    }
    let Encode { prompts, threads, encoder, offsets, into, .. } = job;
    let mut offsets = offsets.map(Offsets::of);
    let stream = printer.stream.part();
    let into = into.as_deref();
    let worker = || {
        let stream = stream.part();
        let mut batch = encoder.batch();
        let mut framing = Framing::new(row, encoder.vocabulary());
        move |records: &mut InChunk<'_>, noted: &mut Noted, done: &mut Encoded| {
            let mut printer = Printer { format, stream: stream.part() };
            match into {
                Some(field) => give_back(field, records, noted, &mut batch, &mut framing, done),
                None => work(records, noted, &mut batch, &mut framing, &mut printer, done),
            }
        }
    };
    let mut framing = Framing::new(row, encoder.vocabulary());
    let mut joining = Joining::of(format, row, encoder.vocabulary());
    let long_records = if into.is_some() { LongRecords::Whole } else { in_pieces_if_exact(&encoder) };
    let result = answers.each_chunk(prompts, long_records, threads, worker, |out, _, done: &mut Encoded| {
        if let Some(piece) = done.piece.take() {
            joining.add(piece, &mut framing, &mut Printer { format, stream: stream.part() }, done)?;
        }
        cut.add(std::mem::take(&mut done.cut));
        let rows = std::mem::take(&mut done.rows);
        if let Some(offsets) = &mut offsets {
            offsets.add(&vec![1; rows as usize]);
        }
        match &mut array {
            Some(array) => array.append(&done.out, rows)?,
            None => printer.append(out, &done.out)?,
        }
        done.out.clear();
        Ok(())
    });
    answers.close(result, |out| {
        array.map_or(Ok(()), |array| array.write(out))?;
        offsets.map_or(Ok(()), Offsets::write)?;
        Ok(printer.end(out)?)
    })?;
    if let Some(words) = cut.words(row) {
        notice(&words);
    }
    Ok(Exit::Done)
}

/// What was made of a chunk.
#[derive(Default)]
struct Encoded {
    out: Vec<u8>,
    rows: u64,
    cut: Cut,
    /// What the chunk is, if it is a piece of one record.
    piece: Option<Piece>,
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
    let Encoded { out, cut, .. } = done;
    let mut ids = Vec::new();
    given(records.give_back(field, noted, out, |text, source, write| {
        ids.clear();
        batch.encode(text, &mut ids);
        let framed = framing.frame(&ids, ids.len(), source)?;
        cut.note(framed.over.unwrap_or_default(), source);
        write(Answer::Ids(framed.row));
        Ok(())
    }))
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
    done.rows += 1;
    Ok(printer.row(&mut done.out, source, framed.row, framed.over)?)
}
