"""The Python module beside the packages that it takes the place of: rows of 77 a second, by one thread.

    python tests/bench/python.py FILE...

prints a table with a column for each file, which holds a text in each line. The environment has the wheel (built for release),
numpy and pyarrow, and whichever of the packages are there: transformers, tokenizers. CLIP_SOURCE and OPEN_CLIP_SOURCE are folders
with the sources of the other two, whose tokenizers (with ftfy and regex) then run with a stand-in for torch. ROUNDS and OTHERS say
how many rounds there are (5), and how many lines the slow ones get, spread over the file (2,000). All rows are compared.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "oracle"))
os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RAYON_NUM_THREADS"] = "1"

import cliptok  # noqa: E402
import numpy  # noqa: E402
import pyarrow  # noqa: E402
import python_drop_ins  # noqa: E402

ROUNDS = int(os.environ.get("ROUNDS", 5))
OTHERS = int(os.environ.get("OTHERS", 2000))


def of_transformers():
    """Theirs and ours, as `(name, dialect, theirs)`."""
    try:
        import transformers
    except ImportError:
        return
    with tempfile.TemporaryDirectory() as folder:
        for name in ("vocab.json", "merges.txt"):
            Path(folder, name).write_bytes((ROOT / "data" / name).read_bytes())
        tokenizer = transformers.CLIPTokenizer.from_pretrained(folder, model_max_length=77)
    version = transformers.__version__
    kind = "hf" if hasattr(tokenizer, "backend_tokenizer") else "hf-basic" if tokenizer.fix_text is None else "hf-slow"
    yield f"transformers {version}", kind, lambda texts: tokenizer(
        texts, padding="max_length", truncation=True, return_tensors="np"
    )["input_ids"]
    if kind == "hf":
        backend = tokenizer.backend_tokenizer

        def fast(texts):
            backend.enable_truncation(77)
            backend.enable_padding(length=77, pad_id=49407, pad_token="<|endoftext|>")
            return numpy.array([encoding.ids for encoding in backend.encode_batch_fast(texts)])

        yield "tokenizers, encode_batch_fast", kind, fast


def of_sources():
    """clip and open_clip."""
    if "CLIP_SOURCE" in os.environ:
        folder = Path(os.environ["CLIP_SOURCE"])
        python_drop_ins.torch_stand_in()
        simple = python_drop_ins.file_of("clip_simple_tokenizer", folder / "simple_tokenizer.py").SimpleTokenizer()

        def rows(texts):
            made = numpy.zeros((len(texts), 77), numpy.int32)
            for row, text in zip(made, texts):
                ids = [49406, *simple.encode(text), 49407][:77]
                ids[-1] = 49407
                row[: len(ids)] = ids
            return made

        yield "clip.tokenize", "openai", rows
    if "OPEN_CLIP_SOURCE" in os.environ:
        folder = Path(os.environ["OPEN_CLIP_SOURCE"])
        python_drop_ins.torch_stand_in()
        yield "open_clip", "open-clip", python_drop_ins.file_of("open_clip_tokenizer", folder / "tokenizer.py").SimpleTokenizer()


def rate(call, texts):
    """Texts a second: the median of the rounds."""
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        call(texts)
        seconds.append(time.perf_counter() - start)
    return len(texts) / statistics.median(seconds)


def spread(lines, count):
    return lines[:: max(1, len(lines) // count)][:count]


MODELS = {"hf": "sd1", "hf-slow": "sd1", "hf-basic": "sd1", "openai": "openai", "open-clip": "open-clip"}


def table(files):
    columns = [Path(file).stem for file in files]
    corpora = [Path(file).read_text(encoding="utf-8").split("\n")[:-1] for file in files]
    print(f"| rows a second | {' | '.join(columns)} |")
    print("|---" * (len(columns) + 1) + "|")
    tokenizers = {dialect: cliptok.Tokenizer(model, dialect=dialect) for dialect, model in MODELS.items()}
    for name, dialect, theirs in [*of_transformers(), *of_sources()]:
        ours, cells = tokenizers[dialect], []
        for lines in corpora:
            few = spread(lines, OTHERS)
            same = numpy.array_equal(theirs(few), ours.encode_batch(few, truncate=True))
            rounds, their = min(ROUNDS, 3), 0.0
            their = statistics.median(len(few) / timed(theirs, few) for _ in range(rounds))
            our = rate(lambda texts: ours.encode_batch(texts, truncate=True), few)
            cells.append(f"{their:,.0f} ×{our / their:.0f}" + ("" if same else " (rows differ)"))
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
    sd1 = tokenizers["hf"]
    of_lists = [rate(lambda texts: sd1.encode_batch(texts, truncate=True), lines) for lines in corpora]
    arrays = [pyarrow.array(lines) for lines in corpora]
    of_arrow = [rate(lambda texts: sd1.encode_arrow(texts, truncate=True), array) for array in arrays]
    print(f"| `encode_batch`, list → int32 | {' | '.join(f'{one / 1e6:.2f} M' for one in of_lists)} |")
    print(f"| `encode_arrow`, Arrow → uint16 | {' | '.join(f'{one / 1e6:.2f} M' for one in of_arrow)} |")
    print()
    one = "a photo of a cat on a mat"
    for name, call in [("encode", sd1.encode), ("count", sd1.count), ("encode_batch", sd1.encode_batch)]:
        print(f"one text, `{name}`: {min(repeated(call, one) for _ in range(ROUNDS)):.2f} µs")


def timed(call, texts):
    start = time.perf_counter()
    call(texts)
    return time.perf_counter() - start


def repeated(call, text):
    start = time.perf_counter()
    for _ in range(10_000):
        call(text)
    return (time.perf_counter() - start) * 100


if __name__ == "__main__":
    table(sys.argv[1:])
