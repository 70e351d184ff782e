//! Enters: a prompt and the reader of a program. Leaves: the report of what the program makes of it, token by token.

use cliptok_bpe::TokenKind;

use super::found::{Searched, TextPlace};
use super::program::{ProgramReport, rows_of};
use super::prompt::{Counts, CutReport, PromptReport, PromptRules, SlotReport};
use super::serialize::Version;
use super::warning::{Warning, Warnings};
use super::{FoundReport, SlotClass, Source, SyntaxName, TokenReport, Weight};
use crate::dialect::ContextLength;
use crate::encoding::{Encoding, Token};
use crate::explain::Cut;
use crate::lint::lints;
use crate::prompt_reader::{EncodedText, PromptReader, ReadPrompt};
use crate::rows::Layout;
use crate::syntax::{Raised, SlotContent, WeightedRow, WeightedText};

impl<'p> PromptReport<'p> {
    /// Has a program read a prompt, and reports everything about it.
    pub(super) fn by_program(
        prompt: &'p str,
        source: &'p Source,
        rules: &'p PromptRules,
        reader: &'p PromptReader,
    ) -> Self {
        let read = reader.read(prompt);
        let warnings = match rules.warnings {
            Warnings::Shown { .. } => {
                lints(prompt, reader, read.as_ref()).into_iter().map(Warning::Lint).collect()
            }
            Warnings::Omitted => Vec::new(),
        };
        let report = match &read {
            Ok(read) => Self::read(prompt, source, rules, reader, read),
            Err(raised) => Self::raised(prompt, source, rules, reader, raised),
        };
        Self { warnings, ..report }
    }

    fn read(
        prompt: &'p str,
        source: &'p Source,
        rules: &'p PromptRules,
        reader: &'p PromptReader,
        read: &ReadPrompt,
    ) -> Self {
        let first = read.reading.parts.first().and_then(|part| part.content.first_text());
        let first = first.and_then(|at| Some((at, read.reading.texts.get(at)?, read.texts.get(at)?)));
        let empty = Self::empty(prompt, source, rules, reader, ProgramReport::of(prompt, read));
        let Some((at, text, encoded)) = first else { return empty };
        let encoding = joined(text, encoded);
        let rows = &encoded.filled.rows;
        let all_tokens = tokens(prompt, &encoding, rows, reader);
        let found = (!rules.find.is_empty()).then(|| {
            found(&rules.find, reader, read, &Searched { prompt, tokens: &all_tokens, rows: rows.len() }, at)
        });
        let is_read = is_read(encoded);
        let read_tokens = all_tokens.into_iter().zip(is_read).filter(|&(_, is_read)| is_read);
        let kept = encoding.tokens.len().saturating_sub(encoded.filled.cut);
        let cut = ContextLength::new(kept + 2).ok().and_then(|context_length| {
            Cut::of(prompt, &encoding.tokens, &Layout::new(context_length, encoding.tokens.len()))
        });
        Self {
            changed_by: encoding.changed_by.clone(),
            tokens: read_tokens.map(|(token, _)| token).collect(),
            found,
            rows: rows_of(read, at),
            cut: cut.map(|cut| CutReport::new(&cut, prompt)),
            counts: counts(prompt, &encoding, read, encoded),
            slots: rows.iter().map(|row| slots(row, &encoding)).collect(),
            normalized_text: encoding.normalized,
            ..empty
        }
    }

    fn raised(
        prompt: &'p str,
        source: &'p Source,
        rules: &'p PromptRules,
        reader: &'p PromptReader,
        raised: &Raised,
    ) -> Self {
        Self::empty(prompt, source, rules, reader, ProgramReport::raised(raised))
    }

    fn empty(
        prompt: &'p str,
        source: &'p Source,
        rules: &'p PromptRules,
        reader: &'p PromptReader,
        program: ProgramReport<'p>,
    ) -> Self {
        let encoder = reader.encoder();
        Self {
            version: Version,
            source,
            prompt,
            model: encoder.model(),
            dialect: encoder.dialect(),
            vocabulary: rules.vocabulary.as_deref(),
            syntax: SyntaxName(Some(reader.syntax())),
            normalized_text: String::new(),
            changed_by: Vec::new(),
            tokens: Vec::new(),
            rows: Vec::new(),
            context_length: rules.row.context_length.slots(),
            pad_id: reader.pad(),
            cut: None,
            counts: Counts::of_text(prompt),
            found: Some(FoundReport::nowhere(&rules.find)).filter(|found| !found.is_empty()),
            program,
            warnings: Vec::new(),
            slots: Vec::new(),
            encoders: None,
            second: None,
        }
    }
}

/// The encodings of all pieces of a text as one, whose places are those in the prompt. Its normalized text has a line for
/// each piece; what closes a row is not among them.
fn joined(text: &WeightedText, encoded: &EncodedText) -> Encoding {
    let mut all = Encoding { normalized: String::new(), changed_by: Vec::new(), tokens: Vec::new() };
    let pieces = text.tokenized();
    let read = is_read(encoded);
    for (piece, encoding) in pieces.iter().zip(&encoded.encodings) {
        let first = all.tokens.len();
        let is_read = read.iter().skip(first).take(encoding.tokens.len()).any(|&read| read);
        if !all.normalized.is_empty() && is_read {
            all.normalized.push('\n');
        }
        let before = all.normalized.len();
        all.tokens.extend(encoding.tokens.iter().map(|token| Token {
            normalized: token.normalized.shifted(before),
            original: pieces.alignment().original(token.original.shifted(piece.span.start)),
            ..*token
        }));
        if is_read {
            all.normalized.push_str(&encoding.normalized);
            all.changed_by.extend(&encoding.changed_by);
        }
    }
    all.changed_by.sort_unstable();
    all.changed_by.dedup();
    all
}

/// For each token, whether the program makes anything of it: gives it a slot, or has no room for it.
pub(super) fn is_read(encoded: &EncodedText) -> Vec<bool> {
    let tokens: usize = encoded.encodings.iter().map(|encoding| encoding.tokens.len()).sum();
    let kept = tokens.saturating_sub(encoded.filled.cut);
    let mut read: Vec<bool> = (0..tokens).map(|token| token >= kept).collect();
    for slot in encoded.filled.rows.iter().flat_map(|row| &row.slots) {
        if let SlotContent::Token(token) = slot.content
            && let Some(read) = read.get_mut(token)
        {
            *read = true;
        }
    }
    read
}

/// All tokens of a text, each with its place if it has one.
fn tokens<'p>(
    prompt: &'p str,
    encoding: &Encoding,
    rows: &[WeightedRow],
    reader: &'p PromptReader,
) -> Vec<TokenReport<'p>> {
    let mut places: Vec<Option<(usize, usize, f64)>> = vec![None; encoding.tokens.len()];
    for (row, filled) in rows.iter().enumerate() {
        for (slot, there) in filled.slots.iter().enumerate() {
            if let SlotContent::Token(token) = there.content
                && let Some(place) = places.get_mut(token)
            {
                *place = Some((row, slot, there.weight));
            }
        }
    }
    let all = TokenReport::all(prompt, encoding, reader.encoder()).into_iter().zip(places);
    let placed = all.map(|(token, place)| TokenReport {
        row: place.map(|(row, ..)| row),
        slot: place.map(|(_, slot, _)| slot),
        weight: place.map(|(.., weight)| Weight(weight)),
        ..token
    });
    placed.collect()
}

/// Where the phrases occur in the texts that the program reads. `first` has the tokens of the text at `first_at`, which
/// comes first.
fn found<'p>(
    phrases: &'p [String],
    reader: &'p PromptReader,
    read: &ReadPrompt,
    first: &Searched<'_, 'p>,
    first_at: usize,
) -> Vec<FoundReport<'p>> {
    let encoded: Vec<Encoding> = phrases.iter().map(|phrase| reader.encoder().encode(phrase)).collect();
    let mut found = FoundReport::nowhere(phrases);
    let mut look = |text: &EncodedText, searched: &Searched<'_, 'p>, place: &TextPlace<'_>| {
        for (found, phrase) in found.iter_mut().zip(&encoded) {
            found.add(&phrase.tokens, text, searched, place);
        }
    };
    let texts = || read.reading.texts.iter().zip(&read.texts).enumerate();
    for (_, (_, encoded)) in texts().filter(|&(at, _)| at == first_at) {
        let mut before = 0;
        let positions = is_read(encoded).into_iter().map(|is_read| {
            let position = before;
            before += usize::from(is_read);
            position
        });
        look(encoded, first, &TextPlace::First { positions: positions.collect() });
    }
    for (_, (text, encoded)) in texts().filter(|&(at, _)| at != first_at) {
        let rows = &encoded.filled.rows;
        let tokens = tokens(first.prompt, &joined(text, encoded), rows, reader);
        let searched = Searched { prompt: first.prompt, tokens: &tokens, rows: rows.len() };
        look(encoded, &searched, &TextPlace::Other { text: &text.text });
    }
    found
}

fn slots(row: &WeightedRow, encoding: &Encoding) -> Vec<SlotReport> {
    let kind = |token: usize| encoding.tokens.get(token).map_or(TokenKind::Whole, |token| token.kind);
    let class = |content| match content {
        SlotContent::Start => SlotClass::Start,
        SlotContent::Token(token) => SlotClass::of_kind(kind(token)),
        SlotContent::Vector => SlotClass::Vector,
        SlotContent::End => SlotClass::End,
        SlotContent::Pad => SlotClass::Pad,
    };
    row.slots.iter().map(|slot| SlotReport { class: class(slot.content), id: slot.id }).collect()
}

fn counts(prompt: &str, encoding: &Encoding, read: &ReadPrompt, encoded: &EncodedText) -> Counts {
    let of_kind = |kind| encoding.tokens.iter().filter(|token| token.kind == kind).count();
    let is_content = |content| matches!(content, SlotContent::Token(_) | SlotContent::Vector);
    let rows = &encoded.filled.rows;
    let room = 75 * rows.len();
    let taken = rows.iter().flat_map(|row| &row.slots).filter(|slot| is_content(slot.content)).count();
    Counts {
        count: read.used,
        room,
        over: encoded.filled.cut,
        free: room.saturating_sub(taken),
        fallback_tokens: encoding.tokens.iter().filter(|token| token.kind.is_fallback()).count(),
        fragment_tokens: of_kind(TokenKind::Fragment),
        byte_tokens: of_kind(TokenKind::Byte),
        ..Counts::of_text(prompt)
    }
}
