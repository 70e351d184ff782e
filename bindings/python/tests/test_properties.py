"""What holds of every text."""

from __future__ import annotations

import cliptok
import numpy
import pyarrow
from hypothesis import given, settings
from hypothesis import strategies as st

PIECES = st.sampled_from(["a", "Cat", " ", "!", "\x00", "<|endoftext|>", "<end_of_text>", "é", "e\u0301", "🏯", "’", "Ã©", "&amp;", "\n"])
TEXTS = st.one_of(st.text(st.characters(exclude_categories=["Cs"])), st.lists(PIECES).map("".join))
TOKENIZERS = [cliptok.Tokenizer("sd2", dialect=dialect) for dialect in cliptok.DIALECTS]


@settings(deadline=None, max_examples=200)
@given(st.lists(TEXTS, max_size=8), st.integers(2, 90), st.sampled_from(TOKENIZERS), st.integers(1, 3))
def test_all_ways_agree(texts: list[str], slots: int, tokenizer: cliptok.Tokenizer, threads: int) -> None:
    alone = [tokenizer.encode(text) for text in texts]
    values, offsets = tokenizer.encode_ragged(texts, threads=threads)
    assert [part.tolist() for part in numpy.split(values, offsets[1:-1])][: len(texts)] == alone
    assert tokenizer.count_batch(texts, threads=threads).tolist() == [tokenizer.count(text) for text in texts]
    for text, ids in zip(texts, alone):
        with_offsets, places = tokenizer.encode_with_offsets(text)
        assert with_offsets == ids
        assert all(0 <= start <= end <= len(text) for start, end in places)
    rows = tokenizer.encode_rows(texts, context_length=slots, truncate=True, threads=threads)
    for ids, row, length in zip(alone, rows.ids.tolist(), rows.lengths.tolist()):
        kept = ids[: slots - 2]
        assert row == [49406, *kept, 49407, *[tokenizer.pad_id] * (slots - 2 - len(kept))]
        assert length == len(kept) + 2
    arrow = pyarrow.array(tokenizer.encode_arrow(pyarrow.array(texts, "string"), "int32", context_length=slots, truncate=True))
    assert arrow.to_pylist() == rows.ids.tolist()


@settings(deadline=None, max_examples=100)
@given(TEXTS, st.sampled_from([None, *cliptok.SYNTAXES]))
def test_every_text_has_a_report(text: str, syntax: str | None) -> None:
    tokenizer = cliptok.Tokenizer("sd1", as_=syntax)
    prompt = tokenizer.inspect(text)
    assert prompt.prompt == text
    assert len(prompt.tokens) >= 0 and tokenizer.trace(text).prompt == text
    if prompt.raises is None:
        left = tokenizer.fit(text).text
        assert text.startswith(left)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.integers(0, 49407)))
def test_every_id_has_a_text(ids: list[int]) -> None:
    for tokenizer in TOKENIZERS[:3]:
        assert tokenizer.decode(ids) == tokenizer.decode_bytes(ids).decode("utf-8", "replace")
        assert isinstance(tokenizer.decode(ids, "clip"), str)
