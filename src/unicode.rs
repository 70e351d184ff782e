//! Enters: a character. Leaves: what each package's version of Unicode says of it.

mod character;
pub(crate) mod tables;
#[cfg(test)]
mod tests;

pub(crate) use character::{
    Casing, CharacterClass, ClassTables, LOWER_14, LOWER_17, LowerCase, LowerTables, UNICODE_16, UNICODE_18,
    casing_14, decimal_digit_14, in_ranges, is_digit_14, is_nonspacing_mark_14, is_other_14,
    is_punctuation_14, is_python_whitespace, is_word_14,
};
