//! Enters: names out of a file, and shapes. Leaves: how an error shows them.

use std::fmt::{self, Write};
use std::path::Path;

/// A name, as far as it is shown: a file may have one of megabytes.
const LONGEST: usize = 200;

/// A text out of a file. What controls a terminal or is invisible is written out, as `\u{1b}`.
pub(super) struct Shown<'a>(pub(super) &'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut characters = self.0.chars();
        for character in characters.by_ref().take(LONGEST) {
            if hides(character) {
                write!(f, "{}", character.escape_default())?;
            } else {
                f.write_char(character)?;
            }
        }
        if characters.next().is_some() {
            f.write_char('…')?;
        }
        Ok(())
    }
}

/// Controls, marks of direction, and what has no width.
fn hides(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{FEFF}'
                | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
                | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}'
        )
}

/// The name of a file, in the same way.
pub(super) struct ShownPath<'a>(pub(super) &'a Path);

impl fmt::Display for ShownPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.0.to_string_lossy();
        for character in path.chars() {
            if hides(character) {
                write!(f, "{}", character.escape_default())?;
            } else {
                f.write_char(character)?;
            }
        }
        Ok(())
    }
}

/// A shape: `[16, 768]`.
pub(super) struct Shape<'a>(pub(super) &'a [u64]);

impl fmt::Display for Shape<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sizes: Vec<String> = self.0.iter().map(u64::to_string).collect();
        write!(f, "[{}]", sizes.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_controls_a_terminal_is_written_out() {
        assert_eq!(Shown("a\u{1b}[2J\u{202E}b\n").to_string(), "a\\u{1b}[2J\\u{202e}b\\n");
        assert_eq!(Shown("naïve 🏯").to_string(), "naïve 🏯");
        assert_eq!(ShownPath(Path::new("a\tb")).to_string(), "a\\tb");
    }

    #[test]
    fn a_long_name_is_shown_in_part() {
        assert_eq!(Shown(&"x".repeat(300)).to_string(), format!("{}…", "x".repeat(200)));
        assert_eq!(Shown(&"x".repeat(200)).to_string(), "x".repeat(200));
    }

    #[test]
    fn a_shape_is_a_list() {
        assert_eq!(Shape(&[16, 768]).to_string(), "[16, 768]");
        assert_eq!(Shape(&[]).to_string(), "[]");
    }
}
