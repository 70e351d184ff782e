//! Enters: a text and its brackets. Leaves: what in it looks like the markup of some program.

use memchr::{memchr, memmem};

use Certainty::{Ambiguous, Unmistakable};

use crate::lint::brackets::{Bracket, Holds, Pair};
use crate::lint::words::{last_word, unshouted};
use crate::syntax::Markup;
use crate::text::Span;
use crate::unicode::is_word_14;

/// Something that looks like markup.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sighting {
    pub markup: Markup,
    pub span: Span,
    pub certainty: Certainty,
}

/// Whether plain text may look the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Certainty {
    /// Plain text often looks like this.
    Ambiguous,
    /// Plain text hardly ever looks like this.
    Unmistakable,
}

/// The networks that programs know.
pub(super) const NETWORKS: [&str; 3] = ["lora", "lyco", "hypernet"];

/// What looks like markup in a text, in the order of the text.
pub(super) fn sightings(text: &str, pairs: &[Pair]) -> Vec<Sighting> {
    let mut found = Vec::new();
    let mut push = |markup, span, certainty| found.push(Sighting { markup, span, certainty });
    of_pairs(text, pairs, &mut push);
    for (word, markup, certainty) in [("BREAK", Markup::Break, Unmistakable), ("AND", Markup::And, Ambiguous)]
    {
        unshouted(text, word).for_each(|span| push(markup, span, certainty));
    }
    networks(text, &mut push);
    signs(text, &mut push);
    functions(text, &mut push);
    names(text, &mut push);
    comments(text, &mut push);
    found.sort_by_key(|sighting| sighting.span.start);
    found
}

fn of_pairs(text: &str, pairs: &[Pair], push: &mut impl FnMut(Markup, Span, Certainty)) {
    // Of brackets in brackets, the outermost pair is enough.
    let mut plain_end = 0;
    for pair in pairs {
        let tail = pair.tail.and_then(|tail| Some((tail, number(tail.slice(text)?)?)));
        let is_weight = tail.is_some_and(|(tail, value)| is_plain_weight(text, pair, tail, value));
        let certainty = if is_weight { Unmistakable } else { Ambiguous };
        match (pair.bracket, pair.colons, pair.bars) {
            (Bracket::Round, ..) if tail.is_some() => push(Markup::RoundWeight, pair.span, certainty),
            (Bracket::Round, ..) if pair.holds == Holds::OnePair && pair.span.start >= plain_end => {
                plain_end = pair.span.end;
                push(Markup::RoundBrackets, pair.span, Ambiguous);
            }
            (Bracket::Square, 0, 0) if pair.span.start >= plain_end && pair.span.len() > 2 => {
                plain_end = pair.span.end;
                push(Markup::SquareBrackets, pair.span, Ambiguous);
            }
            (Bracket::Square, 1 | 2, 0) if tail.is_some() => push(Markup::Schedule, pair.span, certainty),
            (Bracket::Square, 0, 1..) if pair.span.len() > 3 => {
                let is_link = text.split_at(pair.span.start).0.ends_with('[');
                push(Markup::Alternation, pair.span, if is_link { Ambiguous } else { Unmistakable });
            }
            _ => {}
        }
        // What a signed or numbered bracket does, compel reads.
        if pair.bracket == Bracket::Round
            && let Some((length, certainty)) = strength(text.split_at(pair.span.end).1)
        {
            push(Markup::PlusMinus, Span::new(pair.span.start, pair.span.end + length), certainty);
        }
    }
}

/// A number in the place of a weight or a step.
pub(super) fn number(typed: &str) -> Option<f64> {
    let typed = typed.trim();
    let is_plain = typed.bytes().all(|byte| byte.is_ascii_digit() || b"+-.".contains(&byte));
    typed.parse().ok().filter(|_| is_plain)
}

/// Whether a number behind a colon is no time (`10:30`), ratio (`16:9`), verse (`John 3:16`), or answer (`see: 5`).
fn is_plain_weight(text: &str, pair: &Pair, tail: Span, value: f64) -> bool {
    let (before, _) = text.split_at(tail.start.saturating_sub(1));
    let typed = tail.slice(text).unwrap_or_default();
    let has_point = typed.contains('.');
    let is_small = value.abs() <= 10.0;
    let digits = before.ends_with(|last: char| last.is_ascii_digit());
    let empty = tail.start.saturating_sub(1) <= pair.span.start + 1;
    match pair.bracket {
        Bracket::Square => has_point || (pair.colons == 2 && !digits && !typed.starts_with(' ')),
        _ => is_small && !digits && !empty && (has_point || typed.len() == 1),
    }
}

/// What stands behind a bracket and gives it a weight in compel: signs, or a number with a point. With its length.
fn strength(behind: &str) -> Option<(usize, Certainty)> {
    let signs = behind.bytes().take_while(|&byte| byte == b'+').count();
    let signs = if signs > 0 { signs } else { behind.bytes().take_while(|&byte| byte == b'-').count() };
    let number = behind.bytes().take_while(|&byte| byte.is_ascii_digit() || byte == b'.').count();
    let length = signs.max(number);
    let (strength, rest) = behind.split_at_checked(length)?;
    let ends =
        rest.is_empty() || rest.starts_with(|next: char| next.is_whitespace() || "),.\"".contains(next));
    let is_number =
        number > 0 && strength.parse::<f64>().is_ok() && strength.trim_end_matches('.').contains('.');
    let has_signs = signs > 0;
    let certainty = if is_number || strength.starts_with("++") { Unmistakable } else { Ambiguous };
    (ends && (has_signs || is_number)).then_some((length, certainty))
}

/// Words with two signs or more: `word++`, and `word--` before a comma. A dash is no sign.
fn signs(text: &str, push: &mut impl FnMut(Markup, Span, Certainty)) {
    for sign in ["++", "--"] {
        let mut done = 0;
        for at in memmem::find_iter(text.as_bytes(), sign) {
            if at < done {
                continue;
            }
            let (before, behind) = text.split_at(at);
            let rest = behind.trim_start_matches(['+', '-']);
            done = text.len() - rest.len();
            let word = if before.ends_with(is_word_14) { last_word(before) } else { "" };
            let is_language = ["notepad"].contains(&word.to_lowercase().as_str());
            let ends = match sign {
                "++" => {
                    rest.is_empty()
                        || rest.starts_with(|next: char| next.is_whitespace() || "),.".contains(next))
                }
                _ => rest.starts_with([',', ')']),
            };
            let is_word = word.chars().nth(1).is_some() && word.ends_with(char::is_alphabetic);
            if is_word && ends && !is_language {
                let certainty = if sign == "++" { Unmistakable } else { Ambiguous };
                push(Markup::PlusMinus, Span::new(at - word.len(), done), certainty);
            }
        }
    }
}

/// `<lora:name:0.8>` and other networks that programs know.
fn networks(text: &str, push: &mut impl FnMut(Markup, Span, Certainty)) {
    let mut at = 0;
    while let Some(start) =
        memchr(b'<', text.as_bytes().get(at..).unwrap_or_default()).map(|found| at + found)
    {
        at = start + 1;
        let inside = text.split_at(at).1;
        let is_kind = |kind: &&&str| inside.strip_prefix(**kind).is_some_and(|rest| rest.starts_with(':'));
        let Some(kind) = NETWORKS.iter().find(is_kind) else { continue };
        let Some(length) = memchr(b'>', inside.as_bytes()) else { break };
        if length > kind.len() + 1 {
            push(Markup::Network, Span::new(start, at + length + 1), Unmistakable);
            at += length + 1;
        }
    }
}

/// How compel's functions begin.
pub(super) const FUNCTIONS: [(&str, Markup); 4] = [
    (".blend(", Markup::Blend),
    (".and(", Markup::Conjunction),
    (".swap(", Markup::Swap),
    (".attend(", Markup::Attend),
];

/// What compel does with brackets, quotes, and words behind a point.
fn functions(text: &str, push: &mut impl FnMut(Markup, Span, Certainty)) {
    for (typed, markup) in FUNCTIONS {
        for at in memmem::find_iter(text.as_bytes(), typed) {
            let before = text.split_at(at).0;
            let span = Span::new(at, at + typed.len());
            if before.ends_with([')', '"']) {
                push(markup, span, Unmistakable);
            } else if matches!(markup, Markup::Swap | Markup::Attend) && before.ends_with(is_word_14) {
                push(markup, span, Ambiguous);
            }
        }
    }
    for typed in ["withLora(", "useLora("] {
        for at in memmem::find_iter(text.as_bytes(), typed) {
            push(Markup::WithLora, Span::new(at, at + typed.len()), Unmistakable);
        }
    }
}

/// `embedding:name`, where a word begins.
fn names(text: &str, push: &mut impl FnMut(Markup, Span, Certainty)) {
    const PREFIX: &str = "embedding:";
    let mut done = 0;
    for at in memmem::find_iter(text.as_bytes(), PREFIX) {
        let (before, behind) = text.split_at(at);
        let name = behind.split_at(PREFIX.len()).1;
        let end = name.find(|next: char| next.is_whitespace() || ",:()<>[]".contains(next));
        let (name, _) = name.split_at(end.unwrap_or(name.len()));
        let begins =
            before.is_empty() || before.ends_with(|last: char| last.is_whitespace() || "(,".contains(last));
        if at >= done && begins && name.contains(char::is_alphabetic) {
            done = at + PREFIX.len() + name.len();
            push(Markup::EmbeddingPrefix, Span::new(at, done), Unmistakable);
        }
    }
}

/// Lines that begin with `#` and a blank.
fn comments(text: &str, push: &mut impl FnMut(Markup, Span, Certainty)) {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with("# ") {
            push(Markup::HashComment, Span::new(start, start + line.trim_end().len()), Ambiguous);
        }
        start += line.len();
    }
}
