//! Enters: ids from somewhere and the tokens of a prompt. Leaves: whether they are the same, and what stands round them.

use crate::token::{SpecialToken, TokenId};
use crate::vocabulary::{Vocabulary, WordPosition};

/// What stands round the tokens of a prompt in a sequence of ids that has them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Whether the start token stands in front.
    pub start: bool,
    /// Whether the end token stands behind them.
    pub end: bool,
    /// How many pads follow, and which.
    pub pads: Option<(usize, TokenId)>,
    /// How many tokens were cut off, so that the rest fits between start and end.
    pub cut: usize,
}

/// The first position at which ids are not those of a prompt; it counts from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// Which position of the ids that were given.
    pub at: usize,
    /// What stands there; `None` where they end.
    pub given: Option<TokenId>,
    /// What the prompt has there; `None` where it ends.
    pub own: Option<TokenId>,
}

impl Frame {
    /// Finds the tokens of a prompt in `given`: alone, behind the start, before the end, or cut so that they fit
    /// between the two; behind the end there may be pads, the end token or 0.
    ///
    /// # Errors
    /// If they are not there; the error says where they come to an end.
    ///
    /// ```
    /// use cliptok::{TokenId, Tokenizer, dialect, frame::Frame};
    /// let tokenizer = Tokenizer::built_in(&dialect::HF);
    /// let content: Vec<TokenId> = tokenizer.encode("a cat").ids().collect();
    /// let given = [49406, 320, 2368, 49407, 0, 0].map(TokenId);
    /// let frame = Frame::of(&given, &content, tokenizer.vocabulary()).unwrap();
    /// assert_eq!((frame.start, frame.end, frame.pads), (true, true, Some((2, TokenId(0)))));
    /// ```
    pub fn of(given: &[TokenId], content: &[TokenId], vocabulary: &Vocabulary) -> Result<Self, Mismatch> {
        let [start, end] = SpecialToken::ALL.map(|token| vocabulary.special_id(token));
        let pads = [end, vocabulary.symbol(b'!', WordPosition::Inner)];
        let behind_start = match given.split_first() {
            Some((&first, rest)) if first == start => Self::behind_start(rest, content, end, pads),
            _ => Err(Mismatch::between(given, content)),
        };
        // A prompt may begin with a typed start token of its own.
        let bare = || Self::tail(given, content, end, pads);
        match (behind_start, bare()) {
            (Ok(frame), _) | (_, Ok(frame)) => Ok(frame),
            (Err(one), Err(other)) => Err(if one.at > other.at { one } else { other }),
        }
    }

    fn behind_start(
        rest: &[TokenId],
        content: &[TokenId],
        end: TokenId,
        pads: [TokenId; 2],
    ) -> Result<Self, Mismatch> {
        let framed = Self::tail(rest, content, end, pads);
        if let Some((&last, kept)) = rest.split_last()
            && framed.is_err()
            && last == end
            && content.starts_with(kept)
        {
            return Ok(Self { start: true, end: true, pads: None, cut: content.len() - kept.len() });
        }
        framed
            .map(|frame| Self { start: true, ..frame })
            .map_err(|mismatch| Mismatch { at: mismatch.at + 1, ..mismatch })
    }

    /// The tokens, then perhaps the end, then perhaps pads.
    fn tail(
        given: &[TokenId],
        content: &[TokenId],
        end: TokenId,
        pads: [TokenId; 2],
    ) -> Result<Self, Mismatch> {
        let mismatch = || Mismatch::between(given, content);
        let behind = given.strip_prefix(content).ok_or_else(mismatch)?;
        let Some((&first, padding)) = behind.split_first() else {
            return Ok(Self::default());
        };
        let pad = padding.first().copied().filter(|pad| pads.contains(pad));
        let is_padding = pad.is_none_or(|pad| padding.iter().all(|&id| id == pad));
        if first != end || !is_padding || pad.is_none() != padding.is_empty() {
            return Err(mismatch());
        }
        Ok(Self { start: false, end: true, pads: pad.map(|pad| (padding.len(), pad)), cut: 0 })
    }
}

impl Mismatch {
    fn between(given: &[TokenId], content: &[TokenId]) -> Self {
        let at = given.iter().zip(content).take_while(|(given, own)| given == own).count();
        Self { at, given: given.get(at).copied(), own: content.get(at).copied() }
    }
}
