//! Enters: nothing. Leaves: the texts that a picture carries beside its pixels, each under the name that its format gives it.

use std::fmt;

use super::error::Damage;

/// How a picture is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Container {
    /// PNG, also with several frames.
    Png,
    /// JPEG.
    Jpeg,
    /// WebP.
    WebP,
    /// AVIF.
    Avif,
}

/// A text that a picture carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub key: Key,
    pub text: String,
}

/// Under what a text is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// The keyword of a text chunk of PNG (tEXt, zTXt, iTXt), or of ComfyUI's chunk `comf`.
    Keyword(String),
    /// The number of an EXIF tag, in whichever directory it stands.
    Exif(u16),
    /// The qualified name of an XMP property, with its usual prefix: `exif:UserComment`.
    Xmp(String),
    /// A comment of JPEG.
    Comment,
    /// The lowest bits of the pixels.
    Pixels,
}

/// What a picture carries.
#[derive(Debug)]
pub(super) struct Metadata {
    pub container: Container,
    /// In the order of the file.
    pub fields: Vec<Field>,
    /// What is wrong with the file. The fields are those that could be read.
    pub damage: Option<Damage>,
}

impl Container {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
            Self::WebP => "WebP",
            Self::Avif => "AVIF",
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Keyword(keyword) => write!(f, "{keyword}"),
            Self::Exif(tag) => write!(f, "EXIF 0x{tag:04X}"),
            Self::Xmp(name) => write!(f, "{name}"),
            Self::Comment => write!(f, "comment"),
            Self::Pixels => write!(f, "pixels"),
        }
    }
}
