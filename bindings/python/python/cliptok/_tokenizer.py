"""Enters: texts and prompts. Leaves: ids, rows, counts and reports, from the Rust module."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from . import _cliptok, report
from ._cliptok import Core, TooLongError, __version__

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from typing_extensions import Self

__all__ = ["Rows", "Tokenizer", "TooLongError", "WeightedRow"]


class Rows(NamedTuple):
    """The rows of a batch, and how full they are."""

    ids: NDArray[np.integer[Any]]
    """One row for each text."""
    lengths: NDArray[np.int64]
    """For each row, how many slots come before the pads: start, tokens and end."""

    def mask(self) -> NDArray[np.integer[Any]]:
        """The attention mask: 1 where a token is, 0 where a pad is. It is made of the lengths: a typed end token is content."""
        import numpy

        columns = numpy.arange(self.ids.shape[1])
        mask: NDArray[np.integer[Any]] = (columns < self.lengths[:, None]).astype(self.ids.dtype)
        return mask


class WeightedRow(NamedTuple):
    """A row that a program fills."""

    ids: list[int | None]
    """None where the program puts a vector and no id."""
    weights: list[float]


class Tokenizer(Core):
    """CLIP's tokenizer as a model is fed by it.

    `model` is a model by any of the names that people use for it; `dialect` an implementation other than the model's;
    `vocab_dir` a folder with another vocabulary; `as_` the program whose prompt syntax is read.
    """

    _named: tuple[str, str | None, str | None, str | None]

    def __new__(
        cls,
        model: str = "sd1",
        *,
        dialect: str | None = None,
        vocab_dir: str | os.PathLike[str] | None = None,
        as_: str | None = None,
    ) -> Self:
        self = super().__new__(cls, model, dialect=dialect, vocab_dir=vocab_dir, as_=as_)
        folder = None if vocab_dir is None else os.fspath(vocab_dir)
        self._named = (model, dialect, folder, as_)
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        # By name: a pickle is small, and with the version in it, a cache that hashes it does not outlive an update.
        return _unpickled, (type(self), __version__, *self._named)

    def __repr__(self) -> str:
        model, *others = self._named
        names = ("dialect", "vocab_dir", "as_")
        given = [f", {name}={value!r}" for name, value in zip(names, others) if value is not None]
        return f"Tokenizer({model!r}{''.join(given)})"

    def __eq__(self, other: object) -> bool:
        return self._named == other._named if isinstance(other, Tokenizer) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._named)

    def encode_rows(
        self,
        texts: Any,
        dtype: Any = None,
        *,
        context_length: int | None = None,
        pad_id: int | None = None,
        truncate: bool | None = None,
        threads: int = 1,
    ) -> Rows:
        """The rows of `encode_batch`, with their lengths, of which attention masks are made."""
        return Rows(
            *self._rows(
                texts, dtype, context_length=context_length, pad_id=pad_id, truncate=truncate, threads=threads
            )
        )

    def rows(self, text: str) -> list[WeightedRow]:
        """The rows that the program named by `as_` fills with the first part of a prompt, at its first step."""
        return [WeightedRow(ids, weights) for ids, weights in zip(*_cliptok._weighted_rows(self, text))]

    def inspect(self, text: str) -> report.Prompt:
        """Everything about a prompt, as `cliptok inspect` has it."""
        made = report.parse(report.Prompt, _cliptok._inspect(self, text))
        object.__setattr__(made, "_page", lambda: _cliptok._page(self, text))
        return made

    def trace(self, text: str) -> report.Trace:
        """How a prompt turned into tokens, step by step and merge by merge."""
        return report.parse(report.Trace, _cliptok._trace(self, text))

    def diff(self, text: str, dialects: Iterable[str] = ()) -> report.Comparison:
        """What dialects make of a prompt: those that are named, or all that are current."""
        return report.parse(report.Comparison, _cliptok._diff(self, text, _names(dialects)))

    def diff_programs(self, text: str, syntaxes: Iterable[str]) -> report.ProgramComparison:
        """What programs make of a prompt in their syntax."""
        return report.parse(report.ProgramComparison, _cliptok._diff_programs(self, text, _names(syntaxes)))

    def fit(
        self, text: str, *, tokens: int | None = None, rows: int | None = None, at: str = "word"
    ) -> report.Fit:
        """The longest beginning of a prompt that the model reads all of, cut at a `word`, a `comma` or a `token`."""
        return report.parse(report.Fit, _cliptok._fit(self, text, tokens=tokens, rows=rows, at=at))


def _names(names: Iterable[str]) -> list[str]:
    return [names] if isinstance(names, str) else list(names)


def _unpickled(
    kind: type[Tokenizer],
    version: str,
    model: str,
    dialect: str | None,
    vocab_dir: str | None,
    as_: str | None,
) -> Tokenizer:
    if version != __version__:
        words = f"a tokenizer of cliptok {version} is unpickled by {__version__}; ids may differ"
        warnings.warn(words, RuntimeWarning, stacklevel=2)
    return kind(model, dialect=dialect, vocab_dir=vocab_dir, as_=as_)
