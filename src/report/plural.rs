//! Enters: a number and a unit. Leaves: both in words: `1 byte`, `2 bytes`, `3 entries`.

use std::fmt;

/// The number with its unit, which takes an `s` unless there is one of it.
///
/// ```
/// use cliptok::report::counted;
/// assert_eq!((counted(1_u64, "token"), counted(2_u64, "token")), ("1 token".to_owned(), "2 tokens".to_owned()));
/// ```
pub fn counted<N: Copy + fmt::Display + PartialEq + From<u8>>(count: N, unit: &str) -> String {
    format!("{count} {unit}{}", if count == N::from(1) { "" } else { "s" })
}

/// A number of entries of a vocabulary.
pub fn entries(count: usize) -> String {
    if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") }
}
