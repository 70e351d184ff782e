//! Enters: diagnoses, one by one. Leaves: how many ids were checked, how many differ, and how often each cause occurs.

use std::collections::BTreeMap;

use crate::report::{FaultReport, UNKNOWN};

/// How many that differ are shown.
pub(super) const SHOWN: usize = 10;

/// The sums of a file, or of a part of it.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub records: u64,
    pub differing: u64,
    causes: BTreeMap<String, u64>,
}

impl Tally {
    /// Counts one that differs, under each of its causes.
    pub(super) fn note(&mut self, diagnosis: &[FaultReport]) {
        self.differing += 1;
        if diagnosis.is_empty() {
            *self.causes.entry(UNKNOWN.to_owned()).or_default() += 1;
        }
        for kind in diagnosis.iter().flat_map(|fault| &fault.kinds) {
            *self.causes.entry(kind.clone()).or_default() += 1;
        }
    }

    /// Adds those of a later part.
    pub(super) fn add(&mut self, later: Self) {
        self.records += later.records;
        self.differing += later.differing;
        for (cause, count) in later.causes {
            *self.causes.entry(cause).or_default() += count;
        }
    }

    /// Each cause with its number, the most frequent first.
    pub(super) fn causes(&self) -> Vec<(&str, String)> {
        let mut causes: Vec<(&str, u64)> =
            self.causes.iter().map(|(cause, count)| (cause.as_str(), *count)).collect();
        causes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        causes.into_iter().map(|(cause, count)| (cause, grouped(count))).collect()
    }

    /// How many differ, in words.
    pub(super) fn verdict(&self) -> String {
        let all = grouped(self.records);
        match (self.differing, self.records) {
            (0, 0) => "there is nothing to check".to_owned(),
            (0, 1) => "1 of 1 agrees".to_owned(),
            (0, _) => format!("all {all} agree"),
            (1, _) => format!("1 of {all} differs"),
            (differing, _) => format!("{} of {all} differ", grouped(differing)),
        }
    }
}

/// A number in groups of three digits: `1,000`.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
