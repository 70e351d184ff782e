//! Enters: an input that is a Parquet table, and what answers its prompts. Leaves: the table with the answers in a column.

#[cfg(feature = "parquet")]
mod parquet;
#[cfg(not(feature = "parquet"))]
mod without;

#[cfg(feature = "parquet")]
pub(crate) use parquet::Table;
#[cfg(not(feature = "parquet"))]
pub(crate) use without::Table;

/// What a column of answers holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Numbers,
    Ids,
    Texts,
}
