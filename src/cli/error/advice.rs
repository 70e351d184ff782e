//! Enters: what was wrong with the input. Leaves: which option, or which other program, helps.

use std::io::ErrorKind;

use crate::sources::{DocumentProblem, Guess, NotText, SourceError};

/// What a user of the program can do; `None` if the error says all there is.
pub(super) fn advice(error: &SourceError) -> Option<String> {
    Some(match error {
        SourceError::Open { error, .. } if error.kind() == ErrorKind::NotFound => {
            "a prompt goes before -f, since every name behind it is a file".to_owned()
        }
        SourceError::NoPrompts { .. } => "choose others with --ext, such as --ext md".to_owned(),
        SourceError::NotText { kind, .. } => of_kind(*kind),
        SourceError::NotUtf8 { guess: Some(guess), byte, .. } => {
            let Guess { encoding, character, .. } = guess;
            let is = if guess.is_single_byte() { "is" } else { "begins" };
            let (name, capitals) = (encoding.replace("windows", "Windows"), encoding.to_uppercase());
            format!(
                "0x{byte:02X} {is} {} in {name}, which this text seems to be in: \
                 read it with --encoding {}, or convert it with iconv -f {capitals} -t UTF-8",
                character.escape_debug(),
                encoding.to_lowercase()
            )
        }
        SourceError::NotUtf8 { guess: None, .. } => {
            "convert the input to UTF-8, or let --lossy replace such bytes in prompts with U+FFFD".to_owned()
        }
        SourceError::Malformed { .. } => {
            "name another encoding, or let --lossy replace such bytes in prompts with U+FFFD".to_owned()
        }
        SourceError::Json { .. } => {
            "each line of JSON lines must be a JSON string or object; --from lines reads it as text".to_owned()
        }
        SourceError::LoneSurrogate { .. } => {
            "write the whole character, or let --lossy replace it with U+FFFD".to_owned()
        }
        SourceError::Document { problem: DocumentProblem::Unfinished, .. } => {
            "check that all of the file is there".to_owned()
        }
        SourceError::NoRecord { .. } => "name the prompt's field with --field, such as --field meta.caption".to_owned(),
        SourceError::NoField { .. } => {
            "name the prompt's field with --field, or say what such a record is with --missing empty or --missing skip"
                .to_owned()
        }
        SourceError::Nothing { .. } => {
            "--missing empty reads it as the empty prompt, and --missing skip leaves it out".to_owned()
        }
        SourceError::NoColumn { .. } => {
            "name the prompt's column with --field, or give its number, from 1; with --no-header, the first row is data"
                .to_owned()
        }
        SourceError::NothingToAddTo { .. } => {
            "--into writes to JSON objects, to the rows of CSV and TSV, and to a single Parquet table".to_owned()
        }
        SourceError::WithoutParquet { .. } => {
            "cargo install --path . --features parquet builds it with; \
             or write the column as JSON lines or CSV, for example with DuckDB or pandas"
                .to_owned()
        }
        SourceError::NoMember { .. } => {
            "--missing empty reads such a sample as the empty prompt, and --missing skip leaves it out".to_owned()
        }
        _ => return None,
    })
}

fn of_kind(kind: NotText) -> String {
    match kind {
        NotText::Picture("GIF") => "prompts are read from PNG, JPEG, WebP, and AVIF".to_owned(),
        NotText::Picture(_) => "--from image reads the prompts in it".to_owned(),
        NotText::Archive("tar") => "--from tar reads its .txt, .caption, and .json members".to_owned(),
        NotText::Archive("gzip") => {
            "unpack it: gzip -dc FILE | cliptok …; if a tar archive is in it, --from tar reads that"
                .to_owned()
        }
        NotText::Archive("Zstandard") => "unpack it: zstd -dc FILE | cliptok …".to_owned(),
        NotText::Archive("xz") => "unpack it: xz -dc FILE | cliptok …".to_owned(),
        NotText::Archive("bzip2") => "unpack it: bzip2 -dc FILE | cliptok …".to_owned(),
        NotText::Archive(_) => "unpack it, and name the files in it".to_owned(),
        NotText::Workbook => "save its sheet as CSV".to_owned(),
        NotText::Parquet => "--from parquet reads it".to_owned(),
        NotText::Sqlite => "write its column as CSV: sqlite3 -csv -header FILE 'SELECT …'".to_owned(),
        NotText::Weights(_) => "prompts are not in it".to_owned(),
        NotText::NumpyArray => "rows of ids are no prompts".to_owned(),
        NotText::Pdf => {
            "write its text with pdftotext; if it is plain text all the same, --from lines reads it"
                .to_owned()
        }
        NotText::Html => {
            "copy the prompts out of it; if it is plain text all the same, --from lines reads it".to_owned()
        }
        NotText::GitLfsPointer => "git lfs pull downloads the file itself".to_owned(),
        NotText::Utf16(name) => format!(
            "it looks like UTF-16, which PowerShell's > writes: read it with --encoding {}, \
             or convert it with iconv -f UTF-16 -t UTF-8",
            name.to_lowercase()
        ),
    }
}
