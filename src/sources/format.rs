//! Enters: the name of a file, or its first bytes. Leaves: the format in which it holds prompts.

use std::path::Path;

use super::json::first_line;

/// How a file holds prompts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// A prompt a line; a line ends in LF or CRLF.
    Lines,
    /// Prompts between NUL bytes.
    Nul,
    /// One prompt: the whole file, without the newline at its end.
    Text,
    /// A line of JSON for each record: a string, or an object that has the prompt in a field.
    Jsonl,
    /// A JSON document: an array or an object of records, or several of them one after the other.
    Json,
    /// A table with commas, semicolons or tabs between its cells, as its header has them.
    Csv,
    /// A table with tabs between its cells.
    Tsv,
    /// What A1111 writes beside a picture: the prompt, the negative prompt, and a line of settings.
    Infotext,
    /// A picture with its prompts in it: PNG, JPEG, WebP, or AVIF.
    Image,
    /// An archive of samples, as WebDataset writes them, packed with gzip or not.
    Tar,
    /// A table in Apache Parquet.
    Parquet,
}

/// A format with what its users call it.
struct Known {
    format: Format,
    name: &'static str,
    about: &'static str,
    /// How names of such files end.
    extensions: &'static [&'static str],
}

/// The one list of formats.
const KNOWN: [Known; 11] = [
    Known { format: Format::Lines, name: "lines", about: "a prompt on each line", extensions: &["txt"] },
    Known { format: Format::Nul, name: "nul", about: "prompts between NUL bytes", extensions: &[] },
    Known {
        format: Format::Text,
        name: "text",
        about: "the whole file is one prompt",
        extensions: &["caption"],
    },
    Known {
        format: Format::Jsonl,
        name: "jsonl",
        about: "a line of JSON for each record",
        extensions: &["jsonl", "ndjson"],
    },
    Known {
        format: Format::Json,
        name: "json",
        about: "arrays or objects of records",
        extensions: &["json"],
    },
    Known { format: Format::Csv, name: "csv", about: "a table, with a header", extensions: &["csv"] },
    Known {
        format: Format::Tsv,
        name: "tsv",
        about: "a table with tabs, with a header",
        extensions: &["tsv", "tab"],
    },
    Known {
        format: Format::Infotext,
        name: "infotext",
        about: "prompt, negative prompt, and settings, as A1111 writes them",
        extensions: &[],
    },
    Known {
        format: Format::Image,
        name: "image",
        about: "a picture with its prompts in it: PNG, JPEG, WebP, or AVIF",
        extensions: &PICTURES,
    },
    Known {
        format: Format::Tar,
        name: "tar",
        about: "an archive of samples, as WebDataset writes them",
        extensions: &["tar", "tar.gz", "tgz"],
    },
    Known {
        format: Format::Parquet,
        name: "parquet",
        about: "a table in Apache Parquet",
        extensions: &["parquet"],
    },
];

/// How the names of pictures end that may have prompts in them.
pub(super) const PICTURES: [&str; 6] = ["png", "apng", "jpg", "jpeg", "webp", "avif"];

impl Format {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        KNOWN.iter().map(|known| known.format)
    }

    /// Its name, as `--from` takes it.
    pub fn name(self) -> &'static str {
        self.known().map_or("", |known| known.name)
    }

    /// What it is, in a few words.
    pub fn about(self) -> &'static str {
        self.known().map_or("", |known| known.about)
    }

    /// The format of this name.
    ///
    /// ```
    /// use cliptok::sources::Format;
    /// assert_eq!(Format::named("csv"), Some(Format::Csv));
    /// ```
    pub fn named(name: &str) -> Option<Self> {
        KNOWN.iter().find(|known| known.name == name).map(|known| known.format)
    }

    fn known(self) -> Option<&'static Known> {
        KNOWN.iter().find(|known| known.format == self)
    }

    /// What the name of a file says, if it says something.
    pub(super) fn of_name(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        let ends = |extension: &&str| {
            name.strip_suffix(extension).is_some_and(|stem| stem.len() > 1 && stem.ends_with('.'))
        };
        KNOWN.iter().find(|known| known.extensions.iter().any(ends)).map(|known| known.format)
    }

    /// What the first bytes of a file say, if they say something. Only JSON can be known by them: no prompt is a whole JSON
    /// object, or begins as an array of strings or objects does.
    pub(super) fn of_content(first: &[u8]) -> Option<Self> {
        let text = first.trim_ascii_start();
        match text.first()? {
            b'{' if first_line::is_complete_object(text) => Some(Self::Jsonl),
            b'{' if matches!(text.get(1..)?.trim_ascii_start().first()?, b'"') => Some(Self::Json),
            b'[' if matches!(text.get(1..)?.trim_ascii_start().first()?, b'"' | b'{') => Some(Self::Json),
            _ => None,
        }
    }
}
