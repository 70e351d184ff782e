"""Asks the real packages and the drop-ins of `bindings/python` the same, and prints where they differ.

    PYTHONPATH=bindings/python/python python tests/oracle/python_drop_ins.py transformers|clip|open_clip

in an environment that has the package, and numpy. Where there is no torch, a stand-in of a few lines takes its place: both sides
only make tensors of lists and fill them with zeros. `clip` and `open_clip` are looked for in the folders of CLIP_SOURCE and
OPEN_CLIP_SOURCE, so that torchvision is not needed.
"""

import importlib.util
import json
import os
import random
import sys
import tempfile
import types
from pathlib import Path

import numpy

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden" / "dialects.jsonl"


def torch_stand_in():
    """As much of torch as tokenizers use."""
    try:
        import torch  # noqa: F401

        return
    except ImportError:
        pass
    torch = types.ModuleType("torch")
    torch.__version__, torch.int, torch.long = "2.15.0", numpy.int32, numpy.int64
    torch.Tensor = torch.IntTensor = torch.LongTensor = numpy.ndarray
    torch.zeros = lambda *shape, dtype: numpy.zeros(shape, dtype)
    torch.tensor, torch.from_numpy = numpy.array, lambda array: array
    sys.modules["torch"] = torch


def texts():
    """Prompts of the goldens, and random ones with what is special to somebody.

    No text has both a surrogate and what may be mojibake: ftfy looks for the one before it repairs the other. docs/PYTHON.md says so.
    """
    golden = [json.loads(line)["text"] for line in GOLDEN.open(encoding="utf-8")]
    draw = random.Random(20)
    pieces = ["a", "Cat", " ", "  ", "!", "<|endoftext|>", "<|startoftext|>", "<|ENDOFTEXT|>", "<end_of_text>", "é", "e\u0301",
              "🏯", "’", "“", "&amp;", "\t", "\n", "\x00", "12", "'s", "ﬁ", "ß", "İ", "漢", "</w>"]
    plain = [piece for piece in pieces if piece.isascii()]
    sets = ([*pieces, "Ã©", "â€™"], [*plain, "🏯", "\ud83c\udfef", "\ud800"])
    made = ["".join(draw.choices(sets[at % 2], k=draw.randrange(120))) for at in range(4000)]
    return golden, made


def outcome(call):
    """What a call gives, or what it raises."""
    try:
        value = call()
    except BaseException as error:
        words = str(error) if type(error) in (RuntimeError, AssertionError) else ""
        return type(error).__name__, words
    return plain(value)


def plain(value):
    if isinstance(value, numpy.ndarray) or hasattr(value, "numpy"):
        array = numpy.asarray(value)
        items = [plain(item) for item in array] if array.dtype == object else array.tolist()
        return "array", str(array.dtype), array.shape, items
    if hasattr(value, "keys"):
        return "dict", {key: plain(value[key]) for key in value.keys()}
    if isinstance(value, (list, tuple)):
        return type(value).__name__, [plain(one) for one in value]
    return type(value).__name__, value


class Comparison:
    def __init__(self):
        self.same, self.differing = 0, []

    def ask(self, name, theirs, ours):
        their, our = outcome(theirs), outcome(ours)
        if their == our:
            self.same += 1
        else:
            self.differing.append(name)
            if len(self.differing) <= 20:
                print(f"{name!a}\n  theirs {str(their)[:300]!a}\n  ours   {str(our)[:300]!a}")

    def end(self):
        print(f"{self.same} equal, {len(self.differing)} differ")
        sys.exit(bool(self.differing))


def file_of(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def forms(golden, made):
    """The same texts in the forms in which they are given, by name."""
    few = golden[:50] + made[:50]
    yield "str", lambda: "a cat"
    yield "empty str", lambda: ""
    yield "list", lambda: few
    yield "tuple", lambda: tuple(few)
    yield "generator", lambda: (text for text in few)
    yield "array of str", lambda: numpy.array(golden[:50])
    yield "array of objects", lambda: numpy.array(golden[:50], dtype=object)
    yield "empty list", lambda: []
    yield "None", lambda: None
    yield "number", lambda: 3
    yield "list with None", lambda: ["a", None]
    yield "list with a number", lambda: ["a", 3]


def clip(compare):
    """openai-clip: its `tokenize`, with the models left out."""
    folder = Path(os.environ.get("CLIP_SOURCE", "clip"))
    package = types.ModuleType("clip")
    package.__path__ = [str(folder)]
    sys.modules["clip"] = package
    theirs_simple = file_of("clip.simple_tokenizer", folder / "simple_tokenizer.py")
    source = (folder / "clip.py").read_text()
    import packaging.version
    from typing import List, Union

    scope = {"torch": sys.modules["torch"], "packaging": packaging, "Union": Union, "List": List,
             "_tokenizer": theirs_simple.SimpleTokenizer()}
    begin = source.index("def tokenize")
    exec(source[begin:], scope)
    tokenize = scope["tokenize"]
    import cliptok.clip
    import cliptok.clip.simple_tokenizer as ours_simple

    golden, made = texts()
    for name, form in forms(golden, made):
        for options in ({}, {"truncate": True}, {"context_length": 20, "truncate": True}, {"context_length": 5}):
            compare.ask(f"{name} {options}", lambda: tokenize(form(), **options),
                        lambda: cliptok.clip.tokenize(form(), **options))
    theirs, ours = theirs_simple.SimpleTokenizer(), ours_simple.SimpleTokenizer()
    simple(compare, theirs, ours, golden + made)
    for text in golden + made:
        compare.ask(text, lambda: tokenize(text), lambda: cliptok.clip.tokenize(text))


def open_clip(compare):
    """open_clip: its tokenizers."""
    folder = Path(os.environ.get("OPEN_CLIP_SOURCE", "open_clip"))
    theirs_module = file_of("open_clip_tokenizer", folder / "tokenizer.py")
    import cliptok.open_clip as ours_module

    golden, made = texts()
    theirs, ours = theirs_module.SimpleTokenizer(), ours_module.SimpleTokenizer()
    for name, form in forms(golden, made):
        for slots in (None, 0, 5, 20, 77):
            compare.ask(f"{name} {slots}", lambda: theirs(form(), slots), lambda: ours(form(), slots))
    for name in ("vocab_size", "context_length", "sot_token_id", "eot_token_id", "all_special_ids"):
        compare.ask(name, lambda: getattr(theirs, name), lambda: getattr(ours, name))
    simple(compare, theirs, ours, golden + made)
    for path in sorted(folder.glob("model_configs/*.json")):
        text = json.loads(path.read_text()).get("text_cfg", {})
        if not text.get("hf_tokenizer_name"):
            slots = text.get("context_length", 77)
            compare.ask(path.stem, lambda: slots, lambda: ours_module.get_tokenizer(path.stem).context_length)
        else:
            compare.ask(path.stem, lambda: left_out(), lambda: ours_module.get_tokenizer(path.stem))


def left_out():
    raise NotImplementedError


def simple(compare, theirs, ours, all_texts):
    for name in ("encoder", "decoder", "bpe_ranks"):
        compare.ask(name, lambda: getattr(theirs, name) == getattr(ours, name), lambda: True)
    draw = random.Random(7)
    for text in all_texts:
        compare.ask(text, lambda: theirs.encode(text), lambda: ours.encode(text))
    for _ in range(3000):
        ids = [draw.randrange(49408) for _ in range(draw.randrange(8))]
        compare.ask(f"{ids}", lambda: theirs.decode(ids), lambda: ours.decode(ids))
    for ids in ([49408], [-1], []):
        compare.ask(f"{ids}", lambda: theirs.decode(ids), lambda: ours.decode(ids))


def transformers(compare):
    """transformers 4 or 5: both classes, every option, and what is done to a tokenizer."""
    import shutil

    import cliptok.transformers as ours_module
    import transformers as theirs_module

    golden, made = texts()
    with tempfile.TemporaryDirectory() as folder:
        for name in ("vocab.json", "merges.txt"):
            shutil.copy(ROOT / "data" / name, folder)
        for kind in ("CLIPTokenizer", "CLIPTokenizerFast"):
            make = {
                "plain": lambda module: getattr(module, kind).from_pretrained(folder, model_max_length=77),
                "bang": lambda module: getattr(module, kind).from_pretrained(folder, model_max_length=77, pad_token="!"),
            }
            for name, tokenizer in make.items():
                of_tokenizers(compare, f"{kind} {name}", tokenizer(theirs_module), tokenizer(ours_module), golden, made)
            changed(compare, kind, make["plain"], theirs_module, ours_module)


ROWS = {"padding": "max_length", "truncation": True, "return_tensors": "np"}


def of_tokenizers(compare, name, theirs, ours, golden, made):
    for part in range(0, len(golden), 50):
        part = golden[part : part + 50]
        compare.ask(f"{name} golden", lambda: theirs(part, **ROWS), lambda: ours(part, **ROWS))
    for text in made:
        compare.ask(f"{name} {text!a}", lambda: theirs([text], **ROWS), lambda: ours([text], **ROWS))
    few = golden[:20]
    options = [
        {}, {"padding": True}, {"padding": "max_length"}, {"truncation": True}, {"padding": "max_length", "max_length": 20},
        {**ROWS, "max_length": 5}, {**ROWS, "max_length": 2}, {**ROWS, "max_length": 1}, {**ROWS, "max_length": 0},
        {**ROWS, "return_tensors": None}, {**ROWS, "return_attention_mask": False}, {**ROWS, "return_length": True},
        {**ROWS, "return_special_tokens_mask": True}, {**ROWS, "return_token_type_ids": True},
        {**ROWS, "add_special_tokens": False}, {**ROWS, "pad_to_multiple_of": 8}, {**ROWS, "padding_side": "left"},
        {**ROWS, "is_split_into_words": True}, {**ROWS, "stride": 2}, {**ROWS, "truncation": "longest_first"},
        {**ROWS, "truncation": "only_first"}, {**ROWS, "text_pair": few}, {**ROWS, "nonsense": 1},
    ]
    for asked in options:
        compare.ask(f"{name} {asked}", lambda: theirs(few, **asked), lambda: ours(few, **asked))
    for form_name, form in forms(golden, made):
        compare.ask(f"{name} {form_name}", lambda: theirs(form(), **ROWS), lambda: ours(form(), **ROWS))
    compare.ask(f"{name} pairs", lambda: theirs([["a", "b"]], **ROWS), lambda: ours([["a", "b"]], **ROWS))
    compare.ask(f"{name} bytes", lambda: theirs([b"a"], **ROWS), lambda: ours([b"a"], **ROWS))


def changed(compare, kind, make, theirs_module, ours_module):
    import pickle

    def added(tokenizer):
        tokenizer.add_tokens(["<cat>"])

    def left(tokenizer):
        tokenizer.padding_side = "left"

    def cut_left(tokenizer):
        tokenizer.truncation_side = "left"

    def other_pad(tokenizer):
        tokenizer.pad_token = "a</w>"

    def bang(tokenizer):
        tokenizer.pad_token = "!"

    def names(tokenizer):
        tokenizer.model_input_names = ["input_ids"]

    for change in (added, left, cut_left, other_pad, bang, names):
        theirs, ours = make(theirs_module), make(ours_module)
        change(theirs), change(ours)
        few = ["a <cat> sat!", "a cat " * 50, "<|endoftext|> a"]
        compare.ask(f"{kind} {change.__name__}", lambda: theirs(few, **ROWS), lambda: ours(few, **ROWS))
    theirs, ours = make(theirs_module), make(ours_module)
    ours(["a"], **ROWS)
    again = pickle.loads(pickle.dumps(ours))
    compare.ask(f"{kind} pickled", lambda: theirs(["a cat!"], **ROWS), lambda: again(["a cat!"], **ROWS))
    with tempfile.TemporaryDirectory() as folder:
        ours.save_pretrained(folder)
        loaded = type(ours).from_pretrained(folder)
        compare.ask(f"{kind} saved", lambda: theirs(["a cat!"], **ROWS), lambda: loaded(["a cat!"], **ROWS))
        compare.ask(f"{kind} is one of theirs", lambda: isinstance(loaded, getattr(theirs_module, kind)), lambda: True)


if __name__ == "__main__":
    if sys.argv[1] != "transformers":
        torch_stand_in()
    comparison = Comparison()
    {"clip": clip, "open_clip": open_clip, "transformers": transformers}[sys.argv[1]](comparison)
    comparison.end()
