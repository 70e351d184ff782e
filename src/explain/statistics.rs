//! Enters: the tokens of many prompts. Leaves: how long the prompts are, and which tokens and cut characters are frequent.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use cliptok_bpe::{TokenId, Vocabulary};

/// A number of tokens below which prompts are counted in an array; only few are longer.
const USUAL: usize = 1 << 12;

/// What there is of many prompts.
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
    /// How many prompts have so many tokens.
    usual: Vec<u64>,
    long: BTreeMap<usize, u64>,
    /// For each id twice how often it came, and one more if it is a fallback token.
    uses: Vec<u64>,
    with_fallback: u64,
    cut: HashMap<char, u64>,
}

/// What was noted of a prompt, or of a piece of one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Noted {
    tokens: usize,
    has_fallback: bool,
}

impl Noted {
    /// Adds what was noted of another piece.
    pub fn add(&mut self, other: Self) {
        self.tokens += other.tokens;
        self.has_fallback |= other.has_fallback;
    }
}

/// Prompts that have more tokens than a limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Over {
    /// How many prompts.
    pub prompts: u64,
    /// How many tokens of theirs are beyond the limit, all together.
    pub tokens: u64,
    /// The most that one prompt has beyond it.
    pub most: usize,
}

impl Statistics {
    /// Those of no prompt yet.
    pub fn of(vocabulary: &Vocabulary) -> Self {
        let uses = vocabulary.ids().map(|id| u64::from(vocabulary.kind(id).is_fallback()));
        Self {
            usual: vec![0; USUAL],
            long: BTreeMap::new(),
            uses: uses.collect(),
            with_fallback: 0,
            cut: HashMap::new(),
        }
    }

    /// Adds a prompt by its tokens.
    ///
    /// # Panics
    /// If the vocabulary has no such id.
    pub fn add(&mut self, ids: &[TokenId], vocabulary: &Vocabulary) {
        let prompt = self.note(ids, vocabulary);
        self.end(prompt);
    }

    /// Adds a prompt whose tokens were all noted.
    pub fn end(&mut self, prompt: Noted) {
        match self.usual.get_mut(prompt.tokens) {
            Some(prompts) => *prompts += 1,
            None => *self.long.entry(prompt.tokens).or_default() += 1,
        }
        self.with_fallback += u64::from(prompt.has_fallback);
    }

    /// Notes tokens of a prompt that may have more: those of a piece that ends beside white space. What there is of all
    /// its pieces is for [`Statistics::end`].
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

    /// A run of fallback tokens begins and ends with whole characters, since what stands beside it is whole. Those of
    /// its characters are cut that have bytes of several tokens.
    #[allow(clippy::indexing_slicing, reason = "the ids were noted, and a chunk is never empty")]
    fn add_cut_characters(&mut self, ids: &[TokenId], vocabulary: &Vocabulary) {
        let is_fallback = |id: &TokenId| self.uses[id.index()] & 1 == 1;
        for run in ids.chunk_by(|left, right| is_fallback(left) == is_fallback(right)) {
            if !is_fallback(&run[0]) {
                continue;
            }
            let (mut bytes, mut starts) = (Vec::new(), Vec::new());
            for &id in run {
                starts.push(bytes.len());
                bytes.extend_from_slice(vocabulary.bytes(id));
            }
            let mut starts = starts.into_iter().peekable();
            for (at, character) in String::from_utf8_lossy(&bytes).char_indices() {
                while starts.next_if(|&start| start <= at).is_some() {}
                if starts.peek().is_some_and(|&start| start < at + character.len_utf8()) {
                    *self.cut.entry(character).or_default() += 1;
                }
            }
        }
    }

    /// Adds those of other prompts, of the same vocabulary.
    pub fn merge(&mut self, other: &Self) {
        for (prompts, more) in self.usual.iter_mut().zip(&other.usual) {
            *prompts += more;
        }
        for (&length, more) in &other.long {
            *self.long.entry(length).or_default() += more;
        }
        for (uses, more) in self.uses.iter_mut().zip(&other.uses) {
            // The mark of a fallback token is in both.
            *uses += more & !1;
        }
        self.with_fallback += other.with_fallback;
        for (&character, more) in &other.cut {
            *self.cut.entry(character).or_default() += more;
        }
    }

    /// For each number of tokens that some prompt has, in order, how many prompts have it.
    pub fn lengths(&self) -> impl Iterator<Item = (usize, u64)> {
        let usual = self.usual.iter().copied().enumerate().filter(|&(_, prompts)| prompts > 0);
        usual.chain(self.long.iter().map(|(&length, &prompts)| (length, prompts)))
    }

    /// How many prompts there are.
    pub fn prompts(&self) -> u64 {
        self.lengths().map(|(_, prompts)| prompts).sum()
    }

    /// How many tokens all prompts have together.
    pub fn tokens(&self) -> u64 {
        self.lengths().map(|(length, prompts)| length as u64 * prompts).sum()
    }

    /// How many tokens the longest prompt has; 0 if there is no prompt.
    pub fn longest(&self) -> usize {
        self.lengths().last().map_or(0, |(length, _)| length)
    }

    /// The least number of tokens that at least `percent` of the prompts do not exceed: with 50 the median. 0 if there
    /// is no prompt.
    pub fn percentile(&self, percent: u64) -> usize {
        let wanted = u128::from(self.prompts()) * u128::from(percent);
        let mut below = 0;
        self.lengths()
            .find(|&(_, prompts)| {
                below += u128::from(prompts) * 100;
                below >= wanted
            })
            .map_or(0, |(length, _)| length)
    }

    /// The prompts that have more tokens than this.
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

    /// How many different tokens came.
    pub fn distinct(&self) -> usize {
        self.uses.iter().filter(|&&uses| uses > 1).count()
    }

    /// The tokens that came most often, so many of them, each with how often; of equals the lower id first.
    pub fn frequent(&self, most: usize) -> Vec<(TokenId, u64)> {
        let used = (0..=u16::MAX).map(TokenId).zip(self.uses.iter().map(|uses| uses / 2));
        first(used.filter(|&(_, times)| times > 0).collect(), most)
    }

    /// The characters that were most often cut into fallback tokens, so many of them, each with how often.
    pub fn cut_characters(&self, most: usize) -> Vec<(char, u64)> {
        first(self.cut.iter().map(|(&character, &times)| (character, times)).collect(), most)
    }
}

fn first<T: Copy + Ord>(mut counted: Vec<(T, u64)>, most: usize) -> Vec<(T, u64)> {
    counted.sort_unstable_by_key(|&(what, times)| (Reverse(times), what));
    counted.truncate(most);
    counted
}
