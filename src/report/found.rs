//! Enters: phrases, and the tokens of a prompt. Leaves: the rows and slots that hold each phrase, as data and in words.

use serde::Serialize;

use super::{TokenReport, Weight, counted, visible};
use crate::encoder::Encoder;
use crate::encoding::{Encoding, Token};
use crate::explain::{occurrences, occurrences_in_rows};
use crate::prompt_reader::EncodedText;
use crate::text::Span;

/// How many occurrences are told in words.
const TOLD: usize = 10;

/// A phrase that was looked for, and where it occurs.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct FoundReport<'p> {
    /// The phrase as typed.
    pub phrase: &'p str,
    /// Its occurrences, text by text and from left to right; empty if there is none.
    pub occurrences: Vec<OccurrenceReport<'p>>,
}

/// One occurrence of a phrase.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct OccurrenceReport<'p> {
    /// The positions of its tokens in the prompt's tokens; `None` in another text of the program.
    pub positions: Option<Vec<usize>>,
    /// The slots that hold it, row by row; empty if all of it was cut.
    pub in_rows: Vec<InRowReport>,
    /// How many of its tokens have no slot.
    pub over: usize,
    /// The bytes of the prompt from its first token to its last one, with the markup between them.
    pub original: Span,
    /// The whole characters there.
    pub characters: &'p str,
    /// The text that it is in, if the program reads several and it is not in the first one.
    pub other_text: Option<String>,
    /// How many rows the text has. Not in JSON.
    #[serde(skip)]
    pub rows: usize,
}

/// The slots of one row that hold a phrase, or the part of it that is in this row.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct InRowReport {
    /// The row, from 0.
    pub row: usize,
    /// The slots, from 0.
    pub slots: Vec<usize>,
    /// The weight of each; `None` without a prompt syntax.
    pub weights: Option<Vec<Weight>>,
}

/// A text of a prompt with its tokens, to be looked through.
pub(super) struct Searched<'s, 'p> {
    pub prompt: &'p str,
    pub tokens: &'s [TokenReport<'p>],
    pub rows: usize,
}

/// Which of the texts that a program reads is looked through.
pub(super) enum TextPlace<'t> {
    /// The one whose tokens are the prompt's tokens: for each token, how many that are read stand before it.
    First { positions: Vec<usize> },
    /// Another one.
    Other { text: &'t str },
}

impl<'p> FoundReport<'p> {
    /// The phrases in a prompt that is text and nothing else, and that is the whole of `searched`.
    pub(super) fn in_text(
        phrases: &'p [String],
        encoder: &Encoder,
        encoding: &Encoding,
        searched: &Searched<'_, 'p>,
    ) -> Vec<Self> {
        let of_phrase = |phrase: &'p String| {
            let ranges = occurrences(&encoder.encode(phrase).tokens, &encoding.tokens);
            let report = |range: std::ops::Range<usize>| searched.occurrence(&range.collect::<Vec<_>>());
            Self { phrase, occurrences: ranges.into_iter().map(report).collect() }
        };
        phrases.iter().map(of_phrase).collect()
    }

    /// Phrases that occur nowhere yet.
    pub(super) fn nowhere(phrases: &'p [String]) -> Vec<Self> {
        phrases.iter().map(|phrase| Self { phrase, occurrences: Vec::new() }).collect()
    }

    /// Adds the occurrences in a text of a program, of which `searched` has all tokens.
    pub(super) fn add(
        &mut self,
        phrase: &[Token],
        encoded: &EncodedText,
        searched: &Searched<'_, 'p>,
        place: &TextPlace<'_>,
    ) {
        for at in occurrences_in_rows(phrase, encoded) {
            let (positions, other_text) = match place {
                TextPlace::First { positions } => {
                    (Some(at.iter().filter_map(|&at| positions.get(at).copied()).collect()), None)
                }
                TextPlace::Other { text } => (None, Some((*text).to_owned())),
            };
            self.occurrences.push(OccurrenceReport { positions, other_text, ..searched.occurrence(&at) });
        }
    }

    /// How often the phrase occurs, and where: `2 times: slot 3; slots 9–10`. `None` if it does not occur.
    pub fn words(&self) -> Option<String> {
        let times = match self.occurrences.len() {
            0 => return None,
            1 => "once".to_owned(),
            times => format!("{times} times"),
        };
        let told = self.occurrences.get(..TOLD).unwrap_or(&self.occurrences);
        let texts = told.chunk_by(|left, right| left.other_text == right.other_text).map(|group| {
            let places: Vec<String> = group.iter().map(OccurrenceReport::words).collect();
            let places = places.join("; ");
            match group.first().and_then(|first| first.other_text.as_ref()) {
                Some(text) => format!("in the text \"{}\": {places}", visible(text.trim())),
                None => places,
            }
        });
        let texts: Vec<String> = texts.collect();
        let more = match self.occurrences.len() - told.len() {
            0 => String::new(),
            more => format!("; and {more} more, which --format json lists"),
        };
        Some(format!("{times}: {}{more}", texts.join("; ")))
    }
}

impl<'p> Searched<'_, 'p> {
    /// The occurrence with these tokens.
    fn occurrence(&self, positions: &[usize]) -> OccurrenceReport<'p> {
        let tokens: Vec<&TokenReport<'p>> =
            positions.iter().filter_map(|&position| self.tokens.get(position)).collect();
        let spans = tokens.iter().map(|token| token.original);
        let original = spans.reduce(Span::hull).unwrap_or_default();
        let placed: Vec<(usize, usize, Option<Weight>)> =
            tokens.iter().filter_map(|token| Some((token.row?, token.slot?, token.weight))).collect();
        let in_row = |slots: &[(usize, usize, Option<Weight>)]| {
            Some(InRowReport {
                row: slots.first()?.0,
                slots: slots.iter().map(|&(_, slot, _)| slot).collect(),
                weights: slots.iter().map(|&(.., weight)| weight).collect(),
            })
        };
        OccurrenceReport {
            positions: Some(positions.to_vec()),
            in_rows: placed.chunk_by(|left, right| left.0 == right.0).filter_map(in_row).collect(),
            over: tokens.len() - placed.len(),
            original,
            characters: original.widened(self.prompt).of(self.prompt),
            other_text: None,
            rows: self.rows,
        }
    }
}

impl OccurrenceReport<'_> {
    /// Where it is: `slots 3–4 (weight 1.2)`, and with several rows, `row 1 of 2, slot 75 and row 2 of 2, slot 1`.
    fn words(&self) -> String {
        let mut parts: Vec<String> = self.in_rows.iter().map(|part| part.words(self.rows)).collect();
        match (self.over, self.in_rows.is_empty()) {
            (0, _) => {}
            (_, true) => parts.push("cut off, with no slot".to_owned()),
            (over, false) => parts.push(format!("{} cut off", counted(over, "token"))),
        }
        parts.join(" and ")
    }
}

impl InRowReport {
    fn words(&self, rows: usize) -> String {
        let row = if rows > 1 { format!("row {} of {rows}, ", self.row + 1) } else { String::new() };
        // The tokens of an occurrence follow one another, and so do their slots.
        let slots = match self.slots.as_slice() {
            [first, .., last] => format!("slots {first}–{last}"),
            slots => format!("slot {}", slots.first().copied().unwrap_or_default()),
        };
        let weights = self.weights.as_deref().unwrap_or_default();
        let weights = match weights {
            _ if weights.iter().all(|weight| weight.is_one()) => String::new(),
            [first, rest @ ..] if rest.iter().all(|weight| weight == first) => format!(" (weight {first})"),
            _ => {
                let weights: Vec<String> = weights.iter().map(Weight::to_string).collect();
                format!(" (weights {})", weights.join(", "))
            }
        };
        format!("{row}{slots}{weights}")
    }
}
