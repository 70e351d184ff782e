//! Enters: ids. Leaves: a line of numbers, or the bare bytes of them.

use super::digits;
use crate::TokenId;

/// Appends ids on one line with `between` between them; no id makes an empty line.
pub(crate) fn push_line(out: &mut Vec<u8>, ids: &[TokenId], between: u8) {
    digits::push_line(out, ids.iter().map(|id| id.0), between);
}

/// Appends ids on one line, with `-` in the place of each that is none.
pub(crate) fn push_line_with_gaps(
    out: &mut Vec<u8>,
    ids: impl Iterator<Item = Option<TokenId>>,
    between: u8,
) {
    let start = out.len();
    for id in ids {
        if out.len() > start {
            out.push(between);
        }
        match id {
            Some(id) => out.extend_from_slice(id.to_string().as_bytes()),
            None => out.push(b'-'),
        }
    }
    out.push(b'\n');
}

/// Appends ids as two bytes each, the lower one first.
pub(crate) fn push_bytes(out: &mut Vec<u8>, ids: &[TokenId]) {
    out.extend(ids.iter().flat_map(|id| id.0.to_le_bytes()));
}
