"""Writes the lock that Pyodide reads: only what the site uses, with the hashes of the files as the site carries them.

pyodide-lock does the work, in a Python of its own, because the toolbox must not mix with our environment's packages.
"""

import subprocess
import sys
from pathlib import Path

from .files import cached_folder, fingerprint
from .npm import npm_package
from .problem import Problem, last_words
from .tools import toolbox

SCRIPT = Path(__file__).with_name("write_lock.py")


def lock_file(own_wheel: Path, own_address: str, others: dict[Path, str]) -> Path:
    """The lock in the cache; addresses are where the site carries the wheels, relative to Pyodide's own files."""
    base = npm_package("pyodide") / "pyodide-lock.json"
    key = fingerprint(toolbox().name, own_address, *others.values(), files=[base, own_wheel, *others, SCRIPT])
    return cached_folder(f"lock-{key}", lambda folder: _write(base, own_wheel, own_address, others, folder)) / base.name


def _write(base: Path, own_wheel: Path, own_address: str, others: dict[Path, str], folder: Path) -> None:
    pairs = [part for path, address in others.items() for part in (address, path)]
    command = [sys.executable, "-I", SCRIPT, toolbox(), base, folder / base.name, own_address, own_wheel, *pairs]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    if done.returncode:
        raise Problem("pyodide-lock could not write the lock file:\n" + last_words(done.stderr, lines=20))
