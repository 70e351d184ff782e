"""Makes a table of the size of CLIP-L's, of random numbers, and checks `cliptok near` on it against numpy.

    python tests/bench/table.py make FILE [F16|F32|BF16]
    python tests/bench/table.py check FILE CLIPTOK

`check` compares the cosines of the closest entries of some tokens with numpy's: they have to agree within 1e-6. It needs numpy.
"""

import json
import struct
import subprocess
import sys

import numpy

ROWS, WIDTH = 49408, 768
NAME = "text_model.embeddings.token_embedding.weight"


def make(path, dtype="F16"):
    numbers = numpy.random.default_rng(20261126).normal(0, 0.014, (ROWS, WIDTH)).astype(numpy.float32)
    if dtype == "BF16":
        data = (numbers.view(numpy.uint32) >> 16).astype("<u2").tobytes()
    else:
        data = numbers.astype({"F16": "<f2", "F32": "<f4"}[dtype]).tobytes()
    header = json.dumps({NAME: {"dtype": dtype, "shape": [ROWS, WIDTH], "data_offsets": [0, len(data)]}}).encode()
    header += b" " * (-len(header) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(header)) + header + data)


def table(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        dtype = json.loads(file.read(length))[NAME]["dtype"]
        data = file.read()
    if dtype == "BF16":
        return (numpy.frombuffer(data, "<u2").astype(numpy.uint32) << 16).view(numpy.float32).reshape(ROWS, WIDTH)
    return numpy.frombuffer(data, {"F16": "<f2", "F32": "<f4"}[dtype]).astype(numpy.float32).reshape(ROWS, WIDTH)


def check(path, program):
    rows = table(path).astype(numpy.float64)
    rows /= numpy.linalg.norm(rows, axis=1, keepdims=True)
    words = ["cat", "dog", "🔥", "castle"]
    printed = subprocess.run(
        [program, "near", "--weights", path, "--top", "100", "--format", "json", *words], check=True, capture_output=True
    )
    largest = 0.0
    for prompt in json.loads(printed.stdout):
        (query,) = prompt["queries"]
        theirs = rows @ rows[query["token"]["id"]]
        nearest = query["nearest"]
        order = numpy.lexsort((numpy.arange(ROWS), -theirs))[: len(nearest)]
        largest = max(largest, *(abs(theirs[one["id"]] - one["cosine"]) for one in nearest))
        # Where two are nearly as close, the order may differ.
        assert numpy.allclose(theirs[order], [one["cosine"] for one in nearest], atol=1e-6), prompt["prompt"]
        assert abs(query["mean_cosine"] - theirs.mean()) < 1e-6 and abs(query["deviation"] - theirs.std()) < 1e-6
    assert largest < 1e-6, largest
    print(f"{len(words)} words, 100 entries each: the largest difference is {largest:.1e}")


if __name__ == "__main__":
    {"make": make, "check": check}[sys.argv[1]](*sys.argv[2:])
