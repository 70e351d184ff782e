"""CLIP's tokenizer, exactly and fast.

`Tokenizer` is all of it. `cliptok.clip`, `cliptok.open_clip` and `cliptok.transformers` take the place of those packages'
tokenizers.
"""

from ._cliptok import DIALECTS, MODELS, SYNTAXES, ArrowIds, __version__
from ._tokenizer import Rows, Tokenizer, TooLongError, WeightedRow

__all__ = [
    "DIALECTS",
    "MODELS",
    "SYNTAXES",
    "ArrowIds",
    "Rows",
    "Tokenizer",
    "TooLongError",
    "WeightedRow",
    "__version__",
]
