//! The tables of character classes and lower case, against other sources of the same Unicode versions.

use cliptok::character::{CharacterClass, LowerCase, UNICODE_16, lower_case};
use regex::Regex;

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
        let lower = match lower_case(character) {
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
    assert_eq!(lower_case('Σ'), LowerCase::One('σ'));
}

#[test]
fn only_the_dotted_capital_i_becomes_two_characters() {
    assert_eq!(lower_case('İ'), LowerCase::Several("i\u{307}"));
    let several = ('\0'..=char::MAX).filter(|&c| matches!(lower_case(c), LowerCase::Several(_)));
    assert_eq!(several.collect::<Vec<_>>(), ['İ']);
}
