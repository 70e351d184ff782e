//! Enters: answers as they are written. Leaves: them on stdout, or in a file that is there whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tempfile::NamedTempFile;

use super::args::Color;

/// How much is written at once.
const WRITE_BEHIND: usize = 64 << 10;

/// Where answers go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    Stdout,
    File(PathBuf),
}

/// Whether answers are coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colors {
    On,
    Off,
}

impl Colors {
    /// What `--color` means for this target: by itself only a terminal is coloured, and not where
    /// `NO_COLOR` is set or TERM is dumb.
    pub fn choose(color: Color, target: &Target) -> Self {
        let wanted = match (color, target) {
            (Color::Always, _) => true,
            (Color::Never, _) | (Color::Auto, Target::File(_)) => false,
            (Color::Auto, Target::Stdout) => {
                anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
            }
        };
        if wanted { Self::On } else { Self::Off }
    }
}

/// How many columns a line may have: COLUMNS says, or the terminal; elsewhere 80.
pub fn columns(target: &Target) -> usize {
    const ELSEWHERE: usize = 80;
    let set = std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok())
        .filter(|&columns| columns > 0);
    let terminal = || match target {
        Target::Stdout => terminal_size::terminal_size_of(io::stdout()),
        Target::File(_) => None,
    };
    set.or_else(|| terminal().map(|(width, _)| usize::from(width.0)))
        .unwrap_or(ELSEWHERE)
}

/// Who reads what is written: to a terminal nothing goes that could change what it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    Terminal,
    Program,
}

/// An open target.
pub enum Sink {
    Stdout(BufWriter<StdoutLock<'static>>),
    /// Written beside its target and put in its place at the end.
    Whole {
        aside: BufWriter<NamedTempFile>,
        target: PathBuf,
    },
    /// What is no regular file (a device, a pipe) cannot be replaced, and is written to.
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
    pub fn open(target: &Target) -> Result<Self> {
        let path = match target {
            Target::Stdout => {
                return Ok(Self::Stdout(BufWriter::with_capacity(
                    WRITE_BEHIND,
                    io::stdout().lock(),
                )));
            }
            Target::File(path) => path,
        };
        let cannot = || format!("{}: cannot be written", path.display());
        // A link stays one: it is the file it leads to that is replaced.
        let resolved = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
        match fs::metadata(&resolved) {
            Ok(metadata) if metadata.is_dir() => {
                anyhow::bail!("{}: is a directory; name a file in it", path.display())
            }
            Ok(metadata) if !metadata.is_file() => {
                let device = File::options()
                    .write(true)
                    .open(&resolved)
                    .with_context(cannot)?;
                Ok(Self::Device {
                    device: BufWriter::with_capacity(WRITE_BEHIND, device),
                    target: path.clone(),
                })
            }
            existing => {
                let permissions = existing.ok().map(|metadata| metadata.permissions());
                let aside = beside(&resolved, permissions).with_context(cannot)?;
                Ok(Self::Whole {
                    aside: BufWriter::with_capacity(WRITE_BEHIND, aside),
                    target: resolved,
                })
            }
        }
    }

    /// Who reads it.
    pub fn reader(&self) -> Reader {
        match self {
            Self::Stdout(_) if io::stdout().is_terminal() => Reader::Terminal,
            _ => Reader::Program,
        }
    }

    /// Ends writing. Only now is a file there.
    ///
    /// # Errors
    /// If not all could be written.
    pub fn finish(mut self) -> Result<()> {
        self.flush()?;
        if let Self::Whole { aside, target } = self {
            let cannot = || format!("{}: cannot be written", target.display());
            let aside = aside
                .into_inner()
                .map_err(io::IntoInnerError::into_error)
                .with_context(cannot)?;
            aside
                .persist(&target)
                .map_err(|error| error.error)
                .with_context(cannot)?;
        }
        Ok(())
    }
}

fn beside(target: &Path, existing: Option<fs::Permissions>) -> io::Result<NamedTempFile> {
    let directory = target
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let mut builder = tempfile::Builder::new();
    builder.prefix(".cliptok-");
    // A new file gets what the umask leaves of this, as any other does.
    #[cfg(unix)]
    let existing = existing.or_else(|| Some(std::os::unix::fs::PermissionsExt::from_mode(0o666)));
    if let Some(permissions) = existing {
        builder.permissions(permissions);
    }
    // The name of the file beside would say nothing to whoever asked for another one.
    builder
        .tempfile_in(directory.unwrap_or(Path::new(".")))
        .map_err(|error| error.kind().into())
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer()
            .write(bytes)
            .map_err(|error| self.named(&error))
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
            Self::Whole { target, .. } | Self::Device { target, .. } => {
                target.display().to_string()
            }
        };
        io::Error::new(error.kind(), format!("{name}: cannot be written: {error}"))
    }

    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Self::Stdout(stdout) => stdout,
            Self::Whole { aside, .. } => aside,
            Self::Device { device, .. } => device,
        }
    }
}
