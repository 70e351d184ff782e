//! Enters: lines of JSON. Leaves: the prompts that they hold.

use std::borrow::Cow;
use std::ops::Range;

use serde::de::DeserializeSeed;

use super::find::{BEFORE_THE_PATH, Value};
use super::flat::{Escapes, Flat, Plain};
use super::found::{Form, Found, Item};
use super::mend::{Mended, mended};
use super::names::Names;
use super::paths::paths;
use crate::batch::{Invalid, Separator};
use crate::place::Source;
use crate::sources::error::SourceError;
use crate::sources::extracted::Extracting;
use crate::sources::field::Field;
use crate::sources::text::{Decoded, utf_8};

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sources) enum Lines {
    /// As it stands in the file.
    OfFile,
    /// A part of a document, behind a byte that says how many keys of the path are behind already.
    OfDocument,
}

/// The byte for no key.
pub(super) const NO_KEY: u8 = b' ';

/// Takes the prompts out of every line of a chunk, up to the first that is wrong. `before` is where the chunk begins in its
/// file, if it is a part of one as it stands.
pub(in crate::sources) fn extract(
    bytes: &[u8],
    before: Option<u64>,
    field: &Field,
    lines: Lines,
    into: &mut Extracting<'_>,
) {
    let mut found = Found::default();
    // What holds for all of the chunk is not asked of each line.
    let text = std::str::from_utf8(bytes).ok();
    let mut flat = Names::of(field).map(|names| Flat::of(bytes, names));
    into.out.reserve(bytes.len());
    let mut number = into.first.record;
    let mut rest = bytes;
    while !rest.is_empty() {
        let start = bytes.len() - rest.len();
        let first_slot = into.out.slots();
        let (begin, walked) = match (lines, rest.first()) {
            (Lines::OfDocument, Some(walked)) => (start + 1, usize::from(walked.wrapping_sub(NO_KEY))),
            _ => (start, 0),
        };
        // Where keys are behind already, the field is not one of the record's own.
        let is_whole = walked == 0 || walked == usize::from(BEFORE_THE_PATH);
        let is_empty = rest.first() == Some(&b'\n');
        let flat = flat.as_mut().filter(|_| !is_empty && (is_whole || *field == Field::Usual));
        let plain = flat.and_then(|flat| flat.prompt(begin));
        if let Some(plain) = plain.filter(|plain| text.is_some() || is_text(bytes.get(begin..plain.end)))
            && let Some(prompt) = decoded(bytes, text, &plain)
        {
            let next = bytes.len().min(plain.end + 1);
            match prompt {
                Cow::Borrowed(prompt) => into.out.push_plain(prompt, number),
                Cow::Owned(prompt) => into.out.push(&prompt, number),
            }
            let has_cr = next > plain.end && bytes.get(..plain.end).is_some_and(|line| line.ends_with(b"\r"));
            into.end_record(number, begin..plain.end - usize::from(has_cr), next, Form::Single, first_slot);
            rest = bytes.get(next..).unwrap_or_default();
            number += 1;
            continue;
        }
        let (line, behind) = Separator::LineFeed.split_first(rest);
        let (line, walked) = match (lines, line.split_first()) {
            (Lines::OfDocument, Some((_, line))) => (line, walked),
            _ => (line, 0),
        };
        rest = behind;
        let next = bytes.len() - rest.len();
        let range = begin..begin + line.len();
        // Blank lines are white space between records.
        if !line.trim_ascii().is_empty() {
            let source = into.source(number);
            let at = before.map(|before| before + begin as u64);
            found.clear();
            let read = read(line, at, field, walked, &source, &mut found, into)
                .and_then(|record| take(&found, field, &record, &source, into));
            into.end_record(number, range, next, found.form, first_slot);
            if let Err(error) = read {
                into.out.failed = Some(error);
                return;
            }
        }
        number += 1;
    }
}

fn is_text(line: Option<&[u8]>) -> bool {
    line.is_some_and(|line| std::str::from_utf8(line).is_ok())
}

/// The prompt of a line that is plain; `None` if it has half of a surrogate pair. `text` is the chunk, if all of it is text.
#[inline]
fn decoded<'c>(bytes: &'c [u8], text: Option<&'c str>, plain: &Plain) -> Option<Cow<'c, str>> {
    let Range { start, end } = plain.prompt;
    let slice = |range: Range<usize>| match text {
        Some(text) => text.get(range),
        None => std::str::from_utf8(bytes.get(range)?).ok(),
    };
    match plain.escapes {
        Escapes::None => slice(start..end).map(Cow::Borrowed),
        // With the quotes around it.
        Escapes::Some => serde_json::from_str(slice(start - 1..end + 1)?).ok().map(Cow::Owned),
    }
}

/// Finds what a line holds. Returns the line as it could be read.
fn read<'l>(
    line: &'l [u8],
    at: Option<u64>,
    field: &Field,
    walked: usize,
    source: &Source,
    found: &mut Found,
    into: &mut Extracting<'_>,
) -> Result<Decoded<'l>, SourceError> {
    let decoded = utf_8(line, at, into.reading.invalid, source)?;
    into.noted.replaced.note_many(source, decoded.replaced);
    let Err(error) = find(&decoded.text, field, walked, found) else { return Ok(decoded) };
    let Mended { text, replaced, lone } = mended(&decoded.text, into.reading.invalid);
    found.clear();
    match find(&text, field, walked, found) {
        Ok(()) => {
            into.noted.lone_surrogates.note_many(source, replaced);
            let text = text.into_owned().into();
            Ok(Decoded { text, replaced: 0 })
        }
        Err(_) if lone.is_some() && into.reading.invalid == Invalid::Refuse => {
            let (column, escape) = lone.unwrap_or_default();
            Err(SourceError::LoneSurrogate { source: source.clone(), column, escape })
        }
        Err(_) => {
            let message = error.to_string();
            let message =
                message.rsplit_once(" at line ").map_or(message.as_str(), |(words, _)| words).to_owned();
            Err(SourceError::Json { source: source.clone(), column: error.column(), message })
        }
    }
}

fn find(line: &str, field: &Field, walked: usize, found: &mut Found) -> Result<(), serde_json::Error> {
    let mut json = serde_json::Deserializer::from_str(line);
    Value::record(field, walked, found).deserialize(&mut json)?;
    json.end()
}

/// Takes what was found.
fn take(
    found: &Found,
    field: &Field,
    record: &Decoded<'_>,
    source: &Source,
    into: &mut Extracting<'_>,
) -> Result<(), SourceError> {
    let mut start = 0;
    for item in &found.items {
        match *item {
            Item::Text { end } => {
                let text = found.texts.get(start..end).unwrap_or_default();
                into.out.push(text, source.record);
                start = end;
            }
            Item::Null | Item::EmptyList | Item::Absent => {
                let missing = into.reading.missing;
                into.out.push_missing(missing, source, into.noted, || match item {
                    Item::Null => {
                        let field = name(field, &record.text);
                        SourceError::Nothing { source: source.clone(), field, found: "null" }
                    }
                    Item::EmptyList => {
                        let field = name(field, &record.text);
                        SourceError::Nothing { source: source.clone(), field, found: "an empty list" }
                    }
                    _ => no_field(field, &record.text, source),
                })?;
            }
            Item::Other(found) => {
                return Err(SourceError::NoString {
                    source: source.clone(),
                    field: name(field, &record.text),
                    found,
                });
            }
            Item::NoRecord(found) => return Err(SourceError::NoRecord { source: source.clone(), found }),
        }
    }
    Ok(())
}

fn no_field(field: &Field, record: &str, source: &Source) -> SourceError {
    let has = serde_json::from_str(record).map(|record| paths(&record)).unwrap_or_default();
    SourceError::NoField { source: source.clone(), wanted: field.wanted(), has }
}

/// What the field is called in a record.
fn name(field: &Field, record: &str) -> String {
    match field {
        Field::Named(path) => path.typed().to_owned(),
        Field::Usual => {
            let has = serde_json::from_str(record).map(|record| paths(&record)).unwrap_or_default();
            let is_usual =
                |path: &&String| field.wanted().iter().any(|usual| usual.eq_ignore_ascii_case(path.trim()));
            has.iter().find(is_usual).cloned().unwrap_or_else(|| "text".to_owned())
        }
    }
}
