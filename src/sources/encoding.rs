//! Enters: bytes in any encoding. Leaves: them in UTF-8; or a guess at the encoding that they are in.

use std::io::{self, ErrorKind, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8};

use crate::batch::Invalid;

/// A reader whose bytes are decoded on the way. A byte order mark at the start is left out, and one of UTF-16 or UTF-8
/// overrules the encoding, as the WHATWG's Encoding Standard has it.
pub(super) struct Decoding {
    inner: Box<dyn Read + Send>,
    decoder: Decoder,
    invalid: Invalid,
    /// How many stretches of bytes were replaced with U+FFFD.
    replaced: Arc<AtomicU64>,
    raw: Vec<u8>,
    at: usize,
    filled: usize,
    ending: Ending,
    /// How many bytes of the input were decoded.
    offset: u64,
    /// Decoded, and not yet read.
    text: Vec<u8>,
    text_at: usize,
}

/// How far the input is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Ahead,
    Reached,
    /// The decoder, too, has given all that it kept.
    Flushed,
}

/// Bytes that mean nothing in the encoding of a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Malformed {
    /// Where they end, in bytes of the input.
    pub offset: u64,
    pub encoding: &'static str,
}

impl std::fmt::Display for Malformed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "before byte offset {}: bytes that {} does not have", self.offset, self.encoding)
    }
}

impl std::error::Error for Malformed {}

const READ_AT_ONCE: usize = 64 << 10;

impl Decoding {
    pub(super) fn new(
        inner: Box<dyn Read + Send>,
        encoding: &'static Encoding,
        invalid: Invalid,
        replaced: Arc<AtomicU64>,
    ) -> Self {
        Self {
            replaced,
            inner,
            decoder: encoding.new_decoder(),
            invalid,
            raw: vec![0; READ_AT_ONCE],
            at: 0,
            filled: 0,
            ending: Ending::Ahead,
            offset: 0,
            text: Vec::new(),
            text_at: 0,
        }
    }

    /// Decodes what is there, or reads on.
    fn advance(&mut self) -> io::Result<()> {
        if self.at == self.filled && self.ending == Ending::Ahead {
            self.filled = self.inner.read(&mut self.raw)?;
            self.at = 0;
            if self.filled == 0 {
                self.ending = Ending::Reached;
            }
        }
        let raw = self.raw.get(self.at..self.filled).unwrap_or_default();
        self.text.clear();
        self.text_at = 0;
        // Three bytes for each are enough for every encoding; the slack is for what the decoder kept.
        self.text.resize(raw.len() * 3 + 16, 0);
        let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(
            raw,
            &mut self.text,
            self.ending == Ending::Reached,
        );
        self.text.truncate(written);
        self.at += read;
        self.offset += read as u64;
        match (result, self.invalid) {
            (DecoderResult::Malformed(..), Invalid::Refuse) => Err(io::Error::new(
                ErrorKind::InvalidData,
                Malformed { offset: self.offset, encoding: self.decoder.encoding().name() },
            )),
            (DecoderResult::Malformed(..), Invalid::Replace) => {
                self.text.extend("\u{FFFD}".as_bytes());
                self.replaced.fetch_add(1, Ordering::Relaxed);
                Ok(())
            }
            (DecoderResult::InputEmpty, _) if self.ending == Ending::Reached => {
                self.ending = Ending::Flushed;
                Ok(())
            }
            (DecoderResult::InputEmpty | DecoderResult::OutputFull, _) => Ok(()),
        }
    }
}

impl Read for Decoding {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        while self.text_at == self.text.len() {
            if self.ending == Ending::Flushed {
                return Ok(0);
            }
            self.advance()?;
        }
        let text = self.text.get(self.text_at..).unwrap_or_default();
        let length = text.len().min(room.len());
        if let (Some(to), Some(from)) = (room.get_mut(..length), text.get(..length)) {
            to.copy_from_slice(from);
        }
        self.text_at += length;
        Ok(length)
    }
}

/// An encoding that bytes are probably in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guess {
    /// Its name, as `iconv` and `--encoding` know it.
    pub encoding: &'static str,
    /// What the first byte that is not UTF-8 is in it, with the byte behind it where both are one character.
    pub character: char,
}

impl Guess {
    /// The encoding that `bytes` are probably in, of which the one at `at` is not UTF-8; `None` if they are more likely UTF-8
    /// with an error.
    pub(super) fn of(bytes: &[u8], at: usize) -> Option<Self> {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        let encoding = detector.guess(None, Utf8Detection::Deny);
        if encoding == UTF_8 || is_rather_utf_8(bytes, encoding) {
            return None;
        }
        let (_, had_errors) = encoding.decode_without_bom_handling(bytes);
        let rest = bytes.get(at..)?;
        // At most four bytes are one character.
        let (start, _) = encoding.decode_without_bom_handling(rest.get(..4).unwrap_or(rest));
        let character = start.chars().next()?;
        // Text in Latin-1 has next to none of these, and broken files have many.
        let is_unlikely = character.is_control() || matches!(character, '\u{FFFD}' | 'ÿ' | 'þ');
        (!had_errors && !is_unlikely).then_some(Self { encoding: encoding.name(), character })
    }

    /// Whether one byte is a character in it.
    pub fn is_single_byte(&self) -> bool {
        Encoding::for_label(self.encoding.as_bytes()).is_some_and(Encoding::is_single_byte)
    }
}

/// Whether bytes are more likely UTF-8 with errors than in this encoding. Where two bytes are a character, as in GBK, they now
/// and then look like a character of two bytes in UTF-8.
fn is_rather_utf_8(bytes: &[u8], encoding: &'static Encoding) -> bool {
    let (mut long, mut of_two, mut errors, mut broken_off) = (0, 0, 0, 0);
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars().filter(|character| !character.is_ascii()) {
            if character.len_utf8() == 2 { of_two += 1 } else { long += 1 }
        }
        match chunk.invalid().len() {
            0 => {}
            1 => errors += 1,
            // The start of a character without its end.
            _ => broken_off += 1,
        }
    }
    errors += broken_off;
    let by_chance = if encoding.is_single_byte() { errors } else { 4 * errors };
    long >= errors || of_two >= by_chance || (encoding.is_single_byte() && broken_off == errors)
}
