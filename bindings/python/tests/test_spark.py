"""Spark on this machine: the ids of a Parquet file are those of the lone process."""

from __future__ import annotations

import os
import pickle
import shutil
import sys
from typing import Any

import cliptok
import pyarrow
import pyarrow.parquet
import pytest
from conftest import missing, needed

needed("spark", "pyspark")
if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
    missing("spark", "there is no Java")

import numpy  # noqa: E402
from cliptok import spark as clip  # noqa: E402

ROWS = 900


@pytest.fixture(scope="module")
def texts(goldens: list[dict[str, Any]]) -> list[str | None]:
    """Texts of the goldens, among them long ones, with nulls in between."""
    taken = [golden["text"] for golden in goldens[:: len(goldens) // ROWS]][:ROWS]
    assert len(taken) == ROWS
    return [None if place % 100 == 7 else text for place, text in enumerate(taken)]


@pytest.fixture(scope="module")
def spark() -> Any:
    """A session of one core, whose batches are smaller than the file."""
    from pyspark.sql import SparkSession

    # Else Spark takes whatever `python3` is on the PATH.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[1]").config("spark.sql.execution.arrow.maxRecordsPerBatch", "256")
    builder = builder.config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "1")
    session = builder.config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def frame(spark: Any, texts: list[str | None], tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The texts in a Parquet file, as Spark reads it."""
    path = tmp_path_factory.mktemp("spark") / "captions.parquet"
    table = {"key": pyarrow.array(range(ROWS)), "text": pyarrow.array(texts, pyarrow.string())}
    pyarrow.parquet.write_table(pyarrow.table(table), path)
    return spark.read.parquet(str(path))


def alone(texts: list[str | None]) -> list[dict[str, Any]]:
    """What the lone process gives, text by text."""
    sd1 = cliptok.Tokenizer()
    return [
        {"row": None, "ids": None, "count": None, "fits": None}
        if text is None
        else {
            "row": sd1.encode_batch([text], truncate=True)[0].tolist(),
            "ids": sd1.encode(text),
            "count": sd1.count(text),
            "fits": sd1.count(text) <= 75,
        }
        for text in texts
    ]


def test_rows_by_map_in_arrow(frame: Any, texts: list[str | None]) -> None:
    answers: dict[str, clip.Answer] = {"bytes": "binary", "row": "row", "ids": "ids", "count": "count", "fits": "fits"}
    made = clip.add(frame, answers, truncate=True)
    assert made.dtypes == [("key", "bigint"), ("text", "string"), ("bytes", "binary"), ("row", "array<int>"),
                           ("ids", "array<int>"), ("count", "int"), ("fits", "boolean")]  # fmt: skip
    got = [row.asDict() for row in made.orderBy("key").collect()]
    assert [row["text"] for row in got] == texts
    for row, expected in zip(got, alone(texts)):
        assert {name: row[name] for name in expected} == expected
        packed = None if row["bytes"] is None else numpy.frombuffer(row["bytes"], "<u2").tolist()
        assert packed == expected["row"]
    assert {row["fits"] for row in got} == {True, False, None}


def test_columns(frame: Any, texts: list[str | None]) -> None:
    sd2 = cliptok.Tokenizer("sd2")
    made = frame.withColumn("count", clip.udf("count", tokenizer=sd2)("text"))
    made = made.withColumn("bytes", clip.udf("binary", tokenizer=sd2, truncate=True)(made.text)).orderBy("key")
    for row, text in zip(made.collect(), texts):
        assert row["count"] == (None if text is None else sd2.count(text))
        assert row["bytes"] == (None if text is None else sd2.encode_batch([text], "uint16", truncate=True).tobytes())


def test_sql(spark: Any, frame: Any, texts: list[str | None]) -> None:
    clip.register(spark)
    frame.createOrReplaceTempView("captions")
    got = spark.sql("SELECT clip_count(text) c, clip_ids(text) i, clip_fits(text) f FROM captions ORDER BY key").collect()
    assert [(row.c, row.i, row.f) for row in got] == [
        (expected["count"], expected["ids"], expected["fits"]) for expected in alone(texts)
    ]
    (kept,) = spark.sql("SELECT count(*) FROM captions WHERE clip_fits(text)").first()
    assert kept == sum(expected["fits"] is True for expected in alone(texts))
    clip.register(spark, tokenizer=cliptok.Tokenizer("openai"), prefix="openai_")
    assert spark.sql("SELECT openai_ids('it’s')").first()[0] == cliptok.Tokenizer("openai").encode("it’s")


def test_nothing_is_cut_in_silence(frame: Any) -> None:
    from pyspark.errors import PythonException

    with pytest.raises(PythonException, match="and a row has room for 75;.* truncate=True cuts what does not fit"):
        clip.add(frame, {"row": "binary"}).collect()


def test_columns_that_cannot_be(frame: Any) -> None:
    with pytest.raises(ValueError, match="there is no column 'caption'; the columns are key, text"):
        clip.add(frame, {"ids": "ids"}, column="caption")
    with pytest.raises(TypeError, match="the column 'key' is not of strings but of bigint"):
        clip.add(frame, {"ids": "ids"}, column="key")
    with pytest.raises(ValueError, match="there is a column 'text' already"):
        clip.add(frame, {"text": "ids"})
    with pytest.raises(ValueError, match="there is no answer 'tokens'; there are binary, row, ids, count, fits"):
        clip.udf("tokens")  # type: ignore[arg-type]


def test_what_executors_get_is_small() -> None:
    from pyspark.cloudpickle import dumps

    assert len(dumps(clip.batches({"ids": "ids"}))) < 3000
    assert pickle.loads(pickle.dumps(cliptok.Tokenizer("sd2"))) == cliptok.Tokenizer("sd2")


@pytest.mark.parametrize("texts", [[], [None], ["x", None, "a cat"]], ids=str)
@pytest.mark.parametrize("kind", [pyarrow.string(), pyarrow.large_string()], ids=str)
def test_batches_that_are_empty_or_part_of_others(texts: list[str | None], kind: Any) -> None:
    whole = pyarrow.RecordBatch.from_pydict({"text": pyarrow.array(["before", *texts], kind)})
    (made,) = clip.batches({"bytes": "binary", "ids": "ids"})(iter([whole[1:]]))
    made.validate(full=True)
    sd1 = cliptok.Tokenizer()
    assert made.to_pylist() == [
        {"text": text, "bytes": None, "ids": None}
        if text is None
        else {"text": text, "bytes": sd1.encode_batch([text], "uint16").tobytes(), "ids": sd1.encode(text)}
        for text in texts
    ]
