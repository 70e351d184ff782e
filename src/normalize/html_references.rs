//! Enters: a text. Leaves: the same with HTML character references (`&amp;`, `&#233;`, `&cent`) replaced by what they stand for.

use super::rewrite::{Edits, Rewrite};
use crate::text::Span;
use crate::unicode::tables::html_entities::ENTITIES;

/// What a reference stands for: one or two characters, or none if HTML forbids the character.
pub(super) type Expansion = [Option<char>; 2];

/// Replaces every reference as HTML 5 requires, including those without a semicolon: `&notit;` is `¬it;`. `None` if
/// there are none.
///
/// Source: Python 3.11, `html.unescape`. There, a decimal reference of more than 4,300 digits raises an
/// exception. Here it stands for U+FFFD, like any other number beyond Unicode.
pub(super) fn unescape(text: &str) -> Option<Rewrite> {
    let mut edits = Edits::of(text);
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once('&') {
        rest = behind;
        if let Some(reference) = numeric(behind).or_else(|| longest_named(behind)) {
            if let Some((length, expansion)) = reference.stands_for {
                let at = text.len() - behind.len();
                edits.replace(Span::new(at - 1, at + length), expansion.into_iter().flatten());
            }
            rest = behind.split_at(reference.read).1;
        }
    }
    edits.finish()
}

/// What follows an ampersand and looks like a reference.
struct Reference {
    /// How many bytes were read. No other reference begins in them.
    read: usize,
    /// How many of them are replaced, and by what.
    stands_for: Option<(usize, Expansion)>,
}

/// `#[0-9]+;?|#[xX][0-9a-fA-F]+;?`
fn numeric(rest: &str) -> Option<Reference> {
    let (radix, number) = radix_and_digits(rest.strip_prefix('#')?);
    let behind = number.trim_start_matches(|digit: char| digit.is_digit(radix));
    if behind.len() == number.len() {
        return None;
    }
    let read = rest.len() - behind.len() + usize::from(behind.starts_with(';'));
    let digits = number.chars().map_while(|digit| digit.to_digit(radix));
    let code = digits.fold(0_u32, |code, digit| code.saturating_mul(radix).saturating_add(digit));
    Some(Reference { read, stands_for: Some((read, [of_number(code), None])) })
}

/// The radix of the digits after `#`, and the text where they begin.
pub(super) fn radix_and_digits(number: &str) -> (u32, &str) {
    match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => (16, hexadecimal),
        None => (10, number),
    }
}

/// What a number stands for; `None` if HTML treats it as a mistake.
#[allow(clippy::indexing_slicing, reason = "the table covers all codes of this arm")]
pub(super) fn of_number(code: u32) -> Option<char> {
    match code {
        0 => Some(char::REPLACEMENT_CHARACTER),
        0x80..=0x9F => Some(WINDOWS_1252[code as usize - 0x80]),
        0x01..=0x08 | 0x0B | 0x0E..=0x1F | 0x7F | 0xFDD0..=0xFDEF => None,
        _ if code & 0xFFFE == 0xFFFE && code <= 0x0010_FFFF => None,
        _ => Some(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)),
    }
}

/// The characters of the bytes 80 to 9F in Windows-1252. The five that it does not define stay C1 controls.
pub(super) const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', //
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// The most characters of a name, as `html.unescape` reads them.
const LONGEST: usize = 32;

/// `[^\t\n\f <&#;]{1,32};?`, and the longest name at its beginning.
fn longest_named(rest: &str) -> Option<Reference> {
    let ends = |character| matches!(character, '\t' | '\n' | '\x0C' | ' ' | '<' | '&' | '#' | ';');
    let name: usize =
        rest.chars().take(LONGEST).take_while(|&character| !ends(character)).map(char::len_utf8).sum();
    if name == 0 {
        return None;
    }
    let (_, behind) = rest.split_at(name);
    let read = name + usize::from(behind.starts_with(';'));
    let (whole, _) = rest.split_at(read);
    // No name is shorter than two letters, and none ends inside a character.
    let stands_for = (2..=read).rev().find_map(|length| Some((length, named(whole.get(..length)?)?)));
    Some(Reference { read, stands_for })
}

/// What a name stands for. If a name has a semicolon, it is part of the name.
#[allow(clippy::expect_used, reason = "the table is part of the program, not input")]
pub(super) fn named(name: &str) -> Option<Expansion> {
    let character = |code| u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
    let mut codes = codes_of(name)?.split(' ').map(|code| character(code).expect("a code is hexadecimal"));
    Some([codes.next(), codes.next()])
}

/// What follows this name in the table. It is found by bisection, since the lines are sorted by name.
#[allow(clippy::indexing_slicing, clippy::string_slice, reason = "lines begin and end inside the table")]
#[allow(clippy::expect_used, reason = "the table is part of the program, not input")]
fn codes_of(name: &str) -> Option<&'static str> {
    let table = ENTITIES.as_bytes();
    let is_break = |&byte: &u8| byte == b'\n';
    let (mut low, mut high) = (0, table.len());
    while low < high {
        let middle = low.midpoint(high);
        let start = table[low..middle].iter().rposition(is_break).map_or(low, |at| low + at + 1);
        let end = table[middle..high].iter().position(is_break).map_or(high, |at| middle + at);
        let (own, codes) = ENTITIES[start..end].split_once(' ').expect("a line is a name and its codes");
        match own.cmp(name) {
            std::cmp::Ordering::Equal => return Some(codes),
            std::cmp::Ordering::Less => low = end + 1,
            // The first line has no break before it.
            std::cmp::Ordering::Greater => high = start.saturating_sub(1),
        }
    }
    None
}
