//! Enters: what a place in a prompt depends on. Leaves: where sequences of parts end, each found out once.
//!
//! The program tries alternatives one after the other and forgets what it found: four times as long for each level of
//! brackets. Here it is written down where a [sequence](Sequence) of parts ends. What else there is at a place follows from
//! that in a few steps, so that even in the worst case the time grows with the length of the prompt: each place is the
//! beginning of two sequences at most, and each of them reads one part and then knows, or asks for, the sequence behind it.
//! Only what has no brackets is read more than once: a word, signs, or settings, by each alternative that begins with them.
//! What a sequence needs is asked for on a stack of this file's own, so that no depth of brackets overflows the program's.

use super::grammar::Grammar;
use super::scanner::Cursor;
use crate::syntax::raised::RaisedWhy;

/// Parts one after the other: as many as read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sequence {
    pub kind: SequenceKind,
    pub from: Cursor,
}

/// Whether a comma or a point is a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SequenceKind {
    /// It is: in brackets and quotes.
    WithPunctuation,
    /// It is not, and ends the sequence: in the brackets of `.swap`.
    WithoutPunctuation,
}

impl Sequence {
    /// A sequence in brackets or quotes.
    pub(super) const fn within(from: Cursor) -> Self {
        Self { kind: SequenceKind::WithPunctuation, from }
    }

    pub(super) const fn replacement(from: Cursor) -> Self {
        Self { kind: SequenceKind::WithoutPunctuation, from }
    }

    /// The same sequence from a later place on.
    pub(super) const fn moved(self, at: usize) -> Self {
        Self { from: self.from.moved(at), ..self }
    }
}

/// Why something was not found out.
#[derive(Debug)]
pub(super) enum Interruption {
    /// It has to be known first where this ends.
    Needs(Sequence),
    /// The program raises, whatever else there is to try.
    Raises(RaisedWhy),
}

/// Where the sequences end that were read.
#[derive(Debug, Default)]
pub(super) struct Ends {
    with_punctuation: Vec<usize>,
    without_punctuation: Vec<usize>,
}

impl Ends {
    /// Where a sequence ends, if that is known.
    pub(super) fn end_of(&self, sequence: Sequence) -> Result<usize, Interruption> {
        let ends = match sequence.kind {
            SequenceKind::WithPunctuation => &self.with_punctuation,
            SequenceKind::WithoutPunctuation => &self.without_punctuation,
        };
        let Cursor { at, end } = sequence.from;
        if at >= end {
            // Another text may begin there.
            return Ok(end);
        }
        match ends.get(at) {
            // No sequence begins at 0, so that none ends there.
            None | Some(0) => Err(Interruption::Needs(sequence)),
            Some(&end) => Ok(end),
        }
    }

    /// Writes down where a sequence ends, in texts of this length.
    fn learn(&mut self, sequence: Sequence, end: usize, length: usize) {
        let ends = match sequence.kind {
            SequenceKind::WithPunctuation => &mut self.with_punctuation,
            SequenceKind::WithoutPunctuation => &mut self.without_punctuation,
        };
        ends.resize(length, 0);
        if let Some(known) = ends.get_mut(sequence.from.at) {
            *known = end;
        }
    }
}

impl Grammar {
    /// Finds something out, after whatever has to be known first.
    pub(super) fn settle<T>(
        &mut self,
        find: impl Fn(&mut Self) -> Result<T, Interruption>,
    ) -> Result<T, RaisedWhy> {
        let mut open: Vec<Sequence> = Vec::new();
        loop {
            let interruption = match open.last().copied() {
                None => match find(self) {
                    Ok(found) => return Ok(found),
                    Err(interruption) => interruption,
                },
                Some(sequence) => match self.find_end(sequence) {
                    Ok(end) => {
                        self.ends.learn(sequence, end, self.texts.all().len());
                        open.pop();
                        continue;
                    }
                    Err(interruption) => interruption,
                },
            };
            match interruption {
                Interruption::Needs(sequence) => open.push(sequence),
                Interruption::Raises(why) => return Err(why),
            }
        }
    }

    fn find_end(&mut self, sequence: Sequence) -> Result<usize, Interruption> {
        match self.part(sequence)? {
            None => Ok(sequence.from.at),
            Some(part) => self.ends.end_of(sequence.moved(part.span.end)),
        }
    }
}
