"""What is wrong with a call is said by the exception that is expected, with the place of it. Nothing is cut in silence."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import cliptok
import numpy
import pytest

SD1 = cliptok.Tokenizer()
BATCHES = [SD1.encode_batch, SD1.encode_rows, SD1.encode_ragged, SD1.encode_arrow, SD1.encode_arrow_ragged, SD1.count_batch]


@pytest.mark.parametrize("call", BATCHES)
@pytest.mark.parametrize(
    ("texts", "error", "words"),
    [
        (["a", None], TypeError, r"texts\[1\] is None, not str"),
        (["a", b"b"], TypeError, r"texts\[1\] is bytes, not str"),
        ([["a"]], TypeError, r"texts\[0\] is list, not str"),
        (["a", 3.5, None], TypeError, r"texts\[1\] is float, not str"),
        (numpy.array(["a", float("nan")], dtype=object), TypeError, r"texts\[1\] is float, not str"),
        (numpy.array([["a", "b"]]), TypeError, r"texts\[0\] is ndarray, not str"),
        (numpy.array([1, 2]), TypeError, r"texts\[0\] is int64, not str"),
        (b"a cat", TypeError, "texts is bytes, not str; decode it first"),
        (bytearray(b"a cat"), TypeError, "texts is bytearray, not str"),
        (memoryview(b"a cat"), TypeError, "texts is memoryview, not str"),
        (None, TypeError, "'NoneType' object is not iterable"),
        (3, TypeError, "'int' object is not iterable"),
        (["a", "\ud800"], UnicodeError, r"texts\[1\] has a lone surrogate"),
    ],
)
def test_texts_that_are_none(call: Any, texts: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        call(texts)


def test_a_text_that_is_none() -> None:
    for call in (SD1.encode, SD1.count, SD1.encode_with_offsets, SD1.inspect, SD1.trace, SD1.diff, SD1.fit):
        with pytest.raises(TypeError):
            call(None)  # type: ignore[arg-type]
        with pytest.raises(UnicodeEncodeError):
            call("\ud800")


def test_a_generator_that_fails() -> None:
    def texts() -> Iterator[str]:
        yield "a"
        raise LookupError("half-way")

    with pytest.raises(LookupError, match="half-way"):
        SD1.encode_batch(texts())


def test_a_list_that_says_another_length_than_it_has() -> None:
    class Texts(list):  # type: ignore[type-arg]
        def __iter__(self) -> Iterator[str]:
            yield from ("a", "b")

    assert SD1.count_batch(Texts(["x"] * 9)).tolist() == [1, 1]


@pytest.mark.parametrize("slots", [0, 1, -1, 2**40, 2**80, 65_537])
def test_context_lengths_that_are_none(slots: int) -> None:
    for call in (SD1.encode_batch, SD1.encode_arrow):
        with pytest.raises(ValueError, match=f"a context length of {slots} is not possible; it must be 2 to 65536"):
            call(["a"], context_length=slots)
    with pytest.raises(TypeError):
        SD1.encode_batch(["a"], context_length="77")  # type: ignore[arg-type]


@pytest.mark.parametrize("truncate", [None, False])
def test_nothing_is_cut_in_silence(truncate: bool | None) -> None:
    long = "cat " * 80
    for call in (SD1.encode_batch, SD1.encode_arrow):
        with pytest.raises(ValueError, match=r"^texts\[1\] has 80 tokens, and a row has room for 75; truncate=True cuts"):
            call(["a", long], truncate=truncate)
    with pytest.raises(cliptok.TooLongError, match="; 2 other texts are too long, too; ") as raised:
        SD1.encode_batch([long, "a", long, long], truncate=truncate, threads=2)
    assert (raised.value.index, raised.value.tokens, raised.value.room) == (0, 80, 75)
    row = SD1.encode_batch([long], truncate=True)[0].tolist()
    assert (row[0], set(row[1:-1]), row[-1]) == (49406, {2368}, 49407)


@pytest.mark.parametrize("dtype", ["float32", "int8", "uint32", numpy.float64, numpy.dtype("bool"), "nonsense", 3])
def test_dtypes_that_hold_no_ids(dtype: Any) -> None:
    with pytest.raises(TypeError):
        SD1.encode_batch(["a"], dtype)


def test_dtypes_in_any_spelling() -> None:
    for dtype in ("int64", numpy.int64, numpy.dtype("int64")):
        assert SD1.encode_batch(["a"], dtype).dtype == numpy.int64


@pytest.mark.parametrize("pad", [-1, 49408])
def test_pads_that_are_no_ids(pad: int) -> None:
    with pytest.raises(ValueError, match=str(pad)):
        SD1.encode_batch(["a"], pad_id=pad)


@pytest.mark.parametrize("threads", [0, -1])
def test_threads_that_are_none(threads: int) -> None:
    with pytest.raises(ValueError, match=f"threads is {threads}, and must be 1 or more"):
        SD1.count_batch(["a"], threads=threads)
    assert SD1.count_batch(["a"] * 5, threads=10**9).tolist() == [1] * 5


@pytest.mark.parametrize(
    ("ids", "error", "words"),
    [
        ([1, -1], ValueError, r"ids\[1\]: -1 is not the number of an id"),
        ([49408], ValueError, r"ids\[0\]: id 49408 is not in the vocabulary; ids run from 0 to 49407"),
        ([2**200], ValueError, r"ids\[0\]: the number is too large"),
        ([1, "a"], TypeError, r"ids\[1\] is str, not int"),
        ([1, 2.0], TypeError, r"ids\[1\] is float, not int"),
        (3, TypeError, "not iterable"),
    ],
)
def test_ids_that_are_none(ids: Any, error: type[Exception], words: str) -> None:
    for call in (SD1.decode, SD1.decode_bytes):
        with pytest.raises(error, match=words):
            call(ids)


def test_names_that_are_none() -> None:
    for call, words in [
        (lambda: cliptok.Tokenizer("nonsense"), 'there is no model "nonsense"; known are sd1, sd2'),
        (lambda: cliptok.Tokenizer("T5-XXL"), '"T5-XXL" uses the tokenizer of T5'),
        (lambda: cliptok.Tokenizer("sdxl"), '"sdxl" has two encoders; name one of them: sdxl-l or sdxl-g'),
        (lambda: cliptok.Tokenizer(dialect="nonsense"), 'no dialect "nonsense"; known are hf, openai'),
        (lambda: cliptok.Tokenizer(as_="nonsense"), 'no syntax "nonsense"; known are text, a1111'),
        (lambda: cliptok.Tokenizer(vocab_dir="/nonsense"), "/nonsense/vocab.json: cannot be read"),
        (lambda: SD1.decode([1], "nonsense"), 'no decoding "nonsense"; known are text, clip, transformers'),
        (lambda: SD1.fit("a", at="nonsense"), 'no place "nonsense"; known are token, word, comma'),
        (lambda: SD1.fit("a", rows=0), "rows is 0, and must be 1 or more"),
        (lambda: SD1.fit("a", rows=1, tokens=1), "exclude each other"),
    ]:
        with pytest.raises(ValueError, match=words):
            call()


@pytest.mark.skipif(sys.maxsize < 2**32, reason="there is no room for it")
def test_a_long_string() -> None:
    long = "a cat " * 5_000_000
    assert SD1.count(long) == 10_000_000
    assert SD1.count_batch([long, "a"], threads=2).tolist() == [10_000_000, 1]
