//! Enters: the shape of an array. Leaves: an array of numpy's that was written to without Python's lock.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

use crate::error::Wrong;

/// The integers that arrays are made of.
pub(crate) trait Element: Copy + Send + 'static {
    /// Numpy's name for it.
    const NAME: &'static str;
}

impl Element for u16 {
    const NAME: &'static str = "uint16";
}

impl Element for i32 {
    const NAME: &'static str = "int32";
}

impl Element for i64 {
    const NAME: &'static str = "int64";
}

/// A new array of this shape, after `write` has filled it.
pub(crate) fn filled<'py, T: Element, R>(
    py: Python<'py>,
    shape: &[usize],
    write: impl FnOnce(&mut [T]) -> PyResult<R>,
) -> PyResult<(Bound<'py, PyAny>, R)> {
    static EMPTY: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    // Numpy takes a tenth of a second to import: only here, where it is needed.
    let empty = EMPTY.import(py, "numpy", "empty")?;
    let array = match shape {
        [length] => empty.call1((*length, T::NAME))?,
        _ => empty.call1((shape, T::NAME))?,
    };
    let length = shape.iter().product();
    let data = array.getattr("__array_interface__")?.get_item("data")?;
    let (address, is_read_only): (usize, bool) = data.extract()?;
    let nbytes: usize = array.getattr("nbytes")?.extract()?;
    let is_as_asked = nbytes == length * size_of::<T>() && !is_read_only;
    if !is_as_asked || !address.is_multiple_of(align_of::<T>()) {
        return Err(Wrong::Numpy.into());
    }
    let pointer = std::ptr::with_exposed_provenance_mut::<T>(address);
    // SAFETY: the array is new, contiguous and of so many elements, which was just looked at; nobody else has it before
    // this function returns, and `array` keeps it until then. Any bytes are integers.
    #[allow(unsafe_code)]
    let elements =
        if length == 0 { &mut [][..] } else { unsafe { std::slice::from_raw_parts_mut(pointer, length) } };
    let result = write(elements)?;
    Ok((array, result))
}

/// A new array with these elements.
pub(crate) fn of<'py, T: Element>(py: Python<'py>, elements: &[T]) -> PyResult<Bound<'py, PyAny>> {
    let write = |array: &mut [T]| {
        array.copy_from_slice(elements);
        Ok(())
    };
    Ok(filled(py, &[elements.len()], write)?.0)
}
