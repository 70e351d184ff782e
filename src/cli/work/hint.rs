//! Enters: the first prompts of a run. Leaves: one line on stderr if they look as if they were written for a program.

use std::io::{self, IsTerminal};

use crate::cli::input::{Input, SyntaxHint};
use crate::cli::terminal::notice;
use crate::lint::{Seen, looks_like_syntax};
use crate::report::{Place, Source};
use crate::sources::{Chunk, Noted, Reading};

/// How many bytes of the input are looked at.
const LOOKED_AT: usize = 64 << 10;

/// What is still to be looked at.
pub(super) struct Hint {
    bytes: usize,
    wanted: SyntaxHint,
}

impl Hint {
    pub(super) const fn of(input: &Input) -> Self {
        let bytes = match input.hint {
            SyntaxHint::Wanted => LOOKED_AT,
            SyntaxHint::Unwanted => 0,
        };
        Self { bytes, wanted: input.hint }
    }

    /// Whether it is known what prompts are written for.
    pub(super) fn is_unwanted(&self) -> bool {
        self.wanted == SyntaxHint::Unwanted
    }

    /// Looks at prompts in the order of the input, and says once what they look like. Arguments are typed by a person; of
    /// files and stdin it is only said where a person watches.
    pub(super) fn look_at(&mut self, chunk: &Chunk, reading: &Reading) {
        let is_typed = chunk.source.place == Place::Arguments;
        // Where a file says how its prompts are written, they are read so.
        let is_known = chunk.written().is_some();
        if self.bytes == 0 || is_known || !(is_typed || io::stderr().is_terminal()) {
            return;
        }
        let mut noted = Noted::default();
        let mut records = chunk.records(reading, &mut noted);
        while let (1.., Ok(Some(record))) = (self.bytes, records.next(&mut noted)) {
            let most = record.text.floor_char_boundary(self.bytes);
            let text = record.text.get(..most).unwrap_or_default();
            self.bytes = self.bytes.saturating_sub(text.len() + 1);
            if let Some(seen) = looks_like_syntax(text) {
                notice(&words(record.source, &seen));
                self.bytes = 0;
            }
        }
    }
}

/// The kind is shown by an example, so that no prompt is repeated.
fn words(source: &Source, seen: &Seen) -> String {
    let names: Vec<&str> = seen.programs.iter().map(|syntax| syntax.name()).collect();
    let first = names.first().copied().unwrap_or_default();
    let others = match names.get(1..).unwrap_or_default() {
        [] => String::new(),
        others => format!(" (or {})", others.join(", ")),
    };
    format!(
        "{source} has markup such as {}, which is counted as plain text here; \
         --as {first}{others} reads it as that program does, and --as text hides this line",
        seen.markup.example()
    )
}
