//! Enters: ids, as numbers in text. Leaves: the text that they stand for, or its bytes.

use std::io::Write;

use anyhow::{Context, Result};
use cliptok::{TokenId, Vocabulary};

use super::{Answers, tell};
use crate::cli::args::Format;
use crate::cli::error::InputError;
use crate::cli::exit::Exit;
use crate::cli::job::{Chosen, Decoding, Output, Source, Specials, Spelling};
use crate::cli::origin::Origin;
use crate::cli::output::{Reader, Sink};
use crate::cli::render::escape::{bytes_as_text, escaped_bytes, hex};
use crate::cli::render::json::{DecodeWire, Stream, Together};
use crate::cli::render::tsv;

pub fn run(
    ids: Source,
    chosen: &Chosen,
    decoding: Decoding,
    format: Format,
    output: &Output,
) -> Result<Exit> {
    let mut answers = Answers::open(&output.target)?;
    let mut printer = Printer {
        format,
        spelling: decoding.spelling,
        reader: answers.reader(),
        stream: Stream::new(if format == Format::Json {
            Together::Array
        } else {
            Together::Lines
        }),
        not_text: 0,
    };
    if format == Format::Tsv {
        tsv::header(answers.out(), tsv::DECODE)?;
    }
    let vocabulary = chosen.tokenizer.vocabulary();
    let decode = |ids: &[TokenId]| match decoding.specials {
        Specials::Keep => vocabulary.decode(ids),
        Specials::Skip => vocabulary.decode(&without_special(ids, vocabulary)),
    };
    let (arguments, files) = ids.split();
    let result = sequence(&mut answers, arguments, vocabulary).and_then(|sequence| {
        if let Some((origin, ids)) = sequence {
            printer.write(answers.out(), &origin, &decode(&ids))?;
        }
        answers.each(files, |out, record| {
            let ids = parse(&record.text, record.origin, vocabulary)?;
            printer.write(out, record.origin, &decode(&ids))
        })
    });
    if format == Format::Json {
        printer.stream.end(answers.out())?;
    }
    answers.end(result)?;
    if printer.not_text > 0 {
        tell(format_args!(
            "cliptok: {} of the answers cut a character; bytes that are not UTF-8 are shown as \\xHH, \
             and --bytes prints all of them in hex",
            printer.not_text
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
fn parse(line: &str, origin: &Origin, vocabulary: &Vocabulary) -> Result<Vec<TokenId>> {
    let separates =
        |character: char| character.is_whitespace() || matches!(character, ',' | '[' | ']');
    let mut ids = Vec::new();
    let mut offset = 0;
    for word in line.split_inclusive(separates) {
        let number = word.trim_end_matches(separates);
        if !number.is_empty() {
            let no_id = || InputError::NoId {
                origin: origin.clone(),
                offset,
                word: number.to_owned(),
            };
            // A sign or a point is no part of an id, though Rust would read `+5`.
            let digits = number.bytes().all(|byte| byte.is_ascii_digit());
            let value: u64 = number.parse().ok().filter(|_| digits).ok_or_else(no_id)?;
            ids.push(
                vocabulary
                    .id(value)
                    .with_context(|| format!("{origin}: byte offset {offset}"))?,
            );
        }
        offset += word.len();
    }
    Ok(ids)
}

fn without_special(ids: &[TokenId], vocabulary: &Vocabulary) -> Vec<TokenId> {
    ids.iter()
        .copied()
        .filter(|&id| vocabulary.special(id).is_none())
        .collect()
}

/// Writes decoded bytes in the format that was asked for.
struct Printer {
    format: Format,
    spelling: Spelling,
    reader: Reader,
    stream: Stream,
    /// How many answers were no text.
    not_text: u64,
}

impl Printer {
    fn write(&mut self, out: &mut Sink, origin: &Origin, bytes: &[u8]) -> Result<()> {
        match (self.format, self.spelling) {
            (Format::Json | Format::Jsonl, _) => {
                self.stream.push(out, &DecodeWire::of(origin, bytes))?;
            }
            (Format::Tsv, _) => {
                let source = tsv::field(origin.to_string().as_bytes());
                tsv::line(out, &[&source, &hex(bytes, " "), &tsv::field(bytes)])?;
            }
            (_, Spelling::Hex) => writeln!(out, "{}", hex(bytes, " "))?,
            (_, Spelling::Text) => {
                self.not_text += u64::from(std::str::from_utf8(bytes).is_err());
                match self.reader {
                    Reader::Terminal => writeln!(out, "{}", escaped_bytes(bytes))?,
                    Reader::Program => writeln!(out, "{}", bytes_as_text(bytes))?,
                }
            }
        }
        Ok(())
    }
}
