//! What the library promises, a file for each of its rooms; what is private is tested beside its code.

mod batch;
mod bpe;
mod check;
mod code_points;
mod comparison;
mod cut;
mod data_files;
mod encoding;
mod golden;
mod hf_basic_4_30;
mod house;
mod normalize;
mod pre_tokenize;
mod reachability;
mod rows;
mod search;
mod statistics;
mod syntax;
mod syntax_invokeai;
mod text;
mod text_repair;
mod trace;
mod vocabulary;
