//! Enters: a text. Leaves: its words in lower case, one after the other, as long as every character is plain.

use super::characters::{Characters, Entry};
use crate::character::CharacterClass;
use crate::dialect::Dialect;
use crate::normalize::{Composes, PlainCharacter, stays_apart};

/// Cuts texts into words without normalising them first.
#[derive(Clone, Debug, Default)]
pub struct PlainText {
    characters: Characters,
    /// The word under way, once it is no longer what was typed.
    lowered: Vec<u8>,
}

/// A text has a character that is not plain, or marks that are not in canonical order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotPlain;

impl PlainText {
    /// Hands over the words of a text, from left to right, as the pattern of the dialect cuts them. What was handed
    /// over before an error is of no use.
    ///
    /// `excluded` are characters of ASCII that may begin something that is not text.
    pub fn each_word(
        &mut self,
        text: &str,
        dialect: &Dialect,
        excluded: [u8; 3],
        mut take: impl FnMut(&[u8]),
    ) -> Result<(), NotPlain> {
        self.lowered.clear();
        let bytes = text.as_bytes();
        // Where the word under way begins, and of which class it is.
        let (mut start, mut run) = (0, CharacterClass::Whitespace);
        let (mut starter, mut last_mark) = ('\0', 0);
        let mut rest = text.chars();
        loop {
            let at = bytes.len() - rest.as_str().len();
            let Some(character) = rest.next() else { break };
            let Entry { plain, class } = self.characters.get(character, dialect);
            let PlainCharacter { lower, combining_class: mark, composes } = plain.ok_or(NotPlain)?;
            if mark != 0 && last_mark > mark
                || composes == Composes::Perhaps && !stays_apart(starter, character)
                || character.is_ascii() && excluded.contains(&(character as u8))
            {
                return Err(NotPlain);
            }
            if mark == 0 {
                starter = character;
            }
            last_mark = mark;
            if class != run || class == CharacterClass::Number {
                if run != CharacterClass::Whitespace {
                    self.hand_over(bytes.get(start..at).unwrap_or_default(), &mut take);
                }
                (start, run) = (at, class);
            }
            if class == CharacterClass::Whitespace {
                continue;
            }
            if character == '\'' && start == at {
                let tail = rest.as_str();
                if let Some(length) = contraction(tail, dialect) {
                    let word = bytes.get(at..at + 1 + length).unwrap_or_default();
                    take(&word.to_ascii_lowercase());
                    rest = tail.get(length..).unwrap_or_default().chars();
                    (run, starter, last_mark) = (CharacterClass::Whitespace, '\0', 0);
                    continue;
                }
            }
            if lower != character && self.lowered.is_empty() {
                self.lowered.extend_from_slice(bytes.get(start..at).unwrap_or_default());
            }
            if lower != character || !self.lowered.is_empty() {
                self.lowered.extend_from_slice(lower.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
        if run != CharacterClass::Whitespace {
            self.hand_over(bytes.get(start..).unwrap_or_default(), &mut take);
        }
        Ok(())
    }

    fn hand_over(&mut self, typed: &[u8], take: &mut impl FnMut(&[u8])) {
        if self.lowered.is_empty() {
            take(typed);
        } else {
            take(&self.lowered);
            self.lowered.clear();
        }
    }
}

/// How many bytes behind an apostrophe belong to a contraction with it.
fn contraction(ending: &str, dialect: &Dialect) -> Option<usize> {
    // No other character has one of these letters for its lower case.
    let mut tails = dialect.pattern.contractions.iter().filter_map(|contraction| contraction.strip_prefix('\''));
    let matches = |tail: &&str| ending.get(..tail.len()).is_some_and(|typed| typed.eq_ignore_ascii_case(tail));
    tails.find(matches).map(str::len)
}
