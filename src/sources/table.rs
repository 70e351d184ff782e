//! Enters: a table: CSV or TSV. Leaves: the prompts of its rows.

mod blocks;
pub(super) mod cells;
pub(super) mod head;
mod marks;
pub(super) mod reader;
pub(super) mod rows;
#[cfg(test)]
mod tests;
