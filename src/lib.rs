//! CLIP's tokenizer, exactly: from any text to tokens, ids, and the 77 slots of the text encoder.
//!
//! Every Stable Diffusion prompt goes through the byte-level BPE tokenizer of CLIP. An [`Encoder`] is that tokenizer as one
//! of its implementations runs it (a [`Dialect`]), for one of the models that read its rows (a [`Model`]). CLIP's vocabulary
//! is built in; nothing is read or parsed at startup.
//!
//! ```
//! use cliptok::{Encoder, Model};
//! let row = Encoder::for_model(Model::Sd1).row("a cat");
//! assert_eq!(row.to_u16()[..5], [49406, 320, 2368, 49407, 49407]);
//! ```
//!
//! # Many texts
//!
//! A [`BatchEncoder`] gives the same ids, some twenty times as fast, because it remembers words. It encodes a slice of texts
//! into one flat buffer, as ids with offsets or as whole rows, and hands over the ids of the
//! [lines of a buffer](BatchEncoder::encode_lines) one line at a time.
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
//! [`Encoder::encode`] gives each token together with the bytes of the prompt that it came from, whatever normalization
//! changed in between.
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
//! 1. [Normalization](Encoder::normalize): in most dialects, special tokens are cut out first; then the [steps](Step) of the
//!    dialect run, such as text repair, composition, white space, and lowercasing. An [`Alignment`] records which bytes of the
//!    original each byte of the result came from.
//! 2. [Pre-tokenization](Encoder::pre_tokenize): the normalized text is split into words, numbers, and runs of symbols.
//! 3. Merging: the bytes of each piece are merged, pair by pair in the order of the ranks in [`Merges`], into entries of the
//!    [`Vocabulary`]. This stage is a crate of its own, `cliptok-bpe`.
//! 4. [`Encoding`]: each token gets its place in the normalized text and in the original.
//! 5. [`Layout`]: start, as many tokens as fit, end, and pads fill the slots of the [`ContextLength`].
//!
//! # Questions
//!
//! [`explain`] answers questions about prompts and tokens: what happened, step by step and merge by merge
//! ([`explain::Trace`]), where implementations disagree and why ([`explain::Comparison`]), what was cut ([`explain::Cut`]),
//! which dialects give these ids ([`explain::Match`]), whether any prompt produces an entry ([`explain::reach`]), and what
//! many prompts are like ([`explain::Statistics`]).
#![cfg_attr(
    feature = "report",
    doc = "With the feature `report`, the module [`report`] has all of this as data, as JSON, and as an HTML page."
)]
//!
//! # Errors
//!
//! Encoding cannot fail: every text has an encoding. Only outside input can be wrong: another vocabulary ([`LoadError`]), ids
//! to decode ([`DecodeError`]), an invalid context length ([`ContextLengthError`]), a line that is not UTF-8
//! ([`batch::NotUtf8`]), or a buffer of the wrong length ([`batch::RowsError`]). The library prints nothing, and reads nothing
//! except a vocabulary that you ask it to load, and the files whose prompts you ask for.
//!
//! # Features
//!
//! - `cli`, on by default, is what the program needs, and includes `report` and `sources`. To use only the library, set
//!   `default-features = false`.
//! - `report` adds the module of that name, with serde.
//! - `sources` adds the module of that name, which reads prompts out of files: lines, folders, JSON, tables, pictures, archives.
//! - `images` adds the module of that name, which reads prompts out of pictures, infotexts, and ComfyUI graphs.
//! - `embeddings` adds the module of that name, which reads embedding tables out of the files of models.
//! - `parquet` has `sources` read Parquet tables, and write them with a column more.
//! - `portable` leaves out the scanners for AVX2 and AVX-512, and with them the only unsafe code.
//! - `small` lays out most tables at first use: a megabyte less, and some milliseconds more at start.

// The rooms, in the order in which they may import from one another: only from above.
mod built_in;

mod text;

mod unicode;

mod dialect;

mod normalize;

mod pre_tokenize;

mod encoding;

mod rows;

pub mod syntax;

mod encoder;

pub mod batch;

mod prompt_reader;

pub mod lint;

pub mod explain;

#[cfg(any(feature = "report", feature = "sources"))]
mod place;

#[cfg(feature = "images")]
pub mod images;

#[cfg(feature = "embeddings")]
pub mod embeddings;

#[cfg(feature = "sources")]
pub mod sources;

#[cfg(feature = "report")]
pub mod report;

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;

pub use batch::BatchEncoder;
pub use cliptok_bpe::{
    DecodeError, LoadError, LoadProblem, Merge, Merges, NotHonored, Rank, Rule, RulePlace, SpecialToken,
    TokenId, TokenKind, Vocabulary, WordPosition,
};
pub use dialect::{
    Checkpoint, ContextLength, ContextLengthError, Dialect, Model, OverLength, Pad, Step, TextEncoder,
    same_spelling,
};
pub use encoder::{Decoding, Encoder};
pub use encoding::{Encoding, Token};
pub use normalize::{Normalized, Section, SectionKind};
pub use pre_tokenize::{PreToken, PreTokenKind};
pub use prompt_reader::{
    BatchPromptReader, Counter, EncodedText, FirstOfLine, FirstRows, PromptReader, ReadPrompt,
};
pub use rows::{Layout, Row, RowRules, Slot};
pub use syntax::{Syntax, SyntaxOptions};
pub use text::{Alignment, Sharing, Span, TextUnit, offsets, sharing};

/// README's example in Rust, and the guide's, which run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
#[doc = include_str!("../docs/GUIDE.md")]
struct Documents;
