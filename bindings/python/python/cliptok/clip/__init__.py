"""Enters: calls as openai-clip 1.0.1 takes them. Leaves: the tensors that its `clip.tokenize` gives.

`import cliptok.clip as clip` in the place of `import clip`, where only the tokenizer is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from .. import _drop_in
from .._tokenizer import TooLongError, Tokenizer

if TYPE_CHECKING:
    import torch

__all__ = ["available_models", "load", "tokenize"]

_TOKENIZER = Tokenizer("openai")


def tokenize(texts: Any, context_length: int = 77, truncate: bool = False) -> torch.Tensor:
    """The rows of one text or several, as an IntTensor: start, tokens, end, and zeros.

    A text that is too long is a RuntimeError, unless `truncate` is true.
    """
    import torch

    listed = _drop_in.listed(texts)
    # Before torch 1.8, only a LongTensor could be an index.
    is_old = tuple(int(part) for part in torch.__version__.split(".")[:2]) < (1, 8)
    try:
        ids = _drop_in.rows(_TOKENIZER, listed, "int64" if is_old else "int32", context_length, truncate).ids
    except TooLongError as error:
        # The text is looked up in what was given, which fails for a generator, as there.
        given = listed if isinstance(texts, str) else texts
        words = f"Input {given[error.index]} is too long for context length {context_length}"
        raise RuntimeError(words) from None
    return torch.from_numpy(ids)


def load(*args: Any, **kwargs: Any) -> NoReturn:
    """Left out: this package has no models."""
    _drop_in.left_out("clip.load", "the package clip for models")


def available_models() -> NoReturn:
    """Left out: this package has no models."""
    _drop_in.left_out("clip.available_models", "the package clip for models")
