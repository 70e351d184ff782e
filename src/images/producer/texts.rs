//! Enters: the texts that a picture carries. Leaves: the same, to be asked for by their places, with the JSON in them read.

use serde_json::Value;

use crate::images::field::{Field, Key};
use crate::images::graph;
use crate::images::infotext::looks_like_infotext;
use crate::images::json;

/// The EXIF tag UserComment.
pub(super) const USER_COMMENT: u16 = 0x9286;
/// The EXIF tag Software.
pub(super) const SOFTWARE: u16 = 0x0131;

/// The texts of a picture.
pub(super) struct Texts<'f> {
    texts: Vec<Text<'f>>,
}

struct Text<'f> {
    key: &'f Key,
    content: &'f str,
    /// The object that it is, if it is one.
    json: Option<Value>,
}

impl<'f> Texts<'f> {
    pub(super) fn new(fields: &'f [Field]) -> Self {
        let texts = fields.iter().map(|field| {
            let text = field.text.trim_end_matches('\0');
            Text { key: &field.key, content: text, json: json_in(&field.key, text) }
        });
        Self { texts: texts.collect() }
    }

    /// The text under a keyword of PNG.
    pub(super) fn keyword(&self, keyword: &str) -> Option<&'f str> {
        self.find(|key| matches!(key, Key::Keyword(known) if known == keyword)).map(|text| text.content)
    }

    /// The object under a keyword of PNG.
    pub(super) fn keyword_json(&self, keyword: &str) -> Option<&Value> {
        self.find(|key| matches!(key, Key::Keyword(known) if known == keyword))?.json.as_ref()
    }

    /// The text under an EXIF tag.
    pub(super) fn exif(&self, tag: u16) -> Option<&'f str> {
        self.find(|key| *key == Key::Exif(tag)).map(|text| text.content)
    }

    /// The object under an EXIF tag.
    pub(super) fn exif_json(&self, tag: u16) -> Option<&Value> {
        self.find(|key| *key == Key::Exif(tag))?.json.as_ref()
    }

    /// The text of an XMP property.
    pub(super) fn xmp(&self, name: &str) -> Option<&'f str> {
        self.find(|key| matches!(key, Key::Xmp(known) if known == name)).map(|text| text.content)
    }

    /// The object in an XMP property.
    pub(super) fn xmp_json(&self, name: &str) -> Option<&Value> {
        self.find(|key| matches!(key, Key::Xmp(known) if known == name))?.json.as_ref()
    }

    /// The objects that stand where a program puts all that it has to say: `parameters`, a comment, or the pixels.
    pub(super) fn parameters(&self) -> impl Iterator<Item = &Value> {
        let is_there = |key: &Key| match key {
            Key::Keyword(keyword) => keyword == "parameters",
            Key::Exif(tag) => *tag == USER_COMMENT,
            Key::Xmp(_) => false,
            Key::Comment | Key::Pixels => true,
        };
        self.texts.iter().filter(move |text| is_there(text.key)).filter_map(|text| text.json.as_ref())
    }

    /// The graphs of ComfyUI, wherever they are, those that it ran before those that it shows.
    pub(super) fn graphs(&self) -> impl Iterator<Item = &Value> {
        let of = |kind: graph::Kind| {
            let all = self.texts.iter().filter_map(|text| text.json.as_ref());
            all.filter(move |value| graph::kind(value) == Some(kind))
        };
        of(graph::Kind::Api).chain(of(graph::Kind::Ui))
    }

    /// Whether there is a graph of ComfyUI.
    pub(super) fn has_graph(&self) -> bool {
        self.graphs().next().is_some()
    }

    /// The infotext. In a place that has nothing else every text is one; elsewhere it has to look so.
    pub(super) fn infotext(&self) -> Option<&'f str> {
        let texts = self.texts.iter().filter(|text| text.json.is_none());
        texts.into_iter().find_map(|text| match text.key {
            Key::Keyword(keyword) => (keyword == "parameters").then_some(text.content),
            Key::Xmp(name) => (name == "sdcpp:parameters").then_some(text.content),
            // stable-diffusion.cpp writes a JPEG comment as PNG would have it: a keyword, NUL, a text.
            Key::Comment => text
                .content
                .strip_prefix("parameters\0")
                .or_else(|| Some(text.content).filter(|text| looks_like_infotext(text))),
            Key::Exif(USER_COMMENT) | Key::Pixels => {
                Some(text.content).filter(|text| looks_like_infotext(text))
            }
            Key::Exif(_) => None,
        })
    }

    fn find(&self, is_it: impl Fn(&Key) -> bool) -> Option<&Text<'f>> {
        self.texts.iter().find(|text| is_it(text.key))
    }
}

/// The object that a text is. ComfyUI puts a word before it in EXIF: `prompt:{…}`.
fn json_in(key: &Key, text: &str) -> Option<Value> {
    let text = text.trim_start_matches(['\u{FEFF}', ' ', '\t', '\r', '\n']);
    let text = match (key, text.split_once(':')) {
        (Key::Exif(_), Some((word, behind))) if is_word_before_graph(word) => behind.trim_start(),
        (Key::Comment, _) => text.strip_prefix("parameters\0").unwrap_or(text),
        _ => text,
    };
    if !text.starts_with('{') {
        return None;
    }
    json::parsed(text).ok().filter(Value::is_object)
}

fn is_word_before_graph(word: &str) -> bool {
    ["prompt", "workflow"].iter().any(|known| word.eq_ignore_ascii_case(known))
}
