//! Enters: a Parquet file. Leaves: the prompts in one of its columns, and the file with a column of answers added.
//!
//! The crate `parquet` reads what the file says of itself, and decompresses and writes. It was made for files that can be trusted, so
//! what it would believe is looked at before (`footer`, `pages`), and strings are decoded here (`cells`): no file makes the
//! program panic, or take more memory than a few pages. Reading is streamed: only the prompt's column is read, page by page.

mod cells;
mod column;
mod copy;
mod footer;
mod pages;
mod problem;
mod runs;
mod table;
mod thrift;

pub use copy::{ColumnKind, CopyError, copy_with_column};
pub use problem::ParquetProblem;
pub(super) use table::Table;
