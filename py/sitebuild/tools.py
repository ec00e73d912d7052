"""The toolbox that runs inside Pyodide: pyodide-build, pyodide-lock and what they import, unpacked side by side.

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


@cache
def toolbox() -> Path:
    """The folder to put on `sys.path`."""
    return cached_folder(f"tools-{fingerprint(python(), requirements('pyodide-tools'))}", _install)


def _install(folder: Path) -> None:
    exact = [
        "--no-deps",
        "--only-binary=:all:",
        f"--python-version={python()}",
        "--no-compile",
        "--ignore-requires-python",
    ]
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    command = [pip_python(), "-m", "pip", "install", *exact, *quiet, "--target", str(folder)]
    with busy("Fetching pyodide-build and pyodide-lock with pip"):
        done = subprocess.run([*command, *requirements("pyodide-tools")], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Problem(f"pip could not fetch pyodide-build and pyodide-lock; it said:\n{last_words(done.stderr)}")
