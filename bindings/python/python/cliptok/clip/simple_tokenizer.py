"""Enters: calls as openai-clip 1.0.1 takes them. Leaves: the ids and the texts of its `SimpleTokenizer`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, NoReturn

from .. import _drop_in
from .._tokenizer import Tokenizer

__all__ = ["SimpleTokenizer"]


class SimpleTokenizer:
    """The tokenizer of `clip`. Its tables are made when they are first asked for."""

    def __init__(self, bpe_path: str | None = None) -> None:
        if bpe_path is not None:
            _drop_in.left_out("bpe_path", "cliptok.Tokenizer(vocab_dir=...)")
        self._tokenizer = Tokenizer("openai")

    def encode(self, text: str) -> list[int]:
        """The ids of a text, without start and end."""
        return _drop_in.encoded(self._tokenizer, text)

    def decode(self, tokens: Iterable[Any]) -> str:
        """The text of ids, with a space behind every word."""
        return _drop_in.decoded(self._tokenizer, tokens)

    @cached_property
    def _tables(self) -> _drop_in.Tables:
        return _drop_in.Tables(self._tokenizer)

    @property
    def encoder(self) -> dict[str, int]:
        """The id of each entry."""
        return self._tables.encoder

    @property
    def decoder(self) -> dict[int, str]:
        """The entry of each id."""
        return self._tables.decoder

    @property
    def bpe_ranks(self) -> dict[tuple[str, str], int]:
        """The rank of each pair that merges."""
        return self._tables.bpe_ranks

    def bpe(self, token: str) -> NoReturn:
        """Left out."""
        _drop_in.left_out("SimpleTokenizer.bpe", "encode(), or cliptok.Tokenizer('openai').trace()")

    @property
    def cache(self) -> NoReturn:
        """Left out."""
        _drop_in.left_out("SimpleTokenizer.cache", "encode(), which remembers words by itself")

    @property
    def pat(self) -> NoReturn:
        """Left out."""
        _drop_in.left_out("SimpleTokenizer.pat", "cliptok.Tokenizer('openai').trace()")
