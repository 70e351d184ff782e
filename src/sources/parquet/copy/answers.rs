//! Enters: the answers of a row group's rows. Leaves: a column of them.

use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::writer::SerializedColumnWriter;
use parquet::schema::types::Type;

use crate::sources::given_back::Answer;

/// What a new column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ColumnKind {
    /// Counts, as `INT64`.
    Numbers,
    /// Lists of ids, as lists of `INT32`.
    Ids,
    /// Texts, as strings.
    Texts,
}

impl ColumnKind {
    /// The column of this name, in which any row may have null.
    pub(super) fn schema(self, name: &str) -> Result<Type, ParquetError> {
        let optional = Repetition::OPTIONAL;
        match self {
            Self::Numbers => {
                Type::primitive_type_builder(name, Physical::INT64).with_repetition(optional).build()
            }
            Self::Texts => Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
                .with_repetition(optional)
                .with_logical_type(Some(LogicalType::String))
                .build(),
            Self::Ids => {
                let element =
                    Type::primitive_type_builder("element", Physical::INT32).with_repetition(optional);
                let list = Type::group_type_builder("list")
                    .with_repetition(Repetition::REPEATED)
                    .with_fields(vec![element.build()?.into()]);
                Type::group_type_builder(name)
                    .with_repetition(optional)
                    .with_logical_type(Some(LogicalType::List))
                    .with_fields(vec![list.build()?.into()])
                    .build()
            }
        }
    }
}

/// Answers, as the crate writes columns: the values that are not null, and the levels that say where they stand.
#[derive(Default)]
pub(super) struct Answers {
    rows: usize,
    values: Values,
    definition: Vec<i16>,
    repetition: Vec<i16>,
}

enum Values {
    Numbers(Vec<i64>),
    Ids(Vec<i32>),
    Texts(Vec<ByteArray>),
}

impl Default for Values {
    fn default() -> Self {
        Self::Numbers(Vec::new())
    }
}

/// The definition levels of a list: null, without elements, with one that is null, with one.
const NO_LIST: i16 = 0;
const EMPTY_LIST: i16 = 1;
const NO_ELEMENT: i16 = 2;
const ELEMENT: i16 = 3;

impl Answers {
    pub(super) fn new(kind: ColumnKind) -> Self {
        let values = match kind {
            ColumnKind::Numbers => Values::Numbers(Vec::new()),
            ColumnKind::Ids => Values::Ids(Vec::new()),
            ColumnKind::Texts => Values::Texts(Vec::new()),
        };
        Self { values, ..Self::default() }
    }

    /// How many rows there are.
    pub(super) const fn rows(&self) -> usize {
        self.rows
    }

    /// Adds the answer of a row. One of another kind than the column's is null.
    pub(super) fn push(&mut self, answer: Answer<'_>) {
        self.rows += 1;
        match (&mut self.values, answer) {
            (Values::Numbers(numbers), Answer::Number(number)) => {
                numbers.push(number.cast_signed());
                self.definition.push(1);
            }
            (Values::Texts(texts), Answer::Text(text)) => {
                texts.push(text.into());
                self.definition.push(1);
            }
            (Values::Ids(_), Answer::Ids(ids)) => self.push_list(ids.iter().map(|id| Some(id.0))),
            (Values::Ids(_), Answer::Slots(slots)) => {
                self.push_list(slots.iter().map(|id| id.map(|id| id.0)));
            }
            _ => {
                self.definition.push(NO_LIST);
                self.repetition.push(0);
            }
        }
    }

    fn push_list(&mut self, ids: impl ExactSizeIterator<Item = Option<u16>>) {
        if ids.len() == 0 {
            self.definition.push(EMPTY_LIST);
            self.repetition.push(0);
        }
        for (at, id) in ids.enumerate() {
            self.repetition.push(i16::from(at > 0));
            self.definition.push(if id.is_some() { ELEMENT } else { NO_ELEMENT });
            if let (Values::Ids(values), Some(id)) = (&mut self.values, id) {
                values.push(i32::from(id));
            }
        }
    }

    /// Writes them as a column, and forgets them.
    pub(super) fn write(&mut self, column: &mut SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        let definition = Some(self.definition.as_slice());
        match &mut self.values {
            Values::Numbers(numbers) => {
                column.typed::<Int64Type>().write_batch(numbers, definition, None)?;
                numbers.clear();
            }
            Values::Ids(ids) => {
                column.typed::<Int32Type>().write_batch(ids, definition, Some(&self.repetition))?;
                ids.clear();
            }
            Values::Texts(texts) => {
                column.typed::<ByteArrayType>().write_batch(texts, definition, None)?;
                texts.clear();
            }
        }
        self.definition.clear();
        self.repetition.clear();
        self.rows = 0;
        Ok(())
    }
}
