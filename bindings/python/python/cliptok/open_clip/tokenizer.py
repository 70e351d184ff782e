"""Enters: nothing. Leaves: the tokenizer under the name that open_clip_torch 3.3.0 has it under."""

from . import DEFAULT_CONTEXT_LENGTH, SimpleTokenizer, decode, tokenize

__all__ = ["DEFAULT_CONTEXT_LENGTH", "SimpleTokenizer", "decode", "tokenize"]
