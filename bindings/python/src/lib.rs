//! Enters: calls from Python. Leaves: the answers of the library, as objects of Python.
//!
//! This module translates types and decides nothing. What is easier to say in Python stands in `python/cliptok`.

mod answers;
mod arrow;
mod error;
mod names;
mod numpy;
mod pool;
mod rows;
mod texts;
mod tokenizer;

use pyo3::prelude::*;

/// What `import cliptok` imports.
#[pymodule(gil_used = false)]
mod _cliptok {
    use pyo3::prelude::*;

    #[pymodule_export]
    use super::arrow::ArrowIds;
    #[pymodule_export]
    use super::tokenizer::Core;
    #[pymodule_export]
    use super::tokenizer::reports::{_diff, _diff_programs, _fit, _inspect, _page, _trace, _weighted_rows};

    /// Fails as only a bug can, for the test that a panic is an exception.
    #[pyfunction]
    #[allow(clippy::panic, reason = "that is what it is for")]
    fn _panic() {
        panic!("a test asked for it");
    }

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("TooLongError", module.py().get_type::<super::error::TooLongError>())?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        module.add("MODELS", super::names::models())?;
        module.add("DIALECTS", super::names::dialects())?;
        module.add("SYNTAXES", super::names::syntaxes())
    }
}
