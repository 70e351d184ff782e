//! Enters: prompts. Leaves: a row of ids for each.

mod array;
mod framing;
mod pieces;

use anyhow::Result;
use cliptok::TokenId;
use cliptok::fast::{Rows, Volume};

use super::{Answers, in_pieces_if_exact};
use crate::cli::args::EncodeFormat;
use crate::cli::exit::Exit;
use crate::cli::input::chunks::Extent;
use crate::cli::input::{InChunk, Noted};
use crate::cli::job::Encode;
use crate::cli::origin::Origin;
use crate::cli::render::encoded::Printer;
use crate::cli::render::json::{Stream, Together};
use crate::cli::tell::tell;
use array::Array;
use framing::{Cut, Framing};
use pieces::{Joining, Piece};

pub fn run(job: Encode) -> Result<Exit> {
    let Encode { prompts, threads, tokenizer, row, format, target } = job;
    let mut answers = Answers::open(&target)?;
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
    let stream = printer.stream.part();
    let worker = || {
        let stream = stream.part();
        let mut encoder = Encoder {
            volume: tokenizer.volume(),
            framing: Framing::new(row, tokenizer.vocabulary()),
            rows: Rows::default(),
        };
        move |records: &mut InChunk<'_>, noted: &mut Noted, done: &mut Encoded| {
            encoder.work(records, noted, &mut Printer { format, stream: stream.part() }, done)
        }
    };
    let mut framing = Framing::new(row, tokenizer.vocabulary());
    let mut joining = Joining::of(format, row, tokenizer.vocabulary());
    let long_records = in_pieces_if_exact(&tokenizer);
    let result = answers.each_chunk(prompts, long_records, threads, worker, |out, _, done: &mut Encoded| {
        if let Some(piece) = done.piece.take() {
            joining.add(piece, &mut framing, &mut Printer { format, stream: stream.part() }, done)?;
        }
        cut.add(std::mem::take(&mut done.cut));
        match &mut array {
            Some(array) => array.append(&done.out, std::mem::take(&mut done.rows))?,
            None => printer.append(out, &done.out)?,
        }
        done.out.clear();
        Ok(())
    });
    let written = array.map_or(Ok(()), |array| array.write(answers.out()));
    let ended = written.and_then(|()| printer.end(answers.out()));
    // What was wrong with the input came first.
    answers.end(result.and(ended.map_err(Into::into)))?;
    if let Some(words) = cut.words(row) {
        tell(&words);
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

/// Makes rows of records.
struct Encoder<'t> {
    volume: Volume<'t>,
    framing: Framing<'t>,
    rows: Rows,
}

impl Encoder<'_> {
    /// Prints a row for each record.
    fn work(
        &mut self,
        records: &mut InChunk<'_>,
        noted: &mut Noted,
        printer: &mut Printer,
        done: &mut Encoded,
    ) -> Result<()> {
        loop {
            self.rows.clear();
            let plain = self.volume.encode_records(records.rest(), records.separator(), &mut self.rows);
            let mut origin = records.pass(plain, self.rows.ends.len());
            for content in self.rows.iter() {
                print(content, content.len(), &origin, &mut self.framing, printer, done)?;
                origin.record += 1;
            }
            let Some(record) = records.next(noted)? else { return Ok(()) };
            self.rows.ids.clear();
            self.volume.encode(&record.text, &mut self.rows.ids);
            if record.extent == Extent::Whole {
                let ids = &self.rows.ids;
                print(ids, ids.len(), record.origin, &mut self.framing, printer, done)?;
            } else {
                let (origin, extent) = (record.origin.clone(), record.extent);
                done.piece = Some(Piece { ids: std::mem::take(&mut self.rows.ids), origin, extent });
            }
        }
    }
}

/// Prints the row of one prompt, given all of its tokens, or those that fit, and how many there are.
fn print(
    content: &[TokenId],
    tokens: usize,
    origin: &Origin,
    framing: &mut Framing<'_>,
    printer: &mut Printer,
    done: &mut Encoded,
) -> Result<()> {
    let framed = framing.frame(content, tokens, origin)?;
    done.cut.note(framed.over, origin);
    done.rows += 1;
    Ok(printer.row(&mut done.out, origin, framed.row, framed.over)?)
}
