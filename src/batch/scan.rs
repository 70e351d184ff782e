//! Enters: an encoder, and what it remembers. Leaves: the ids of a text, or of a stretch of one, word by word.

use std::borrow::Cow;
use std::mem;

use cliptok_bpe::{Folding, Key, LONGEST_KEY, Merged, Tables, TokenId, WordPosition, merge};

use super::block::Block;
use super::long_words::LongWords;
use super::masks::{Anything, BeyondAscii, Plain};
use super::plain_text::{NotPlain, PlainText};
use super::ragged::Ragged;
use super::word_cache::WordCache;
use crate::dialect::{Rules, Step};
use crate::encoder::Encoder;
use crate::normalize::{AddedToken, Around, is_bad, normalize};
use crate::pre_tokenize::{PreTokenKind, pre_tokenize};

/// The longest text, in bytes, that is repaired before it is known whether it is plain then.
const LONGEST_REPAIRED: usize = 10_000;

/// One scan of a text or of a buffer.
pub(super) struct Scan<'s> {
    pub tables: &'s Tables,
    rules: &'static Rules,
    added: &'s [AddedToken],
    pub plain: Plain,
    memory: &'s mut Memory,
}

/// What is kept from one scan to the next: words that came up, and room to work in.
#[derive(Clone)]
pub(super) struct Memory {
    plain_text: PlainText,
    /// Of words, and of parts of words.
    words: WordCache,
    /// Of stretches as they were typed.
    stretches: WordCache,
    /// Of words without a key, and of stretches without one.
    long_words: LongWords,
    long_stretches: LongWords,
    merged: Vec<Merged>,
    part_ids: Vec<u16>,
    stretch_ids: Vec<u16>,
    word_ids: Vec<u16>,
}

impl Memory {
    /// That of an encoder which has seen no text yet.
    pub(super) fn of(encoder: &Encoder) -> Self {
        Self {
            plain_text: PlainText::of(encoder.dialect().rules(), Plain::of(encoder).excluded),
            words: WordCache::default(),
            stretches: WordCache::default(),
            long_words: LongWords::default(),
            long_stretches: LongWords::default(),
            merged: Vec::new(),
            part_ids: Vec::new(),
            stretch_ids: Vec::new(),
            word_ids: Vec::new(),
        }
    }
}

impl<'s> Scan<'s> {
    pub(super) fn new(encoder: &'s Encoder, plain: Plain, memory: &'s mut Memory) -> Self {
        let (tables, added) = (encoder.tables(), encoder.added());
        Self { tables, rules: encoder.dialect().rules(), added, plain, memory }
    }

    /// How many tokens a text has.
    pub(super) fn count(&mut self, text: &str) -> usize {
        let stop = self.count_plain(text.as_bytes(), self.plain, &mut Vec::new());
        if stop.at == text.len() {
            return stop.open;
        }
        let mut tokens = 0;
        if self.whole(text, &mut |ids| tokens += ids.len()).is_ok() {
            return tokens;
        }
        tokens = 0;
        if self.repaired(text, &mut |ids| tokens += ids.len()).is_ok() {
            return tokens;
        }
        tokens = 0;
        self.each_word(text, |ids| tokens += ids.len());
        tokens
    }

    /// Appends the ids of a text.
    pub(super) fn encode(&mut self, text: &str, ids: &mut Vec<TokenId>) {
        let before = ids.len();
        let mut ragged = Ragged { ids: mem::take(ids), ends: Vec::new() };
        let stop = self.encode_plain(text.as_bytes(), self.plain, &mut ragged);
        *ids = ragged.ids;
        if stop.at < text.len() {
            ids.truncate(before);
            if self.whole(text, &mut |word| extend(ids, word)).is_ok() {
                return;
            }
            ids.truncate(before);
            if self.repaired(text, &mut |word| extend(ids, word)).is_ok() {
                return;
            }
            ids.truncate(before);
            self.each_word(text, |word| extend(ids, word));
        }
    }

    /// Hands over the ids of a stretch of text between white space, if it is plain. Those handed over before an error
    /// are of no use.
    pub(super) fn stretch(&mut self, stretch: &[u8], take: &mut impl FnMut(&[u16])) -> Result<(), NotPlain> {
        if let Some(ids) = Key::of(stretch).and_then(|key| self.memory.stretches.find(key)) {
            take(ids);
            return Ok(());
        }
        self.new_stretch(stretch, take)
    }

    /// The same for a stretch that lies in a block.
    #[inline(always)]
    pub(super) fn stretch_of(
        &mut self,
        block: &Block<'_>,
        start: usize,
        length: usize,
        take: &mut impl FnMut(&[u16]),
    ) -> Result<(), NotPlain> {
        let stretch = block.bytes(start, length);
        // With a zero at its end it would have the key of what stands before that.
        if length <= LONGEST_KEY
            && stretch.last() != Some(&0)
            && let Some(ids) = self.memory.stretches.find(block.key(start, length, Folding::None))
        {
            take(ids);
            return Ok(());
        }
        self.new_stretch(stretch, take)
    }

    /// Hands over the ids of a stretch that is not remembered by its key, and remembers them.
    #[inline(never)]
    fn new_stretch(&mut self, stretch: &[u8], take: &mut impl FnMut(&[u16])) -> Result<(), NotPlain> {
        if let Some(ids) = self.memory.long_stretches.find(stretch) {
            take(ids);
            return Ok(());
        }
        let mut ids = mem::take(&mut self.memory.stretch_ids);
        ids.clear();
        let result = as_text(stretch).and_then(|stretch| {
            self.each_plain_word(stretch, Around::WhiteSpace, &mut |word| ids.extend_from_slice(word))
        });
        if result.is_ok() {
            match Key::of(stretch) {
                Some(key) => self.memory.stretches.remember(key, &ids),
                None => self.memory.long_stretches.remember(stretch, &ids),
            }
            take(&ids);
        }
        self.memory.stretch_ids = ids;
        result
    }

    /// Hands over the ids of a text that is plain as a whole, though perhaps not each stretch of it by itself: what looks
    /// like mojibake or not may depend on a neighbor. Those handed over before an error are of no use.
    fn whole(&mut self, text: &str, take: &mut impl FnMut(&[u16])) -> Result<(), NotPlain> {
        let is_worth_it = self.plain.anything == Anything::Perhaps
            && self.plain.beyond_ascii == BeyondAscii::ByCharacters
            && self.rules.steps.contains(&Step::TextRepair);
        // Where it looks like mojibake, words would be looked up in vain before that shows.
        if is_worth_it && !is_bad(text) {
            self.each_plain_word(text, Around::Nothing, take)
        } else {
            Err(NotPlain)
        }
    }

    /// Hands over the ids of a text that is plain once it is repaired. Repaired text needs no repair: that goes on until
    /// nothing is left to do. Those handed over before an error are of no use.
    fn repaired(&mut self, text: &str, take: &mut impl FnMut(&[u16])) -> Result<(), NotPlain> {
        // Special tokens are typed ones, a text with a `<` counts as HTML, and what is very long is repaired in pieces.
        let firsts = self.added.iter().map(|token| token.matched.bytes().next()).chain([Some(b'<')]);
        let may_begin =
            |first: Option<u8>| first.is_none_or(|first| memchr::memchr(first, text.as_bytes()).is_some());
        let is_worth_it = self.plain.anything == Anything::Perhaps
            && self.plain.beyond_ascii == BeyondAscii::ByCharacters
            && self.rules.steps.first() == Some(&Step::TextRepair)
            && !text.is_ascii()
            && text.len() <= LONGEST_REPAIRED
            && !firsts.into_iter().any(may_begin);
        match is_worth_it.then(|| Step::TextRepair.apply(text)) {
            Some(Cow::Owned(repaired)) => self.each_plain_word(&repaired, Around::Nothing, take),
            _ => Err(NotPlain),
        }
    }

    fn each_plain_word(
        &mut self,
        text: &str,
        around: Around,
        take: &mut impl FnMut(&[u16]),
    ) -> Result<(), NotPlain> {
        // What it has learned of characters is put back.
        let nothing = PlainText::of(self.rules, self.plain.excluded);
        let mut plain_text = mem::replace(&mut self.memory.plain_text, nothing);
        let result = plain_text.each_word(text, around, |word| self.word(word, take));
        self.memory.plain_text = plain_text;
        result
    }

    /// Hands over the ids of the words of any text, stage by stage.
    fn each_word(&mut self, text: &str, mut take: impl FnMut(&[u16])) {
        let normalized = normalize(text, self.rules.cut_out, self.added, self.rules.steps);
        for pre_token in pre_tokenize(&normalized, self.rules, &self.tables.vocabulary) {
            match pre_token.kind {
                PreTokenKind::Special(id) => take(&[id.0]),
                PreTokenKind::Word => {
                    let word = pre_token.span.of(normalized.text());
                    self.word(word.as_bytes(), &mut take);
                }
            }
        }
    }

    /// Hands over the ids of a word of normalized text, all at once or part by part.
    pub(super) fn word(&mut self, word: &[u8], take: &mut impl FnMut(&[u16])) {
        match Key::of(word) {
            Some(key) => self.short_word(key, word, take),
            None => self.long_word_of_text(word, take),
        }
    }

    /// Hands over the ids of a word without a key.
    fn long_word_of_text(&mut self, word: &[u8], take: &mut impl FnMut(&[u16])) {
        if let Some(ids) = self.memory.long_words.find(word) {
            return take(ids);
        }
        let mut ids = mem::take(&mut self.memory.word_ids);
        ids.clear();
        self.parts(word, &mut |part| ids.extend_from_slice(part));
        self.memory.long_words.remember(word, &ids);
        take(&ids);
        self.memory.word_ids = ids;
    }

    /// Hands over the ids of a word that has a key.
    #[inline]
    pub(super) fn short_word(&mut self, key: Key, word: &[u8], take: &mut impl FnMut(&[u16])) {
        if !key.is_ascii() {
            self.parts(word, take);
        } else if let Some(id) = self.tables.words.find(key) {
            take(&[id.0]);
        } else {
            self.part(Some(key), word, WordPosition::Final, take);
        }
    }

    /// Hands over the ids of what merges by itself, remembered or merged now.
    #[inline]
    pub(super) fn part(
        &mut self,
        key: Option<Key>,
        part: &[u8],
        last: WordPosition,
        take: &mut impl FnMut(&[u16]),
    ) {
        match key.and_then(|key| self.memory.words.find(key)) {
            Some(ids) => take(ids),
            None => take(self.merged(key, part, last)),
        }
    }

    /// Hands over the ids of a word part by part, as the seams part it. A part is more likely to come again.
    fn parts(&mut self, word: &[u8], take: &mut impl FnMut(&[u16])) {
        let mut rest = word;
        while !rest.is_empty() {
            let (part, behind) = rest.split_at(self.tables.seams.first_part(rest));
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
        let Tables { vocabulary, merges, .. } = self.tables;
        let Memory { merged, part_ids, words, .. } = &mut *self.memory;
        merged.clear();
        merge(part, last, vocabulary, merges, merged, &mut |_| ());
        part_ids.clear();
        part_ids.extend(merged.iter().map(|token| token.id.0));
        if let Some(key) = key {
            words.remember(key, part_ids);
        }
        part_ids
    }
}

/// A stretch as text. What is between two bytes of ASCII is whole, unless it is not UTF-8 at all.
fn as_text(stretch: &[u8]) -> Result<&str, NotPlain> {
    std::str::from_utf8(stretch).map_err(|_| NotPlain)
}

/// Appends the ids of a word.
pub(super) fn extend(ids: &mut Vec<TokenId>, word: &[u16]) {
    ids.extend(word.iter().copied().map(TokenId));
}
