//! Enters: a character. Leaves: its lower case, if that is all that some steps ever do to it.

use std::iter::once;

use unicode_normalization::char::{canonical_combining_class, compose, decompose_canonical};
use unicode_normalization::{IsNormalized, is_nfc_quick};

use super::text_repair::mojibake::Named;
use super::{accents, ideographs, invalid_characters, text_repair};
use crate::dialect::Step;
use crate::unicode::{LOWER_14, LOWER_17, LowerCase, LowerTables, is_punctuation_14};

/// A plain character: one that steps leave as it is, but for lower-casing and dropped accents, in whatever company of
/// plain characters it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PlainCharacter {
    /// Its lower case, without accents where its dialect drops them.
    pub lower: char,
    /// Its canonical combining class: not 0 if it is a mark. Marks are to stand in the order of their classes.
    pub combining_class: u8,
    /// Whether it is plain behind any starter.
    pub composes: Composes,
    /// Whether its neighbors may be of one word with it.
    pub company: Company,
    /// Whether it is plain before any character.
    pub suspect: Suspect,
}

/// Whether a character becomes one with what stands before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Composes {
    /// It does not, or its dialect does not compose.
    Never,
    /// That depends on the starter before it: [`stays_apart`] tells.
    Perhaps,
}

/// Whether the neighbors of a character may be of one word with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Company {
    /// The pattern says which.
    ByPattern,
    /// None are: it gets a space on both sides.
    Never,
}

/// Whether a character looks like mojibake where another one stands behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Suspect {
    /// Behind it may stand anything, or its dialect repairs nothing.
    Never,
    /// That depends on what is around it: [`may_be_bad`](super::may_be_bad) tells.
    Perhaps,
}

/// What steps make of a plain character; `None` if it is not plain.
///
/// White space is plain where it only parts words: how much of it there is makes no difference to them.
pub(crate) fn plain(character: char, steps: &[Step]) -> Option<PlainCharacter> {
    let mut plain = PlainCharacter {
        lower: character,
        combining_class: 0,
        composes: Composes::Never,
        company: Company::ByPattern,
        suspect: Suspect::Never,
    };
    for step in steps {
        // What the steps before made of it.
        let character = plain.lower;
        match step {
            Step::WhitespaceRuns | Step::WhitespaceTrimmed => {}
            Step::HtmlReferences if character != '&' => {}
            Step::UnicodeComposition9 | Step::UnicodeComposition14 => plain = plain.composed()?,
            Step::InvalidCharacters if !invalid_characters::is_dropped(character) => {}
            Step::IdeographSpacing if !ideographs::is_ideograph(character) => {}
            Step::LowerCasing17 => plain.lower = lower(character, &LOWER_17)?,
            // Σ looks at its neighbors.
            Step::LowerCasing14 if character != 'Σ' => plain.lower = lower(character, &LOWER_14)?,
            // What is dropped lets the marks beside it stand in the order in which they stood.
            Step::Accents => {
                plain.lower = accents::what_is_left(character)?;
                plain.combining_class = canonical_combining_class(plain.lower);
            }
            Step::PunctuationSpacing => {
                if is_punctuation_14(character) {
                    plain.company = Company::Never;
                }
            }
            Step::TextRepair => {
                if Named::of(character).begins() {
                    plain.suspect = Suspect::Perhaps;
                }
                plain.lower = text_repair::alone(character)?;
                plain = plain.composed()?;
            }
            _ => return None,
        }
    }
    Some(plain)
}

impl PlainCharacter {
    /// What it is once its text is composed, which leaves it as it is.
    fn composed(self) -> Option<Self> {
        // What is composed in today's Unicode is so in an older one, where fewer characters take part.
        let composes = match is_nfc_quick(once(self.lower)) {
            IsNormalized::Yes => Composes::Never,
            IsNormalized::Maybe => Composes::Perhaps,
            IsNormalized::No => return None,
        };
        Some(Self { composes, combining_class: canonical_combining_class(self.lower), ..self })
    }
}

/// Whether a character that composes perhaps stays as it is behind this starter, and behind marks that are plain.
pub(crate) fn stays_apart(starter: char, character: char, steps: &[Step]) -> bool {
    let repairs = steps.contains(&Step::TextRepair);
    let repaired = |character: char| text_repair::alone(character).filter(|_| repairs).unwrap_or(character);
    let (starter, character) = (repaired(starter), repaired(character));
    let mut starter_is_whole = true;
    // Marks of a starter that is taken apart might change places with this one.
    decompose_canonical(starter, |part| starter_is_whole &= part == starter);
    starter_is_whole && compose(starter, character).is_none()
}

fn lower(character: char, tables: &LowerTables) -> Option<char> {
    match tables.lower_case(character) {
        LowerCase::Same => Some(character),
        LowerCase::One(lower) => Some(lower),
        LowerCase::Several(_) => None,
    }
}
