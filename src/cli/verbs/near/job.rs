//! Enters: a table, and an encoder whose tokens it has rows for. Leaves: the answers to each question about it.

use std::num::NonZeroUsize;

use anyhow::Result;

use super::args::{Tokenizer, Wanted};
use super::printer::Printer;
use super::tables::{chosen, has_all_rows};
use super::trained::{Trained, trained_in};
use super::vectors::{Place, Vectors, near};
use crate::cli::exit::Exit;
use crate::cli::output::Sink;
use crate::cli::terminal::notice;
use crate::cli::work::{Answers, BlankLines, Query, Unanswered};
use crate::embeddings::{Candidates, ModelFile, Nearest, Table, TableEncoder};
use crate::explain::emoji;
use crate::report::{
    Asked, EntryReport, Listed, NearReport, PairReport, QueryReport, SurveyEmoji, SurveyReport, TableReport,
};
use crate::{Encoder, TokenId};

/// How many entries of each class are kept for an emoji: itself, the same emoji inside a word, and one more.
const FOR_SURVEY: usize = 3;

/// What every question needs.
pub(super) struct Job<'m> {
    table: &'m Table,
    encoder: Encoder,
    threads: NonZeroUsize,
}

/// A text with its ids, and where each vector is that it asks for.
struct Text {
    query: Query,
    tokens: Vec<(TokenId, Place)>,
    mean: Option<Place>,
}

impl<'m> Job<'m> {
    /// The table that is meant, and the encoder for it.
    ///
    /// # Errors
    /// If the file has no such table, or it is none of this vocabulary.
    pub(super) fn of(
        model: &'m ModelFile,
        encoder: Option<TableEncoder>,
        tokenizer: Tokenizer,
        threads: NonZeroUsize,
    ) -> Result<Self> {
        let table = chosen(model, encoder)?;
        let encoder = tokenizer.encoder(table.encoder())?;
        // Whether its type is read comes first.
        table.blocks()?;
        has_all_rows(table, &encoder)?;
        Ok(Self { table, encoder, threads })
    }

    /// Prints the cosine of two texts.
    ///
    /// # Errors
    /// If the table cannot be read, or the answer not be written.
    pub(super) fn pair(&self, out: &mut Sink, printer: &mut Printer, pair: [&str; 2]) -> Result<Exit> {
        let mut vectors = Vectors::of(self.table);
        let ids = pair.map(|text| self.encoder.ids(text));
        let mut places = Vec::new();
        for (number, ids) in (1..).zip(&ids) {
            match ids.len() {
                0 => notice(&format!("text {number} has no token, so it lies near nothing")),
                1 => {}
                tokens => {
                    notice(&format!("text {number} has {tokens} tokens: the mean of their rows is taken"));
                }
            }
            places.push(vectors.mean(ids)?.direction);
        }
        let cosine = match places.as_slice() {
            [Ok(one), Ok(other)] => vectors.cosine(*one, *other),
            _ => None,
        };
        if cosine.is_none() {
            notice("there is no cosine: a row is zero or not finite, or there is no token");
        }
        let table = self.table_report(&vectors.nearest(
            &Candidates::by_class(self.encoder.vocabulary()),
            0,
            self.threads,
        )?);
        printer.begin(out)?;
        printer.pair(out, &PairReport::new(pair, ids, cosine, &table))?;
        Ok(if cosine.is_some() { Exit::Done } else { Exit::Negative })
    }

    /// Prints what lies closest to each emoji that is one token.
    ///
    /// # Errors
    /// If the table cannot be read, or the answer not be written.
    pub(super) fn survey(&self, out: &mut Sink, printer: &mut Printer) -> Result<Exit> {
        let vocabulary = self.encoder.vocabulary();
        let mut vectors = Vectors::of(self.table);
        let mut asked = Vec::new();
        for emoji in emoji::all() {
            if let [id] = *self.encoder.ids(emoji.text) {
                asked.push((emoji, id, vectors.token(id)?));
            }
        }
        let found =
            vectors.nearest(&Candidates::by_class(self.encoder.vocabulary()), FOR_SURVEY, self.threads)?;
        let table = self.table_report(&found);
        let (mut survey, mut left_out) = (Vec::new(), Vec::new());
        for (emoji, id, place) in asked {
            match near(&found, place) {
                Ok(near) => {
                    let token = EntryReport::of(id, vocabulary);
                    survey.push(SurveyEmoji::new(emoji, token, near, &self.encoder));
                }
                Err(_) => left_out.push(emoji.text),
            }
        }
        printer.begin(out)?;
        printer.survey(out, &SurveyReport::new(&table, survey, left_out))?;
        Ok(Exit::Done)
    }

    /// Prints what lies near each text.
    ///
    /// # Errors
    /// If an input or the table cannot be read, or an answer not be written.
    pub(super) fn nearest(
        &self,
        answers: &mut Answers,
        printer: &mut Printer,
        wanted: Wanted,
    ) -> Result<Exit> {
        let Wanted { texts, embeddings, top, among } = wanted;
        let queries = texts.map(|input| answers.queries(input, BlankLines::Nothing)).transpose()?;
        let mut vectors = Vectors::of(self.table);
        let mut asked = Vec::new();
        for query in queries.unwrap_or_default() {
            asked.push(self.text(query, &mut vectors)?);
        }
        let mut trained = Vec::new();
        for path in &embeddings {
            trained.extend(trained_in(path, self.table, &mut vectors)?);
        }
        // Beside those that are listed, a word that is no token of the text.
        let longest = asked.iter().map(|text| text.tokens.len()).max().unwrap_or(0);
        let most = top.saturating_add(longest + 1);
        let found = vectors.nearest(&Candidates::by_class(self.encoder.vocabulary()), most, self.threads)?;
        let table = self.table_report(&found);
        let mut unanswered = Unanswered::new("nothing lies near it");
        let out = answers.out();
        printer.begin(out)?;
        for text in &asked {
            let own: Vec<TokenId> = text.tokens.iter().map(|&(id, _)| id).collect();
            let report = self.of_text(text, &found, &table, Listed::new(among.classes(), top, &own));
            if report.queries.iter().all(|one| one.nearest().is_empty()) {
                unanswered.note(&text.query);
            }
            printer.near(out, &report)?;
        }
        let listed = Listed::new(among.classes(), top, &[]);
        for embedding in &trained {
            let Trained { name, source, places } = embedding;
            let query = |(number, place): (usize, &Place)| {
                QueryReport::new(
                    Asked::Vector(number),
                    place.norm,
                    near(&found, *place),
                    listed,
                    &self.encoder,
                )
            };
            let queries: Vec<QueryReport<'_>> = places.iter().enumerate().map(query).collect();
            if queries.iter().all(|one| one.near.is_err()) {
                unanswered.note(&Query { text: name.clone(), source: source.clone() });
            }
            printer.near(out, &NearReport::of_embedding(name, source, &table, queries))?;
        }
        printer.legend(out, &table, found.near.first().map(|near| near.spread))?;
        Ok(unanswered.end())
    }

    /// The vectors that a text asks for: each different token, and the mean.
    fn text(&self, query: Query, vectors: &mut Vectors<'_>) -> Result<Text> {
        let ids = self.encoder.ids(&query.text);
        let mut tokens: Vec<(TokenId, Place)> = Vec::new();
        for &id in &ids {
            if tokens.iter().all(|(other, _)| *other != id) {
                tokens.push((id, vectors.token(id)?));
            }
        }
        let mean = if ids.len() > 1 { Some(vectors.mean(&ids)?) } else { None };
        Ok(Text { query, tokens, mean })
    }

    fn of_text<'r>(
        &'r self,
        text: &'r Text,
        found: &Nearest,
        table: &'r TableReport,
        listed: Listed<'_>,
    ) -> NearReport<'r> {
        let token = |id| Asked::Token(EntryReport::of(id, self.encoder.vocabulary()));
        let of_tokens = text.tokens.iter().map(|&(id, place)| (token(id), place));
        let of_mean = text.mean.map(|place| (Asked::Mean, place));
        let queries = of_tokens.chain(of_mean);
        let queries = queries.map(|(asked, place)| {
            QueryReport::new(asked, place.norm, near(found, place), listed, &self.encoder)
        });
        NearReport::of_text(&text.query.text, &text.query.source, table, queries.collect())
    }

    fn table_report(&self, found: &Nearest) -> TableReport {
        TableReport::new(self.table, Some((found.zero_rows.clone(), found.not_finite_rows.clone())))
    }
}
