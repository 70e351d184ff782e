"""What `cliptok.Tokenizer` answers."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
import subprocess
import sys
from typing import Any

import cliptok
import numpy
import pytest
from cliptok import _cliptok, report


def test_one_text() -> None:
    sd1 = cliptok.Tokenizer("sd1")
    assert sd1.encode("a photo of a 🏯") == [320, 1125, 539, 320, 1109, 363]
    assert sd1.count("a photo of a 🏯") == 6
    assert sd1.encode_with_offsets("é 🏯!") == ([4166, 1109, 107, 256], [(0, 1), (2, 3), (2, 3), (3, 4)])
    assert (sd1.model, sd1.dialect, sd1.syntax) == ("sd1", "hf", None)
    assert (sd1.context_length, sd1.pad_id, sd1.vocab_size) == (77, 49407, 49408)


def test_a_str_is_one_text() -> None:
    rows = cliptok.Tokenizer().encode_batch("a cat", context_length=6)
    assert rows.tolist() == [[49406, 320, 2368, 49407, 49407, 49407]]


@pytest.mark.parametrize(
    "texts",
    [
        ["a", "b"],
        ("a", "b"),
        iter(["a", "b"]),
        {"a": 1, "b": 2},
        numpy.array(["a", "b"]),
        numpy.array(["a", "b"], dtype=object),
    ],
)
def test_texts_come_in_many_forms(texts: Any) -> None:
    assert cliptok.Tokenizer().encode_ragged(texts)[0].tolist() == [320, 321]


def test_nothing_gives_nothing() -> None:
    sd1 = cliptok.Tokenizer()
    assert sd1.encode_batch([]).shape == (0, 77)
    assert sd1.count_batch([]).tolist() == []
    assert [array.tolist() for array in sd1.encode_ragged([])] == [[], [0]]


def test_names_as_people_write_them() -> None:
    assert cliptok.Tokenizer("SD 1.5").model == "sd1"
    assert cliptok.Tokenizer("flux").model == "sdxl-l"


def test_what_is_given_wins() -> None:
    sd1 = cliptok.Tokenizer()
    assert sd1.encode_batch("a", context_length=4, pad_id=7).tolist() == [[49406, 320, 49407, 7]]
    assert sd1.encode_batch("a").shape == (1, 77), "an encoder that is used again has its own rows"


def test_decoding() -> None:
    sd1 = cliptok.Tokenizer()
    ids = [320, 2368]
    assert [sd1.decode(ids, way) for way in ("text", "clip", "transformers")] == ["a cat", "a cat ", "a cat"]
    assert sd1.decode([1109]) == "\ufffd"
    assert sd1.decode_bytes([1109]) == b"\xf0\x9f\x8f"
    assert sd1.decode(numpy.array(ids)) == "a cat"


def test_entries_and_merges() -> None:
    sd1 = cliptok.Tokenizer()
    entries, merges = sd1.entries(), sd1.merges()
    assert (len(entries), entries[320], entries[1109], entries[49407]) == (49408, "a</w>", "ðŁı", "<|endoftext|>")
    assert (len(merges), [entries[id] for id in merges[0]]) == (48894, ["i", "n"])


def test_rows_and_weights_of_a_program() -> None:
    a1111 = cliptok.Tokenizer("sd1", as_="a1111")
    (row,) = a1111.rows("a (red:1.2) car")
    assert row.ids[:5] == [49406, 320, 736, 1615, 49407]
    assert row.weights[:5] == [1.0, 1.0, 1.2, 1.0, 1.0]
    assert a1111.count("a (red:1.2) car BREAK at dusk") == 77
    assert a1111.count_batch(["a (red:1.2) car", "BREAK"]).tolist() == [3, a1111.count("BREAK")]
    with pytest.raises(TypeError, match=r"encode\(\) has no weights, and this tokenizer reads them; rows\(\) has both"):
        a1111.encode("a")
    with pytest.raises(ValueError, match=r"raises ValueError on texts\[1\]: the weight \. is not a number"):
        a1111.count_batch(["a", "(a:.)"])


RECORDS = [
    (report.Prompt, lambda t, text: _cliptok._inspect(t, text)),
    (report.Trace, lambda t, text: _cliptok._trace(t, text)),
    (report.Comparison, lambda t, text: _cliptok._diff(t, text, [])),
    (report.ProgramComparison, lambda t, text: _cliptok._diff_programs(t, text, ["a1111", "comfyui"])),
    (report.Fit, lambda t, text: _cliptok._fit(t, text)),
]


def as_json(value: Any) -> Any:
    """A dataclass as JSON has it."""
    if dataclasses.is_dataclass(value):
        names = [field.name for field in dataclasses.fields(value) if field.name != "_page"]
        return {name.rstrip("_"): as_json(getattr(value, name)) for name in names}
    return [as_json(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("syntax", [None, "a1111", "comfyui", "invokeai"])
@pytest.mark.parametrize(("kind", "made"), RECORDS)
def test_reports_have_all_that_the_program_says(kind: Any, made: Any, syntax: str | None) -> None:
    tokenizer = cliptok.Tokenizer("sd1", as_=syntax)
    for text in ["", "a cat", "A (red:1.2) 🏯’s  [dog:cat:5] <lora:x:1> AND b :0.5", "cat " * 90, "(a)1.2 \x00 \U000e0041"]:
        said = made(tokenizer, text)
        assert as_json(report.parse(kind, said)) == json.loads(said)


def test_reports() -> None:
    sd1 = cliptok.Tokenizer()
    prompt = sd1.inspect("a 🏯")
    assert (prompt.counts.fallback_tokens, prompt.tokens[-1].original) == (2, report.Span(5, 6))
    assert "🏯" in prompt.to_html()
    assert prompt._repr_html_().startswith('<iframe sandbox srcdoc="&lt;!DOCTYPE html&gt;')
    assert pickle.loads(pickle.dumps(prompt)) == prompt
    assert [merge.merged.text for merge in sd1.trace("cat").words[0].merges] == ["at", "cat"]
    assert [group.dialects for group in sd1.diff("it’s", ["hf", "openai"]).groups] == [["hf"], ["openai"]]
    assert sd1.diff_programs("a (cat)", ["a1111", "invokeai"]).places[0].readings[0].weight == pytest.approx(1.1)


def test_what_fits() -> None:
    sd1 = cliptok.Tokenizer()
    assert sd1.fit("a red dog", tokens=2).text == "a red"
    assert sd1.fit("a cat, a red dog", tokens=4, at="comma").text == "a cat"
    assert (sd1.fit("cat " * 80).count, sd1.fit("cat " * 80, rows=2).cut) == (75, None)


def test_pickles_are_small_and_by_name() -> None:
    tokenizer = cliptok.Tokenizer("sd2", dialect="openai", as_="a1111")
    pickled = pickle.dumps(tokenizer)
    assert len(pickled) < 150
    assert pickle.loads(pickled) == tokenizer == copy.deepcopy(tokenizer)
    assert repr(tokenizer) == "Tokenizer('sd2', dialect='openai', as_='a1111')"
    assert cliptok.__version__.encode() in pickled, "a cache that hashes it does not outlive an update"
    other = pickled.replace(cliptok.__version__.encode(), b"9.9.9")
    with pytest.warns(RuntimeWarning, match="ids may differ"):
        pickle.loads(other)


def test_a_panic_is_an_exception() -> None:
    with pytest.raises(BaseException, match="a test asked for it") as raised:
        _cliptok._panic()
    assert type(raised.value).__name__ == "PanicException"


def test_numpy_is_imported_when_it_is_needed() -> None:
    script = "import sys, cliptok; cliptok.Tokenizer().encode('a'); print('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout == "False\n"


def test_the_program_comes_with_the_module() -> None:
    script = [sys.executable, "-m", "cliptok", "count", "a photo of a cat"]
    answer = subprocess.run(script, capture_output=True, text=True)
    assert (answer.stdout, answer.returncode) == ("5\n", 0), answer.stderr
