//! Enters: texts and faults, as a reader comes upon them. Leaves: the texts that are not empty, and the first fault.

use crate::images::error::Damage;
use crate::images::field::{Field, Key};

/// What is found on the way through a file.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub fields: Vec<Field>,
    pub damage: Option<Damage>,
}

impl Found {
    /// Adds a text, unless it is empty.
    pub(super) fn add(&mut self, key: Key, text: String) {
        if !text.trim_matches(|character: char| character.is_whitespace() || character == '\0').is_empty() {
            self.fields.push(Field { key, text });
        }
    }

    /// Notes what is wrong. Only the first fault is kept: others often follow from it.
    pub(super) fn damaged(&mut self, damage: Damage) {
        self.damage.get_or_insert(damage);
    }

    /// Notes that the file ends within this.
    pub(super) fn ends(&mut self, offset: u64, within: impl Into<String>) {
        self.damaged(Damage::Ends { offset, within: within.into() });
    }

    /// Notes that this is not what the format says.
    pub(super) fn malformed(&mut self, offset: u64, what: impl Into<String>) {
        self.damaged(Damage::Malformed { offset, what: what.into() });
    }
}
