//! CLIP's tokenizer, exactly: from any text to tokens, ids and the 77 slots of its text encoder.
//!
//! Every Stable Diffusion prompt goes through the byte-level BPE tokenizer of CLIP. An [`Encoder`] is that tokenizer as one
//! of its implementations runs it (a [`Dialect`]) for one of the models that read its rows (a [`Model`]). CLIP's vocabulary
//! is built in; nothing is read or parsed at start.
//!
//! ```
//! use cliptok::{Encoder, Model};
//! let row = Encoder::for_model(Model::Sd1).row("a cat");
//! assert_eq!(row.to_u16()[..5], [49406, 320, 2368, 49407, 49407]);
//! ```
//!
//! # Many texts
//!
//! A [`BatchEncoder`] gives the same ids, some twenty times as fast, since it remembers words. A slice of texts goes into one
//! flat buffer, as ids with offsets or as whole rows; the [lines of a file](BatchEncoder::encode_lines) are handed over as
//! they come.
//!
//! ```
//! use cliptok::{BatchEncoder, Model};
//! let mut encoder = BatchEncoder::for_model(Model::Sd1);
//! let rows = encoder.rows(&["a cat", "a photo of a 🏯"]);
//! assert_eq!((rows.flat().len(), rows.slots()), (154, 77));
//! let ids = encoder.ids(&["a cat", "a photo of a 🏯"]);
//! assert_eq!(ids.offsets(), [0, 2, 8]);
//! ```
//!
//! # One prompt, and everything known about it
//!
//! [`Encoder::encode`] gives each token with the bytes of the prompt that it came from, through everything that
//! normalization changed.
//!
//! ```
//! use cliptok::{Encoder, Model, TokenKind};
//! let prompt = "A photo of a 🏯";
//! let encoding = Encoder::for_model(Model::Sd1).encode(prompt);
//! // The last token is one byte of a character: it means nothing on its own.
//! let last = encoding.tokens[5];
//! assert_eq!((last.id.0, last.kind), (363, TokenKind::Byte));
//! assert_eq!(last.original.widened(prompt).slice(prompt), Some("🏯"));
//! ```
//!
//! # The five stages
//!
//! 1. [Normalization](Encoder::normalize): special tokens are cut out; then come the [steps](Step) of the dialect, such as
//!    text repair, composition, white space and lower-casing. Every byte of the result knows which bytes of the original it
//!    came from: that is its [`Alignment`].
//! 2. [Pre-tokenization](Encoder::pre_tokenize): the normalized text is cut into words, numbers and runs of symbols.
//! 3. Merging: the bytes of each of them merge, pair by pair in the order of the ranks of the [`Merges`], into entries of the
//!    [`Vocabulary`]. This stage is a crate of its own, `cliptok-bpe`.
//! 4. [`Encoding`]: each token gets its place in the normalized and in the original text.
//! 5. [`Layout`]: start, as many tokens as fit, end and pads take the slots of the [`ContextLength`].
//!
//! # Questions
//!
//! [`explain`] answers them: what happened step by step and merge by merge ([`explain::Trace`]), where implementations
//! disagree and why ([`explain::Comparison`]), what was cut ([`explain::Cut`]), whose ids these are ([`explain::Match`]),
//! whether any prompt gives an entry ([`explain::reach`]), what many prompts are like ([`explain::Statistics`]).
#![cfg_attr(
    feature = "report",
    doc = "With the feature `report`, the module [`report`] has all of that as data to show, as JSON and as a page for a browser."
)]
//!
//! # Errors
//!
//! Encoding cannot fail: every text has tokens. What can fail is what comes from outside: loading another vocabulary
//! ([`LoadError`]), decoding ids ([`DecodeError`]), a number that is no context length ([`ContextLengthError`]), a line that is
//! not UTF-8 ([`batch::NotUtf8`]), a buffer of the wrong length ([`batch::RowsError`]). The library prints nothing, and reads
//! nothing but the vocabulary that it is asked to load.
//!
//! # Features
//!
//! - `cli`, on by default, is what the program needs. A library wants `default-features = false`.
//! - `report` adds the module of that name, with serde.
//! - `portable` leaves out the scanner for AVX2, and with it the only unsafe code.

// The rooms, in the order in which they may import from one another: only from above.
mod built_in;

mod text;

mod unicode;

mod dialect;

mod normalize;

mod pre_tokenize;

mod encoding;

mod rows;

mod encoder;

pub mod batch;

pub mod explain;

#[cfg(feature = "report")]
pub mod report;

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;

pub use batch::BatchEncoder;
pub use cliptok_bpe::{
    DecodeError, LoadError, LoadProblem, Merge, Merges, Rank, Rule, SpecialToken, TokenId, TokenKind,
    Vocabulary, WordPosition,
};
pub use dialect::{ContextLength, ContextLengthError, Dialect, Model, OverLength, Pad, Step};
pub use encoder::Encoder;
pub use encoding::{Encoding, Token};
pub use normalize::{Normalized, Section, SectionKind};
pub use pre_tokenize::{PreToken, PreTokenKind};
pub use rows::{Layout, Row, RowRules, Slot};
pub use text::{Alignment, Sharing, Span, sharing};

/// README's example in Rust, which runs as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
