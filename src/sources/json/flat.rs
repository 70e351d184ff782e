//! Enters: a line of JSON. Leaves: its prompt, if the line is as plain as most are.
//!
//! Most records are flat objects with a prompt that has no escapes. This reads those without the general reader, which reads
//! every other line, and all that are wrong; a test holds the two against each other.

use crate::sources::field::{Field, Fit, Key, USUAL, fit};

/// The names that a field may have.
pub(super) struct Names<'f> {
    names: Vec<&'f str>,
}

impl<'f> Names<'f> {
    /// Those of a field; `None` if a path leads to it.
    pub(super) fn of(field: &'f Field) -> Option<Self> {
        match field {
            Field::Usual => Some(Self { names: USUAL.to_vec() }),
            Field::Named(path) => match path.steps() {
                [Key::Named(name)] => Some(Self { names: vec![name] }),
                _ => None,
            },
        }
    }

    fn fit(&self, key: &str) -> Fit {
        let bytes = key.as_bytes();
        let is_plain = key.is_ascii() && !bytes.first().is_none_or(u8::is_ascii_whitespace);
        let may_fit =
            |name: &&&str| name.len() == key.len() || !is_plain || !name.is_ascii() || is_blank_at_end(bytes);
        self.names.iter().filter(may_fit).map(|name| fit(name, key)).max().unwrap_or(Fit::No)
    }
}

fn is_blank_at_end(key: &[u8]) -> bool {
    key.last().is_none_or(u8::is_ascii_whitespace)
}

/// The prompt of a line that is a flat object: one key fits, its value is a string, and no string has an escape. `None` says
/// nothing of other lines.
pub(super) fn prompt<'l>(line: &'l str, names: &Names<'_>) -> Option<&'l str> {
    let bytes = line.as_bytes();
    let mut found = None;
    let mut at = expect(bytes, 0, b'{')?;
    loop {
        at = expect(bytes, at, b'"')?;
        let end = end_of_string(bytes, at)?;
        let fit = names.fit(line.get(at..end)?);
        at = blank(bytes, expect(bytes, end + 1, b':')?);
        let value = at;
        at = match bytes.get(at)? {
            b'"' => end_of_string(bytes, at + 1)? + 1,
            _ => end_of_plain(bytes, at)?,
        };
        match fit {
            Fit::No => {}
            Fit::Exact if found.is_none() && bytes.get(value) == Some(&b'"') => {
                found = Some(line.get(value + 1..at - 1)?);
            }
            _ => return None,
        }
        at = blank(bytes, at);
        match bytes.get(at)? {
            b',' => at += 1,
            b'}' => break,
            _ => return None,
        }
    }
    if blank(bytes, at + 1) == bytes.len() { found } else { None }
}

/// Behind white space and this byte.
fn expect(bytes: &[u8], at: usize, byte: u8) -> Option<usize> {
    let at = blank(bytes, at);
    (bytes.get(at) == Some(&byte)).then_some(at + 1)
}

/// Behind what JSON calls white space.
fn blank(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\t' | b'\r' | b'\n') = bytes.get(at) {
        at += 1;
    }
    at
}

const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Where a string without escapes ends that begins here; `None` if it has one, or a control character, or no end.
fn end_of_string(bytes: &[u8], mut at: usize) -> Option<usize> {
    // Eight bytes at once: the lowest of those marks that are set is right, and that is all that is asked.
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let word = u64::from_le_bytes(*chunk);
        let zero_at = |word: u64| word.wrapping_sub(LOW) & !word & HIGH;
        let quote = zero_at(word ^ (LOW * u64::from(b'"')));
        let escape = zero_at(word ^ (LOW * u64::from(b'\\')));
        let control = word.wrapping_sub(LOW * 0x20) & !word & HIGH;
        let marks = quote | escape | control;
        if marks != 0 {
            at += marks.trailing_zeros() as usize / 8;
            return (bytes.get(at) == Some(&b'"')).then_some(at);
        }
        at += 8;
    }
    let rest = bytes.get(at..)?;
    let length = rest.iter().position(|&byte| matches!(byte, b'"' | b'\\') || byte < 0x20)?;
    (rest.get(length) == Some(&b'"')).then_some(at + length)
}

/// Where a number without an exponent, or a word, ends that begins here.
fn end_of_plain(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    for word in [b"null".as_slice(), b"true", b"false"] {
        if rest.starts_with(word) {
            return Some(at + word.len());
        }
    }
    let digits = |from: usize| rest.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let sign = usize::from(rest.first() == Some(&b'-'));
    let whole = digits(sign);
    let is_whole = whole == 1 || (whole > 1 && rest.get(sign) != Some(&b'0'));
    let mut end = sign + whole;
    if rest.get(end) == Some(&b'.') {
        let fraction = digits(end + 1);
        if fraction == 0 {
            return None;
        }
        end += 1 + fraction;
    }
    (is_whole && !matches!(rest.get(end), Some(b'e' | b'E'))).then_some(at + end)
}
