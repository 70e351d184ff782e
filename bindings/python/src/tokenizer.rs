//! Enters: the methods of `cliptok.Tokenizer`. Leaves: what they answer, by an encoder that all threads share.

mod kinds;
pub(crate) mod reports;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use cliptok::report::PromptRules;
use cliptok::{BatchEncoder, PromptReader, RowRules, Span, SyntaxOptions, TextUnit, TokenId, offsets};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use crate::arrow::ArrowIds;
use crate::error::Wrong;
use crate::names;
use crate::numpy;
use crate::pool::Pool;
use crate::rows::{self, TooLong};
use crate::texts::{Texts, kind};
use kinds::{Kind, of_kind};

/// A text of so many bytes is encoded without Python's lock; for a shorter one, giving it away costs more than it is worth.
const LONG: usize = 16 << 10;

/// The part of `cliptok.Tokenizer` that is Rust.
#[pyclass(frozen, subclass, module = "cliptok._cliptok", name = "Core")]
#[derive(Debug)]
pub(crate) struct Core {
    rules: PromptRules,
    pool: Pool,
}

/// How rows are filled, as a call says it.
struct Layout {
    rules: RowRules,
    too_long: TooLong,
    threads: NonZeroUsize,
}

impl Core {
    fn has_no_weights(&self, asked: &'static str) -> Result<(), Wrong> {
        if self.rules.reader.is_some() { Err(Wrong::HasWeights { asked }) } else { Ok(()) }
    }

    fn reader(&self) -> Result<&PromptReader, Wrong> {
        self.rules.reader.as_ref().ok_or(Wrong::NoRows)
    }

    fn layout(
        &self,
        context_length: Option<&Bound<'_, PyAny>>,
        pad_id: Option<i64>,
        truncate: Option<bool>,
        threads: i64,
    ) -> PyResult<Layout> {
        let rules = self.rules.row;
        let context_length =
            context_length.map(names::context_length).transpose()?.unwrap_or(rules.context_length);
        let pad = pad_id.map(|id| {
            let negative = || Wrong::Number { what: "pad_id", typed: id.to_string(), meant: "an id" };
            let id = u64::try_from(id).map_err(|_| negative())?;
            self.id(id).map_err(|words| Wrong::Refused { words })
        });
        let pad = pad.transpose()?;
        Ok(Layout {
            rules: RowRules { context_length, pad: pad.unwrap_or(rules.pad), ..rules },
            too_long: if truncate == Some(true) { TooLong::Cut } else { TooLong::Refused },
            threads: rows::threads(threads)?,
        })
    }

    /// The rows of texts as an array of numpy's, and the length of each.
    fn rows<'py>(
        &self,
        py: Python<'py>,
        texts: &Bound<'py, PyAny>,
        dtype: Option<&Bound<'py, PyAny>>,
        layout: &Layout,
    ) -> PyResult<(Bound<'py, PyAny>, Vec<i64>)> {
        self.has_no_weights("encode_batch()")?;
        let (kind, texts) = (Kind::of(dtype, Kind::I32)?, Texts::of(texts)?);
        self.lend(layout.threads, layout.rules, |encoders| {
            let slots = layout.rules.context_length.slots();
            let shape = [texts.len(), slots];
            of_kind!(kind, I => numpy::filled(py, &shape, |ids: &mut [I]| {
                rows::fill(&texts, encoders, slots, ids, layout.too_long, py)
            }))
        })
    }

    fn id(&self, number: u64) -> Result<TokenId, String> {
        self.rules.encoder.vocabulary().id(number).map_err(|error| error.to_string())
    }

    fn ids(&self, ids: &Bound<'_, PyAny>) -> PyResult<Vec<TokenId>> {
        let id = |(at, id): (usize, PyResult<Bound<'_, PyAny>>)| -> PyResult<TokenId> {
            let id = id?;
            let number = id.extract::<i128>().map_err(|_| match kind(&id) {
                Ok(kind) if kind == "int" => {
                    Wrong::Id { at, words: "the number is too large".to_owned() }.into()
                }
                Ok(kind) => Wrong::NotId { at, kind }.into(),
                Err(error) => error,
            })?;
            let number = u64::try_from(number)
                .map_err(|_| Wrong::Id { at, words: format!("{number} is not the number of an id") })?;
            Ok(self.id(number).map_err(|words| Wrong::Id { at, words })?)
        };
        ids.try_iter()?.enumerate().map(id).collect()
    }

    /// Lends encoders to `work`, each of which fills rows by these rules.
    fn lend<R>(
        &self,
        threads: NonZeroUsize,
        rules: RowRules,
        work: impl FnOnce(&mut [BatchEncoder]) -> PyResult<R>,
    ) -> PyResult<R> {
        let encoders = self.pool.take(threads.get()).into_iter();
        let mut encoders: Vec<BatchEncoder> = encoders.map(|encoder| encoder.with_row_rules(rules)).collect();
        let result = work(&mut encoders);
        self.pool.give_back(encoders);
        result
    }
}

#[pymethods]
impl Core {
    #[new]
    #[pyo3(signature = (model="sd1", *, dialect=None, vocab_dir=None, as_=None))]
    fn new(
        model: &str,
        dialect: Option<&str>,
        vocab_dir: Option<PathBuf>,
        as_: Option<&str>,
    ) -> PyResult<Self> {
        let model = names::model(model)?;
        let dialect = dialect.map(names::dialect).transpose()?;
        let encoder = names::encoder(model, dialect, vocab_dir.as_deref())?;
        let reader = as_.map(names::syntax).transpose()?.flatten().map(|syntax| {
            let reader = PromptReader::new(&encoder, syntax, SyntaxOptions::default());
            dialect.map_or(reader.clone(), |dialect| reader.with_dialect(dialect))
        });
        let rules = match reader {
            Some(reader) => PromptRules { vocabulary: vocab_dir, ..PromptRules::of_program(&reader) },
            None => PromptRules { vocabulary: vocab_dir, ..PromptRules::of(encoder) },
        };
        Ok(Self { pool: Pool::new(rules.encoder.clone()), rules })
    }

    /// The name of the model.
    #[getter]
    fn model(&self) -> &'static str {
        self.rules.encoder.model().name()
    }

    /// The name of the dialect.
    #[getter]
    fn dialect(&self) -> &'static str {
        self.rules.encoder.dialect().name()
    }

    /// The name of the syntax; `None` without one.
    #[getter]
    fn syntax(&self) -> Option<&'static str> {
        self.rules.reader.as_ref().map(|reader| reader.syntax().name())
    }

    /// How many slots a row has.
    #[getter]
    fn context_length(&self) -> usize {
        self.rules.row.context_length.slots()
    }

    /// The id that fills the slots after the end.
    #[getter]
    fn pad_id(&self) -> u16 {
        self.rules.row.pad.0
    }

    /// How many entries the vocabulary has.
    #[getter]
    fn vocab_size(&self) -> usize {
        self.rules.encoder.vocabulary().len()
    }

    /// The ids of a text, without start, end and pads.
    fn encode(&self, py: Python<'_>, text: &Bound<'_, PyString>) -> PyResult<Vec<u16>> {
        self.has_no_weights("encode()")?;
        let text = text.to_str()?;
        let ids = || self.rules.encoder.ids(text).into_iter().map(|id| id.0).collect();
        Ok(if text.len() < LONG { ids() } else { py.detach(ids) })
    }

    /// The ids of a text, and for each, which characters of the text it has bytes of.
    fn encode_with_offsets(
        &self,
        py: Python<'_>,
        text: &Bound<'_, PyString>,
    ) -> PyResult<(Vec<u16>, Vec<(usize, usize)>)> {
        self.has_no_weights("encode_with_offsets()")?;
        let text = text.to_str()?;
        Ok(py.detach(|| {
            let encoding = self.rules.encoder.encode(text);
            let spans: Vec<Span> = encoding.tokens.iter().map(|token| token.original).collect();
            let ids = encoding.ids().map(|id| id.0).collect();
            (ids, offsets(text, &spans, TextUnit::Characters))
        }))
    }

    /// How many tokens a text has; with a syntax, how many slots its program counts.
    fn count(&self, py: Python<'_>, text: &Bound<'_, PyString>) -> PyResult<usize> {
        let text = text.to_str()?;
        if let Some(reader) = &self.rules.reader {
            let title = reader.syntax().title();
            let count = py.detach(|| reader.batch().count(text));
            return Ok(count.map_err(|raised| Wrong::Raises { at: None, title, raised })?);
        }
        self.lend(NonZeroUsize::MIN, self.rules.row, |encoders| {
            let mut count = || encoders.iter_mut().map(|encoder| encoder.count(text)).sum();
            Ok(if text.len() < LONG { count() } else { py.detach(count) })
        })
    }

    /// How many tokens each text has, as an array of numpy's.
    #[pyo3(signature = (texts, *, threads=1))]
    fn count_batch<'py>(
        &self,
        py: Python<'py>,
        texts: &Bound<'py, PyAny>,
        threads: i64,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (texts, threads) = (Texts::of(texts)?, rows::threads(threads)?);
        if let Some(reader) = &self.rules.reader {
            let (mut reader, title) = (reader.batch(), reader.syntax().title());
            let mut counts: Vec<i64> = Vec::with_capacity(texts.len());
            rows::each_chunk(&texts, 1, py, |first, chunk| {
                for (at, text) in chunk.iter().enumerate() {
                    let count = reader.count(text.as_ref());
                    let raises = |raised| Wrong::Raises { at: Some(first + at), title, raised };
                    counts.push(count.map_err(raises)? as i64);
                }
                Ok(())
            })?;
            return numpy::of(py, &counts);
        }
        self.lend(threads, self.rules.row, |encoders| numpy::of(py, &rows::counts(&texts, encoders, py)?))
    }

    /// The row of each text: start, tokens, end, and pads, as an array of numpy's.
    ///
    /// A text that is too long is a ValueError that names it, unless `truncate` is true: then it is cut as the model cuts it.
    #[pyo3(signature = (texts, dtype=None, *, context_length=None, pad_id=None, truncate=None, threads=1))]
    #[allow(clippy::too_many_arguments, reason = "they have names in Python")]
    fn encode_batch<'py>(
        &self,
        py: Python<'py>,
        texts: &Bound<'py, PyAny>,
        dtype: Option<&Bound<'py, PyAny>>,
        context_length: Option<&Bound<'py, PyAny>>,
        pad_id: Option<i64>,
        truncate: Option<bool>,
        threads: i64,
    ) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.rows(py, texts, dtype, &self.layout(context_length, pad_id, truncate, threads)?)?.0)
    }

    /// The row of each text and its length, as arrays of numpy's.
    #[pyo3(signature = (texts, dtype=None, *, context_length=None, pad_id=None, truncate=None, threads=1))]
    #[allow(clippy::too_many_arguments, reason = "they have names in Python")]
    fn _rows<'py>(
        &self,
        py: Python<'py>,
        texts: &Bound<'py, PyAny>,
        dtype: Option<&Bound<'py, PyAny>>,
        context_length: Option<&Bound<'py, PyAny>>,
        pad_id: Option<i64>,
        truncate: Option<bool>,
        threads: i64,
    ) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
        let (ids, lengths) =
            self.rows(py, texts, dtype, &self.layout(context_length, pad_id, truncate, threads)?)?;
        Ok((ids, numpy::of(py, &lengths)?))
    }

    /// The ids of all texts one after the other, and where those of each begin, as arrays of numpy's.
    #[pyo3(signature = (texts, dtype=None, *, threads=1))]
    fn encode_ragged<'py>(
        &self,
        py: Python<'py>,
        texts: &Bound<'py, PyAny>,
        dtype: Option<&Bound<'py, PyAny>>,
        threads: i64,
    ) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
        self.has_no_weights("encode_ragged()")?;
        let (kind, texts, threads) =
            (Kind::of(dtype, Kind::I32)?, Texts::of(texts)?, rows::threads(threads)?);
        self.lend(threads, self.rules.row, |encoders| {
            of_kind!(kind, I => {
                let (values, offsets) = rows::ragged::<I>(&texts, encoders, py)?;
                Ok((numpy::of(py, &values)?, numpy::of(py, &offsets)?))
            })
        })
    }

    /// The row of each text, as an Arrow array of lists of one length.
    #[pyo3(signature = (texts, dtype=None, *, context_length=None, pad_id=None, truncate=None, threads=1))]
    #[allow(clippy::too_many_arguments, reason = "they have names in Python")]
    fn encode_arrow(
        &self,
        py: Python<'_>,
        texts: &Bound<'_, PyAny>,
        dtype: Option<&Bound<'_, PyAny>>,
        context_length: Option<&Bound<'_, PyAny>>,
        pad_id: Option<i64>,
        truncate: Option<bool>,
        threads: i64,
    ) -> PyResult<ArrowIds> {
        self.has_no_weights("encode_arrow()")?;
        let layout = self.layout(context_length, pad_id, truncate, threads)?;
        let (kind, texts) = (Kind::of(dtype, Kind::U16)?, Texts::of(texts)?);
        self.lend(layout.threads, layout.rules, |encoders| {
            let slots = layout.rules.context_length.slots();
            of_kind!(kind, I => {
                let mut ids = vec![I::default(); texts.len() * slots];
                rows::fill(&texts, encoders, slots, &mut ids, layout.too_long, py)?;
                Ok(ArrowIds::rows(ids, slots))
            })
        })
    }

    /// The ids of each text, as an Arrow array of lists.
    #[pyo3(signature = (texts, dtype=None, *, threads=1))]
    fn encode_arrow_ragged(
        &self,
        py: Python<'_>,
        texts: &Bound<'_, PyAny>,
        dtype: Option<&Bound<'_, PyAny>>,
        threads: i64,
    ) -> PyResult<ArrowIds> {
        self.has_no_weights("encode_arrow_ragged()")?;
        let (kind, texts, threads) =
            (Kind::of(dtype, Kind::U16)?, Texts::of(texts)?, rows::threads(threads)?);
        self.lend(threads, self.rules.row, |encoders| {
            of_kind!(kind, I => {
                let (values, offsets) = rows::ragged::<I>(&texts, encoders, py)?;
                Ok(ArrowIds::ragged(values, offsets))
            })
        })
    }

    /// The text of ids, as `text` (their bytes, with a space behind each word but the last), as `clip` or as `transformers`
    /// decode them.
    #[pyo3(signature = (ids, decoding="text"))]
    fn decode(&self, ids: &Bound<'_, PyAny>, decoding: &str) -> PyResult<String> {
        let (decoding, ids) = (names::decoding(decoding)?, self.ids(ids)?);
        let refused = |error: cliptok::DecodeError| Wrong::Refused { words: error.to_string() };
        let encoder = &self.rules.encoder;
        Ok(match decoding {
            Some(decoding) => encoder.decode(&ids, decoding).map_err(refused)?,
            None => {
                String::from_utf8_lossy(&encoder.vocabulary().decode(&ids).map_err(refused)?).into_owned()
            }
        })
    }

    /// The bytes of ids, with a space behind each word but the last. Those of several ids may be one character.
    fn decode_bytes<'py>(&self, py: Python<'py>, ids: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyBytes>> {
        let bytes = self.rules.encoder.vocabulary().decode(&self.ids(ids)?);
        Ok(PyBytes::new(py, &bytes.map_err(|error| Wrong::Refused { words: error.to_string() })?))
    }

    /// Every entry of the vocabulary as the packages list it, such as `a</w>`, in the order of the ids.
    fn entries(&self) -> Vec<String> {
        self.rules.encoder.written()
    }

    /// The ids of the two parts of each merge, in the order of the ranks.
    fn merges(&self) -> Vec<(u16, u16)> {
        let mut rules: Vec<_> = self.rules.encoder.merges().rules().collect();
        rules.sort_unstable_by_key(|(_, _, rule)| rule.rank);
        rules.into_iter().map(|(left, right, _)| (left.0, right.0)).collect()
    }
}
