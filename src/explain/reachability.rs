//! Enters: an entry of the vocabulary and an encoder. Leaves: a prompt with this entry among its tokens, or the reason why there is none.
//!
//! An entry that is not text on its own is completed to whole characters. An entry that does not end a word gets
//! something after it. Then the prompt is tried. If no prompt can have the entry, its bytes usually show why.

mod completions;

use std::iter;

use cliptok_bpe::TokenId;

use crate::dialect::{Rules, Step};
use crate::encoder::Encoder;
use crate::normalize::{is_ideograph, may_be_made, removed_by};
use crate::unicode::{CharacterClass, is_punctuation_14};

use completions::{Shape, completed};

/// Whether any prompt has an entry among its tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reachability {
    /// This prompt has it. It was tried.
    By(String),
    /// No prompt has it, and this is the proof.
    Never(Obstacle),
    /// This many prompts were tried, and none has it. That is no proof.
    NotBy(usize),
}

/// Why no prompt has an entry among its tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Obstacle {
    /// No UTF-8 text contains its bytes.
    NoText,
    /// A word would end in the middle of a character.
    EndsInCharacter,
    /// The pattern skips this character, like white space.
    PassedOver(char),
    /// This normalization step never leaves this character, and no later step makes it.
    Removed(char, Step),
    /// Normalization leaves none of the characters that contain these bytes.
    AllRemoved,
    /// This character is a special token wherever it appears.
    CutOut(char),
    /// A number is always a word on its own, but the entry has something beside it, or does not end a word.
    NumberAlone(char),
    /// The same for an ideograph, which gets spaces on both sides.
    IdeographAlone(char),
    /// The same of a punctuation character, where a dialect spaces it.
    PunctuationAlone(char),
}

/// How many prompts, and how many bytes of them, are tried before an entry is given up.
const TRIES: usize = 10_000;
const TRIED_BYTES: usize = 1 << 20;

/// What follows an entry that does not end a word: letters and symbols that few entries continue with. If the entry ends
/// inside a character, nothing has to follow.
const BEHIND: [&str; 12] = ["", "q", "é", "中", "ა", "!", "♥", ".", "\u{301}", "x", "0", "☃"];

/// The same without the empty text, for an entry that ends with a whole character.
const SOMETHING: &[&str] = BEHIND.split_at(1).1;

/// Finds a prompt with this entry among its tokens, or the reason why there is none.
///
/// ```
/// use cliptok::explain::{Obstacle, Reachability, reach};
/// use cliptok::{Encoder, Model, Step, TokenId};
/// let encoder = Encoder::for_model(Model::Sd1);
/// let entry = |id| reach(TokenId(id), &encoder);
/// assert_eq!(entry(2368), Reachability::By("cat".to_owned()));
/// // Capital A is an entry, but every prompt is lower-cased.
/// assert_eq!(entry(32), Reachability::Never(Obstacle::Removed('A', Step::LowerCasing17)));
/// ```
pub fn reach(id: TokenId, encoder: &Encoder) -> Reachability {
    let (vocabulary, rules) = (encoder.vocabulary(), encoder.dialect().rules());
    let spelling = encoder.spelling(id).map(str::to_owned);
    if vocabulary.special(id).is_some() {
        return by_trial(id, encoder, spelling);
    }
    let (bytes, ends_word) = (vocabulary.bytes(id), vocabulary.ends_word(id));
    let Some(shape) = Shape::of(bytes) else { return Reachability::Never(Obstacle::NoText) };
    // A special symbol also stands for itself, unless it is cut out.
    let prompts = || {
        let plain = prompts(shape, ends_word, rules).flat_map(|prompt| spelled(prompt, encoder));
        spelling.clone().into_iter().chain(plain)
    };
    match obstacle(shape, ends_word, encoder) {
        Some(obstacle) if spelling.is_none() => Reachability::Never(obstacle),
        _ => by_trial(id, encoder, prompts()),
    }
}

fn by_trial(id: TokenId, encoder: &Encoder, prompts: impl IntoIterator<Item = String>) -> Reachability {
    let (mut tried, mut bytes) = (0, 0);
    for prompt in prompts {
        if encoder.ids(&prompt).contains(&id) {
            return Reachability::By(prompt);
        }
        tried += 1;
        bytes += prompt.len();
        if tried == TRIES || bytes > TRIED_BYTES {
            break;
        }
    }
    Reachability::NotBy(tried)
}

/// The obstacle that the bytes show.
fn obstacle(shape: Shape<'_>, ends_word: bool, encoder: &Encoder) -> Option<Obstacle> {
    let rules = encoder.dialect().rules();
    let removed = |character: char| removed_by(character, rules.steps);
    if shape
        .cut_characters()
        .any(|(bytes, part)| completed(bytes, part).all(|character| removed(character).is_some()))
    {
        return Some(Obstacle::AllRemoved);
    }
    let Shape::Across { head, whole, tail } = shape else { return None };
    if ends_word && !tail.is_empty() {
        return Some(Obstacle::EndsInCharacter);
    }
    let spaces_ideographs = rules.steps.contains(&Step::IdeographSpacing);
    let spaces_punctuation = rules.steps.contains(&Step::PunctuationSpacing);
    whole.chars().find_map(|character| {
        let is_word = ends_word && head.is_empty() && whole.len() == character.len_utf8();
        let class = rules.pattern.classes.class(character);
        if class == CharacterClass::Whitespace {
            Some(Obstacle::PassedOver(character))
        } else if let Some(step) = removed(character) {
            Some(Obstacle::Removed(character, step))
        } else if encoder.cuts_out(character) && !may_be_made(character, rules.steps) {
            Some(Obstacle::CutOut(character))
        } else if class == CharacterClass::Number && !is_word {
            Some(Obstacle::NumberAlone(character))
        } else if is_word {
            None
        } else if spaces_ideographs && is_ideograph(character) {
            Some(Obstacle::IdeographAlone(character))
        } else {
            let is_spaced = spaces_punctuation && is_punctuation_14(character);
            is_spaced.then_some(Obstacle::PunctuationAlone(character))
        }
    })
}

/// The texts to try, with what may have to follow the entry.
fn prompts<'v>(
    shape: Shape<'v>,
    ends_word: bool,
    rules: &'static Rules,
) -> impl Iterator<Item = String> + 'v {
    let behind: &'static [&'static str] = match (ends_word, shape) {
        (true, _) => &[""],
        (false, Shape::Across { tail: [], .. }) => SOMETHING,
        (false, _) => &BEHIND,
    };
    let texts = shape.texts(ends_word, rules);
    texts.flat_map(move |text| behind.iter().map(move |behind| format!("{text}{behind}")))
}

/// A text as it is, and in other spellings that the dialect understands: full-width letters, character references.
#[allow(clippy::expect_used, reason = "each visible ASCII character has a full-width form, U+FF01 to U+FF5E")]
fn spelled(text: String, encoder: &Encoder) -> impl Iterator<Item = String> + use<> {
    let steps = encoder.dialect().rules().steps;
    let wide = |character: char| match character {
        '!'..='~' if encoder.cuts_out(character) => {
            char::from_u32(u32::from(character) + 0xFEE0).expect("a full-width form is a character")
        }
        _ => character,
    };
    let is_cut_out = text.chars().any(|character| encoder.cuts_out(character));
    let wide = (is_cut_out && steps.contains(&Step::TextRepair)).then(|| text.chars().map(wide).collect());
    // After a `<`, text repair leaves references alone, so that only the later step for HTML decodes them.
    let reference = |character: char| format!("&#x{:x};", u32::from(character));
    let references = (steps.contains(&Step::HtmlReferences) && !text.is_ascii() || is_cut_out)
        .then(|| format!("< {}", text.chars().map(reference).collect::<String>()));
    iter::once(text).chain(wide).chain(references)
}
