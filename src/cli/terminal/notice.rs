//! Enters: words. Leaves: them on stderr, with nothing in them that could change a terminal.

use std::io::{self, Write};

use crate::report::escape::escaped;

/// Says something on stderr: names and words come from outside, so they are escaped. Where stderr is closed there is
/// nobody left to read it.
pub(crate) fn notice(words: &str) {
    let _ = writeln!(io::stderr(), "cliptok: {}", escaped(words));
}

/// Says in clap's words what is wrong with the arguments, after the same name as everything else that is said. They repeat what
/// was typed, so they are escaped, line by line.
pub(crate) fn notice_usage(error: &clap::Error) {
    let words = error.render().to_string();
    for line in words.strip_prefix("error: ").map_or(words.clone(), |rest| format!("cliptok: {rest}")).lines()
    {
        let _ = writeln!(io::stderr(), "{}", escaped(line));
    }
}
