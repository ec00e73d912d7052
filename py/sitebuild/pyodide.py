"""Pyodide as npm has it, what its own `pyodide-lock.json` says of it (Python's version, the platform), and its NumPy.

None of this stands anywhere else. PYODIDE.md says how to go to the next version, and why NumPy has a pin of its own.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from .npm import npm_package
from .paths import PINS

LOCK = "pyodide-lock.json"
LOADER = "pyodide.mjs"
GLUE = "pyodide.asm.mjs"
INTERPRETER = "pyodide.asm.wasm"
STDLIB = "python_stdlib.zip"


def pyodide(name: str = "") -> Path:
    """Pyodide's folder, or a file in it."""
    return npm_package("pyodide") / name


@cache
def info() -> dict[str, str]:
    """What every lock must say for this Pyodide to accept it: the Python, the platform, the ABI."""
    lock: dict[str, dict[str, str]] = json.loads(pyodide(LOCK).read_text(encoding="utf-8"))
    return lock["info"]


@cache
def numpy() -> dict[str, Any]:
    """NumPy's entry for the lock, as Pyodide writes such: `version`, `file_name`, `sha256`."""
    entry: dict[str, Any] = json.loads((PINS / "pyodide-numpy.json").read_text(encoding="utf-8"))
    return entry


def python() -> str:
    """The version of Pyodide's Python, as in `3.14`."""
    return ".".join(info()["python"].split(".")[:2])


def site_packages() -> str:
    """Where packages are in Pyodide's file system."""
    return f"/lib/python{python()}/site-packages"


def stdlib_place() -> str:
    """Where its standard library is."""
    return f"/lib/python{python().replace('.', '')}.zip"
