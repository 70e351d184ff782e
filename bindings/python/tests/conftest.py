"""Enters: nothing. Leaves: what several tests use: the goldens, and a stand-in for torch where there is none."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import types
from pathlib import Path
from typing import Any, NoReturn

import numpy
import pytest

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = ROOT / "tests" / "golden"
DIALECTS = ["hf", "openai", "open-clip", "hf-slow", "hf-basic"]


def needed(what: str, *packages: str) -> None:
    """Skips where a package is missing. CLIPTOK_REQUIRE has what must not be skipped, as in `spark,recipes`."""
    for package in packages:
        if importlib.util.find_spec(package) is None:
            missing(what, f"{package} is not installed")


def missing(what: str, reason: str) -> NoReturn:
    """Skips, or fails if CLIPTOK_REQUIRE has `what`."""
    if what in os.environ.get("CLIPTOK_REQUIRE", "").split(","):
        raise RuntimeError(f"{reason}, and CLIPTOK_REQUIRE has {what}")
    pytest.skip(reason, allow_module_level=True)


def lines(name: str) -> list[dict[str, Any]]:
    """The lines of a golden file."""
    with (GOLDEN / name).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@pytest.fixture(scope="session")
def goldens() -> list[dict[str, Any]]:
    """What each dialect gives for 8,051 texts."""
    made = lines("dialects.jsonl")
    assert len(made) == 8051
    return made


@pytest.fixture()
def torch(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Torch, or as much of it as the drop-ins use: tensors are arrays that say so."""

    class Tensor(numpy.ndarray):  # type: ignore[type-arg]
        def numpy(self) -> Any:
            return self.view(numpy.ndarray)

        def cpu(self) -> Tensor:
            return self

    stand_in = types.ModuleType("torch")
    stand_in.__dict__.update(__version__="2.15.0+cpu", Tensor=Tensor, from_numpy=lambda array: array.view(Tensor))
    monkeypatch.setitem(sys.modules, "torch", stand_in)
    return stand_in
