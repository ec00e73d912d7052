"""The NumPy wheel for Pyodide: which one Pyodide's own lock names, and the places that hold those bytes.

Most come first: the cache, then Pyodide's own archive on the web, then a package on PyPI whose wheel carries a copy of
Pyodide's files. NumPy itself publishes no such wheel yet; once it does, that becomes one more source here.
"""

import subprocess
import zipfile
from pathlib import Path

from .environment import pip_python
from .fetch import Source, Unreachable, verified_file, web_source
from .npm import version
from .paths import cache_folder
from .problem import last_words
from .pyodide import numpy
from .say import say
from .scratch import scratch

CARRIER = "open-webui==0.12.4"


def numpy_wheel() -> Path:
    """The wheel, in the cache, its hash the one in Pyodide's lock."""
    package = numpy()
    name = package["file_name"]
    archive = f"https://cdn.jsdelivr.net/pyodide/v{version('pyodide')}/full/{name}"
    sources = [
        web_source("Pyodide's own archive", archive),
        Source(f"{CARRIER} on PyPI (106 MB, deleted afterwards)", lambda path: _from_carrier(name, path)),
    ]
    return verified_file(cache_folder() / "wheels" / name, package["sha256"], sources)


def _from_carrier(name: str, path: Path) -> None:
    with scratch(cache_folder() / "carrier") as folder:
        _pip_download(CARRIER, folder)
        for wheel in folder.glob("*.whl"):
            if extract(wheel, name, path):
                return
    raise Unreachable(f"it holds no {name}")


def extract(archive: Path, name: str, path: Path) -> bool:
    """Writes the archive's member with that file name to the path; tells whether there is one."""
    with zipfile.ZipFile(archive) as opened:
        members = [member for member in opened.namelist() if member.rpartition("/")[2] == name]
        if members:
            path.write_bytes(opened.read(members[0]))
    return bool(members)


def _pip_download(requirement: str, folder: Path) -> None:
    say(f"Downloading {requirement} with pip ...")
    # Its newest Python does not matter: only the archive is wanted, never an installation.
    exact = ["--no-deps", "--only-binary=:all:", "--python-version=3.12"]
    plain = ["--disable-pip-version-check", "--no-input", "--retries=1", f"--cache-dir={folder / 'pip'}"]
    command = [pip_python(), "-m", "pip", "download", *exact, *plain, "--dest", str(folder), requirement]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise Unreachable("pip said: " + last_words(done.stderr).strip())
