//! Enters: a tokenizer folder. Leaves: what an encoder makes of it beside the tables: tokens, pad, length.

use cliptok_bpe::{AddedToken, Beside, Folder, NotHonored, SpecialToken, TokenId, Vocabulary, WordPosition};

use crate::dialect::{ContextLength, CutOut, Dialect, Pad};

/// What a folder says.
#[derive(Debug)]
pub(super) struct FolderRules {
    added: Vec<AddedToken>,
    /// The pad, if the folder names one.
    pub pad: Option<Pad>,
    pad_id: Option<TokenId>,
    /// Ids that stay special whatever the pad is: start and end.
    special: [TokenId; 2],
    pub context_length: Option<ContextLength>,
    not_honored: Vec<NotHonored>,
}

impl FolderRules {
    pub(super) fn of(folder: &Folder) -> Self {
        let vocabulary = &folder.tables.vocabulary;
        let special = SpecialToken::ALL.map(|token| vocabulary.special_id(token));
        let mut added = folder.added.clone();
        if added.is_empty() {
            // A vocabulary and nothing else: start and end are found by their spelling.
            let exact = |token: SpecialToken| {
                AddedToken::exact(token.spelling().to_owned(), vocabulary.special_id(token))
            };
            added = SpecialToken::ALL.map(exact).to_vec();
        }
        let slots = folder.slots.and_then(|slots| usize::try_from(slots).ok());
        Self {
            added,
            pad: folder.pad.map(|id| pad(id, vocabulary)),
            pad_id: folder.pad,
            special,
            context_length: slots.and_then(|slots| ContextLength::new(slots).ok()),
            not_honored: folder.not_honored.clone(),
        }
    }

    /// The tokens that are found by their spelling where this is the pad. Another pad takes the place of the folder's.
    pub(super) fn added(&self, pad: Pad) -> impl Iterator<Item = &AddedToken> {
        let replaced = self.pad_id.filter(|id| self.pad != Some(pad) && !self.special.contains(id));
        self.added.iter().filter(move |token| Some(token.id) != replaced)
    }

    /// What of it is not done in a dialect.
    pub(super) fn not_honored(&self, dialect: Dialect) -> Vec<NotHonored> {
        let is_lost = |token: &&AddedToken| match dialect.rules().cut_out {
            CutOut::AsTokensSay => false,
            CutOut::ExactSpelling => token.beside == Beside::NoWord,
            CutOut::Nothing => !self.special.contains(&token.id),
        };
        let lost = self
            .added
            .iter()
            .filter(is_lost)
            .map(|token| NotHonored::NotInDialect { token: token.spelling.clone(), dialect: dialect.name() });
        self.not_honored.iter().cloned().chain(lost).collect()
    }
}

/// The pad with this id.
fn pad(id: TokenId, vocabulary: &Vocabulary) -> Pad {
    if id == vocabulary.special_id(SpecialToken::EndOfText) {
        return Pad::END;
    }
    match vocabulary.bytes(id) {
        [byte] if byte.is_ascii() && vocabulary.symbol(*byte, WordPosition::Inner) == id => {
            Pad::SpecialSymbol(*byte)
        }
        _ => Pad::Named(id),
    }
}
