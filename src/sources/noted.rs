//! Enters: what is remarkable about the input, place by place. Leaves: what is to be said of it when all is read.

mod pictures;

use std::collections::BTreeSet;

use crate::place::{Place, Source};

pub use pictures::{PictureProblem, Pictures};

/// How many places of a kind are kept.
const KEPT: usize = 10;

/// What is to be said of the input when all is answered.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Noted {
    /// Stretches of bytes that were replaced with U+FFFD.
    pub replaced: Places,
    /// Halves of surrogate pairs that were replaced with U+FFFD.
    pub lone_surrogates: Places,
    /// Byte order marks that are not at the start of a file, and part of a prompt.
    pub marks: Places,
    /// Records without a prompt that were left out.
    pub left_out: Places,
    /// Records without a prompt that were read as the empty one.
    pub missing_as_empty: Places,
    /// Rows of a table that end before the prompt's column, and were read as an empty cell.
    pub short_rows: Places,
    /// Rows of a table with text behind a closing quote, which was read as part of the cell.
    pub text_behind_quotes: Places,
    /// Rows of a table with a quote that is never closed, so that all behind it was read as one cell.
    pub open_quotes: Places,
    /// Rows of a table with more cells than it has columns.
    pub long_rows: Places,
    /// Files whose lines seem to end in CR alone, so that they were read as one.
    pub carriage_returns: Places,
    /// Files that were read as lines of text, and look like JSON.
    pub like_json: Places,
    /// Members of archives that were left out, since their names begin with a dot.
    pub hidden_members: Places,
    /// Graphs of which it is not certain which text is which prompt.
    pub uncertain: Places,
    /// Texts for T5, whose tokens are not CLIP's.
    pub for_t5: Places,
    /// Prompts that were written for a program whose syntax is not known here, and read as text.
    pub read_as_text: Places,
    /// The names of these programs.
    programs: BTreeSet<&'static str>,
    /// Pictures that have no prompt.
    pub without_prompt: Pictures,
    /// Pictures that are broken.
    pub broken: Pictures,
}

/// How many places there were, and the first of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    count: u64,
    first: Vec<Source>,
}

impl Places {
    /// How many there were.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The first ten of them, in the order of the input.
    pub fn first(&self) -> &[Source] {
        &self.first
    }

    pub(crate) fn note(&mut self, source: &Source) {
        self.note_many(source, 1);
    }

    pub(crate) fn note_many(&mut self, source: &Source, count: u64) {
        self.count += count;
        if count > 0 && self.first.len() < KEPT {
            self.first.push(source.clone());
        }
    }

    fn add(&mut self, later: &mut Self) {
        self.count += std::mem::take(&mut later.count);
        let room = KEPT - self.first.len();
        self.first.extend(later.first.drain(..).take(room));
    }
}

impl Noted {
    /// Adds what was noted of a later part of the input.
    pub fn add(&mut self, later: &mut Self) {
        let Self {
            replaced,
            lone_surrogates,
            marks,
            left_out,
            missing_as_empty,
            short_rows,
            text_behind_quotes,
            open_quotes,
            long_rows,
            carriage_returns,
            like_json,
            hidden_members,
            uncertain,
            for_t5,
            read_as_text,
            programs,
            without_prompt,
            broken,
        } = later;
        self.replaced.add(replaced);
        self.lone_surrogates.add(lone_surrogates);
        self.marks.add(marks);
        self.left_out.add(left_out);
        self.missing_as_empty.add(missing_as_empty);
        self.short_rows.add(short_rows);
        self.text_behind_quotes.add(text_behind_quotes);
        self.open_quotes.add(open_quotes);
        self.long_rows.add(long_rows);
        self.carriage_returns.add(carriage_returns);
        self.like_json.add(like_json);
        self.hidden_members.add(hidden_members);
        self.uncertain.add(uncertain);
        self.for_t5.add(for_t5);
        self.read_as_text.add(read_as_text);
        self.programs.append(programs);
        self.without_prompt.add(without_prompt);
        self.broken.add(broken);
    }

    /// Each in a sentence: what was noted, how often, and where first.
    pub fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        if let Some(first) = self.replaced.first.first() {
            let count = self.replaced.count;
            let places = if count == 1 { "1 place".to_owned() } else { format!("{count} places") };
            words.push(format!(
                "bytes that are not UTF-8 were replaced with U+FFFD in {places}, the first in {first}"
            ));
        }
        let mut say = |places: &Places, one: &str, many: &str| {
            if let Some(first) = places.first.first() {
                words.push(match places.count {
                    1 => format!("{first}: {one}"),
                    count => format!("{count} {many}, the first in {first}"),
                });
            }
        };
        say(
            &self.lone_surrogates,
            "a lone surrogate was replaced with U+FFFD",
            "lone surrogates were replaced with U+FFFD",
        );
        say(
            &self.left_out,
            "the record has no prompt, and was left out",
            "records have no prompt, and were left out",
        );
        say(
            &self.missing_as_empty,
            "the record has no prompt, and was read as the empty prompt",
            "records have no prompt, and were read as the empty prompt",
        );
        say(
            &self.short_rows,
            "the row ends before the prompt's column, which was read as an empty cell",
            "rows end before the prompt's column, which was read as an empty cell",
        );
        say(
            &self.marks,
            "a byte order mark stands here, and is part of the prompt, as U+FEFF",
            "byte order marks are part of prompts, as U+FEFF",
        );
        for (rows, fault) in [
            (
                &self.text_behind_quotes,
                "text stands behind a closing quote, and was read as part of the cell",
            ),
            (&self.open_quotes, "a quote is never closed, and all behind it was read as one cell"),
            (
                &self.long_rows,
                "the row has more cells than the table has columns, perhaps for a comma without quotes",
            ),
        ] {
            words.extend(rows.first.iter().map(|row| format!("{row}: malformed row: {fault}")));
            let more = rows.count - rows.first.len() as u64;
            if more > 0 {
                words.push(format!("and {more} more malformed rows of this kind"));
            }
        }
        for Source { place, .. } in &self.carriage_returns.first {
            words.push(format!(
                "{place}: its lines end in CR alone, as on old Macs, so it was read as one; tr '\\r' '\\n' makes them lines"
            ));
        }
        words.extend(self.like_json.first.iter().map(|Source { place, .. }| like_json(place)));
        self.say_of_pictures(&mut words);
        words
    }
}

fn like_json(place: &Place) -> String {
    format!("{place} looks like JSON, and was read as lines of text")
}
