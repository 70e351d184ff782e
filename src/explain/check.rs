//! Enters: ids from somewhere and the tokens of a prompt. Leaves: whether they match, and which ids are around them.

use cliptok_bpe::{SpecialToken, TokenId, Vocabulary};

use crate::dialect::{ContextLength, Model};

/// What is around the tokens of a prompt in a sequence of ids that contains them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Match {
    /// Whether the start token comes before them.
    pub start: bool,
    /// Whether the end token follows them.
    pub end: bool,
    /// How many pads follow, and which.
    pub pads: Option<(usize, TokenId)>,
    /// How many tokens were cut off, so that the rest fits between start and end.
    pub cut: usize,
}

/// The first position at which ids differ from those of a prompt, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The position in the given ids.
    pub position: usize,
    /// The id there; `None` if the ids end.
    pub given: Option<TokenId>,
    /// The id that should be there; `None` if nothing may follow.
    pub expected: Option<TokenId>,
}

impl Match {
    /// Finds the tokens of a prompt in `given`: alone, after the start token, before the end token. After the end token
    /// there may be pads of any model. In a row of the context length, the tokens may be cut so that they fit between
    /// start and end.
    ///
    /// # Errors
    /// If they are not there. The error names the first id that fits none of these forms.
    ///
    /// ```
    /// use cliptok::explain::Match;
    /// use cliptok::{ContextLength, Encoder, Model, TokenId};
    /// let encoder = Encoder::for_model(Model::Sd1);
    /// let given = [49406, 320, 2368, 49407, 0, 0].map(TokenId);
    /// let found = Match::of(&given, &encoder.ids("a cat"), ContextLength::CLIP, encoder.vocabulary()).unwrap();
    /// assert_eq!((found.start, found.end, found.pads), (true, true, Some((2, TokenId(0)))));
    /// ```
    pub fn of(
        given: &[TokenId],
        content: &[TokenId],
        context_length: ContextLength,
        vocabulary: &Vocabulary,
    ) -> Result<Self, Mismatch> {
        let reading = Reading { content, vocabulary };
        let [start, end] = SpecialToken::ALL.map(|token| vocabulary.special_id(token));
        let behind_start = given.strip_prefix(&[start]);
        if let Some((&last, kept)) = behind_start.and_then(<[TokenId]>::split_last)
            && given.len() == context_length.slots()
            && kept.len() < content.len()
            && last == end
            && content.starts_with(kept)
        {
            return Ok(Self { start: true, end: true, pads: None, cut: content.len() - kept.len() });
        }
        // The prompt itself may begin with a typed start token.
        let bare = reading.of(given);
        let behind = behind_start.map(|rest| match reading.of(rest) {
            Ok(found) => Ok(Self { start: true, ..found }),
            Err(mismatch) => Err(Mismatch { position: mismatch.position + 1, ..mismatch }),
        });
        match (behind, bare) {
            (Some(Ok(found)), _) | (_, Ok(found)) => Ok(found),
            (Some(Err(one)), Err(other)) => Err(if one.position > other.position { one } else { other }),
            (None, Err(mismatch)) => Err(mismatch),
        }
    }
}

/// One way to read ids: the tokens, then possibly the end token, then possibly pads.
struct Reading<'r> {
    content: &'r [TokenId],
    vocabulary: &'r Vocabulary,
}

impl Reading<'_> {
    fn of(&self, given: &[TokenId]) -> Result<Match, Mismatch> {
        let same = given.iter().zip(self.content).take_while(|(given, own)| given == own).count();
        let mismatch =
            |position: usize, expected| Mismatch { position, given: given.get(position).copied(), expected };
        if let Some(&wanted) = self.content.get(same) {
            return Err(mismatch(same, Some(wanted)));
        }
        let (_, behind) = given.split_at(same);
        let [first, padding @ ..] = behind else {
            return Ok(Match::default());
        };
        let end = self.vocabulary.special_id(SpecialToken::EndOfText);
        if *first != end {
            return Err(mismatch(same, None));
        }
        let pad = padding.first().copied().filter(|&id| self.is_pad(id));
        let pads = padding.iter().take_while(|&&id| Some(id) == pad).count();
        if pads < padding.len() {
            return Err(mismatch(same + 1 + pads, pad));
        }
        Ok(Match { start: false, end: true, pads: pad.map(|pad| (pads, pad)), cut: 0 })
    }

    fn is_pad(&self, id: TokenId) -> bool {
        Model::ALL.iter().any(|model| model.pad().id(self.vocabulary) == id)
    }
}
