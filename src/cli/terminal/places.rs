//! Enters: places one by one, each with what is to be said of it. Leaves: the first ten on stderr, then how many more there are.

/// How many places are named.
const NAMED: u64 = 10;

/// Places of one kind.
#[derive(Debug)]
pub(crate) struct Places {
    /// What the rest is called where there are more: `prompts with more than 75 tokens`.
    rest: String,
    noted: u64,
}

impl Places {
    /// None yet.
    pub(crate) const fn new(rest: String) -> Self {
        Self { rest, noted: 0 }
    }

    /// Notes a place; returns whether it is one of those that are named.
    pub(crate) const fn note(&mut self) -> bool {
        self.noted += 1;
        self.noted <= NAMED
    }

    /// Whether any was noted.
    pub(crate) const fn is_empty(&self) -> bool {
        self.noted == 0
    }

    /// What is to be said of those that were not named.
    pub(crate) fn tally(&self) -> Option<String> {
        let more = self.noted.saturating_sub(NAMED);
        (more > 0).then(|| format!("and {more} more {}", self.rest))
    }
}
