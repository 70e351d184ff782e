//! Enters: texts, and encoders for threads. Leaves: rows, ids or counts, made chunk by chunk without Python's lock.

use std::num::NonZeroUsize;
use std::thread;

use cliptok::BatchEncoder;
use pyo3::prelude::*;

use crate::error::Wrong;
use crate::numpy::Element;
use crate::texts::{Text, Texts};

/// How many texts one thread has at once: enough for the lock to cost nothing, and few enough for others to get it.
const CHUNK: usize = 4096;
/// How many each of several threads has, for each to be worth its start.
const CHUNK_OF_SEVERAL: usize = 16_384;

/// More threads than these are only started if there are as many processors.
const MANY_THREADS: usize = 64;

/// What becomes of texts that are too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TooLong {
    /// They are an error.
    Refused,
    /// They are cut as the model cuts them.
    Cut,
}

/// Writes the row of each text. Returns the length of each: start, tokens and end.
pub(crate) fn fill<I: Element + From<u16>>(
    texts: &Texts<'_>,
    encoders: &mut [BatchEncoder],
    slots: usize,
    rows: &mut [I],
    too_long: TooLong,
    py: Python<'_>,
) -> PyResult<Vec<i64>> {
    let mut lengths = Vec::with_capacity(texts.len());
    let mut over = Vec::new();
    let mut rest = rows;
    each_chunk(texts, encoders.len(), py, |first, chunk| {
        let (rows, behind) =
            std::mem::take(&mut rest).split_at_mut_checked(chunk.len() * slots).unwrap_or_default();
        rest = behind;
        let share = chunk.len().div_ceil(encoders.len()).max(1);
        let parts = chunk.chunks(share).zip(rows.chunks_mut(share * slots));
        let filled = shared(encoders, parts, |encoder, (texts, rows)| encoder.rows_into(texts, rows));
        let mut begin = first;
        for filled in filled {
            let filled = filled.map_err(|error| Wrong::Refused { words: error.to_string() })?;
            over.extend(filled.over().iter().map(|(at, over)| (begin + at, *over)));
            begin += filled.lengths().len();
            lengths.extend(filled.lengths().iter().map(|length| i64::from(*length)));
        }
        Ok(())
    })?;
    match over.first() {
        Some((at, tokens_over)) if too_long == TooLong::Refused => {
            let room = slots - 2;
            Err(Wrong::TooLong { at: *at, tokens: room + tokens_over, room, others: over.len() - 1 }.into())
        }
        _ => Ok(lengths),
    }
}

/// The ids of all texts, one after the other, and where those of each begin, and the last ones end.
pub(crate) fn ragged<I: Element + From<u16>>(
    texts: &Texts<'_>,
    encoders: &mut [BatchEncoder],
    py: Python<'_>,
) -> PyResult<(Vec<I>, Vec<i64>)> {
    let (mut values, mut offsets) = (Vec::new(), Vec::with_capacity(texts.len() + 1));
    offsets.push(0);
    each_chunk(texts, encoders.len(), py, |_, chunk| {
        let share = chunk.len().div_ceil(encoders.len()).max(1);
        let parts = shared(encoders, chunk.chunks(share), |encoder, texts| {
            let (mut values, mut ends) = (Vec::<I>::new(), Vec::with_capacity(texts.len()));
            encoder.encode_each(texts, |_, ids| {
                values.extend(ids.iter().map(|id| I::from(id.0)));
                ends.push(values.len());
            });
            (values, ends)
        });
        for (part, ends) in parts {
            let before = values.len();
            offsets.extend(ends.into_iter().map(|end| (before + end) as i64));
            values.extend_from_slice(&part);
        }
        Ok(())
    })?;
    Ok((values, offsets))
}

/// How many tokens each text has.
pub(crate) fn counts(texts: &Texts<'_>, encoders: &mut [BatchEncoder], py: Python<'_>) -> PyResult<Vec<i64>> {
    let mut counts = Vec::with_capacity(texts.len());
    each_chunk(texts, encoders.len(), py, |_, chunk| {
        let share = chunk.len().div_ceil(encoders.len()).max(1);
        let parts = shared(encoders, chunk.chunks(share), |encoder, texts| {
            let mut counts = Vec::with_capacity(texts.len());
            encoder.count_each(texts, |_, count| counts.push(count as i64));
            counts
        });
        counts.extend(parts.into_iter().flatten());
        Ok(())
    })?;
    Ok(counts)
}

/// Hands over chunk after chunk of the texts, with the position of its first. `work` runs without Python's lock.
pub(crate) fn each_chunk(
    texts: &Texts<'_>,
    threads: usize,
    py: Python<'_>,
    mut work: impl FnMut(usize, &[Text<'_>]) -> Result<(), Wrong> + Send,
) -> PyResult<()> {
    let size = if threads == 1 { CHUNK } else { threads.saturating_mul(CHUNK_OF_SEVERAL) };
    let count = texts.len();
    for first in (0..count).step_by(size) {
        let chunk = texts.chunk(first..first.saturating_add(size).min(count))?;
        py.detach(|| work(first, &chunk))?;
        // A bound on the time until Ctrl-C is heard.
        py.check_signals()?;
    }
    Ok(())
}

/// Does each part of the work on a thread of its own; a single one right here.
fn shared<P: Send, R: Send>(
    encoders: &mut [BatchEncoder],
    parts: impl Iterator<Item = P>,
    work: impl Fn(&mut BatchEncoder, P) -> R + Sync,
) -> Vec<R> {
    if let [encoder] = encoders {
        return parts.map(|part| work(encoder, part)).collect();
    }
    thread::scope(|scope| {
        let work = &work;
        let running: Vec<_> = encoders
            .iter_mut()
            .zip(parts)
            .map(|(encoder, part)| scope.spawn(move || work(encoder, part)))
            .collect();
        let ended = running.into_iter().map(|thread| match thread.join() {
            Ok(result) => result,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        ended.collect()
    })
}

/// How many threads are asked for.
pub(crate) fn threads(typed: i64) -> Result<NonZeroUsize, Wrong> {
    let wrong = || Wrong::Number { what: "threads", typed: typed.to_string(), meant: "1 or more" };
    let threads = usize::try_from(typed).ok().and_then(NonZeroUsize::new).ok_or_else(wrong)?;
    // A thread for each of a billion is no help. How many processors there are is not asked for fewer: that takes longer
    // than a short text does.
    Ok(if threads.get() <= MANY_THREADS {
        threads
    } else {
        thread::available_parallelism().unwrap_or(threads).min(threads)
    })
}
