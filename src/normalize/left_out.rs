//! Enters: a character. Leaves: whether no text has it once it went through the steps of a dialect, whatever went in.

use super::html_references::of_number;
use super::{invalid_characters, text_repair};
use crate::character::{LOWER_14, LOWER_17, LowerCase, LowerTables, is_other_14};
use crate::dialect::Step;

/// Whether some step leaves none of this character behind, and no later one makes it. What this says is proven; of a
/// character of which it says no, there may be none all the same.
pub fn is_left_out(character: char, steps: &[Step]) -> bool {
    let last = steps.iter().rposition(|&step| leaves_none(step, character));
    let later = last.and_then(|last| steps.get(last + 1..));
    later.is_some_and(|later| !may_be_made(character, later))
}

/// Whether the steps might give a text this character that it had not when it was typed. Where this says no, they do not.
pub fn may_be_made(character: char, steps: &[Step]) -> bool {
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
        _ => false,
    }
}

/// Whether what the step gives might have this character where what it is given has none.
fn may_make(step: Step, character: char) -> bool {
    match step {
        Step::InvalidCharacters | Step::ControlCharacters | Step::TerminalEscapes => false,
        Step::WhitespaceRuns | Step::WhitespaceTrimmed | Step::IdeographSpacing => character == ' ',
        Step::LowerCasing17
        | Step::LowerCasing14
        | Step::UnicodeComposition9
        | Step::UnicodeComposition14 => {
            // What is composed, and what has another case, is a letter, a mark or a sign; of ASCII, the Greek question
            // mark is a semicolon, the varia a grave accent.
            let sign = matches!(character, ';' | '`') || !character.is_ascii_punctuation();
            sign && !is_other_14(character) && character != char::REPLACEMENT_CHARACTER
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
