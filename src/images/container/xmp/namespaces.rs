//! Enters: the namespaces that a packet of XMP declares, and names in it. Leaves: the names with the prefixes that are usual.

use crate::images::container::decoding::utf8_or_latin1;

/// The namespaces in which programs write prompts, each with the prefix that all but a few use.
const USUAL: &[(&str, &[u8])] = &[
    ("rdf", b"http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("dc", b"http://purl.org/dc/elements/1.1/"),
    ("exif", b"http://ns.adobe.com/exif/1.0/"),
    ("photoshop", b"http://ns.adobe.com/photoshop/1.0/"),
    ("tiff", b"http://ns.adobe.com/tiff/1.0/"),
    ("xmp", b"http://ns.adobe.com/xap/1.0/"),
];

/// The prefixes of a packet that are not the usual ones: what is written, and what is usual. A prefix is taken to mean one thing
/// in the whole packet, since no writer changes it halfway.
#[derive(Debug, Default)]
pub(super) struct Namespaces {
    other: Vec<(Vec<u8>, &'static str)>,
}

impl Namespaces {
    /// Notes what a prefix stands for. The list is at most as long as that of the usual ones, or else a hostile packet could
    /// make it as long as itself.
    pub(super) fn declare(&mut self, prefix: &[u8], namespace: &[u8]) {
        let Some((usual, _)) = USUAL.iter().find(|(_, known)| *known == namespace) else { return };
        let is_known = self.other.iter().any(|(written, _)| written == prefix);
        if prefix != usual.as_bytes() && !is_known && self.other.len() < USUAL.len() {
            self.other.push((prefix.to_vec(), usual));
        }
    }

    /// A name with its usual prefix, or as it is written if its namespace is none of those.
    pub(super) fn usual(&self, name: &[u8]) -> String {
        let colon = memchr::memchr(b':', name);
        let split = colon.and_then(|colon| Some((name.get(..colon)?, name.get(colon + 1..)?)));
        let usual = split.and_then(|(prefix, local)| {
            let (_, usual) = self.other.iter().find(|(written, _)| written == prefix)?;
            Some(format!("{usual}:{}", utf8_or_latin1(local)))
        });
        usual.unwrap_or_else(|| utf8_or_latin1(name))
    }
}
