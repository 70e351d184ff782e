"""Enters: calls as open_clip_torch 3.3.0 takes them. Leaves: the tensors that its tokenizers give.

`import cliptok.open_clip as open_clip` in the place of `import open_clip`, where only the tokenizer is used.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn

from .. import _drop_in
from .._tokenizer import Tokenizer
from ._models import CONTEXT_LENGTHS, OTHER_TOKENIZERS

if TYPE_CHECKING:
    import torch

__all__ = ["DEFAULT_CONTEXT_LENGTH", "SimpleTokenizer", "decode", "get_tokenizer", "tokenize"]

DEFAULT_CONTEXT_LENGTH = 77


class SimpleTokenizer:
    """The tokenizer of `open_clip`. Its tables are made when they are first asked for."""

    def __init__(
        self,
        bpe_path: str | None = None,
        additional_special_tokens: list[str] | None = None,
        context_length: int | None = DEFAULT_CONTEXT_LENGTH,
        clean: str = "lower",
        reduction_mask: str = "",
    ) -> None:
        if bpe_path is not None:
            _drop_in.left_out("bpe_path", "cliptok.Tokenizer('open-clip', vocab_dir=...)")
        if additional_special_tokens:
            _drop_in.left_out("additional_special_tokens", "open_clip.SimpleTokenizer")
        if clean != "lower":
            _drop_in.left_out(f"clean={clean!r}", "open_clip.SimpleTokenizer")
        if reduction_mask:
            _drop_in.left_out("reduction_mask", "open_clip.SimpleTokenizer")
        self._tokenizer = Tokenizer("open-clip")
        self.context_length = context_length
        self.vocab_size = self._tokenizer.vocab_size
        self.sot_token_id, self.eot_token_id = 49406, 49407
        self.all_special_ids = [self.sot_token_id, self.eot_token_id]

    def __call__(self, texts: Any, context_length: int | None = None) -> torch.Tensor:
        """The rows of one text or several, as a LongTensor: start, as many tokens as fit, end, and zeros."""
        import torch

        slots = context_length or self.context_length
        assert slots, "Please set a valid context length"
        return torch.from_numpy(_drop_in.rows(self._tokenizer, _drop_in.listed(texts), "int64", slots, True).ids)

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
        _drop_in.left_out("SimpleTokenizer.bpe", "encode(), or cliptok.Tokenizer('open-clip').trace()")


def get_tokenizer(
    model_name: str = "", context_length: int | None = None, cache_dir: str | None = None, **kwargs: Any
) -> SimpleTokenizer:
    """The tokenizer of a model of open_clip's. Of those that do not have CLIP's, there is none here."""
    if model_name.startswith(("hf-hub:", "local-dir:")):
        _drop_in.left_out(f"the configuration of {model_name!r}", "open_clip.get_tokenizer")
    if other := OTHER_TOKENIZERS.get(model_name):
        _drop_in.left_out(f"the tokenizer of {model_name!r}, {other}", "open_clip.get_tokenizer")
    slots = CONTEXT_LENGTHS.get(model_name)
    if slots is None:
        if model_name:
            logging.warning("Model configuration not found, returning default SimpleTokenizer.")
        return SimpleTokenizer(context_length=context_length or DEFAULT_CONTEXT_LENGTH, **kwargs)
    return SimpleTokenizer(context_length=slots if context_length is None else context_length, **kwargs)


_TOKENIZER = SimpleTokenizer()


def tokenize(texts: Any, context_length: int = DEFAULT_CONTEXT_LENGTH) -> torch.Tensor:
    """The rows of one text or several by the default tokenizer."""
    return _TOKENIZER(texts, context_length=context_length)


def decode(output_ids: torch.Tensor) -> str:
    """The text of a row."""
    return _TOKENIZER.decode(output_ids.cpu().numpy())
