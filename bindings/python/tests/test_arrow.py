"""Arrow in and out: pyarrow, polars, and arrays that are broken."""

from __future__ import annotations

import ctypes
import gc
import struct
from typing import Any

import cliptok
import polars
import pyarrow
import pytest

TEXTS = ["a cat", "", "🏯", "a string that is longer than a view holds itself"]
IDS = [cliptok.Tokenizer().encode(text) for text in TEXTS]


@pytest.mark.parametrize(
    "texts",
    [
        pyarrow.array(TEXTS),
        pyarrow.array(TEXTS, pyarrow.large_string()),
        pyarrow.array(TEXTS, pyarrow.string_view()),
        pyarrow.array(["x", "y", *TEXTS, "z"])[2:-1],
        pyarrow.array([None, *TEXTS], pyarrow.large_string())[1:],
        pyarrow.array([None, None, *TEXTS], pyarrow.string_view())[2:],
        pyarrow.chunked_array([TEXTS[:1], [], TEXTS[1:]]),
        polars.Series(TEXTS),
        polars.Series(["x", *TEXTS])[1:],
        polars.concat([polars.Series(TEXTS[:2]), polars.Series(TEXTS[2:])], rechunk=False),
    ],
    ids=lambda texts: str(type(texts)),
)
def test_strings_come_in_every_layout(texts: Any) -> None:
    sd1 = cliptok.Tokenizer()
    assert pyarrow.array(sd1.encode_arrow_ragged(texts)).to_pylist() == IDS
    assert sd1.count_batch(texts).tolist() == [len(ids) for ids in IDS]
    rows = pyarrow.array(sd1.encode_arrow(texts))
    rows.validate(full=True)
    assert rows.type == pyarrow.list_(pyarrow.field("item", pyarrow.uint16(), nullable=False), 77)
    assert sd1.encode_batch(texts).tolist() == rows.to_pylist()


@pytest.mark.parametrize("dtype", ["uint16", "int32", "int64"])
def test_arrays_share_memory_and_outlive_their_maker(dtype: str) -> None:
    made = cliptok.Tokenizer().encode_arrow(["a cat"] * 1000, dtype)
    arrays = [pyarrow.array(made) for _ in range(3)]
    assert len({array.values.buffers()[1].address for array in arrays}) == 1
    del made
    gc.collect()
    assert arrays[2][999].as_py()[:4] == [49406, 320, 2368, 49407]
    ragged = pyarrow.array(cliptok.Tokenizer().encode_arrow_ragged(["a cat", ""], dtype))
    assert (ragged.type.value_type, ragged.to_pylist()) == (dtype, [[320, 2368], []])


def test_polars_takes_them() -> None:
    sd1 = cliptok.Tokenizer()
    frame = polars.DataFrame({"text": TEXTS}).with_columns(
        ids=polars.col("text").map_batches(
            lambda texts: polars.Series(sd1.encode_arrow(texts)), return_dtype=polars.Array(polars.UInt16, 77)
        )
    )
    assert frame["ids"].to_list() == sd1.encode_batch(TEXTS).tolist()


def test_a_null_is_named() -> None:
    sd1 = cliptok.Tokenizer()
    for texts in (pyarrow.array(["a", None]), polars.Series(["a", None]), pyarrow.chunked_array([["a"], [None]], "string")):
        with pytest.raises(TypeError, match=r"texts\[1\] is null, not a string"):
            sd1.encode_batch(texts)


@pytest.mark.parametrize("texts", [pyarrow.array([1]), pyarrow.array([b"a"]), pyarrow.array(["a"]).dictionary_encode(),
                                   pyarrow.table({"a": ["a"]}), polars.DataFrame({"a": ["a"]}), pyarrow.array([None])])  # fmt: skip
def test_other_arrays_are_refused(texts: Any) -> None:
    with pytest.raises(TypeError, match="the Arrow array is not of strings"):
        cliptok.Tokenizer().encode_batch(texts)


def test_bytes_that_are_no_text() -> None:
    broken = pyarrow.Array.from_buffers(
        pyarrow.string(), 1, [None, pyarrow.py_buffer(b"\0\0\0\0\1\0\0\0"), pyarrow.py_buffer(b"\xff")]
    )
    with pytest.raises(ValueError, match=r"texts\[0\] is not UTF-8"):
        cliptok.Tokenizer().encode_batch(broken)


def test_offsets_that_go_backwards() -> None:
    broken = pyarrow.Array.from_buffers(
        pyarrow.string(), 3, [None, pyarrow.py_buffer(struct.pack("4i", 0, 1, 0, 1)), pyarrow.py_buffer(b"a")]
    )
    with pytest.raises(ValueError, match="its offsets go backwards"):
        cliptok.Tokenizer().encode_batch(broken)


def test_a_stream_that_breaks_off() -> None:
    """A stream whose type is that of strings, and whose first array fails."""
    call = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
    words = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)

    class Stream(ctypes.Structure):
        _fields_ = [("get_schema", call), ("get_next", call), ("last_error", words),
                    ("release", ctypes.c_void_p), ("private_data", ctypes.c_void_p)]  # fmt: skip

    def get_schema(_: Any, schema: int) -> int:
        pyarrow.string()._export_to_c(schema)
        return 0

    torn = ctypes.create_string_buffer(b"the file is torn")
    stream = Stream(call(get_schema), call(lambda *_: 5), words(lambda _: ctypes.addressof(torn)), None, None)
    name = ctypes.create_string_buffer(b"arrow_array_stream")
    new = ctypes.pythonapi.PyCapsule_New
    new.restype, new.argtypes = ctypes.py_object, [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p]

    class Torn:
        def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
            return new(ctypes.addressof(stream), ctypes.addressof(name), None)

    with pytest.raises(OSError, match="the Arrow stream failed with error 5: the file is torn"):
        cliptok.Tokenizer().encode_batch(Torn())


def test_capsules_are_used_once() -> None:
    class Once:
        def __init__(self) -> None:
            self.capsules = pyarrow.array(TEXTS).__arrow_c_array__()

        def __arrow_c_array__(self, requested_schema: Any = None) -> Any:
            return self.capsules

    once, sd1 = Once(), cliptok.Tokenizer()
    assert len(sd1.encode_batch(once)) == len(TEXTS)
    with pytest.raises(ValueError, match="the Arrow array is broken"):
        sd1.encode_batch(once)


def test_objects_that_only_seem_to_have_the_interface() -> None:
    class Liar:
        def __arrow_c_array__(self, requested_schema: Any = None) -> Any:
            return (1, 2)

    with pytest.raises(TypeError):
        cliptok.Tokenizer().encode_batch(Liar())
