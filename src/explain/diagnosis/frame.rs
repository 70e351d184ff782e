//! Enters: ids that were given, and the tokens of a prompt. Leaves: what is around the tokens, and which faults that is.

use super::Fault;

/// What rows consist of besides tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marks {
    pub start: i64,
    pub end: i64,
    /// The right pad.
    pub pad: i64,
    pub slots: usize,
}

/// Where tokens may have been cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cuts {
    /// Where a row of the right length is full.
    WhereFull,
    Anywhere,
}

/// What is around the tokens of a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Frame {
    pads_in_front: usize,
    starts: usize,
    /// How many tokens are there, of all that the prompt has.
    kept: usize,
    tokens: usize,
    ends: usize,
    pads: usize,
    pad: i64,
}

impl Frame {
    /// Finds the tokens in `given`. Whatever is found gives exactly these ids again: [`Frame::apply`].
    pub(super) fn of(given: &[i64], tokens: &[i64], marks: Marks, cuts: Cuts) -> Option<Self> {
        let in_front = pads_in_front(given, marks);
        let (_, rest) = given.split_at(in_front.min(given.len()));
        let starts = rest.iter().take_while(|&&id| id == marks.start).count();
        // A prompt may begin with a typed start token of its own.
        let tries = [1, 0, 2].into_iter().filter(|&tried| tried <= starts);
        let frames = tries.filter_map(|starts| Self::with_starts(given, in_front, starts, tokens, marks));
        frames
            .filter(|frame| frame.is_cut_where(cuts, marks))
            .find(|frame| frame.apply(tokens, marks) == given)
    }

    fn with_starts(
        given: &[i64],
        pads_in_front: usize,
        starts: usize,
        tokens: &[i64],
        marks: Marks,
    ) -> Option<Self> {
        let rest = given.get(pads_in_front + starts..)?;
        let kept = rest.iter().zip(tokens).take_while(|(given, own)| given == own).count();
        let (_, behind) = rest.split_at(kept);
        let mut ends = behind.iter().take_while(|&&id| id == marks.end).count();
        let (_, others) = behind.split_at(ends);
        let (mut pads, mut pad) = (others.len(), others.first().copied().unwrap_or(marks.pad));
        if others.is_empty() && ends > 1 {
            // Two end tokens that fill no row are two; else the end token is the pad.
            let is_doubled = ends == 2 && pads_in_front + starts + kept + ends < marks.slots;
            if !is_doubled {
                (pads, pad, ends) = (ends - 1, marks.end, 1);
            }
        }
        if pads_in_front > 0 {
            pad = given.first().copied().unwrap_or(pad);
        }
        // A single id that is no usual pad is no pad.
        let is_pad = pads != 1 || pad == marks.pad || pad == marks.end || pad == 0;
        let is_frame = ends <= 2 && is_pad && (pads == 0 || ends > 0 || kept == tokens.len());
        is_frame.then_some(Self { pads_in_front, starts, kept, tokens: tokens.len(), ends, pads, pad })
    }

    /// The ids of a prompt with these tokens, in this frame.
    pub(super) fn apply(&self, tokens: &[i64], marks: Marks) -> Vec<i64> {
        let mut ids = vec![self.pad; self.pads_in_front];
        ids.extend(std::iter::repeat_n(marks.start, self.starts));
        ids.extend(tokens.iter().take(self.kept));
        ids.extend(std::iter::repeat_n(marks.end, self.ends));
        ids.extend(std::iter::repeat_n(self.pad, self.pads));
        ids
    }

    const fn length(&self) -> usize {
        self.pads_in_front + self.starts + self.kept + self.ends + self.pads
    }

    const fn is_cut(&self) -> bool {
        self.kept < self.tokens
    }

    /// Whether there are tokens and nothing else.
    const fn is_bare(&self) -> bool {
        self.starts + self.ends + self.pads + self.pads_in_front == 0
    }

    const fn is_cut_where(&self, cuts: Cuts, marks: Marks) -> bool {
        match cuts {
            _ if !self.is_cut() => true,
            Cuts::WhereFull => {
                let is_full = self.starts + self.kept + self.ends == marks.slots && self.starts <= 1;
                self.pads == 0 && (is_full || self.kept + 2 == marks.slots)
            }
            Cuts::Anywhere => self.kept > 0,
        }
    }

    /// What is wrong with it. Nothing is wrong with bare tokens, with tokens between start and end, and with a row.
    pub(super) fn faults(&self, marks: Marks) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.is_bare() {
            faults.extend(self.is_cut().then_some(Fault::CutElsewhere { kept: self.kept }));
            return faults;
        }
        let length = self.length();
        match self.starts {
            0 => faults.push(Fault::NoStart),
            1 => {}
            _ => faults.push(Fault::StartDoubled),
        }
        let is_full = self.is_cut() && length == marks.slots && self.pads + self.pads_in_front == 0;
        match self.ends {
            0 if is_full => faults.push(Fault::CutWithoutEnd),
            0 => faults.push(Fault::NoEnd),
            1 => {}
            _ => faults.push(Fault::EndDoubled),
        }
        if self.is_cut() && !is_full {
            faults.push(Fault::CutElsewhere { kept: self.kept });
        }
        if self.pads_in_front > 0 {
            faults.push(Fault::PadsInFront);
        }
        if self.pads + self.pads_in_front > 0 {
            if self.pad != marks.pad {
                faults.push(Fault::OtherPad(self.pad));
            }
            // A row that lacks its start is shorter by that, and its pads are all there.
            let without_marks = marks.slots + self.starts + self.ends;
            if length != marks.slots && length + 2 != without_marks {
                faults.push(if length < marks.slots {
                    Fault::PadsCut { slots: length }
                } else {
                    Fault::LongerRow { slots: length }
                });
            }
        }
        faults
    }
}

/// How many pads stand before the start token.
fn pads_in_front(given: &[i64], marks: Marks) -> usize {
    let Some(&first) = given.first().filter(|&&first| first != marks.start) else { return 0 };
    let run = given.iter().take_while(|&&id| id == first).count();
    let is_pad = first == marks.pad || first == marks.end || first == 0;
    if is_pad && given.get(run) == Some(&marks.start) { run } else { 0 }
}
