"""What a snapshot leaves out, most of the standard library and of NumPy: an import that needs it gets it.

It runs in the browser: the build imports it into the snapshot, and `site/js/python/boot.js` calls `restored`, then
`unpack`.
"""

# ruff: noqa: PTH103, PTH120, PTH123
# pathlib is no part of the snapshot.

import importlib
import importlib.machinery
import os
import random
import sys
import types
import zipimport
from collections.abc import Callable, Iterator, Sequence
from time import monotonic
from typing import Any

LINALG = "numpy.linalg._umath_linalg"


class Later(types.ModuleType):
    """Stands in for the compiled half of linalg, a third of a megabyte that no network needs, until it is used."""

    _ilp64 = False

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        del sys.modules[LINALG]
        linalg = importlib.import_module("numpy.linalg")
        linalg._linalg._umath_linalg = importlib.import_module(LINALG)
        self.__dict__.update(linalg._linalg._umath_linalg.__dict__)
        return getattr(self, name)


sys.modules[LINALG] = Later(LINALG)


class LastResort:
    """The last place where an import looks: nothing else has what is asked for, so all that was left out is fetched."""

    def __init__(self, fetch_now: Callable[[], object]) -> None:
        self.fetch_now = fetch_now

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: Any = None) -> Any:
        """What `import` calls."""
        sys.meta_path.remove(self)  # what fetching imports is there, or nowhere
        try:
            self.fetch_now()
        except Exception:
            sys.meta_path.append(self)
            raise
        return importlib.machinery.PathFinder.find_spec(name, path, target)


def restored(fetch_now: Callable[[], object]) -> None:
    """To be called once the snapshot is Python again; `fetch_now` is to fetch all that was left out, and unpack it."""
    random.seed()  # a snapshot's random numbers would be the same for everybody
    vars(sys.modules["numpy.linalg"])["_umath_linalg"] = sys.modules[LINALG]  # where `from numpy import *` looks for it
    sys.meta_path.append(LastResort(fetch_now))


def unpack_compiler(wheel: str, folder: str) -> None:
    """Unpacks the compiler, and what sweeps with it, without the standard library's help: that may not be there."""
    archive = zipimport.zipimporter(wheel)
    for name in archive._get_files():  # type: ignore[attr-defined]
        if name.startswith(("glassnet/compiler/", "glassnet/sweeps/")) and not name.endswith("/"):
            os.makedirs(os.path.dirname(f"{folder}/{name}"), exist_ok=True)
            with open(f"{folder}/{name}", "wb") as file:
                file.write(archive.get_data(name))
    importlib.invalidate_caches()


def unpacking(archives: Sequence[str], folder: str) -> Iterator[int]:
    """Unpacks the archives into a folder, a file with each step; gives how many archives are whole."""
    import zipfile  # it is among what was left out

    for whole, archive in enumerate(archives):
        with zipfile.ZipFile(archive) as files:
            for name in files.namelist():
                files.extract(name, folder)
                yield whole
        importlib.invalidate_caches()
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, LastResort)]
    yield len(archives)


def unpack(steps: Iterator[int], milliseconds: float) -> int:
    """Goes on for so long, one step at least; how many archives are whole then."""
    end = monotonic() + milliseconds / 1000
    archives = 0
    for archives in steps:  # noqa: B007 - it is the answer
        if monotonic() >= end:
            break
    return archives
