//! All tests, a file for each room of the house and for each promise of the program.
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

mod bad_input;
mod batch;
mod bpe;
mod character;
mod code_points;
mod command_line;
mod comparison;
mod cut;
mod data_files;
mod diff;
mod emoji;
mod encoding;
mod fast;
mod faults;
mod frame;
mod golden;
mod house;
mod html;
mod human;
mod json;
mod layout;
mod manual;
mod normalize;
mod pre_tokenize;
mod reachability;
mod readme;
mod span;
mod stats;
mod terminal;
mod text_repair;
mod trace;
mod vocab;
mod vocabulary;
mod warnings;
mod watch;
