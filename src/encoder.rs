//! Enters: a text. Leaves: its encoding, by the stages one after the other, and the model's row.

mod decode;
mod folder_rules;

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use cliptok_bpe::{
    Folder, LoadError, Merge, Merged, Merges, NotHonored, SpecialToken, Tables, TokenId, Vocabulary,
    WordPosition, merge,
};

use crate::built_in;
use crate::dialect::{ContextLength, CutOut, Dialect, Model, Pad};
use crate::encoding::Encoding;
use crate::normalize::{AddedToken, Change, Normalized, normalize_observed};
use crate::pre_tokenize::{PreToken, PreTokenKind, pre_tokenize};
use crate::rows::{Layout, Row, RowRules};
pub use decode::Decoding;
use folder_rules::FolderRules;

/// The whole way from a text to its tokens and to the row that a model reads: a vocabulary, a dialect and a model.
///
/// It owns its tables together with all of its clones, so that a clone costs next to nothing, and it may be shared
/// between threads. For many texts there is a [`BatchEncoder`](crate::BatchEncoder).
///
/// ```
/// use cliptok::{Encoder, Model};
/// let row = Encoder::for_model(Model::Sd1).row("a cat");
/// assert_eq!(row.ids().len(), 77);
/// assert_eq!(row.to_u16()[..5], [49406, 320, 2368, 49407, 49407]);
/// ```
#[derive(Clone)]
pub struct Encoder {
    tables: Arc<Tables>,
    /// What the tokenizer folder says whose vocabulary it is, if it comes from one.
    folder: Option<Arc<FolderRules>>,
    dialect: Dialect,
    model: Model,
    pad: Pad,
    added: Arc<[AddedToken]>,
}

/// What happens while a text is encoded, as an observer sees it, in the order in which it happens.
pub(crate) enum Event<'e> {
    /// A step of normalization changed something.
    Changed(&'e Change<'e>),
    /// A pre-token of the normalized text begins; its merges follow.
    PreToken(PreToken),
    /// Two neighbors in it merged.
    Merged(Merge),
}

impl fmt::Debug for Encoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Encoder")
            .field("model", &self.model)
            .field("dialect", &self.dialect)
            .field("vocabulary", self.vocabulary())
            .finish_non_exhaustive()
    }
}

impl Encoder {
    /// The encoder of a model with CLIP's own vocabulary, which is part of the library: nothing is read.
    ///
    /// ```
    /// use cliptok::{Encoder, Model};
    /// let encoder = Encoder::for_model(Model::Sd2);
    /// let ids: Vec<u16> = encoder.encode("hello!").ids().map(|id| id.0).collect();
    /// assert_eq!(ids, [3306, 0], "Stable Diffusion 2 takes ! for its pad");
    /// ```
    pub fn for_model(model: Model) -> Self {
        Self::new(built_in::tables(), model, model.dialect(), model.pad())
    }

    /// The encoder of a dialect with CLIP's own vocabulary. Its rows are those that the dialect's own package makes: of
    /// [`Model::OpenAi`] for `openai`, of [`Model::OpenClip`] for `open-clip`, else of [`Model::Sd1`].
    ///
    /// ```
    /// use cliptok::{Dialect, Encoder};
    /// let encoder = Encoder::for_dialect(Dialect::Hf);
    /// let ids: Vec<u16> = encoder.encode("🏯").ids().map(|id| id.0).collect();
    /// assert_eq!(ids, [1109, 363]);
    /// ```
    pub fn for_dialect(dialect: Dialect) -> Self {
        let model = dialect.rules().model;
        Self::new(built_in::tables(), model, dialect, model.pad())
    }

    /// The encoder of a model with the vocabulary of a directory: its `vocab.json` and `merges.txt`, or a Hugging Face
    /// tokenizer folder, whose added tokens, pad and length count. What it says beside that is not lost in silence:
    /// [`Encoder::not_honored`].
    ///
    /// # Errors
    /// If a file cannot be read, or breaks a rule that the tables rest on; the error names the file and the place.
    pub fn load(directory: &Path, model: Model) -> Result<Self, LoadError> {
        let folder = Folder::load(directory)?;
        let rules = FolderRules::of(&folder);
        let pad = rules.pad.unwrap_or_else(|| model.pad());
        Ok(Self::of_parts(Arc::new(folder.tables), Some(Arc::new(rules)), model, model.dialect(), pad))
    }

    fn new(tables: Arc<Tables>, model: Model, dialect: Dialect, pad: Pad) -> Self {
        Self::of_parts(tables, None, model, dialect, pad)
    }

    fn of_parts(
        tables: Arc<Tables>,
        folder: Option<Arc<FolderRules>>,
        model: Model,
        dialect: Dialect,
        pad: Pad,
    ) -> Self {
        let (vocabulary, rules) = (&tables.vocabulary, dialect.rules());
        let own = folder.as_ref().filter(|_| rules.cut_out != CutOut::Nothing);
        let mut added: Vec<AddedToken> = if let Some(folder) = own {
            folder.added(pad).map(|token| AddedToken::of_folder(token, rules.cut_out, rules.steps)).collect()
        } else {
            let of = |token| (rules.special_spellings.of(token).to_owned(), vocabulary.special_id(token));
            SpecialToken::ALL
                .map(of)
                .into_iter()
                .map(|(spelling, id)| AddedToken::exact(spelling, id))
                .collect()
        };
        // A pad that is special is so wherever it stands in a prompt.
        if let Pad::SpecialSymbol(byte) = pad
            && !added.iter().any(|token| token.id == pad.id(vocabulary))
        {
            added.push(AddedToken::exact(char::from(byte).to_string(), pad.id(vocabulary)));
        }
        Self { tables, folder, model, pad, dialect, added: added.into() }
    }

    /// The same encoder with the implementation changed: pad, row and what is special stay the model's.
    #[must_use]
    pub fn with_dialect(&self, dialect: Dialect) -> Self {
        self.changed(self.model, dialect, self.pad)
    }

    /// The encoder of another model with the same vocabulary, in that model's dialect.
    #[must_use]
    pub fn with_model(&self, model: Model) -> Self {
        self.changed(model, model.dialect(), model.pad())
    }

    /// The same encoder with what fills the slots after the end changed, and with it, whether a `!` is special.
    pub(crate) fn with_pad(&self, pad: Pad) -> Self {
        self.changed(self.model, self.dialect, pad)
    }

    fn changed(&self, model: Model, dialect: Dialect, pad: Pad) -> Self {
        Self::of_parts(Arc::clone(&self.tables), self.folder.clone(), model, dialect, pad)
    }

    /// What the tokenizer folder says that this encoder does not do, in this dialect; empty without a folder.
    pub fn not_honored(&self) -> Vec<NotHonored> {
        self.folder.as_ref().map(|folder| folder.not_honored(self.dialect)).unwrap_or_default()
    }

    /// How many slots a row has: as many as the tokenizer folder says, if it does, else the model's.
    pub fn context_length(&self) -> ContextLength {
        let of_folder = self.folder.as_ref().and_then(|folder| folder.context_length);
        of_folder.unwrap_or_else(|| self.model.context_length())
    }

    /// Whether a text may be cut before any ASCII space: see [`Dialect::parts_at_spaces`]. A tokenizer folder may add tokens
    /// that have white space in them.
    #[must_use]
    pub fn parts_at_spaces(&self) -> bool {
        let has_space = |token: &AddedToken| token.spelling.contains(char::is_whitespace);
        self.dialect.parts_at_spaces() && !self.added.iter().any(has_space)
    }

    /// The model that reads the rows.
    pub const fn model(&self) -> Model {
        self.model
    }

    /// The dialect.
    pub const fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The vocabulary.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.tables.vocabulary
    }

    /// The merges.
    pub fn merges(&self) -> &Merges {
        &self.tables.merges
    }

    pub(crate) fn tables(&self) -> &Tables {
        &self.tables
    }

    /// The special tokens by their spelling: start, end, and a pad that is special.
    pub(crate) fn added(&self) -> &[AddedToken] {
        &self.added
    }

    /// Whether both read the same tables, rather than equal ones.
    pub(crate) fn shares_tables_with(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.tables, &other.tables)
    }

    /// How the rows of the model are filled.
    pub fn row_rules(&self) -> RowRules {
        let model = self.model;
        RowRules { context_length: self.context_length(), pad: self.pad(), over_length: model.over_length() }
    }

    /// The id that fills the slots after the end.
    pub fn pad(&self) -> TokenId {
        self.pad.id(self.vocabulary())
    }

    /// What fills them, and whether it is special where it is typed.
    pub(crate) const fn pad_rule(&self) -> Pad {
        self.pad
    }

    /// Whether the id is that of a special token: start, end, or a pad that is special.
    pub fn is_special(&self, id: TokenId) -> bool {
        self.spelling(id).is_some()
    }

    /// How a prompt spells a special token; `None` if the id is not that of one.
    pub fn spelling(&self, id: TokenId) -> Option<&str> {
        self.added.iter().find(|token| token.id == id).map(|token| token.spelling.as_str())
    }

    /// Whether this character alone spells a special token that is cut out of a text before it is normalized.
    pub(crate) fn cuts_out(&self, character: char) -> bool {
        let is_it = |token: &AddedToken| token.spelling.chars().eq([character]);
        self.dialect.rules().cut_out != CutOut::Nothing && self.added.iter().any(is_it)
    }

    /// Encodes a text with everything there is to know about each token, without start, end and pads. Every text has an
    /// encoding; that of an empty text has no token.
    ///
    /// ```
    /// use cliptok::{Encoder, Model, Span, TokenKind};
    /// let encoding = Encoder::for_model(Model::Sd1).encode("A 🏯");
    /// let last = encoding.tokens[2];
    /// assert_eq!((last.id.0, last.kind, last.original), (363, TokenKind::Byte, Span::new(5, 6)));
    /// ```
    pub fn encode(&self, text: &str) -> Encoding {
        self.encode_observed(text, &mut |_| ())
    }

    /// The row that the model reads: start, as many tokens as fit, end, and pads. How many did not fit, it tells itself:
    /// [`Row::over`]. Whether the model's own package would have refused them is [`Model::over_length`].
    ///
    /// ```
    /// use cliptok::{Encoder, Model};
    /// let row = Encoder::for_model(Model::Sd1).row(&"cat ".repeat(80));
    /// assert_eq!((row.ids().len(), row.over()), (77, 5));
    /// ```
    pub fn row(&self, text: &str) -> Row {
        let content: Vec<TokenId> = self.encode(text).ids().collect();
        let layout = Layout::new(self.context_length(), content.len());
        Row::new(layout, &content, self.pad(), self.vocabulary())
    }

    /// Encodes a text, and tells `observe` of everything that happens on the way.
    pub(crate) fn encode_observed(&self, text: &str, observe: &mut dyn FnMut(Event<'_>)) -> Encoding {
        let normalized = self.normalize_observed(text, &mut |change| observe(Event::Changed(change)));
        let mut encoding = Encoding::of(&normalized);
        self.each_word(&normalized, observe, |word, merged| {
            encoding.push(word, merged, &normalized, self.vocabulary());
        });
        encoding
    }

    /// The first stage alone: the text as the dialect normalizes it, with the way back to every byte that was typed.
    ///
    /// ```
    /// use cliptok::{Encoder, Model, Span};
    /// let encoder = Encoder::for_model(Model::Sd1);
    /// let normalized = encoder.normalize("A  CAT");
    /// assert_eq!(normalized.text(), "a cat");
    /// assert_eq!(normalized.alignment().original(Span::new(2, 5)), Span::new(3, 6));
    /// ```
    pub fn normalize<'t>(&self, text: &'t str) -> Normalized<'t> {
        self.normalize_observed(text, &mut |_| ())
    }

    /// The second stage alone: the words, numbers and runs of symbols of a text that was normalized, from left to right.
    ///
    /// ```
    /// use cliptok::{Encoder, Model};
    /// let encoder = Encoder::for_model(Model::Sd1);
    /// let normalized = encoder.normalize("It's 42!");
    /// let words: Vec<&str> =
    ///     encoder.pre_tokenize(&normalized).filter_map(|word| word.span.slice(normalized.text())).collect();
    /// assert_eq!(words, ["it", "'s", "4", "2", "!"]);
    /// ```
    pub fn pre_tokenize<'n>(&'n self, normalized: &'n Normalized<'_>) -> impl Iterator<Item = PreToken> + 'n {
        pre_tokenize(normalized, self.dialect.rules(), self.vocabulary())
    }

    fn normalize_observed<'t>(&self, text: &'t str, observe: &mut dyn FnMut(&Change<'_>)) -> Normalized<'t> {
        let rules = self.dialect.rules();
        normalize_observed(text, rules.cut_out, &self.added, rules.steps, observe)
    }

    /// Hands over each pre-token with its tokens, from left to right.
    fn each_word(
        &self,
        normalized: &Normalized<'_>,
        observe: &mut dyn FnMut(Event<'_>),
        mut take: impl FnMut(PreToken, &[Merged]),
    ) {
        let Tables { vocabulary, merges, .. } = &*self.tables;
        let mut merged = Vec::new();
        for word in pre_tokenize(normalized, self.dialect.rules(), vocabulary) {
            merged.clear();
            observe(Event::PreToken(word));
            match word.kind {
                PreTokenKind::Special(id) => {
                    // A spelling is some ten bytes long.
                    merged.push(Merged { id, length: word.span.len() as u32 });
                }
                PreTokenKind::Word => {
                    let bytes = word.span.of(normalized.text()).as_bytes();
                    let observe = &mut |merge| observe(Event::Merged(merge));
                    merge(bytes, WordPosition::Final, vocabulary, merges, &mut merged, observe);
                }
            }
            take(word, &merged);
        }
    }
}
