//! Enters: texts in any form in which Python has them. Leaves: chunks of them that can be read without Python's lock.

use std::ops::Range;

use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyByteArray, PyBytes, PyList, PyMemoryView, PyString, PyTuple};

use crate::arrow::{Strings, has_arrow};
use crate::error::Wrong;

/// Many texts.
#[derive(Debug)]
pub(crate) enum Texts<'py> {
    /// Objects of Python, in a tuple: nobody can change how many there are while they are read.
    Objects(Bound<'py, PyTuple>),
    /// Arrow arrays.
    Arrow(Strings),
}

/// One of them.
#[derive(Debug)]
pub(crate) enum Text<'t> {
    /// A `str`, which is held.
    Object(PyBackedStr),
    /// A string in an Arrow array.
    Arrow(&'t str),
}

impl AsRef<str> for Text<'_> {
    fn as_ref(&self) -> &str {
        match self {
            Self::Object(text) => text,
            Self::Arrow(text) => text,
        }
    }
}

impl<'py> Texts<'py> {
    /// The texts of a `str`, which is one text; of an object that has Arrow's interface; or of anything to go through.
    pub(crate) fn of(texts: &Bound<'py, PyAny>) -> PyResult<Self> {
        let py = texts.py();
        if texts.is_exact_instance_of::<PyList>() {
            return Self::objects(texts);
        }
        if texts.is_instance_of::<PyString>() {
            return Ok(Self::Objects(PyTuple::new(py, [texts])?));
        }
        let is_bytes = texts.is_instance_of::<PyBytes>() || texts.is_instance_of::<PyByteArray>();
        if is_bytes || texts.is_instance_of::<PyMemoryView>() {
            return Err(Wrong::Bytes { kind: kind(texts)? }.into());
        }
        if has_arrow(texts)? {
            return Ok(Self::Arrow(Strings::of(texts)?));
        }
        Self::objects(texts)
    }

    fn objects(texts: &Bound<'py, PyAny>) -> PyResult<Self> {
        let tuple = texts.py().get_type::<PyTuple>().call1((texts,))?;
        Ok(Self::Objects(tuple.cast_into::<PyTuple>()?))
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Objects(texts) => texts.len(),
            Self::Arrow(texts) => texts.len(),
        }
    }

    /// Those of these positions.
    pub(crate) fn chunk(&self, range: Range<usize>) -> PyResult<Vec<Text<'_>>> {
        match self {
            Self::Objects(texts) => range.map(|at| object(&texts.get_item(at)?, at)).collect(),
            Self::Arrow(texts) => range.map(|at| Ok(Text::Arrow(texts.get(at)?))).collect(),
        }
    }
}

fn object<'t>(text: &Bound<'_, PyAny>, at: usize) -> PyResult<Text<'t>> {
    let Ok(text) = text.cast::<PyString>() else {
        return Err(Wrong::NotText { at, kind: kind(text)? }.into());
    };
    match PyBackedStr::try_from(text.clone()) {
        Ok(text) => Ok(Text::Object(text)),
        Err(error) if error.is_instance_of::<pyo3::exceptions::PyUnicodeEncodeError>(text.py()) => {
            Err(Wrong::LoneSurrogate { at }.into())
        }
        Err(error) => Err(error),
    }
}

/// What Python calls the kind of an object.
pub(crate) fn kind(object: &Bound<'_, PyAny>) -> PyResult<String> {
    if object.is_none() {
        return Ok("None".to_owned());
    }
    Ok(object.get_type().name()?.to_string())
}
