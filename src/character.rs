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

/// Which characters are of which class, in one version of Unicode: inclusive ranges in order.
#[derive(Debug, PartialEq, Eq)]
pub struct ClassTables {
    letters: &'static [(u32, u32)],
    numbers: &'static [(u32, u32)],
    whitespace: &'static [(u32, u32)],
}

/// The classes of Unicode 16.0, as Oniguruma in tokenizers 0.23.3 has them.
pub static UNICODE_16: ClassTables = ClassTables {
    letters: classes_16::LETTERS,
    numbers: classes_16::NUMBERS,
    whitespace: classes_16::WHITESPACE,
};

impl ClassTables {
    /// The class of a character.
    pub fn class(&self, character: char) -> CharacterClass {
        let code = u32::from(character);
        match character {
            'a'..='z' | 'A'..='Z' => CharacterClass::Letter,
            '0'..='9' => CharacterClass::Number,
            '\t'..='\r' | ' ' => CharacterClass::Whitespace,
            '\0'..='\x7F' => CharacterClass::Symbol,
            _ if in_ranges(self.letters, code) => CharacterClass::Letter,
            _ if in_ranges(self.numbers, code) => CharacterClass::Number,
            _ if in_ranges(self.whitespace, code) => CharacterClass::Whitespace,
            _ => CharacterClass::Symbol,
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
    /// The character itself: it is in lower case already, or has none.
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
