//! CLIP's tokenizer, exactly: from any text to tokens, ids and the 77 slots of its text encoder.
//!
//! Every Stable Diffusion prompt goes through the byte-level BPE tokenizer of CLIP. A text takes
//! five stages, each a room of this crate:
//!
//! 1. [`normalize`](mod@normalize): special tokens are cut out; then come the steps of the dialect: text repair and
//!    character references, composition, white space, lower-casing. Every byte of the result knows which bytes of
//!    the original it came from.
//! 2. [`pre_tokenize`]: the normalised text is cut into words, numbers and runs of symbols.
//! 3. [`bpe`]: the bytes of each of them merge, pair by pair in the order of the rules' ranks, into tokens.
//! 4. [`encoding`]: each token gets its place in the normalised and in the original text.
//! 5. [`layout`]: start, as many tokens as fit, end and padding take the slots of the context length.
//!
//! What of the text then has no slot, and where it stood, [`cut`] tells. Which steps run, and what
//! differs between implementations, is data in [`dialect`]. A [`Tokenizer`] wires the stages; CLIP's
//! vocabulary is part of the program. What happened on the way, step by step and merge by merge, is a
//! [`Trace`]; where tokenizers disagree on a text, and why, a [`Comparison`].
//!
//! For many texts there is a second door, [`fast`](mod@fast): a [`Volume`](fast::Volume) gives the same ids, or only their number, some
//! twenty times as fast, and remembers words. What there is of all of them together are [`Statistics`].
//! [`search`](mod@search) finds entries of the vocabulary, and [`reachability`] a prompt that gives one, or why none does.
//!
//! ```
//! use cliptok::{Tokenizer, dialect};
//!
//! let tokenizer = Tokenizer::built_in(&dialect::HF);
//! let encoding = tokenizer.encode("A photo of a 🏯");
//!
//! let ids: Vec<u16> = encoding.ids().map(|id| id.0).collect();
//! assert_eq!(ids, [320, 1125, 539, 320, 1109, 363]);
//!
//! // The last token is one byte of a character: it means nothing on its own.
//! let last = encoding.tokens[5];
//! assert_eq!(last.kind, cliptok::TokenKind::Byte);
//! assert_eq!(last.original.widened("A photo of a 🏯").slice("A photo of a 🏯"), "🏯");
//! ```
//!
//! Encoding cannot fail: every text has tokens. What can fail is what comes from outside: loading
//! another vocabulary, decoding ids, a number that is no context length. The library prints nothing,
//! and reads nothing but the vocabulary that it is told to.

#![warn(missing_docs)]

// The rooms, in the order in which they may import from one another: only from above.
pub mod span;
pub mod token;

pub mod error;

mod byte_level;
pub mod vocabulary;

mod places;

pub mod merges;

mod vocab_json;

mod merges_txt;

pub mod context_length;
mod data_files;
mod tables;

pub mod character;
pub mod dialect;
pub mod normalize;
pub mod pre_tokenize;

pub mod bpe;
pub mod encoding;
pub mod layout;

pub mod cut;
pub mod fast;

mod embedded;
pub mod tokenizer;
pub mod trace;

pub mod comparison;
pub mod frame;
pub mod reachability;
pub mod search;
pub mod segments;
pub mod statistics;

pub use comparison::Comparison;
pub use context_length::{ContextLength, ContextLengthError};
pub use cut::{Cut, CutPart};
pub use encoding::{Encoding, Token};
pub use error::{DecodeError, LoadError, LoadProblem};
pub use layout::{Layout, Slot};
pub use span::{Alignment, Span};
pub use statistics::Statistics;
pub use token::{Rank, SpecialToken, TokenId, TokenKind};
pub use tokenizer::Tokenizer;
pub use trace::Trace;
pub use vocabulary::Vocabulary;
