"""Enters: a DataFrame of Spark with a column of texts. Leaves: columns of rows, ids, counts, and whether texts fit.

`add` adds columns to a DataFrame; `batches` and `schema` are what it gives to `mapInArrow`. `udf` makes a function of a
column, and `register` the functions of SQL. A null gives null.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, get_args

from ._tokenizer import Tokenizer

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructType

__all__ = ["Answer", "add", "batches", "register", "schema", "udf"]

Answer = Literal["binary", "row", "ids", "count", "fits"]
"""What is made of a text.

- `"binary"`: the row as `binary`, two bytes for each slot, the low one first, as `numpy.frombuffer(_, "<u2")` reads it
- `"row"`: the row as `array<int>`
- `"ids"`: the ids as `array<int>`, without start, end and pads
- `"count"`: how many tokens there are, `int`
- `"fits"`: whether the row has room for all of them, `boolean`
"""

_TYPES: dict[str, str] = {
    "binary": "binary",
    "row": "array<int>",
    "ids": "array<int>",
    "count": "int",
    "fits": "boolean",
}


def add(
    frame: DataFrame,
    answers: Mapping[str, Answer],
    *,
    column: str = "text",
    tokenizer: Tokenizer | None = None,
    truncate: bool | None = None,
) -> DataFrame:
    """The DataFrame with a new column for each of `answers`, whose keys are the names of the columns.

    `truncate` says what happens to a text that is too long for its row: None is an error, True cuts it as the model does.
    """
    work = batches(answers, column=column, tokenizer=tokenizer, truncate=truncate)
    return frame.mapInArrow(work, schema(frame, answers, column=column))


def batches(
    answers: Mapping[str, Answer],
    *,
    column: str = "text",
    tokenizer: Tokenizer | None = None,
    truncate: bool | None = None,
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """The function for `mapInArrow` that adds a column for each of `answers`."""
    wanted = {name: _known(answer) for name, answer in answers.items()}
    by = Tokenizer() if tokenizer is None else tokenizer

    def work(taken: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow

        for batch in taken:
            texts = batch.column(column)
            made = [_answer(by, answer, texts, truncate) for answer in wanted.values()]
            yield pyarrow.RecordBatch.from_arrays([*batch.columns, *made], [*batch.schema.names, *wanted])

    return work


def schema(frame: DataFrame, answers: Mapping[str, Answer], *, column: str = "text") -> StructType:
    """The schema of a DataFrame once `batches` has added its columns, for `mapInArrow`."""
    from pyspark.sql.types import DataType, StringType, StructType

    if column not in frame.columns:
        raise ValueError(f"there is no column {column!r}; the columns are {', '.join(frame.columns)}")
    if not isinstance(frame.schema[column].dataType, StringType):
        raise TypeError(f"the column {column!r} is not of strings but of {frame.schema[column].dataType.simpleString()}")
    made = StructType(list(frame.schema.fields))
    for name, answer in answers.items():
        if name in made.names:
            raise ValueError(f"there is a column {name!r} already")
        made.add(name, DataType.fromDDL(_TYPES[_known(answer)]))
    return made


def udf(answer: Answer, *, tokenizer: Tokenizer | None = None, truncate: bool | None = None) -> Any:
    """A function from a column of texts to a column of answers, for `select` and `withColumn`."""
    import pyarrow
    from pyspark.sql.pandas import functions

    known = _known(answer)
    by = Tokenizer() if tokenizer is None else tokenizer

    def work(texts: pa.Array[Any]) -> pa.Array[Any]:
        return _answer(by, known, texts, truncate)

    # Spark reads the kind of a function from its hints, which are strings until here.
    work.__annotations__ = {"texts": pyarrow.Array, "return": pyarrow.Array}
    make: Any = functions.arrow_udf
    return make(work, _TYPES[known])


def register(spark: SparkSession, *, tokenizer: Tokenizer | None = None, prefix: str = "clip_") -> None:
    """Gives SQL `clip_count(text)`, `clip_ids(text)` and `clip_fits(text)`. Another `prefix` is for a second tokenizer."""
    answers: tuple[Answer, ...] = ("count", "ids", "fits")
    for answer in answers:
        spark.udf.register(f"{prefix}{answer}", udf(answer, tokenizer=tokenizer))


def _known(answer: str) -> str:
    if answer not in _TYPES:
        raise ValueError(f"there is no answer {answer!r}; there are {', '.join(get_args(Answer))}")
    return answer


def _answer(by: Tokenizer, answer: str, texts: Any, truncate: bool | None) -> Any:
    """The answers for an array of texts: of one length with it, and null where it is null."""
    import pyarrow
    import pyarrow.compute as compute

    made = _answer_all(by, answer, compute.fill_null(texts, "") if texts.null_count else texts, truncate)
    if texts.null_count:
        made = compute.if_else(texts.is_valid(), made, pyarrow.scalar(None, made.type))
    return made


def _answer_all(by: Tokenizer, answer: str, texts: Any, truncate: bool | None) -> Any:
    import pyarrow

    if answer == "count":
        return pyarrow.array(by.count_batch(texts)).cast(pyarrow.int32())
    if answer == "fits":
        # A row has a start and an end beside the tokens.
        return pyarrow.array(by.count_batch(texts) <= by.context_length - 2)
    # Spark knows no lists of one length and no unsigned numbers.
    if answer == "ids":
        return pyarrow.array(by.encode_arrow_ragged(texts, "int32")).cast(pyarrow.list_(pyarrow.int32()))
    if answer == "row":
        rows = pyarrow.array(by.encode_arrow(texts, "int32", truncate=truncate))
        return rows.cast(pyarrow.list_(pyarrow.int32()))
    slots = pyarrow.array(by.encode_arrow(texts, "uint16", truncate=truncate))
    width = pyarrow.binary(2 * by.context_length)
    return pyarrow.Array.from_buffers(width, len(slots), [None, slots.values.buffers()[1]]).cast(pyarrow.binary())
