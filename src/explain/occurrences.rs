//! Enters: a phrase and a text, as tokens. Leaves: where the phrase occurs in the text as whole words.

use std::ops::Range;

use cliptok_bpe::TokenKind;

use crate::encoding::Token;
use crate::prompt_reader::EncodedText;
use crate::syntax::SlotContent;

/// The positions of the tokens of each occurrence of a phrase, from left to right. Occurrences do not overlap.
///
/// `phrase` is what [`Encoder::encode`](crate::Encoder::encode) gives for it. It occurs where its tokens follow one another
/// and the first of them begins a word. The last one ends a word because it does so in the phrase. So `cat` occurs neither in
/// `category` nor in `tomcat`, and `photo` does not occur in `photograph`. A phrase without tokens occurs nowhere.
///
/// ```
/// use cliptok::explain::occurrences;
/// use cliptok::{Encoder, Model};
/// let encoder = Encoder::for_model(Model::Sd1);
/// let text = encoder.encode("A CAT in a category of its own, a tomcat, a cat");
/// let cat = encoder.encode("cat");
/// assert_eq!(occurrences(&cat.tokens, &text.tokens), [1..2, 14..15]);
/// ```
pub fn occurrences(phrase: &[Token], tokens: &[Token]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(here) = tokens.get(at..at + phrase.len()).filter(|here| !here.is_empty()) {
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        let is_it = before.is_none_or(ends_word) && here.iter().zip(phrase).all(|(a, b)| is_same(a, b));
        let end = at + phrase.len();
        if is_it {
            found.push(at..end);
        }
        at = if is_it { end } else { at + 1 };
    }
    found
}

/// The same for a text that a program has put into rows: the positions of each occurrence's tokens among the tokens of all
/// pieces of the text, one after the other.
///
/// What counts is what the model reads. Markup is not among the tokens, and an occurrence may begin in one row and end in the
/// next. It does not reach across the vectors of an embedding. Tokens that were cut come last.
///
/// ```
/// use cliptok::explain::occurrences_in_rows;
/// use cliptok::{Model, PromptReader, Syntax};
/// let reader = PromptReader::for_program(Syntax::A1111, Model::Sd1);
/// let read = reader.read("a (red:1.2) car").unwrap();
/// let phrase = reader.encoder().encode("red car");
/// assert_eq!(occurrences_in_rows(&phrase.tokens, &read.texts[0]), [[1, 2]]);
/// ```
pub fn occurrences_in_rows(phrase: &[Token], text: &EncodedText) -> Vec<Vec<usize>> {
    let tokens: Vec<Token> = text.encodings.iter().flat_map(|encoding| &encoding.tokens).copied().collect();
    let mut found = Vec::new();
    for stretch in stretches(text, tokens.len()) {
        let own: Vec<Token> = stretch.iter().filter_map(|&position| tokens.get(position)).copied().collect();
        let ranges = occurrences(phrase, &own).into_iter();
        found.extend(ranges.filter_map(|range| stretch.get(range)).map(<[usize]>::to_vec));
    }
    found
}

/// The positions of the tokens that the model reads, then of those that were cut, parted where vectors stand between.
fn stretches(text: &EncodedText, tokens: usize) -> Vec<Vec<usize>> {
    let mut stretches = Vec::new();
    let mut stretch = Vec::new();
    for slot in text.filled.rows.iter().flat_map(|row| &row.slots) {
        match slot.content {
            SlotContent::Token(position) => stretch.push(position),
            SlotContent::Vector => stretches.push(std::mem::take(&mut stretch)),
            SlotContent::Start | SlotContent::End | SlotContent::Pad => {}
        }
    }
    stretch.extend(tokens.saturating_sub(text.filled.cut)..tokens);
    stretches.push(stretch);
    stretches
}

/// Whether the next token begins a word.
fn ends_word(token: &Token) -> bool {
    token.ends_word || token.kind == TokenKind::Special
}

/// Whether both are the same to the model, and to the tokenizer: a `!` that is a special token is no letter of a word.
fn is_same(token: &Token, other: &Token) -> bool {
    token.id == other.id && (token.kind == TokenKind::Special) == (other.kind == TokenKind::Special)
}
