//! Enters: questions about the vocabulary. Leaves: the entries that answer each, or whether words are one token each.

mod args;
mod human;
mod tsv;

use std::cell::OnceCell;
use std::io::Write;

use anyhow::Result;

use crate::cli::exit::Exit;
use crate::cli::output::Sink;
use crate::cli::output::tsv::header;
use crate::cli::terminal::{Screen, notice};
use crate::cli::work::{Answers, BlankLines, Query, Unanswered};
use crate::explain::emoji::is_emoji;
use crate::explain::{Filter, Kinship, search};
use crate::report::html::{self, vocabulary as page};
use crate::report::json::{Stream, Together};
use crate::report::{
    EntryReport, ReachReport, Unreachable, UnreachableReport, VocabularyEntry, VocabularyReport, WordAnswer,
};
use crate::{Encoder, TokenId};

pub(super) use args::VocabArgs;
use args::{Question, Scope, Script, Vocab, VocabFormat, Wanted};

pub(super) fn run(args: VocabArgs) -> Result<Exit> {
    let Vocab { encoder, question, queries, format, screen, target } = Vocab::of(args)?;
    let mut answers = Answers::open(&target)?;
    let blank_lines = match question {
        Question::Single => BlankLines::Queries,
        Question::Summary | Question::Entries(_) => BlankLines::Nothing,
    };
    let queries = queries.map(|input| answers.queries(input, blank_lines)).transpose()?;
    let queries = queries.as_deref();
    let mut printer = Printer {
        screen,
        format,
        stream: Stream::new(match format {
            VocabFormat::Json => Together::Array,
            _ => Together::Lines,
        }),
        kinship: OnceCell::new(),
    };
    let out = answers.out();
    if format == VocabFormat::Html {
        html::begin(out, "cliptok: the vocabulary of CLIP's tokenizer")?;
    }
    let exit = match question {
        Question::Summary => printer.summary(out, &encoder)?,
        Question::Entries(wanted) => printer.entries(out, &encoder, &wanted, queries)?,
        Question::Single => printer.words(out, &encoder, queries.unwrap_or_default())?,
    };
    if format == VocabFormat::Html {
        html::end(out)?;
    }
    answers.end(Ok(()))?;
    Ok(exit)
}

/// What is asked of the entries: all that is wanted, and that they contain the text of a query, if there is one.
#[derive(Clone, Copy)]
struct Asked<'q> {
    wanted: &'q Wanted,
    query: Option<&'q Query>,
    company: Company,
}

/// Whether a query is the only one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Company {
    Alone,
    OneOfSeveral,
}

impl<'q> Asked<'q> {
    fn text(&self) -> Option<&'q str> {
        self.query.map(|query| query.text.as_str())
    }

    /// The entries that are wanted, in the order of their ids.
    fn found(&self, encoder: &Encoder) -> Vec<TokenId> {
        let (vocabulary, wanted) = (encoder.vocabulary(), self.wanted);
        let matches = |id: &TokenId| {
            let bytes = vocabulary.bytes(*id);
            wanted.regex.as_ref().is_none_or(|regex| regex.is_match(bytes))
                && (wanted.script == Script::Any || std::str::from_utf8(bytes).is_ok_and(is_emoji))
        };
        let contained = self.text().map(|text| Filter::Contains(text.to_lowercase().into_bytes()));
        let filters: Vec<Filter> = contained.into_iter().chain(wanted.filters.iter().cloned()).collect();
        search(vocabulary, &filters).filter(matches).collect()
    }
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
    /// Made once, and only for formats that show it.
    kinship: OnceCell<Kinship>,
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

    /// Answers every query; without queries, what is wanted is the question.
    fn entries(
        &mut self,
        out: &mut Sink,
        encoder: &Encoder,
        wanted: &Wanted,
        queries: Option<&[Query]>,
    ) -> Result<Exit> {
        if self.format == VocabFormat::Tsv {
            header(out, tsv::VOCAB)?;
        }
        let alone = |query| Asked { wanted, query, company: Company::Alone };
        let exit = match queries {
            None => self.answer(out, encoder, alone(None))?,
            Some([query]) => self.answer(out, encoder, alone(Some(query)))?,
            Some(queries) => {
                let mut unanswered = Unanswered::new("no entry matches");
                for (at, query) in queries.iter().enumerate() {
                    if self.format == VocabFormat::Human {
                        if at > 0 {
                            writeln!(out)?;
                        }
                        human::query(out, self.screen, &query.text)?;
                    }
                    let asked = Asked { wanted, query: Some(query), company: Company::OneOfSeveral };
                    if self.answer(out, encoder, asked)? == Exit::Negative {
                        unanswered.note(query);
                    }
                }
                unanswered.end()
            }
        };
        if matches!(self.format, VocabFormat::Json | VocabFormat::Jsonl) {
            self.stream.end(out)?;
        }
        Ok(exit)
    }

    fn answer(&mut self, out: &mut Sink, encoder: &Encoder, asked: Asked<'_>) -> Result<Exit> {
        let mut found = asked.found(encoder);
        if asked.wanted.scope == Scope::Unreachable && !found.is_empty() {
            let unreachable = unreachable(found, encoder);
            found = unreachable.iter().map(|&(id, _)| id).collect();
            let report = UnreachableReport::new(&unreachable, asked.wanted.first, encoder);
            match (self.format, asked.company) {
                (VocabFormat::Human, Company::Alone) if found.is_empty() => {
                    notice(&format!(
                        "no entry that matches is unreachable in the dialect {}",
                        report.dialect
                    ));
                }
                (VocabFormat::Human, _) if !found.is_empty() => {
                    human::unreachable(out, self.screen, &report)?;
                }
                (VocabFormat::Html, _) => page::unreachable(out, &report, asked.text())?,
                _ => self.found(out, encoder, &found, asked)?,
            }
        } else {
            self.found(out, encoder, &found, asked)?;
        }
        Ok(if found.is_empty() { Exit::Negative } else { Exit::Done })
    }

    /// Writes the first ones of these entries.
    fn found(
        &mut self,
        out: &mut Sink,
        encoder: &Encoder,
        found: &[TokenId],
        asked: Asked<'_>,
    ) -> Result<()> {
        let (vocabulary, screen) = (encoder.vocabulary(), self.screen);
        let shown = found.get(..asked.wanted.first).unwrap_or(found);
        let kinship = || self.kinship.get_or_init(|| Kinship::of(vocabulary, encoder.merges()));
        let report = |id: &TokenId| VocabularyEntry::new(*id, encoder, kinship()).with_query(asked.text());
        let symbols = || shown.iter().map(|&id| EntryReport::of(id, vocabulary)).collect::<Vec<_>>();
        match (self.format, found) {
            (VocabFormat::Human, []) if asked.company == Company::OneOfSeveral => {
                human::found(out, screen, 0, 0)?;
            }
            (VocabFormat::Human, []) => {
                if let Some(query) = asked.query {
                    let answer = WordAnswer::new(&query.text, encoder);
                    human::no_entry(out, screen, &answer, asked.wanted.conditions())?;
                } else {
                    let last = vocabulary.len().saturating_sub(1);
                    notice(&format!(
                        "no entry meets every condition; ids run from 0 to {last}, and no entry contains a space"
                    ));
                }
            }
            (VocabFormat::Human, [id]) => human::entry(out, screen, &report(id))?,
            (VocabFormat::Human, _) => {
                human::grid(out, screen, &symbols())?;
                writeln!(out)?;
                human::found(out, screen, shown.len(), found.len())?;
            }
            (VocabFormat::Html, [id]) => page::one(out, &report(id))?,
            (VocabFormat::Html, _) => page::grid(out, &symbols(), found.len(), asked.text())?,
            (VocabFormat::Tsv, _) => {
                for id in shown {
                    tsv::entry(out, &report(id))?;
                }
            }
            (VocabFormat::Json | VocabFormat::Jsonl, _) => {
                for id in shown {
                    self.stream.push(out, &report(id))?;
                }
            }
        }
        Ok(())
    }

    fn words(&mut self, out: &mut Sink, encoder: &Encoder, words: &[Query]) -> Result<Exit> {
        let reports: Vec<WordAnswer<'_>> =
            words.iter().map(|word| WordAnswer::new(&word.text, encoder)).collect();
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
