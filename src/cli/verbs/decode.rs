//! Enters: ids, as numbers in text. Leaves: the text that they stand for, or its bytes.

mod args;
mod printer;

use anyhow::Result;

use crate::cli::error::InputError;
use crate::cli::exit::Exit;
use crate::cli::input::{Input, ids};
use crate::cli::options::AnswerFormat;
use crate::cli::terminal::notice;
use crate::cli::work::Answers;
use crate::report::json::{Stream, Together};
use crate::report::{Source, counted};
use crate::sources::Record;
use crate::{TokenId, Vocabulary};

pub(super) use args::DecodeArgs;
use args::{Decode, Specials};
use printer::Printer;

pub(super) fn run(args: DecodeArgs) -> Result<Exit> {
    let job = Decode::of(args)?;
    let mut answers = Answers::open(&job.target)?;
    let mut printer = Printer {
        format: job.format,
        spelling: job.spelling,
        reader: answers.reader(),
        stream: Stream::new(match job.format {
            AnswerFormat::Json => Together::Array,
            _ => Together::Lines,
        }),
        not_text: 0,
    };
    printer.begin(answers.out())?;
    let encoder = &job.encoder;
    let vocabulary = encoder.vocabulary();
    let decode = |mut ids: Vec<TokenId>| {
        if job.specials == Specials::Skip {
            ids.retain(|&id| !encoder.is_special(id));
        }
        vocabulary.decode(&ids)
    };
    let (arguments, files) = job.ids.split();
    let result = sequence(&mut answers, arguments, vocabulary).and_then(|sequence| {
        if let Some((source, ids)) = sequence {
            printer.write(answers.out(), &source, &decode(ids)?)?;
        }
        answers.each(files, |out, record| {
            let ids = ids_of(record, vocabulary)?;
            Ok(printer.write(out, record.source, &decode(ids)?)?)
        })
    });
    answers.close(result, |out| Ok(printer.end(out)?))?;
    if printer.not_text > 0 {
        let cut = if printer.not_text == 1 { "cuts" } else { "cut" };
        let answers = counted(printer.not_text, "answer");
        notice(&format!(
            "{answers} {cut} a character; bytes that are not UTF-8 are shown as \\xHH, and --bytes prints all of them in hex"
        ));
    }
    Ok(Exit::Done)
}

/// The ids of all arguments, which are one sequence; none if there are no arguments.
fn sequence(
    answers: &mut Answers,
    arguments: Input,
    vocabulary: &Vocabulary,
) -> Result<Option<(Source, Vec<TokenId>)>> {
    let mut sequence: Option<(Source, Vec<TokenId>)> = None;
    answers.each(arguments, |_, record| {
        let mut ids = ids_of(record, vocabulary)?;
        let (_, all) = sequence.get_or_insert_with(|| (record.source.clone(), Vec::new()));
        all.append(&mut ids);
        Ok(())
    })?;
    Ok(sequence)
}

fn ids_of(record: &Record<'_>, vocabulary: &Vocabulary) -> Result<Vec<TokenId>, InputError> {
    ids::parse(&record.text, vocabulary)
        .map_err(|error| InputError::Id { source: record.source.clone(), error })
}
