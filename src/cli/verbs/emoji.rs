//! Enters: a question about emoji. Leaves: those that answer it, with their tokens, or how many there are of each sort.

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
use crate::cli::work::Answers;
use crate::explain::emoji;
use crate::report::html::{self, emoji as page};
use crate::report::json::{Stream, Together};
use crate::report::{EmojiReport, EmojiSums, EmojiTokens, SharedReport};

pub(super) use args::EmojiArgs;
use args::{Emoji, EmojiFormat, EmojiQuestion, Neighbors, TokensOfEmoji, WantedEmoji};

pub(super) fn run(args: EmojiArgs) -> Result<Exit> {
    let Emoji { encoder, question, unicode, format, screen, target } = Emoji::of(args)?;
    let mut answers = Answers::open(&target)?;
    let list = emoji::all();
    let known = list.into_iter().filter(|emoji| emoji.since <= unicode);
    let all: Vec<_> = known.map(|emoji| EmojiReport::new(emoji, &encoder)).collect();
    let printer = Printer { screen, format };
    if format == EmojiFormat::Html {
        html::begin(answers.out(), "cliptok: emoji as CLIP's tokenizer sees them")?;
    }
    let exit = match question {
        EmojiQuestion::Summary => printer.sums(answers.out(), &EmojiSums::of(unicode, &all))?,
        EmojiQuestion::Like(wanted) => printer.like(answers.out(), &wanted, &all, &encoder)?,
    };
    if format == EmojiFormat::Html {
        html::end(answers.out())?;
    }
    answers.end(Ok(()))?;
    Ok(exit)
}

impl WantedEmoji {
    fn holds(&self, report: &EmojiReport<'_>) -> bool {
        let has = |whole: &str, part: &str| whole.to_lowercase().contains(&part.to_lowercase());
        let emoji = report.emoji;
        let is_named = |typed: &String| match emoji::found(typed) {
            Some(found) => emoji.text == found,
            None => has(emoji.name, typed),
        };
        let has_tokens = match self.tokens {
            TokensOfEmoji::Any => true,
            TokensOfEmoji::Single => report.sort() == EmojiTokens::Single,
            TokensOfEmoji::Fallback => report.sort() == EmojiTokens::Fallback,
        };
        has_tokens
            && self.text.as_ref().is_none_or(is_named)
            && self.group.as_ref().is_none_or(|typed| has(emoji.group, typed))
    }
}

struct Printer {
    screen: Screen,
    format: EmojiFormat,
}

impl Printer {
    fn sums(&self, out: &mut Sink, sums: &EmojiSums) -> Result<Exit> {
        match self.format {
            EmojiFormat::Human => human::sums(out, self.screen, sums)?,
            EmojiFormat::Html => page::sums(out, sums)?,
            EmojiFormat::Tsv => tsv::sums(out, sums)?,
            EmojiFormat::Json | EmojiFormat::Jsonl => {
                Stream::new(Together::Lines).push(out, sums)?;
            }
        }
        Ok(Exit::Done)
    }

    fn like<'a>(
        &self,
        out: &mut Sink,
        wanted: &WantedEmoji,
        all: &[EmojiReport<'a>],
        encoder: &'a Encoder,
    ) -> Result<Exit> {
        let found: Vec<_> = all.iter().filter(|report| wanted.holds(report)).collect();
        let shown = found.get(..wanted.first).unwrap_or(&found);
        let wanted_of = |report: &EmojiReport<'a>| match wanted.neighbors {
            Neighbors::Shown => report.with_neighbors(encoder),
            Neighbors::Omitted => report.clone(),
        };
        match self.format {
            EmojiFormat::Human if found.is_empty() => {
                notice("no emoji matches; give one emoji, or a part of its Unicode name");
            }
            EmojiFormat::Human if found.len() == 1 || wanted.neighbors == Neighbors::Shown => {
                for (index, one) in shown.iter().enumerate() {
                    if index > 0 {
                        writeln!(out)?;
                    }
                    let shared = SharedReport::of(one, all);
                    human::one(out, self.screen, &wanted_of(one), &shared)?;
                }
                if shown.len() < found.len() {
                    human::found(out, self.screen, shown.len(), found.len())?;
                }
            }
            EmojiFormat::Human => human::list(out, self.screen, shown, found.len())?,
            EmojiFormat::Html if found.len() == 1 || wanted.neighbors == Neighbors::Shown => {
                for one in shown {
                    let shared = SharedReport::of(one, all);
                    page::one(out, &wanted_of(one), &shared)?;
                }
            }
            EmojiFormat::Html => page::list(out, shown, found.len())?,
            EmojiFormat::Tsv => {
                header(out, tsv::EMOJI)?;
                for report in shown {
                    tsv::emoji(out, report)?;
                }
            }
            EmojiFormat::Json | EmojiFormat::Jsonl => {
                let together =
                    if self.format == EmojiFormat::Json { Together::Array } else { Together::Lines };
                let mut stream = Stream::new(together);
                for report in shown {
                    stream.push(out, &wanted_of(report))?;
                }
                stream.end(out)?;
            }
        }
        Ok(if found.is_empty() { Exit::Negative } else { Exit::Done })
    }
}
