//! Enters: the first bytes of a file. Leaves: what kind of file it is, whatever its name says.

use std::path::Path;

use super::gguf;
use super::safetensors::LONGEST_HEADER;

/// How many bytes tell the kind.
pub(super) const HEAD: u64 = 512;

/// What kind of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Safetensors,
    Gguf,
    /// A Zip, as PyTorch writes since 1.6.
    Torch,
    /// An object of JSON, which may be an index of shards.
    Json,
    /// None that is read: what it is, and what to do.
    Foreign {
        what: &'static str,
        advice: &'static str,
    },
}

const EMPTY: Kind = Kind::Foreign { what: "is empty", advice: "download it again" };
const LFS_POINTER: Kind = Kind::Foreign {
    what: "is a Git LFS pointer, not the file itself",
    advice: "run `git lfs pull`, or download the file",
};
const WEB_PAGE: Kind = Kind::Foreign {
    what: "is a saved web page",
    advice: "download the file itself; some sites want you to sign in for that",
};
const OLD_TORCH: Kind = Kind::Foreign {
    what: "is from PyTorch before 1.6, a format that is not read",
    advice: "load it with a newer PyTorch and save it again, preferably as safetensors",
};
const BARE_PICKLE: Kind = Kind::Foreign {
    what: "is a bare pickle, which is not read",
    advice: "if you trust it, load it in Python and save it as safetensors",
};
const PICTURE: Kind =
    Kind::Foreign { what: "is a picture", advice: "point at the checkpoint, or at its text encoder" };
const PACKED: Kind = Kind::Foreign { what: "is a packed file", advice: "unpack it first" };
const UNKNOWN: Kind = Kind::Foreign {
    what: "is not a model file in a known format",
    advice: "point at a safetensors, PyTorch, or GGUF file, or at a Hugging Face folder",
};

/// What files begin with.
const BEGINNINGS: &[(&[u8], Kind)] = &[
    (&gguf::MAGIC, Kind::Gguf),
    (b"PK\x03\x04", Kind::Torch),
    // An empty Zip, and one in parts.
    (b"PK\x05\x06", Kind::Torch),
    (b"PK\x07\x08", Kind::Torch),
    (b"version https://git-lfs", LFS_POINTER),
    // A pickle of one number, by which PyTorch knew its own.
    (b"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19\x2e", OLD_TORCH),
    (b"\x80\x02", BARE_PICKLE),
    (b"\x80\x03", BARE_PICKLE),
    (b"\x80\x04", BARE_PICKLE),
    (b"\x80\x05", BARE_PICKLE),
    (b"\x89PNG", PICTURE),
    (b"\xFF\xD8\xFF", PICTURE),
    (b"\x1F\x8B", PACKED),
    (b"7z\xBC\xAF", PACKED),
    (b"Rar!", PACKED),
    (b"\xFD7zXZ", PACKED),
    (b"\x28\xB5\x2F\xFD", PACKED),
];

/// How pages begin, in lower case.
const PAGES: &[&[u8]] = &[b"<!doctype", b"<html", b"<head", b"<?xml", b"<!--"];

/// The kind of a file, by its first bytes. Its name matters only if they tell nothing: a broken safetensors file is one.
pub(super) fn kind(head: &[u8], path: &Path) -> Kind {
    if is_safetensors(head) {
        return Kind::Safetensors;
    }
    let known = BEGINNINGS.iter().find(|(beginning, _)| head.starts_with(beginning));
    if let Some((_, kind)) = known {
        return *kind;
    }
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let lower = text.to_ascii_lowercase();
    if PAGES.iter().any(|page| lower.starts_with(page)) {
        return WEB_PAGE;
    }
    if is_json(text) {
        return Kind::Json;
    }
    if head.is_empty() {
        return EMPTY;
    }
    match path.extension() {
        Some(extension) if extension.eq_ignore_ascii_case("safetensors") => Kind::Safetensors,
        _ => UNKNOWN,
    }
}

/// A length that a header may have, and the start of an object.
fn is_safetensors(head: &[u8]) -> bool {
    match head.split_first_chunk() {
        Some((length, rest)) => u64::from_le_bytes(*length) <= LONGEST_HEADER && rest.first() == Some(&b'{'),
        None => false,
    }
}

/// An object, with a string in it or nothing.
fn is_json(text: &[u8]) -> bool {
    let inside = text.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    inside.is_some_and(|inside| matches!(inside.first(), Some(b'"' | b'}')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(head: &[u8]) -> Kind {
        kind(head, Path::new("model.bin"))
    }

    #[test]
    fn content_tells_the_kind() {
        assert_eq!(of(b"\x10\0\0\0\0\0\0\0{}"), Kind::Safetensors);
        // A header of 123 bytes has the length of one that begins like JSON.
        assert_eq!(of(b"{\0\0\0\0\0\0\0{\"a\""), Kind::Safetensors);
        assert_eq!(of(b"{\n \"weight_map\": {"), Kind::Json);
        assert_eq!(of(b"{\"meta\":{\"a\":1}}"), Kind::Json);
        assert_eq!(of(b"GGUF\x03\0\0\0"), Kind::Gguf);
        assert_eq!(of(b"PK\x03\x04"), Kind::Torch);
        assert_eq!(of(b""), EMPTY);
        assert_eq!(of(b"\xEF\xBB\xBF\n<!DOCTYPE html>"), WEB_PAGE);
        assert_eq!(of(b"<HTML>"), WEB_PAGE);
        assert_eq!(of(b"\x80\x02}q\0."), BARE_PICKLE);
        assert_eq!(of(b"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19\x2e\x80\x02"), OLD_TORCH);
        assert_eq!(of(b"\x1F\x8B\x08"), PACKED);
        assert_eq!(of(b"\x89PNG\r\n"), PICTURE);
    }

    #[test]
    fn where_content_tells_nothing_the_name_does() {
        assert_eq!(of(b"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF{}"), UNKNOWN);
        assert_eq!(kind(b"\xFF\xFF", Path::new("a.SafeTensors")), Kind::Safetensors);
    }
}
