//! Enters: objects with Arrow's PyCapsule interface, or ids. Leaves: the strings in the one, or an object that has the other.

#![allow(unsafe_code, reason = "Arrow's C data interface is pointers")]

mod export;
mod import;
mod layout;

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};

pub(crate) use export::Ids;
use export::Lists;
pub(crate) use import::Strings;

/// Whether an object has Arrow's interface.
pub(crate) fn has_arrow(object: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(object.hasattr("__arrow_c_array__")? || object.hasattr("__arrow_c_stream__")?)
}

/// Lists of ids, for pyarrow, polars and whatever else takes Arrow's PyCapsule interface: `pa.array(ids)`, `pl.Series(ids)`.
#[pyclass(frozen, module = "cliptok")]
#[derive(Debug)]
pub(crate) struct ArrowIds(Arc<Lists>);

impl ArrowIds {
    /// Rows of so many slots.
    pub(crate) fn rows(ids: impl Into<Ids>, slots: usize) -> Self {
        Self(Arc::new(Lists::Rows { ids: ids.into(), slots }))
    }

    /// Lists that begin at these offsets, the last of which is the end.
    pub(crate) fn ragged(ids: impl Into<Ids>, offsets: Vec<i64>) -> Self {
        Self(Arc::new(Lists::Ragged { ids: ids.into(), offsets }))
    }
}

#[pymethods]
impl ArrowIds {
    fn __len__(&self) -> usize {
        self.0.len()
    }

    /// The type of the array.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        PyCapsule::new_with_value(py, self.0.schema(), c"arrow_schema")
    }

    /// The type of the array, and the array, which shares its memory with this object.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        // Whoever makes the array may give it in its own type, and the consumer casts.
        drop(requested_schema);
        let array = PyCapsule::new_with_value(py, Lists::array(&self.0), c"arrow_array")?;
        PyTuple::new(py, [self.__arrow_c_schema__(py)?, array])
    }
}
