//! Enters: a text, and how a program matches brackets. Leaves: pairs of brackets, and those that have no other.

use crate::syntax::{Brackets, Markup, Syntax};
use crate::text::Span;

/// A kind of bracket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bracket {
    Round,
    Square,
    Curly,
}

/// Two brackets that belong together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub bracket: Bracket,
    pub span: Span,
    /// How many colons stand between them, and in no pair inside.
    pub colons: usize,
    /// The same for bars.
    pub bars: usize,
    /// What stands behind the last such colon, if there is no bracket in it.
    pub tail: Option<Span>,
    pub holds: Holds,
}

/// What a pair of brackets holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Another pair of the same kind, and nothing else.
    OnePair,
    /// Anything else.
    Other,
}

/// The brackets of a text.
#[derive(Debug, Default)]
pub(super) struct Matched {
    /// In the order in which they begin.
    pub pairs: Vec<Pair>,
    /// Where brackets stand that nothing closes.
    pub unclosed: Vec<(Bracket, usize)>,
    /// Where brackets stand that close nothing.
    pub unopened: Vec<(Bracket, usize)>,
}

/// A bracket that is open.
#[derive(Clone, Copy)]
struct Open {
    start: usize,
    colons: usize,
    bars: usize,
    tail: Option<usize>,
    last_inside: Span,
}

/// The pairs of brackets in a text that mean something to a program, from bracket to bracket.
pub(crate) fn bracket_pairs(text: &str, syntax: Syntax) -> Vec<Span> {
    let rules = syntax.markup();
    let has_meaning = |bracket| match bracket {
        Bracket::Round => true,
        Bracket::Square => syntax.reads(Markup::SquareBrackets),
        Bracket::Curly => false,
    };
    let pairs = matched(text, rules.brackets, rules.escaped, &[]).pairs.into_iter();
    pairs.filter(|pair| has_meaning(pair.bracket)).map(|pair| pair.span).collect()
}

/// Matches the brackets of a text, each kind alone. No bracket is matched across one of the `borders`, which are in order.
/// Each byte is looked at once.
pub(super) fn matched(text: &str, brackets: Brackets, escaped: &str, borders: &[usize]) -> Matched {
    let mut matching =
        Matching { brackets, open: Default::default(), level: 0, lowest: 0, done: Matched::default() };
    let mut borders = borders.iter().peekable();
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        while borders.next_if(|&&border| border <= at).is_some() {
            matching.leave_open();
        }
        match byte {
            b'\\' => {
                let is_escaped = |&(_, byte): &(usize, u8)| escaped.as_bytes().contains(&byte);
                bytes.next_if(is_escaped);
            }
            b'(' => matching.open(Bracket::Round, at),
            b'[' => matching.open(Bracket::Square, at),
            b'{' => matching.open(Bracket::Curly, at),
            b')' => matching.close(Bracket::Round, at),
            b']' => matching.close(Bracket::Square, at),
            b'}' => matching.close(Bracket::Curly, at),
            b':' => {
                if let Some(open) = matching.innermost() {
                    open.colons += 1;
                    open.tail = Some(at + 1);
                }
            }
            b'|' => {
                if let Some(open) = matching.innermost() {
                    open.bars += 1;
                }
            }
            _ => {}
        }
    }
    matching.leave_open();
    let mut done = matching.done;
    done.pairs.sort_unstable_by_key(|pair| pair.span.start);
    done
}

struct Matching {
    brackets: Brackets,
    /// What is open of each kind.
    open: [Vec<Open>; 3],
    /// How many round brackets are open, less those that closed nothing: only where a program counts them so.
    level: isize,
    lowest: isize,
    done: Matched,
}

impl Matching {
    const fn of(&mut self, bracket: Bracket) -> &mut Vec<Open> {
        let [round, square, curly] = &mut self.open;
        match bracket {
            Bracket::Round => round,
            Bracket::Square => square,
            Bracket::Curly => curly,
        }
    }

    fn innermost(&mut self) -> Option<&mut Open> {
        self.open.iter_mut().filter_map(|open| open.last_mut()).max_by_key(|open| open.start)
    }

    fn counts(&self, bracket: Bracket) -> bool {
        self.brackets == Brackets::Levels && bracket == Bracket::Round
    }

    fn open(&mut self, bracket: Bracket, start: usize) {
        if let Some(around) = self.innermost() {
            around.tail = None;
        }
        if self.counts(bracket) {
            self.level += 1;
            if self.level <= 0 {
                return;
            }
        }
        let last_inside = Span::default();
        self.of(bracket).push(Open { start, colons: 0, bars: 0, tail: None, last_inside });
    }

    fn close(&mut self, bracket: Bracket, at: usize) {
        if self.counts(bracket) {
            self.level -= 1;
        }
        let Some(closed) = self.of(bracket).pop() else {
            let is_further_down = !self.counts(bracket) || self.level < self.lowest;
            if is_further_down {
                self.lowest = self.level;
                self.done.unopened.push((bracket, at));
            }
            if let Some(around) = self.innermost() {
                around.tail = None;
            }
            return;
        };
        let span = Span::new(closed.start, at + 1);
        if let Some(around) = self.of(bracket).last_mut() {
            around.last_inside = span;
        }
        if let Some(around) = self.innermost() {
            around.tail = None;
        }
        let holds =
            if closed.last_inside == Span::new(span.start + 1, at) { Holds::OnePair } else { Holds::Other };
        let Open { colons, bars, tail, .. } = closed;
        let tail = tail.map(|start| Span::new(start, at));
        self.done.pairs.push(Pair { bracket, span, colons, bars, tail, holds });
    }

    /// Gives up what is open.
    fn leave_open(&mut self) {
        (self.level, self.lowest) = (0, 0);
        for bracket in [Bracket::Round, Bracket::Square, Bracket::Curly] {
            let open = std::mem::take(self.of(bracket));
            self.done.unclosed.extend(open.into_iter().map(|open| (bracket, open.start)));
        }
    }
}
