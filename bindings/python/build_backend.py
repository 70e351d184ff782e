"""Enters: pip's wish for a wheel. Leaves: the wheel, with the program in it.

maturin packs what lies in `wheel-data` when it starts, so the program is built before it runs.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import maturin
from maturin import get_requires_for_build_editable, get_requires_for_build_wheel

__all__ = [
    "build_editable",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]

HERE = Path(__file__).resolve().parent
DATA = HERE / "wheel-data"
PROGRAM = "cliptok.exe" if os.name == "nt" else "cliptok"


def cargo(*arguments: str) -> str:
    """What cargo prints. It speaks to the user on stderr."""
    root = HERE.parent.parent
    return subprocess.run(["cargo", *arguments], cwd=root, check=True, stdout=subprocess.PIPE, text=True).stdout


def put_program(profile: str = "release") -> None:
    """Builds the program, and puts it where maturin finds it."""
    cargo("build", "--package", "cliptok", "--bin", "cliptok", "--profile", profile)
    metadata = json.loads(cargo("metadata", "--no-deps", "--format-version", "1"))
    folder = "debug" if profile == "dev" else profile
    scripts = DATA / "scripts"
    scripts.mkdir(parents=True, exist_ok=True)
    # A program that is being run cannot be written to, but it can be replaced.
    new = scripts / f".{PROGRAM}.new"
    shutil.copy2(Path(metadata["target_directory"], folder, PROGRAM), new)
    new.replace(scripts / PROGRAM)


def prepare_metadata_for_build_wheel(directory: str, settings: dict[str, Any] | None = None) -> str:
    """What the wheel says of itself. maturin wants the folder to be there for that, too."""
    DATA.mkdir(exist_ok=True)
    return str(maturin.prepare_metadata_for_build_wheel(directory, settings))


def prepare_metadata_for_build_editable(directory: str, settings: dict[str, Any] | None = None) -> str:
    """The same of the wheel that points here."""
    DATA.mkdir(exist_ok=True)
    return str(maturin.prepare_metadata_for_build_editable(directory, settings))


def build_wheel(directory: str, settings: dict[str, Any] | None = None, metadata: str | None = None) -> str:
    """The wheel."""
    put_program()
    return str(maturin.build_wheel(directory, settings, metadata))


def build_editable(directory: str, settings: dict[str, Any] | None = None, metadata: str | None = None) -> str:
    """The wheel that points here."""
    put_program()
    return str(maturin.build_editable(directory, settings, metadata))
