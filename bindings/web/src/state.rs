//! Enters: nothing. Leaves: what calls have in common: the memory that JavaScript writes into and reads from, and tokenizers.

use std::cell::RefCell;
use std::mem::take;

use crate::fast::Tokenizer;
use crate::wrong::Wrong;

/// What lasts from one call to the next.
#[derive(Default)]
pub(crate) struct State {
    /// What is asked.
    pub input: Buffer,
    /// What goes beside a request.
    pub attached: Buffer,
    /// What was answered.
    pub output: Vec<u8>,
    pub tokenizers: Tokenizers,
}

thread_local! {
    /// The module has one thread.
    static STATE: RefCell<State> = RefCell::default();
}

impl State {
    /// Lends the state to a call. No call is made within another.
    pub(crate) fn with<R>(call: impl FnOnce(&mut Self) -> R) -> R {
        STATE.with_borrow_mut(call)
    }

    /// What a call returns: a length, or a negative one of the error in the output.
    pub(crate) fn answer(&mut self, call: impl FnOnce(&mut Self) -> Result<usize, Wrong>) -> isize {
        self.output.clear();
        match call(self) {
            // Memory has fewer bytes than the largest of these.
            Ok(length) => length.cast_signed(),
            Err(wrong) => -self.put(wrong.to_json().into_bytes()).cast_signed(),
        }
    }

    /// Takes bytes for the output. Returns how many they are.
    pub(crate) fn put(&mut self, bytes: Vec<u8>) -> usize {
        self.output = bytes;
        self.output.len()
    }
}

/// Memory that JavaScript writes into.
#[derive(Default)]
pub(crate) struct Buffer {
    bytes: Vec<u8>,
}

impl Buffer {
    /// Room for so many bytes, at least.
    pub(crate) fn room_for(&mut self, length: usize) -> *mut u8 {
        if self.bytes.len() < length {
            self.bytes.resize(length, 0);
        }
        self.bytes.as_mut_ptr()
    }

    /// Room for so many bytes and no more.
    pub(crate) fn exactly(&mut self, length: usize) -> *mut u8 {
        self.bytes.resize(length, 0);
        self.bytes.as_mut_ptr()
    }

    /// The first bytes; all of them, if there are not so many.
    pub(crate) fn first(&self, length: usize) -> &[u8] {
        self.bytes.get(..length).unwrap_or(&self.bytes)
    }

    /// All bytes, which are no longer there afterwards.
    pub(crate) fn take(&mut self) -> Vec<u8> {
        take(&mut self.bytes)
    }
}

/// The tokenizers that are open, each in its place.
#[derive(Default)]
pub(crate) struct Tokenizers {
    places: Vec<Option<Tokenizer>>,
}

impl Tokenizers {
    /// Puts a tokenizer into the first place that is free. Returns its number.
    pub(crate) fn add(&mut self, tokenizer: Tokenizer) -> usize {
        let place = self.places.iter().position(Option::is_none).unwrap_or(self.places.len());
        match self.places.get_mut(place) {
            Some(free) => *free = Some(tokenizer),
            None => self.places.push(Some(tokenizer)),
        }
        place
    }

    /// The tokenizer in a place.
    pub(crate) fn get(&mut self, place: usize) -> Result<&mut Tokenizer, Wrong> {
        self.places.get_mut(place).and_then(Option::as_mut).ok_or(Wrong::Closed)
    }

    /// Empties a place.
    pub(crate) fn remove(&mut self, place: usize) {
        if let Some(place) = self.places.get_mut(place) {
            *place = None;
        }
    }
}
