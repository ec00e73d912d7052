"""Lays out what Python is started from, below runtime/ in the site, and writes `runtime.json`: what is where.

The snapshot and the shortened glue make the page start sooner, and nothing else. So where one of them cannot be made,
the build warns and goes on without it. `--plain` leaves both out.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .bundle import integrity
from .bytecode import compiled
from .files import copied, fingerprint
from .glue import glue
from .lock import empty_lock, lock_file
from .npm import version
from .own_wheel import served_wheel
from .problem import Problem
from .pyodide import GLUE, INTERPRETER, LOADER, STDLIB, pyodide, site_packages, stdlib_place
from .say import say
from .snapshot import PACKED, description, snapshot

RUNTIME = f"runtime/{version('pyodide')}"
FROM_PYODIDE = [LOADER, GLUE, INTERPRETER]


def add_runtime(new: Path, page: Path, plain: bool = False) -> None:
    """Puts all of it into the folder of the site, and the list of it into the page's own."""
    short = None if plain else _if_possible(glue, "Pyodide's JavaScript is taken as it is")
    files = _copy_runtime(new / RUNTIME, short or pyodide(GLUE))
    made = None if plain else _if_possible(snapshot, "the page starts Python plainly, a second or two later")
    started = files[: len(FROM_PYODIDE)]
    _write_runtime_json(new, page, files, _copy_snapshot(new, made, started) if made else None)


def _if_possible(make: Callable[[], Path], without: str) -> Path | None:
    """What `make` gives; where it cannot be made, a warning that says why and what follows."""
    try:
        return make()
    except Problem as problem:
        say(f"WARNING: {problem}\nThe build goes on without it: {without}.")
        return None


def _copy_runtime(folder: Path, glue: Path) -> list[Path]:
    """Copies what a plain start loads; the address of each carries a hash of what may change."""
    started = [glue if name == GLUE else pyodide(name) for name in FROM_PYODIDE]
    own = f"pyodide-{fingerprint(files=started)}"
    [numpy] = compiled().glob("*.whl")
    bytecode = f"bytecode-{fingerprint(files=[compiled() / STDLIB, numpy])}"
    files = [copied(path, folder / own / path.name) for path in started]
    files += [copied(path, folder / bytecode / path.name) for path in [compiled() / STDLIB, numpy]]
    wheel = served_wheel()
    address = f"glassnet-{fingerprint(files=[wheel])}/{wheel.name}"
    lock = lock_file(wheel, address, numpy, f"{bytecode}/{numpy.name}")
    files.append(copied(wheel, folder / address))
    files.append(copied(lock, folder / f"pyodide-lock-{fingerprint(files=[lock])}.json"))
    return files


def _copy_snapshot(new: Path, made: Path, pyodides: list[Path]) -> dict[str, Any]:
    """Copies the snapshot and the compiled libraries that it stands on; returns what the restorer must know.

    `pyodides` are Pyodide's own files in the site, which any start needs.
    """
    folder = new / RUNTIME
    content = description(made)
    packed = copied(made / PACKED, folder / f"snapshot-{fingerprint(files=[made / PACKED])}" / PACKED)
    for library in content["libraries"]:
        # Named .wasm, because servers know that ending, and browsers compile while it arrives only if they do.
        source = made / "libraries" / library["file"]
        named = f"libraries-{fingerprint(files=[source])}/{source.name.partition('.')[0]}.wasm"
        library["file"] = copied(source, folder / named).relative_to(new).as_posix()
    started = [packed, *(new / library["file"] for library in content["libraries"]), *pyodides]
    files = {path.relative_to(new).as_posix(): path.stat().st_size for path in started}
    return {
        "file": packed.relative_to(new).as_posix(),
        "lock": empty_lock(),
        "places": {"stdlib": stdlib_place(), "packages": site_packages()},
        **content,
        "files": files,
    }


def _write_runtime_json(new: Path, page: Path, files: list[Path], snapshot: dict[str, Any] | None) -> None:
    """What a start downloads, and what `loadPyodide` is told; every address is relative to the site."""
    addresses = [path.relative_to(new).as_posix() for path in files]
    content = {
        "pyodide": version("pyodide"),
        "indexURL": next(address for address in addresses if address.endswith(LOADER)).removesuffix(LOADER),
        "interpreter": next(address for address in addresses if address.endswith(INTERPRETER)),
        "lockFileURL": addresses[-1],
        "packages": ["glassnet"],
        "stdlib": next(address for address in addresses if address.endswith(STDLIB)),
        # Our own first: the page shows its source.
        "wheels": [address for address in reversed(addresses) if address.endswith(".whl")],
        "files": {address: path.stat().st_size for address, path in zip(addresses, files, strict=True)},
        "integrity": {
            address: integrity(path.read_bytes())
            for address, path in zip(addresses, files, strict=True)
            if path.suffix in (".zip", ".whl")
        },
        "snapshot": snapshot,
    }
    (page / "runtime.json").write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8", newline="\n")
