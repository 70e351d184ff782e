//! Enters: a prompt. Leaves: its parts and their weights: one, those of a conjunction, or those of a blend.

use super::fragments::{Flat, Nesting, Swaps};
use super::grammar::Grammar;
use super::members::{List, Parts};
use super::scanner::{Cursor, behind_blanks};
use super::segments::{Version, segments};
use super::settings::{weights, without_flag};
use crate::syntax::python::stripped;
use crate::syntax::raised::RaisedWhy;
use crate::syntax::{BlendWeights, Content, Part, Reading, Removed, RemovedKind, Segments, WeightedText};
use crate::text::Span;
use crate::unicode::is_python_whitespace;

/// What the program makes of a prompt.
///
/// The program tries each reading before it takes one, and what it raises on the way ends it: so the order is its own.
/// Brackets nested some ninety deep, on which it raises `RecursionError`, depending on who calls it, are read here.
///
/// Source: compel 2.5.1, `prompt_parser.py`, `PromptParser.parse_conjunction`.
pub(super) fn read(prompt: &str) -> Result<Reading, RaisedWhy> {
    if stripped(prompt).is_empty() {
        let mut segments = Segments::default();
        segments.begin(1.0);
        return Ok(Reading::of_one(WeightedText::new(prompt.to_owned(), segments)));
    }
    let mut reader = Reader { prompt, grammar: Grammar::new(prompt), reading: Reading::default() };
    let start = reader.grammar.texts.start();
    match reader.grammar.list(start, &[".and", ".add"])? {
        Some(list) => reader.read_conjunction(start, &list)?,
        None => reader.read_rest(start)?,
    }
    let mut reading = reader.reading;
    let networks = reading.networks.iter();
    let networks = networks.map(|network| Removed { original: network.original, kind: RemovedKind::Network });
    reading.removed.extend(networks);
    reading.removed.sort_by_key(|removed| removed.original.start);
    Ok(reading)
}

struct Reader<'p> {
    prompt: &'p str,
    grammar: Grammar,
    reading: Reading,
}

impl Reader<'_> {
    /// A conjunction. Its parts without text are left out, and all that stands behind it.
    fn read_conjunction(&mut self, start: Cursor, list: &List) -> Result<(), RaisedWhy> {
        let mut weights = weights(&list.settings, self.grammar.text(start))?;
        check_count(list, &mut weights)?;
        let mut nesting = Nesting::Flat;
        for (member, weight) in list.members.iter().zip(weights) {
            let mut flat = self.grammar.flatten_member(member)?;
            self.reading.networks.append(&mut flat.networks);
            if flat.nesting == Nesting::Nested {
                nesting = Nesting::Nested;
            }
            if let Some(content) = self.content(&flat, member.span) {
                self.reading.parts.push(Part { weight, content });
            }
        }
        self.ignore_from(list.end, start);
        check_nesting(nesting)
    }

    /// Networks, a blend or parts, and networks.
    fn read_rest(&mut self, start: Cursor) -> Result<(), RaisedWhy> {
        let leading = self.grammar.networks(start);
        let from = start.moved(leading.end);
        let Some(list) = self.grammar.list(from, &[".blend"])? else {
            let Parts { mut parts, end } = self.grammar.prompt(from)?;
            let rest = self.grammar.text(start).get(behind_blanks(self.grammar.text(start), end)..);
            if let Some(character) = rest.unwrap_or_default().chars().next() {
                return Err(RaisedWhy::ControlCharacter { character });
            }
            parts.splice(0..0, leading.parts);
            let mut flat = self.grammar.flatten(&parts)?;
            self.reading.networks.append(&mut flat.networks);
            check_nesting(flat.nesting)?;
            if let Some(content) = self.content(&flat, Span::new(start.at, start.end)) {
                self.reading.parts.push(Part { weight: 1.0, content });
            }
            return Ok(());
        };
        let text = self.grammar.text(start);
        let (settings, how) = match without_flag(&list.settings, text) {
            Some(others) => (others, BlendWeights::AsGiven),
            None => (list.settings.as_slice(), BlendWeights::Normalized),
        };
        let mut weights = weights(settings, text)?;
        check_count(&list, &mut weights)?;
        let mut flats = Vec::with_capacity(list.members.len());
        for member in &list.members {
            flats.push(self.grammar.flatten_member(member)?);
        }
        if flats.iter().any(|flat| flat.swaps == Swaps::Plain) {
            return Err(RaisedWhy::SwapInBlend);
        }
        let trailing = self.grammar.networks(start.moved(list.end));
        if behind_blanks(self.grammar.text(start), trailing.end) < start.end {
            return Err(RaisedWhy::TextBehindBlend);
        }
        if flats.iter().any(|flat| flat.fragments.is_empty()) {
            return Err(RaisedWhy::EmptyBlendPart);
        }
        if flats.iter().any(|flat| flat.swaps != Swaps::None) {
            return Err(RaisedWhy::SwapInBlend);
        }
        let mut parts = Vec::with_capacity(flats.len());
        let mut networks = self.grammar.flatten(&leading.parts)?.networks;
        for ((member, flat), weight) in list.members.iter().zip(&mut flats).zip(weights) {
            networks.append(&mut flat.networks);
            let content = self.content(flat, member.span);
            parts.extend(content.map(|content| Part { weight, content }));
        }
        networks.append(&mut self.grammar.flatten(&trailing.parts)?.networks);
        self.reading.networks = networks;
        self.reading.parts.push(Part { weight: 1.0, content: Content::Blend { weights: how, parts } });
        Ok(())
    }

    /// What a flat list is; `None` if it has no fragment.
    fn content(&mut self, flat: &Flat, span: Span) -> Option<Content> {
        if flat.fragments.is_empty() {
            return None;
        }
        let original = self.text(flat, span, Version::Original);
        Some(match flat.swaps {
            Swaps::None => Content::Text(original),
            Swaps::Plain | Swaps::Weighted => {
                Content::Swap { original, edited: self.text(flat, span, Version::Edited) }
            }
        })
    }

    fn text(&mut self, flat: &Flat, span: Span, version: Version) -> usize {
        let all = self.grammar.texts.all();
        let segments = segments(&flat.fragments, version, all);
        let typed = all.original(span).of(self.prompt).to_owned();
        self.reading.texts.push(WeightedText::new(typed, segments));
        self.reading.texts.len() - 1
    }

    /// Notes what stands behind the end of a conjunction, without white space around it.
    fn ignore_from(&mut self, end: usize, start: Cursor) {
        let all = self.grammar.texts.all();
        let original = all.original(Span::new(end, start.end));
        let typed = original.of(self.prompt);
        let kept = typed.trim_end_matches(is_python_whitespace).len();
        let blank = typed.len() - typed.trim_start_matches(is_python_whitespace).len();
        if blank < kept {
            let original = Span::new(original.start + blank, original.start + kept);
            self.reading.removed.push(Removed { original, kind: RemovedKind::Ignored });
        }
    }
}

/// Gives each part the weight 1 where there are no weights, and checks that there is one for each.
///
/// Source: compel 2.5.1, `prompt_parser.py`, `Blend.__init__`, `Conjunction.__init__`.
fn check_count(list: &List, weights: &mut Vec<f64>) -> Result<(), RaisedWhy> {
    let parts = list.members.len();
    if weights.is_empty() {
        weights.resize(parts, 1.0);
    }
    if weights.len() == parts {
        Ok(())
    } else {
        Err(RaisedWhy::WeightCount { parts, weights: weights.len() })
    }
}

/// A swap in a swap is an object where the program expects text.
///
/// Source: compel 2.5.1, `compel.py`, `_get_conditioning_for_cross_attention_control`.
fn check_nesting(nesting: Nesting) -> Result<(), RaisedWhy> {
    match nesting {
        Nesting::Flat => Ok(()),
        Nesting::Nested => Err(RaisedWhy::NestedSwap),
    }
}
