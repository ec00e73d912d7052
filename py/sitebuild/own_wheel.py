"""Builds the wheel of our own package, the same bytes for the same sources. It stays source, because the page shows it.

The compiler, which the page does not show, is served as bytecode: its import then takes 20 ms instead of 130.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from .bytecode import SCRIPT, compile_archives
from .files import cached_folder, fingerprint, sources
from .paths import PACKAGE, PYPROJECT, ROOT
from .problem import Problem, last_words
from .pyodide import INTERPRETER, pyodide
from .tools import toolbox

DATE = "1577836800"  # written into the archive in place of today
AS_BYTECODE = "glassnet/compiler/"
# Sweeps on cores and clusters, what records the tutorial's run with them, and the estimators for scikit-learn: the page
# has no use for them.
NATIVE = ("glassnet/sweeps/native/", "glassnet/recording.py", "glassnet/sklearn.py")


def own_wheel() -> Path:
    """The wheel in the cache, built only when the package or pyproject.toml changed."""
    key = fingerprint(*(path.relative_to(PACKAGE) for path in sources(PACKAGE)), files=[*sources(PACKAGE), PYPROJECT])
    return next(cached_folder(f"wheel-{key}", _build).glob("*.whl"))


@cache
def served_wheel() -> Path:
    """The same with a part as bytecode, and without what the page has no use for, for Pyodide's own Python."""
    wheel = own_wheel()
    key = fingerprint(toolbox().name, files=[wheel, SCRIPT, Path(__file__), pyodide(INTERPRETER)])
    return next(cached_folder(f"served-{key}", lambda folder: _with_bytecode(wheel, folder)).glob("*.whl"))


def _build(folder: Path) -> None:
    script = f"import hatchling.build; print(hatchling.build.build_wheel({str(folder)!r}))"
    env = {**os.environ, "SOURCE_DATE_EPOCH": DATE}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Problem("The package glassnet could not be built as a wheel:\n" + last_words(done.stderr, lines=20))


def _with_bytecode(wheel: Path, folder: Path) -> None:
    """Writes the wheel to the folder, with the modules below ``AS_BYTECODE`` compiled."""
    with TemporaryDirectory() as name, ZipFile(wheel) as whole:
        part, made = Path(name) / "part.zip", Path(name) / "made"
        made.mkdir()
        with ZipFile(part, "w") as out:
            _copy(whole, out, _is_compiled)
        compile_archives([part], made, "Glassnet's compiler")
        with ZipFile(folder / wheel.name, "w") as out, ZipFile(made / part.name) as compiled:
            _copy(whole, out, lambda info: not _is_compiled(info) and not info.filename.startswith(NATIVE))
            _copy(compiled, out, lambda info: True)


def _copy(archive: ZipFile, out: ZipFile, wanted: Callable[[ZipInfo], bool]) -> None:
    """Copies the files that are wanted."""
    for info in filter(wanted, archive.infolist()):
        out.writestr(info, archive.read(info), ZIP_DEFLATED)


def _is_compiled(info: ZipInfo) -> bool:
    """Whether a file of the wheel is replaced by its bytecode."""
    return info.filename.startswith(AS_BYTECODE) and info.filename.endswith(".py")
