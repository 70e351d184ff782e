//! Enters: a text and a place in it. Leaves: where a word, a number, a key or signs end that begin there.
//!
//! Source: compel 2.5.1, `prompt_parser.py`, `build_parser_syntax`; pyparsing 3.3.3, `core.py` and `common.py`.

use memchr::memchr3;

use super::powers::power;
use crate::syntax::python::float;
use crate::syntax::raised::RaisedWhy;
use crate::text::Span;
use crate::unicode::is_digit_14;

/// What a plus sign multiplies a weight by.
const PLUS: f64 = 1.1;

/// What a minus sign multiplies a weight by.
const MINUS: f64 = 0.9;

/// A place in one of the texts that are read, and where that text ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor {
    pub at: usize,
    pub end: usize,
}

impl Cursor {
    /// Another place in the same text.
    pub(super) const fn moved(self, at: usize) -> Self {
        Self { at, ..self }
    }
}

/// Whether a byte is white space to the grammar. U+000B and U+000C are not, nor is what lies beyond ASCII.
const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Whether a byte may have a meaning in a prompt, and loses it behind a backslash.
const fn is_mark(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'"' | b',' | b'.' | b'+' | b'-' | b'=')
}

/// Whether `string.whitespace` has a byte.
const fn is_ascii_whitespace(byte: u8) -> bool {
    is_blank(byte) || matches!(byte, b'\x0B' | b'\x0C')
}

/// Where the blanks end that begin here, if there are any.
pub(super) fn behind_blanks(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    at + rest.iter().position(|&byte| !is_blank(byte)).unwrap_or(rest.len())
}

/// Where the text that must stand here ends; blanks may stand before it.
pub(super) fn literal(text: &str, at: usize, expected: &str) -> Option<usize> {
    let at = behind_blanks(text, at);
    text.get(at..)?.starts_with(expected).then(|| at + expected.len())
}

/// Where a word without syntax ends.
///
/// Source: `non_syntax_word`.
pub(super) fn word(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut end = at;
    while let Some(&byte) = bytes.get(end) {
        let next = bytes.get(end + 1).copied();
        end += match byte {
            b'\\' if next.is_some_and(is_mark) => 2,
            b'+' | b'-' if next.is_some_and(|next| !is_blank(next) && !is_mark(next)) => 1,
            byte if is_mark(byte) || is_ascii_whitespace(byte) => break,
            _ => 1,
        };
    }
    (end > at).then_some(end)
}

/// Where the characters end that are no white space of ASCII's.
///
/// Source: `free_word`.
pub(super) fn free_word(text: &str, at: usize) -> Option<usize> {
    let rest = text.as_bytes().get(at..)?;
    let length = rest.iter().position(|&byte| is_ascii_whitespace(byte)).unwrap_or(rest.len());
    (length > 0).then_some(at + length)
}

/// Where the blanks end that stand behind characters that pyparsing passes over on its way to them.
///
/// Source: pyparsing 3.3.3, `White`: it takes blanks, and passes over all other white space that it has a name for.
pub(super) fn behind_rare_whitespace(text: &str, at: usize) -> Option<usize> {
    let is_rare = |character| {
        matches!(
            character,
            '\x0C' | '\u{A0}' | '\u{1680}' | '\u{180E}' | '\u{2000}'
                ..='\u{200B}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
        )
    };
    let blanks = text.len() - text.get(at..)?.trim_start_matches(is_rare).len();
    let end = behind_blanks(text, blanks);
    (end > blanks).then_some(end)
}

/// The name of a network or of an option: letters and digits of ASCII, `_` and `-`. Blanks may stand before it.
pub(super) fn key(text: &str, at: usize) -> Option<Span> {
    let at = behind_blanks(text, at);
    let rest = text.as_bytes().get(at..)?;
    let is_inside = |&byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let length = rest.iter().take_while(|byte| is_inside(byte)).count();
    (length > 0).then(|| Span::new(at, at + length))
}

/// A number, and where it ends. Blanks may stand before it. Only a number with a point may have a plus sign, and digits
/// beyond ASCII.
///
/// Source: `number`; pyparsing 3.3.3, `pyparsing_common.real`.
pub(super) fn number(text: &str, at: usize) -> Option<(f64, usize)> {
    let at = behind_blanks(text, at);
    let rest = text.get(at..)?;
    let length = real(rest).or_else(|| integer(rest))?;
    Some((float(rest.get(..length)?)?, at + length))
}

fn real(text: &str) -> Option<usize> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let fraction = unsigned.trim_start_matches(is_digit_14).strip_prefix('.')?;
    let rest = fraction.trim_start_matches(is_digit_14);
    let has_digit = !unsigned.starts_with('.') || rest.len() < fraction.len();
    has_digit.then(|| text.len() - rest.len())
}

fn integer(text: &str) -> Option<usize> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let rest = unsigned.trim_start_matches(|character: char| character.is_ascii_digit());
    (rest.len() < unsigned.len()).then(|| text.len() - rest.len())
}

/// What a weight is multiplied by.
#[derive(Clone, Copy, Debug)]
pub(super) enum Factor {
    Pluses(usize),
    Minuses(usize),
    Number(f64),
}

impl Factor {
    /// Signs that begin exactly here, and where they end.
    pub(super) fn signs(text: &str, at: usize) -> Option<(Self, usize)> {
        let rest = text.as_bytes().get(at..)?;
        let count = |sign: u8| rest.iter().take_while(|&&byte| byte == sign).count();
        match rest.first()? {
            b'+' => Some((Self::Pluses(count(b'+')), at + count(b'+'))),
            b'-' => Some((Self::Minuses(count(b'-')), at + count(b'-'))),
            _ => None,
        }
    }

    /// Signs or a number, and where they end. Signs are tried first, so that no number has one.
    pub(super) fn signs_or_number(text: &str, at: usize) -> Option<(Self, usize)> {
        let number = || number(text, at).map(|(number, end)| (Self::Number(number), end));
        Self::signs(text, at).or_else(number)
    }

    /// Its value. Signs raise a base to a power, which is not the same as a product in the last bits.
    ///
    /// Source: `make_operator_object`.
    pub(super) fn value(self) -> Result<f64, RaisedWhy> {
        match self {
            Self::Pluses(signs) => {
                let power = power(PLUS, signs);
                if power.is_infinite() { Err(RaisedWhy::InfiniteWeight { signs }) } else { Ok(power) }
            }
            Self::Minuses(signs) => Ok(power(MINUS, signs)),
            Self::Number(number) => Ok(number),
        }
    }
}

/// The quotation mark that closes the one here, on the same line. One behind a backslash does so only if no other does, and
/// then the last.
///
/// Source: pyparsing 3.3.3, `QuotedString` with `esc_quote`.
pub(super) fn closing_quote(text: &str, opening: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut last_escaped = None;
    let mut done = opening + 1;
    while let Some(found) = memchr3(b'"', b'\n', b'\r', bytes.get(done..)?) {
        let at = done + found;
        if bytes.get(at) != Some(&b'"') {
            break;
        }
        if bytes.get(at - 1) != Some(&b'\\') {
            return Some(at);
        }
        last_escaped = Some(at);
        done = at + 1;
    }
    last_escaped
}
