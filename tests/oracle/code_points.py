"""Writes a checksum of the real package's ids for every 256 code points.

    pip install transformers==5.23.0 tokenizers==0.23.3
    python tests/oracle/code_points.py hf data > tests/golden/code-points-hf.txt

    pip install ftfy==6.3.1 regex==2026.11.15 && pip install --no-deps openai-clip==1.0.1   # under Python 3.11
    python tests/oracle/code_points.py openai data > tests/golden/code-points-openai.txt

    pip install transformers==4.46.3 regex==2026.11.15                       # under Python 3.11, without ftfy
    python tests/oracle/code_points.py hf-basic data > tests/golden/code-points-hf-basic.txt

    pip install transformers==4.30.2 regex==2026.11.15 'numpy<2'             # under Python 3.11, without ftfy
    python tests/oracle/code_points.py hf-basic-4.30 data > tests/golden/code-points-hf-basic-4.30.txt

Each code point X is asked for as `a Xb`, `X`, `Xx`, `XX` and `aXb`. A line is the first code point of
a block and the FNV-1a hash (64 bits) of the ids: two bytes each, lower one first, FF FF after each string.
"""
import importlib.util
import json
import sys
import tempfile
from pathlib import Path

dialect, data = sys.argv[1], Path(sys.argv[2])


def hf():
    from transformers import CLIPTokenizer

    vocab = json.loads((data / "vocab.json").read_text("utf-8"))
    merges = (data / "merges.txt").read_text("utf-8").split("\n")[1:]
    tokenizer = CLIPTokenizer(vocab=vocab, merges=[tuple(m.split(" ")) for m in merges if m])._tokenizer
    return lambda texts: [encoding.ids for encoding in tokenizer.encode_batch(texts, add_special_tokens=False)]


def openai():
    # The package itself would import torch.
    folder = importlib.util.find_spec("clip").submodule_search_locations[0]
    spec = importlib.util.spec_from_file_location("simple_tokenizer", Path(folder) / "simple_tokenizer.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    tokenizer = module.SimpleTokenizer()
    return lambda texts: [tokenizer.encode(text) for text in texts]


def hf_basic():
    from transformers import CLIPTokenizer
    from transformers.models.bert.tokenization_bert import BasicTokenizer

    tokenizer = CLIPTokenizer(data / "vocab.json", data / "merges.txt")
    # What its constructor does where ftfy is not installed.
    tokenizer.nlp, tokenizer.fix_text = BasicTokenizer(strip_accents=False, do_split_on_punc=False), None
    return lambda texts: [tokenizer.encode(text, add_special_tokens=False) for text in texts]


def hf_basic_4_30():
    from transformers import CLIPTokenizer

    # As programs load it: built by the bare constructor, it cuts no special tokens out.
    with tempfile.TemporaryDirectory() as folder:
        CLIPTokenizer(data / "vocab.json", data / "merges.txt").save_pretrained(folder)
        tokenizer = CLIPTokenizer.from_pretrained(folder)
    assert tokenizer.fix_text is None, "ftfy is installed"
    return lambda texts: [tokenizer.encode(text, add_special_tokens=False) for text in texts]


encode = {"hf": hf, "openai": openai, "hf-basic": hf_basic, "hf-basic-4.30": hf_basic_4_30}[dialect]()
for first in range(0, 0x110000, 256):
    points = [chr(c) for c in range(first, first + 256) if not 0xD800 <= c <= 0xDFFF]
    if not points:
        continue
    texts = [form.format(x) for x in points for form in ("a {0}b", "{0}", "{0}x", "{0}{0}", "a{0}b")]
    checksum = 0xCBF29CE484222325
    for ids in encode(texts):
        for number in [*ids, 0xFFFF]:
            for byte in (number & 0xFF, number >> 8):
                checksum = (checksum ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    print(f"{first:06X} {checksum:016x}")
