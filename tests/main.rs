//! All tests: what the library promises to those who call it, and the program to those who run it.
//!
//! What the real packages answer is committed under `golden/`, so nothing here needs them. A view
//! that has changed on purpose is taken over with `SNAPSHOTS=overwrite cargo test`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice
)]
#![allow(missing_docs)]

mod support;

mod library;
mod program;
