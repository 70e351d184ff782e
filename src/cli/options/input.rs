//! Enters: prompts, files and the options that say how they are read. Leaves: the input that they are.

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use super::unquoted::unquoted;
use super::values::whole_number_from_1;
use crate::batch::Invalid;
use crate::cli::error::UsageError;
use crate::cli::input::{Input, SyntaxHint};
use crate::sources::{
    Captions, Content, Encoding, Field, File, Format, Header, Missing, Reading, files_of_folder,
};

/// Where prompts come from.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct InputOptions {
    /// Prompts; with none, and no -f, the lines of stdin
    #[arg(value_name = "PROMPT")]
    pub prompts: Vec<OsString>,
    #[command(flatten)]
    pub files: FileOptions,
    /// The format of files and stdin
    ///
    /// By default, what a file's name and first bytes say. Stdin is lines, unless it is a picture or an archive.
    #[arg(long, value_name = "FORMAT", value_parser = formats(), conflicts_with_all = ["null", "jsonl"], help_heading = "Where prompts come from")]
    pub from: Option<Format>,
    /// The column or key that has the prompt
    ///
    /// Keys are joined by dots. `*` is every key, and lists on the way are walked. In a table without a header it is a number, from 1. By default, the first of text, prompt, and caption that is there.
    #[arg(long, value_name = "FIELD", help_heading = "Where prompts come from")]
    pub field: Option<String>,
    /// The first line of a table is data; --field is the number of a column
    #[arg(long, help_heading = "Where prompts come from", hide_short_help = true)]
    pub no_header: bool,
    /// What a record without a prompt is
    #[arg(
        long,
        value_name = "WHAT",
        default_value = "error",
        help_heading = "Where prompts come from",
        hide_short_help = true
    )]
    pub missing: MissingValue,
    /// The encoding of files and stdin, such as windows-1252 or utf-16 [default: UTF-8]
    #[arg(long, value_name = "NAME", help_heading = "Where prompts come from", hide_short_help = true)]
    pub encoding: Option<String>,
    /// Each file is one prompt: its first line, as kohya's trainer reads captions
    #[arg(long, conflicts_with_all = ["from", "null", "jsonl"], help_heading = "Where prompts come from", hide_short_help = true)]
    pub first_line: bool,
    /// Which files of a folder are read, by how their names end; can be repeated [default: txt and caption; where there are none, pictures]
    #[arg(
        long,
        value_name = "EXT",
        value_delimiter = ',',
        help_heading = "Where prompts come from",
        hide_short_help = true
    )]
    pub ext: Vec<String>,
    /// Short for --from jsonl --field FIELD
    ///
    /// Each line of files and stdin is JSON: a string, or an object with the prompt in FIELD.
    #[arg(long, value_name = "FIELD", num_args = 0..=1, require_equals = true, default_missing_value = "", conflicts_with = "null", help_heading = "Where prompts come from", hide_short_help = true)]
    pub jsonl: Option<String>,
    /// Replace bytes that are not UTF-8 with U+FFFD and go on, instead of stopping there
    #[arg(long, help_heading = "Where prompts come from", hide_short_help = true)]
    pub lossy: bool,
}

#[derive(Debug, Args)]
pub(crate) struct FileOptions {
    /// Files and folders to read; - is stdin
    ///
    /// Every name up to the next option is one. They are read after any prompts that are arguments.
    #[arg(short = 'f', long = "file", value_name = "FILE", num_args = 1.., help_heading = "Where prompts come from")]
    pub files: Vec<PathBuf>,
    /// Records in files and stdin are separated by NUL bytes instead of newlines
    #[arg(short = '0', long, help_heading = "Where prompts come from", hide_short_help = true)]
    pub null: bool,
}

/// How long input is worked on.
#[derive(Debug, Args)]
pub(crate) struct WorkOptions {
    /// How many threads work on long input [default: one per processor]
    #[arg(long, value_name = "N", value_parser = whole_number_from_1, help_heading = None, hide_short_help = true)]
    pub threads: Option<NonZeroUsize>,
}

/// What a record without a prompt is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum MissingValue {
    /// An error, which ends the run
    Error,
    /// The empty prompt
    Empty,
    /// Left out, and counted on stderr
    Skip,
}

impl From<MissingValue> for Missing {
    fn from(value: MissingValue) -> Self {
        match value {
            MissingValue::Error => Self::Error,
            MissingValue::Empty => Self::Empty,
            MissingValue::Skip => Self::Skip,
        }
    }
}

/// The formats, with what is said of each in the help.
fn formats() -> impl TypedValueParser<Value = Format> {
    let values = Format::all().map(|format| PossibleValue::new(format.name()).help(format.about()));
    PossibleValuesParser::new(values).try_map(|name| Format::named(&name).ok_or("no such format"))
}

impl InputOptions {
    /// The prompts that are meant.
    ///
    /// # Errors
    /// If the way in which files are read was chosen, and there is nothing that is read so; if a field or an encoding is none;
    /// or if a folder has no prompts.
    pub(crate) fn input(self) -> Result<Input> {
        self.check_arguments()?;
        let (from, named) = match (self.jsonl, self.files.null) {
            (Some(field), _) => (Some(Format::Jsonl), Some(field).filter(|field| !field.is_empty())),
            (None, true) => (Some(Format::Nul), None),
            (None, false) => (self.from, None),
        };
        let field = match (named, self.field) {
            (Some(_), Some(_)) => return Err(UsageError::TwoFields.into()),
            (Some(named), None) => field("--jsonl", &named)?,
            (None, Some(named)) => field("--field", &named)?,
            (None, None) => Field::Usual,
        };
        let reading = Reading {
            from,
            field,
            header: if self.no_header { Header::Absent } else { Header::Present },
            missing: self.missing.into(),
            invalid: if self.lossy { Invalid::Replace } else { Invalid::Refuse },
            encoding: self.encoding.map(encoding).transpose()?,
            captions: if self.first_line { Captions::FirstLine } else { Captions::Whole },
            content: Content::Prompts,
        };
        let extensions: Vec<String> =
            self.ext.iter().map(|typed| typed.trim_start_matches('.').to_owned()).collect();
        input(self.prompts, self.files.files, reading, &extensions)
    }

    /// What is said of files is not for arguments; nor is a field's name a prompt.
    fn check_arguments(&self) -> Result<(), UsageError> {
        let Some(first) = self.prompts.first() else { return Ok(()) };
        let has_files = !self.files.files.is_empty();
        let (option, joined, names_field) = match (&self.jsonl, self.from, &self.field) {
            (Some(field), _, _) => ("--jsonl".to_owned(), "--jsonl=", field.is_empty()),
            (None, Some(from), named)
                if from == Format::Csv
                    || from == Format::Tsv
                    || from == Format::Json
                    || from == Format::Jsonl =>
            {
                (format!("--from {}", from.name()), "--field=", named.is_none())
            }
            (None, Some(from), _) if !has_files => (format!("--from {}", from.name()), "", false),
            (None, None, Some(_)) if !has_files => ("--field".to_owned(), "", false),
            _ if self.files.null && !has_files => ("-0".to_owned(), "", false),
            _ if self.first_line && !has_files => ("--first-line".to_owned(), "", false),
            _ => return Ok(()),
        };
        // Also where there are files: `--jsonl caption -f FILE` would take `caption` for a prompt.
        let word = first.to_str().filter(|word| names_field && is_like_a_field(word));
        Err(UsageError::FilesNotArguments { option, meant: word.map(|word| format!("{joined}{word}")) })
    }
}

impl FileOptions {
    /// The ids that are meant.
    ///
    /// # Errors
    /// If the way in which files are read was chosen, and there are none.
    pub(crate) fn ids(self, arguments: Vec<OsString>) -> Result<Input> {
        if self.null && self.files.is_empty() && !arguments.is_empty() {
            return Err(UsageError::FilesNotArguments { option: "-0".to_owned(), meant: None }.into());
        }
        let from = if self.null { Format::Nul } else { Format::Lines };
        let reading = Reading { from: Some(from), content: Content::Ids, ..Reading::default() };
        input(arguments, self.files, reading, &[])
    }

    /// The queries that are meant; `None` if there is none. Stdin is read only where it is named: to ask nothing is a
    /// question as well.
    ///
    /// # Errors
    /// If it was said how files are read, and there is none.
    pub(crate) fn queries(self, arguments: Vec<OsString>) -> Result<Option<Input>> {
        match (self.files.is_empty(), self.null, arguments.is_empty()) {
            (true, true, _) => {
                Err(UsageError::FilesNotArguments { option: "-0".to_owned(), meant: None }.into())
            }
            (true, false, true) => Ok(None),
            // A byte order mark is no part of a query, nor of an id.
            _ => self.ids(arguments).map(Some),
        }
    }
}

fn input(
    arguments: Vec<OsString>,
    names: Vec<PathBuf>,
    reading: Reading,
    extensions: &[String],
) -> Result<Input> {
    let mut remarks = Vec::new();
    let mut files = Vec::new();
    for name in names {
        if name.as_os_str() == "-" {
            files.push(File::Stdin);
        } else if name.is_dir() {
            let (found, left_out) = files_of_folder(&name, extensions)?;
            files.extend(found);
            remarks.extend(left_out.words());
        } else {
            files.push(File::Path(name));
        }
    }
    if reading.content == Content::Prompts {
        let named = names_of_files(&arguments);
        // The names of files are no sentence.
        if named.is_empty() {
            remarks.extend(unquoted(&arguments));
        }
        remarks.extend(named);
    }
    if files.is_empty() && arguments.is_empty() {
        files.push(File::Stdin);
    }
    Ok(Input { arguments, files, reading, hint: SyntaxHint::Unwanted, remarks })
}

/// How many arguments are named that name files.
const NAMED: usize = 10;

/// A line for each prompt that is the name of a file which is there.
fn names_of_files(arguments: &[OsString]) -> Vec<String> {
    let names: Vec<&Path> = arguments.iter().map(Path::new).filter(|path| path.exists()).collect();
    let named = names.iter().take(NAMED).map(|path| {
        let what = if path.is_dir() { "a folder" } else { "a file" };
        let path = path.display();
        format!("{path} is read as a prompt, and there is {what} of that name; -f {path} reads it")
    });
    let more = names.len().saturating_sub(NAMED);
    named.chain((more > 0).then(|| format!("and {more} more prompts that are names of files"))).collect()
}

fn field(option: &'static str, typed: &str) -> Result<Field, UsageError> {
    Field::named(typed).map_err(|error| UsageError::Field { option, error })
}

fn encoding(typed: String) -> Result<&'static Encoding, UsageError> {
    Encoding::for_label(typed.as_bytes()).ok_or(UsageError::Encoding { typed })
}

/// Whether a word is such as programs name fields.
fn is_like_a_field(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|character| character.is_alphanumeric() || "_-".contains(character))
}
