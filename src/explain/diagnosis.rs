//! Enters: a text, and ids that another implementation gives for it. Leaves: that they are right, or what was done differently.
//!
//! A fault is claimed only where it is proven. Each way in which an implementation may go wrong is a way to make ids: a
//! dialect, a step of normalization that is missing, GPT-2's pattern, an id that is added to all. The text is encoded in
//! that way, what is around the tokens is put around them, and only if the result is exactly the ids that were given, these
//! faults are named. Where nothing that is tried gives the ids, none is.

mod added;
mod fault;
mod frame;
mod gpt2;
mod way;

use std::cell::OnceCell;

use cliptok_bpe::{SpecialToken, TokenId};

use crate::dialect::Dialect;
use crate::encoder::Encoder;
use crate::rows::RowRules;

pub use fault::{Added, Fault};

use added::{Behind, Found, Search};
use fault::number;
use frame::{Cuts, Frame, Marks};
use way::Way;

/// Holds ids from another implementation against the right ones.
///
/// ```
/// use cliptok::explain::{Checker, Fault};
/// use cliptok::{Encoder, Model};
/// let encoder = Encoder::for_model(Model::Sd1);
/// let checker = Checker::new(&encoder, encoder.row_rules());
/// assert_eq!(checker.diagnose("a cat", &[vec![49406, 320, 2368, 49407]]), None, "they are right");
/// let diagnosis = checker.diagnose("a cat", &[vec![320, 2368, 49407]]).unwrap();
/// assert_eq!(diagnosis.faults, [Fault::NoStart]);
/// ```
#[derive(Clone, Debug)]
pub struct Checker {
    encoder: Encoder,
    marks: Marks,
    ways: Vec<Way>,
}

/// What is wrong with ids.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnosis {
    /// What was done differently, all of it together: the right ids with these faults are the ids that were given. Empty
    /// if that is not known.
    pub faults: Vec<Fault>,
    /// The first position at which the ids differ, counted from 0, through all rows.
    pub position: usize,
    /// The id there; `None` if the ids end.
    pub given: Option<i64>,
    /// The right id there; `None` if nothing may follow.
    pub expected: Option<TokenId>,
    /// The right ids: alone, between start and end, or in rows, whichever is most like those that were given.
    pub right_ids: Vec<TokenId>,
}

impl Checker {
    /// Takes the ids of this encoder for right, and the rows of these rules.
    pub fn new(encoder: &Encoder, rules: RowRules) -> Self {
        let [start, end] = SpecialToken::ALL.map(|token| number(encoder.vocabulary().special_id(token)));
        let marks = Marks { start, end, pad: number(rules.pad), slots: rules.context_length.slots() };
        Self { encoder: encoder.clone(), marks, ways: Way::all(encoder) }
    }

    /// Whether these are ids of a prompt with these tokens: the tokens alone; start, tokens and end; or a row, padded or cut.
    /// Of several rows, each has the tokens that follow those of the row before it.
    pub fn agrees(&self, rows: &[Vec<i64>], tokens: &[TokenId]) -> bool {
        match rows {
            [] => tokens.is_empty(),
            [row] => self.is_right(row, tokens),
            rows => {
                let chunks = self.chunks(tokens, rows.len());
                rows.iter().zip(chunks).all(|(row, tokens)| self.is_right(row, tokens))
            }
        }
    }

    /// Whether a row is right, said without looking for what is around the tokens.
    fn is_right(&self, row: &[i64], tokens: &[TokenId]) -> bool {
        let Marks { start, end, pad, slots } = self.marks;
        let are = |ids: &[i64], tokens: &[TokenId]| {
            ids.len() == tokens.len() && ids.iter().zip(tokens).all(|(given, own)| *given == number(*own))
        };
        if are(row, tokens) {
            return true;
        }
        let Some((&first, behind)) = row.split_first() else { return false };
        let kept = if behind.len() > tokens.len() || row.len() != slots { tokens.len() } else { slots - 2 };
        let Some((ids, [last, pads @ ..])) = behind.split_at_checked(kept) else { return false };
        let is_filled = pads.is_empty() || row.len() == slots && pads.iter().all(|&id| id == pad);
        let tokens = tokens.get(..kept).unwrap_or_default();
        first == start && are(ids, tokens) && *last == end && is_filled
    }

    /// What is wrong with ids of a text; `None` if they are right.
    pub fn diagnose(&self, text: &str, rows: &[Vec<i64>]) -> Option<Diagnosis> {
        let no_row = [Vec::new()];
        let rows = if rows.is_empty() { &no_row } else { rows };
        let right = self.encoder.ids(text);
        if self.agrees(rows, &right) {
            return None;
        }
        let right_ids = self.most_like(rows, &right);
        let given: Vec<i64> = rows.concat();
        let position =
            given.iter().zip(&right_ids).take_while(|(given, own)| **given == number(**own)).count();
        Some(Diagnosis {
            faults: self.find(text, rows).unwrap_or_default(),
            position,
            given: given.get(position).copied(),
            expected: right_ids.get(position).copied(),
            right_ids,
        })
    }

    /// Looks for faults that make these ids of the right ones: first those of the tokens, then a shift, then added
    /// tokens; that tokens were cut somewhere explains much, so it comes last.
    fn find(&self, text: &str, rows: &[Vec<i64>]) -> Option<Vec<Fault>> {
        // Most faults are found early, and none is encoded twice.
        let tokens = vec![OnceCell::new(); self.ways.len()];
        let ways = || {
            let ways = self.ways.iter().zip(&tokens);
            ways.filter_map(|(way, tokens)| Some((way, tokens.get_or_init(|| way.ids(text)).as_ref()?)))
        };
        let by_way = |cuts| {
            ways().find_map(|(way, tokens)| {
                let around = self.faults(rows, tokens, cuts)?;
                Some(self.claimed(way, text, rows, cuts).into_iter().chain(around).collect())
            })
        };
        // The right way, that with `!`, and the other dialects come first.
        let dialects = || ways().take(1 + Dialect::ALL.len());
        let shifted = || dialects().find_map(|(way, tokens)| self.shifted(way, tokens, rows));
        by_way(Cuts::WhereFull)
            .map(|faults| fewer(faults, shifted))
            .or_else(shifted)
            .or_else(|| self.added(text, rows))
            .or_else(|| by_way(Cuts::Anywhere))
    }

    /// The faults of a way that gives the ids, with all dialects that do.
    fn claimed(&self, way: &Way, text: &str, rows: &[Vec<i64>], cuts: Cuts) -> Vec<Fault> {
        let mut faults = way.faults();
        if let Some(Fault::OtherDialect(named)) = faults.first_mut() {
            let gives = |dialect: Dialect| {
                let other = way.in_dialect(dialect).and_then(|way| way.ids(text));
                other.is_some_and(|tokens| self.faults(rows, &tokens, cuts).is_some())
            };
            let others = Dialect::ALL.iter().copied().filter(|&dialect| dialect != self.encoder.dialect());
            *named = others.filter(|&dialect| named.contains(&dialect) || gives(dialect)).collect();
        }
        faults
    }

    /// What is wrong with what is around these tokens; `None` if the tokens are not there.
    fn faults(&self, rows: &[Vec<i64>], tokens: &[i64], cuts: Cuts) -> Option<Vec<Fault>> {
        if let [row] = rows {
            return Some(Frame::of(row, tokens, self.marks, cuts)?.faults(self.marks));
        }
        let mut faults = Vec::new();
        for (row, tokens) in rows.iter().zip(self.chunks(tokens, rows.len())) {
            for fault in Frame::of(row, tokens, self.marks, cuts)?.faults(self.marks) {
                if !faults.contains(&fault) {
                    faults.push(fault);
                }
            }
        }
        (!rows.is_empty()).then_some(faults)
    }

    /// The tokens of each of so many rows; the last one has all that are left.
    fn chunks<'t, T>(&self, tokens: &'t [T], rows: usize) -> Vec<&'t [T]> {
        let room = self.marks.slots - 2;
        let mut rest = tokens;
        let mut chunks = Vec::new();
        for row in 1..=rows {
            let (chunk, behind) = rest.split_at(if row == rows { rest.len() } else { room.min(rest.len()) });
            chunks.push(chunk);
            rest = behind;
        }
        chunks
    }

    /// The faults of ids that are off by a constant. One id alone would be off from any other.
    fn shifted(&self, way: &Way, tokens: &[i64], rows: &[Vec<i64>]) -> Option<Vec<Fault>> {
        let row = rows.first()?;
        let (first, token) = (*row.first()?, tokens.first().copied());
        let around = |by: i64| -> Option<Vec<Fault>> {
            let rows: Vec<Vec<i64>> =
                rows.iter().map(|row| row.iter().map(|id| id.wrapping_sub(by)).collect()).collect();
            self.faults(&rows, tokens, Cuts::WhereFull)
        };
        let is_proof = rows.concat().len() > 1;
        let bases = [Some(self.marks.start), token].into_iter().flatten();
        let mut all = bases.map(|base| first.wrapping_sub(base)).filter(|&by| by != 0 && is_proof);
        let all = all.find_map(|by| Some((Fault::Shifted { by }, around(by)?)));
        let of_content = || {
            let second = row.get(1).filter(|_| first == self.marks.start && tokens.len() > 2)?;
            let by = second.wrapping_sub(token?);
            let tokens: Vec<i64> = tokens.iter().map(|id| id.wrapping_add(by)).collect();
            Some((Fault::ContentShifted { by }, self.faults(rows, &tokens, Cuts::WhereFull)?))
        };
        let (fault, around) = all.or_else(of_content)?;
        Some(way.faults().into_iter().chain([fault]).chain(around).collect())
    }

    /// The faults of a row with added tokens in it.
    fn added(&self, text: &str, rows: &[Vec<i64>]) -> Option<Vec<Fault>> {
        let [row] = rows else { return None };
        let inner = row.strip_prefix(&[self.marks.start]).unwrap_or(row);
        let end = inner.iter().position(|&id| id == self.marks.end).unwrap_or(inner.len());
        let (inner, _) = inner.split_at(end);
        // A row that tokens fill may have been cut behind its last added token.
        let is_full = inner.len() + 2 >= self.marks.slots;
        let behind = [is_full.then_some(Behind::MayBeCut), Some(Behind::Whole)];
        behind.into_iter().flatten().find_map(|behind| {
            let Found { added, tokens } = Search::of(inner, text, &self.encoder, behind)?.run()?;
            let around = self.faults(rows, &tokens, Cuts::WhereFull)?;
            Some([Fault::AddedTokens(added)].into_iter().chain(around).collect())
        })
    }

    /// The right ids in the form that is most like the one that was given.
    fn most_like(&self, rows: &[Vec<i64>], right: &[TokenId]) -> Vec<TokenId> {
        let vocabulary = self.encoder.vocabulary();
        let [start, end] = SpecialToken::ALL.map(|token| vocabulary.special_id(token));
        let pad = u64::try_from(self.marks.pad).ok().and_then(|pad| vocabulary.id(pad).ok()).unwrap_or(end);
        let framed = |tokens: &[TokenId]| -> Vec<TokenId> {
            [start].into_iter().chain(tokens.iter().copied()).chain([end]).collect()
        };
        let full = |tokens: &[TokenId]| {
            let (kept, _) = tokens.split_at(tokens.len().min(self.marks.slots - 2));
            let mut row = framed(kept);
            row.resize(self.marks.slots, pad);
            row
        };
        let [row] = rows else {
            return self.chunks(right, rows.len()).into_iter().flat_map(full).collect();
        };
        // A prompt may end with a token twice.
        let last = right.last().copied().map(number);
        let has_pads = matches!(row.as_slice(), [.., one, other] if one == other && last != Some(*other));
        if row.len() == self.marks.slots || has_pads {
            full(right)
        } else if row.first() == Some(&self.marks.start) || row.last() == Some(&self.marks.end) {
            framed(right)
        } else {
            right.to_vec()
        }
    }
}

/// Of two explanations that both give the ids, the one with fewer faults; the first of two that have as many.
fn fewer(faults: Vec<Fault>, other: impl FnOnce() -> Option<Vec<Fault>>) -> Vec<Fault> {
    let may_be_fewer = faults.len() > 1;
    may_be_fewer.then(other).flatten().filter(|other| other.len() < faults.len()).unwrap_or(faults)
}
