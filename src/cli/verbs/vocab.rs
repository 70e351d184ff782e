//! Enters: a question about the vocabulary. Leaves: the entries that answer it, or whether words are one token each.

mod args;
mod human;
mod tsv;

use anyhow::Result;

use crate::cli::exit::Exit;
use crate::cli::output::Sink;
use crate::cli::output::tsv::header;
use crate::cli::terminal::{Screen, notice};
use crate::cli::work::Answers;
use crate::explain::emoji::is_emoji;
use crate::explain::{Kinship, search};
use crate::report::html::{self, vocabulary as page};
use crate::report::json::{Stream, Together};
use crate::report::{
    EntryReport, ReachReport, Unreachable, UnreachableReport, VocabularyEntry, VocabularyReport, WordAnswer,
};
use crate::{Encoder, TokenId};

pub(super) use args::VocabArgs;
use args::{Question, Scope, Script, Vocab, VocabFormat, Wanted};

pub(super) fn run(args: VocabArgs) -> Result<Exit> {
    let Vocab { encoder, question, format, screen, target } = Vocab::of(args)?;
    let mut answers = Answers::open(&target)?;
    let mut printer = Printer {
        screen,
        format,
        stream: Stream::new(match format {
            VocabFormat::Json => Together::Array,
            _ => Together::Lines,
        }),
    };
    let out = answers.out();
    if format == VocabFormat::Html {
        html::begin(out, "cliptok: the vocabulary of CLIP's tokenizer")?;
    }
    let exit = match question {
        Question::Summary => printer.summary(out, &encoder)?,
        Question::Entries(wanted) => printer.entries(out, &encoder, &wanted)?,
        Question::Single(words) => printer.words(out, &encoder, &words)?,
    };
    if format == VocabFormat::Html {
        html::end(out)?;
    }
    answers.end(Ok(()))?;
    Ok(exit)
}

/// The entries that are wanted, in the order of their ids.
fn found(encoder: &Encoder, wanted: &Wanted) -> Vec<TokenId> {
    let vocabulary = encoder.vocabulary();
    let matches = |id: &TokenId| {
        let bytes = vocabulary.bytes(*id);
        wanted.regex.as_ref().is_none_or(|regex| regex.is_match(bytes))
            && (wanted.script == Script::Any || std::str::from_utf8(bytes).is_ok_and(is_emoji))
    };
    search(vocabulary, &wanted.filters).filter(matches).collect()
}

/// Those of these entries that no prompt gives.
fn unreachable(ids: Vec<TokenId>, encoder: &Encoder) -> Vec<(TokenId, Unreachable)> {
    let reason = |id| match ReachReport::of(id, encoder) {
        ReachReport::By(_) => None,
        ReachReport::Unreachable(unreachable) => Some((id, unreachable)),
    };
    ids.into_iter().filter_map(reason).collect()
}

struct Printer {
    screen: Screen,
    format: VocabFormat,
    stream: Stream,
}

impl Printer {
    fn summary(&mut self, out: &mut Sink, encoder: &Encoder) -> Result<Exit> {
        let report = VocabularyReport::new(encoder.vocabulary());
        match self.format {
            VocabFormat::Human => human::summary(out, self.screen, &report)?,
            VocabFormat::Html => page::summary(out, &report)?,
            VocabFormat::Tsv => tsv::vocabulary(out, &report)?,
            // There is one of it, so it stands in no array.
            VocabFormat::Json | VocabFormat::Jsonl => {
                Stream::new(Together::Lines).push(out, &report)?;
            }
        }
        Ok(Exit::Done)
    }

    fn entries(&mut self, out: &mut Sink, encoder: &Encoder, wanted: &Wanted) -> Result<Exit> {
        let mut found = found(encoder, wanted);
        if wanted.scope == Scope::Unreachable && !found.is_empty() {
            let unreachable = unreachable(found, encoder);
            found = unreachable.iter().map(|&(id, _)| id).collect();
            let report = UnreachableReport::new(&unreachable, wanted.first, encoder);
            match self.format {
                VocabFormat::Human if found.is_empty() => {
                    notice(&format!(
                        "no entry that matches is unreachable in the dialect {}",
                        report.dialect
                    ));
                }
                VocabFormat::Human => human::unreachable(out, self.screen, &report)?,
                VocabFormat::Html => page::unreachable(out, &report)?,
                _ => self.found(out, encoder, &found, wanted.first)?,
            }
        } else {
            self.found(out, encoder, &found, wanted.first)?;
        }
        Ok(if found.is_empty() { Exit::Negative } else { Exit::Done })
    }

    /// Writes the first ones of these entries.
    fn found(&mut self, out: &mut Sink, encoder: &Encoder, found: &[TokenId], first: usize) -> Result<()> {
        let vocabulary = encoder.vocabulary();
        let shown = found.get(..first).unwrap_or(found);
        let kinship = || Kinship::of(vocabulary, encoder.merges());
        let report = |kinship: &Kinship, id: &TokenId| VocabularyEntry::new(*id, encoder, kinship);
        let symbols = || shown.iter().map(|&id| EntryReport::of(id, vocabulary)).collect::<Vec<_>>();
        match (self.format, found) {
            (VocabFormat::Human, []) => {
                let last = vocabulary.len().saturating_sub(1);
                notice(&format!(
                    "no entry matches; ids run from 0 to {last}, no entry contains a space, and ╯ only shows where a word ends"
                ));
            }
            (VocabFormat::Human, [id]) => human::entry(out, self.screen, &report(&kinship(), id))?,
            (VocabFormat::Human, _) => {
                human::grid(out, self.screen, &symbols())?;
                human::found(out, self.screen, shown.len(), found.len())?;
            }
            (VocabFormat::Html, [id]) => page::one(out, &report(&kinship(), id))?,
            (VocabFormat::Html, _) => page::grid(out, &symbols(), found.len())?,
            (VocabFormat::Tsv, _) => {
                let kinship = kinship();
                header(out, tsv::VOCAB)?;
                for id in shown {
                    tsv::entry(out, &report(&kinship, id))?;
                }
            }
            (VocabFormat::Json | VocabFormat::Jsonl, _) => {
                let kinship = kinship();
                for id in shown {
                    self.stream.push(out, &report(&kinship, id))?;
                }
                self.stream.end(out)?;
            }
        }
        Ok(())
    }

    fn words(&mut self, out: &mut Sink, encoder: &Encoder, words: &[String]) -> Result<Exit> {
        let reports: Vec<WordAnswer<'_>> = words.iter().map(|word| WordAnswer::new(word, encoder)).collect();
        match self.format {
            VocabFormat::Human => human::words(out, self.screen, &reports)?,
            VocabFormat::Html => page::words(out, &reports)?,
            VocabFormat::Tsv => {
                header(out, tsv::SINGLE)?;
                for report in &reports {
                    tsv::single(out, report)?;
                }
            }
            VocabFormat::Json | VocabFormat::Jsonl => {
                for report in &reports {
                    self.stream.push(out, report)?;
                }
                self.stream.end(out)?;
            }
        }
        Ok(if reports.iter().all(|report| report.single) { Exit::Done } else { Exit::Negative })
    }
}
