//! Enters: a container of a document, and the way on from it. Leaves: what is known of it while its parts are walked.

use std::sync::Arc;

use crate::sources::field::Key;

/// A container whose parts are walked.
pub(super) struct Level {
    pub kind: Kind,
    /// The way on from its parts, where a way was found.
    pub way: Way,
    pub expects: Expects,
}

pub(super) enum Kind {
    List,
    Object {
        /// Whether a key fitted.
        has_fitted: bool,
        /// The first keys, as they stand.
        keys: Vec<String>,
    },
}

/// What stands next in a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expects {
    FirstOrEnd,
    Part,
    CommaOrEnd,
}

/// What a value stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Under {
    Top,
    List,
    Key,
    EveryKey,
}

/// The keys that lead on.
#[derive(Clone)]
pub(super) struct Way {
    keys: Arc<[Key]>,
    /// How many of them are behind.
    behind: usize,
    /// How many keys of the field's own path are, as the line of a record says it.
    pub walked: u8,
}

impl Kind {
    pub(super) const fn object() -> Self {
        Self::Object { has_fitted: false, keys: Vec::new() }
    }
}

impl Way {
    pub(super) fn new(keys: Vec<Key>, walked: u8) -> Self {
        Self { keys: keys.into(), behind: 0, walked }
    }

    /// The next key.
    pub(super) fn next(&self) -> Option<&Key> {
        self.keys.get(self.behind)
    }

    /// The way behind the next key. Before the field's own path, the key of a member is none of its keys.
    pub(super) fn behind_next(&self) -> Self {
        Self { keys: Arc::clone(&self.keys), behind: self.behind + 1, walked: self.walked.saturating_add(1) }
    }
}
