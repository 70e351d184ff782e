//! Enters: ids, as numbers in text. Leaves: the text that they stand for, or its bytes.

use std::io::Write;

use anyhow::Result;
use cliptok::{TokenId, Vocabulary};

use super::{Answers, tell};
use crate::cli::args::AnswerFormat;
use crate::cli::error::InputError;
use crate::cli::exit::Exit;
use crate::cli::job::{Decode, Source, Specials, Spelling};
use crate::cli::origin::Origin;
use crate::cli::output::{Reader, Sink};
use crate::cli::render::escape::{bytes_as_text, escaped_bytes, hex};
use crate::cli::render::json::wire::DecodeWire;
use crate::cli::render::json::{Stream, Together};
use crate::cli::render::tsv;

pub fn run(job: Decode) -> Result<Exit> {
    let mut answers = Answers::open(&job.output.target)?;
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
    if job.format == AnswerFormat::Tsv {
        tsv::header(answers.out(), tsv::DECODE)?;
    }
    let tokenizer = &job.tokenizer;
    let vocabulary = tokenizer.vocabulary();
    let decode = |mut ids: Vec<TokenId>| {
        if job.specials == Specials::Skip {
            ids.retain(|&id| !tokenizer.is_special(id));
        }
        vocabulary.decode(&ids)
    };
    let (arguments, files) = job.ids.split();
    let result = sequence(&mut answers, arguments, vocabulary).and_then(|sequence| {
        if let Some((origin, ids)) = sequence {
            printer.write(answers.out(), &origin, &decode(ids))?;
        }
        answers.each(files, |out, record| {
            let ids = parse(&record.text, record.origin, vocabulary)?;
            printer.write(out, record.origin, &decode(ids))
        })
    });
    printer.stream.end(answers.out())?;
    answers.end(result)?;
    if printer.not_text > 0 {
        let cut = if printer.not_text == 1 {
            "1 answer cuts".to_owned()
        } else {
            format!("{} answers cut", printer.not_text)
        };
        tell(&format!(
            "{cut} a character; bytes that are not UTF-8 are shown as \\xHH, and --bytes prints all of them in hex"
        ));
    }
    Ok(Exit::Done)
}

/// The ids of all arguments, which are one sequence; none if there are no arguments.
fn sequence(
    answers: &mut Answers,
    arguments: Source,
    vocabulary: &Vocabulary,
) -> Result<Option<(Origin, Vec<TokenId>)>> {
    let mut sequence: Option<(Origin, Vec<TokenId>)> = None;
    answers.each(arguments, |_, record| {
        let mut ids = parse(&record.text, record.origin, vocabulary)?;
        let (_, all) = sequence.get_or_insert_with(|| (record.origin.clone(), Vec::new()));
        all.append(&mut ids);
        Ok(())
    })?;
    Ok(sequence)
}

/// The ids of a line: numbers with white space, commas or brackets round them.
fn parse(line: &str, origin: &Origin, vocabulary: &Vocabulary) -> Result<Vec<TokenId>, InputError> {
    let separates = |character: char| character.is_whitespace() || matches!(character, ',' | '[' | ']');
    let mut ids = Vec::new();
    let mut offset = 0;
    for word in line.split_inclusive(separates) {
        let number = word.trim_end_matches(separates);
        if !number.is_empty() {
            // A sign is no part of an id, though Rust would read `+5`.
            let digits = number.bytes().all(|byte| byte.is_ascii_digit());
            let value: Option<u64> = number.parse().ok().filter(|_| digits);
            let origin = || origin.clone();
            let value = value.ok_or_else(|| InputError::NoId {
                origin: origin(),
                offset,
                word: number.to_owned(),
                largest: vocabulary.len().saturating_sub(1),
            })?;
            let unknown = |error| InputError::UnknownId { origin: origin(), offset, error };
            ids.push(vocabulary.id(value).map_err(unknown)?);
        }
        offset += word.len();
    }
    Ok(ids)
}

/// Writes decoded bytes in the format that was asked for.
struct Printer {
    format: AnswerFormat,
    spelling: Spelling,
    reader: Reader,
    stream: Stream,
    /// How many answers were no text.
    not_text: u64,
}

impl Printer {
    fn write(&mut self, out: &mut Sink, origin: &Origin, bytes: &[u8]) -> Result<()> {
        match (self.format, self.spelling) {
            (AnswerFormat::Human, Spelling::Hex) => writeln!(out, "{}", hex(bytes, " "))?,
            (AnswerFormat::Human, Spelling::Text) => {
                self.not_text += u64::from(std::str::from_utf8(bytes).is_err());
                match self.reader {
                    Reader::Terminal => writeln!(out, "{}", escaped_bytes(bytes))?,
                    Reader::Program => writeln!(out, "{}", bytes_as_text(bytes))?,
                }
            }
            (AnswerFormat::Tsv, _) => {
                tsv::line(out, &[&tsv::source(origin), &hex(bytes, " "), &tsv::field(bytes)])?;
            }
            (AnswerFormat::Json | AnswerFormat::Jsonl, _) => {
                self.stream.push(out, &DecodeWire::of(origin, bytes))?;
            }
        }
        Ok(())
    }
}
