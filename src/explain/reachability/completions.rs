//! Enters: the bytes of an entry. Leaves: the texts that have them, cut characters completed.

use crate::dialect::{Rules, Step};
use crate::normalize::removed_by;
use crate::unicode::CharacterClass;

/// The bytes of an entry, by the characters that they are of.
#[derive(Clone, Copy, Debug)]
pub enum Shape<'v> {
    /// They lie inside one character.
    Inside(&'v [u8]),
    /// The last bytes of a character, whole ones, the first bytes of another; none of these need be there.
    Across { head: &'v [u8], whole: &'v str, tail: &'v [u8] },
}

impl<'v> Shape<'v> {
    /// The shape of these bytes; `None` if they stand in no UTF-8 text.
    pub fn of(bytes: &'v [u8]) -> Option<Self> {
        let continues = |byte: &&u8| (0x80..0xC0).contains(*byte);
        let (head, rest) = bytes.split_at(bytes.iter().take_while(continues).count());
        let mut chunks = rest.utf8_chunks();
        let (whole, tail) = chunks.next().map_or(("", &[][..]), |chunk| (chunk.valid(), chunk.invalid()));
        let shape = match (head, rest) {
            ([_, ..], []) => Self::Inside(head),
            _ => Self::Across { head, whole, tail },
        };
        // What is no UTF-8 may only stand at the end, and begin a character.
        if chunks.next().is_some() {
            return None;
        }
        shape.cut_characters().all(|(bytes, part)| completed(bytes, part).next().is_some()).then_some(shape)
    }

    /// The bytes of each character that the entry has not all of.
    pub fn cut_characters(self) -> impl Iterator<Item = (&'v [u8], Part)> {
        let parts = match self {
            Self::Inside(bytes) => [(bytes, Part::Later), (&[][..], Part::First)],
            Self::Across { head, tail, .. } => [(head, Part::Last), (tail, Part::First)],
        };
        parts.into_iter().filter(|(bytes, _)| !bytes.is_empty())
    }

    /// The texts that have the entry's bytes, of characters that normalisation may leave.
    pub fn texts(self, ends_word: bool, rules: &'static Rules) -> Box<dyn Iterator<Item = String> + 'v> {
        let steps = rules.steps;
        match self {
            Self::Inside(bytes) => left(bytes, if ends_word { Part::Last } else { Part::Later }, steps),
            Self::Across { head: [], whole, tail } => {
                Box::new(left(tail, Part::First, steps).map(move |last| format!("{whole}{last}")))
            }
            Self::Across { head, whole, tail } => {
                // Each end has thousands of completions: of one it is enough that the pattern splits it from nothing.
                let lasts = one_of_each_class(left(tail, Part::First, steps), rules);
                Box::new(left(head, Part::Last, steps).flat_map(move |first| {
                    let lasts = lasts.clone().into_iter();
                    lasts.map(move |last| format!("{first}{whole}{last}"))
                }))
            }
        }
    }
}

/// Which part of a character bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    First,
    Last,
    /// Any but the first.
    Later,
}

/// The characters that have these bytes and that the steps may leave, as text; an empty text where there is nothing to
/// complete.
fn left<'v>(bytes: &'v [u8], part: Part, steps: &'static [Step]) -> Box<dyn Iterator<Item = String> + 'v> {
    if bytes.is_empty() {
        return Box::new(std::iter::once(String::new()));
    }
    let stays = move |character: &char| removed_by(*character, steps).is_none();
    Box::new(completed(bytes, part).filter(stays).map(String::from))
}

/// The first of these texts that begins with a letter, with a number, with a symbol; of no character, the text itself.
fn one_of_each_class(texts: impl Iterator<Item = String>, rules: &'static Rules) -> Vec<String> {
    let class = |text: &str| text.chars().next().map(|first| rules.pattern.classes.class(first));
    let mut seen: Vec<Option<CharacterClass>> = Vec::new();
    let is_first = |text: &String| {
        let first = !seen.contains(&class(text));
        seen.extend(first.then_some(class(text)));
        first
    };
    texts.filter(is_first).collect()
}

/// The characters whose UTF-8 has these bytes and more, those of few bytes first.
pub fn completed(bytes: &[u8], part: Part) -> impl Iterator<Item = char> {
    let places = (2..=4_usize).flat_map(move |length| {
        let last = length.saturating_sub(bytes.len());
        let all = match part {
            Part::First => 0..=0,
            Part::Last => last..=last,
            Part::Later => 1..=last,
        };
        // Were there no other byte, nothing would be cut.
        all.filter(move |_| last > 0).map(move |at| (length, at))
    });
    places.flat_map(|(length, at)| with_bytes_at(bytes, at, length))
}

/// The characters of so many bytes that have these bytes at this place.
fn with_bytes_at(bytes: &[u8], at: usize, length: usize) -> impl Iterator<Item = char> + use<> {
    // What is given of the code point, and which of its bits that are.
    let (mut given, mut mask) = (0_u32, 0_u32);
    let mut is_possible = true;
    for (place, &byte) in (at..).zip(bytes) {
        // A first byte tells the length, in as many ones as there are bytes, and has a zero behind them.
        let bits = if place == 0 { 7 - length } else { 6 };
        let shift = 6 * (length - 1 - place);
        let (own, low) = (u32::from(byte), (1_u32 << bits) - 1);
        let marks = if place == 0 { 0xFF & !((2 << bits) - 1) } else { 0x80 };
        is_possible &= own & !low == marks;
        given |= (own & low) << shift;
        mask |= low << shift;
    }
    let all = (1_u32 << (5 * length + 1)) - 1;
    let mut free = is_possible.then_some(0_u32);
    let codes = std::iter::from_fn(move || {
        let code = free? | given;
        // The next number that has none of the given bits.
        let next = (free? | mask | !all).wrapping_add(1) & !mask & all;
        free = (next != 0).then_some(next);
        Some(code)
    });
    codes.filter_map(char::from_u32).filter(move |character| character.len_utf8() == length)
}
