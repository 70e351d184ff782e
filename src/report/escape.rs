//! Enters: any text. Leaves: the same with everything written out that is invisible or could change a terminal.

use std::borrow::Cow;
use std::fmt::Write;

/// What a character does on a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    /// It is visible.
    Shows,
    /// It joins characters or selects their form. It is invisible, but harmless after a visible character.
    Joins,
    /// It controls the terminal, changes the direction of text, or is invisible.
    Hides,
}

fn effect(character: char) -> Effect {
    if joins(character) {
        Effect::Joins
    } else if character.is_control()
        || turns_direction(character)
        || is_invisible(character)
        || has_no_look(character)
    {
        Effect::Hides
    } else {
        Effect::Shows
    }
}

/// Joiners, variation selectors and tags.
const fn joins(character: char) -> bool {
    matches!(
        character,
        '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0020}'..='\u{E007F}' | '\u{E0100}'..='\u{E01EF}'
    )
}

/// Marks, embeddings, overrides and isolates of the bidirectional algorithm.
const fn turns_direction(character: char) -> bool {
    matches!(
        character,
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
    )
}

/// Soft hyphens, zero-width spaces, fillers, separators of lines, annotations and the like.
const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{00AD}' | '\u{034F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2065}' | '\u{206A}'..='\u{206F}'
            | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// Private use and noncharacters: their look does not tell which characters they are.
const fn has_no_look(character: char) -> bool {
    matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{FDD0}'..='\u{FDEF}' | '\u{F0000}'..)
        || (character as u32) & 0xFFFE == 0xFFFE
}

/// Whether a character controls the terminal, changes the direction of text, or is invisible, as tags are.
pub fn hides(character: char) -> bool {
    effect(character) == Effect::Hides || is_tag(character)
}

const fn is_tag(character: char) -> bool {
    matches!(character, '\u{E0020}'..='\u{E007F}')
}

/// After this flag, tags spell a region (🏴󠁧󠁢󠁥󠁮󠁧󠁿). Only there are they visible.
const BLACK_FLAG: char = '\u{1F3F4}';

/// How a part of a text is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Visible text.
    AsItIs,
    /// One character, as `\u{1b}` or `\n`.
    WrittenOut,
}

/// Writes out invisible characters, as `\u{1b}` or `\n`. What joins emoji stays if it joins something. With nothing
/// before it, or when it repeats, it is written out too.
pub fn escaped(text: &str) -> Cow<'_, str> {
    if text.chars().all(|character| effect(character) == Effect::Shows) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(parts(text).into_iter().map(|(_, text)| text).collect())
}

/// The same in parts, where each character that is written out is a part of its own.
pub fn parts(text: &str) -> Vec<(Part, String)> {
    let mut parts: Vec<(Part, String)> = Vec::new();
    let mut before = Before::Nothing;
    for character in text.chars() {
        let (shown, now) = before.then(character);
        match parts.last_mut() {
            _ if !shown => parts.push((Part::WrittenOut, written_out(character))),
            Some((Part::AsItIs, text)) => text.push(character),
            _ => parts.push((Part::AsItIs, String::from(character))),
        }
        before = now;
    }
    parts.into_iter().flat_map(without_last_joiner).collect()
}

/// Writes out a joiner at the end of a part. On a terminal, it would join whatever is printed next.
fn without_last_joiner((part, mut text): (Part, String)) -> impl Iterator<Item = (Part, String)> {
    let last = text.chars().next_back().filter(|&last| part == Part::AsItIs && is_joiner(last));
    if let Some(joiner) = last {
        text.truncate(text.len() - joiner.len_utf8());
    }
    let joiner = last.map(|joiner| (Part::WrittenOut, written_out(joiner)));
    std::iter::once((part, text)).filter(|(_, text)| !text.is_empty()).chain(joiner)
}

const fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200C}' | '\u{200D}')
}

/// What was shown last. It determines what may join it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    /// Nothing that can be joined: the start, something written out, or a joiner.
    Nothing,
    /// A visible character.
    Character,
    /// A variation selector: only a joiner may follow it.
    Selector,
    /// A black flag, or a tag after it: tags may follow.
    Flag,
}

impl Before {
    /// Whether this character is shown as it is, and what was shown last after that.
    fn then(self, character: char) -> (bool, Self) {
        match effect(character) {
            Effect::Shows if character == BLACK_FLAG => (true, Self::Flag),
            Effect::Shows => (true, Self::Character),
            Effect::Joins if is_tag(character) => match self {
                Self::Flag => (true, Self::Flag),
                _ => (false, Self::Nothing),
            },
            Effect::Joins => match (self, character) {
                (Self::Nothing, _) => (false, Self::Nothing),
                (_, joiner) if is_joiner(joiner) => (true, Self::Nothing),
                (Self::Selector, _) => (false, Self::Nothing),
                (Self::Character | Self::Flag, _) => (true, Self::Selector),
            },
            Effect::Hides => (false, Self::Nothing),
        }
    }
}

fn written_out(character: char) -> String {
    match character {
        '\n' => "\\n".to_owned(),
        '\r' => "\\r".to_owned(),
        '\t' => "\\t".to_owned(),
        _ => format!("\\u{{{:x}}}", u32::from(character)),
    }
}

/// Writes out bytes as [`escaped`] does for text. Bytes that are not UTF-8 are written as `\xF0`.
pub fn escaped_bytes(bytes: &[u8]) -> String {
    spell_out(bytes, |text| escaped(text))
}

/// The text of bytes, unchanged. Bytes that are not UTF-8 are written as `\xF0`.
pub fn bytes_as_text(bytes: &[u8]) -> String {
    spell_out(bytes, Cow::Borrowed)
}

fn spell_out<'b>(bytes: &'b [u8], text: impl Fn(&'b str) -> Cow<'b, str>) -> String {
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        out.push_str(&text(chunk.valid()));
        for byte in chunk.invalid() {
            let _ = write!(out, "\\x{byte:02X}");
        }
    }
    out
}

/// Bytes as pairs of hexadecimal digits with `separator` between them.
pub fn hex(bytes: &[u8], separator: &str) -> String {
    let pairs: Vec<String> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    pairs.join(separator)
}
