//! Enters: chunks of records. Leaves: what was made of each, in the order of the input, by as many threads as pay.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::sources::{CHUNK, Chunk, Chunks};
use anyhow::Result;

/// How many finished chunks a thread may be ahead of the slowest one, which bounds the memory.
const AHEAD: u64 = 4;

/// Has every chunk worked on and its result taken, in the order of the input. `worker` makes the work of one
/// thread, which puts what it makes of a chunk into an emptied `D`; `take` is called by one thread at a time.
///
/// The first chunk's worth is done by the calling thread alone, so that short input starts no other.
///
/// # Errors
/// The first one in the order of the input; what was made before it, in the same chunk too, has been taken.
pub(super) fn run<D, W>(
    chunks: Chunks,
    threads: Option<NonZeroUsize>,
    worker: impl Fn() -> W + Sync,
    take: impl FnMut(&mut D, &Chunk) -> Result<()> + Send,
) -> Result<()>
where
    D: Default + Send,
    W: FnMut(&Chunk, &mut D) -> Result<()>,
{
    let shared = Shared {
        input: Mutex::new(InputState { chunks, number: 0 }),
        output: Mutex::new(OutputState {
            next: 0,
            waiting: BTreeMap::new(),
            spare: Vec::new(),
            take,
            failed: None,
        }),
        moved: Condvar::new(),
        ended: AtomicBool::new(false),
        threads: AtomicUsize::new(1),
    };
    let mut work = worker();
    let mut done = 0;
    while done < CHUNK && !shared.has_ended() {
        done += shared.do_next(&mut work);
    }
    if !shared.has_ended() {
        // Only now, since it takes the system a while to say how many processors there are.
        let threads = threads.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
        shared.threads.store(threads, Ordering::Relaxed);
        thread::scope(|scope| {
            for _ in 1..threads {
                // Where the system has no thread left, those that are there do all.
                let _ = thread::Builder::new().spawn_scoped(scope, || shared.do_all(&mut worker()));
            }
            shared.do_all(&mut work);
        });
    }
    let output = shared.output.into_inner().unwrap_or_else(PoisonError::into_inner);
    output.failed.map_or(Ok(()), Err)
}

/// What the threads share. Whoever holds the input may ask for the output, never the other way around.
struct Shared<D, T> {
    input: Mutex<InputState>,
    output: Mutex<OutputState<D, T>>,
    /// Told whenever a result was taken.
    moved: Condvar,
    /// There is nothing to read any more, or nothing that is wanted.
    ended: AtomicBool,
    threads: AtomicUsize,
}

struct InputState {
    chunks: Chunks,
    /// That of the next chunk.
    number: u64,
}

struct OutputState<D, T> {
    /// The number of the chunk whose result is taken next.
    next: u64,
    waiting: BTreeMap<u64, Finished<D>>,
    spare: Vec<(Vec<u8>, D)>,
    take: T,
    failed: Option<anyhow::Error>,
}

/// A chunk with what was made of it, up to an error.
struct Finished<D> {
    chunk: Option<Chunk>,
    done: D,
    result: Result<()>,
}

impl<D: Default, T: FnMut(&mut D, &Chunk) -> Result<()>> Shared<D, T> {
    fn do_all(&self, work: &mut impl FnMut(&Chunk, &mut D) -> Result<()>) {
        while !self.has_ended() {
            self.do_next(work);
        }
    }

    /// Reads a chunk, works on it, and has its result taken when its turn is. Returns its length in bytes.
    fn do_next(&self, work: &mut impl FnMut(&Chunk, &mut D) -> Result<()>) -> usize {
        let mut input = lock(&self.input);
        let (buffer, mut done) = self.wait_for_room(input.number);
        if self.has_ended() {
            return 0;
        }
        let read = input.chunks.next(buffer);
        if !matches!(read, Ok(Some(_))) {
            self.ended.store(true, Ordering::Relaxed);
        }
        let number = input.number;
        input.number += 1;
        drop(input);
        match read {
            Ok(None) => 0,
            Err(error) => {
                self.deliver(number, Finished { chunk: None, done, result: Err(error.into()) });
                0
            }
            Ok(Some(chunk)) => {
                let result = work(&chunk, &mut done);
                let length = chunk.size();
                self.deliver(number, Finished { chunk: Some(chunk), done, result });
                length
            }
        }
    }

    /// Waits as long as the slowest thread is too far behind. Gives memory that is free to be used again.
    fn wait_for_room(&self, number: u64) -> (Vec<u8>, D) {
        let output = lock(&self.output);
        let ahead = AHEAD * self.threads.load(Ordering::Relaxed) as u64;
        let too_far =
            |output: &mut OutputState<D, T>| number >= output.next + ahead && output.failed.is_none();
        let mut output = self.moved.wait_while(output, too_far).unwrap_or_else(PoisonError::into_inner);
        output.spare.pop().unwrap_or_default()
    }

    /// Has all results taken whose turn it is.
    fn deliver(&self, number: u64, finished: Finished<D>) {
        let mut guard = lock(&self.output);
        let output = &mut *guard;
        output.waiting.insert(number, finished);
        while let Some(Finished { chunk, mut done, result }) = output.waiting.remove(&output.next) {
            output.next += 1;
            let taken = match (&chunk, &output.failed) {
                (Some(chunk), None) => (output.take)(&mut done, chunk),
                _ => Ok(()),
            };
            // What was wrong with the input counts even where nobody reads the answers before it.
            if let Err(error) = result.and(taken) {
                output.failed.get_or_insert(error);
                self.ended.store(true, Ordering::Relaxed);
            }
            output.spare.push((chunk.map(Chunk::into_buffer).unwrap_or_default(), done));
        }
        drop(guard);
        self.moved.notify_all();
    }

    fn has_ended(&self) -> bool {
        self.ended.load(Ordering::Relaxed)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
