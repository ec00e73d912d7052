"""The toolbox that runs inside Pyodide: pyodide-build and what it imports, unpacked side by side.

All of it is pure Python for Pyodide's Python; pip only downloads and unpacks, so the machine's own does not matter.
"""

import subprocess
from functools import cache
from pathlib import Path

from .environment import pip_python, requirements
from .files import cached_folder, fingerprint
from .problem import Problem, last_words
from .pyodide import python
from .say import busy

GROUP = "pyodide-tools"


@cache
def toolbox() -> Path:
    """The folder to put on `sys.path`."""
    key = fingerprint(python(), files=[requirements(GROUP)])
    return cached_folder(f"tools-{key}", _install)


def _install(folder: Path) -> None:
    exact = [
        "--no-deps",
        "--only-binary=:all:",
        f"--python-version={python()}",
        "--no-compile",
        "--ignore-requires-python",
        "--require-hashes",
    ]
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    command = [pip_python(), "-m", "pip", "install", *exact, *quiet, "--target", str(folder)]
    command += ["-r", str(requirements(GROUP))]
    with busy("Fetching pyodide-build with pip"):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Problem(f"pip could not fetch pyodide-build; it said:\n{last_words(done.stderr)}")
