//! Enters: many texts. Leaves: whether tokenizers give the same ids for each, and nothing else: the door for volume.

use crate::fast::{Separator, Volume};
use crate::token::TokenId;
use crate::tokenizer::Tokenizer;

/// Several tokenizers at work on many texts.
///
/// ```
/// use cliptok::{Tokenizer, comparison::Agreement, dialect};
/// let [hf, openai] = [&dialect::HF, &dialect::OPENAI].map(|dialect| Tokenizer::built_in(dialect));
/// let mut agreement = Agreement::of(&[&hf, &openai]);
/// assert!(agreement.on("it's") && !agreement.on("it’s"));
/// ```
#[derive(Debug)]
pub struct Agreement<'t> {
    volumes: Vec<Volume<'t>>,
    ids: [Vec<TokenId>; 2],
    counts: Vec<usize>,
}

impl<'t> Agreement<'t> {
    /// That of these tokenizers.
    pub fn of(tokenizers: &[&'t Tokenizer]) -> Self {
        let volumes = tokenizers.iter().map(|tokenizer| tokenizer.volume()).collect();
        Self { volumes, ids: Default::default(), counts: Vec::new() }
    }

    /// Whether all give the same ids for a text.
    pub fn on(&mut self, text: &str) -> bool {
        let Some((one, others)) = self.volumes.split_first_mut() else { return true };
        let [first, other] = &mut self.ids;
        first.clear();
        one.encode(text, first);
        others.iter_mut().all(|volume| {
            other.clear();
            volume.encode(text, other);
            first == other
        })
    }

    /// How many bytes of `records`, and how many records, all agree on for sure: those that are plain to all of them,
    /// where they have one vocabulary.
    pub fn on_plain_records(&mut self, records: &[u8], separator: Separator) -> (usize, usize) {
        self.counts.clear();
        let Some((one, others)) = self.volumes.split_first_mut() else { return (0, 0) };
        if !others.iter().all(|other| one.has_the_vocabulary_of(other)) {
            return (0, 0);
        }
        let bytes = one.count_records_plain_to(others, records, separator, &mut self.counts);
        (bytes, self.counts.len())
    }
}
