//! Enters: the prompts of a chunk's records, one by one. Leaves: them in one buffer, as lines wherever they can be lines.

use std::ops::Range;

use super::error::SourceError;
use super::json::Form;
use super::missing::Missing;
use super::noted::Noted;
use super::reading::Reading;
use crate::batch::Separator;
use crate::place::Source;

/// The prompts of a chunk of records.
#[derive(Debug, Default)]
pub(super) struct Extracted {
    /// The prompts, each with a separator behind it.
    bytes: Vec<u8>,
    /// The end of each without its separator.
    ends: Vec<usize>,
    /// The number of the record that each comes from, in its place.
    numbers: Vec<u64>,
    /// What each record had.
    records: Vec<RecordAt>,
    /// What stands where a record has answers; `None` for one that is left out.
    slots: Vec<Slot>,
    separates: Separates,
    /// What ended the reading, once those before it are answered.
    pub failed: Option<SourceError>,
}

/// A record in its chunk.
#[derive(Clone, Debug)]
pub(super) struct RecordAt {
    /// Its bytes, without what separates it from the next one.
    pub range: Range<usize>,
    /// Its number in its place.
    pub number: u64,
    /// Where the next one begins.
    pub next: usize,
    pub form: Form,
    /// What it has, among the slots of all.
    pub slots: Range<usize>,
}

/// Whether a field has a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Prompt,
    /// It has none, and is left out.
    LeftOut,
}

/// Which bytes are in none of the prompts, and can separate them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Separates {
    line_feed_is_taken: Taken,
    nul_is_taken: Taken,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Taken {
    #[default]
    No,
    Yes,
}

impl Extracted {
    /// Makes room for the prompts of a chunk of so many bytes, so that it is not made bit by bit.
    pub(super) fn reserve(&mut self, bytes: usize) {
        self.bytes.reserve(bytes);
    }

    /// Adds a prompt.
    pub(super) fn push(&mut self, text: &str, number: u64) {
        // A carriage return at the end would belong to the line feed behind it.
        if memchr::memchr2(b'\n', b'\0', text.as_bytes()).is_some() || text.ends_with('\r') {
            if text.contains('\n') || text.ends_with('\r') {
                self.separates.line_feed_is_taken = Taken::Yes;
            }
            if text.contains('\0') {
                self.separates.nul_is_taken = Taken::Yes;
            }
        }
        self.push_plain(text, number);
    }

    /// Adds a prompt without any control character.
    pub(super) fn push_plain(&mut self, text: &str, number: u64) {
        self.bytes.extend_from_slice(text.as_bytes());
        self.ends.push(self.bytes.len());
        self.bytes.push(b'\n');
        self.numbers.push(number);
        self.slots.push(Slot::Prompt);
    }

    /// Adds what a record has instead of a prompt.
    ///
    /// # Errors
    /// If a missing prompt is an error: `wrong`.
    pub(super) fn push_missing(
        &mut self,
        missing: Missing,
        source: &Source,
        noted: &mut Noted,
        wrong: impl FnOnce() -> SourceError,
    ) -> Result<(), SourceError> {
        match missing {
            Missing::Error => return Err(wrong()),
            Missing::Empty => {
                self.push("", source.record);
                noted.missing_as_empty.note(source);
            }
            Missing::Skip => {
                self.slots.push(Slot::LeftOut);
                noted.left_out.note(source);
            }
        }
        Ok(())
    }

    /// How many slots there are so far.
    pub(super) fn slots(&self) -> usize {
        self.slots.len()
    }

    pub(super) fn records(&self) -> &[RecordAt] {
        &self.records
    }

    pub(super) fn slots_of(&self, record: &RecordAt) -> &[Slot] {
        self.slots.get(record.slots.clone()).unwrap_or_default()
    }

    /// The prompts as lines, with the byte that separates them and is in none of them; `None` if there is no such byte.
    pub(super) fn as_lines(&mut self) -> Option<(&[u8], Separator, &[u64])> {
        let separator = match self.separates {
            Separates { line_feed_is_taken: Taken::No, .. } => Separator::LineFeed,
            Separates { nul_is_taken: Taken::No, .. } => {
                for &end in &self.ends {
                    if let Some(byte) = self.bytes.get_mut(end) {
                        *byte = b'\0';
                    }
                }
                Separator::Nul
            }
            _ => return None,
        };
        Some((&self.bytes, separator, &self.numbers))
    }

    /// The nth prompt, with the number of its record.
    #[allow(clippy::expect_used, reason = "only texts are pushed, so that a range of them is one")]
    pub(super) fn prompt(&self, nth: usize) -> Option<(&str, u64)> {
        let &end = self.ends.get(nth)?;
        let start = nth.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| end + 1);
        let text = std::str::from_utf8(self.bytes.get(start..end)?).expect("prompts are pushed as texts");
        Some((text, *self.numbers.get(nth)?))
    }
}

/// What is kept of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// Their prompts.
    Prompts,
    /// Also where each is, to be given back.
    Records,
}

/// What reading the records of a chunk needs to know, and fills.
pub(super) struct Extracting<'c> {
    pub reading: &'c Reading,
    pub kept: Kept,
    /// That of the first record.
    pub first: &'c Source,
    pub out: Extracted,
    pub noted: &'c mut Noted,
}

impl Extracting<'_> {
    /// Ends a record whose first slot was this one.
    pub(super) fn end_record(
        &mut self,
        number: u64,
        range: Range<usize>,
        next: usize,
        form: Form,
        first_slot: usize,
    ) {
        if self.kept == Kept::Records {
            let slots = first_slot..self.out.slots();
            self.out.records.push(RecordAt { range, number, next, form, slots });
        }
    }

    /// The source of the record with this number.
    pub(super) fn source(&self, record: u64) -> Source {
        Source { record, ..self.first.clone() }
    }
}
