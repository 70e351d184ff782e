"""Enters: `python -m cliptok` and its arguments. Leaves: the program, which takes the place of the interpreter."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

NAME = "cliptok.exe" if os.name == "nt" else "cliptok"


def places() -> Iterator[Path]:
    """Where pip may have put the program: beside this interpreter, in the user's folder, or beside a `--target`."""
    yield Path(sysconfig.get_path("scripts"))
    yield Path(sysconfig.get_path("scripts", sysconfig.get_preferred_scheme("user")))
    yield Path(__file__).resolve().parent.parent / "bin"


def program() -> Path:
    """The program of this package."""
    for place in places():
        if (place / NAME).is_file():
            return place / NAME
    raise SystemExit(f"cliptok: the program is not installed: no {NAME} in {', '.join(map(str, places()))}")


def main() -> None:
    """Becomes the program."""
    arguments = [str(program()), *sys.argv[1:]]
    if os.name == "nt":
        raise SystemExit(subprocess.call(arguments))
    os.execv(arguments[0], arguments)


if __name__ == "__main__":
    main()
