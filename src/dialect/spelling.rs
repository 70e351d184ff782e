//! Enters: names as people type them. Leaves: whether two of them are the same.

/// Whether two names differ in nothing but case, white space, `-`, `_`, `.` and `/`.
///
/// ```
/// use cliptok::same_spelling;
/// assert!(same_spelling("SD 1.5", "sd15") && !same_spelling("sd15", "sd2"));
/// ```
pub fn same_spelling(one: &str, other: &str) -> bool {
    compared(one).eq(compared(other))
}

/// The characters of a name that count.
pub(crate) fn compared(name: &str) -> impl Iterator<Item = char> {
    let counts = |character: &char| !character.is_whitespace() && !"-_./".contains(*character);
    name.chars().filter(counts).flat_map(char::to_lowercase)
}
