//! Enters: prompts, files and the options that say how they are read. Leaves: the input that they are.

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;

use super::values::whole_number_from_1;
use crate::batch::Invalid;
use crate::cli::error::UsageError;
use crate::cli::input::{Content, Field, File, Input, Records, SyntaxHint};

/// Where prompts come from.
#[derive(Debug, Args)]
pub(crate) struct InputOptions {
    /// Prompts; with none, and no -f, they are read from stdin, one per line
    #[arg(value_name = "PROMPT")]
    pub prompts: Vec<OsString>,
    #[command(flatten)]
    pub files: FileOptions,
    /// Each line of files and stdin is JSON: a string, or an object whose FIELD (by default `text`, `prompt`, or `caption`) is the prompt
    #[arg(long, value_name = "FIELD", num_args = 0..=1, require_equals = true, default_missing_value = "", conflicts_with = "null")]
    pub jsonl: Option<String>,
    /// Replace bytes that are not UTF-8 with U+FFFD and go on, instead of stopping there
    #[arg(long)]
    pub lossy: bool,
}

#[derive(Debug, Args)]
pub(crate) struct FileOptions {
    /// Read from FILE, after any arguments; - is stdin; can be repeated
    #[arg(short = 'f', long = "file", value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Records in files and stdin are separated by NUL bytes instead of newlines
    #[arg(short = '0', long)]
    pub null: bool,
}

/// How long input is worked on.
#[derive(Debug, Args)]
pub(crate) struct WorkOptions {
    /// How many threads work on long input [default: one per processor]
    #[arg(long, value_name = "N", value_parser = whole_number_from_1, help_heading = None)]
    pub threads: Option<NonZeroUsize>,
}

impl InputOptions {
    /// The prompts that are meant.
    ///
    /// # Errors
    /// If the way in which files are read was chosen, and there is nothing that is read so.
    pub(crate) fn input(self) -> Result<Input, UsageError> {
        let invalid = if self.lossy { Invalid::Replace } else { Invalid::Refuse };
        input(self.prompts, self.files, self.jsonl, invalid, Content::Prompts)
    }
}

impl FileOptions {
    /// The ids that are meant.
    ///
    /// # Errors
    /// As those of [`InputOptions::input`].
    pub(crate) fn ids(self, arguments: Vec<OsString>) -> Result<Input, UsageError> {
        input(arguments, self, None, Invalid::Refuse, Content::Ids)
    }

    /// The queries that are meant; `None` if there is none. Stdin is read only where it is named: to ask nothing is a
    /// question as well.
    ///
    /// # Errors
    /// If it was said how files are read, and there is none.
    pub(crate) fn queries(self, arguments: Vec<OsString>) -> Result<Option<Input>, UsageError> {
        match (self.files.is_empty(), self.null, arguments.is_empty()) {
            (true, true, _) => Err(UsageError::NulWithoutFiles),
            (true, false, true) => Ok(None),
            // A byte order mark is no part of a query, nor of an id.
            _ => self.ids(arguments).map(Some),
        }
    }
}

fn input(
    arguments: Vec<OsString>,
    files: FileOptions,
    jsonl: Option<String>,
    invalid: Invalid,
    content: Content,
) -> Result<Input, UsageError> {
    if let (Some(field), Some(first)) = (&jsonl, arguments.first()) {
        // Also where there are files: `--jsonl caption -f FILE` would take `caption` for a prompt.
        let meant = first.to_str().filter(|word| field.is_empty() && is_like_a_field(word));
        return Err(UsageError::JsonLinesWithArguments { field: meant.map(str::to_owned) });
    }
    if files.null && files.files.is_empty() && !arguments.is_empty() {
        return Err(UsageError::NulWithoutFiles);
    }
    let records = match (jsonl, files.null) {
        (Some(field), _) if field.is_empty() => Records::JsonLines(Field::Usual),
        (Some(field), _) => Records::JsonLines(Field::Named(field)),
        (None, true) => Records::NulSeparated,
        (None, false) => Records::Lines,
    };
    let mut files: Vec<File> = files.files.into_iter().map(file).collect();
    if files.is_empty() && arguments.is_empty() {
        files.push(File::Stdin);
    }
    Ok(Input { arguments, files, records, invalid, content, hint: SyntaxHint::Unwanted })
}

/// Whether a word is such as programs name fields.
fn is_like_a_field(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|character| character.is_alphanumeric() || "_-".contains(character))
}

fn file(path: PathBuf) -> File {
    if path.as_os_str() == "-" { File::Stdin } else { File::Path(path) }
}
