//! Enters: a dtype as numpy's users write it. Leaves: the integer that it means.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;

/// The integers that ids are given as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    U16,
    I32,
    I64,
}

impl Kind {
    /// The integer of a name, a type or a dtype of numpy's.
    pub(super) fn of(dtype: Option<&Bound<'_, PyAny>>, default: Self) -> PyResult<Self> {
        let Some(dtype) = dtype else { return Ok(default) };
        let name = match dtype.extract::<String>() {
            Ok(name) => name,
            Err(_) => {
                dtype.py().import("numpy")?.call_method1("dtype", (dtype,))?.getattr("name")?.extract()?
            }
        };
        match name.as_str() {
            "uint16" => Ok(Self::U16),
            "int32" => Ok(Self::I32),
            "int64" => Ok(Self::I64),
            _ => Err(PyTypeError::new_err(format!("dtype is {name}, and must be uint16, int32 or int64"))),
        }
    }
}

/// Evaluates an expression in which a name stands for the integer of a kind.
macro_rules! of_kind {
    ($kind:expr, $integer:ident => $expression:expr) => {
        match $kind {
            $crate::tokenizer::kinds::Kind::U16 => {
                type $integer = u16;
                $expression
            }
            $crate::tokenizer::kinds::Kind::I32 => {
                type $integer = i32;
                $expression
            }
            $crate::tokenizer::kinds::Kind::I64 => {
                type $integer = i64;
                $expression
            }
        }
    };
}

pub(super) use of_kind;
