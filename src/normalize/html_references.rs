//! Enters: a text. Leaves: the same with HTML's character references (`&amp;`, `&#233;`, `&cent`) replaced by what they stand for.

use super::rewrite::{Edits, Rewrite};
use crate::text::Span;
use crate::unicode::tables::html_entities::ENTITIES;

/// What a reference stands for: one or two characters, or nothing where HTML forbids the character.
pub type Expansion = [Option<char>; 2];

/// Replaces every reference as HTML 5 wants it, those without a semicolon too: `&notit;` is `¬it;`. `None` if
/// there are none.
///
/// Source: Python 3.11, `html.unescape`. There, a decimal reference of more than 4,300 digits raises an
/// exception; here it stands for U+FFFD, as any other number beyond Unicode does.
pub fn unescape(text: &str) -> Option<Rewrite> {
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

/// What stands behind an ampersand and looks like a reference.
struct Reference {
    /// How many bytes were read: no other reference begins in them.
    read: usize,
    /// How many of them stand for something, and for what.
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

/// Which digits count behind `#`, and where they begin.
pub fn radix_and_digits(number: &str) -> (u32, &str) {
    match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => (16, hexadecimal),
        None => (10, number),
    }
}

/// What a number stands for; nothing where HTML takes it for a mistake.
#[allow(clippy::indexing_slicing, reason = "the table has all codes of its arm")]
pub fn of_number(code: u32) -> Option<char> {
    match code {
        0 => Some(char::REPLACEMENT_CHARACTER),
        0x80..=0x9F => Some(WINDOWS_1252[code as usize - 0x80]),
        0x01..=0x08 | 0x0B | 0x0E..=0x1F | 0x7F | 0xFDD0..=0xFDEF => None,
        _ if code & 0xFFFE == 0xFFFE && code <= 0x0010_FFFF => None,
        _ => Some(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)),
    }
}

/// What the bytes 80 to 9F are in Windows-1252; the five that it leaves open stay C1 controls.
pub const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', //
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// The most characters of a name, as `html.unescape` reads them.
const LONGEST: usize = 32;

/// `[^\t\n\f <&#;]{1,32};?`, and the longest name that it begins with.
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
    // A shorter name has at least two letters; the whole may have fewer, but no name does. A length that cuts a
    // character is that of no name either.
    let stands_for = (2..=read).rev().find_map(|length| Some((length, named(whole.get(..length)?)?)));
    Some(Reference { read, stands_for })
}

/// What a name stands for; the semicolon is part of a name that has one.
#[allow(clippy::expect_used, reason = "the table is a part of the program, and no input")]
pub fn named(name: &str) -> Option<Expansion> {
    let character = |code| u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
    let mut codes = codes_of(name)?.split(' ').map(|code| character(code).expect("a code is hexadecimal"));
    Some([codes.next(), codes.next()])
}

/// What stands behind this name in the table, found by halving: lines stand in the order of their names.
#[allow(clippy::indexing_slicing, clippy::string_slice, reason = "the ends of a line lie in the table")]
#[allow(clippy::expect_used, reason = "the table is a part of the program, and no input")]
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
