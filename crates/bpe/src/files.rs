//! Enters: a directory with `vocab.json` and `merges.txt`. Leaves: a vocabulary and its merges, or where the files are wrong.
//!
//! Both a built-in vocabulary and a loaded one come through this module, so both obey the same rules.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::Path;

use crate::error::{LoadError, LoadProblem};
use crate::merges::Merges;
use crate::merges_txt::{Rules, lines};
use crate::vocab_json::{Entries, Roles};
use crate::vocabulary::Vocabulary;

/// The entries, each with its id.
pub(crate) const VOCAB_JSON: &str = "vocab.json";
/// The rules, one per line, in the order of their ranks.
pub(crate) const MERGES_TXT: &str = "merges.txt";

/// No vocabulary with two-byte ids needs more. CLIP's files are under one megabyte each.
const LARGEST_FILE: u64 = 64 << 20;

/// Reads and checks both files of a directory.
///
/// # Errors
/// Whatever [`LoadProblem`] names, with the file where it was found.
pub(crate) fn load(directory: &Path) -> Result<(Vocabulary, Merges), LoadError> {
    let (vocab_json, merges_txt) = (read(&directory.join(VOCAB_JSON))?, read(&directory.join(MERGES_TXT))?);
    parse(&vocab_json, &merges_txt, directory)
}

/// Checks the texts of both files of a directory. Only errors name the directory.
///
/// # Errors
/// Whatever [`LoadProblem`] names except reading, with the file where it was found.
pub(crate) fn parse(
    vocab_json: &str,
    merges_txt: &str,
    directory: &Path,
) -> Result<(Vocabulary, Merges), LoadError> {
    let (vocab_path, merges_path) = (directory.join(VOCAB_JSON), directory.join(MERGES_TXT));
    let entries = Entries::parse(vocab_json).map_err(|problem| problem.of(&vocab_path))?;
    let roles = entries.usual_roles().map_err(|problem| problem.of(&vocab_path))?;
    let rules = Rules::parse(lines(merges_txt), &entries);
    check(&entries, rules, &roles, &vocab_path, &merges_path)
}

/// The vocabulary of entries, and the merges that their rules make.
///
/// # Errors
/// If an entry or a rule is wrong, or they do not belong together. What is wrong with entries is found first.
pub(crate) fn check(
    entries: &Entries,
    rules: Result<Rules, LoadProblem>,
    roles: &Roles,
    vocab_path: &Path,
    merges_path: &Path,
) -> Result<(Vocabulary, Merges), LoadError> {
    let vocabulary = entries.vocabulary(roles).map_err(|problem| problem.of(vocab_path))?;
    let merges = rules.and_then(|rules| {
        rules.account_for(entries, &roles.spelled)?;
        Merges::lay_out(&rules.rules).ok_or(LoadProblem::NoLayout)
    });
    Ok((vocabulary, merges.map_err(|problem| problem.of(merges_path))?))
}

/// Reads a file that a folder may lack.
///
/// # Errors
/// If it is there, and cannot be read as text.
pub(crate) fn read_if_there(path: &Path) -> Result<Option<String>, LoadError> {
    match fs::symlink_metadata(path) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        _ => read(path).map(Some),
    }
}

/// Reads a file.
///
/// # Errors
/// If it cannot be read as text, or is too large to be one of a vocabulary.
pub(crate) fn read(path: &Path) -> Result<String, LoadError> {
    let mut bytes = Vec::new();
    // Opening a pipe would wait for somebody to write to it.
    let about = fs::metadata(path).map_err(|error| LoadProblem::Read(error).of(path))?;
    if !about.is_file() {
        return Err(LoadProblem::NoFile.of(path));
    }
    File::open(path)
        .and_then(|file| file.take(LARGEST_FILE + 1).read_to_end(&mut bytes))
        .map_err(|error| LoadProblem::Read(error).of(path))?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(LoadProblem::TooLarge { limit: LARGEST_FILE }.of(path));
    }
    String::from_utf8(bytes).map_err(|error| {
        let byte = error.utf8_error().valid_up_to();
        let line = 1 + error.as_bytes().iter().take(byte).filter(|&&byte| byte == b'\n').count();
        LoadProblem::NotUtf8 { line, byte }.of(path)
    })
}
