//! Enters: a character. Leaves: its class for pre-tokenization and its lower case, in the Unicode version of a package.
//!
//! Each package brings its own version of Unicode, and a letter that one of them does not know yet
//! gives other tokens. The tables are therefore the project's own, taken from the packages.

use crate::tables::{classes_16, lower_17};

/// What CLIP's pattern tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CharacterClass {
    /// All that is none of the others: punctuation, marks, joiners, emoji, controls, unassigned.
    Symbol,
    /// `\p{L}`
    Letter,
    /// `\p{N}`
    Number,
    /// `\s`
    Whitespace,
}

impl CharacterClass {
    /// The class of a character in Unicode 16.0, as Oniguruma in tokenizers 0.23.3 has it.
    pub fn of(character: char) -> Self {
        let code = u32::from(character);
        match character {
            'a'..='z' | 'A'..='Z' => return Self::Letter,
            '0'..='9' => return Self::Number,
            '\t'..='\r' | ' ' => return Self::Whitespace,
            '\0'..='\x7F' => return Self::Symbol,
            _ => {}
        }
        let found = |table: &[(u32, u32)]| in_ranges(table, code);
        if found(classes_16::LETTERS) {
            Self::Letter
        } else if found(classes_16::NUMBERS) {
            Self::Number
        } else if found(classes_16::WHITESPACE) {
            Self::Whitespace
        } else {
            Self::Symbol
        }
    }
}

/// Whether ordered inclusive ranges hold `code`.
pub(crate) fn in_ranges(ranges: &[(u32, u32)], code: u32) -> bool {
    let after = ranges.partition_point(|&(first, _)| first <= code);
    after.checked_sub(1).and_then(|index| ranges.get(index)).is_some_and(|&(_, last)| code <= last)
}

/// The lower case of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LowerCase {
    /// It has none, or is it.
    Same,
    /// One other character.
    One(char),
    /// Several characters: İ becomes i and a dot above.
    Several(&'static str),
}

/// The lower case of a character alone in Unicode 17.0, as Rust's own in tokenizers 0.23.3 has it.
pub fn lower_case(character: char) -> LowerCase {
    if character.is_ascii() {
        return match character.to_ascii_lowercase() {
            lower if lower == character => LowerCase::Same,
            lower => LowerCase::One(lower),
        };
    }
    if let Some(&(_, several)) = lower_17::SEVERAL.iter().find(|(upper, _)| *upper == character) {
        return LowerCase::Several(several);
    }
    let code = u32::from(character);
    let after = lower_17::RUNS.partition_point(|&(first, ..)| first <= code);
    after
        .checked_sub(1)
        .and_then(|index| lower_17::RUNS.get(index))
        .filter(|&&(first, last, step, _)| code <= last && (code - first).is_multiple_of(step))
        .and_then(|&(.., shift)| code.checked_add_signed(shift))
        .and_then(char::from_u32)
        .map_or(LowerCase::Same, LowerCase::One)
}
