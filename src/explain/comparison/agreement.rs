//! Enters: many texts, or the lines of a buffer. Leaves: whether several encoders give the same ids for each of them.

use cliptok_bpe::TokenId;

use crate::batch::{BatchEncoder, Invalid, NotUtf8, Replaced, Separator, Stretch, resume};
use crate::encoder::Encoder;

/// Several encoders that compare their ids for many texts.
///
/// ```
/// use cliptok::explain::Agreement;
/// use cliptok::{Dialect, Encoder};
/// let [hf, openai] = [Dialect::Hf, Dialect::OpenAi].map(Encoder::for_dialect);
/// let mut agreement = Agreement::of(&[&hf, &openai]);
/// assert!(agreement.on("it's") && !agreement.on("it’s"));
/// ```
#[derive(Clone, Debug)]
pub struct Agreement {
    encoders: Vec<BatchEncoder>,
    ids: [Vec<TokenId>; 2],
    counts: Vec<usize>,
}

impl Agreement {
    /// The agreement of these encoders.
    pub fn of(encoders: &[&Encoder]) -> Self {
        let encoders = encoders.iter().map(|encoder| encoder.batch()).collect();
        Self { encoders, ids: Default::default(), counts: Vec::new() }
    }

    /// Whether all give the same ids for a text.
    pub fn on(&mut self, text: &str) -> bool {
        let Some((one, others)) = self.encoders.split_first_mut() else { return true };
        let [first, other] = &mut self.ids;
        first.clear();
        one.encode(text, first);
        others.iter_mut().all(|encoder| {
            other.clear();
            encoder.encode(text, other);
            first == other
        })
    }

    /// For each line of a buffer, in order, calls `take` with the number of the line, from 0, and whether all give the
    /// same ids.
    ///
    /// # Errors
    /// The same as for [`BatchEncoder::encode_lines`].
    pub fn on_lines<E: From<NotUtf8>>(
        &mut self,
        lines: &[u8],
        separator: Separator,
        invalid: Invalid,
        mut take: impl FnMut(usize, bool) -> Result<(), E>,
    ) -> Result<Replaced, E> {
        resume(lines, separator, invalid, |lines, number| match lines {
            Stretch::Line(text) => {
                take(number, self.on(text))?;
                Ok((text.len(), 1))
            }
            Stretch::Lines(lines) => {
                let (bytes, agreed) = self.on_plain_lines(lines, separator);
                for number in number..number + agreed {
                    take(number, true)?;
                }
                Ok((bytes, agreed))
            }
        })
    }

    /// How many bytes and lines at the beginning are plain to all encoders. They agree on these without encoding them, if
    /// they share one vocabulary.
    fn on_plain_lines(&mut self, lines: &[u8], separator: Separator) -> (usize, usize) {
        self.counts.clear();
        let Some((one, others)) = self.encoders.split_first_mut() else { return (0, 0) };
        if !others.iter().all(|other| one.encoder().shares_tables_with(other.encoder())) {
            return (0, 0);
        }
        let bytes = one.count_lines_plain_to(others, lines, separator, &mut self.counts);
        (bytes, self.counts.len())
    }
}
