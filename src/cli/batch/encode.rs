//! Enters: prompts. Leaves: a row of ids for each.

use anyhow::Result;
use cliptok::{Layout, SpecialToken, TokenId};

use super::{Answers, tell};
use crate::cli::args::Format;
use crate::cli::exit::Exit;
use crate::cli::job::{Chosen, Output, Row, Source};
use crate::cli::origin::Origin;
use crate::cli::render::json::{EncodeWire, Stream, Together};
use crate::cli::render::{ids, tsv};

pub fn run(
    prompts: Source,
    chosen: &Chosen,
    row: Row,
    format: Format,
    output: &Output,
) -> Result<Exit> {
    let mut answers = Answers::open(&output.target)?;
    let mut stream = Stream::new(if format == Format::Json {
        Together::Array
    } else {
        Together::Lines
    });
    let (mut content, mut full) = (Vec::new(), Vec::new());
    let mut cut = Cut::default();
    if format == Format::Tsv {
        tsv::header(answers.out(), tsv::ENCODE)?;
    }
    let result = answers.each(prompts, |out, record| {
        content.clear();
        chosen.tokenizer.encode_ids(&record.text, &mut content);
        let over = fill(&mut full, &content, row, chosen);
        cut.note(over, record.origin);
        match format {
            Format::Json | Format::Jsonl => {
                stream.push(out, &EncodeWire::of(record.origin, &full, over))?;
            }
            Format::Tsv => {
                let numbers: Vec<String> = full.iter().map(TokenId::to_string).collect();
                let source = tsv::field(record.origin.to_string().as_bytes());
                tsv::line(out, &[&source, &numbers.join(" ")])?;
            }
            Format::Human | Format::Ids | Format::Csv => {
                ids::write(out, &full, format.id_separator())?;
            }
        }
        Ok(())
    });
    if format == Format::Json {
        stream.end(answers.out())?;
    }
    answers.end(result)?;
    cut.tell(row);
    Ok(Exit::Done)
}

/// Makes the row of a prompt's tokens; says how many did not fit.
fn fill(full: &mut Vec<TokenId>, content: &[TokenId], row: Row, chosen: &Chosen) -> usize {
    let vocabulary = chosen.tokenizer.vocabulary();
    full.clear();
    match row {
        Row::Content => full.extend_from_slice(content),
        Row::WithSpecial => {
            full.push(vocabulary.special_id(SpecialToken::StartOfText));
            full.extend_from_slice(content);
            full.push(vocabulary.special_id(SpecialToken::EndOfText));
        }
        Row::Padded(frame) => {
            let layout = Layout::new(frame.context_length, content.len());
            full.extend(layout.ids(content, frame.pad, vocabulary));
            return layout.over();
        }
    }
    0
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
        if let (Some(first), Row::Padded(frame)) = (&self.first, row) {
            let room = frame.context_length.content();
            let prompts = self.prompts;
            let were = if prompts == 1 {
                "prompt was"
            } else {
                "prompts were"
            };
            tell(format_args!(
                "cliptok: {prompts} {were} cut to {room} tokens, the first {first}; `cliptok count --over {room}` names each"
            ));
        }
    }
}
