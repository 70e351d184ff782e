"""Enters: calls of a tokenizer of transformers 4 or 5. Leaves: the same answers; to the most frequent call, by cliptok.

`CLIPTokenizer` is a subclass of theirs. A call with a list of texts that asks for rows of ids and masks is answered here, where
the tokenizer is CLIP's own; everything else is theirs.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import transformers
from transformers import BatchEncoding

from ._drop_in import Tables
from ._tokenizer import Tokenizer

if TYPE_CHECKING:
    _Base: Any = object
    _FastBase: Any = object
else:
    _Base = transformers.CLIPTokenizer
    _FastBase = transformers.CLIPTokenizerFast

__all__ = ["CLIPTokenizer", "CLIPTokenizerFast"]

_ENTRIES = 49408
_START, _END, _BANG = 49406, 49407, 0
_LONGEST = 65536
_NORMALIZERS = [
    {"type": "NFC"},
    {"type": "Replace", "pattern": {"Regex": "\\s+"}, "content": " "},
    {"type": "Lowercase"},
]
_WORDS = "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+"
_PATTERNS = [_WORDS, f"<\\|startoftext\\|>|<\\|endoftext\\|>|{_WORDS}"]
# Arguments that change nothing where they have one of these values.
_IDLE: dict[str, tuple[Any, ...]] = {
    "text_pair": (None,),
    "text_target": (None,),
    "text_pair_target": (None,),
    "add_special_tokens": (True,),
    "stride": (0,),
    "is_split_into_words": (False,),
    "pad_to_multiple_of": (None,),
    "padding_side": (None, "right"),
    "return_token_type_ids": (None, False),
    "return_attention_mask": (None, True, False),
    "return_overflowing_tokens": (False,),
    "return_special_tokens_mask": (False,),
    "return_offsets_mapping": (False,),
    "return_length": (False,),
    "verbose": (True, False),
    "tokenizer_kwargs": (None,),
}
_READ = {"padding", "truncation", "max_length", "return_tensors"}


@cache
def _tokenizer(dialect: str, bang_is_special: bool) -> Tokenizer:
    return Tokenizer("sd2" if bang_is_special else "sd1", dialect=dialect)


@cache
def _tables() -> Tables:
    return Tables(Tokenizer("sd1"))


def _dialect_of_backend(tokenizer: Any) -> str | None:
    """`hf` where a fast tokenizer has CLIP's own tables and rules."""
    rules = json.loads(tokenizer.backend_tokenizer.to_str())
    model, pre = rules["model"], rules.get("pre_tokenizer") or {}
    pre_tokenizers = pre.get("pretokenizers") or [{}, {}]
    is_clips = (
        model.get("type") == "BPE"
        and not model.get("dropout")
        and model.get("end_of_word_suffix") == "</w>"
        and not model.get("continuing_subword_prefix")
        and not model.get("ignore_merges")
        and (rules.get("normalizer") or {}).get("normalizers") == _NORMALIZERS
        and len(pre_tokenizers) == 2
        and (pre_tokenizers[0].get("pattern") or {}).get("Regex") in _PATTERNS
        and pre_tokenizers[0].get("behavior") == "Removed"
        and pre_tokenizers[0].get("invert") is True
        and pre_tokenizers[1].get("type") == "ByteLevel"
        and pre_tokenizers[1].get("add_prefix_space") is False
        and (rules.get("post_processor") or {}).get("cls") == ["<|startoftext|>", _START]
        and (rules.get("post_processor") or {}).get("sep") == ["<|endoftext|>", _END]
        and model["vocab"] == _tables().encoder
        and _pairs(model["merges"]) == list(_tables().bpe_ranks)
    )
    return "hf" if is_clips else None


def _pairs(merges: list[Any]) -> list[tuple[str, ...]]:
    return [tuple(pair.split(" ")) if isinstance(pair, str) else tuple(pair) for pair in merges]


def _dialect_of_slow(tokenizer: Any) -> str | None:
    """`hf-slow` or `hf-basic`, where a slow tokenizer has CLIP's own tables."""
    if tokenizer.encoder != _tables().encoder or list(tokenizer.bpe_ranks) != list(_tables().bpe_ranks):
        return None
    return "hf-basic" if tokenizer.fix_text is None else "hf-slow"


class _Rows:
    """What both classes do."""

    def __call__(self, text: Any = None, *args: Any, **kwargs: Any) -> Any:
        if not args and (answer := self._answer(text, kwargs)) is not None:
            return answer
        return super().__call__(text, *args, **kwargs)  # type: ignore[misc]

    def _answer(self: Any, texts: Any, asked: dict[str, Any]) -> BatchEncoding | None:
        """The rows of texts, if that is what is asked, and nothing that only transformers knows."""
        if type(texts) is not list or not texts or not all(type(text) is str for text in texts):
            return None
        for name, value in asked.items():
            if name not in _READ and not any(value is idle or value == idle for idle in _IDLE.get(name, ())):
                return None
        if asked.get("padding") != "max_length" or asked.get("truncation") is not True:
            return None
        slots = asked.get("max_length")
        slots = self.model_max_length if slots is None else slots
        kind = asked.get("return_tensors")
        if type(slots) is not int or not 2 <= slots <= _LONGEST or kind not in (None, "np", "pt"):
            return None
        tokenizer = self._own(texts)
        if tokenizer is None:
            return None
        try:
            rows = tokenizer.encode_rows(texts, "int64", context_length=slots, pad_id=self.pad_token_id, truncate=True)
        except UnicodeError:
            return None
        answer: dict[str, Any] = {"input_ids": rows.ids}
        if asked.get("return_attention_mask") is not False:
            answer["attention_mask"] = rows.mask()
        if kind is None:
            answer = {name: array.tolist() for name, array in answer.items()}
        elif kind == "pt":
            import torch

            answer = {name: torch.from_numpy(array) for name, array in answer.items()}
        return BatchEncoding(answer)

    def _own(self: Any, texts: list[str]) -> Tokenizer | None:
        """The tokenizer that gives the ids of this one, as it is set now."""
        if len(self) != _ENTRIES or self.padding_side != "right" or self.truncation_side != "right":
            return None
        if self.pad_token_id not in (_BANG, _END) or self.model_input_names != ["input_ids", "attention_mask"]:
            return None
        added = self.added_tokens_decoder
        if not {_START, _END} <= added.keys() <= {_START, _END, _BANG}:
            return None
        spellings = {_START: "<|startoftext|>", _END: "<|endoftext|>", _BANG: "!"}
        for id, token in added.items():
            if token.content != spellings[id] or token.lstrip or token.rstrip or token.single_word:
                return None
            # A token that is looked for in normalized text is found in any case.
            if token.normalized and (id == _BANG or any("<|" in text for text in texts)):
                return None
        if not hasattr(self, "_cliptok_dialect"):
            is_fast = hasattr(self, "backend_tokenizer")
            self._cliptok_dialect = _dialect_of_backend(self) if is_fast else _dialect_of_slow(self)
        if self._cliptok_dialect is None or getattr(self, "split_special_tokens", False):
            return None
        return _tokenizer(self._cliptok_dialect, _BANG in added)


class CLIPTokenizer(_Rows, _Base):
    """`transformers.CLIPTokenizer`, with rows of texts by cliptok."""


class CLIPTokenizerFast(_Rows, _FastBase):
    """`transformers.CLIPTokenizerFast`, with rows of texts by cliptok."""
