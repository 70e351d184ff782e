//! Enters: what a report says. Leaves: the same in words, for terminals and pages alike.

use cliptok_bpe::TokenKind;

use super::escape::hex;
use super::{
    Aspect, CauseReport, Counts, EmojiTokens, EntryReport, PlaceReport, PromptReport, SlotClass, SlotReport,
    Source, StatisticsReport, SyntaxName, Verdict, Warning, Weight, counted, share, visible,
};
use crate::dialect::{Dialect, Model, Step};
use crate::explain::{Match, Mismatch};
use crate::syntax::Raised;

/// The text of an entry, with `╯` if a word ends with it. Bytes that are not text are written in hex.
pub fn entry_text(entry: &EntryReport<'_>) -> String {
    let EntryReport { bytes, ends_word, .. } = *entry;
    let text = match std::str::from_utf8(bytes) {
        // A blank would be invisible in a list of entries.
        Ok(" ") => "\\u{20}".to_owned(),
        Ok(text) => visible(text),
        Err(_) => format!("‹{}›", hex(bytes, " ")),
    };
    format!("{text}{}", if ends_word { "╯" } else { "" })
}

/// A change of text.
pub fn change_words(before: &str, after: &str) -> String {
    match (before, after) {
        (dropped, "") => format!("{} dropped", quoted(dropped)),
        ("", new) => format!("{} put in", quoted(new)),
        (before, after) => format!("{} → {}", quoted(before), quoted(after)),
    }
}

/// Text with visible white space at its ends.
fn quoted(text: &str) -> String {
    if text.trim() == text { visible(text) } else { format!("“{}”", visible(text)) }
}

/// The cause of a difference, and the dialects that have it.
pub fn cause_words(cause: &CauseReport) -> String {
    let names = cause.dialects.join(", ");
    match &cause.change {
        Some((before, after)) => format!("{} in {names}", change_words(before, after)),
        None if names.is_empty() => "the same text is split differently".to_owned(),
        None => format!("only in {names}; text in the others"),
    }
}

/// Whether a dialect gives the ids.
pub fn verdict_words(verdict: &Verdict) -> String {
    match &verdict.found {
        Ok(frame) => gives(frame),
        Err(mismatch) => gives_not(mismatch),
    }
}

fn gives(frame: &Match) -> String {
    let around = match (frame.start, frame.end) {
        (false, false) => "the prompt's tokens and nothing else".to_owned(),
        (true, false) => "after the start token".to_owned(),
        (false, true) => "with the end token after them".to_owned(),
        (true, true) => "between start and end".to_owned(),
    };
    let pads = match frame.pads {
        Some((count, pad)) => format!(", then {} of id {pad}", counted(count, "pad")),
        None => String::new(),
    };
    let cut = match frame.cut {
        0 => String::new(),
        cut => format!(", {} cut off", counted(cut, "token")),
    };
    format!("yes, {around}{cut}{pads}")
}

fn gives_not(mismatch: &Mismatch) -> String {
    let Mismatch { position: at, given, expected: own } = mismatch;
    match (given, own) {
        (None, Some(own)) => format!("no: the ids end at position {at} (from 0), where {own} is expected"),
        (Some(given), Some(own)) => format!("no: position {at} (from 0) is {given}, where {own} is expected"),
        (Some(given), None) => {
            format!("no: position {at} (from 0) is {given}, where nothing more is expected")
        }
        (None, None) => format!("no: position {at} (from 0)"),
    }
}

/// What kind of tokens an emoji has.
pub const fn emoji_words(sort: EmojiTokens) -> &'static str {
    match sort {
        EmojiTokens::Single => "one token",
        EmojiTokens::Several => "tokens of whole characters",
        EmojiTokens::Fallback => "with tokens that are only parts of a character",
    }
}

/// What a kind of entry is.
pub const fn kind_words(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Whole => "whole characters",
        TokenKind::Fragment => "several bytes that cut a character",
        TokenKind::Byte => "one byte of a longer character",
        TokenKind::Special => "the start and end tokens",
    }
}

/// That the program fails on the prompt of this place. The prompt itself is not repeated.
pub fn raised_words(source: &Source, raised: &Raised) -> String {
    format!("{source}: the program raises {} on this prompt; cliptok inspect says why", raised.class())
}

/// How full a row of a prompt is, and why it ends: `row 1: 75 of 75 tokens · cut behind a comma`. Rows count from 0.
pub fn row_words(report: &PromptReport<'_>, row: usize) -> String {
    let slots = report.slots.get(row).map(Vec::as_slice).unwrap_or_default();
    let is_content =
        |slot: &&SlotReport| !matches!(slot.class, SlotClass::Start | SlotClass::End | SlotClass::Pad);
    let filled = slots.iter().filter(is_content).count();
    let ends = report.program.row_ends.as_deref().unwrap_or_default();
    let why = ends.get(row).map(|end| format!(" · {}", end.about())).unwrap_or_default();
    let room = slots.len().saturating_sub(2);
    // The counters of programs count a row that is closed as a whole.
    let is_closed = report.program.counter.is_some() && row + 1 < report.slots.len() && filled < room;
    let counts = if is_closed { format!(", counts as {room}") } else { String::new() };
    format!("row {}: {filled} of {}{why}{counts}", row + 1, counted(room, "token"))
}

/// How many tokens are only parts of a character; `None` if none is.
pub fn fallback_words(counts: &Counts) -> Option<String> {
    let kind = |count: usize, class: SlotClass, word: &str| {
        (count > 0).then(|| format!("{} {}", class.glyph(), counted(count, word)))
    };
    let kinds = [
        kind(counts.fragment_tokens, SlotClass::Fragment, "fragment"),
        kind(counts.byte_tokens, SlotClass::Byte, "byte"),
    ];
    let kinds = kinds.into_iter().flatten().collect::<Vec<_>>().join(", ");
    match counts.fallback_tokens {
        0 => None,
        1 => Some(format!("1 token is only a part of a character: {kinds}")),
        many => Some(format!("{many} tokens are only parts of characters: {kinds}")),
    }
}

/// The text of a prompt after normalization, where a reader could not guess it: another case, or other white space, can be seen in
/// the tokens.
pub fn surprising_text<'r>(report: &'r PromptReport<'_>) -> Option<&'r str> {
    let is_plain = |step: &Step| {
        matches!(
            step,
            Step::LowerCasing17 | Step::LowerCasing14 | Step::WhitespaceRuns | Step::WhitespaceTrimmed
        )
    };
    (!report.changed_by.iter().all(is_plain)).then_some(report.normalized_text.as_str())
}

/// Which bytes of a prompt were cut; `None` if none were.
pub fn cut_words(report: &PromptReport<'_>) -> Option<String> {
    let cut = report.cut.as_ref()?;
    let bytes: Vec<String> =
        cut.parts.iter().map(|part| format!("{}..{}", part.original.start, part.original.end)).collect();
    let split = cut.split_character.map(|character| format!("; {} is cut in two", visible(character)));
    let tokens = counted(report.counts.over, "token");
    Some(format!("{tokens}: bytes {} of the prompt{}", bytes.join(", "), split.unwrap_or_default()))
}

/// The rules by which prompts were read.
pub fn rules_words(syntax: SyntaxName, dialect: Dialect, model: Model) -> String {
    let program = match syntax.0 {
        None => String::new(),
        Some(syntax) => format!("as {}, ", syntax.name()),
    };
    format!("{program}dialect {}, model {}", dialect.name(), model.name())
}

/// How the rows of a second encoder, whose tokens are the same, differ from those of the first.
pub fn second_encoder_words(first: &PromptReport<'_>, second: &PromptReport<'_>) -> String {
    let dialect = if second.dialect == first.dialect {
        String::new()
    } else {
        format!(" in dialect {},", second.dialect.name())
    };
    let ids =
        |report: &PromptReport<'_>| -> Vec<_> { report.rows.iter().map(|row| row.ids.clone()).collect() };
    let pads = if ids(first) == ids(second) {
        "and the same rows".to_owned()
    } else {
        format!("in the same slots; its pads are {}, not {}", second.pad_id, first.pad_id)
    };
    format!("the same tokens{dialect} {pads}")
}

/// How many rows prompts fill, where a program says so, and on how many it fails.
pub fn rows_words(report: &StatisticsReport<'_>) -> Option<String> {
    let row_counts = report.row_counts.as_ref()?;
    let mut words: Vec<String> = row_counts
        .iter()
        .map(|rows| {
            let share = share(rows.prompts, report.prompts);
            format!("{}: {} ({share})", counted(rows.row_count, "row"), counted(rows.prompts, "prompt"))
        })
        .collect();
    if let Some(raised @ 1..) = report.raised {
        words.push(format!("the program raises on {} more", counted(raised, "prompt")));
    }
    Some(words.join(" · "))
}

/// In what programs differ, as a sentence.
pub const fn aspect_words(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Raises => "some fail on the prompt",
        Aspect::Text => "what is text to one is not to another",
        Aspect::Weights => "the same text has different weights",
        Aspect::Tokens => {
            "the same text has different tokens: the tokenizers differ, or one splits it and another does not"
        }
        Aspect::Rows => "the same tokens are in different rows",
        Aspect::Pads => "the slots after the end hold different ids",
        Aspect::Steps => "the parts, or the texts at some steps, differ",
    }
}

/// What each program makes of a part of a prompt, those that agree together.
pub fn place_words(place: &PlaceReport<'_>) -> String {
    let mut groups: Vec<(Option<Weight>, Vec<&str>)> = Vec::new();
    let bits = |weight: Option<Weight>| weight.map(|weight| weight.0.to_bits());
    for reading in &place.readings {
        match groups.iter_mut().find(|(weight, _)| bits(*weight) == bits(reading.weight)) {
            Some((_, names)) => names.push(reading.syntax.name()),
            None => groups.push((reading.weight, vec![reading.syntax.name()])),
        }
    }
    let words = groups.iter().map(|(weight, names)| match weight {
        None => format!("not text in {}", names.join(", ")),
        Some(weight) => format!("weighs {weight} in {}", names.join(", ")),
    });
    words.collect::<Vec<_>>().join("; ")
}

/// Which warning it is and where, without the text of the prompt.
pub fn warning_place(warning: &Warning) -> String {
    match warning.original() {
        Some(original) => format!("{} at byte {}..{}", warning.kind(), original.start, original.end),
        None => warning.kind().to_owned(),
    }
}
