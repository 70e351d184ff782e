"""The drop-ins for clip and open_clip, with a stand-in for torch. `tests/oracle/python_drop_ins.py` asks the packages."""

from __future__ import annotations

import logging
from typing import Any

import cliptok.clip
import cliptok.clip.simple_tokenizer
import cliptok.open_clip
import cliptok.open_clip.tokenizer
import numpy
import pytest

from conftest import lines

LONG = "cat " * 80


def test_clip_gives_rows_of_int32(torch: Any, goldens: list[dict[str, Any]]) -> None:
    rows = cliptok.clip.tokenize(["a cat", "🏯"])
    assert (type(rows), rows.dtype, rows.shape) == (torch.Tensor, numpy.int32, (2, 77))
    assert rows[0].tolist() == [49406, 320, 2368, 49407] + [0] * 73
    assert cliptok.clip.tokenize([]).shape == (0, 77)
    texts = [golden["text"] for golden in goldens]
    made = cliptok.clip.tokenize(texts, truncate=True).tolist()
    for golden, row in zip(goldens, made):
        ids = golden["all"] if "all" in golden else golden["openai"]
        assert row == [49406, *ids[:75], 49407, *[0] * (75 - len(ids[:75]))]


@pytest.mark.parametrize("texts", [("a",), iter(["a"]), numpy.array(["a"]), ["a"], "a"])
def test_clip_takes_what_can_be_gone_through(torch: Any, texts: Any) -> None:
    assert cliptok.clip.tokenize(texts).tolist() == [[49406, 320, 49407] + [0] * 74]


def test_clip_refuses_long_texts_in_its_words(torch: Any) -> None:
    with pytest.raises(RuntimeError, match="^Input a cat is too long for context length 3$"):
        cliptok.clip.tokenize(["a", "a cat"], context_length=3)
    with pytest.raises(RuntimeError, match="^Input a cat is too long for context length 3$"):
        cliptok.clip.tokenize("a cat", context_length=3)
    assert cliptok.clip.tokenize(LONG, truncate=True)[0, -1] == 49407


def test_old_torch_gets_int64(torch: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch, "__version__", "1.7.1")
    assert cliptok.clip.tokenize("a").dtype == numpy.int64


def test_surrogates_are_repaired(torch: Any) -> None:
    assert cliptok.clip.tokenize("\ud83c\udfef").tolist() == cliptok.clip.tokenize("🏯").tolist()
    assert cliptok.clip.simple_tokenizer.SimpleTokenizer().encode("\ud800") == [39802]
    assert cliptok.open_clip.SimpleTokenizer()(["a", "\ud800"])[1, 1] == 39802


@pytest.mark.parametrize(
    ("simple", "name"),
    [(cliptok.clip.simple_tokenizer.SimpleTokenizer(), "openai"), (cliptok.open_clip.SimpleTokenizer(), "open-clip")],
)
def test_simple_tokenizers(simple: Any, name: str) -> None:
    for golden in lines("decode.jsonl"):
        assert simple.decode(golden["ids"]) == golden[name]
    for id in (49408, -1):
        with pytest.raises(KeyError):
            simple.decode([id])
    assert simple.encoder["a</w>"] == 320
    assert simple.decoder[320] == "a</w>"
    assert simple.bpe_ranks[("i", "n")] == 0
    assert len(simple.encoder) == len(simple.decoder) == 49408
    with pytest.raises(NotImplementedError, match=r"SimpleTokenizer.bpe is not part of cliptok; use encode\(\)"):
        simple.bpe("a")


def test_open_clip(torch: Any) -> None:
    tokenizer = cliptok.open_clip.get_tokenizer("ViT-B-32")
    rows = tokenizer(["a cat", LONG])
    assert (type(rows), rows.dtype, rows.shape) == (torch.Tensor, numpy.int64, (2, 77))
    assert (rows[0, :5].tolist(), rows[1, -1]) == ([49406, 320, 2368, 49407, 0], 49407)
    assert tokenizer("a", 5).shape == (1, 5)
    assert tokenizer("a", 0).shape == (1, 77), "0 is the default"
    assert cliptok.open_clip.tokenize("a").shape == (1, 77)
    assert cliptok.open_clip.decode(rows[0, :4]) == "<start_of_text>a cat <end_of_text>"
    assert (tokenizer.vocab_size, tokenizer.sot_token_id, tokenizer.eot_token_id) == (49408, 49406, 49407)
    assert tokenizer.all_special_ids == [49406, 49407]


@pytest.mark.parametrize(
    ("name", "slots"),
    [("ViT-B-32", 77), ("coca_ViT-L-14", 76), ("PE-Core-B-16", 32), ("PE-Core-bigG-14-448", 72), ("", 77)],
)
def test_models_have_their_context_length(name: str, slots: int) -> None:
    assert cliptok.open_clip.get_tokenizer(name).context_length == slots
    assert cliptok.open_clip.get_tokenizer(name, context_length=20).context_length == 20


def test_models_without_clips_tokenizer() -> None:
    for name in ("ViT-B-16-SigLIP", "xlm-roberta-base-ViT-B-32", "hf-hub:a/b", "local-dir:/a"):
        with pytest.raises(NotImplementedError, match=r"is not part of cliptok; use open_clip.get_tokenizer"):
            cliptok.open_clip.get_tokenizer(name)


def test_an_unknown_model_has_the_default(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert cliptok.open_clip.get_tokenizer("nonsense").context_length == 77
    assert "returning default SimpleTokenizer" in caplog.text


@pytest.mark.parametrize(
    "options",
    [{"clean": "canonicalize"}, {"reduction_mask": "simple"}, {"additional_special_tokens": ["a"]}, {"bpe_path": "a"}],
)
def test_what_is_left_out_says_so(options: dict[str, Any]) -> None:
    with pytest.raises(NotImplementedError, match="is not part of cliptok; use "):
        cliptok.open_clip.SimpleTokenizer(**options)


def test_what_is_left_out_of_clip_says_so() -> None:
    simple = cliptok.clip.simple_tokenizer.SimpleTokenizer()
    for call in (cliptok.clip.load, cliptok.clip.available_models, lambda: simple.cache, lambda: simple.pat,
                 lambda: cliptok.clip.simple_tokenizer.SimpleTokenizer("a")):  # fmt: skip
        with pytest.raises(NotImplementedError, match="is not part of cliptok; use "):
            call()


def test_no_context_length_is_refused_as_there(torch: Any) -> None:
    with pytest.raises(AssertionError, match="Please set a valid context length"):
        cliptok.open_clip.SimpleTokenizer(context_length=None)("a")
