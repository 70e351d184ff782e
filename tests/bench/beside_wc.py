#!/usr/bin/env python3
"""Speeds of `count` and `encode` beside `wc -w` on the same files, in each dialect that is named.

    cargo build --release && tests/bench/beside_wc.py FILE…

Of each file with a prompt a line it makes two of 40 MB: its lines over and over, and its words shuffled anew each time, so that
no line is one that came before. Of the first file it makes one more, in which every line has UTF-8 that was read as Latin-1.
Programs run in turns, by one thread that is pinned to one core. Prints the medians of the processor time of `wc -w` divided by
theirs, as a table.

Environment: ROUNDS (5), DIALECTS (hf openai open-clip hf-slow), CLIPTOK (target/release/cliptok), CORE (0).
"""

import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

SIZE = 40_000_000
ROOT = Path(__file__).resolve().parents[2]
CLIPTOK = os.environ.get("CLIPTOK", ROOT / "target/release/cliptok")
ROUNDS = int(os.environ.get("ROUNDS", "5"))
DIALECTS = os.environ.get("DIALECTS", "hf openai open-clip hf-slow").split()
CORE = os.environ.get("CORE", "0")


def repeated(lines):
    """The lines over and over."""
    once = b"\n".join(lines) + b"\n"
    return once * (SIZE // len(once) + 1)


def shuffled(lines):
    """As many lines of as many words, the words of all lines in another order each time."""
    words = [word for line in lines for word in line.split()]
    made, size = [], 0
    while size < SIZE:
        random.shuffle(words)
        rest = iter(words)
        for line in lines:
            made.append(b" ".join(word for _, word in zip(line.split(), rest)))
            size += len(made[-1]) + 1
    return b"\n".join(made) + b"\n"


def misread(lines):
    """The lines, each with an é that became two characters."""
    return repeated([line + "Ã©".encode() if line.isascii() else line for line in lines])


def processor_time(command, path):
    """Seconds of a process that reads a file, pinned to one core."""
    with open(path, "rb") as file:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            ["taskset", "-c", CORE, *command], stdin=file, stdout=subprocess.DEVNULL, check=True, env={**os.environ, "LC_ALL": "C"}
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def row(name, path):
    """A row of the table: the speeds on a file relative to `wc -w`."""
    commands = {"wc": ["wc", "-w"]}
    for dialect in DIALECTS:
        for verb in ["count", "encode"]:
            commands[dialect, verb] = [str(CLIPTOK), verb, "--dialect", dialect, "--threads", "1"]
    times = {of: [] for of in commands}
    for _ in range(ROUNDS):
        for of, command in commands.items():
            times[of].append(processor_time(command, path))
    medians = {of: statistics.median(seconds) for of, seconds in times.items()}
    wc = medians.pop("wc")
    cells = " | ".join(f"{wc / seconds:.2f}" for seconds in medians.values())
    return f"| {name} | {path.stat().st_size / wc / 1e6:.0f} | {cells} |"


def main(paths):
    """Measures the files."""
    random.seed(1)
    heads = " | ".join(f"`{verb}`, `{dialect}`" for dialect in DIALECTS for verb in ["count", "encode"])
    print(f"| | `wc -w`, MB/s | {heads} |")
    print("|---" * (2 + 2 * len(DIALECTS)) + "|")
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made"
        for at, path in enumerate(map(Path, paths)):
            lines = path.read_bytes().splitlines()
            makers = [(path.name, repeated), (f"{path.name}, shuffled", shuffled)]
            for name, maker in makers + ([(f"{path.name}, mojibake", misread)] if at == 0 else []):
                made.write_bytes(maker(lines))
                print(row(name, made), flush=True)


if __name__ == "__main__":
    if not sys.argv[1:]:
        sys.exit(__doc__)
    main(sys.argv[1:])
