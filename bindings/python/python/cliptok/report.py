"""Enters: the JSON of the program, as docs/JSON.md describes it. Leaves: the same as dataclasses.

A field has the name and the meaning of its key. Spans count bytes of the prompt's UTF-8. A weight that is no finite number is a
float here, such as `nan`.
"""

from __future__ import annotations

import html
import json
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar, Union

T = TypeVar("T")


@dataclass(frozen=True)
class Span:
    """Bytes from `start` to before `end`."""

    start: int
    end: int


@dataclass(frozen=True)
class Source:
    """Where a prompt comes from: here, always an argument."""

    kind: str
    file: str | None
    record: int
    member: str | None
    place: str | None
    encoder: str | None


@dataclass(frozen=True)
class Entry:
    """A vocabulary entry."""

    id: int
    text: str | None
    bytes: str
    kind: str
    ends_word: bool


@dataclass(frozen=True)
class Token(Entry):
    """An entry in its place in a prompt."""

    characters: str
    normalized: Span
    original: Span
    row: int | None
    slot: int | None
    weight: float | None


@dataclass(frozen=True)
class Row:
    """A row: what the model reads at once."""

    ids: list[int | None]
    weights: list[float] | None


@dataclass(frozen=True)
class CutPart:
    """A part of the prompt that has no slot."""

    original: Span
    characters: str
    within: Span


@dataclass(frozen=True)
class Cut:
    """What of the prompt has no slot."""

    parts: list[CutPart]
    split_character: str | None


@dataclass(frozen=True)
class Counts:
    """How many tokens, slots, bytes and characters there are."""

    count: int
    room: int
    over: int
    free: int
    fallback_tokens: int
    fragment_tokens: int
    byte_tokens: int
    prompt_bytes: int
    prompt_characters: int


@dataclass(frozen=True)
class Warning:
    """What may be unexpected about a prompt."""

    kind: str
    message: str
    original: Span | None


@dataclass(frozen=True)
class Segment:
    """A piece of text with one weight."""

    text: str
    weight: float
    original: Span


@dataclass(frozen=True)
class Counter:
    """The number beside a program's prompt box."""

    used: int
    of: int


@dataclass(frozen=True)
class Embedding:
    """Vectors of an embedding in a row."""

    name: str
    row: int
    slot: int
    first_vector: int
    vectors: int


@dataclass(frozen=True)
class WeightedText:
    """A text that a program reads beside the first, with its rows."""

    text: str
    segments: list[Segment]
    rows: list[Row] | None


@dataclass(frozen=True)
class Network:
    """A network that the prompt asks for."""

    network: str
    arguments: list[str]
    weight: float | None
    original: Span


@dataclass(frozen=True)
class Removed:
    """What a program takes out of a prompt."""

    what: str
    characters: str
    original: Span


@dataclass(frozen=True)
class OfProgram:
    """What a program makes of a prompt. `and_` is the key `and`. All is None without a syntax."""

    segments: list[Segment] | None
    counter: Counter | None
    row_ends: list[str] | None
    embeddings: list[Embedding] | None
    raises: str | None
    and_: list[list[Any]] | None
    schedule: list[list[Any]] | None
    parts: list[dict[str, Any]] | None
    swap: dict[str, Any] | None
    other_texts: list[WeightedText] | None
    networks: list[Network] | None
    removed: list[Removed] | None


@dataclass(frozen=True)
class Prompt(OfProgram):
    """Everything about a prompt. In a notebook, it is shown as the program's page."""

    version: int
    source: Source
    prompt: str
    model: str
    dialect: str
    vocabulary: str | None
    syntax: str
    normalized_text: str
    changed_by: list[str]
    tokens: list[Token]
    rows: list[Row] | None
    context_length: int
    pad_id: int | None
    cut: Cut | None
    counts: Counts
    found: list[dict[str, Any]] | None
    warnings: list[Warning]
    encoders: list[dict[str, Any]] | None
    _page: Callable[[], str] | None = field(default=None, repr=False, compare=False)

    def to_html(self) -> str:
        """A page for a browser that loads nothing."""
        if self._page is None:
            raise ValueError("this report was not made by Tokenizer.inspect()")
        return self._page()

    def _repr_html_(self) -> str:
        # In a frame of its own, so that its styles do not change the notebook.
        page = html.escape(self.to_html(), quote=True)
        style = "width:100%;height:30em;border:0;resize:vertical"
        return f'<iframe sandbox srcdoc="{page}" style="{style}"></iframe>'

    def __reduce__(self) -> tuple[Any, ...]:
        # The way to the page is not picklable.
        return _unpickled, ({**self.__dict__, "_page": None},)


def _unpickled(fields: dict[str, Any]) -> Prompt:
    return Prompt(**fields)


@dataclass(frozen=True)
class Edit:
    """One place that a step changed."""

    before: str
    after: str
    original: Span


@dataclass(frozen=True)
class Step:
    """A normalization step that changed something."""

    step: str
    edits: list[Edit]


@dataclass(frozen=True)
class Merge:
    """Two neighbors that merged."""

    rank: int
    left: Entry
    right: Entry
    merged: Entry
    normalized: Span


@dataclass(frozen=True)
class Word:
    """How a word turned into tokens."""

    text: str
    normalized: Span
    original: Span
    symbols: list[int]
    merges: list[Merge]
    tokens: list[Token]


@dataclass(frozen=True)
class Trace(OfProgram):
    """How a prompt turned into tokens."""

    version: int
    source: Source
    prompt: str
    model: str
    dialect: str
    syntax: str
    steps: list[Step]
    normalized_text: str
    words: list[Word]


@dataclass(frozen=True)
class Group:
    """Dialects that give the same ids."""

    dialects: list[str]
    normalized_text: str
    tokens: list[Token]
    differing: list[int]


@dataclass(frozen=True)
class Cause:
    """Why dialects differ in a place."""

    step: str
    before: str | None
    after: str | None
    dialects: list[str]


@dataclass(frozen=True)
class Difference:
    """A place in the prompt that gives different tokens."""

    original: Span
    characters: str
    causes: list[Cause]


@dataclass(frozen=True)
class Comparison:
    """What dialects make of a prompt."""

    version: int
    source: Source
    prompt: str
    agree: bool
    groups: list[Group]
    differences: list[Difference]


@dataclass(frozen=True)
class Reading:
    """What a program makes of a prompt."""

    syntax: str
    dialect: str
    count: int | None
    counter: Counter | None
    raises: str | None
    segments: list[Segment] | None
    rows: list[Row] | None


@dataclass(frozen=True)
class PlaceReading:
    """What a program makes of a place."""

    syntax: str
    weight: float | None


@dataclass(frozen=True)
class Place:
    """A part of the prompt that differs between programs."""

    original: Span
    characters: str
    readings: list[PlaceReading]


@dataclass(frozen=True)
class ProgramComparison:
    """What programs make of a prompt."""

    version: int
    source: Source
    prompt: str
    agree: bool
    programs: list[Reading]
    aspects: list[str]
    places: list[Place]


@dataclass(frozen=True)
class Fit:
    """What is left of a prompt when the model is to read all of it."""

    version: int
    source: Source
    text: str
    count: int | None
    cut: Cut | None


def parse(kind: type[T], text: str) -> T:
    """The dataclass of a record."""
    return typing.cast(T, _made(kind, json.loads(text)))


@cache
def _types(kind: type[Any]) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _made(kind: Any, value: Any) -> Any:
    """A value of JSON as a type says it. A key that no field has is of a newer version, and left out."""
    if value is None:
        return None
    origin = typing.get_origin(kind)
    if origin in (Union, types.UnionType):
        return _made(next(one for one in typing.get_args(kind) if one is not type(None)), value)
    if origin is list:
        (item,) = typing.get_args(kind)
        return [_made(item, one) for one in value]
    if kind is float:
        return float(value)
    if hasattr(kind, "__dataclass_fields__"):
        fields = {key + "_" if key == "and" else key: one for key, one in value.items()}
        return kind(**{key: _made(_types(kind)[key], one) for key, one in fields.items() if key in _types(kind)})
    return value
