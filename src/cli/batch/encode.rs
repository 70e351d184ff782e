//! Enters: prompts. Leaves: a row of ids for each.

use anyhow::Result;
use cliptok::dialect::OverLength;
use cliptok::{Layout, SpecialToken, TokenId, Vocabulary};

use super::{Answers, tell};
use crate::cli::args::EncodeFormat;
use crate::cli::error::InputError;
use crate::cli::exit::Exit;
use crate::cli::job::{Encode, Row};
use crate::cli::origin::Origin;
use crate::cli::render::json::wire::EncodeWire;
use crate::cli::render::json::{Stream, Together};
use crate::cli::render::{ids, tsv};
use crate::cli::words::number;

pub fn run(job: Encode) -> Result<Exit> {
    let mut answers = Answers::open(&job.target)?;
    let mut stream = Stream::new(match job.format {
        EncodeFormat::Json => Together::Array,
        _ => Together::Lines,
    });
    let (mut content, mut row) = (Vec::new(), Vec::new());
    let mut cut = Cut::default();
    if job.format == EncodeFormat::Tsv {
        tsv::header(answers.out(), tsv::ENCODE)?;
    }
    let result = answers.each(job.prompts, |out, record| {
        content.clear();
        job.tokenizer.encode_ids(&record.text, &mut content);
        let over = fill(&mut row, &content, job.row, job.tokenizer.vocabulary());
        refuse(over, &content, job.row, record.origin)?;
        cut.note(over, record.origin);
        match job.format {
            EncodeFormat::Ids => ids::write(out, &row, " ")?,
            EncodeFormat::Csv => ids::write(out, &row, ",")?,
            EncodeFormat::Tsv => {
                let numbers: Vec<String> = row.iter().map(TokenId::to_string).collect();
                tsv::line(out, &[&tsv::source(record.origin), &numbers.join(" ")])?;
            }
            EncodeFormat::Json | EncodeFormat::Jsonl => {
                stream.push(out, &EncodeWire::of(record.origin, &row, over))?;
            }
        }
        Ok(())
    });
    stream.end(answers.out())?;
    answers.end(result)?;
    cut.tell(job.row);
    Ok(Exit::Done)
}

/// Makes the row of a prompt's tokens; says how many did not fit.
fn fill(row: &mut Vec<TokenId>, content: &[TokenId], kind: Row, vocabulary: &Vocabulary) -> usize {
    row.clear();
    match kind {
        Row::Content => row.extend_from_slice(content),
        Row::WithSpecial => {
            row.push(vocabulary.special_id(SpecialToken::StartOfText));
            row.extend_from_slice(content);
            row.push(vocabulary.special_id(SpecialToken::EndOfText));
        }
        Row::Padded(padding) => {
            let layout = Layout::new(padding.context_length, content.len());
            row.extend(layout.ids(content, padding.pad, vocabulary));
            return layout.over();
        }
    }
    0
}

/// An error where the model refuses a prompt that does not fit.
fn refuse(over: usize, content: &[TokenId], row: Row, origin: &Origin) -> Result<(), InputError> {
    match row {
        Row::Padded(padding) if over > 0 && padding.over_length == OverLength::Refuse => {
            let room = padding.context_length.content();
            Err(InputError::TooLong { origin: origin.clone(), tokens: content.len(), room })
        }
        Row::Padded(_) | Row::Content | Row::WithSpecial => Ok(()),
    }
}

/// The prompts that did not fit their rows: nothing is lost in silence.
#[derive(Default)]
struct Cut {
    prompts: u64,
    first: Option<Origin>,
}

impl Cut {
    fn note(&mut self, over: usize, origin: &Origin) {
        if over > 0 {
            self.prompts += 1;
            self.first.get_or_insert_with(|| origin.clone());
        }
    }

    fn tell(&self, row: Row) {
        if let (Some(first), Row::Padded(padding)) = (&self.first, row) {
            let room = padding.context_length.content();
            let (prompts, tokens) = (number(self.prompts, "prompt"), number(room, "token"));
            tell(&format!(
                "cut to {tokens}: {prompts}, the first {first}; `cliptok count --over {room}`, with the same options, names each"
            ));
        }
    }
}
