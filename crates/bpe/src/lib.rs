//! CLIP's byte-level BPE and nothing else: 256 bytes, a vocabulary, its merges, and the loop that merges them into tokens.
//!
//! The package `cliptok` normalizes a text, splits it into words, and passes each word to this crate. Most users want that
//! package; this one is for anyone who already has words, or who wants to examine a vocabulary.
//!
//! - [`alphabet`] writes each byte as a printable character, as `vocab.json` and `merges.txt` do.
//! - [`Vocabulary`] knows the bytes of each [`TokenId`], and [`Merges`] the rule for each pair of tokens.
//! - [`Tables`] has both, read from the two files by [`Tables::load`] or [`Tables::parse`].
//! - [`merge`] merges a word. Its [`WordTable`] finds words that are one token without merging, and its [`Seams`] cut a
//!   word into parts that merge by themselves.
//!
//! ```
//! use cliptok_bpe::{END_OF_WORD, Merged, SpecialToken, Tables, WordPosition, alphabet, merge};
//!
//! // Every byte inside a word and at the end of one, what two rules make, and the special tokens.
//! let mut entries: Vec<String> = alphabet().map(|(_, character)| character.to_string()).collect();
//! entries.extend(alphabet().map(|(_, character)| format!("{character}{END_OF_WORD}")));
//! entries.extend(["ca", "cat</w>"].map(str::to_owned));
//! entries.extend(SpecialToken::ALL.map(|token| token.spelling().to_owned()));
//! let vocab_json = (0..).zip(&entries).map(|(id, entry)| format!("{entry:?}: {id}")).collect::<Vec<_>>().join(", ");
//!
//! let tables = Tables::parse(&format!("{{{vocab_json}}}"), "c a\nca t</w>\n")?;
//! let mut tokens = Vec::new();
//! merge(b"cat", WordPosition::Final, &tables.vocabulary, &tables.merges, &mut tokens, &mut |_| ());
//! let [Merged { id, length }] = tokens[..] else { panic!("both rules apply") };
//! assert_eq!((id.0, length, tables.vocabulary.bytes(id)), (513, 3, &b"cat"[..]));
//! # Ok::<(), cliptok_bpe::LoadError>(())
//! ```

// The rooms, in the order in which they may import from one another: only from above.
mod token;

mod added_token;
mod error;
mod not_honored;

mod alphabet;
mod vocabulary;

mod packed;
mod perfect_hash;

mod merges;
mod vocab_json;

mod merges_txt;

mod files;
mod merge;

mod key;
mod word_table;

#[cfg(all(target_arch = "x86_64", not(feature = "portable")))]
mod four_words;

mod seams;
mod tables;

mod pairs;

mod folder;

pub use added_token::{AddedToken, Beside, FoundIn, Takes};
pub use alphabet::{END_OF_WORD, alphabet, byte_of};
pub use error::{DecodeError, LoadError, LoadProblem, RulePlace};
pub use folder::Folder;
pub use key::{Folding, KEY_BYTES, Key, LONGEST_KEY};
pub use merge::{Merge, Merged, merge};
pub use merges::{Merges, MergesTables, Rule};
pub use not_honored::NotHonored;
pub use packed::{Alphabet, pack, unpack};
pub use pairs::{Pairs, SYMBOLS, words};
pub use perfect_hash::{Displacements, GROUPS};
pub use seams::Seams;
pub use tables::Tables;
pub use token::{Rank, SpecialToken, TokenId, TokenKind};
pub use vocabulary::{Vocabulary, VocabularyTables, WordPosition};
pub use word_table::{SECOND_HALVES, SLOTS, WordLayout, WordTable};
