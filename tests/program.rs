//! What the program promises: it is run as a person or another program runs it, and its answers are read.

mod bad_input;
mod cases;
mod check;
mod command_line;
mod diff;
mod emoji;
mod faults;
mod find;
mod fit;
mod html;
mod human;
mod json;
mod json_page;
mod manual;
mod models;
mod near;
#[cfg(feature = "parquet")]
mod parquet;
mod pictures;
mod pipes;
mod programs;
mod readme;
mod sources;
mod stats;
mod terminal;
mod terminal_svg;
mod trace;
mod vocab;
mod warnings;
mod watch;
