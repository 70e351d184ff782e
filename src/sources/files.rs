//! Enters: names of files and folders. Leaves: the files to read, in order, and what was left out.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::error::SourceError;
use super::format::PICTURES;

/// Something to read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum File {
    /// Standard input.
    Stdin,
    /// A file that was named.
    Path(PathBuf),
    /// A file that was found in a folder: it is one prompt, if it is text.
    Found {
        /// The folder that was named.
        folder: PathBuf,
        /// The path of the file, which begins with the folder's.
        path: PathBuf,
    },
}

impl File {
    /// Where it is; `None` for standard input.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Stdin => None,
            Self::Path(path) | Self::Found { path, .. } => Some(path),
        }
    }

    /// Its name in another folder: below the folder that it was found in, the same path, and the name alone where the file was
    /// named. `None` for standard input.
    pub fn relative_name(&self) -> Option<PathBuf> {
        match self {
            Self::Stdin => None,
            Self::Path(path) => path.file_name().map(PathBuf::from),
            Self::Found { folder, path } => path.strip_prefix(folder).ok().map(Path::to_path_buf),
        }
    }
}

/// The files of a folder that were left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The folder.
    pub folder: PathBuf,
    /// How many files and folders are hidden: their names begin with a dot.
    pub hidden: u64,
    /// How many other files there are, by the ends of their names; an empty one is none.
    pub others: BTreeMap<String, u64>,
}

/// How the names of files end that hold prompts, where nothing else is said.
const CAPTIONS: [&str; 2] = ["txt", "caption"];

/// The files of a folder and of those in it, sorted by name, that end as `extensions` say. If there are no extensions: those that
/// end in `.txt` and `.caption`, and only where it has none, its pictures. Links are followed.
///
/// # Errors
/// If the folder cannot be read, or has no such file.
pub fn files_of_folder(folder: &Path, extensions: &[String]) -> Result<(Vec<File>, LeftOut), SourceError> {
    let usual = || CAPTIONS.map(str::to_owned).to_vec();
    let wanted = if extensions.is_empty() { usual() } else { extensions.to_vec() };
    let (mut files, mut pictures) = (Vec::new(), Vec::new());
    let mut left_out = LeftOut { folder: folder.to_path_buf(), hidden: 0, others: BTreeMap::new() };
    let mut entries = WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            // A link that leads back to where it stands: all that is there is read already.
            Err(error) if error.loop_ancestor().is_some() => continue,
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_path_buf();
                return Err(SourceError::Open { path, error: error.into() });
            }
        };
        if is_hidden(&entry) {
            left_out.hidden += 1;
            if entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
        } else if entry.file_type().is_file() {
            let extension = extension(entry.path());
            if wanted.iter().any(|wanted| wanted.eq_ignore_ascii_case(&extension)) {
                files.push(File::Found { folder: folder.to_path_buf(), path: entry.into_path() });
            } else {
                if PICTURES.contains(&extension.as_str()) {
                    let (folder, path) = (folder.to_path_buf(), entry.into_path());
                    pictures.push((extension.clone(), File::Found { folder, path }));
                }
                *left_out.others.entry(extension).or_default() += 1;
            }
        }
    }
    if files.is_empty() && extensions.is_empty() {
        for (extension, file) in pictures {
            left_out.others.remove(&extension);
            files.push(file);
        }
    }
    if files.is_empty() {
        let others = left_out.others.values().sum();
        return Err(SourceError::NoPrompts { path: folder.to_path_buf(), extensions: wanted, others });
    }
    Ok((files, left_out))
}

/// Whether a name begins with a dot; the folder itself was named.
fn is_hidden(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn extension(path: &Path) -> String {
    path.extension().map(OsStr::to_string_lossy).unwrap_or_default().to_ascii_lowercase()
}

impl LeftOut {
    /// What was left out, in words; `None` if nothing was.
    pub fn words(&self) -> Option<String> {
        let others: u64 = self.others.values().sum();
        let kinds: Vec<String> = self
            .others
            .iter()
            .map(|(extension, count)| match extension.as_str() {
                "" => format!("{count} without an extension"),
                extension => format!("{count} .{extension}"),
            })
            .collect();
        let files = match others {
            0 => None,
            1 => Some(format!("1 other file ({})", kinds.join(", "))),
            count => Some(format!("{count} other files ({})", kinds.join(", "))),
        };
        let hidden = match self.hidden {
            0 => None,
            1 => Some("1 hidden file or folder".to_owned()),
            count => Some(format!("{count} hidden files or folders")),
        };
        let both: Vec<String> = files.into_iter().chain(hidden).collect();
        (!both.is_empty()).then(|| format!("{}: left out: {}", self.folder.display(), both.join(", and ")))
    }
}
