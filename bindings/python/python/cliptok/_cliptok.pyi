import os
from typing import Any, final

from numpy import int64
from numpy.typing import NDArray
from typing_extensions import Self, disjoint_base

__all__ = [
    "ArrowIds",
    "Core",
    "_panic",
    "TooLongError",
    "__version__",
    "MODELS",
    "DIALECTS",
    "SYNTAXES",
    "_diff",
    "_diff_programs",
    "_fit",
    "_inspect",
    "_page",
    "_trace",
    "_weighted_rows",
]

__version__: str
MODELS: list[str]
DIALECTS: list[str]
SYNTAXES: list[str]

class TooLongError(ValueError):
    index: int
    tokens: int
    room: int

def _panic() -> None: ...

@final
class ArrowIds:
    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> Any: ...
    def __arrow_c_array__(self, requested_schema: Any = None) -> tuple[Any, Any]: ...

@disjoint_base
class Core:
    def __new__(
        cls,
        model: str = "sd1",
        *,
        dialect: str | None = None,
        vocab_dir: str | os.PathLike[str] | None = None,
        as_: str | None = None,
    ) -> Self: ...
    @property
    def model(self) -> str: ...
    @property
    def dialect(self) -> str: ...
    @property
    def syntax(self) -> str | None: ...
    @property
    def context_length(self) -> int: ...
    @property
    def pad_id(self) -> int: ...
    @property
    def vocab_size(self) -> int: ...
    def encode(self, text: str) -> list[int]: ...
    def encode_with_offsets(self, text: str) -> tuple[list[int], list[tuple[int, int]]]: ...
    def count(self, text: str) -> int: ...
    def count_batch(self, texts: Any, *, threads: int = 1) -> NDArray[int64]: ...
    def encode_batch(
        self,
        texts: Any,
        dtype: Any = None,
        *,
        context_length: int | None = None,
        pad_id: int | None = None,
        truncate: bool | None = None,
        threads: int = 1,
    ) -> NDArray[Any]: ...
    def encode_ragged(
        self, texts: Any, dtype: Any = None, *, threads: int = 1
    ) -> tuple[NDArray[Any], NDArray[int64]]: ...
    def encode_arrow(
        self,
        texts: Any,
        dtype: Any = None,
        *,
        context_length: int | None = None,
        pad_id: int | None = None,
        truncate: bool | None = None,
        threads: int = 1,
    ) -> ArrowIds: ...
    def encode_arrow_ragged(self, texts: Any, dtype: Any = None, *, threads: int = 1) -> ArrowIds: ...
    def decode(self, ids: Any, decoding: str = "text") -> str: ...
    def decode_bytes(self, ids: Any) -> bytes: ...
    def entries(self) -> list[str]: ...
    def merges(self) -> list[tuple[int, int]]: ...
    def _rows(
        self,
        texts: Any,
        dtype: Any = None,
        *,
        context_length: int | None = None,
        pad_id: int | None = None,
        truncate: bool | None = None,
        threads: int = 1,
    ) -> tuple[NDArray[Any], NDArray[int64]]: ...

def _weighted_rows(core: Core, text: str) -> tuple[list[list[int | None]], list[list[float]]]: ...
def _inspect(core: Core, text: str) -> str: ...
def _page(core: Core, text: str) -> str: ...
def _trace(core: Core, text: str) -> str: ...
def _diff(core: Core, text: str, dialects: list[str]) -> str: ...
def _diff_programs(core: Core, text: str, syntaxes: list[str]) -> str: ...
def _fit(core: Core, text: str, *, tokens: int | None = None, rows: int | None = None, at: str = "word") -> str: ...
