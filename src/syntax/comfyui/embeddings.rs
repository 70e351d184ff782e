//! Enters: segments. Leaves: pieces of them: text, and embeddings that are named in it.

use std::collections::HashMap;

use memchr::memmem;

use crate::syntax::python::words;
use crate::syntax::raised::RaisedWhy;
use crate::syntax::reading::{EmbeddingPiece, Pieces};
use crate::syntax::{Embedding, Raised, Removed, RemovedKind, Segment, Segments};
use crate::text::Span;
use crate::unicode::is_python_whitespace;

/// What stands before the name of an embedding.
const IDENTIFIER: &str = "embedding:";

/// What the file of an embedding may be called beyond the name that is typed.
const EXTENSIONS: [&str; 4] = ["", ".safetensors", ".pt", ".bin"];

/// Splits segments before each embedding that is named at the start of one or behind white space. `None` if there is none.
///
/// Source: ComfyUI, commit 443393b4, `comfy/sd1_clip.py`, `SDTokenizer.tokenize_with_weights`, `_try_get_embedding`,
/// `load_embed`.
pub(super) fn split(
    segments: &Segments,
    embeddings: &[Embedding],
    removed: &mut Vec<Removed>,
) -> Result<Option<Pieces>, Raised> {
    let finder = memmem::Finder::new(IDENTIFIER);
    if finder.find(segments.traced().text().as_bytes()).is_none() {
        return Ok(None);
    }
    let mut vectors = HashMap::new();
    for embedding in embeddings {
        vectors.entry(embedding.name.as_str()).or_insert(embedding.vectors);
    }
    let mut splitter = Splitter { segments, vectors, pieces: Pieces::default(), removed };
    for segment in segments.iter() {
        let mut start = 0;
        for at in finder.find_iter(segment.text.as_bytes()) {
            let before = Span::new(0, at).of(segment.text);
            if before.ends_with(is_python_whitespace) {
                splitter.push(segment, Span::new(start, at))?;
                start = at;
            }
        }
        splitter.push(segment, Span::new(start, segment.text.len()))?;
    }
    Ok(Some(splitter.pieces))
}

struct Splitter<'s> {
    segments: &'s Segments,
    /// How many vectors the file of this name has.
    vectors: HashMap<&'s str, usize>,
    pieces: Pieces,
    removed: &'s mut Vec<Removed>,
}

impl Splitter<'_> {
    /// Appends a part of a segment: text, or an embedding and what follows it.
    fn push(&mut self, segment: Segment<'_>, span: Span) -> Result<(), Raised> {
        let place = span.shifted(segment.span.start);
        if let Some(rest) = span.of(segment.text).strip_prefix(IDENTIFIER) {
            return self.push_embedding(rest, place, segment.weight);
        }
        self.push_text(&[place], segment.weight);
        Ok(())
    }

    /// Appends the embedding whose name is the first word of `rest`, and the other words. `place` is that of all of it.
    fn push_embedding(&mut self, rest: &str, place: Span, weight: f64) -> Result<(), Raised> {
        let rest_start = place.start + IDENTIFIER.len();
        let mut words = words(rest);
        let word = words.next().ok_or(RaisedWhy::EmbeddingWithoutName)?;
        let name_length = word.of(rest).find(['<', '[']).unwrap_or(word.len());
        let name = Named::of(Span::new(word.start, word.start + name_length), rest, |name| self.lookup(name));
        let behind = Span::new(word.start + name_length, word.end);
        let texts: Vec<Span> = name
            .kept_commas
            .into_iter()
            .chain((!behind.is_empty()).then_some(behind))
            .chain(words)
            .map(|text| text.shifted(rest_start))
            .collect();
        let used = name.used.shifted(rest_start);
        let original = self.segments.traced().original(Span::new(place.start, used.end));
        match name.vectors {
            Some(vectors) => {
                self.pieces.texts.begin(weight);
                let name = name.used.of(rest).to_owned();
                self.pieces.embeddings.push(Some(EmbeddingPiece { name, vectors }));
            }
            None => self.removed.push(Removed { original, kind: RemovedKind::MissingEmbedding }),
        }
        self.push_text(&texts, weight);
        // The program joins the commas to the rest even where there is none.
        if let (Some(_), [commas]) = (name.kept_commas, texts.as_slice()) {
            let end = self.segments.traced().original(*commas).end;
            self.pieces.texts.put(" ", Span::new(end, end));
        }
        Ok(())
    }

    /// Appends parts of the text of all segments, joined by one space, as one piece.
    fn push_text(&mut self, texts: &[Span], weight: f64) {
        let Some((first, others)) = texts.split_first() else { return };
        if first.is_empty() {
            return;
        }
        let traced = self.segments.traced();
        self.pieces.embeddings.push(None);
        self.pieces.texts.push(traced, *first, weight);
        let mut end = first.end;
        for text in others {
            self.pieces.texts.put(" ", traced.original(Span::new(end, text.start)));
            self.pieces.texts.copy(traced, *text);
            end = text.end;
        }
    }

    /// How many vectors the embedding of this name has; `None` if there is no such file.
    fn lookup(&self, name: &str) -> Option<usize> {
        if name.is_empty() {
            // What the program tries is the folder itself, and a file beside it.
            return None;
        }
        EXTENSIONS
            .iter()
            .find_map(|extension| self.vectors.get(format!("{name}{extension}").as_str()).copied())
    }
}

/// The name of an embedding, as far as it was found.
struct Named {
    /// The name that was looked up last.
    used: Span,
    vectors: Option<usize>,
    /// The end of the name, as long as the commas that were taken off it. It is read as text.
    kept_commas: Option<Span>,
}

impl Named {
    /// Looks a name up, and if there is none such, without the commas around it.
    fn of(name: Span, rest: &str, lookup: impl Fn(&str) -> Option<usize>) -> Self {
        let typed = name.of(rest);
        let vectors = lookup(typed);
        let bare = typed.trim_matches(',');
        let commas = typed.len() - bare.len();
        if vectors.is_some() || commas == 0 {
            return Self { used: name, vectors, kept_commas: None };
        }
        let start = name.start + typed.find(bare).unwrap_or_default();
        // It counts characters, and takes them from the end, also where the commas stand at the start.
        let kept = typed.char_indices().rev().nth(commas - 1).map_or(0, |(at, _)| at);
        Self {
            used: Span::new(start, start + bare.len()),
            vectors: lookup(bare),
            kept_commas: Some(Span::new(name.start + kept, name.end)),
        }
    }
}
