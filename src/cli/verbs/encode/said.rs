//! Enters: what was noted of prompts while they were encoded. Leaves: it on stderr, and whether it is a negative answer.

use std::mem::take;

use super::Encoded;
use super::args::Row;
use super::framing::Cut;
use crate::FirstRows;
use crate::cli::exit::Exit;
use crate::cli::terminal::{Places, Progress, notice};
use crate::report::{Source, Warning, counted, raised_words, warning_place};

/// What is to be said.
pub(super) struct Said {
    failures: Places,
    denied: Places,
    cut: Cut,
    partial: Partial,
}

impl Default for Said {
    fn default() -> Self {
        let failures = Places::new("prompts on which the program fails".to_owned());
        let denied = Places::new("warnings".to_owned());
        Self { failures, denied, cut: Cut::default(), partial: Partial::default() }
    }
}

impl Said {
    /// Says what was noted in a chunk, or keeps it for the end.
    pub(super) fn take(&mut self, done: &mut Encoded, progress: &Progress) {
        for (source, raised) in done.raised.drain(..) {
            if self.failures.note() {
                progress.notice(&raised_words(&source, &raised));
            }
        }
        for (source, lint) in done.lints.drain(..) {
            if self.denied.note() {
                progress.notice(&format!("{source}: {}", warning_place(&Warning::Lint(lint))));
            }
        }
        self.cut.add(take(&mut done.cut));
        self.partial.add(take(&mut done.partial));
    }

    /// Says how many there were of what was named.
    pub(super) fn tally(&self) {
        let tallies = [&self.failures, &self.denied].map(Places::tally);
        tallies.into_iter().flatten().for_each(|words| notice(&words));
    }

    /// Says what of the prompts is not among the ids. Returns how the run ends.
    pub(super) fn end(self, row: Row) -> Exit {
        self.cut.words(row).into_iter().chain(self.partial.words()).for_each(|words| notice(&words));
        if self.failures.is_empty() && self.denied.is_empty() { Exit::Done } else { Exit::Negative }
    }
}

/// Prompts of which some is not among the ids: nothing is lost in silence.
#[derive(Default)]
pub(super) struct Partial {
    with_other_texts: u64,
    first_with_other_texts: Option<Source>,
    cut: u64,
    first_cut: Option<Source>,
}

impl Partial {
    /// Notes what of a prompt is not among the ids.
    pub(super) fn note(&mut self, read: &FirstRows, source: &Source) {
        if read.other_texts > 0 {
            self.with_other_texts += 1;
            self.first_with_other_texts.get_or_insert_with(|| source.clone());
        }
        if read.filled.cut > 0 {
            self.cut += 1;
            self.first_cut.get_or_insert_with(|| source.clone());
        }
    }

    fn add(&mut self, later: Self) {
        self.with_other_texts += later.with_other_texts;
        self.first_with_other_texts = self.first_with_other_texts.take().or(later.first_with_other_texts);
        self.cut += later.cut;
        self.first_cut = self.first_cut.take().or(later.first_cut);
    }

    /// How many prompts were cut.
    pub(super) const fn cuts(&self) -> u64 {
        self.cut
    }

    pub(super) fn words(&self) -> Vec<String> {
        let others = self.first_with_other_texts.as_ref().map(|first| {
            let prompts = counted(self.with_other_texts, "prompt");
            format!(
                "{prompts} read another text in other parts or at other steps, the first of them {first}; \
                 the ids are those of the first part at its first step, and inspect shows all"
            )
        });
        let cut = self.first_cut.as_ref().map(|first| {
            let prompts = counted(self.cut, "prompt");
            format!("{prompts} cut, as the program does it, the first of them {first}")
        });
        others.into_iter().chain(cut).collect()
    }
}
