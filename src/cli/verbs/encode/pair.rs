//! Enters: prompts for a model with two encoders. Leaves: a JSON record for each, with the rows that each encoder reads.

use anyhow::Result;

use super::By;
use super::args::{Encode, Row, Second};
use super::framing::{Cut, Framing};
use super::printer::Printer;
use super::program::of_kind;
use super::said::Partial;
use crate::cli::exit::Exit;
use crate::cli::options::{ByWay, OnLints};
use crate::cli::terminal::{Places, notice};
use crate::cli::work::Answers;
use crate::lint::lints_of;
use crate::report::{EncodeReport, EncoderRows, RowReport, Source, Warning, raised_words, warning_place};
use crate::syntax::Raised;
use crate::{Encoder, Model, PromptReader, TokenId};

/// The rows of a prompt, and how many tokens were cut from them, if all slots are wanted.
type ReadRows = (Vec<RowReport>, Option<usize>);

/// Prints the rows of each prompt, those of both encoders in one record.
///
/// # Errors
/// If input or output is wrong.
pub(super) fn run(job: Encode, second: &Second, mut answers: Answers, printer: Printer) -> Result<Exit> {
    let Encode { prompts, encoder, readers, row, on_lints, .. } = job;
    let mut stream = printer.stream;
    let of_way = |way| {
        let first = Rows::of(&encoder, readers.reader(way, &encoder).as_ref(), row);
        (first, Rows::of(&second.encoder, readers.reader(way, &second.encoder).as_ref(), second.row))
    };
    let mut ways = ByWay::new(readers.asked(), of_way(readers.asked()));
    let (mut partial, mut partial_of_other) = (Partial::default(), Partial::default());
    let mut cut = Cut::default();
    let mut failures = Places::new("prompts on which the program fails".to_owned());
    let mut denied = Places::new("warnings".to_owned());
    let result = answers.each(prompts, |out, record| {
        let way = readers.way(record.written)?;
        let (first, other) = ways.get(way, || of_way(way));
        if let (OnLints::Deny, By::Program(reader)) = (on_lints, &first.by) {
            for lint in lints_of(&record.text, reader.reader()) {
                if denied.note() {
                    notice(&format!("{}: {}", record.source, warning_place(&Warning::Lint(lint))));
                }
            }
        }
        let both = [(&mut *first, &mut partial), (&mut *other, &mut partial_of_other)];
        let both = both.map(|(rows, partial)| rows.read(&record.text, record.source, partial));
        let mut over = None;
        let mut raised = None;
        let mut rows = Vec::new();
        for read in both {
            match read? {
                Ok((read, cut_off)) => {
                    over = over.max(cut_off);
                    rows.push(Some(read));
                }
                Err(why) => {
                    raised.get_or_insert(why);
                    rows.push(None);
                }
            }
        }
        if let Some(why) = raised
            && failures.note()
        {
            notice(&raised_words(record.source, &why));
        }
        if way.syntax.is_none() {
            cut.note(over.unwrap_or_default(), record.source);
        }
        let mut rows = rows.into_iter();
        let encoders = [first.model, other.model].map(|model| EncoderRows::new(model, rows.next().flatten()));
        Ok(stream.push(out, &EncodeReport::of_both(record.source, encoders, over))?)
    });
    for places in [&failures, &denied] {
        places.tally().into_iter().for_each(|words| notice(&words));
    }
    let input = answers.close(result, |out| Ok(stream.end(out)?))?;
    // The encoder that cuts more speaks for both.
    let partial = if partial_of_other.cuts() > partial.cuts() { partial_of_other } else { partial };
    cut.words(row).into_iter().chain(partial.words()).for_each(|words| notice(&words));
    Ok(if failures.is_empty() && denied.is_empty() { input } else { input.or(Exit::Negative) })
}

/// What one encoder makes rows with.
struct Rows<'e> {
    model: Model,
    by: By<'e>,
    row: Row,
}

impl<'e> Rows<'e> {
    fn of(encoder: &'e Encoder, reader: Option<&PromptReader>, row: Row) -> Self {
        let by = match reader {
            None => By::Encoder(Box::new(encoder.batch()), Framing::new(row, encoder.vocabulary())),
            Some(reader) => By::Program(Box::new(reader.batch())),
        };
        Self { model: encoder.model(), by, row }
    }

    /// The rows of a prompt, and how many of its tokens have no slot; or why the program raises.
    fn read(
        &mut self,
        text: &str,
        source: &Source,
        partial: &mut Partial,
    ) -> Result<Result<ReadRows, Raised>> {
        Ok(match &mut self.by {
            By::Encoder(batch, framing) => {
                let mut ids: Vec<TokenId> = Vec::new();
                batch.encode(text, &mut ids);
                let framed = framing.frame(&ids, ids.len(), source)?;
                Ok((vec![RowReport::plain(framed.row.iter().copied())], framed.over))
            }
            By::Program(reader) => reader.first_rows(text).map(|read| {
                partial.note(&read, source);
                let over = matches!(self.row, Row::Padded(_)).then_some(read.filled.cut);
                (read.filled.rows.into_iter().map(|row| of_kind(row, self.row)).collect(), over)
            }),
        })
    }
}
