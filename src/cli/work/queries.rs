//! Enters: an input of queries. Leaves: the queries, each with its place; and the places of those that found nothing.

use anyhow::Result;

use super::Answers;
use crate::cli::exit::Exit;
use crate::cli::input::Input;
use crate::cli::terminal::{Places, notice};
use crate::report::{Place, Source, counted};

/// Something that is looked up.
#[derive(Clone, Debug)]
pub(crate) struct Query {
    pub text: String,
    pub source: Source,
}

/// What a blank line of a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BlankLines {
    /// A query like any other.
    Queries,
    /// No query: it would find everything.
    Nothing,
}

impl Answers {
    /// All queries of an input, before any is answered. Blank lines that are no queries are tallied.
    ///
    /// # Errors
    /// If the input cannot be read.
    pub(crate) fn queries(&mut self, input: Input, blank_lines: BlankLines) -> Result<Vec<Query>> {
        let (mut queries, mut blank) = (Vec::new(), 0_u64);
        self.each(input, |_, record| {
            let is_blank = record.text.trim().is_empty() && record.source.place != Place::Arguments;
            if is_blank && blank_lines == BlankLines::Nothing {
                blank += 1;
            } else {
                queries.push(Query { text: record.text.to_string(), source: record.source.clone() });
            }
            Ok(())
        })?;
        if blank > 0 {
            let were = if blank == 1 { "was" } else { "were" };
            notice(&format!("{} {were} skipped: a query needs text", counted(blank, "blank line")));
        }
        Ok(queries)
    }
}

/// The queries that found nothing, where there are several.
#[derive(Debug)]
pub(crate) struct Unanswered {
    /// What was not found: `no entry matches`.
    words: &'static str,
    places: Places,
}

impl Unanswered {
    /// None yet. `words` say what is wrong with each.
    pub(crate) fn new(words: &'static str) -> Self {
        Self { words, places: Places::new("queries that find nothing".to_owned()) }
    }

    /// Notes a query that found nothing.
    pub(crate) fn note(&mut self, query: &Query) {
        if self.places.note() {
            notice(&format!("{}: {}", query.source, self.words));
        }
    }

    /// Says how many there are beside those that were named. Negative if there is any.
    pub(crate) fn end(self) -> Exit {
        self.places.tally().into_iter().for_each(|words| notice(&words));
        if self.places.is_empty() { Exit::Done } else { Exit::Negative }
    }
}
