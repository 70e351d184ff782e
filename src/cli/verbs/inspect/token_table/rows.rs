//! Enters: a report. Leaves: the lines of its table before they are fitted to a width.

use crate::report::{PromptReport, SlotClass, TokenReport, names, visible};
use crate::{Sharing, SpecialToken, TokenKind};

/// A line of the table; what it does not have is empty.
pub(super) struct Row {
    pub slot: String,
    pub id: String,
    pub class: SlotClass,
    /// Its weight in a prompt syntax, if that is not 1.
    pub weight: String,
    pub token: String,
    pub joint: &'static str,
    pub bytes: Vec<u8>,
    pub span: String,
    /// What draws tokens of one character together.
    pub bracket: &'static str,
    /// The characters that it came from; empty where the token says the same.
    pub characters: String,
    pub names: String,
}

impl Row {
    /// Whether it is a line between two rows of slots.
    pub(super) fn is_heading(&self) -> bool {
        self.is_marker() && self.slot.is_empty()
    }

    /// Whether it stands for no text of the prompt: a start, an end, pads, a heading.
    pub(super) fn is_marker(&self) -> bool {
        self.span.is_empty()
    }
}

/// The rows, made one row of slots at a time: start, the tokens, end; the pads in one; then what was cut.
pub(super) fn rows<'r>(report: &'r PromptReport<'_>) -> impl Iterator<Item = Row> + 'r {
    let of_slots = (0..report.slots.len()).flat_map(|row| of_row(report, row));
    of_slots.chain(cut_rows(report))
}

/// Those of the tokens that were cut.
pub(super) fn cut_rows<'r>(report: &'r PromptReport<'_>) -> impl Iterator<Item = Row> + 'r {
    let kept = report.tokens.partition_point(|token| token.slot.is_some());
    (kept..report.tokens.len()).filter_map(|index| Row::of_token(&report.tokens, index))
}

/// Those of one row of slots. Where there are several, each has a heading.
pub(super) fn of_row(report: &PromptReport<'_>, row: usize) -> Vec<Row> {
    let slots = report.slots.get(row).map(Vec::as_slice).unwrap_or_default();
    let mut token = report.tokens.partition_point(|token| token.row.is_some_and(|other| other < row));
    let mut rows = Vec::new();
    if report.slots.len() > 1 {
        rows.push(Row::heading(&format!("row {} of {}", row + 1, report.slots.len())));
    }
    let mut first = 0;
    for run in slots.chunk_by(|left, right| left.class == right.class && is_folded(left.class)) {
        let Some(slot) = run.first() else { continue };
        let last = first + run.len() - 1;
        let range = if first == last { first.to_string() } else { format!("{first}–{last}") };
        let id = slot.id.map_or_else(|| "-".to_owned(), |id| id.to_string());
        let marker = |text: &str| Row::marker(range.clone(), id.clone(), slot.class, text);
        match slot.class {
            SlotClass::Start => rows.push(marker(SpecialToken::StartOfText.spelling())),
            SlotClass::End => rows.push(marker(SpecialToken::EndOfText.spelling())),
            SlotClass::Pad => rows.push(marker(&format!("pad × {}", run.len()))),
            SlotClass::Vector => rows.push(marker(&format!("{} × {}", slot.class.label(), run.len()))),
            _ => {
                rows.extend(Row::of_token(&report.tokens, token));
                token += 1;
            }
        }
        first = last + 1;
    }
    rows
}

/// Whether slots of this class that follow one another are shown as one.
const fn is_folded(class: SlotClass) -> bool {
    matches!(class, SlotClass::Pad | SlotClass::Vector)
}

impl Row {
    /// A line for what stands for no text of the prompt.
    fn marker(slot: String, id: String, class: SlotClass, token: &str) -> Self {
        Self {
            slot,
            id,
            class,
            weight: String::new(),
            token: token.to_owned(),
            joint: "",
            bytes: Vec::new(),
            span: String::new(),
            bracket: " ",
            characters: String::new(),
            names: String::new(),
        }
    }

    /// A line between two rows of slots.
    fn heading(text: &str) -> Self {
        Self::marker(String::new(), String::new(), SlotClass::Pad, text)
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
            weight: match token.weight {
                Some(weight) if !weight.is_one() => weight.to_string(),
                _ => String::new(),
            },
            token: match token.entry.text() {
                Some(text) => visible(text),
                None => kind.label().to_owned(),
            },
            joint: joint(token, before),
            bytes: if is_special { Vec::new() } else { token.entry.bytes.to_vec() },
            span: format!("{}..{}", token.original.start, token.original.end),
            bracket: bracket(token.sharing),
            characters: if token.sharing == Sharing::Alone && token.entry.text() == Some(token.characters) {
                String::new()
            } else {
                visible(token.characters)
            },
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
