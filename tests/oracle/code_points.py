"""Writes a checksum of the real package's ids for every 256 code points.

    pip install transformers==5.23.0 tokenizers==0.23.3
    python tests/oracle/code_points.py data > tests/golden/code-points-hf.txt

Each code point X is asked for as `a Xb`, `X`, `Xx`, `XX` and `aXb`. A line is the first code point of
a block and the FNV-1a hash (64 bits) of the ids: two bytes each, lower one first, FF FF after each string.
"""
import json
import sys
from pathlib import Path

from transformers import CLIPTokenizer

data = Path(sys.argv[1])
vocab = json.loads((data / "vocab.json").read_text("utf-8"))
merges = (data / "merges.txt").read_text("utf-8").split("\n")[1:]
tokenizer = CLIPTokenizer(vocab=vocab, merges=[tuple(m.split(" ")) for m in merges if m])._tokenizer

for first in range(0, 0x110000, 256):
    points = [chr(c) for c in range(first, first + 256) if not 0xD800 <= c <= 0xDFFF]
    if not points:
        continue
    texts = [form.format(x) for x in points for form in ("a {0}b", "{0}", "{0}x", "{0}{0}", "a{0}b")]
    checksum = 0xCBF29CE484222325
    for encoding in tokenizer.encode_batch(texts, add_special_tokens=False):
        for number in [*encoding.ids, 0xFFFF]:
            for byte in (number & 0xFF, number >> 8):
                checksum = (checksum ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    print(f"{first:06X} {checksum:016x}")
