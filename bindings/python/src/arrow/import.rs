//! Enters: an object with Arrow's PyCapsule interface. Leaves: its strings, each looked at before it is handed out.

use std::ffi::{CStr, c_void};
use std::ptr::NonNull;

use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};

use super::layout::{Array, Released, Schema, Stream};
use crate::error::Wrong;

/// How strings are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    /// `u`: offsets of 32 bits.
    Small,
    /// `U`: offsets of 64 bits.
    Large,
    /// `vu`: views, some with the string in them.
    Views,
}

/// The strings of one or more arrays.
#[derive(Debug)]
pub(crate) struct Strings {
    layout: Layout,
    arrays: Vec<Array>,
    /// For each array, where its strings end among all.
    ends: Vec<usize>,
}

impl Strings {
    /// The strings of an array or a stream of arrays, which are moved out of it.
    pub(crate) fn of(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        if object.hasattr("__arrow_c_array__")? {
            let capsules = object.call_method0("__arrow_c_array__")?.cast_into::<PyTuple>()?;
            let schema: Schema = moved_out(&capsules.get_item(0)?, c"arrow_schema")?;
            let array: Array = moved_out(&capsules.get_item(1)?, c"arrow_array")?;
            let mut strings = Self::empty(&schema)?;
            strings.push(array)?;
            return Ok(strings);
        }
        let capsule = object.call_method0("__arrow_c_stream__")?;
        let mut stream: Stream = moved_out(&capsule, c"arrow_array_stream")?;
        let mut strings = Self::empty(&stream.schema()?)?;
        while let Some(array) = stream.next()? {
            strings.push(array)?;
            object.py().check_signals()?;
        }
        Ok(strings)
    }

    fn empty(schema: &Schema) -> Result<Self, Wrong> {
        if schema.format.is_null() {
            return Err(Wrong::BrokenArrow { what: "its type has no format" });
        }
        // SAFETY: a format ends with a NUL, says the specification.
        let format = unsafe { CStr::from_ptr(schema.format) };
        let layout = match format.to_bytes() {
            _ if !schema.dictionary.is_null() => {
                return Err(Wrong::NotStrings { format: "dictionary".to_owned() });
            }
            b"u" => Layout::Small,
            b"U" => Layout::Large,
            b"vu" => Layout::Views,
            _ => return Err(Wrong::NotStrings { format: format.to_string_lossy().into_owned() }),
        };
        Ok(Self { layout, arrays: Vec::new(), ends: Vec::new() })
    }

    fn push(&mut self, array: Array) -> Result<(), Wrong> {
        let needed = if self.layout == Layout::Views { 2..=i64::from(u32::MAX) } else { 3..=3 };
        let (length, offset) = (usize::try_from(array.length), usize::try_from(array.offset));
        let (Ok(length), Ok(_)) = (length, offset) else {
            return Err(Wrong::BrokenArrow { what: "its length or its offset is negative" });
        };
        if array.release.is_none() || array.buffers.is_null() || !needed.contains(&array.n_buffers) {
            return Err(Wrong::BrokenArrow { what: "it has not the buffers of its type" });
        }
        if length > 0 && array.buffer(1).is_null() {
            return Err(Wrong::BrokenArrow { what: "it has no offsets or views" });
        }
        self.ends.push(self.len() + length);
        self.arrays.push(array);
        Ok(())
    }

    /// How many strings there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.last().copied().unwrap_or_default()
    }

    /// The string of this position.
    pub(crate) fn get(&self, at: usize) -> Result<&str, Wrong> {
        let number = self.ends.partition_point(|&end| end <= at);
        let begin =
            number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        let Some(array) = self.arrays.get(number) else {
            return Err(Wrong::BrokenArrow { what: "it has fewer strings than it said" });
        };
        let place = at - begin + array.offset as usize;
        if array.is_null(place) {
            return Err(Wrong::Null { at });
        }
        let bytes = match self.layout {
            Layout::Small => array.between::<i32>(place),
            Layout::Large => array.between::<i64>(place),
            Layout::Views => array.viewed(place),
        };
        std::str::from_utf8(bytes?).map_err(|_| Wrong::NotUtf8 { at })
    }
}

impl Array {
    fn buffer(&self, number: usize) -> *const c_void {
        // SAFETY: there are at least as many buffers as the layout has, which `push` looked at.
        unsafe { *self.buffers.add(number) }
    }

    fn is_null(&self, place: usize) -> bool {
        let validity = self.buffer(0).cast::<u8>();
        if validity.is_null() || self.null_count == 0 {
            return false;
        }
        // SAFETY: there is a bit for each place.
        let byte = unsafe { *validity.add(place / 8) };
        byte >> (place % 8) & 1 == 0
    }

    /// The bytes between two offsets, of which the second is where the next string begins.
    fn between<T: Copy + Into<i64>>(&self, place: usize) -> Result<&[u8], Wrong> {
        let offsets = self.buffer(1).cast::<T>();
        // SAFETY: there is one more offset than there are places.
        let [start, end] =
            [place, place + 1].map(|place| unsafe { offsets.add(place).read_unaligned() }.into());
        let (Ok(start), Some(length)) = (usize::try_from(start), length(start, end)) else {
            return Err(Wrong::BrokenArrow { what: "its offsets go backwards" });
        };
        self.bytes(2, start, length)
    }

    /// The bytes of a view: 4 of length, and then up to 12 of its own, or where there are more.
    fn viewed(&self, place: usize) -> Result<&[u8], Wrong> {
        let broken = Wrong::BrokenArrow { what: "a view goes beyond its buffer" };
        // SAFETY: there is a view of 16 bytes for each place.
        let view = unsafe { &*self.buffer(1).cast::<[u8; 16]>().add(place) };
        let [l0, l1, l2, l3, rest @ ..] = view;
        let [_, _, _, _, b0, b1, b2, b3, o0, o1, o2, o3] = rest;
        let number = |bytes: [u8; 4]| usize::try_from(i32::from_ne_bytes(bytes)).ok();
        let Some(length) = number([*l0, *l1, *l2, *l3]) else { return Err(broken) };
        if let Some(own) = rest.get(..length) {
            return Ok(own);
        }
        let buffer = number([*b0, *b1, *b2, *b3]);
        let (Some(buffer), Some(start)) = (buffer, number([*o0, *o1, *o2, *o3])) else { return Err(broken) };
        // The last buffer has the lengths of those between.
        let variadic = (self.n_buffers - 3) as usize;
        if self.n_buffers < 3 || buffer >= variadic {
            return Err(broken);
        }
        let lengths = self.buffer(variadic + 2).cast::<i64>();
        if lengths.is_null() {
            return Err(broken);
        }
        // SAFETY: there is a length for each buffer between.
        let there = unsafe { lengths.add(buffer).read_unaligned() };
        match start.checked_add(length) {
            Some(end) if i64::try_from(end).is_ok_and(|end| end <= there) => {
                self.bytes(2 + buffer, start, length)
            }
            _ => Err(broken),
        }
    }

    fn bytes(&self, buffer: usize, start: usize, length: usize) -> Result<&[u8], Wrong> {
        if length == 0 {
            return Ok(&[]);
        }
        let bytes = self.buffer(buffer).cast::<u8>();
        if bytes.is_null() {
            return Err(Wrong::BrokenArrow { what: "it has no bytes" });
        }
        // SAFETY: the offsets, or the lengths of buffers, say that they are there.
        Ok(unsafe { std::slice::from_raw_parts(bytes.add(start), length) })
    }
}

fn length(start: i64, end: i64) -> Option<usize> {
    usize::try_from(end.checked_sub(start)?).ok()
}

impl Stream {
    fn schema(&mut self) -> Result<Schema, Wrong> {
        let mut schema = Schema::RELEASED;
        let Some(get) = self.get_schema else {
            return Err(Wrong::BrokenArrow { what: "the stream is not one, or was read before" });
        };
        // SAFETY: the stream is there, and the structure is to be filled.
        let code = unsafe { get(self, &raw mut schema) };
        self.succeeded(code)?;
        Ok(schema)
    }

    /// The next array; `None` at the end.
    fn next(&mut self) -> Result<Option<Array>, Wrong> {
        let mut array = Array::RELEASED;
        let Some(get) = self.get_next else {
            return Err(Wrong::BrokenArrow { what: "the stream is not one, or was read before" });
        };
        // SAFETY: as for the type.
        let code = unsafe { get(self, &raw mut array) };
        self.succeeded(code)?;
        Ok(array.release.is_some().then_some(array))
    }

    fn succeeded(&mut self, code: i32) -> Result<(), Wrong> {
        if code == 0 {
            return Ok(());
        }
        let mut words = "no reason is given".to_owned();
        if let Some(last_error) = self.get_last_error {
            // SAFETY: a failed call just returned, so that the stream may be asked why; the text lives until the next call.
            unsafe {
                let error = last_error(self);
                if !error.is_null() {
                    words = CStr::from_ptr(error).to_string_lossy().into_owned();
                }
            }
        }
        Err(Wrong::BrokenStream { code, words })
    }
}

/// The structure in a capsule, which is left as one that was released.
fn moved_out<T: Released>(capsule: &Bound<'_, PyAny>, name: &CStr) -> PyResult<T> {
    let pointer: NonNull<T> = capsule.cast::<PyCapsule>()?.pointer_checked(Some(name))?.cast();
    // SAFETY: a capsule of that name holds that structure, and whoever asked for it may move it out.
    Ok(unsafe { pointer.replace(T::RELEASED) })
}
