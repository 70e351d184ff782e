//! Enters: answers as they are written. Leaves: them on stdout, or in a file that is there whole or not at all.

pub(super) mod digits;
pub(super) mod ids;
pub(super) mod npy;
mod staged;
pub(super) mod tsv;

use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::error::OutputError;

use staged::Staged;

/// How much is written at once.
const WRITE_BEHIND: usize = 64 << 10;

/// Where answers go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Stdout,
    File(PathBuf),
}

impl Target {
    /// What a name on the command line means: `-` and `/dev/stdout` are the stdout that is open already.
    /// Opening the latter again would begin the file behind it anew.
    pub(super) fn named(path: PathBuf) -> Self {
        if path.as_os_str() == "-" || path.as_os_str() == "/dev/stdout" {
            Self::Stdout
        } else {
            Self::File(path)
        }
    }
}

/// Who reads what is written: to a terminal nothing goes that could change what it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    Terminal,
    Program,
}

/// An open target.
pub(super) enum Sink {
    Stdout(BufWriter<Stdout>),
    /// Written beside its target and put in its place at the end.
    Whole {
        staged: BufWriter<Staged>,
        target: PathBuf,
    },
    /// What is no regular file (a device, a pipe), or is a file that some process has open, cannot be
    /// replaced, and is written to.
    Device {
        device: BufWriter<File>,
        target: PathBuf,
    },
}

impl Sink {
    /// Opens the target.
    ///
    /// # Errors
    /// If the file, or one beside it, cannot be written.
    pub(super) fn open(target: &Target) -> Result<Self, OutputError> {
        let Target::File(path) = target else {
            return Ok(Self::Stdout(BufWriter::with_capacity(WRITE_BEHIND, io::stdout())));
        };
        let path = path.clone();
        let metadata = match fs::metadata(&path) {
            Ok(metadata) => metadata,
            // It is new, or a link leads to it that leads nowhere yet.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Self::staged(behind_links(&path), None);
            }
            Err(error) => return Err(OutputError::Protected { path, error }),
        };
        if metadata.is_dir() {
            return Err(OutputError::Directory { path });
        }
        // A file that may not be written is not to be replaced either.
        let opened = File::options().append(true).open(&path);
        let device = opened.map_err(|error| OutputError::Protected { path: path.clone(), error })?;
        if metadata.is_file() && !is_open_file(&path) {
            Self::staged(behind_links(&path), Some(&metadata))
        } else {
            Ok(Self::Device { device: BufWriter::with_capacity(WRITE_BEHIND, device), target: path })
        }
    }

    /// Opens a file beside the one that it will replace.
    fn staged(target: PathBuf, replaced: Option<&Metadata>) -> Result<Self, OutputError> {
        let directory = target.parent().filter(|parent| !parent.as_os_str().is_empty());
        let directory = directory.unwrap_or(Path::new(".")).to_path_buf();
        match Staged::make_in(&directory, replaced) {
            Ok(staged) => Ok(Self::Whole { staged: BufWriter::with_capacity(WRITE_BEHIND, staged), target }),
            Err(error) => Err(OutputError::Staged { path: target, directory, error }),
        }
    }

    /// Who reads it.
    pub(super) fn reader(&self) -> Reader {
        match self {
            Self::Stdout(_) if io::stdout().is_terminal() => Reader::Terminal,
            Self::Device { device, .. } if device.get_ref().is_terminal() => Reader::Terminal,
            _ => Reader::Program,
        }
    }

    /// Ends writing. Only now is a file there.
    ///
    /// # Errors
    /// If not all could be written.
    pub(super) fn finish(mut self) -> Result<()> {
        self.flush()?;
        if let Self::Whole { staged, target } = self {
            let replace = |error| OutputError::Replace { path: target.clone(), error };
            let staged = staged.into_inner().map_err(|error| replace(error.into_error()))?;
            staged.put_in_place(&target).map_err(replace)?;
        }
        Ok(())
    }
}

/// As many links as Linux follows.
const MOST_LINKS: usize = 40;

/// The path, and those that it leads to by links, one after the other.
fn chain(path: &Path) -> impl Iterator<Item = PathBuf> {
    let next = |path: &PathBuf| {
        let target = fs::read_link(path).ok()?;
        Some(path.parent().map_or_else(|| target.clone(), |parent| parent.join(&target)))
    };
    std::iter::successors(Some(path.to_path_buf()), next).take(MOST_LINKS)
}

/// The file that a path leads to, even where it is not there yet, so that a link stays a link.
fn behind_links(path: &Path) -> PathBuf {
    chain(path).last().unwrap_or_else(|| path.to_path_buf())
}

/// Whether a path leads to a file that some process has open, as `/dev/fd/3` does: whoever has it would not see another
/// one in its place, and it may have no name any more.
fn is_open_file(path: &Path) -> bool {
    let is_of_a_process = |path: PathBuf| {
        let directory = path.parent().and_then(|parent| fs::canonicalize(parent).ok());
        directory.is_some_and(|directory| directory.starts_with("/proc"))
    };
    chain(path).any(is_of_a_process)
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer().write(bytes).map_err(|error| self.named(&error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer().flush().map_err(|error| self.named(&error))
    }
}

impl Sink {
    /// The error with what could not be written; its kind is kept, for closed pipes.
    fn named(&self, error: &io::Error) -> io::Error {
        let name = match self {
            Self::Stdout(_) => "stdout".to_owned(),
            Self::Whole { target, .. } | Self::Device { target, .. } => target.display().to_string(),
        };
        io::Error::new(error.kind(), format!("{name}: cannot be written: {error}"))
    }

    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Self::Stdout(stdout) => stdout,
            Self::Whole { staged, .. } => staged,
            Self::Device { device, .. } => device,
        }
    }
}
