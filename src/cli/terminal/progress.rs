//! Enters: how much of the input is done with. Leaves: a bar on stderr, if the work is long and somebody looks.

use std::io::{self, IsTerminal};
use std::path::Path;
use std::time::{Duration, Instant};
use std::{fmt, fs};

use indicatif::{BinaryBytes, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::notice;
use crate::cli::input::Input;
use crate::cli::output::Reader;
use crate::sources::File;

/// How long work may take before a bar is worth a line.
const PATIENCE: Duration = Duration::from_secs(1);

/// How far the work is.
pub(crate) struct Progress {
    started: Instant,
    done: u64,
    /// The length of the input, where it is known beforehand.
    length: Option<u64>,
    watched: Watched,
    bar: Option<ProgressBar>,
}

/// Whether there is a place for a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Watched {
    Yes,
    /// Stderr is no terminal, or answers run over the same one.
    No,
}

impl Progress {
    /// That of work on this input, whose answers this reader reads.
    pub(crate) fn of(input: &Input, reader: Reader) -> Self {
        let watched = reader == Reader::Program && io::stderr().is_terminal();
        let (watched, length) =
            if watched { (Watched::Yes, length(&input.files)) } else { (Watched::No, None) };
        Self { started: Instant::now(), done: 0, length, watched, bar: None }
    }

    /// That of work of which no bar shows how far it is.
    #[cfg(feature = "parquet")]
    pub(crate) fn unseen() -> Self {
        Self { started: Instant::now(), done: 0, length: None, watched: Watched::No, bar: None }
    }

    /// So many bytes more are done with.
    pub(crate) fn advance(&mut self, bytes: usize) {
        self.done += bytes as u64;
        if self.watched == Watched::Yes && self.bar.is_none() && self.started.elapsed() >= PATIENCE {
            self.bar = Some(bar(self.length, self.started.elapsed(), self.done));
        }
        if let Some(bar) = &self.bar {
            bar.set_position(self.done);
        }
    }

    /// Says something beside the bar.
    pub(crate) fn notice(&self, words: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| notice(words)),
            None => notice(words),
        }
    }

    /// Takes the bar away.
    pub(crate) fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}

fn bar(length: Option<u64>, elapsed: Duration, done: u64) -> ProgressBar {
    let template = match length {
        Some(_) => "{bar:30} {percent:>3} %  {bytes} of {total_bytes}  {rate}  {left} left",
        None => "{spinner} {bytes}  {rate}  {elapsed}",
    };
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    // Those of all the work: the crate's own begin with the bar, and take what was done before for done in a moment.
    let style = style
        .with_key("rate", |state: &ProgressState, out: &mut dyn fmt::Write| {
            let _ = write!(out, "{}/s", BinaryBytes(part(state.pos(), 1_000, state.elapsed().as_millis())));
        })
        .with_key("left", |state: &ProgressState, out: &mut dyn fmt::Write| {
            let rest = state.len().unwrap_or_default().saturating_sub(state.pos());
            let left = part(rest, state.elapsed().as_millis(), u128::from(state.pos()));
            let _ = write!(out, "{:#}", HumanDuration(Duration::from_millis(left)));
        });
    let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::stderr());
    bar.with_style(style).with_elapsed(elapsed).with_position(done)
}

/// So many times a number, divided.
fn part(number: u64, times: u128, by: u128) -> u64 {
    u64::try_from(u128::from(number) * times / by.max(1)).unwrap_or(u64::MAX)
}

/// The length of all files together, if all of them are regular ones.
fn length(files: &[File]) -> Option<u64> {
    let lengths = files.iter().map(|file| match file.path() {
        Some(path) => regular(path),
        None if cfg!(unix) => regular(Path::new("/dev/stdin")),
        None => None,
    });
    lengths.sum()
}

fn regular(path: &Path) -> Option<u64> {
    fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|metadata| metadata.len())
}
