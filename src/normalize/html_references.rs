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
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find('&')).map(|found| at + found) {
        let rest = text.get(start + 1..).unwrap_or_default();
        let candidate = numeric(rest).or_else(|| longest_named(rest));
        at = start + 1;
        if let Some(reference) = candidate {
            if let Some((length, expansion)) = reference.stands_for {
                edits.replace(Span::new(start, at + length), expansion.into_iter().flatten());
            }
            at += reference.read;
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
    let (radix, digits) = radix_and_digits(rest.strip_prefix('#')?);
    let end = digits.find(|digit: char| !digit.is_digit(radix)).unwrap_or(digits.len());
    let (digits, behind) = digits.split_at_checked(end)?;
    if digits.is_empty() {
        return None;
    }
    let read = rest.len() - behind.len() + usize::from(behind.starts_with(';'));
    let code = digits
        .chars()
        .filter_map(|digit| digit.to_digit(radix))
        .fold(0_u32, |code, digit| code.saturating_mul(radix).saturating_add(digit));
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
pub fn of_number(code: u32) -> Option<char> {
    match code {
        0 => Some(char::REPLACEMENT_CHARACTER),
        0x80..=0x9F => WINDOWS_1252.get(code as usize - 0x80).copied(),
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
    let read = name + usize::from(rest.get(name..).is_some_and(|behind| behind.starts_with(';')));
    let whole = rest.get(..read).unwrap_or_default();
    // A shorter name has at least two letters; the whole may have fewer, but no name does.
    let stands_for = (2..=read).rev().find_map(|length| Some((length, named(whole.get(..length)?)?)));
    Some(Reference { read, stands_for })
}

/// What a name stands for; the semicolon is part of a name that has one.
pub fn named(name: &str) -> Option<Expansion> {
    let line = line_of(name.as_bytes())?;
    let mut codes = line.split(' ').skip(1).map(|code| u32::from_str_radix(code, 16).ok());
    let mut next = || codes.next().flatten().and_then(char::from_u32);
    Some([next(), next()])
}

/// The line of the table that begins with this name, found by halving: lines stand in the order of
/// their names.
fn line_of(name: &[u8]) -> Option<&'static str> {
    let table = ENTITIES.as_bytes();
    let is_break = |&byte: &u8| byte == b'\n';
    let (mut low, mut high) = (0, table.len());
    while low < high {
        let middle = low.midpoint(high);
        let start = table.get(low..middle)?.iter().rposition(is_break).map_or(low, |at| low + at + 1);
        let end = table.get(middle..high)?.iter().position(is_break).map_or(high, |at| middle + at);
        let line = ENTITIES.get(start..end)?;
        let own = line.split(' ').next()?.as_bytes();
        match own.cmp(name) {
            std::cmp::Ordering::Equal => return Some(line),
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start.saturating_sub(1),
        }
    }
    None
}
