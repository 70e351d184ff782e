//! Enters: the first bytes of a file. Leaves: what it is, if it is no text.

use std::fmt;

use super::format::Format;

/// What a file is that is no text with prompts in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotText {
    /// A picture, with the name of its format.
    Picture(&'static str),
    /// Files packed into one, or one packed file, with the name of the format.
    Archive(&'static str),
    /// A workbook of a spreadsheet program.
    Workbook,
    /// A table in Apache Parquet.
    Parquet,
    /// A database.
    Sqlite,
    /// The weights of a model, with the name of the format.
    Weights(&'static str),
    /// An array of numpy's.
    NumpyArray,
    /// A document.
    Pdf,
    /// A page saved from the web.
    Html,
    /// What Git leaves where a large file was not downloaded.
    GitLfsPointer,
    /// Text in UTF-16, with the name of its encoding.
    Utf16(&'static str),
}

/// What begins with what.
const MAGIC: &[(&[u8], NotText)] = &[
    (b"\x89PNG\r\n\x1A\n", NotText::Picture("PNG")),
    (b"\xFF\xD8\xFF", NotText::Picture("JPEG")),
    (b"GIF87a", NotText::Picture("GIF")),
    (b"GIF89a", NotText::Picture("GIF")),
    (b"PAR1", NotText::Parquet),
    (b"SQLite format 3\0", NotText::Sqlite),
    (b"\x1F\x8B", NotText::Archive("gzip")),
    (b"\x28\xB5\x2F\xFD", NotText::Archive("Zstandard")),
    (b"\xFD7zXZ\0", NotText::Archive("xz")),
    (b"BZh", NotText::Archive("bzip2")),
    (b"7z\xBC\xAF\x27\x1C", NotText::Archive("7-Zip")),
    (b"Rar!\x1A\x07", NotText::Archive("RAR")),
    (b"\x93NUMPY", NotText::NumpyArray),
    (b"GGUF", NotText::Weights("GGUF")),
    (b"%PDF-", NotText::Pdf),
    (b"version https://git-lfs.github.com/spec/", NotText::GitLfsPointer),
];

impl NotText {
    /// What a file is that begins so, and is read in this format, if one was named; `None` if it may be text. Text may begin as
    /// a file of another kind does: where somebody says how it is read, that is no reason to refuse it.
    pub(super) fn of(first: &[u8], named: Option<Format>) -> Option<Self> {
        if named.is_some_and(|format| may_be_text(first, format)) {
            return None;
        }
        let magic = MAGIC.iter().find(|(magic, _)| first.starts_with(magic)).map(|&(_, kind)| kind);
        magic
            .or_else(|| container(first))
            .or_else(|| weights(first))
            .or_else(|| page(first))
            .or_else(|| utf_16(first))
    }
}

/// Whether bytes are text as far as they go. Only where NULs separate prompts does text have some.
pub(super) fn may_be_text(first: &[u8], format: Format) -> bool {
    let is_utf_8 = match std::str::from_utf8(first) {
        Ok(_) => true,
        // The last character may go on in what was not read yet.
        Err(error) => error.error_len().is_none(),
    };
    is_utf_8 && (format == Format::Nul || memchr::memchr(b'\0', first).is_none())
}

/// What is known by bytes that stand further behind.
fn container(first: &[u8]) -> Option<NotText> {
    if first.starts_with(b"RIFF") && first.get(8..12) == Some(b"WEBP") {
        return Some(NotText::Picture("WebP"));
    }
    if first.get(4..8) == Some(b"ftyp") && matches!(first.get(8..11), Some(b"avi" | b"hei" | b"mif")) {
        return Some(NotText::Picture("AVIF or HEIC"));
    }
    if first.starts_with(b"PK\x03\x04") || first.starts_with(b"PK\x05\x06") {
        // The first member of a workbook is its list of parts, or stands in `xl/`.
        let is_workbook = first
            .get(30..)
            .is_some_and(|name| name.starts_with(b"[Content_Types].xml") || name.starts_with(b"xl/"));
        let is_checkpoint = memchr::memmem::find(first.get(..256).unwrap_or(first), b"data.pkl").is_some();
        return Some(match (is_workbook, is_checkpoint) {
            (true, _) => NotText::Workbook,
            (_, true) => NotText::Weights("PyTorch"),
            _ => NotText::Archive("zip"),
        });
    }
    (first.get(257..262) == Some(b"ustar")).then_some(NotText::Archive("tar"))
}

/// A safetensors file begins with the length of its header, which is JSON.
fn weights(first: &[u8]) -> Option<NotText> {
    let (length, header) = first.split_first_chunk::<8>()?;
    let is_length = (2..100 << 20).contains(&u64::from_le_bytes(*length));
    (is_length && header.starts_with(b"{\"")).then_some(NotText::Weights("safetensors"))
}

/// A page begins with its type or its root.
fn page(first: &[u8]) -> Option<NotText> {
    let text = first.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(first).trim_ascii_start();
    let begins = |with: &[u8]| text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    let is_root = begins(b"<html") && matches!(text.get(5), Some(b'>' | b' ' | b'\n' | b'\r' | b'\t'));
    (begins(b"<!doctype html") || is_root).then_some(NotText::Html)
}

/// How many bytes tell UTF-16 from other text.
const TELLING: usize = 4096;

/// Text in UTF-16 has a mark at its start, or, where it is mostly ASCII, a NUL in every second byte.
fn utf_16(first: &[u8]) -> Option<NotText> {
    if first.starts_with(b"\xFF\xFE") {
        return Some(NotText::Utf16("UTF-16LE"));
    }
    if first.starts_with(b"\xFE\xFF") {
        return Some(NotText::Utf16("UTF-16BE"));
    }
    let looked_at = first.get(..TELLING).unwrap_or(first);
    let (pairs, _) = looked_at.as_chunks::<2>();
    let low_only = pairs.iter().filter(|[low, high]| *low != 0 && *high == 0).count();
    let high_only = pairs.iter().filter(|[high, low]| *high == 0 && *low != 0).count();
    let is_most = |count: usize| pairs.len() >= 2 && count * 10 >= pairs.len() * 7;
    if is_most(low_only) {
        Some(NotText::Utf16("UTF-16LE"))
    } else if is_most(high_only) {
        Some(NotText::Utf16("UTF-16BE"))
    } else {
        None
    }
}

impl fmt::Display for NotText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Picture(name) => {
                let article = if name.starts_with(['A', 'E', 'I', 'O', 'U']) { "an" } else { "a" };
                write!(f, "{article} {name} image")
            }
            Self::Archive(name) => write!(f, "a {name} archive"),
            Self::Workbook => write!(f, "a spreadsheet workbook (xlsx)"),
            Self::Parquet => write!(f, "a Parquet table"),
            Self::Sqlite => write!(f, "an SQLite database"),
            Self::Weights(name) => write!(f, "a file of model weights ({name})"),
            Self::NumpyArray => write!(f, "a numpy array"),
            Self::Pdf => write!(f, "a PDF document"),
            Self::Html => write!(f, "a web page (HTML)"),
            Self::GitLfsPointer => write!(f, "a Git LFS pointer, not the file itself"),
            Self::Utf16(name) => write!(f, "text in {name}"),
        }
    }
}
