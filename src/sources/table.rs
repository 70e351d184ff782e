//! Enters: a table: CSV or TSV. Leaves: the prompts of its rows.

pub(super) mod head;
pub(super) mod rows;
pub(super) mod split;
