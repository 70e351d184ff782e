//! Enters: every code point there is. Leaves: that what is said of single steps, and of what they leave, is so.

use super::{apply, is_ideograph, may_be_made, removed_by};
use crate::dialect::{Dialect, Step};
use crate::unicode::{LOWER_14, LowerCase, is_nonspacing_mark_14, is_punctuation_14};

fn characters() -> impl Iterator<Item = char> {
    (0..=u32::from(char::MAX)).filter_map(char::from_u32)
}

/// What one step makes of a text.
fn by(step: Step, text: &str) -> String {
    apply(step, text, &mut |_| ()).map_or_else(|| text.to_owned(), |rewrite| rewrite.text)
}

/// What a dialect makes of a text without special tokens.
fn normalized(dialect: Dialect, text: &str) -> String {
    dialect.rules().steps.iter().fold(text.to_owned(), |text, &step| by(step, &text))
}

/// A character alone, beside letters, marks, symbols and itself.
fn places(x: char) -> [String; 6] {
    let form = |before: &str, behind: &str| format!("{before}{x}{behind}");
    [
        form("", ""),
        form("a", "b"),
        form("", "\u{301}"),
        form("e\u{302E}", "\u{301}"),
        form("!", "☃"),
        format!("{x}{x}"),
    ]
}

#[test]
fn accents_and_spaces_make_and_leave_only_what_is_said() {
    for character in characters() {
        for text in places(character) {
            for step in [Step::Accents, Step::PunctuationSpacing] {
                for made in by(step, &text).chars() {
                    let is_said = text.contains(made) || may_be_made(made, &[step]);
                    assert!(is_said, "{step:?} makes {made:?} of {text:?}");
                    assert_eq!(removed_by(made, &[step]), None, "{step:?} leaves {made:?} of {text:?}");
                }
            }
        }
    }
}

#[test]
fn what_has_no_lower_case_gets_none_without_its_accents() {
    let is_lower = |character| LOWER_14.lower_case(character) == LowerCase::Same;
    for character in characters().filter(|&character| is_lower(character)) {
        let made = by(Step::Accents, &character.to_string());
        assert!(made.chars().all(is_lower), "{character:?} is {made:?}");
    }
}

#[test]
fn nothing_that_is_said_to_be_removed_is_left() {
    let dialect = Dialect::HfBasic430;
    for character in characters() {
        for text in places(character) {
            let normalized = normalized(dialect, &text);
            for left in normalized.chars() {
                assert_eq!(removed_by(left, dialect.rules().steps), None, "{left:?} of {text:?}");
            }
            assert!(!normalized.chars().any(is_nonspacing_mark_14), "{normalized:?}");
        }
    }
}

#[test]
fn punctuation_and_ideographs_are_words_on_their_own() {
    let is_alone = |character| is_punctuation_14(character) || is_ideograph(character);
    for character in characters() {
        for text in places(character) {
            let normalized = normalized(Dialect::HfBasic430, &text);
            for word in normalized.split(' ') {
                let is_one = word.chars().count() == 1;
                assert!(
                    is_one || !word.chars().any(is_alone) && !word.is_empty() || normalized.is_empty(),
                    "{text:?}"
                );
            }
        }
    }
}
