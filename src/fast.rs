//! Enters: texts, or many records in one buffer. Leaves: their ids, or only how many there are: the door for volume.
//!
//! It gives the ids of [`Tokenizer::encode`](crate::Tokenizer::encode) and decides nothing by itself. Plain
//! text, which every step leaves as it is but for lower-casing, is cut into words 64 bytes at a time, and each word
//! looked up in a table of words that are one token; a stretch beyond ASCII is cut character by character. All else goes
//! through the stages, and only the merging of words that came up before is saved.

#[cfg(target_arch = "x86_64")]
mod avx2;
mod block;
mod characters;
mod counting;
mod encoding;
mod key;
mod masks;
mod plain_text;
mod records;
mod seams;
mod word_cache;
mod word_table;
mod words;

use crate::bpe::{self, Merged};
use crate::dialect::{Dialect, Step};
use crate::merges::Merges;
use crate::normalize::{AddedToken, normalize};
use crate::pre_tokenize::{PreTokenKind, pre_tokenize};
use crate::token::TokenId;
use crate::vocabulary::{Vocabulary, WordPosition};

use key::Key;
pub use masks::Separator;
use masks::{BeyondAscii, Plain};
use plain_text::{NotPlain, PlainText};
pub use records::Rows;
pub(crate) use seams::Seams;
use word_cache::WordCache;
pub(crate) use word_table::{EMPTY, WordTable};

/// What is known of a vocabulary before any text comes.
#[derive(Clone, Debug)]
pub(crate) struct Prepared {
    pub table: WordTable,
    pub seams: Seams,
}

/// A tokenizer at work on many texts. It remembers the tokens of words, up to a bound, and nothing else.
///
/// ```
/// use cliptok::{Tokenizer, dialect};
/// let tokenizer = Tokenizer::built_in(&dialect::HF);
/// let mut volume = tokenizer.volume();
/// assert_eq!(volume.count("a photo of a cat"), 5);
/// ```
#[derive(Debug)]
pub struct Volume<'t> {
    stages: Stages<'t>,
    plain: Plain,
    plain_text: PlainText,
    /// Of words, and of parts of words.
    cache: WordCache,
    /// Of stretches as they were typed.
    typed: WordCache,
    merged: Vec<Merged>,
    part_ids: Vec<u16>,
    stretch_ids: Vec<u16>,
}

/// All that a text needs on its way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stages<'t> {
    pub vocabulary: &'t Vocabulary,
    pub merges: &'t Merges,
    pub dialect: &'static Dialect,
    pub added: &'t [AddedToken],
    pub prepared: &'t Prepared,
}

impl<'t> Volume<'t> {
    /// For one text, of which nothing is worth being remembered.
    pub(crate) fn for_one_text(stages: Stages<'t>) -> Self {
        let volume = Self::new(stages);
        Self { plain: Plain { beyond_ascii: BeyondAscii::NotPlain, ..volume.plain }, ..volume }
    }

    pub(crate) fn new(stages: Stages<'t>) -> Self {
        let excluded = excluded(&stages);
        let plain = Plain { excluded, beyond_ascii: beyond_ascii(&stages), separator: Separator::None };
        Self {
            stages,
            plain,
            plain_text: PlainText::of(stages.dialect, excluded),
            cache: WordCache::default(),
            typed: WordCache::default(),
            merged: Vec::new(),
            part_ids: Vec::new(),
            stretch_ids: Vec::new(),
        }
    }

    /// How many tokens a text has.
    pub fn count(&mut self, text: &str) -> usize {
        let stop = self.count_plain(text.as_bytes(), self.plain, &mut Vec::new());
        if stop.at == text.len() {
            return stop.open;
        }
        let mut tokens = 0;
        self.each_word(text, |ids| tokens += ids.len());
        tokens
    }

    /// Appends the ids of a text.
    pub fn encode(&mut self, text: &str, ids: &mut Vec<TokenId>) {
        let before = ids.len();
        let mut rows = Rows { ids: std::mem::take(ids), ends: Vec::new() };
        let stop = self.encode_plain(text.as_bytes(), self.plain, &mut rows);
        *ids = rows.ids;
        if stop.at < text.len() {
            ids.truncate(before);
            self.each_word(text, |word| extend(ids, word));
        }
    }

    /// Whether the other one reads the same tables.
    pub(crate) fn has_the_vocabulary_of(&self, other: &Self) -> bool {
        self.stages.vocabulary.is_that_of(other.stages.vocabulary)
    }

    /// Hands over the ids of a stretch of text between white space, if it is plain. Those handed over before an error
    /// are of no use.
    fn stretch(&mut self, stretch: &[u8], take: &mut impl FnMut(&[u16])) -> Result<(), NotPlain> {
        let Some(key) = Key::of(stretch) else {
            return self.each_plain_word(stretch, take);
        };
        if let Some(ids) = self.typed.find(key) {
            take(ids);
            return Ok(());
        }
        let mut ids = std::mem::take(&mut self.stretch_ids);
        ids.clear();
        let result = self.each_plain_word(stretch, &mut |word| ids.extend_from_slice(word));
        if result.is_ok() {
            self.typed.remember(key, &ids);
            take(&ids);
        }
        self.stretch_ids = ids;
        result
    }

    fn each_plain_word(&mut self, stretch: &[u8], take: &mut impl FnMut(&[u16])) -> Result<(), NotPlain> {
        let stretch = std::str::from_utf8(stretch).map_err(|_| NotPlain)?;
        // What it has learnt of characters is put back.
        let nothing = PlainText::of(self.stages.dialect, self.plain.excluded);
        let mut plain_text = std::mem::replace(&mut self.plain_text, nothing);
        let result = plain_text.each_word(stretch, |word| self.word(word, take));
        self.plain_text = plain_text;
        result
    }

    /// Hands over the ids of the words of any text, stage by stage.
    fn each_word(&mut self, text: &str, mut take: impl FnMut(&[u16])) {
        let Stages { vocabulary, dialect, added, .. } = self.stages;
        let normalized = normalize(text, dialect.cut_out, added, dialect.steps);
        for pre_token in pre_tokenize(&normalized, dialect, vocabulary) {
            match pre_token.kind {
                PreTokenKind::Special(id) => take(&[id.0]),
                PreTokenKind::Word => {
                    let word = pre_token.span.slice(normalized.text());
                    self.word(word.as_bytes(), &mut take);
                }
            }
        }
    }

    /// Hands over the ids of a word of normalised text, all at once or part by part.
    fn word(&mut self, word: &[u8], take: &mut impl FnMut(&[u16])) {
        match Key::of(word) {
            Some(key) => self.short_word(key, word, take),
            None => self.parts(word, take),
        }
    }

    /// Hands over the ids of a word that has a key.
    #[inline]
    fn short_word(&mut self, key: Key, word: &[u8], take: &mut impl FnMut(&[u16])) {
        if !key.is_ascii() {
            self.parts(word, take);
        } else if let Some(id) = self.stages.prepared.table.find(key) {
            take(&[id.0]);
        } else {
            self.part(Some(key), word, WordPosition::Final, take);
        }
    }

    /// Hands over the ids of what merges by itself, remembered or merged now.
    #[inline]
    fn part(&mut self, key: Option<Key>, part: &[u8], last: WordPosition, take: &mut impl FnMut(&[u16])) {
        match key.and_then(|key| self.cache.find(key)) {
            Some(ids) => take(ids),
            None => take(self.merged(key, part, last)),
        }
    }

    /// Hands over the ids of a word part by part, as the seams part it. A part is more likely to come again.
    fn parts(&mut self, word: &[u8], take: &mut impl FnMut(&[u16])) {
        let mut rest = word;
        while !rest.is_empty() {
            let (part, behind) = rest.split_at(self.stages.prepared.seams.first_part(rest));
            let key = Key::of(part);
            match behind {
                [] => self.part(key, part, WordPosition::Final, take),
                _ => self.part(key.map(Key::inside_a_word), part, WordPosition::Inner, take),
            }
            rest = behind;
        }
    }

    #[inline(never)]
    fn merged(&mut self, key: Option<Key>, part: &[u8], last: WordPosition) -> &[u16] {
        let Stages { vocabulary, merges, .. } = self.stages;
        self.merged.clear();
        bpe::merge(part, last, vocabulary, merges, &mut self.merged, &mut |_| ());
        self.part_ids.clear();
        self.part_ids.extend(self.merged.iter().map(|token| token.id.0));
        if let Some(key) = key {
            self.cache.remember(key, &self.part_ids);
        }
        &self.part_ids
    }
}

fn extend(ids: &mut Vec<TokenId>, word: &[u16]) {
    ids.extend(word.iter().copied().map(TokenId));
}

/// What is made of text beyond ASCII: text repair looks at all of a text, and at once.
fn beyond_ascii(stages: &Stages<'_>) -> BeyondAscii {
    if stages.dialect.parts_at_spaces() { BeyondAscii::ByCharacters } else { BeyondAscii::NotPlain }
}

/// The printable characters that are not plain: `<` in every dialect, `&` where there are character references, and a
/// pad that is special.
fn excluded(stages: &Stages<'_>) -> [u8; 3] {
    let has_references =
        [Step::TextRepair, Step::HtmlReferences].iter().any(|step| stages.dialect.steps.contains(step));
    let reference = if has_references { b'&' } else { b'<' };
    let pad =
        stages.added.iter().filter_map(|token| token.spelling.bytes().next()).find(|&byte| byte != b'<');
    [b'<', reference, pad.unwrap_or(b'<')]
}
