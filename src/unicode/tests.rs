//! The tables of character classes and lower case, against other sources of the same Unicode versions.

#![allow(clippy::unwrap_used)]

use regex::Regex;

use super::{
    Casing, CharacterClass, LOWER_14, LOWER_17, LowerCase, UNICODE_16, UNICODE_18, casing_14, is_digit_14,
    is_other_14, is_python_whitespace, is_word_14,
};

#[test]
fn classes_are_those_of_unicode_16() {
    // The crate regex has Unicode 16.0, as Oniguruma in tokenizers 0.23.3 does.
    let patterns = [
        (Regex::new(r"^\p{L}$").unwrap(), CharacterClass::Letter),
        (Regex::new(r"^\p{N}$").unwrap(), CharacterClass::Number),
        (Regex::new(r"^\s$").unwrap(), CharacterClass::Whitespace),
    ];
    for character in '\0'..=char::MAX {
        let text = character.encode_utf8(&mut [0; 4]).to_owned();
        let wanted = patterns.iter().find(|(pattern, _)| pattern.is_match(&text));
        let wanted = wanted.map_or(CharacterClass::Symbol, |(_, class)| *class);
        assert_eq!(UNICODE_16.class(character), wanted, "U+{:04X}", u32::from(character));
    }
}

#[test]
fn lower_case_is_that_of_unicode_17() {
    let version = char::UNICODE_VERSION;
    for character in '\0'..=char::MAX {
        let lower = match LOWER_17.lower_case(character) {
            LowerCase::Same => String::from(character),
            LowerCase::One(lower) => String::from(lower),
            LowerCase::Several(lower) => lower.to_owned(),
        };
        let standard: String = character.to_lowercase().collect();
        // A toolchain with another Unicode version may know more or fewer letters, but a letter
        // that both know has one lower case for ever.
        let known = version == (17, 0, 0) || (standard != lower && standard != String::from(character));
        assert!(!known || lower == standard, "U+{:04X}: {lower}, not {standard}", u32::from(character));
    }
}

#[test]
fn a_final_sigma_is_lowered_like_any_other() {
    assert_eq!(LOWER_17.lower_case('Σ'), LowerCase::One('σ'));
}

#[test]
fn only_the_dotted_capital_i_becomes_two_characters() {
    assert_eq!(LOWER_17.lower_case('İ'), LowerCase::Several("i\u{307}"));
    let several = ('\0'..=char::MAX).filter(|&c| matches!(LOWER_17.lower_case(c), LowerCase::Several(_)));
    assert_eq!(several.collect::<Vec<_>>(), ['İ']);
}

/// How many characters there are of a kind.
fn count(is: impl Fn(char) -> bool) -> usize {
    ('\0'..=char::MAX).filter(|&character| is(character)).count()
}

#[test]
fn lower_case_of_unicode_14_is_that_of_17_for_what_it_has() {
    for character in '\0'..=char::MAX {
        let (old, new) = (LOWER_14.lower_case(character), LOWER_17.lower_case(character));
        assert!(old == new || old == LowerCase::Same, "U+{:04X}", u32::from(character));
    }
    let learned = count(|c| LOWER_14.lower_case(c) != LOWER_17.lower_case(c));
    assert_eq!((count(|c| LOWER_14.lower_case(c) != LowerCase::Same), learned), (1_433, 55));
}

#[test]
fn classes_of_unicode_18_keep_those_of_16_but_for_one_mark() {
    let kept =
        |c| UNICODE_16.class(c) == UNICODE_18.class(c) || UNICODE_16.class(c) == CharacterClass::Symbol;
    assert_eq!(count(|c| !kept(c)), 0);
    assert_eq!(UNICODE_18.class('\u{345}'), CharacterClass::Whitespace);
    let learned = |class| count(|c| UNICODE_18.class(c) == class) - count(|c| UNICODE_16.class(c) == class);
    let learned = [CharacterClass::Letter, CharacterClass::Number, CharacterClass::Whitespace].map(learned);
    assert_eq!(learned, [17_144, 336, 1]);
}

#[test]
fn python_tells_characters_apart_as_unicode_14_does() {
    // Assigned and neither control, format nor private: Unicode 14.0 has 144,697 characters, of which 163 are of Cf.
    assert_eq!(count(|c| !is_other_14(c)), 144_697 - 163);
    assert_eq!(count(is_digit_14), 660);
    assert!(is_word_14('_') && is_word_14('ß') && is_word_14('½') && !is_word_14('-'));
    // A letter of Unicode 16 is no word character yet.
    assert!(UNICODE_18.class('\u{A7DA}') == CharacterClass::Letter && !is_word_14('\u{A7DA}'));
    let only_python = ['\x1C', '\x1D', '\x1E', '\x1F'];
    assert!(only_python.iter().all(|&c| is_python_whitespace(c)));
    assert_eq!(count(is_python_whitespace), 25 + only_python.len());
    assert_eq!(count(|c| is_python_whitespace(c) != (c.is_whitespace() || only_python.contains(&c))), 0);
}

#[test]
fn apostrophes_and_marks_are_looked_beyond_at_a_final_sigma() {
    assert_eq!(['\'', '’', '\u{301}', '.', 'ʰ'].map(casing_14), [Casing::Ignorable; 5]);
    assert_eq!(['a', 'Σ', 'ª'].map(casing_14), [Casing::Cased; 3]);
    assert_eq!([' ', '1', '中', '!'].map(casing_14), [Casing::Uncased; 4]);
}
