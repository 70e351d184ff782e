//! Enters: the bytes of an entry. Leaves: the texts that contain them, with cut characters completed.

use crate::dialect::{Rules, Step};
use crate::normalize::removed_by;
use crate::unicode::CharacterClass;

/// The bytes of an entry, divided by characters.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape<'v> {
    /// They lie inside one character.
    Inside(&'v [u8]),
    /// The last bytes of a character, whole characters, the first bytes of another one. Each of these may be empty.
    Across { head: &'v [u8], whole: &'v str, tail: &'v [u8] },
}

impl<'v> Shape<'v> {
    /// The shape of these bytes; `None` if no UTF-8 text contains them.
    pub(super) fn of(bytes: &'v [u8]) -> Option<Self> {
        let continues = |byte: &&u8| (0x80..0xC0).contains(*byte);
        let (head, rest) = bytes.split_at(bytes.iter().take_while(continues).count());
        let mut chunks = rest.utf8_chunks();
        let (whole, tail) = chunks.next().map_or(("", &[][..]), |chunk| (chunk.valid(), chunk.invalid()));
        let shape = match (head, rest) {
            ([_, ..], []) => Self::Inside(head),
            _ => Self::Across { head, whole, tail },
        };
        // Bytes that are not UTF-8 may only be at the end, and have to begin a character.
        if chunks.next().is_some() {
            return None;
        }
        shape.cut_characters().all(|(bytes, part)| completed(bytes, part).next().is_some()).then_some(shape)
    }

    /// The bytes of each character that is only partly in the entry.
    pub(super) fn cut_characters(self) -> impl Iterator<Item = (&'v [u8], Part)> {
        let parts = match self {
            Self::Inside(bytes) => [(bytes, Part::Later), (&[][..], Part::First)],
            Self::Across { head, tail, .. } => [(head, Part::Last), (tail, Part::First)],
        };
        parts.into_iter().filter(|(bytes, _)| !bytes.is_empty())
    }

    /// The texts that contain the entry's bytes, made of characters that normalization may leave.
    pub(super) fn texts(
        self,
        ends_word: bool,
        rules: &'static Rules,
    ) -> Box<dyn Iterator<Item = String> + 'v> {
        let steps = rules.steps;
        match self {
            Self::Inside(bytes) => left(bytes, if ends_word { Part::Last } else { Part::Later }, steps),
            Self::Across { head: [], whole, tail } => {
                Box::new(left(tail, Part::First, steps).map(move |last| format!("{whole}{last}")))
            }
            Self::Across { head, whole, tail } => {
                // Each end has thousands of completions. For the last one, only its class matters to the pattern.
                let lasts = one_of_each_class(left(tail, Part::First, steps), rules);
                Box::new(left(head, Part::Last, steps).flat_map(move |first| {
                    let lasts = lasts.clone().into_iter();
                    lasts.map(move |last| format!("{first}{whole}{last}"))
                }))
            }
        }
    }
}

/// Which part of a character some bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    First,
    Last,
    /// Any part but the first.
    Later,
}

/// The characters that contain these bytes and that the steps may leave, as text. If there is nothing to complete, one
/// empty text.
fn left<'v>(bytes: &'v [u8], part: Part, steps: &'static [Step]) -> Box<dyn Iterator<Item = String> + 'v> {
    if bytes.is_empty() {
        return Box::new(std::iter::once(String::new()));
    }
    let stays = move |character: &char| removed_by(*character, steps).is_none();
    Box::new(completed(bytes, part).filter(stays).map(String::from))
}

/// The first of these texts for each class of its first character: letter, number, symbol. An empty text counts as a
/// class of its own.
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

/// The characters whose UTF-8 contains these bytes and more, shorter ones first.
pub(super) fn completed(bytes: &[u8], part: Part) -> impl Iterator<Item = char> {
    let places = (2..=4_usize).flat_map(move |length| {
        let last = length.saturating_sub(bytes.len());
        let all = match part {
            Part::First => 0..=0,
            Part::Last => last..=last,
            Part::Later => 1..=last,
        };
        // Without any other byte, nothing would be cut.
        all.filter(move |_| last > 0).map(move |at| (length, at))
    });
    places.flat_map(|(length, at)| with_bytes_at(bytes, at, length))
}

/// The characters of `length` bytes that have these bytes at this place.
fn with_bytes_at(bytes: &[u8], at: usize, length: usize) -> impl Iterator<Item = char> + use<> {
    // The given bits of the code point, and a mask of where they are.
    let (mut given, mut mask) = (0_u32, 0_u32);
    let mut is_possible = true;
    for (place, &byte) in (at..).zip(bytes) {
        // A first byte encodes the length as that many ones, followed by a zero.
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
        // The next number without any of the given bits.
        let next = (free? | mask | !all).wrapping_add(1) & !mask & all;
        free = (next != 0).then_some(next);
        Some(code)
    });
    codes.filter_map(char::from_u32).filter(move |character| character.len_utf8() == length)
}
