//! Enters: prompts, files and the options that say how they are read. Leaves: the input that they are.

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

use crate::batch::Invalid;

use crate::cli::args;
use crate::cli::error::UsageError;
use crate::cli::job::{Content, Field, File, Input, Records};

impl Input {
    /// # Errors
    /// If the way in which files are read was chosen, and there is nothing that is read so.
    pub fn of(input: args::Input) -> Result<Self, UsageError> {
        let invalid = if input.lossy { Invalid::Replace } else { Invalid::Refuse };
        Self::new(input.prompts, input.files, input.jsonl, invalid)
    }

    /// # Errors
    /// As `of`.
    pub fn new(
        arguments: Vec<OsString>,
        files: args::Files,
        jsonl: Option<String>,
        invalid: Invalid,
    ) -> Result<Self, UsageError> {
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
        let mut files: Vec<File> = files.files.into_iter().map(File::of).collect();
        if files.is_empty() && arguments.is_empty() {
            files.push(File::Stdin);
        }
        Ok(Self { arguments, files, records, invalid, content: Content::Prompts })
    }
}

/// Whether a word is such as programs name fields.
fn is_like_a_field(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|character| character.is_alphanumeric() || "_-".contains(character))
}

impl Input {
    /// The files that it reads.
    ///
    /// # Errors
    /// If one of them is stdin, a pipe or another thing that cannot be read again.
    pub fn paths(&self) -> Result<Vec<PathBuf>, UsageError> {
        let path = |file: &File| match file {
            File::Path(path) => match fs::metadata(path) {
                Ok(metadata) if !metadata.is_file() => Err(UsageError::WatchedNoFile { path: path.clone() }),
                _ => Ok(path.clone()),
            },
            File::Stdin => Err(UsageError::WatchedStdin),
        };
        self.files.iter().map(path).collect()
    }

    /// What came from the command line, and what is to be read after it.
    pub fn split(self) -> (Self, Self) {
        let Self { arguments, files, records, invalid, content } = self;
        let from_arguments =
            Self { arguments, files: Vec::new(), records: records.clone(), invalid, content };
        (from_arguments, Self { arguments: Vec::new(), files, records, invalid, content })
    }
}

impl File {
    fn of(path: PathBuf) -> Self {
        if path.as_os_str() == "-" { Self::Stdin } else { Self::Path(path) }
    }
}
