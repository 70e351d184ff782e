//! Enters: a slice of texts. Leaves: the ids or the number of tokens of each, as fast as the lines of a buffer.

use std::convert::Infallible;

use cliptok_bpe::TokenId;

use super::{BatchEncoder, Invalid, NotUtf8, Separator};

/// How many bytes of texts are joined: enough for the joining to cost nothing, and few enough to stay in the cache.
const MOST_JOINED: usize = 128 << 10;

impl BatchEncoder {
    /// Hands over the ids of each text, in order, with its position, without start, end and pads.
    ///
    /// This is the fastest way to encode texts that are already apart. Those of a file are faster by
    /// [`BatchEncoder::encode_lines`].
    ///
    /// ```
    /// use cliptok::{BatchEncoder, Model};
    /// let mut lengths = Vec::new();
    /// BatchEncoder::for_model(Model::Sd1).encode_each(&["a cat", "", "🏯"], |_, ids| lengths.push(ids.len()));
    /// assert_eq!(lengths, [2, 0, 2]);
    /// ```
    pub fn encode_each<T: AsRef<str>>(&mut self, texts: &[T], mut take: impl FnMut(usize, &[TokenId])) {
        let mut alone = Vec::new();
        self.each(texts, |encoder, part| match part {
            Part::Joined(first, texts) => {
                encoder.encode_lines(texts, Separator::Nul, Invalid::Refuse, |number, ids| {
                    take(first + number, ids);
                    Ok::<(), NotUtf8>(())
                })?;
                Ok(())
            }
            Part::Alone(position, text) => {
                alone.clear();
                encoder.encode(text, &mut alone);
                take(position, &alone);
                Ok(())
            }
        });
    }

    /// Hands over the number of tokens of each text, as [`BatchEncoder::encode_each`] does their ids, but faster.
    ///
    /// ```
    /// use cliptok::{BatchEncoder, Model};
    /// let mut counts = Vec::new();
    /// BatchEncoder::for_model(Model::Sd1).count_each(&["a cat", "🏯"], |_, count| counts.push(count));
    /// assert_eq!(counts, [2, 2]);
    /// ```
    pub fn count_each<T: AsRef<str>>(&mut self, texts: &[T], mut take: impl FnMut(usize, usize)) {
        self.each(texts, |encoder, part| match part {
            Part::Joined(first, texts) => {
                encoder.count_lines(texts, Separator::Nul, Invalid::Refuse, |number, count| {
                    take(first + number, count);
                    Ok::<(), NotUtf8>(())
                })?;
                Ok(())
            }
            Part::Alone(position, text) => {
                let count = encoder.count(text);
                take(position, count);
                Ok(())
            }
        });
    }

    fn each<T: AsRef<str>>(
        &mut self,
        texts: &[T],
        mut answer: impl FnMut(&mut Self, Part<'_>) -> Result<(), NotUtf8>,
    ) {
        let mut joined = Vec::new();
        let mut first = 0;
        while let Some(rest) = texts.get(first..).filter(|rest| !rest.is_empty()) {
            let count = join(rest, &mut joined);
            let part = match (count, rest.first()) {
                (0 | 1, Some(text)) => Part::Alone(first, text.as_ref()),
                _ => Part::Joined(first, &joined),
            };
            let Ok(()) = answer(self, part).map_err(|_| never_not_utf8());
            first += count.max(1);
        }
    }
}

/// Texts are UTF-8, and so are several with a NUL behind each.
#[allow(clippy::unreachable, reason = "only a bug can join texts to what is not UTF-8")]
fn never_not_utf8() -> Infallible {
    unreachable!("texts with NULs between them are UTF-8")
}

/// What is answered at once.
enum Part<'t> {
    /// The position of the first text, and texts with a NUL behind each.
    Joined(usize, &'t [u8]),
    /// The position of a text, and the text.
    Alone(usize, &'t str),
}

/// Joins texts with a NUL behind each, as many as there is room for and as have no NUL. Returns how many.
fn join<T: AsRef<str>>(texts: &[T], joined: &mut Vec<u8>) -> usize {
    joined.clear();
    for (count, text) in texts.iter().enumerate() {
        let text = text.as_ref().as_bytes();
        if joined.len() + text.len() >= MOST_JOINED || memchr::memchr(0, text).is_some() {
            return count;
        }
        joined.extend_from_slice(text);
        joined.push(0);
    }
    texts.len()
}
