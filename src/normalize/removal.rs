//! Enters: a character. Leaves: whether the steps of a dialect remove it from every text, whatever went in.

#[cfg(test)]
mod tests;

use super::html_references::of_number;
use super::{accents, invalid_characters, text_repair};
use crate::dialect::Step;
use crate::unicode::{LOWER_14, LOWER_17, LowerCase, LowerTables, is_other_14};

/// The step that leaves none of this character behind, where no later one makes it. What this says is proven; of a
/// character of which it says nothing, there may be none all the same.
pub(crate) fn removed_by(character: char, steps: &[Step]) -> Option<Step> {
    let last = steps.iter().rposition(|&step| leaves_none(step, character))?;
    let (removes, later) = (*steps.get(last)?, steps.get(last + 1..)?);
    // A text that was lower-cased has only characters without a lower case, and gets no others by such steps.
    let stays_lower = |&step: &Step| removes == Step::LowerCasing14 && keeps_lower_case(step);
    let first_other = later.iter().position(|step| !stays_lower(step)).unwrap_or(later.len());
    (!may_be_made(character, later.get(first_other..)?)).then_some(removes)
}

/// Whether the steps might give a text this character where it had none when it was typed. Where this says no, they
/// never do.
pub(crate) fn may_be_made(character: char, steps: &[Step]) -> bool {
    steps.iter().any(|&step| may_make(step, character))
}

/// Whether nothing that the step gives has this character.
fn leaves_none(step: Step, character: char) -> bool {
    let has_lower_case = |tables: &LowerTables| tables.lower_case(character) != LowerCase::Same;
    match step {
        // It ends with a round that changes nothing.
        Step::TextRepair | Step::ControlCharacters => text_repair::control_characters::is_dropped(character),
        Step::InvalidCharacters => invalid_characters::is_dropped(character),
        Step::LowerCasing17 => has_lower_case(&LOWER_17),
        Step::LowerCasing14 => has_lower_case(&LOWER_14),
        Step::Accents => accents::leaves_none(character),
        _ => false,
    }
}

/// Whether the step makes characters without a lower case in Unicode 14.0 of such characters, and no others.
fn keeps_lower_case(step: Step) -> bool {
    matches!(step, Step::Accents | Step::PunctuationSpacing | Step::WhitespaceRuns | Step::WhitespaceTrimmed)
}

fn may_make(step: Step, character: char) -> bool {
    match step {
        Step::InvalidCharacters | Step::ControlCharacters | Step::TerminalEscapes => false,
        Step::WhitespaceRuns
        | Step::WhitespaceTrimmed
        | Step::IdeographSpacing
        | Step::PunctuationSpacing => character == ' ',
        Step::LowerCasing17 | Step::UnicodeComposition9 => is_letter_mark_or_sign(character),
        Step::LowerCasing14 | Step::UnicodeComposition14 => {
            is_letter_mark_or_sign(character) && !is_other_14(character)
        }
        // ≠ is an equals sign with a stroke through it.
        Step::Accents => {
            (is_letter_mark_or_sign(character) || matches!(character, '<' | '=' | '>'))
                && !is_other_14(character)
                && !accents::leaves_none(character)
        }
        // The names stand for controls that are white space, and for no others.
        Step::HtmlReferences => {
            !character.is_ascii_control()
                || matches!(character, '\t' | '\n')
                || of_number(u32::from(character)) == Some(character)
        }
        _ => true,
    }
}

/// What is composed, and what has another case, is no punctuation of ASCII: only the Greek question mark is a semicolon,
/// and the varia a grave accent.
fn is_letter_mark_or_sign(character: char) -> bool {
    (matches!(character, ';' | '`') || !character.is_ascii_punctuation())
        && character != char::REPLACEMENT_CHARACTER
}
