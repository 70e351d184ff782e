//! Enters: the tokens of many prompts. Leaves: the lengths of the prompts, and the most frequent tokens and cut characters.

mod characters;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use cliptok_bpe::{TokenId, Vocabulary};

use characters::Characters;

/// Prompts with fewer tokens than this are counted in an array. Few prompts are longer.
const USUAL: usize = 1 << 12;

/// Statistics of many prompts.
///
/// ```
/// use cliptok::explain::Statistics;
/// use cliptok::{Encoder, Model};
/// let encoder = Encoder::for_model(Model::Sd1);
/// let mut statistics = Statistics::of(encoder.vocabulary());
/// for prompt in ["a cat", "a photo of a 🏯"] {
///     statistics.add(&encoder.ids(prompt), encoder.vocabulary());
/// }
/// assert_eq!((statistics.prompts(), statistics.tokens(), statistics.longest()), (2, 8, 6));
/// assert_eq!(statistics.cut_characters(1), [('🏯', 1)]);
/// ```
#[derive(Clone, Debug)]
pub struct Statistics {
    /// For each number of tokens, how many prompts have it.
    usual: Vec<u64>,
    long: BTreeMap<usize, u64>,
    /// For each id, twice the number of its uses, and one more if it is a fallback token.
    uses: Vec<u64>,
    with_fallback: u64,
    cut: Characters,
    /// Emptied and filled again for each run of fallback tokens.
    run: Run,
    /// For each number of rows that a program fills, how many prompts have it.
    rows: BTreeMap<usize, u64>,
}

/// What was noted about a prompt, or about a piece of one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Noted {
    tokens: usize,
    has_fallback: bool,
}

impl Noted {
    /// Adds what was noted about another piece.
    pub fn add(&mut self, other: Self) {
        self.tokens += other.tokens;
        self.has_fallback |= other.has_fallback;
    }
}

/// Prompts with more tokens than a limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Over {
    /// How many prompts there are.
    pub prompts: u64,
    /// How many of their tokens are beyond the limit, in total.
    pub tokens: u64,
    /// The largest number of tokens that one prompt has beyond it.
    pub most: usize,
}

impl Statistics {
    /// Statistics without any prompts yet.
    pub fn of(vocabulary: &Vocabulary) -> Self {
        let uses = vocabulary.ids().map(|id| u64::from(vocabulary.kind(id).is_fallback()));
        Self {
            usual: vec![0; USUAL],
            long: BTreeMap::new(),
            uses: uses.collect(),
            with_fallback: 0,
            cut: Characters::default(),
            run: Run::default(),
            rows: BTreeMap::new(),
        }
    }

    /// Adds a prompt, given its tokens.
    ///
    /// # Panics
    /// If the vocabulary has no such id.
    pub fn add(&mut self, ids: &[TokenId], vocabulary: &Vocabulary) {
        let prompt = self.note(ids, vocabulary);
        self.end(prompt);
    }

    /// Adds a prompt that a program reads: the tokens in its rows, how many slots it takes by the program's counter, and
    /// how many rows it fills.
    ///
    /// # Panics
    /// If the vocabulary has no such id.
    pub fn add_filled(&mut self, ids: &[TokenId], slots: usize, rows: usize, vocabulary: &Vocabulary) {
        let noted = self.note(ids, vocabulary);
        self.end(Noted { tokens: slots, ..noted });
        *self.rows.entry(rows).or_default() += 1;
    }

    /// Each number of rows that programs fill with prompts, in order, with how many prompts have it.
    pub fn rows(&self) -> impl Iterator<Item = (usize, u64)> {
        self.rows.iter().map(|(&rows, &prompts)| (rows, prompts))
    }

    /// Adds a prompt whose tokens have all been noted.
    pub fn end(&mut self, prompt: Noted) {
        match self.usual.get_mut(prompt.tokens) {
            Some(prompts) => *prompts += 1,
            None => *self.long.entry(prompt.tokens).or_default() += 1,
        }
        self.with_fallback += u64::from(prompt.has_fallback);
    }

    /// Notes the tokens of one piece of a prompt. A piece ends beside white space. The sum over all pieces goes to
    /// [`Statistics::end`].
    ///
    /// # Panics
    /// If the vocabulary has no such id.
    #[allow(clippy::indexing_slicing, reason = "an id of another vocabulary is a bug of the caller's")]
    pub fn note(&mut self, ids: &[TokenId], vocabulary: &Vocabulary) -> Noted {
        let mut fallback = 0;
        for id in ids {
            let uses = &mut self.uses[id.index()];
            *uses += 2;
            fallback |= *uses & 1;
        }
        let has_fallback = fallback != 0;
        if has_fallback {
            self.add_cut_characters(ids, vocabulary);
        }
        Noted { tokens: ids.len(), has_fallback }
    }

    /// Counts the characters whose bytes are in several tokens. A run of fallback tokens begins and ends with whole
    /// characters, since the tokens beside it are whole.
    #[allow(clippy::indexing_slicing, reason = "the ids were noted")]
    fn add_cut_characters(&mut self, ids: &[TokenId], vocabulary: &Vocabulary) {
        for &id in ids {
            if self.uses[id.index()] & 1 == 1 {
                self.run.add(vocabulary.bytes(id));
            } else if !self.run.starts.is_empty() {
                self.run.end(&mut self.cut);
            }
        }
        self.run.end(&mut self.cut);
    }

    /// Adds the statistics of other prompts, made with the same vocabulary.
    ///
    /// # Panics
    /// If the other vocabulary has another number of entries.
    pub fn merge(&mut self, other: &Self) {
        assert_eq!(self.uses.len(), other.uses.len(), "statistics of two vocabularies cannot be added");
        for (prompts, more) in self.usual.iter_mut().zip(&other.usual) {
            *prompts += more;
        }
        for (&length, more) in &other.long {
            *self.long.entry(length).or_default() += more;
        }
        for (uses, more) in self.uses.iter_mut().zip(&other.uses) {
            // Both have the mark of a fallback token.
            *uses += more & !1;
        }
        for (&rows, more) in &other.rows {
            *self.rows.entry(rows).or_default() += more;
        }
        self.with_fallback += other.with_fallback;
        for (character, more) in other.cut.counted() {
            self.cut.add(character, more);
        }
    }

    /// Each number of tokens that occurs, in order, with how many prompts have it.
    pub fn lengths(&self) -> impl Iterator<Item = (usize, u64)> {
        let usual = self.usual.iter().copied().enumerate().filter(|&(_, prompts)| prompts > 0);
        usual.chain(self.long.iter().map(|(&length, &prompts)| (length, prompts)))
    }

    /// How many prompts there are.
    pub fn prompts(&self) -> u64 {
        self.lengths().map(|(_, prompts)| prompts).sum()
    }

    /// How many tokens all prompts have in total.
    pub fn tokens(&self) -> u64 {
        self.lengths().map(|(length, prompts)| length as u64 * prompts).sum()
    }

    /// How many tokens the longest prompt has; 0 if there are no prompts.
    pub fn longest(&self) -> usize {
        self.lengths().last().map_or(0, |(length, _)| length)
    }

    /// The smallest number of tokens that at least `percent` percent of the prompts do not exceed. With 50 it is the
    /// median, and with 100 or more the length of the longest one. 0 if there are no prompts.
    pub fn percentile(&self, percent: u64) -> usize {
        let wanted = u128::from(self.prompts()) * u128::from(percent.min(100));
        let mut below = 0;
        self.lengths()
            .find(|&(_, prompts)| {
                below += u128::from(prompts) * 100;
                below >= wanted
            })
            .map_or(0, |(length, _)| length)
    }

    /// The prompts with more tokens than this.
    pub fn over(&self, limit: usize) -> Over {
        self.lengths().filter(|&(length, _)| length > limit).fold(
            Over::default(),
            |over, (length, prompts)| {
                let most = length - limit;
                Over { prompts: over.prompts + prompts, tokens: over.tokens + most as u64 * prompts, most }
            },
        )
    }

    /// How many prompts have fallback tokens.
    pub fn with_fallback(&self) -> u64 {
        self.with_fallback
    }

    /// How many different tokens occurred.
    pub fn distinct(&self) -> usize {
        self.uses.iter().filter(|&&uses| uses > 1).count()
    }

    /// The `most` most frequent tokens, each with its number of uses. Ties are in the order of their ids.
    pub fn frequent(&self, most: usize) -> Vec<(TokenId, u64)> {
        let used = (0..=u16::MAX).map(TokenId).zip(self.uses.iter().map(|uses| uses / 2));
        first(used.filter(|&(_, times)| times > 0).collect(), most)
    }

    /// The `most` characters that were cut into fallback tokens most often, each with its number of times.
    pub fn cut_characters(&self, most: usize) -> Vec<(char, u64)> {
        first(self.cut.counted().collect(), most)
    }
}

fn first<T: Copy + Ord>(mut counted: Vec<(T, u64)>, most: usize) -> Vec<(T, u64)> {
    counted.sort_unstable_by_key(|&(what, times)| (Reverse(times), what));
    counted.truncate(most);
    counted
}

/// The bytes of fallback tokens that follow each other.
#[derive(Clone, Debug, Default)]
struct Run {
    bytes: Vec<u8>,
    /// Where each token begins.
    starts: Vec<usize>,
}

impl Run {
    fn add(&mut self, token: &[u8]) {
        self.starts.push(self.bytes.len());
        self.bytes.extend_from_slice(token);
    }

    /// Counts the characters in which a token begins, and empties the run.
    fn end(&mut self, cut: &mut Characters) {
        if let Ok(text) = std::str::from_utf8(&self.bytes) {
            let mut last = None;
            for &start in &self.starts {
                let first = text.floor_char_boundary(start);
                // A character of which three tokens have a byte is cut once.
                if first < start
                    && last.replace(first) != Some(first)
                    && let Some(character) = text.get(first..).and_then(|rest| rest.chars().next())
                {
                    cut.add(character, 1);
                }
            }
        } else {
            let mut starts = self.starts.iter().peekable();
            for (at, character) in String::from_utf8_lossy(&self.bytes).char_indices() {
                while starts.next_if(|&&start| start <= at).is_some() {}
                if starts.peek().is_some_and(|&&start| start < at + character.len_utf8()) {
                    cut.add(character, 1);
                }
            }
        }
        self.bytes.clear();
        self.starts.clear();
    }
}
