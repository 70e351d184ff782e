"""The recipes of docs/PYTHON.md for polars, DuckDB and datasets: ids as the lone process has them."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import cliptok
import pyarrow
import pyarrow.parquet
import pytest
from conftest import needed

TEXTS = [f"a photo of {number} cats, 🏯" for number in range(300)]


def package(name: str) -> Any:
    """The package, or a skipped test."""
    needed("recipes", name)
    return importlib.import_module(name)


@pytest.fixture()
def file(tmp_path: Path) -> str:
    """A Parquet file with the texts in several row groups."""
    path = str(tmp_path / "captions.parquet")
    pyarrow.parquet.write_table(pyarrow.table({"text": TEXTS}), path, row_group_size=128)
    return path


def test_polars(file: str) -> None:
    pl = package("polars")
    sd1 = cliptok.Tokenizer("sd1")
    text = pl.col("text")
    frame = pl.scan_parquet(file).with_columns(
        ids=text.map_batches(lambda s: pl.Series(sd1.encode_arrow(s)), return_dtype=pl.Array(pl.UInt16, 77)),
        tokens=text.map_batches(lambda s: pl.Series(sd1.count_batch(s)), return_dtype=pl.Int64),
    )
    made = frame.filter(pl.col("tokens") <= 75).collect()
    assert made["ids"].to_list() == sd1.encode_batch(TEXTS).tolist()
    assert made["tokens"].to_list() == [sd1.count(text) for text in TEXTS]


def test_duckdb(file: str) -> None:
    duckdb = package("duckdb")
    sd1 = cliptok.Tokenizer("sd1")
    db = duckdb.connect()
    rows = "USMALLINT[77]"
    db.create_function("clip_row", lambda a: pyarrow.array(sd1.encode_arrow(a)), ["VARCHAR"], rows, type="arrow")
    db.create_function("clip_count", lambda a: pyarrow.array(sd1.count_batch(a)), ["VARCHAR"], "BIGINT", type="arrow")
    query = f"SELECT text, clip_row(text), clip_count(text) FROM '{file}' WHERE clip_count(text) <= 75"
    got = {text: (list(row), tokens) for text, row, tokens in db.sql(query).fetchall()}
    assert got == {text: (row, sd1.count(text)) for text, row in zip(TEXTS, sd1.encode_batch(TEXTS).tolist())}
    # What is null does not come to the function.
    nulls = "SELECT clip_count(x) FROM (VALUES ('a cat'), (NULL)) t(x)"
    assert db.sql(nulls).fetchall() == [(2,), (None,)]


def test_datasets(file: str, tmp_path: Path) -> None:
    datasets = package("datasets")
    sd1 = cliptok.Tokenizer("sd1")
    loaded = datasets.Dataset.from_parquet(file, cache_dir=str(tmp_path / "cache"))
    by_lists = loaded.map(lambda batch: {"ids": sd1.encode_batch(batch["text"])}, batched=True)
    by_tables = loaded.with_format("arrow").map(
        lambda table: table.append_column("ids", pyarrow.array(sd1.encode_arrow(table["text"]))), batched=True
    )
    expected = sd1.encode_batch(TEXTS).tolist()
    assert by_lists["ids"][:] == expected
    assert by_tables.with_format(None)["ids"][:] == expected
    # Its cache knows a function by this hash: the same for the same tokenizer, another for another.
    hashed = importlib.import_module("datasets.fingerprint").Hasher.hash
    assert hashed(sd1) == hashed(cliptok.Tokenizer("sd1")) != hashed(cliptok.Tokenizer("sd2"))
