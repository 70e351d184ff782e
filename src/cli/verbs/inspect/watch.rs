//! Enters: the files that are watched. Leaves: a call for each time that one of them has changed, until Ctrl-C.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};
use std::{fs, thread};

use anyhow::Result;

use crate::cli::error::WatchError;
use crate::cli::exit::Exit;

/// How often the files are looked at: fast to the eye, and nothing to the machine.
const EVERY: Duration = Duration::from_millis(100);

/// What shows that a file has changed: an editor may write it, or put another one in its place.
#[derive(PartialEq, Eq)]
struct State {
    /// `None` while there is no such file.
    file: Option<(u64, Option<SystemTime>, u64)>,
    size: (usize, Option<usize>),
}

/// Shows something at once, and whenever a file, or the size of the terminal, has changed. Ctrl-C ends it, and that is
/// its good end.
///
/// # Errors
/// If something cannot be shown the first time, or Ctrl-C cannot be caught. What is wrong with a file later may be half
/// of an edit: it is told by `show`, and watching goes on.
pub(super) fn watch(
    paths: &[PathBuf],
    size: impl Fn() -> (usize, Option<usize>),
    mut show: impl FnMut() -> Result<()>,
) -> Result<Exit> {
    let ended = Arc::new(AtomicBool::new(false));
    let end = Arc::clone(&ended);
    match ctrlc::try_set_handler(move || end.store(true, Ordering::Relaxed)) {
        // Whoever started the program had it ignore Ctrl-C, as a shell does in the background of a script, and that holds.
        Ok(()) | Err(ctrlc::Error::MultipleHandlers) => {}
        Err(error) => return Err(WatchError(error).into()),
    }
    let look = || -> Vec<State> {
        let state = |path: &PathBuf| {
            let file = fs::metadata(path).ok();
            let file = file.map(|metadata| (metadata.len(), metadata.modified().ok(), which(&metadata)));
            State { file, size: size() }
        };
        paths.iter().map(state).collect()
    };
    let mut seen = look();
    show()?;
    while !ended.load(Ordering::Relaxed) {
        thread::sleep(EVERY);
        let now = look();
        // Between two names of a file that is being replaced there is none.
        if now != seen && now.iter().all(|state| state.file.is_some()) {
            seen = now;
            show()?;
        }
    }
    Ok(Exit::Done)
}

/// What tells a file from another one that got its name.
#[cfg(unix)]
fn which(metadata: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn which(_: &fs::Metadata) -> u64 {
    0
}
