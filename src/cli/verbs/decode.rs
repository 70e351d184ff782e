//! Enters: ids, as numbers in text. Leaves: the text that they stand for, or its bytes.

mod args;
mod printer;

use std::io::Write;

use anyhow::Result;

use crate::TokenId;
use crate::cli::exit::Exit;
use crate::cli::input::ids::{Pasted, PastedRows};
use crate::cli::options::AnswerFormat;
use crate::cli::terminal::notice;
use crate::cli::work::Answers;
use crate::report::counted;
use crate::report::json::{Stream, Together};

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
    // A list may be printed in several lines, and a shell cuts one into several arguments.
    let mut pasted = Pasted::default();
    let mut answer = |out: &mut dyn Write, pasted: &mut Pasted| -> Result<()> {
        if let Some(PastedRows { source, rows }) = pasted.take(vocabulary)? {
            for ids in rows {
                printer.write(out, &source, &decode(ids)?)?;
            }
        }
        Ok(())
    };
    let (arguments, files) = job.ids.split();
    let lines_go_on = !files.is_nul_separated();
    let mut result = answers.each(arguments, |_, record| {
        pasted.push(&record.text, record.source);
        Ok(())
    });
    if result.is_ok() {
        result = answer(answers.out(), &mut pasted).and_then(|()| {
            answers.each(files, |out, record| {
                if pasted.ends_before(record.source) {
                    answer(out, &mut pasted)?;
                }
                pasted.push(&record.text, record.source);
                if lines_go_on && pasted.goes_on() { Ok(()) } else { answer(out, &mut pasted) }
            })
        });
    }
    let result = result.and_then(|()| answer(answers.out(), &mut pasted));
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
