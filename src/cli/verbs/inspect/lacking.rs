//! Enters: what was found in prompt after prompt. Leaves: how many prompts lack each phrase, and whether all do.

use crate::cli::exit::Exit;
use crate::report::{FoundReport, counted};

/// How many prompts lack each phrase that is looked for.
#[derive(Debug)]
pub(super) struct Lacking {
    prompts: u64,
    /// For each phrase, the prompts in which it does not occur.
    without: Vec<u64>,
}

impl Lacking {
    /// For so many phrases, with no prompt seen yet.
    pub(super) fn new(phrases: usize) -> Self {
        Self { prompts: 0, without: vec![0; phrases] }
    }

    /// Notes what was found in a prompt.
    pub(super) fn note(&mut self, found: &[FoundReport<'_>]) {
        self.prompts += 1;
        for (without, found) in self.without.iter_mut().zip(found) {
            *without += u64::from(found.occurrences.is_empty());
        }
    }

    /// What is to be said of each phrase that some prompt lacks. Phrases go by their numbers.
    pub(super) fn words(&self) -> impl Iterator<Item = String> {
        let prompts = self.prompts;
        self.without.iter().enumerate().filter_map(move |(at, &without)| {
            let where_not = match without {
                _ if prompts == 0 => "there is no prompt to find it in".to_owned(),
                0 => return None,
                1 if prompts == 1 => "not in the prompt".to_owned(),
                _ if without == prompts => format!("in none of the {}", counted(prompts, "prompt")),
                _ => format!("not in {without} of the {}", counted(prompts, "prompt")),
            };
            Some(format!("--find {}: {where_not}", at + 1))
        })
    }

    /// Negative if a phrase occurs nowhere.
    pub(super) fn exit(&self) -> Exit {
        if self.without.contains(&self.prompts) { Exit::Negative } else { Exit::Done }
    }
}
