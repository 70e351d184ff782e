//! Enters: a prompt as typed, without what its program removes. Leaves: lints about how it is spelled.

use memchr::{memchr_iter, memmem};

use crate::lint::brackets::{Bracket, Matched, Pair, matched};
use crate::lint::sighting::{Sighting, number, sightings};
use crate::lint::{Lint, LintKind, NoBreak, WeightProblem, takes_weights_for_text};
use crate::prompt_reader::PromptReader;
use crate::syntax::{Brackets, Markup, OtherBackslashes, Polarity, Reading, RemovedKind};
use crate::text::Span;
use crate::unicode::{is_python_whitespace, is_word_14};

/// A prompt as typed, and what in it looks like markup.
pub(super) struct Typed<'r> {
    reader: &'r PromptReader,
    /// The prompt with blanks in place of comments, networks, and whatever else its program drops.
    text: String,
    /// Where it is parted.
    borders: Vec<Span>,
    matched: Matched,
    sightings: Vec<Sighting>,
}

impl<'r> Typed<'r> {
    /// Looks at a prompt. If the program raises, there is no reading, and nothing is taken out.
    pub(super) fn of(prompt: &str, reader: &'r PromptReader, reading: Option<&Reading>) -> Self {
        let removed = reading.map_or(&[][..], |reading| &reading.removed);
        let borders: Vec<Span> = removed
            .iter()
            .filter(|removed| removed.kind == RemovedKind::And)
            .map(|removed| removed.original)
            .collect();
        let is_hidden =
            |kind| matches!(kind, RemovedKind::Comment | RemovedKind::Network | RemovedKind::Ignored);
        let hidden = removed.iter().filter(|removed| is_hidden(removed.kind)).map(|removed| removed.original);
        let mut hidden: Vec<Span> = hidden.collect();
        hidden.sort_unstable_by_key(|hidden| hidden.start);
        let text = blanked(prompt, &hidden);
        let rules = reader.syntax().markup();
        let starts: Vec<usize> = borders.iter().map(|border| border.start).collect();
        let matched = matched(&text, rules.brackets, rules.escaped, &starts);
        let sightings = sightings(&text, &matched.pairs);
        Self { reader, text, borders, matched, sightings }
    }

    /// All lints about spelling.
    pub(super) fn lints(&self, reading: Option<&Reading>, lints: &mut Vec<Lint>) {
        let mut push = |kind, original| lints.push(Lint { kind, original });
        self.other_programs(reading, &mut push);
        self.wildcards(&mut push);
        if self.reads(Markup::SlashComment) {
            self.slash_comments(&mut push);
        }
        if takes_weights_for_text(self.reader) {
            return;
        }
        self.numbers(&mut push);
        self.lone_brackets(&mut push);
        self.backslashes(&mut push);
        if self.reads(Markup::Break) {
            self.breaks(&mut push);
        }
    }

    /// Whether a schedule or an alternation is typed in the part of the prompt that holds this place.
    pub(super) fn has_schedule_around(&self, place: Span) -> bool {
        let behind = self.borders.partition_point(|border| border.end <= place.start);
        let before = behind.checked_sub(1).and_then(|before| self.borders.get(before));
        let start = before.map_or(0, |border| border.end);
        let end = self.borders.get(behind).map_or(self.text.len(), |border| border.start);
        let first = self.sightings.partition_point(|sighting| sighting.span.start < start);
        let mut inside = self.sightings.iter().skip(first).take_while(|sighting| sighting.span.start < end);
        inside.any(|sighting| matches!(sighting.markup, Markup::Schedule | Markup::Alternation))
    }

    fn reads(&self, markup: Markup) -> bool {
        self.reader.syntax().reads(markup)
    }

    fn other_programs(&self, reading: Option<&Reading>, push: &mut impl FnMut(LintKind, Span)) {
        let syntax = self.reader.syntax();
        for &Sighting { markup, span, .. } in &self.sightings {
            let is_negative = self.reader.options().polarity == Polarity::Negative;
            if markup == Markup::And && self.reads(markup) && is_negative {
                push(LintKind::AndInNegative, span);
            } else if markup == Markup::Break && !self.reads(markup) && reading.is_some_and(encodes_breaks) {
                push(LintKind::NoBreak(NoBreak::Encoded), span);
            } else if !self.reads(markup) && !markup.programs().is_empty() {
                push(LintKind::OtherProgram { markup, syntax }, span);
            }
        }
    }

    /// Numbers in the place of a weight that are none.
    fn numbers(&self, push: &mut impl FnMut(LintKind, Span)) {
        for pair in self.matched.pairs.iter().filter(|pair| pair.bracket == Bracket::Round) {
            let place = if self.reads(Markup::RoundWeight) {
                pair.tail
            } else if self.reads(Markup::PlusMinus) {
                Some(number_behind(&self.text, pair))
            } else {
                None
            };
            let Some((place, typed)) = place.and_then(|place| Some((place, place.slice(&self.text)?))) else {
                continue;
            };
            let trimmed = typed.trim_matches(is_python_whitespace);
            let is_spaced = trimmed.len() < typed.len() && !self.reads(Markup::SpacedWeight);
            let problem = if is_comma_number(trimmed) {
                WeightProblem::Comma
            } else if trimmed.strip_suffix('%').and_then(number).is_some() {
                WeightProblem::Percent
            } else if is_spaced && number(trimmed).is_some() {
                WeightProblem::Spaced
            } else {
                continue;
            };
            let lead = typed.len() - typed.trim_start_matches(is_python_whitespace).len();
            let (typed, place) = match problem {
                WeightProblem::Spaced => (typed, place),
                WeightProblem::Comma | WeightProblem::Percent => {
                    (trimmed, Span::new(place.start + lead, place.start + lead + trimmed.len()))
                }
            };
            push(LintKind::NotAWeight { typed: typed.to_owned(), problem }, place);
        }
    }

    /// Brackets that have no other.
    fn lone_brackets(&self, push: &mut impl FnMut(LintKind, Span)) {
        let brackets = self.reader.syntax().markup().brackets;
        let matches = |bracket| match bracket {
            Bracket::Round => true,
            Bracket::Square => brackets == Brackets::Stacks,
            Bracket::Curly => false,
        };
        for &(_, at) in self.matched.unclosed.iter().filter(|(bracket, _)| matches(*bracket)) {
            let kind = match brackets {
                Brackets::Stacks => LintKind::WeighsToTheEnd,
                Brackets::Levels | Brackets::Grammar => LintKind::UnclosedIsText,
            };
            push(kind, Span::new(at, at + 1));
        }
        for &(_, at) in self.matched.unopened.iter().filter(|(bracket, _)| matches(*bracket)) {
            let before = self.text.split_at(at).0;
            let is_smiley = before.trim_end_matches('-').ends_with([':', ';', '=']);
            match brackets {
                Brackets::Levels => push(LintKind::UnopenedStopsWeights, Span::new(at, at + 1)),
                // It is text, as it was meant.
                Brackets::Stacks | Brackets::Grammar if is_smiley => {}
                Brackets::Stacks | Brackets::Grammar => push(LintKind::UnopenedIsText, Span::new(at, at + 1)),
            }
        }
    }

    fn backslashes(&self, push: &mut impl FnMut(LintKind, Span)) {
        let rules = self.reader.syntax().markup();
        let mut bytes = self.text.bytes().enumerate().peekable();
        while let Some((at, byte)) = bytes.next() {
            let is_escaped = |&(_, next): &(usize, u8)| rules.escaped.as_bytes().contains(&next);
            if byte != b'\\' || bytes.next_if(is_escaped).is_some() {
                continue;
            }
            let next = bytes.peek().map(|&(_, next)| next);
            match rules.other_backslashes {
                OtherBackslashes::Vanish => push(LintKind::BackslashVanishes, Span::new(at, at + 1)),
                OtherBackslashes::Stay if next.is_some_and(|next| b"()[]{}\"+-,.=:<>|#".contains(&next)) => {
                    push(LintKind::BackslashStays, Span::new(at, at + 1));
                }
                OtherBackslashes::Stay => {}
            }
        }
    }

    /// `break` in another case, where it is a whole line or stands between commas.
    fn breaks(&self, push: &mut impl FnMut(LintKind, Span)) {
        let mut start = 0;
        for item in self.text.split_inclusive([',', '\n']) {
            let word = item.trim_matches(|character| is_python_whitespace(character) || character == ',');
            if word.eq_ignore_ascii_case("break") && word != "BREAK" {
                let lead = item.len() - item.trim_start_matches(is_python_whitespace).len();
                push(
                    LintKind::NoBreak(NoBreak::NotUpperCase),
                    Span::new(start + lead, start + lead + word.len()),
                );
            }
            start += item.len();
        }
    }

    /// `{a|b}` and `__name__`.
    fn wildcards(&self, push: &mut impl FnMut(LintKind, Span)) {
        for pair in self.matched.pairs.iter().filter(|pair| pair.bracket == Bracket::Curly && pair.bars > 0) {
            push(LintKind::Wildcard, pair.span);
        }
        let mut done = 0;
        for at in memmem::find_iter(self.text.as_bytes(), "__") {
            let inside = self.text.split_at(at + 2).1;
            let Some((name, _)) = inside.split_once("__").filter(|_| at >= done) else { continue };
            let is_in_name = |character| is_word_14(character) || "/*-.".contains(character);
            if name.starts_with(|first: char| first != '_' && is_in_name(first))
                && name.chars().all(is_in_name)
            {
                done = at + name.len() + 4;
                push(LintKind::Wildcard, Span::new(at, done));
            }
        }
    }

    /// `// …` to the end of the line, and `/* … */`.
    fn slash_comments(&self, push: &mut impl FnMut(LintKind, Span)) {
        let last_close = memmem::rfind(self.text.as_bytes(), b"*/").unwrap_or_default();
        let mut done = 0;
        for at in memchr_iter(b'/', self.text.as_bytes()) {
            if at < done {
                continue;
            }
            let rest = self.text.split_at(at).1;
            let length = match rest.as_bytes().get(1) {
                Some(b'/') => Some(rest.find('\n').unwrap_or(rest.len())),
                Some(b'*') if at + 2 <= last_close => {
                    rest.get(2..).and_then(|inside| inside.find("*/")).map(|length| length + 4)
                }
                _ => None,
            };
            if let Some(length) = length {
                done = at + length;
                push(LintKind::CutInBrowser, Span::new(at, done));
            }
        }
    }
}

/// Whether the program splits a text at `BREAK` and then encodes it as a word.
fn encodes_breaks(reading: &Reading) -> bool {
    let mut segments = reading.texts.iter().flat_map(|text| text.segments.iter());
    segments.any(|segment| segment.text == "BREAK" && segment.weight < 0.0)
}

/// A text with blanks in place of some of its parts, which are in order. Ends of lines stay.
fn blanked(prompt: &str, hidden: &[Span]) -> String {
    let mut text = String::with_capacity(prompt.len());
    for part in hidden {
        let before = Span::new(text.len(), part.start).slice(prompt);
        let Some((before, hidden)) = before.zip(part.slice(prompt)) else { continue };
        // A part that begins in the one before it has no text of its own before it.
        if part.start < text.len() {
            continue;
        }
        text.push_str(before);
        text.extend(hidden.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
    }
    text.push_str(prompt.get(text.len()..).unwrap_or_default());
    text
}

/// The digits and commas directly behind a pair of brackets.
fn number_behind(text: &str, pair: &Pair) -> Span {
    let behind = text.split_at(pair.span.end).1;
    let number = behind.bytes().take_while(|&byte| byte.is_ascii_digit() || b",%".contains(&byte)).count();
    Span::new(pair.span.end, pair.span.end + number)
}

/// Digits, a comma, and digits.
fn is_comma_number(typed: &str) -> bool {
    let is_digits = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = typed.strip_prefix(['+', '-']).unwrap_or(typed);
    unsigned.split_once(',').is_some_and(|(whole, rest)| is_digits(whole) && is_digits(rest))
}
