//! Enters: a text. Leaves: its encoding, by the stages one after the other; or only its ids.

use std::path::Path;

use crate::bpe::{self, Merge, Merged};
use crate::data_files;
use crate::dialect::{CutOut, Dialect, Model, Pad};
use crate::embedded;
use crate::encoding::Encoding;
use crate::error::LoadError;
use crate::fast::{EMPTY, Prepared, Seams, Stages, Volume};
use crate::merges::Merges;
use crate::normalize::{AddedToken, Change, Normalized, normalize_observed};
use crate::pre_tokenize::{PreToken, PreTokenKind, pre_tokenize};
use crate::token::{SpecialToken, TokenId};
use crate::vocabulary::{Vocabulary, WordPosition};

/// A vocabulary with a dialect: the whole way from a text to its tokens.
#[derive(Clone, Debug)]
pub struct Tokenizer {
    vocabulary: Vocabulary,
    merges: Merges,
    prepared: Prepared,
    dialect: &'static Dialect,
    added: Vec<AddedToken>,
}

/// What happens while a text is encoded, as an observer sees it, in the order in which it happens.
pub enum Event<'e> {
    /// A step of normalisation changed something.
    Changed(&'e Change<'e>),
    /// A pre-token of the normalised text begins; its merges follow.
    PreToken(PreToken),
    /// Two neighbours in it merged.
    Merged(Merge),
}

impl Tokenizer {
    /// The tokenizer of a dialect with CLIP's own vocabulary, which is part of the program: nothing is
    /// read.
    ///
    /// ```
    /// use cliptok::{Tokenizer, dialect};
    /// let tokenizer = Tokenizer::built_in(&dialect::HF);
    /// let ids: Vec<u16> = tokenizer.encode("🏯").ids().map(|id| id.0).collect();
    /// assert_eq!(ids, [1109, 363]);
    /// ```
    pub fn built_in(dialect: &'static Dialect) -> Self {
        Self::new(embedded::vocabulary(), embedded::merges(), embedded::prepared(), dialect)
    }

    /// The tokenizer of a model preset with CLIP's own vocabulary.
    ///
    /// ```
    /// use cliptok::{Tokenizer, dialect};
    /// let tokenizer = Tokenizer::for_model(dialect::model("sd2").unwrap());
    /// let ids: Vec<u16> = tokenizer.encode("hello!").ids().map(|id| id.0).collect();
    /// assert_eq!(ids, [3306, 0]);
    /// ```
    pub fn for_model(model: &Model) -> Self {
        Self::built_in(model.dialect).with_pad(model.pad)
    }

    /// The tokenizer of a dialect with the vocabulary of a directory: its `vocab.json` and `merges.txt`.
    ///
    /// # Errors
    /// If a file cannot be read, or breaks a rule that the tables rest on; the error says where.
    pub fn load(directory: &Path, dialect: &'static Dialect) -> Result<Self, LoadError> {
        let (vocabulary, merges) = data_files::load(directory)?;
        let prepared = Prepared { table: EMPTY, seams: Seams::of(&vocabulary) };
        Ok(Self::new(vocabulary, merges, prepared, dialect))
    }

    fn new(vocabulary: Vocabulary, merges: Merges, prepared: Prepared, dialect: &'static Dialect) -> Self {
        let added = SpecialToken::ALL.map(|token| AddedToken {
            spelling: dialect.special_spellings.of(token).to_owned(),
            id: vocabulary.special_id(token),
        });
        Self { vocabulary, merges, prepared, dialect, added: added.to_vec() }
    }

    /// The same tokenizer with this pad: one that is no special token of the vocabulary becomes
    /// special, wherever it stands in a prompt.
    #[must_use]
    pub fn with_pad(mut self, pad: Pad) -> Self {
        if let Pad::SpecialSymbol(byte) = pad {
            let spelling = char::from(byte).to_string();
            self.added.push(AddedToken { spelling, id: pad.id(&self.vocabulary) });
        }
        self
    }

    /// The tokenizer of another dialect with the same vocabulary; no pad is special in it.
    #[must_use]
    pub fn in_dialect(&self, dialect: &'static Dialect) -> Self {
        Self::new(self.vocabulary.clone(), self.merges.clone(), self.prepared.clone(), dialect)
    }

    /// Whether the id is that of a special token: start, end, or a pad that is special.
    pub fn is_special(&self, id: TokenId) -> bool {
        self.spelling(id).is_some()
    }

    /// How a prompt spells a special token; `None` if the id is not that of one.
    pub fn spelling(&self, id: TokenId) -> Option<&str> {
        self.added.iter().find(|token| token.id == id).map(|token| token.spelling.as_str())
    }

    /// Whether this character alone spells a special token that is cut out of a text before it is normalised.
    pub fn cuts_out(&self, character: char) -> bool {
        let is_it = |token: &AddedToken| token.spelling.chars().eq([character]);
        self.dialect.cut_out == CutOut::ExactSpelling && self.added.iter().any(is_it)
    }

    /// The vocabulary.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The merges.
    pub fn merges(&self) -> &Merges {
        &self.merges
    }

    /// The dialect.
    pub fn dialect(&self) -> &'static Dialect {
        self.dialect
    }

    /// Encodes a text with all there is to know about each token. Every text has an encoding;
    /// start, end and padding are the business of [`crate::Layout`].
    pub fn encode(&self, text: &str) -> Encoding {
        self.encode_observed(text, &mut |_| ())
    }

    /// Encodes a text, and tells `observe` of all that happens on the way.
    ///
    /// ```
    /// use cliptok::{Tokenizer, dialect, tokenizer::Event};
    /// let mut ranks = Vec::new();
    /// Tokenizer::built_in(&dialect::HF).encode_observed("cat", &mut |event| {
    ///     if let Event::Merged(merge) = event {
    ///         ranks.push(merge.rank.0);
    ///     }
    /// });
    /// assert_eq!(ranks, [24, 1856]);
    /// ```
    pub fn encode_observed(&self, text: &str, observe: &mut dyn FnMut(Event<'_>)) -> Encoding {
        let normalized = self.normalize(text, &mut |change| observe(Event::Changed(change)));
        let mut encoding = Encoding::of(&normalized);
        self.each_word(&normalized, observe, |word, merged| {
            encoding.push(word, merged, &normalized, &self.vocabulary);
        });
        encoding
    }

    /// Appends the ids of a text to `ids`, and nothing else: the door for volume. They are those of
    /// [`Tokenizer::encode`]. For many texts, a [`Volume`] is faster, since it remembers words.
    pub fn encode_ids(&self, text: &str, ids: &mut Vec<TokenId>) {
        Volume::for_one_text(self.stages()).encode(text, ids);
    }

    /// This tokenizer at work on many texts.
    ///
    /// ```
    /// use cliptok::{Tokenizer, dialect, fast::Separator};
    /// let tokenizer = Tokenizer::built_in(&dialect::HF);
    /// let mut counts = Vec::new();
    /// tokenizer.volume().count_records(b"a cat\na photo of a cat\n", Separator::LineFeed, &mut counts);
    /// assert_eq!(counts, [2, 5]);
    /// ```
    pub fn volume(&self) -> Volume<'_> {
        Volume::new(self.stages())
    }

    fn stages(&self) -> Stages<'_> {
        let Self { vocabulary, merges, prepared, dialect, added } = self;
        Stages { vocabulary, merges, dialect, added, prepared }
    }

    fn normalize<'t>(&self, text: &'t str, observe: &mut dyn FnMut(&Change<'_>)) -> Normalized<'t> {
        normalize_observed(text, self.dialect.cut_out, &self.added, self.dialect.steps, observe)
    }

    /// Hands over each pre-token with its tokens, from left to right.
    fn each_word(
        &self,
        normalized: &Normalized<'_>,
        observe: &mut dyn FnMut(Event<'_>),
        mut take: impl FnMut(PreToken, &[Merged]),
    ) {
        let mut merged = Vec::new();
        for word in pre_tokenize(normalized, self.dialect, &self.vocabulary) {
            merged.clear();
            observe(Event::PreToken(word));
            match word.kind {
                PreTokenKind::Special(id) => {
                    // A spelling is some ten bytes long.
                    let length = u32::try_from(word.span.len()).unwrap_or(u32::MAX);
                    merged.push(Merged { id, length });
                }
                PreTokenKind::Word => {
                    let bytes = word.span.slice(normalized.text()).as_bytes();
                    let (vocabulary, merges) = (&self.vocabulary, &self.merges);
                    let observe = &mut |merge| observe(Event::Merged(merge));
                    bpe::merge(bytes, WordPosition::Final, vocabulary, merges, &mut merged, observe);
                }
            }
            take(word, &merged);
        }
    }
}
