//! Enters: the bytes of a picture. Leaves: its prompts, and what is to be said of it.

use std::collections::VecDeque;

use crate::dialect::TextEncoder;
use crate::images::{self, Picture, Walk};
use crate::place::{Part, Source};
use crate::sources::noted::{Noted, PictureProblem};
use crate::sources::prepared::{Prepared, PreparedPrompt, Written};
use crate::syntax::Polarity;

/// The prompts of a picture, each in a chunk of its own. A picture that is broken, or has none, is noted.
pub(super) fn prompts(bytes: &[u8], source: &Source) -> VecDeque<(Prepared, Noted)> {
    match images::read(bytes) {
        Ok(picture) => chunks(picture, bytes.len(), "a picture", source),
        Err(error) => {
            let mut noted = Noted::default();
            noted.note_picture(PictureProblem { place: source.place.clone(), error });
            VecDeque::from([(nothing(bytes.len(), "a picture"), noted)])
        }
    }
}

/// The prompts of a picture or of a graph, which accounts for so many bytes, as chunks.
pub(super) fn chunks(
    picture: Picture,
    size: usize,
    kind: &'static str,
    source: &Source,
) -> VecDeque<(Prepared, Noted)> {
    let (producer, syntax) = (picture.producer, picture.syntax());
    let mut chunks = VecDeque::new();
    for (index, prompt) in picture.prompts.into_iter().enumerate() {
        let polarity = prompt.polarity.unwrap_or(Polarity::Positive);
        let part = Part { member: None, polarity: prompt.polarity, encoder: prompt.encoder };
        let number = index as u64 + 1;
        let at = Source { record: number, part: part.clone(), ..source.clone() };
        let mut noted = Noted::default();
        if syntax.is_none() {
            noted.note_read_as_text(producer.name(), &at);
        }
        if prompt.encoder == Some(TextEncoder::T5) {
            noted.for_t5.note(&at);
        }
        if index == 0 && picture.walk == Walk::Uncertain {
            noted.uncertain.note(source);
        }
        let prepared = Prepared {
            prompts: vec![PreparedPrompt { text: prompt.text, number, part }],
            written: Some(Written { syntax, polarity }),
            size: if index == 0 { size } else { 0 },
            kind,
        };
        chunks.push_back((prepared, noted));
    }
    if let (Some(error), Some((_, noted))) = (picture.damage, chunks.back_mut()) {
        noted.note_picture(PictureProblem { place: source.place.clone(), error });
    }
    chunks
}

/// A chunk without prompts.
fn nothing(size: usize, kind: &'static str) -> Prepared {
    Prepared { prompts: Vec::new(), written: None, size, kind }
}
