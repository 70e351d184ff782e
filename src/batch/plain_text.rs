//! Enters: a text. Leaves: its words in lower case, one after the other, as long as every character is plain.

use super::characters::{Characters, Entry, Kind};
use crate::dialect::Rules;
use crate::normalize::{Composes, stays_apart};

/// Cuts texts into words without normalizing them first.
#[derive(Clone, Debug)]
pub(super) struct PlainText {
    rules: &'static Rules,
    characters: Characters,
    /// The word under way, once it is no longer what was typed.
    lowered: Vec<u8>,
}

/// A text has a character that is not plain, or marks that are not in canonical order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotPlain;

impl PlainText {
    /// For texts of a dialect. `excluded` are characters of ASCII that may begin something that is not text.
    pub(super) const fn of(rules: &'static Rules, excluded: [u8; 3]) -> Self {
        Self { rules, characters: Characters::of(rules, excluded), lowered: Vec::new() }
    }

    /// Hands over the words of a text, from left to right, as the pattern of the dialect cuts them. What was handed
    /// over before an error is of no use.
    #[allow(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::string_slice,
        reason = "words begin and end where characters do"
    )]
    pub(super) fn each_word(&mut self, text: &str, mut take: impl FnMut(&[u8])) -> Result<(), NotPlain> {
        self.lowered.clear();
        // Where the word under way begins, and of which kind it is.
        let (mut start, mut run) = (0, Kind::White);
        let (mut starter, mut last_mark) = ('\0', 0);
        let bytes = text.as_bytes();
        let mut rest = text.chars();
        loop {
            let at = text.len() - rest.as_str().len();
            let Some(character) = rest.next() else { break };
            let entry = self.characters.get(character);
            let lower = if let Some(lower) = entry.simple() {
                (starter, last_mark) = (character, 0);
                lower
            } else {
                let lower = entry.lower().ok_or(NotPlain)?;
                last_mark = in_company(entry, character, starter, last_mark)?;
                if last_mark == 0 {
                    starter = character;
                }
                lower
            };
            let kind = entry.kind();
            if kind != run || kind == Kind::Single {
                if run != Kind::White {
                    self.hand_over(&bytes[start..at], &mut take);
                }
                (start, run) = (at, kind);
                if character == '\'' && kind == Kind::Symbols {
                    let behind = rest.as_str();
                    if let Some(length) = contraction(behind, self.rules) {
                        take(&bytes[at..=at + length].to_ascii_lowercase());
                        rest = behind[length..].chars();
                        (run, last_mark) = (Kind::White, 0);
                        // A mark behind it would compose with its last letter, which may be ſ, of two bytes.
                        starter = behind[..length].chars().next_back().expect("a contraction has a letter");
                        continue;
                    }
                }
            }
            let changed = lower != character;
            if (changed || !self.lowered.is_empty()) && kind != Kind::White {
                if self.lowered.is_empty() {
                    self.lowered.extend_from_slice(&bytes[start..at]);
                }
                self.lowered.extend_from_slice(lower.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
        if run != Kind::White {
            self.hand_over(&bytes[start..], &mut take);
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

/// Whether a character is plain behind this starter and a mark of this combining class. Returns its own class.
#[cold]
fn in_company(entry: Entry, character: char, starter: char, last_mark: u8) -> Result<u8, NotPlain> {
    let mark = entry.combining_class();
    let in_order = mark == 0 || last_mark <= mark;
    let apart = entry.composes() == Composes::Never || stays_apart(starter, character);
    if in_order && apart { Ok(mark) } else { Err(NotPlain) }
}

/// How many bytes behind an apostrophe belong to a contraction with it.
fn contraction(ending: &str, rules: &Rules) -> Option<usize> {
    // No other character has one of these letters for its lower case.
    let mut tails =
        rules.pattern.contractions.iter().filter_map(|contraction| contraction.strip_prefix('\''));
    let matches =
        |tail: &&str| ending.get(..tail.len()).is_some_and(|typed| typed.eq_ignore_ascii_case(tail));
    tails.find(matches).map(str::len)
}
