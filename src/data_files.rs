//! Enters: the text of `vocab.json` and `merges.txt`. Leaves: a vocabulary and its merges, or where the files are wrong.
//!
//! The build script lays out the built-in vocabulary through this room, and `--vocab-dir` loads
//! another one through it, so both are held to the same rules.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::de::{Deserializer, Error as _, MapAccess, Visitor};

use crate::byte_level::{self, END_OF_WORD};
use crate::error::{LoadError, LoadProblem};
use crate::merges::Merges;
use crate::token::{SpecialToken, TokenId};
use crate::vocabulary::{Vocabulary, VocabularyTables};

/// The names of the two files in a vocabulary directory.
pub const VOCAB_JSON: &str = "vocab.json";
/// The rules, one a line, in the order of their ranks.
pub const MERGES_TXT: &str = "merges.txt";

/// No vocabulary with ids of two bytes needs more; CLIP's files have less than one megabyte.
const LARGEST_FILE: u64 = 64 << 20;

/// 65,535 itself is left free, so that no pair of ids can look like a free slot of [`Merges`].
const LARGEST_ID: u16 = u16::MAX - 1;

/// Reads and checks both files of a directory.
///
/// # Errors
/// Whatever [`LoadProblem`] names, with the file it was found in.
pub fn load(directory: &Path) -> Result<(Vocabulary, Merges), LoadError> {
    let (vocab_path, merges_path) = (directory.join(VOCAB_JSON), directory.join(MERGES_TXT));
    let vocab = Entries::parse(&read(&vocab_path)?).map_err(|problem| problem.of(&vocab_path))?;
    let vocabulary = vocab
        .vocabulary()
        .map_err(|problem| problem.of(&vocab_path))?;
    let rules =
        Rules::parse(&read(&merges_path)?, &vocab).map_err(|problem| problem.of(&merges_path))?;
    rules
        .account_for(&vocab)
        .map_err(|problem| problem.of(&vocab_path))?;
    Ok((vocabulary, Merges::lay_out(&rules.rules)))
}

fn read(path: &PathBuf) -> Result<String, LoadError> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(LARGEST_FILE + 1).read_to_end(&mut bytes))
        .map_err(|error| LoadProblem::Read(error).of(path))?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(LoadProblem::TooLarge {
            limit: LARGEST_FILE,
        }
        .of(path));
    }
    String::from_utf8(bytes).map_err(|error| {
        let byte = error.utf8_error().valid_up_to();
        let line = 1 + error
            .as_bytes()
            .iter()
            .take(byte)
            .filter(|&&byte| byte == b'\n')
            .count();
        LoadProblem::NotUtf8 { line, byte }.of(path)
    })
}

/// The entries as `vocab.json` spells them.
struct Entries {
    by_id: Vec<String>,
    ids: HashMap<String, TokenId>,
}

impl Entries {
    fn parse(json: &str) -> Result<Self, LoadProblem> {
        let mut reader = serde_json::Deserializer::from_str(json);
        let pairs = reader
            .deserialize_map(Pairs)
            .and_then(|pairs| reader.end().map(|()| pairs))
            .map_err(|error| {
                let said = error.to_string();
                let message = said
                    .rsplit_once(" at line ")
                    .map_or(said.as_str(), |(message, _)| message)
                    .to_owned();
                LoadProblem::Json {
                    line: error.line(),
                    column: error.column(),
                    message,
                }
            })?;
        let entries = pairs.len();
        let mut by_id: Vec<Option<String>> = vec![None; entries];
        let mut ids = HashMap::with_capacity(entries);
        for (entry, number) in pairs {
            let id = match u16::try_from(number) {
                Ok(id) if id <= LARGEST_ID => TokenId(id),
                _ => {
                    return Err(LoadProblem::IdTooLarge {
                        entry,
                        id: number,
                        largest: LARGEST_ID,
                    });
                }
            };
            if ids.insert(entry.clone(), id).is_some() {
                return Err(LoadProblem::DuplicateEntry { entry });
            }
            if by_id.len() <= id.index() {
                by_id.resize(id.index() + 1, None);
            }
            if let Some(place) = by_id.get_mut(id.index()) {
                if let Some(first) = place.take() {
                    return Err(LoadProblem::DuplicateId {
                        id: number,
                        first,
                        second: entry,
                    });
                }
                *place = Some(entry);
            }
        }
        if let Some(missing) = by_id.iter().position(Option::is_none) {
            return Err(LoadProblem::MissingId {
                id: missing as u64,
                entries,
            });
        }
        Ok(Self {
            by_id: by_id.into_iter().flatten().collect(),
            ids,
        })
    }

    fn id(&self, entry: &str) -> Result<TokenId, LoadProblem> {
        self.ids
            .get(entry)
            .copied()
            .ok_or_else(|| LoadProblem::MissingEntry {
                entry: entry.to_owned(),
            })
    }

    fn special(&self) -> Result<[TokenId; 2], LoadProblem> {
        let [start, end] = SpecialToken::ALL;
        Ok([self.id(start.spelling())?, self.id(end.spelling())?])
    }

    fn vocabulary(&self) -> Result<Vocabulary, LoadProblem> {
        let special = self.special()?;
        let mut bytes = Vec::new();
        let mut offsets = vec![0];
        let mut ends_word = vec![0_u64; self.by_id.len().div_ceil(64)];
        for (number, entry) in self.by_id.iter().enumerate() {
            if special.iter().any(|id| id.index() == number) {
                bytes.extend_from_slice(entry.as_bytes());
            } else {
                let letters = entry.strip_suffix(END_OF_WORD);
                if let (Some(bits), Some(_)) = (ends_word.get_mut(number / 64), letters) {
                    *bits |= 1 << (number % 64);
                }
                let before = bytes.len();
                for character in letters.unwrap_or(entry).chars() {
                    let byte = byte_level::byte_of(character).ok_or_else(|| {
                        LoadProblem::UnknownCharacter {
                            entry: entry.clone(),
                            character,
                        }
                    })?;
                    bytes.push(byte);
                }
                if bytes.len() == before {
                    return Err(LoadProblem::EmptyEntry { id: number as u64 });
                }
            }
            // A file has at most 64 MiB, so its bytes fit.
            offsets.push(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
        }
        let mut inner_symbols = vec![0; 256];
        let mut final_symbols = vec![0; 256];
        for (byte, character) in byte_level::alphabet() {
            let spelled = String::from(character);
            if let (Some(inner), Some(last)) = (
                inner_symbols.get_mut(usize::from(byte)),
                final_symbols.get_mut(usize::from(byte)),
            ) {
                *inner = self.id(&spelled)?.0;
                *last = self.id(&(spelled + END_OF_WORD))?.0;
            }
        }
        Ok(Vocabulary::from_tables(VocabularyTables {
            bytes: Cow::Owned(bytes),
            offsets: Cow::Owned(offsets),
            ends_word: Cow::Owned(ends_word),
            inner_symbols: Cow::Owned(inner_symbols),
            final_symbols: Cow::Owned(final_symbols),
            special: special.map(|id| id.0),
        }))
    }
}

/// Reads an object as its pairs, since a map would drop an entry that stands twice.
struct Pairs;

impl<'de> Visitor<'de> for Pairs {
    type Value = Vec<(String, u64)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of entry: id")
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

/// The rules as `merges.txt` gives them, in the order of their ranks.
struct Rules {
    rules: Vec<(TokenId, TokenId, TokenId)>,
    /// For each id the line that makes it: 0 for what needs no rule.
    made_at: Vec<Option<usize>>,
}

impl Rules {
    fn parse(text: &str, entries: &Entries) -> Result<Self, LoadProblem> {
        let mut made_at = vec![None; entries.by_id.len()];
        let single = byte_level::alphabet().map(|(_, character)| String::from(character));
        for symbol in single.flat_map(|symbol| [symbol.clone() + END_OF_WORD, symbol]) {
            if let Some(made) = made_at.get_mut(entries.id(&symbol)?.index()) {
                *made = Some(0);
            }
        }
        let mut rules = Self {
            rules: Vec::new(),
            made_at,
        };
        for (line, rule) in (1..).zip(text.lines()) {
            let header = line == 1 && rule.starts_with("#version");
            if !header {
                rules.push(line, rule, entries)?;
            }
        }
        Ok(rules)
    }

    fn push(&mut self, line: usize, rule: &str, entries: &Entries) -> Result<(), LoadProblem> {
        let Some((left, right)) = rule
            .split_once(' ')
            .filter(|(l, r)| !l.is_empty() && !r.is_empty() && !r.contains(' '))
        else {
            return Err(LoadProblem::NotAPair {
                line,
                found: rule.to_owned(),
            });
        };
        let part = |part: &str| match entries.ids.get(part) {
            None => Err(LoadProblem::UnknownPart {
                line,
                part: part.to_owned(),
            }),
            Some(id) => match self.made_at.get(id.index()) {
                Some(Some(_)) => Ok(*id),
                _ => Err(LoadProblem::UnmadePart {
                    line,
                    part: part.to_owned(),
                }),
            },
        };
        let (left_id, right_id) = (part(left)?, part(right)?);
        let result = format!("{left}{right}");
        if left.ends_with(END_OF_WORD)
            || right.ends_with(END_OF_WORD) != result.ends_with(END_OF_WORD)
        {
            return Err(LoadProblem::EndInside {
                line,
                left: left.to_owned(),
                right: right.to_owned(),
            });
        }
        let Some(&merged) = entries.ids.get(&result) else {
            return Err(LoadProblem::UnknownResult { line, result });
        };
        if let Some(made) = self.made_at.get_mut(merged.index()) {
            if let Some(first) = *made {
                return Err(LoadProblem::RepeatedResult {
                    line,
                    result,
                    first,
                });
            }
            *made = Some(line);
        }
        self.rules.push((left_id, right_id, merged));
        Ok(())
    }

    /// Checks that every entry is a single byte, a special token, or made by a rule.
    fn account_for(&self, entries: &Entries) -> Result<(), LoadProblem> {
        let special = entries.special()?;
        let unmade =
            self.made_at
                .iter()
                .zip(&entries.by_id)
                .enumerate()
                .find(|(number, (made, _))| {
                    made.is_none() && !special.iter().any(|id| id.index() == *number)
                });
        match unmade {
            None => Ok(()),
            Some((_, (_, entry))) => Err(LoadProblem::WrongCount {
                entries: entries.by_id.len(),
                rules: self.rules.len(),
                unmade: entry.clone(),
            }),
        }
    }
}
