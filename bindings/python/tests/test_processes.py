"""Threads, forks, and memory."""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import cliptok
import numpy
import pytest

TEXTS = [f"a photo of {number} cats, 🏯" for number in range(3000)]


def test_threads_share_a_tokenizer() -> None:
    sd1 = cliptok.Tokenizer()
    expected = sd1.encode_batch(TEXTS)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda threads: sd1.encode_batch(TEXTS, threads=threads), [1, 2, 3] * 8))
    assert all(numpy.array_equal(rows, expected) for rows in made)


def test_others_run_meanwhile() -> None:
    """Python's lock is given away: another thread counts while a batch runs."""
    done, counted = threading.Event(), 0

    def encode() -> None:
        cliptok.Tokenizer("openai").encode_batch(["😀 ’ é " * 20] * 20_000, truncate=True)
        done.set()

    switch = sys.getswitchinterval()
    thread = threading.Thread(target=encode)
    thread.start()
    while not done.is_set():
        counted += 1
        done.wait(0.001)
    thread.join()
    assert counted > 10
    assert sys.getswitchinterval() == switch


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_children_that_are_forked_during_a_batch() -> None:
    sd1 = cliptok.Tokenizer()
    expected, stop = sd1.encode_batch(TEXTS[:50]).tolist(), threading.Event()

    def encode() -> None:
        while not stop.is_set():
            sd1.encode_batch(TEXTS, threads=2)

    threads = [threading.Thread(target=encode) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(20):
            child = os.fork()
            if child == 0:
                same = sd1.encode_batch(TEXTS[:50], threads=2).tolist() == expected
                os._exit(0 if same else 1)
            assert os.waitpid(child, 0)[1] == 0
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def work(given: tuple[cliptok.Tokenizer, list[str]]) -> Any:
    tokenizer, texts = given
    return tokenizer.encode_batch(texts)


def test_processes_that_are_spawned() -> None:
    sd1 = cliptok.Tokenizer()
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        (rows,) = pool.map(work, [(sd1, TEXTS[:50])])
    assert numpy.array_equal(rows, sd1.encode_batch(TEXTS[:50]))


def used() -> int:
    """The memory of this process, in pages."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1])


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="memory is read from /proc")
def test_nothing_leaks() -> None:
    import pyarrow

    sd1 = cliptok.Tokenizer()
    array, few = pyarrow.array(TEXTS[:4]), TEXTS[:4]

    def calls(times: int) -> None:
        for _ in range(times):
            for _ in range(25):
                sd1.encode("a photo of a 🏯")
                sd1.count("a cat")
            sd1.encode_batch(few)
            sd1.encode_ragged(few)
            pyarrow.array(sd1.encode_arrow(array))
            sd1.encode_arrow_ragged(array).__arrow_c_array__()
            sd1.decode([320, 1109])
            for wrong in (["a", None], pyarrow.array(["a", None]), ["\ud800"], ["cat " * 90]):
                try:
                    sd1.encode_batch(wrong)
                except (TypeError, ValueError):
                    pass

    calls(1000)
    before = used()
    calls(19_000)
    grown = (used() - before) * resource.getpagesize()
    assert grown < 2 << 20, f"a million calls took {grown} bytes"
