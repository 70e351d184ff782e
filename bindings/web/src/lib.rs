//! Enters: calls from JavaScript, as integers, and bytes in memory. Leaves: the answers of the library, as integers and bytes.
//!
//! This module translates types and decides nothing. A call writes what it asks into the memory that [`input`] hands out, and
//! finds the answer where [`output`] says. A call that returns a length returns a negative one where something is wrong: then
//! the output is the error, `{"error": {"message", "field"}}`, and has that many bytes. A panic is a trap, behind which the
//! instance is of no use.

mod ask;
mod fast;
mod state;
mod wrong;

use state::State;

/// Makes room for so many bytes of input, and says where. It may move the memory: look at its buffer only afterwards.
#[unsafe(no_mangle)]
#[allow(unsafe_code, reason = "an export has a name that nothing may share")]
pub extern "C" fn input(length: usize) -> *mut u8 {
    State::with(|state| state.input.room_for(length))
}

/// The same for bytes that go beside a request, such as those of a picture. The next [`ask`] takes them.
#[unsafe(no_mangle)]
#[allow(unsafe_code, reason = "an export has a name that nothing may share")]
pub extern "C" fn attach(length: usize) -> *mut u8 {
    State::with(|state| state.attached.exactly(length))
}

/// Where the answer to the last call is.
#[unsafe(no_mangle)]
#[allow(unsafe_code, reason = "an export has a name that nothing may share")]
pub extern "C" fn output() -> *const u8 {
    State::with(|state| state.output.as_ptr())
}

/// Answers a request in JSON, of so many bytes of the input, in JSON. Returns the length of the answer.
#[unsafe(no_mangle)]
#[allow(unsafe_code, reason = "an export has a name that nothing may share")]
pub extern "C" fn ask(length: usize) -> isize {
    State::with(|state| {
        state.answer(|state| {
            let attached = state.attached.take();
            ask::answer(state.input.first(length), &attached).map(|json| state.put(json.into_bytes()))
        })
    })
}

/// Makes a tokenizer of settings in JSON. Returns its handle.
#[unsafe(no_mangle)]
#[allow(unsafe_code, reason = "an export has a name that nothing may share")]
pub extern "C" fn open(length: usize) -> isize {
    State::with(|state| {
        state.answer(|state| {
            let tokenizer = fast::Tokenizer::of(state.input.first(length))?;
            Ok(state.tokenizers.add(tokenizer))
        })
    })
}

/// Forgets a tokenizer.
#[unsafe(no_mangle)]
#[allow(unsafe_code, reason = "an export has a name that nothing may share")]
pub extern "C" fn close(handle: usize) {
    State::with(|state| state.tokenizers.remove(handle));
}

/// The ids of a text, two bytes each, the lower one first. Returns how many there are.
#[unsafe(no_mangle)]
#[allow(unsafe_code, reason = "an export has a name that nothing may share")]
pub extern "C" fn encode(handle: usize, length: usize) -> isize {
    State::with(|state| {
        state.answer(|state| {
            let State { input, output, tokenizers, .. } = state;
            tokenizers.get(handle)?.encode(input.first(length), output)
        })
    })
}

/// The row of a text, as [`encode`] has ids. Returns how many slots it has.
#[unsafe(no_mangle)]
#[allow(unsafe_code, reason = "an export has a name that nothing may share")]
pub extern "C" fn row(handle: usize, length: usize) -> isize {
    State::with(|state| {
        state.answer(|state| {
            let State { input, output, tokenizers, .. } = state;
            tokenizers.get(handle)?.row(input.first(length), output)
        })
    })
}

/// How many tokens a text has.
#[unsafe(no_mangle)]
#[allow(unsafe_code, reason = "an export has a name that nothing may share")]
pub extern "C" fn count(handle: usize, length: usize) -> isize {
    State::with(|state| {
        state.answer(|state| {
            let State { input, tokenizers, .. } = state;
            tokenizers.get(handle)?.count(input.first(length))
        })
    })
}

/// How many tokens each of many texts has, four bytes each, the lowest one first. Behind each text stands a byte that no text has:
/// `separator`, 10 or 0. Returns how many texts there are.
#[unsafe(no_mangle)]
#[allow(unsafe_code, reason = "an export has a name that nothing may share")]
pub extern "C" fn count_lines(handle: usize, length: usize, separator: u8) -> isize {
    State::with(|state| {
        state.answer(|state| {
            let State { input, output, tokenizers, .. } = state;
            tokenizers.get(handle)?.count_lines(input.first(length), separator, output)
        })
    })
}
