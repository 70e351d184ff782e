//! Enters: questions about emoji. Leaves: those that answer each, with their tokens, or how many there are of each sort.

mod args;
mod human;
mod tsv;

use std::io::Write;

use anyhow::Result;

use crate::Encoder;
use crate::cli::exit::Exit;
use crate::cli::output::Sink;
use crate::cli::output::tsv::header;
use crate::cli::terminal::{Screen, notice};
use crate::cli::work::{Answers, BlankLines, Query, Unanswered};
use crate::explain::emoji::{self, EmojiIndex};
use crate::report::html::{self, emoji as page};
use crate::report::json::{Stream, Together};
use crate::report::{EmojiReport, EmojiSums, EmojiTokens, SharedReport};

pub(super) use args::EmojiArgs;
use args::{Emoji, EmojiFormat, EmojiQuestion, Neighbors, TokensOfEmoji, WantedEmoji};

pub(super) fn run(args: EmojiArgs) -> Result<Exit> {
    let Emoji { encoder, question, queries, unicode, format, screen, target } = Emoji::of(args)?;
    let mut answers = Answers::open(&target)?;
    let queries = queries.map(|input| answers.queries(input, BlankLines::Nothing)).transpose()?;
    let list: Vec<_> = emoji::all().into_iter().filter(|emoji| emoji.since <= unicode).collect();
    let all: Vec<_> = list.iter().map(|&emoji| EmojiReport::new(emoji, &encoder)).collect();
    let out = answers.out();
    if format == EmojiFormat::Html {
        html::begin(out, "cliptok: emoji as CLIP's tokenizer sees them")?;
    }
    let exit = match question {
        EmojiQuestion::Summary => sums(out, screen, format, &EmojiSums::of(unicode, &all))?,
        EmojiQuestion::Like(wanted) => {
            let printer = Printer { screen, format, wanted: &wanted, all: &all, encoder: &encoder };
            printer.like(out, &EmojiIndex::of(&list), queries.as_deref())?
        }
    };
    if format == EmojiFormat::Html {
        html::end(out)?;
    }
    answers.end(Ok(()))?;
    Ok(exit)
}

fn sums(out: &mut Sink, screen: Screen, format: EmojiFormat, sums: &EmojiSums) -> Result<Exit> {
    match format {
        EmojiFormat::Human => human::sums(out, screen, sums)?,
        EmojiFormat::Html => page::sums(out, sums)?,
        EmojiFormat::Tsv => tsv::sums(out, sums)?,
        EmojiFormat::Json | EmojiFormat::Jsonl => {
            Stream::new(Together::Lines).push(out, sums)?;
        }
    }
    Ok(Exit::Done)
}

impl WantedEmoji {
    fn holds(&self, report: &EmojiReport<'_>) -> bool {
        let has = |typed: &String| report.emoji.group.to_lowercase().contains(&typed.to_lowercase());
        let has_tokens = match self.tokens {
            TokensOfEmoji::Any => true,
            TokensOfEmoji::Single => report.sort() == EmojiTokens::Single,
            TokensOfEmoji::Fallback => report.sort() == EmojiTokens::Fallback,
        };
        has_tokens && (self.groups.is_empty() || self.groups.iter().any(has))
    }
}

/// Answers queries about emoji that are like what is wanted.
struct Printer<'a> {
    screen: Screen,
    format: EmojiFormat,
    wanted: &'a WantedEmoji,
    all: &'a [EmojiReport<'a>],
    encoder: &'a Encoder,
}

impl Printer<'_> {
    /// Answers every query; without queries, what is wanted is the question.
    fn like(&self, out: &mut Sink, index: &EmojiIndex, queries: Option<&[Query]>) -> Result<Exit> {
        let mut stream = Stream::new(match self.format {
            EmojiFormat::Json => Together::Array,
            _ => Together::Lines,
        });
        if self.format == EmojiFormat::Tsv {
            header(out, tsv::EMOJI)?;
        }
        let exit = match queries {
            None | Some([_]) => {
                let query = queries.and_then(<[Query]>::first);
                let exit = self.answer(out, &mut stream, index, query)?;
                if self.format == EmojiFormat::Human && exit == Exit::Negative {
                    notice(
                        "no emoji matches; give emoji one by one, with spaces between them, or a part of a Unicode name; \
                         cliptok \"…\" shows the emoji of a prompt",
                    );
                }
                exit
            }
            Some(queries) => {
                let mut unanswered = Unanswered::new("no emoji matches");
                for (at, query) in queries.iter().enumerate() {
                    if self.format == EmojiFormat::Human {
                        if at > 0 {
                            writeln!(out)?;
                        }
                        human::query(out, self.screen, &query.text)?;
                    }
                    if self.answer(out, &mut stream, index, Some(query))? == Exit::Negative {
                        unanswered.note(query);
                        if self.format == EmojiFormat::Human {
                            human::found(out, self.screen, 0, 0)?;
                        }
                    }
                }
                unanswered.end()
            }
        };
        if matches!(self.format, EmojiFormat::Json | EmojiFormat::Jsonl) {
            stream.end(out)?;
        }
        Ok(exit)
    }

    /// Answers one query. A person is told nothing if it finds nothing.
    fn answer(
        &self,
        out: &mut Sink,
        stream: &mut Stream,
        index: &EmojiIndex,
        query: Option<&Query>,
    ) -> Result<Exit> {
        let text = query.map(|query| query.text.as_str());
        let meant: Vec<&EmojiReport<'_>> = match text {
            Some(text) => index.search(text).into_iter().filter_map(|at| self.all.get(at)).collect(),
            None => self.all.iter().collect(),
        };
        let found: Vec<_> = meant.into_iter().filter(|report| self.wanted.holds(report)).collect();
        let shown = found.get(..self.wanted.first).unwrap_or(&found);
        let one_by_one = found.len() == 1 || self.wanted.neighbors == Neighbors::Shown && !found.is_empty();
        match self.format {
            EmojiFormat::Human if found.is_empty() => {}
            EmojiFormat::Human if one_by_one => {
                for (at, one) in shown.iter().enumerate() {
                    if at > 0 {
                        writeln!(out)?;
                    }
                    human::one(out, self.screen, &self.in_full(one, text), &SharedReport::of(one, self.all))?;
                }
                if shown.len() < found.len() {
                    writeln!(out)?;
                    human::found(out, self.screen, shown.len(), found.len())?;
                }
            }
            EmojiFormat::Human => human::list(out, self.screen, shown, found.len())?,
            EmojiFormat::Html if one_by_one => {
                for one in shown {
                    page::one(out, &self.in_full(one, text), &SharedReport::of(one, self.all))?;
                }
            }
            EmojiFormat::Html => page::list(out, shown, found.len(), text)?,
            EmojiFormat::Tsv => {
                for report in shown {
                    tsv::emoji(out, &report.with_query(text))?;
                }
            }
            EmojiFormat::Json | EmojiFormat::Jsonl => {
                for report in shown {
                    stream.push(out, &self.in_full(report, text))?;
                }
            }
        }
        Ok(if found.is_empty() { Exit::Negative } else { Exit::Done })
    }

    /// The report of an emoji that a query found, with its neighbors if they are wanted.
    fn in_full<'r>(&'r self, report: &EmojiReport<'r>, query: Option<&'r str>) -> EmojiReport<'r> {
        let report = report.with_query(query);
        match self.wanted.neighbors {
            Neighbors::Shown => report.with_neighbors(self.encoder),
            Neighbors::Omitted => report,
        }
    }
}
