//! Enters: words. Leaves: them on stderr, with nothing in them that could change a terminal.

use std::io::{self, Write};

use crate::report::escape::escaped;

/// Says something on stderr: names and words come from outside, so they are escaped. Where stderr is closed there is
/// nobody left to tell.
pub fn tell(words: &str) {
    let _ = writeln!(io::stderr(), "cliptok: {}", escaped(words));
}
