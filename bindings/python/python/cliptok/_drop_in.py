"""Enters: what the packages that are dropped in for are called with. Leaves: texts, tables and errors as they have them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn

from ._tokenizer import Rows, Tokenizer


def listed(texts: Any) -> list[Any]:
    """The texts of a call: one `str`, or anything to go through."""
    return [texts] if isinstance(texts, str) else list(texts)


def repaired(text: Any) -> Any:
    """A text whose surrogates are paired, or replaced by U+FFFD, as those packages repair it; anything else as it is."""
    if not isinstance(text, str):
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def encoded(tokenizer: Tokenizer, text: str) -> list[int]:
    """The ids of a text."""
    try:
        return tokenizer.encode(text)
    except UnicodeEncodeError:
        return tokenizer.encode(repaired(text))


def rows(tokenizer: Tokenizer, texts: list[Any], dtype: str, context_length: int, truncate: bool) -> Rows:
    """The rows of texts, zeros behind the end."""

    def made(texts: list[Any]) -> Rows:
        return tokenizer.encode_rows(texts, dtype, context_length=context_length, pad_id=0, truncate=truncate)

    try:
        return made(texts)
    except UnicodeError:
        return made([repaired(text) for text in texts])


def decoded(tokenizer: Tokenizer, ids: Iterable[Any]) -> str:
    """The text of ids. One that is in no vocabulary is a KeyError, as in their tables."""
    numbers = [int(id) for id in ids]
    for id in numbers:
        if not 0 <= id < tokenizer.vocab_size:
            raise KeyError(id)
    return tokenizer.decode(numbers, "clip")


class Tables:
    """The tables of a tokenizer as those packages have them."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        entries = tokenizer.entries()
        self.encoder = {entry: id for id, entry in enumerate(entries)}
        self.decoder = dict(enumerate(entries))
        pairs = [(entries[left], entries[right]) for left, right in tokenizer.merges()]
        self.bpe_ranks = {pair: rank for rank, pair in enumerate(pairs)}


def left_out(what: str, instead: str) -> NoReturn:
    """Says what to use for something that is not here."""
    raise NotImplementedError(f"{what} is not part of cliptok; use {instead}")
