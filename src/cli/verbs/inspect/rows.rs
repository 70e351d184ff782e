//! Enters: a report. Leaves: the rows of its table before they are fitted to a width.

use std::ops::Range;

use crate::report::{PromptReport, SlotClass, TokenReport, names, visible};
use crate::{Sharing, SpecialToken, TokenKind};

/// A row; what it does not have is empty.
pub(super) struct Row {
    pub slot: String,
    pub id: String,
    pub class: SlotClass,
    pub token: String,
    pub joint: &'static str,
    pub bytes: Vec<u8>,
    pub span: String,
    /// What draws tokens of one character together.
    pub bracket: &'static str,
    pub characters: String,
    pub names: String,
}

/// The rows, made one at a time: start, the tokens, end; the pads in one row; then what was cut.
pub(super) fn rows<'r>(report: &'r PromptReport<'_>) -> impl Iterator<Item = Row> + 'r {
    let kept = report.tokens.iter().take_while(|token| token.slot.is_some()).count();
    let end = kept + 1;
    let marker = |slot: usize, class, token: SpecialToken| {
        let id = report.slots.get(slot).map(|slot| slot.id.to_string()).unwrap_or_default();
        Row::marker(slot.to_string(), id, class, token.spelling())
    };
    let tokens = |range: Range<usize>| range.filter_map(|index| Row::of_token(&report.tokens, index));
    std::iter::once(marker(0, SlotClass::Start, SpecialToken::StartOfText))
        .chain(tokens(0..kept))
        .chain([marker(end, SlotClass::End, SpecialToken::EndOfText)])
        .chain(pads(report, end + 1))
        .chain(tokens(kept..report.tokens.len()))
}

/// The row of all pads, which begin in this slot.
fn pads(report: &PromptReport<'_>, first: usize) -> Option<Row> {
    let last = report.slots.len().saturating_sub(1);
    let range = if first == last { first.to_string() } else { format!("{first}–{last}") };
    let times = format!("pad × {}", report.counts.free);
    (report.counts.free > 0).then(|| Row::marker(range, report.pad_id.to_string(), SlotClass::Pad, &times))
}

impl Row {
    /// A line for what stands for no text of the prompt.
    fn marker(slot: String, id: String, class: SlotClass, token: &str) -> Self {
        Self {
            slot,
            id,
            class,
            token: token.to_owned(),
            joint: "",
            bytes: Vec::new(),
            span: String::new(),
            bracket: " ",
            characters: String::new(),
            names: String::new(),
        }
    }

    fn of_token(tokens: &[TokenReport<'_>], index: usize) -> Option<Self> {
        let token = tokens.get(index)?;
        let before = index.checked_sub(1).and_then(|before| tokens.get(before));
        // Tokens of one character name it once.
        let shares = matches!(token.sharing, Sharing::Middle | Sharing::Last);
        let is_named = shares && before.is_some_and(|before| before.characters == token.characters);
        let kind = SlotClass::of_kind(token.entry.kind);
        let is_special = token.entry.kind == TokenKind::Special;
        Some(Self {
            slot: token.slot.map_or_else(|| "cut".to_owned(), |slot| slot.to_string()),
            id: token.entry.id.to_string(),
            class: if token.slot.is_some() { kind } else { SlotClass::Cut },
            token: match token.entry.text() {
                Some(text) => visible(text),
                None => kind.label().to_owned(),
            },
            joint: joint(token, before),
            bytes: if is_special { Vec::new() } else { token.entry.bytes.to_vec() },
            span: format!("{}..{}", token.original.start, token.original.end),
            bracket: bracket(token.sharing),
            characters: visible(token.characters),
            names: if is_named { String::new() } else { names(token.characters).join(" + ") },
        })
    }
}

/// What draws the tokens of a word together, down to the one that ends it.
fn joint(token: &TokenReport<'_>, before: Option<&TokenReport<'_>>) -> &'static str {
    let goes_on = |token: &TokenReport<'_>| !token.entry.ends_word && token.entry.kind != TokenKind::Special;
    match (before.is_some_and(goes_on), goes_on(token)) {
        _ if token.entry.kind == TokenKind::Special => "",
        (_, false) => "╯",
        (true, true) => "│",
        (false, true) => "╮",
    }
}

/// What draws tokens of one grapheme together.
const fn bracket(sharing: Sharing) -> &'static str {
    match sharing {
        Sharing::Alone => " ",
        Sharing::First => "╭",
        Sharing::Middle => "│",
        Sharing::Last => "╰",
    }
}
