//! Enters: the first prompts of a run. Leaves: one line on stderr if they look as if they were written for a program.

use std::io::{self, IsTerminal};

use crate::cli::input::chunks::Chunk;
use crate::cli::input::{Input, SyntaxHint};
use crate::cli::terminal::notice;
use crate::lint::{Seen, looks_like_syntax};
use crate::report::{Place, Source};

/// How many bytes of the input are looked at.
const LOOKED_AT: usize = 64 << 10;

/// What is still to be looked at.
pub(super) struct Hint {
    bytes: usize,
}

impl Hint {
    pub(super) const fn of(input: &Input) -> Self {
        let bytes = match input.hint {
            SyntaxHint::Wanted => LOOKED_AT,
            SyntaxHint::Unwanted => 0,
        };
        Self { bytes }
    }

    /// Looks at prompts in the order of the input, and says once what they look like. Arguments are typed by a person; of
    /// files and stdin it is only said where a person watches.
    pub(super) fn look_at(&mut self, chunk: &Chunk) {
        let is_typed = chunk.source.place == Place::Arguments;
        if self.bytes == 0 || !(is_typed || io::stderr().is_terminal()) {
            return;
        }
        let bytes = chunk.bytes();
        let bytes = bytes.get(..self.bytes).unwrap_or(bytes);
        self.bytes -= bytes.len();
        let mut rest = bytes;
        let mut source = chunk.source.clone();
        while !rest.is_empty() {
            let (record, behind) = chunk.separator.split_first(rest);
            if let Some(seen) = std::str::from_utf8(record).ok().and_then(looks_like_syntax) {
                notice(&words(&source, &seen));
                self.bytes = 0;
                return;
            }
            source.record += 1;
            rest = behind;
        }
    }
}

/// The kind is shown by an example, so that no prompt is repeated.
fn words(source: &Source, seen: &Seen) -> String {
    let names: Vec<&str> = seen.programs.iter().map(|syntax| syntax.name()).collect();
    let first = names.first().copied().unwrap_or_default();
    format!(
        "{source} has markup such as {} (read by {}), which counts as text here; \
         --as {first} reads it as that program does, and --as text keeps this line away",
        seen.markup.example(),
        names.join(", ")
    )
}
