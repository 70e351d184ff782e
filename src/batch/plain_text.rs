//! Enters: a text. Leaves: its words in lower case, one after the other, as long as every character is plain.

use super::characters::{Characters, Entry, Kind};
use crate::dialect::Rules;
use crate::normalize::{Around, Composes, Suspect, may_be_bad, stays_apart};

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
    #[allow(clippy::indexing_slicing, reason = "words begin and end where characters do")]
    pub(super) fn each_word(
        &mut self,
        text: &str,
        around: Around,
        mut take: impl FnMut(&[u8]),
    ) -> Result<(), NotPlain> {
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
                if entry.suspect() == Suspect::Perhaps && may_be_bad(text, at, around) {
                    return Err(NotPlain);
                }
                last_mark = in_company(entry, character, starter, last_mark, self.rules)?;
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
                if lower == '\''
                    && kind == Kind::Symbols
                    && let Some(contraction) = self.contraction(rest.as_str())
                {
                    take(contraction.as_bytes());
                    // A mark behind it would compose with its last letter.
                    let letters = rest.by_ref().take(contraction.chars().count() - 1);
                    (starter, last_mark) = (letters.last().unwrap_or(starter), 0);
                    run = Kind::White;
                    continue;
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

    /// The contraction that an apostrophe makes with what stands behind it.
    fn contraction(&mut self, behind: &str) -> Option<&'static str> {
        let characters = &mut self.characters;
        let mut lowered = behind.chars().map(|character| characters.get(character).lower());
        let letters = [lowered.next().flatten(), lowered.next().flatten()];
        let begins = |contraction: &&&str| {
            contraction.chars().skip(1).zip(letters).all(|(letter, there)| there == Some(letter))
        };
        self.rules.pattern.contractions.iter().find(begins).copied()
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
#[inline]
fn in_company(
    entry: Entry,
    character: char,
    starter: char,
    last_mark: u8,
    rules: &Rules,
) -> Result<u8, NotPlain> {
    let mark = entry.combining_class();
    let in_order = mark == 0 || last_mark <= mark;
    let apart = entry.composes() == Composes::Never || stays_apart(starter, character, rules.steps);
    if in_order && apart { Ok(mark) } else { Err(NotPlain) }
}
