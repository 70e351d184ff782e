//! Enters: a tar archive, packed with gzip or not, as WebDataset writes them. Leaves: the prompts of its samples, with their members.

mod member;
mod sample;

use std::io::{Cursor, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use flate2::read::MultiGzDecoder;

use crate::place::Source;
use crate::sources::error::SourceError;
use crate::sources::reading::Reading;

use super::Batch;
use sample::Reader;

/// How many batches of prompts wait at most to be taken.
const WAITING: usize = 4;

/// The samples of an archive. Another thread reads them, since whoever walks an archive cannot stop on the way and go on later.
pub(super) struct Samples {
    batches: Receiver<Batch>,
    thread: Option<JoinHandle<()>>,
}

impl Samples {
    /// Those of an archive, of which the first bytes were read already.
    pub(super) fn of(first: Vec<u8>, rest: Box<dyn Read + Send>, reading: &Reading, source: &Source) -> Self {
        let is_packed = first.starts_with(b"\x1F\x8B");
        let bytes: Box<dyn Read + Send> = Box::new(Cursor::new(first).chain(rest));
        let bytes = if is_packed { Box::new(MultiGzDecoder::new(bytes)) } else { bytes };
        let (sender, batches) = sync_channel(WAITING);
        let reader = Reader::new(reading.clone(), source.clone());
        let thread = thread::spawn(move || read(bytes, reader, &sender));
        Self { batches, thread: Some(thread) }
    }

    /// The next of them; nothing behind the last one.
    pub(super) fn next(&mut self) -> Batch {
        self.batches.recv().unwrap_or_else(|_| {
            // A thread that ended in a panic has not read to the end.
            if let Some(Err(panic)) = self.thread.take().map(JoinHandle::join) {
                std::panic::resume_unwind(panic);
            }
            Batch::default()
        })
    }
}

/// Reads an archive, up to its end, to what is wrong with it, or until nobody takes what is read.
fn read(bytes: Box<dyn Read + Send>, mut reader: Reader, sender: &SyncSender<Batch>) {
    let failed = members(bytes, &mut reader, sender).err();
    // The sample at the end, and all that was not sent yet.
    let failed = failed.or_else(|| reader.end_sample().err());
    let _ = sender.send(Batch { ready: Some(reader.take()), failed });
}

fn members(
    bytes: Box<dyn Read + Send>,
    reader: &mut Reader,
    sender: &SyncSender<Batch>,
) -> Result<(), SourceError> {
    let mut archive = tar::Archive::new(bytes);
    let broken = |reader: &Reader, error| SourceError::Archive { source: reader.source().clone(), error };
    let entries = archive.entries().map_err(|error| broken(reader, error))?;
    for entry in entries {
        let entry = entry.map_err(|error| broken(reader, error))?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        reader.member(&name, entry)?;
        if reader.is_full() && sender.send(Batch { ready: Some(reader.take()), failed: None }).is_err() {
            return Ok(());
        }
    }
    Ok(())
}
