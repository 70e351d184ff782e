"""The drop-in for transformers: its fast path gives what theirs gives, and nothing else takes that path."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path
from typing import Any

import numpy
import pytest

from conftest import ROOT

transformers = pytest.importorskip("transformers")
import cliptok.transformers as ours  # noqa: E402

ROWS: dict[str, Any] = {"padding": "max_length", "truncation": True, "return_tensors": "np"}
FEW = ["a photo of a cat", "🏯!", "it’s " * 60, "", "<|endoftext|> a"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("clip")
    for name in ("vocab.json", "merges.txt"):
        shutil.copy(ROOT / "data" / name, made)
    return made


def pair(folder: Path, **options: Any) -> tuple[Any, Any]:
    load = {"model_max_length": 77, **options}
    return transformers.CLIPTokenizer.from_pretrained(folder, **load), ours.CLIPTokenizer.from_pretrained(folder, **load)


def is_fast(tokenizer: Any, texts: Any = FEW, **asked: Any) -> bool:
    return tokenizer._answer(texts, {**ROWS, **asked}) is not None


def same(theirs: Any, mine: Any, texts: Any = FEW, **asked: Any) -> None:
    their, my = theirs(texts, **{**ROWS, **asked}), mine(texts, **{**ROWS, **asked})
    assert list(their.keys()) == list(my.keys())
    for name in their:
        assert type(their[name]) is type(my[name])
        assert numpy.array_equal(their[name], my[name])
        assert getattr(their[name], "dtype", None) == getattr(my[name], "dtype", None)


@pytest.mark.parametrize("pad", [{}, {"pad_token": "!"}])
def test_rows_are_theirs(folder: Path, goldens: list[dict[str, Any]], pad: dict[str, Any]) -> None:
    theirs, mine = pair(folder, **pad)
    texts = [golden["text"] for golden in goldens]
    assert is_fast(mine, texts)
    same(theirs, mine, texts)


@pytest.mark.parametrize(
    "asked",
    [{}, {"max_length": 5}, {"max_length": 2}, {"return_tensors": None}, {"return_attention_mask": False}, {"verbose": False}],
)
def test_what_is_answered_here(folder: Path, asked: dict[str, Any]) -> None:
    theirs, mine = pair(folder)
    assert is_fast(mine, **asked)
    same(theirs, mine, **asked)


@pytest.mark.parametrize(
    "asked",
    [
        {"padding": True}, {"padding": False}, {"truncation": "only_first"}, {"add_special_tokens": False},
        {"padding_side": "left"}, {"pad_to_multiple_of": 8}, {"return_length": True}, {"return_overflowing_tokens": True},
        {"return_special_tokens_mask": True}, {"return_offsets_mapping": True}, {"is_split_into_words": True},
        {"text_pair": FEW}, {"stride": 2}, {"return_token_type_ids": True}, {"max_length": 1}, {"nonsense": 1},
    ],
)  # fmt: skip
def test_what_is_left_to_them(folder: Path, asked: dict[str, Any]) -> None:
    assert not is_fast(pair(folder)[1], **asked)


@pytest.mark.parametrize("texts", ["a", ("a",), [], ["a", None], [["a", "b"]], [numpy.str_("a")], None, ["\ud800"]])
def test_texts_that_are_left_to_them(folder: Path, texts: Any) -> None:
    assert not is_fast(pair(folder)[1], texts)


@pytest.mark.parametrize(
    "change",
    [
        lambda tokenizer: tokenizer.add_tokens(["<cat>"]),
        lambda tokenizer: setattr(tokenizer, "padding_side", "left"),
        lambda tokenizer: setattr(tokenizer, "truncation_side", "left"),
        lambda tokenizer: setattr(tokenizer, "pad_token", "a</w>"),
        lambda tokenizer: setattr(tokenizer, "model_input_names", ["input_ids"]),
    ],
)
def test_changes_are_left_to_them(folder: Path, change: Any) -> None:
    theirs, mine = pair(folder)
    assert is_fast(mine)
    change(theirs)
    change(mine)
    assert not is_fast(mine)
    same(theirs, mine, ["a <cat> sat!"])


def test_another_vocabulary_is_left_to_them(folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / "vocab.json", tmp_path)
    merges = (folder / "merges.txt").read_text(encoding="utf-8").split("\n")
    merges[1], merges[2] = merges[2], merges[1]
    (tmp_path / "merges.txt").write_text("\n".join(merges), encoding="utf-8")
    theirs, mine = pair(tmp_path)
    assert not is_fast(mine)
    same(theirs, mine)


def test_special_tokens_that_are_normalized(folder: Path) -> None:
    made = transformers.AddedToken("<|startoftext|>", normalized=True, special=True)
    theirs, mine = pair(folder, bos_token=made)
    if not any(token.normalized for token in mine.added_tokens_decoder.values()):
        pytest.fail("the token is not normalized")
    assert is_fast(mine, ["a cat"]) and not is_fast(mine, ["a <|STARTOFTEXT|>"])
    same(theirs, mine, ["a <|STARTOFTEXT|>"])


def test_all_else_stays_theirs(folder: Path, tmp_path: Path) -> None:
    theirs, mine = pair(folder)
    assert isinstance(mine, transformers.CLIPTokenizer)
    assert mine("a cat")["input_ids"] == theirs("a cat")["input_ids"] == [49406, 320, 2368, 49407]
    assert mine.decode([320, 2368]) == theirs.decode([320, 2368])
    again = pickle.loads(pickle.dumps(mine))
    assert is_fast(again)
    mine.save_pretrained(tmp_path)
    loaded = ours.CLIPTokenizer.from_pretrained(tmp_path)
    assert is_fast(loaded)
    same(theirs, loaded)
