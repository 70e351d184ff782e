//! Enters: a tokenizer and a prompt. Leaves: the rows that a program fills, and reports as JSON or as a page.

use std::num::NonZeroUsize;

use cliptok::Dialect;
use pyo3::prelude::*;
use pyo3::types::PyString;

use super::Core;
use crate::answers::{self, Room};
use crate::error::Wrong;
use crate::names;

/// The rows that a program fills with the first part of a prompt: for each, its ids and its weights.
#[pyfunction]
pub(crate) fn _weighted_rows(
    core: &Core,
    py: Python<'_>,
    text: &Bound<'_, PyString>,
) -> PyResult<(Vec<Vec<Option<u16>>>, Vec<Vec<f64>>)> {
    let (reader, text) = (core.reader()?, text.to_str()?);
    let title = reader.syntax().title();
    let first = py.detach(|| reader.batch().first_rows(text));
    let rows = first.map_err(|raised| Wrong::Raises { at: None, title, raised })?.filled.rows;
    let ids = rows.iter().map(|row| row.slots.iter().map(|slot| slot.id.map(|id| id.0)).collect());
    let weights = rows.iter().map(|row| row.slots.iter().map(|slot| slot.weight).collect());
    Ok((ids.collect(), weights.collect()))
}

/// The JSON of `cliptok inspect`.
#[pyfunction]
pub(crate) fn _inspect(core: &Core, py: Python<'_>, text: &Bound<'_, PyString>) -> PyResult<String> {
    let text = text.to_str()?;
    Ok(py.detach(|| answers::inspect(text, &core.rules)))
}

/// The page of `cliptok inspect`.
#[pyfunction]
pub(crate) fn _page(core: &Core, py: Python<'_>, text: &Bound<'_, PyString>) -> PyResult<String> {
    let text = text.to_str()?;
    py.detach(|| answers::page(text, &core.rules))
}

/// The JSON of `cliptok trace`.
#[pyfunction]
pub(crate) fn _trace(core: &Core, py: Python<'_>, text: &Bound<'_, PyString>) -> PyResult<String> {
    let text = text.to_str()?;
    Ok(py.detach(|| answers::trace(text, &core.rules)))
}

/// The JSON of `cliptok diff`: of these dialects; of all that are current if none is named.
#[pyfunction]
pub(crate) fn _diff(
    core: &Core,
    py: Python<'_>,
    text: &Bound<'_, PyString>,
    dialects: Vec<String>,
) -> PyResult<String> {
    let text = text.to_str()?;
    let mut sides: Vec<Dialect> = Vec::new();
    for name in &dialects {
        sides.push(names::dialect(name)?);
    }
    if sides.is_empty() {
        sides.extend(Dialect::ALL.iter().filter(|dialect| !dialect.is_outdated()));
    }
    Ok(py.detach(|| answers::diff(text, &core.rules.encoder, &sides)))
}

/// The JSON of `cliptok diff --as`.
#[pyfunction]
pub(crate) fn _diff_programs(
    core: &Core,
    py: Python<'_>,
    text: &Bound<'_, PyString>,
    syntaxes: Vec<String>,
) -> PyResult<String> {
    let text = text.to_str()?;
    let mut sides = Vec::new();
    for name in &syntaxes {
        sides.push(names::syntax(name)?);
    }
    Ok(py.detach(|| answers::diff_programs(text, &core.rules.encoder, &sides)))
}

/// The JSON of `cliptok fit`.
#[pyfunction]
#[pyo3(signature = (core, text, *, tokens=None, rows=None, at="word"))]
pub(crate) fn _fit(
    core: &Core,
    py: Python<'_>,
    text: &Bound<'_, PyString>,
    tokens: Option<usize>,
    rows: Option<usize>,
    at: &str,
) -> PyResult<String> {
    let (text, at) = (text.to_str()?, names::cut_at(at)?);
    let room = match (tokens, rows) {
        (None, None) => Room::Usual,
        (Some(tokens), None) => Room::Tokens(tokens),
        (None, Some(rows)) => Room::Rows(NonZeroUsize::new(rows).ok_or(Wrong::Number {
            what: "rows",
            typed: rows.to_string(),
            meant: "1 or more",
        })?),
        (Some(_), Some(_)) => {
            return Err(Wrong::Refused { words: "tokens and rows exclude each other".to_owned() }.into());
        }
    };
    Ok(py.detach(|| answers::fit(text, &core.rules, room, at))?)
}
