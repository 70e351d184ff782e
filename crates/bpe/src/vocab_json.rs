//! Enters: the text of `vocab.json`. Leaves: its entries by name and by id, and the vocabulary they make.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserializer, Error as _, MapAccess, Visitor};

use crate::alphabet::{END_OF_WORD, alphabet, byte_of};
use crate::error::LoadProblem;
use crate::token::{SpecialToken, TokenId};
use crate::vocabulary::{Vocabulary, VocabularyTables};

/// 65,535 itself stays free, so that no pair of ids looks like a free slot of the merges.
const LARGEST_ID: u16 = u16::MAX - 1;

/// What entries are for, beside the bytes and what is merged from them.
pub(crate) struct Roles {
    /// Start and end.
    pub special: [TokenId; 2],
    /// What stands for bytes that have no entry; `None` if every byte has to have one.
    pub unknown: Option<TokenId>,
    /// The entries that stand for their own letters, and not for bytes.
    pub spelled: Vec<TokenId>,
}

/// Where JSON is wrong, and what is wrong with it.
pub(crate) fn placed(error: &serde_json::Error) -> (usize, usize, String) {
    let said = error.to_string();
    let message = said.rsplit_once(" at line ").map_or(said.as_str(), |(message, _)| message).to_owned();
    (error.line(), error.column(), message)
}

/// The entries as `vocab.json` spells them.
pub(crate) struct Entries {
    /// Each entry at the place of its id.
    pub by_id: Vec<String>,
    /// The id of each entry.
    pub ids: HashMap<String, TokenId>,
}

impl Entries {
    /// Reads the file, and checks that its ids run from 0 without a gap.
    ///
    /// # Errors
    /// If the file is malformed. The problem says which entry is wrong.
    pub(crate) fn parse(json: &str) -> Result<Self, LoadProblem> {
        let mut reader = serde_json::Deserializer::from_str(json);
        let pairs = reader.deserialize_map(Pairs).and_then(|pairs| reader.end().map(|()| pairs)).map_err(
            |error| {
                let (line, column, message) = placed(&error);
                LoadProblem::Json { line, column, message }
            },
        )?;
        Self::of_pairs(pairs)
    }

    /// The entries of pairs, if their ids run from 0 without a gap.
    ///
    /// # Errors
    /// If they do not, or an entry stands twice.
    #[allow(clippy::indexing_slicing, reason = "the list was extended to this id")]
    pub(crate) fn of_pairs(pairs: Vec<(String, u64)>) -> Result<Self, LoadProblem> {
        let entries = pairs.len();
        let mut by_id: Vec<Option<String>> = vec![None; entries];
        let mut ids = HashMap::with_capacity(entries);
        for (entry, number) in pairs {
            let id = match u16::try_from(number) {
                Ok(id) if id <= LARGEST_ID => TokenId(id),
                _ => {
                    return Err(LoadProblem::IdTooLarge { entry, id: number, largest: LARGEST_ID });
                }
            };
            if ids.insert(entry.clone(), id).is_some() {
                return Err(LoadProblem::DuplicateEntry { entry });
            }
            if by_id.len() <= id.index() {
                by_id.resize(id.index() + 1, None);
            }
            let place = &mut by_id[id.index()];
            if let Some(first) = place.take() {
                return Err(LoadProblem::DuplicateId { id: number, first, second: entry });
            }
            *place = Some(entry);
        }
        let by_id = (0..).zip(by_id).map(|(id, entry)| entry.ok_or(LoadProblem::MissingId { id, entries }));
        Ok(Self { by_id: by_id.collect::<Result<_, _>>()?, ids })
    }

    /// The id of an entry that has to exist.
    ///
    /// # Errors
    /// If it does not exist.
    pub(crate) fn id(&self, entry: &str) -> Result<TokenId, LoadProblem> {
        self.ids.get(entry).copied().ok_or_else(|| LoadProblem::MissingEntry { entry: entry.to_owned() })
    }

    /// The id of an entry, which is added behind the others if there is none.
    ///
    /// # Errors
    /// If no id is left.
    pub(crate) fn add(&mut self, entry: &str) -> Result<TokenId, LoadProblem> {
        if let Some(&id) = self.ids.get(entry) {
            return Ok(id);
        }
        let number = self.by_id.len() as u64;
        let Some(id) = u16::try_from(number).ok().filter(|&id| id <= LARGEST_ID).map(TokenId) else {
            return Err(LoadProblem::IdTooLarge { entry: entry.to_owned(), id: number, largest: LARGEST_ID });
        };
        self.by_id.push(entry.to_owned());
        self.ids.insert(entry.to_owned(), id);
        Ok(id)
    }

    /// What entries are for where a folder has no settings: the special tokens, and every byte has its entry.
    ///
    /// # Errors
    /// If a special token is missing.
    pub(crate) fn usual_roles(&self) -> Result<Roles, LoadProblem> {
        let [start, end] = SpecialToken::ALL;
        let special = [self.id(start.spelling())?, self.id(end.spelling())?];
        Ok(Roles { special, unknown: None, spelled: special.to_vec() })
    }

    /// The vocabulary that the entries form.
    ///
    /// # Errors
    /// If an entry stands for no bytes, or if an entry for a single byte is missing and no other stands for it.
    #[allow(clippy::indexing_slicing, reason = "a byte is below 256, and there is a bit for each entry")]
    pub(crate) fn vocabulary(&self, roles: &Roles) -> Result<Vocabulary, LoadProblem> {
        let mut bytes = Vec::new();
        let mut offsets = vec![0];
        let mut ends_word = vec![0_u64; self.by_id.len().div_ceil(64)];
        for (number, entry) in self.by_id.iter().enumerate() {
            if roles.spelled.iter().any(|id| id.index() == number) {
                bytes.extend_from_slice(entry.as_bytes());
            } else {
                let letters = entry.strip_suffix(END_OF_WORD);
                ends_word[number / 64] |= u64::from(letters.is_some()) << (number % 64);
                let before = bytes.len();
                for character in letters.unwrap_or(entry).chars() {
                    let byte = byte_of(character)
                        .ok_or_else(|| LoadProblem::UnknownCharacter { entry: entry.clone(), character })?;
                    bytes.push(byte);
                }
                if bytes.len() == before {
                    return Err(LoadProblem::EmptyEntry { id: number as u64 });
                }
            }
            let end = u32::try_from(bytes.len())
                .map_err(|_| LoadProblem::TooLarge { limit: u64::from(u32::MAX) })?;
            offsets.push(end);
        }
        let (mut inner_symbols, mut final_symbols) = ([0; 256], [0; 256]);
        let mut is_complete = true;
        let mut symbol = |spelled: &str| match (self.id(spelled), roles.unknown) {
            (Err(_), Some(unknown)) => {
                is_complete = false;
                Ok(unknown)
            }
            (found, _) => found,
        };
        for (byte, character) in alphabet() {
            let spelled = String::from(character);
            inner_symbols[usize::from(byte)] = symbol(&spelled)?.0;
            final_symbols[usize::from(byte)] = symbol(&(spelled + END_OF_WORD))?.0;
        }
        let is_special = |id: &&TokenId| roles.special.contains(id);
        let mut added: Vec<u16> = roles.spelled.iter().filter(|id| !is_special(id)).map(|id| id.0).collect();
        added.sort_unstable();
        Ok(Vocabulary::from_tables(VocabularyTables {
            bytes: Cow::Owned(bytes),
            offsets: Cow::Owned(offsets),
            ends_word: Cow::Owned(ends_word),
            inner_symbols: Cow::Owned(inner_symbols),
            final_symbols: Cow::Owned(final_symbols),
            special: roles.special.map(|id| id.0),
            added: Cow::Owned(added),
            unknown: roles.unknown.filter(|_| !is_complete).map(|id| id.0),
        }))
    }
}

/// Reads an object as pairs, since a map would drop an entry that appears twice.
pub(crate) struct Pairs;

impl<'de> Visitor<'de> for Pairs {
    type Value = Vec<(String, u64)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object that maps entries to ids")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(entry) = map.next_key::<String>()? {
            let id = map
                .next_value()
                .map_err(|error| A::Error::custom(format!("the id of {entry:?}: {error}")))?;
            pairs.push((entry, id));
        }
        Ok(pairs)
    }
}
