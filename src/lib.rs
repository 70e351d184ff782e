//! CLIP's tokenizer, exactly: from any text to tokens, ids and the 77 slots of its text encoder.

// The rooms, in the order in which they may import from one another: only from above.
pub mod batch;
mod built_in;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
mod dialect;
mod encoder;
mod encoding;
pub mod explain;
mod normalize;
mod pre_tokenize;
#[cfg(feature = "report")]
pub mod report;
mod rows;
mod text;
mod unicode;

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
