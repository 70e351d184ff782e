//! Enters: a JSON object as it stands, and a value. Leaves: the object with the value in a field, everything else byte for byte.

use super::skip::end_of_value;

/// Writes an object with `value` in the field of this name: in place of the value that is there, or behind the others.
///
/// # Errors
/// If it is no object: what it is.
pub(in crate::sources) fn give_back(
    record: &[u8],
    field: &str,
    value: &[u8],
    out: &mut Vec<u8>,
) -> Result<(), &'static str> {
    let record = record.trim_ascii();
    match record.first() {
        Some(b'{') => {}
        Some(b'"') => return Err("a string"),
        Some(b'[') => return Err("an array"),
        _ => return Err("no object"),
    }
    let mut at = 1;
    // Where the value stands that is there already; of several, the last one counts, as everywhere in JSON.
    let mut there = None;
    let mut last_end = None;
    while let Some((key, value)) = member(record, at) {
        let name = record.get(key).and_then(|key| serde_json::from_slice::<String>(key).ok());
        at = value.end;
        last_end = Some(value.end);
        if name.as_deref() == Some(field) {
            there = Some(value);
        }
        let blank = blank(record, at);
        if record.get(blank) != Some(&b',') {
            break;
        }
        at = blank + 1;
    }
    let put = |out: &mut Vec<u8>, from: usize, to: usize| {
        out.extend_from_slice(record.get(from..to).unwrap_or_default());
    };
    if let Some(value_there) = there {
        put(out, 0, value_there.start);
        out.extend_from_slice(value);
        put(out, value_there.end, record.len());
    } else {
        let end = last_end.unwrap_or(1);
        put(out, 0, end);
        if last_end.is_some() {
            out.push(b',');
        }
        // As the record has it between its own fields.
        let is_spaced = memchr::memmem::find(record, b"\": ").is_some();
        let name = serde_json::to_vec(field).unwrap_or_default();
        if is_spaced && last_end.is_some() {
            out.push(b' ');
        }
        out.extend_from_slice(&name);
        out.extend_from_slice(if is_spaced { b": " } else { b":" });
        out.extend_from_slice(value);
        put(out, end, record.len());
    }
    Ok(())
}

/// The key and the value that begin here, white space aside.
fn member(record: &[u8], at: usize) -> Option<(std::ops::Range<usize>, std::ops::Range<usize>)> {
    let key = blank(record, at);
    if record.get(key) != Some(&b'"') {
        return None;
    }
    let key_end = key + end_of_value(record.get(key..)?)?;
    let colon = blank(record, key_end);
    if record.get(colon) != Some(&b':') {
        return None;
    }
    let value = blank(record, colon + 1);
    let value_end = value + end_of_value(record.get(value..)?)?;
    Some((key..key_end, value..value_end))
}

/// Where white space that begins here ends.
fn blank(record: &[u8], at: usize) -> usize {
    let rest = record.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}
