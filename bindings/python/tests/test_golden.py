"""Every dialect gives what its package gives, by every way in."""

from __future__ import annotations

from typing import Any

import cliptok
import numpy
import pyarrow
import pytest

from conftest import DIALECTS, lines


def of(golden: dict[str, Any], dialect: str) -> list[int]:
    ids: list[int] = golden["all"] if "all" in golden else golden[dialect]
    return ids


@pytest.mark.parametrize("dialect", DIALECTS)
def test_ids_are_those_of_the_package(goldens: list[dict[str, Any]], dialect: str) -> None:
    tokenizer = cliptok.Tokenizer("sd1", dialect=dialect)
    texts = [golden["text"] for golden in goldens]
    expected = [of(golden, dialect) for golden in goldens]
    assert [tokenizer.encode(text) for text in texts] == expected
    values, offsets = tokenizer.encode_ragged(texts)
    assert values.tolist() == [id for ids in expected for id in ids]
    assert numpy.diff(offsets).tolist() == [len(ids) for ids in expected]
    assert tokenizer.count_batch(texts, threads=3).tolist() == [len(ids) for ids in expected]
    lists = pyarrow.array(tokenizer.encode_arrow_ragged(pyarrow.array(texts)))
    assert lists.to_pylist() == expected


def test_the_dialect_of_4_30() -> None:
    goldens = lines("hf-basic-4.30.jsonl")
    tokenizer = cliptok.Tokenizer("sd1", dialect="hf-basic-4.30")
    for golden in goldens:
        ids = golden["ids"] if "ids" in golden else golden["hf-basic-4.30"]
        assert tokenizer.encode(golden["text"]) == ids


def test_a_special_bang(goldens: list[dict[str, Any]]) -> None:
    tokenizer = cliptok.Tokenizer("sd2")
    for golden in goldens:
        assert tokenizer.encode(golden["text"]) == golden.get("hf+bang", of(golden, "hf"))


@pytest.mark.parametrize("dialect", ["openai", "open-clip", "hf", "hf-slow"])
def test_decoded_texts_are_those_of_the_package(dialect: str) -> None:
    decoding = "clip" if dialect in ("openai", "open-clip") else "transformers"
    tokenizer = cliptok.Tokenizer("sd1", dialect=dialect)
    for golden in lines("decode.jsonl"):
        assert tokenizer.decode(golden["ids"], decoding) == golden[dialect]


@pytest.mark.parametrize("dtype", ["uint16", "int32", "int64"])
@pytest.mark.parametrize("threads", [1, 3])
def test_rows_are_start_ids_end_and_pads(goldens: list[dict[str, Any]], dtype: str, threads: int) -> None:
    texts = [golden["text"] for golden in goldens]
    tokenizer = cliptok.Tokenizer("openai")
    made = tokenizer.encode_rows(texts, dtype, context_length=20, truncate=True, threads=threads)
    assert (made.ids.shape, made.ids.dtype, made.ids.flags.writeable) == ((len(texts), 20), dtype, True)
    for golden, row, length, mask in zip(goldens, made.ids.tolist(), made.lengths.tolist(), made.mask().tolist()):
        ids = of(golden, "openai")[:18]
        assert row == [49406, *ids, 49407, *[0] * (18 - len(ids))]
        assert (length, mask) == (len(ids) + 2, [1] * length + [0] * (20 - length))
    arrow = pyarrow.array(tokenizer.encode_arrow(texts, dtype, context_length=20, truncate=True, threads=threads))
    assert arrow.type.list_size == 20
    assert numpy.array_equal(arrow.flatten().to_numpy().reshape(-1, 20), made.ids)
