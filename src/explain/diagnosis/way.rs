//! Enters: a text, and a way in which an implementation may tokenize it. Leaves: its ids, and the faults of that way.

use cliptok_bpe::{Merged, Tables, WordPosition, merge};

use super::fault::number;
use super::{Fault, gpt2};
use crate::dialect::{Dialect, Pad, Step};
use crate::encoder::Encoder;
use crate::normalize::{Normalized, SectionKind, normalize};
use crate::pre_tokenize::{PreTokenKind, pre_tokenize};

/// A way from a text to ids: that of an encoder with some things done differently.
#[derive(Clone, Debug)]
pub(super) struct Way {
    encoder: Encoder,
    faults: Vec<Fault>,
    left_out: LeftOut,
    ends: Ends,
    split: Split,
    word_ends: WordEnds,
    merging: Merging,
}

/// Which steps of normalization are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LeftOut {
    Nothing,
    This(Step),
    All,
}

/// What is done to the white space at the ends of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ends {
    AsTyped,
    Stripped,
}

/// How a text is cut into words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Split {
    Clip,
    Gpt2,
    Nowhere,
}

/// Whether the last token of a word is one that ends a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WordEnds {
    Marked,
    Missing,
}

/// What is merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Merging {
    Words,
    Characters,
    Nothing,
}

/// The ways to split and merge words that are tried, the most usual first.
const WORDS: [(Split, WordEnds, Merging); 9] = [
    (Split::Gpt2, WordEnds::Missing, Merging::Words),
    (Split::Clip, WordEnds::Missing, Merging::Words),
    (Split::Clip, WordEnds::Marked, Merging::Nothing),
    (Split::Clip, WordEnds::Missing, Merging::Nothing),
    (Split::Clip, WordEnds::Marked, Merging::Characters),
    (Split::Clip, WordEnds::Missing, Merging::Characters),
    (Split::Nowhere, WordEnds::Marked, Merging::Words),
    (Split::Nowhere, WordEnds::Missing, Merging::Words),
    (Split::Gpt2, WordEnds::Marked, Merging::Words),
];

impl Way {
    /// The right one.
    pub(super) fn right(encoder: &Encoder) -> Self {
        Self {
            encoder: encoder.clone(),
            faults: Vec::new(),
            left_out: LeftOut::Nothing,
            ends: Ends::AsTyped,
            split: Split::Clip,
            word_ends: WordEnds::Marked,
            merging: Merging::Words,
        }
    }

    /// Those that only take another dialect.
    pub(super) fn of_dialects(encoder: &Encoder) -> Vec<Self> {
        let others = Dialect::ALL.iter().copied().filter(|&dialect| dialect != encoder.dialect());
        let way = |dialect| Self {
            faults: vec![Fault::OtherDialect(vec![dialect])],
            ..Self::right(&encoder.with_dialect(dialect))
        };
        others.map(way).collect()
    }

    /// Every way that is tried, the right one first and the least likely last.
    pub(super) fn all(encoder: &Encoder) -> Vec<Self> {
        let (right, others) = (Self::right(encoder), Self::of_dialects(encoder));
        let steps = encoder.dialect().rules().steps;
        let left_out = |step: &Step| Self { left_out: LeftOut::This(*step), ..right.clone() };
        let nothing_done = Self { left_out: LeftOut::All, ..right.clone() };
        let normalizations: Vec<Self> = steps.iter().map(left_out).chain([nothing_done]).collect();
        let mut ways = vec![right.clone()];
        ways.extend(right.with_bang_turned());
        ways.extend(others.iter().cloned());
        ways.extend(others.iter().filter_map(Self::with_bang_turned));
        ways.extend(normalizations.iter().cloned());
        for (split, word_ends, merging) in WORDS {
            for way in [&right].into_iter().chain(&normalizations) {
                let way = Self { split, word_ends, merging, ..way.clone() };
                if split != Split::Clip {
                    ways.push(Self { ends: Ends::Stripped, ..way.clone() });
                }
                ways.push(way);
            }
        }
        for other in &others {
            let lower = other.encoder.dialect().rules().steps.iter().find(|step| lowers(**step));
            ways.extend(lower.map(|step| Self { left_out: LeftOut::This(*step), ..other.clone() }));
        }
        // Without a fault at the ends comes first.
        ways.sort_by_key(|way| way.ends == Ends::Stripped);
        ways
    }

    /// The same with `!` special, or not.
    fn with_bang_turned(&self) -> Option<Self> {
        let encoder = &self.encoder;
        let (pad, fault) = match encoder.pad_rule() {
            Pad::SpecialSymbol(b'!') => (Pad::Symbol(b'!'), Fault::BangNotSpecial),
            Pad::Special(_) | Pad::Symbol(_) | Pad::Named(_) => {
                (Pad::SpecialSymbol(b'!'), Fault::BangSpecial)
            }
            Pad::SpecialSymbol(_) => return None,
        };
        let faults = self.faults.iter().cloned().chain([fault]).collect();
        Some(Self { encoder: encoder.with_pad(pad), faults, ..self.clone() })
    }

    /// The same in another dialect, if it only takes one.
    pub(super) fn in_dialect(&self, dialect: Dialect) -> Option<Self> {
        let takes_one = matches!(self.faults.first(), Some(Fault::OtherDialect(_)));
        let is_plain = self.left_out == LeftOut::Nothing;
        (takes_one && is_plain).then(|| Self { encoder: self.encoder.with_dialect(dialect), ..self.clone() })
    }

    /// What it does differently.
    pub(super) fn faults(&self) -> Vec<Fault> {
        let mut faults = self.faults.clone();
        faults.extend(match self.split {
            Split::Clip => None,
            Split::Gpt2 => Some(Fault::SpacesAsTokens),
            Split::Nowhere => Some(Fault::NotSplit),
        });
        // GPT-2 has no ends of words.
        let is_gpt2 = self.split == Split::Gpt2;
        faults.extend((self.word_ends == WordEnds::Missing && !is_gpt2).then_some(Fault::NoWordEnds));
        faults.extend(match self.merging {
            Merging::Words => None,
            Merging::Characters => Some(Fault::CharactersNotMerged),
            Merging::Nothing => Some(Fault::BytesNotMerged),
        });
        faults.extend(match self.left_out {
            LeftOut::Nothing => None,
            LeftOut::This(step) => Some(Fault::StepLeftOut(step)),
            LeftOut::All => Some(Fault::NotNormalized),
        });
        faults.extend((self.ends == Ends::Stripped).then_some(Fault::Stripped));
        faults
    }

    /// The ids that it gives for a text; `None` if normalization does to the text what it does without the fault.
    pub(super) fn ids(&self, text: &str) -> Option<Vec<i64>> {
        let rules = self.encoder.dialect().rules();
        let typed = match self.ends {
            Ends::AsTyped => text,
            Ends::Stripped => text.trim(),
        };
        if self.ends == Ends::Stripped && typed.len() == text.len() {
            return None;
        }
        let steps: Vec<Step> = match self.left_out {
            LeftOut::Nothing => rules.steps.to_vec(),
            LeftOut::This(step) => rules.steps.iter().copied().filter(|other| *other != step).collect(),
            LeftOut::All => Vec::new(),
        };
        let normalized = normalize(typed, rules.cut_out, self.encoder.added(), &steps);
        if self.left_out != LeftOut::Nothing && self.ends == Ends::AsTyped {
            let right = normalize(typed, rules.cut_out, self.encoder.added(), rules.steps);
            if right.text() == normalized.text() {
                return None;
            }
        }
        Some(self.merged(&normalized))
    }

    fn merged(&self, normalized: &Normalized<'_>) -> Vec<i64> {
        let Tables { vocabulary, .. } = self.encoder.tables();
        let text = normalized.text();
        let mut ids = Vec::new();
        if self.split == Split::Clip {
            for word in pre_tokenize(normalized, self.encoder.dialect().rules(), vocabulary) {
                match word.kind {
                    PreTokenKind::Special(id) => ids.push(number(id)),
                    PreTokenKind::Word => self.merge(word.span.of(text), &mut ids),
                }
            }
            return ids;
        }
        for section in normalized.sections() {
            let part = section.span.of(text);
            match (section.kind, self.split) {
                (SectionKind::Special(id), _) => ids.push(number(id)),
                (SectionKind::Text, Split::Gpt2) => {
                    gpt2::pieces(part).for_each(|piece| self.merge(piece, &mut ids));
                }
                (SectionKind::Text, Split::Clip | Split::Nowhere) => self.merge(part, &mut ids),
            }
        }
        ids
    }

    /// Appends the ids of a word.
    fn merge(&self, word: &str, ids: &mut Vec<i64>) {
        let Tables { vocabulary, merges, .. } = self.encoder.tables();
        let last = match self.word_ends {
            WordEnds::Marked => WordPosition::Final,
            WordEnds::Missing => WordPosition::Inner,
        };
        let mut merged: Vec<Merged> = Vec::new();
        let mut push = |piece: &[u8], position| {
            merge(piece, position, vocabulary, merges, &mut merged, &mut |_| ());
        };
        let bytes = word.as_bytes();
        let position = |end: usize| if end == bytes.len() { last } else { WordPosition::Inner };
        match self.merging {
            Merging::Words => push(bytes, last),
            Merging::Characters => {
                for (at, character) in word.char_indices() {
                    let end = at + character.len_utf8();
                    push(bytes.get(at..end).unwrap_or_default(), position(end));
                }
            }
            Merging::Nothing => {
                for (at, byte) in bytes.iter().enumerate() {
                    push(&[*byte], position(at + 1));
                }
            }
        }
        ids.extend(merged.iter().map(|token| number(token.id)));
    }
}

/// Whether it is a step of lower-casing.
const fn lowers(step: Step) -> bool {
    matches!(step, Step::LowerCasing14 | Step::LowerCasing17)
}
