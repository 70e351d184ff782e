//! Enters: an entry of the vocabulary, and a tokenizer. Leaves: a prompt that has it among its tokens, or why no prompt has.
//!
//! An entry that is not text on its own is completed to whole characters, and one that does not end a word gets
//! something behind it; then the prompt is tried. Where no prompt can have the entry, that is mostly seen from its bytes.

use std::str;

use crate::character::CharacterClass;
use crate::dialect::{Dialect, Step};
use crate::normalize::{is_ideograph, is_left_out, may_be_made};
use crate::token::TokenId;
use crate::tokenizer::Tokenizer;

/// Whether any prompt has an entry among its tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reachability {
    /// This prompt has: it was tried.
    By(String),
    /// None has, and this is the proof.
    Never(Obstacle),
    /// None of so many prompts that were tried has. That proves nothing.
    NotBy(usize),
}

/// Why no prompt has an entry among its tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Obstacle {
    /// Its bytes stand in no UTF-8 text.
    NoText,
    /// A word would end in the middle of a character.
    EndsInCharacter,
    /// White space belongs to no word.
    Whitespace(char),
    /// Normalisation leaves none of this character, whatever is typed.
    LeftOut(char),
    /// Normalisation leaves none of the characters that have these bytes.
    AllLeftOut,
    /// This character is a special token wherever it stands.
    CutOut(char),
    /// A number is a word on its own; the entry has something beside it, or does not end a word.
    NumberAlone(char),
    /// The same of an ideograph, which gets spaces on both sides.
    IdeographAlone(char),
}

/// So many prompts are tried before an entry is given up.
const TRIES: usize = 20_000;

/// What stands behind an entry that does not end a word: letters and symbols that few entries go on with. Where the
/// entry ends inside a character, nothing need follow that.
const BEHIND: [&str; 11] = ["", "q", "é", "中", "ა", "!", "♥", ".", "\u{301}", "x", "0"];

/// Finds a prompt that has the entry among its tokens, or why there is none.
///
/// ```
/// use cliptok::reachability::{Obstacle, Reachability, reach};
/// use cliptok::{TokenId, Tokenizer, dialect};
/// let tokenizer = Tokenizer::built_in(&dialect::HF);
/// let entry = |id| reach(TokenId(id), &tokenizer);
/// assert_eq!(entry(2368), Reachability::By("cat".to_owned()));
/// // Capital A is an entry, but every prompt is lower-cased.
/// assert_eq!(entry(32), Reachability::Never(Obstacle::LeftOut('A')));
/// ```
pub fn reach(id: TokenId, tokenizer: &Tokenizer) -> Reachability {
    let vocabulary = tokenizer.vocabulary();
    if let Some(spelling) = tokenizer.spelling(id) {
        return by_trial(id, tokenizer, [spelling.to_owned()]);
    }
    let (bytes, ends_word) = (vocabulary.bytes(id), vocabulary.ends_word(id));
    let Some(shape) = Shape::of(bytes) else { return Reachability::Never(Obstacle::NoText) };
    match shape.obstacle(ends_word, tokenizer) {
        Some(obstacle) => Reachability::Never(obstacle),
        None => by_trial(id, tokenizer, shape.prompts(ends_word, tokenizer.dialect())),
    }
}

fn by_trial(id: TokenId, tokenizer: &Tokenizer, prompts: impl IntoIterator<Item = String>) -> Reachability {
    let mut ids = Vec::new();
    let mut tried = 0;
    for prompt in prompts.into_iter().take(TRIES) {
        ids.clear();
        tokenizer.encode_ids(&prompt, &mut ids);
        if ids.contains(&id) {
            return Reachability::By(prompt);
        }
        tried += 1;
    }
    Reachability::NotBy(tried)
}

/// The bytes of an entry, by the characters that they are of.
#[derive(Clone, Copy, Debug)]
enum Shape<'v> {
    /// They lie inside one character.
    Inside(&'v [u8]),
    /// The last bytes of a character, whole ones, the first bytes of another; none of these need be there.
    Across { head: &'v [u8], whole: &'v str, tail: &'v [u8] },
}

impl<'v> Shape<'v> {
    /// The shape of these bytes; `None` if they stand in no UTF-8 text.
    fn of(bytes: &'v [u8]) -> Option<Self> {
        let continues = |byte: &&u8| (0x80..0xC0).contains(*byte);
        let (head, rest) = bytes.split_at_checked(bytes.iter().take_while(continues).count())?;
        let shape = match str::from_utf8(rest) {
            _ if rest.is_empty() && !head.is_empty() => Self::Inside(head),
            Ok(whole) => Self::Across { head, whole, tail: &[] },
            Err(error) if error.error_len().is_none() => {
                let (whole, tail) = rest.split_at_checked(error.valid_up_to())?;
                Self::Across { head, whole: str::from_utf8(whole).ok()?, tail }
            }
            Err(_) => return None,
        };
        let is_there = |mut characters: Box<dyn Iterator<Item = char> + 'v>| characters.next().is_some();
        shape.cut_characters().into_iter().all(is_there).then_some(shape)
    }

    /// For each character that the entry has only bytes of, all that it can be.
    fn cut_characters(self) -> Vec<Box<dyn Iterator<Item = char> + 'v>> {
        match self {
            Self::Inside(bytes) => vec![Box::new(characters_with(bytes, Part::Later))],
            Self::Across { head, tail, .. } => {
                let mut all: Vec<Box<dyn Iterator<Item = char>>> = Vec::new();
                if !head.is_empty() {
                    all.push(Box::new(characters_with(head, Part::Last)));
                }
                if !tail.is_empty() {
                    all.push(Box::new(characters_with(tail, Part::First)));
                }
                all
            }
        }
    }

    /// What can be seen from the bytes.
    fn obstacle(self, ends_word: bool, tokenizer: &Tokenizer) -> Option<Obstacle> {
        let dialect = tokenizer.dialect();
        let left_out = |character: char| is_left_out(character, dialect.steps);
        if self.cut_characters().into_iter().any(|mut characters| characters.all(left_out)) {
            return Some(Obstacle::AllLeftOut);
        }
        let Self::Across { head, whole, tail } = self else { return None };
        if ends_word && !tail.is_empty() {
            return Some(Obstacle::EndsInCharacter);
        }
        let spaces_ideographs = dialect.steps.contains(&Step::IdeographSpacing);
        whole.chars().find_map(|character| {
            let is_word = ends_word && head.is_empty() && whole.len() == character.len_utf8();
            match dialect.pattern.classes.class(character) {
                CharacterClass::Whitespace => Some(Obstacle::Whitespace(character)),
                _ if left_out(character) => Some(Obstacle::LeftOut(character)),
                _ if tokenizer.cuts_out(character) && !may_be_made(character, dialect.steps) => {
                    Some(Obstacle::CutOut(character))
                }
                CharacterClass::Number if !is_word => Some(Obstacle::NumberAlone(character)),
                _ if spaces_ideographs && is_ideograph(character) && !is_word => {
                    Some(Obstacle::IdeographAlone(character))
                }
                _ => None,
            }
        })
    }

    /// The prompts to try.
    fn prompts(self, ends_word: bool, dialect: &'static Dialect) -> impl Iterator<Item = String> + 'v {
        let steps = dialect.steps;
        let behind: &'static [&'static str] = match (ends_word, self) {
            (true, _) => &[""],
            (false, Self::Across { tail: [], .. }) => BEHIND.get(1..).unwrap_or_default(),
            (false, _) => &BEHIND,
        };
        let completed: Box<dyn Iterator<Item = String> + 'v> = match self {
            Self::Inside(bytes) => {
                Box::new(completions(bytes, if ends_word { Part::Last } else { Part::Later }, steps))
            }
            Self::Across { head: [], whole, tail } => {
                Box::new(completions(tail, Part::First, steps).map(move |last| format!("{whole}{last}")))
            }
            Self::Across { head, whole, tail } => {
                // Each end has thousands of completions: of one it is enough that the pattern splits it from nothing.
                let lasts = one_of_each_class(completions(tail, Part::First, steps), dialect);
                Box::new(completions(head, Part::Last, steps).flat_map(move |first| {
                    let lasts = lasts.clone().into_iter();
                    lasts.map(move |last| format!("{first}{whole}{last}"))
                }))
            }
        };
        completed.flat_map(move |text| behind.iter().map(move |behind| format!("{text}{behind}")))
    }
}

/// Which part of a character bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    First,
    Last,
    /// Any but the first.
    Later,
}

/// The characters that have these bytes and that the steps may leave, as text; an empty text where there is nothing to
/// complete.
fn completions<'v>(
    bytes: &'v [u8],
    part: Part,
    steps: &'static [Step],
) -> Box<dyn Iterator<Item = String> + 'v> {
    if bytes.is_empty() {
        return Box::new(std::iter::once(String::new()));
    }
    let stays = move |character: &char| !is_left_out(*character, steps);
    Box::new(characters_with(bytes, part).filter(stays).map(String::from))
}

/// The first of these texts that begins with a letter, with a number, with a symbol; of no character, the text itself.
fn one_of_each_class(texts: impl Iterator<Item = String>, dialect: &'static Dialect) -> Vec<String> {
    let mut seen = Vec::new();
    let class = |text: &String| text.chars().next().map(|first| dialect.pattern.classes.class(first));
    let is_first = |text: &String| {
        let class = class(text);
        let first = !seen.contains(&class);
        seen.extend(first.then_some(class));
        first
    };
    texts.filter(is_first).collect()
}

/// The characters whose UTF-8 has these bytes and more, in the order of their code points, C1 controls last.
fn characters_with(bytes: &[u8], part: Part) -> impl Iterator<Item = char> {
    ('\u{A0}'..=char::MAX).chain('\u{80}'..'\u{A0}').filter(move |character| {
        let mut buffer = [0; 4];
        let encoded = character.encode_utf8(&mut buffer).as_bytes();
        encoded.len() > bytes.len()
            && match part {
                Part::First => encoded.starts_with(bytes),
                Part::Last => encoded.ends_with(bytes),
                Part::Later => encoded.windows(bytes.len()).skip(1).any(|window| window == bytes),
            }
    })
}
