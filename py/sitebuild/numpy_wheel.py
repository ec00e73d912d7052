"""The NumPy wheel for Pyodide: which one Pyodide's own lock names, and the places that hold those bytes.

The lock's hash is the authority, so where the bytes come from does not matter: Pyodide's own archive on the web, or a
package on PyPI whose wheel has a copy of Pyodide's files. NumPy itself publishes no such wheel yet; once it does, that
becomes one more source here.
"""

import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from .environment import pip_python, requirements
from .files import cached_folder, sha256
from .node import run_node
from .problem import Problem, last_words
from .pyodide import LOADER, numpy, pyodide
from .say import busy, say
from .scratch import scratch

SCRIPT = Path(__file__).with_name("numpy_wheel.mjs")


def numpy_wheel() -> Path:
    """The wheel, in the cache, its hash the one in Pyodide's lock."""
    name: str = numpy()["file_name"]
    expected: str = numpy()["sha256"]
    return cached_folder(f"numpy-{expected[:16]}", lambda folder: fetch(folder / name, expected, SOURCES)) / name


def fetch(target: Path, expected: str, sources: Mapping[str, Callable[[Path], None]]) -> None:
    """Puts the file with that hash at `target`, from the first source that has it.

    A source is called with the target, and raises `Problem` where it has no such file.
    """
    for source, get in sources.items():
        try:
            get(target)
        except Problem as problem:
            say(f"{target.name} cannot be had from {source}. {problem}")
            continue
        if sha256(target) == expected:
            return
        say(f"{target.name} from {source} has the SHA-256 {sha256(target)}; expected {expected}. It is not used.")
        target.unlink()
    raise Problem(f"{target.name} could not be had. Check the network, then run the same command again.")


def from_pyodides_archive(target: Path) -> None:
    """As Pyodide itself fetches it."""
    with busy("Fetching NumPy's wheel with Pyodide"):
        run_node(SCRIPT, pyodide(LOADER), target.parent)
    if not target.is_file():
        raise Problem("Pyodide did not keep it.")


def from_carrier(target: Path) -> None:
    """Out of the package that pins/numpy-carrier.txt names: more than 100 MB, deleted afterwards."""
    with scratch(target) as folder:
        # The package's own Python does not matter: only the archive is wanted, never an installation.
        exact = ["--no-deps", "--only-binary=:all:", "--python-version=3.12", "--require-hashes"]
        plain = ["--quiet", "--disable-pip-version-check", "--no-input", "--retries=1", "--no-cache-dir"]
        command = [pip_python(), "-m", "pip", "download", *exact, *plain, "--dest", str(folder)]
        with busy("Fetching the package that carries NumPy's wheel with pip (100 MB)"):
            done = subprocess.run(
                [*command, "-r", str(requirements("numpy-carrier"))], capture_output=True, text=True, check=False
            )
        if done.returncode:
            raise Problem(f"pip said:\n{last_words(done.stderr)}")
        if not any(extract(wheel, target.name, target) for wheel in folder.glob("*.whl")):
            raise Problem("The package holds no such file.")


def extract(archive: Path, name: str, path: Path) -> bool:
    """Writes the archive's member with that file name to the path; tells whether there is one."""
    with zipfile.ZipFile(archive) as opened:
        members = [member for member in opened.namelist() if member.rpartition("/")[2] == name]
        if members:
            path.write_bytes(opened.read(members[0]))
    return bool(members)


SOURCES = {"Pyodide's own archive": from_pyodides_archive, "another package on PyPI": from_carrier}
