//! Enters: types of the library. Leaves: their form in JSON: names, numbers, spans, bytes in hex.

use std::path::Path;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::escape::hex;
use crate::dialect::{Dialect, Model, Step};
use crate::syntax::Syntax;
use crate::text::Span;

/// The version of the JSON of a record: 1. Keys may be added to it, but none changes its type or meaning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Version;

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(1)
    }
}

/// The name of a prompt syntax: `text` without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyntaxName(pub Option<Syntax>);

impl SyntaxName {
    /// The name.
    pub const fn name(self) -> &'static str {
        match self.0 {
            Some(syntax) => syntax.name(),
            None => "text",
        }
    }
}

impl Serialize for SyntaxName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut span = serializer.serialize_struct("Span", 2)?;
        span.serialize_field("start", &self.start)?;
        span.serialize_field("end", &self.end)?;
        span.end()
    }
}

impl Serialize for Model {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl Serialize for Dialect {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl Serialize for Step {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Two hex digits for each byte.
pub(super) fn hex_digits<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&hex(bytes, ""))
}

/// The bytes as text; `None` if they are not UTF-8.
pub(super) fn text_of(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

/// A path as text. What is not UTF-8 becomes U+FFFD.
#[allow(clippy::ref_option_ref, reason = "serde passes a reference to the field")]
pub(super) fn path<S: Serializer>(path: &Option<&Path>, serializer: S) -> Result<S::Ok, S::Error> {
    path.map(Path::to_string_lossy).serialize(serializer)
}

/// A version of Unicode, as `15.0`.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference to the field")]
pub(super) fn unicode<S: Serializer>(&(major, minor): &(u32, u32), serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{major}.{minor}"))
}
