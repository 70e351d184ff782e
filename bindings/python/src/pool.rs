//! Enters: how many threads want an encoder. Leaves: that many, which remember the words of calls before.

use std::sync::Mutex;

use cliptok::{BatchEncoder, Encoder};

/// How many encoders are kept: each remembers some megabytes of words.
const MOST_KEPT: usize = 8;

/// Encoders at rest. A lock that cannot be had at once is not waited for: in a forked child, the thread that holds it may not
/// exist.
#[derive(Debug)]
pub(crate) struct Pool {
    encoder: Encoder,
    idle: Mutex<Vec<BatchEncoder>>,
}

impl Pool {
    /// A pool of an encoder.
    pub(crate) fn new(encoder: Encoder) -> Self {
        Self { encoder, idle: Mutex::new(Vec::new()) }
    }

    /// So many encoders, made where none is at rest. Their rows are those of the encoder.
    pub(crate) fn take(&self, count: usize) -> Vec<BatchEncoder> {
        let mut taken = match self.idle.try_lock() {
            Ok(mut idle) => {
                let from = idle.len().saturating_sub(count);
                idle.split_off(from)
            }
            Err(_) => Vec::new(),
        };
        taken.resize_with(count, || self.encoder.batch());
        taken
    }

    /// Takes encoders back.
    pub(crate) fn give_back(&self, encoders: Vec<BatchEncoder>) {
        if let Ok(mut idle) = self.idle.try_lock() {
            let room = MOST_KEPT.saturating_sub(idle.len());
            idle.extend(encoders.into_iter().take(room));
        }
    }
}
