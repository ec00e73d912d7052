"""Compiles the standard library and NumPy to bytecode, so that the page starts in half the time.

The bytecode must be that of Pyodide's own Python, so `compile.mjs` runs there, under Node. File names stay the same.
"""

from functools import cache
from pathlib import Path

from .files import cached_folder, fingerprint
from .node import run_node
from .numpy_wheel import numpy_wheel
from .pyodide import INTERPRETER, LOADER, STDLIB, pyodide
from .say import busy
from .tools import toolbox

SCRIPT = Path(__file__).with_name("compile.mjs")


@cache
def compiled() -> Path:
    """The cached folder that holds the two compiled archives."""
    archives = [pyodide(STDLIB), numpy_wheel()]
    key = fingerprint(toolbox().name, files=[*archives, SCRIPT, pyodide(INTERPRETER)])
    return cached_folder(f"bytecode-{key}", lambda folder: compile_archives(archives, folder))


def compile_archives(archives: list[Path], folder: Path, what: str = "Python's standard library and NumPy") -> None:
    """Writes each archive to the folder with its `.py` files turned into `.pyc`."""
    for archive in archives:
        (folder / archive.name).write_bytes(archive.read_bytes())
    with busy(f"Compiling {what} to bytecode"):
        run_node(SCRIPT, pyodide(LOADER), toolbox(), folder)
