"""Puts dist/ together: the page as it is, the libraries it uses, the runtime, the recording, and a list of it all.

It is made beside its place and swapped in when whole. Nothing in it depends on the time, the machine or the folder.
"""

import json
import shutil
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from .bytecode import STDLIB, compiled
from .editor import BUNDLE, editor
from .embed import add_embed
from .esbuild import minified
from .exercises import for_the_page
from .files import fingerprint, replace_folder, scratch, sources
from .first_state import add_first_state
from .formulas import FINISHED, formulas
from .glue import GLUE, LOADER, glue
from .lock import lock_file
from .npm import npm_package, version
from .own_wheel import own_wheel
from .paths import DIST, SITE
from .preload import add_preloads
from .recording import recording
from .snapshot import PACKED, description, snapshot

RUNTIME = f"runtime/{version('pyodide')}"
INTERPRETER = "pyodide.asm.wasm"
FROM_PYODIDE = [LOADER, GLUE, INTERPRETER]
NOTHING = "nothing.zip"
VENDOR = {
    "lit-html": [
        "lit-html.js",
        "directive.js",
        "directive-helpers.js",
        "async-directive.js",
        "directives/*.js",
        "LICENSE",
    ],
    "uplot": ["dist/uPlot.min.css", "LICENSE"],
}


def assemble(target: Path = DIST) -> Path:
    """Builds the site into `target` and returns it."""
    with scratch(target) as folder:
        new = folder / "dist"
        new.mkdir()
        _copy_site(new)
        _copy_vendor(new)
        _copy(recording(), new / "recording.json")
        _copy(formulas(), new / FINISHED)
        add_first_state(new)
        add_preloads(new)
        add_embed(new)
        files = _copy_runtime(new / RUNTIME)
        (new / "exercises.json").write_text(for_the_page(), encoding="utf-8", newline="\n")
        _write_runtime_json(new, files, _copy_snapshot(new))
        (new / ".nojekyll").touch()  # GitHub Pages: take every file as it is
        replace_folder(new, target)
    return target


def _copy_site(new: Path) -> None:
    for path in sources(SITE):
        if path.name != "README.md":
            _copy(path, new / path.relative_to(SITE))


def _copy_vendor(new: Path) -> None:
    for name, patterns in VENDOR.items():
        package = npm_package(name)
        for path in sorted(found for pattern in patterns for found in package.glob(pattern)):
            inner = path.relative_to(package)
            _copy(path, new / "vendor" / name / (inner.name if inner.parts[0] == "dist" else inner))
    _copy(minified("uplot", "dist/uPlot.esm.js"), new / "vendor" / "uplot" / "uPlot.esm.js")
    for file in (BUNDLE, "LICENSE"):
        _copy(editor() / file, new / "vendor" / "codemirror" / file)


def _copy_runtime(folder: Path) -> list[Path]:
    """Copies what a plain start loads; what may change while Pyodide stays the same gets a hash in its address."""
    pyodide, wheels = npm_package("pyodide"), sorted(compiled().glob("*.whl"))
    bytecode = f"bytecode-{fingerprint(files=[compiled() / STDLIB, *wheels])}"
    copied = [_copy(glue() if name == GLUE else pyodide / name, folder / name) for name in FROM_PYODIDE]
    copied += [_copy(path, folder / bytecode / path.name) for path in [compiled() / STDLIB, *wheels]]
    wheel = own_wheel()
    address = f"glassnet-{fingerprint(files=[wheel])}/{wheel.name}"
    lock = lock_file(wheel, address, {path: f"{bytecode}/{path.name}" for path in wheels})
    copied.append(_copy(wheel, folder / address))
    copied.append(_copy(lock, folder / f"pyodide-lock-{fingerprint(files=[lock])}.json"))
    return copied


def _copy_snapshot(new: Path) -> dict[str, Any]:
    """Copies the snapshot and the compiled libraries that it stands on; returns what the restorer must know."""
    made, folder = snapshot(), new / RUNTIME
    content = description(made)
    packed = _copy(made / PACKED, folder / f"snapshot-{fingerprint(files=[made / PACKED])}" / PACKED)
    for library in content["libraries"]:
        # Named .wasm, because servers know that ending, and browsers compile while it arrives only if they do.
        source = made / "libraries" / library["file"]
        named = f"libraries-{fingerprint(files=[source])}/{source.name.partition('.')[0]}.wasm"
        copied = _copy(source, folder / named)
        library["file"] = copied.relative_to(new).as_posix()
    with ZipFile(folder / NOTHING, "w"):
        pass
    started = [packed, folder / NOTHING, *(new / library["file"] for library in content["libraries"])]
    started += [folder / name for name in FROM_PYODIDE]
    files = {path.relative_to(new).as_posix(): path.stat().st_size for path in started}
    return {"file": packed.relative_to(new).as_posix(), "stdlib": f"{RUNTIME}/{NOTHING}", **content, "files": files}


def _write_runtime_json(new: Path, files: list[Path], snapshot: dict[str, Any]) -> None:
    """What a start downloads, and what `loadPyodide` is told; every address is relative to the page's own folder."""
    addresses = [path.relative_to(new).as_posix() for path in files]
    content = {
        "pyodide": version("pyodide"),
        "indexURL": f"{RUNTIME}/",
        "interpreter": next(address for address in addresses if address.endswith(INTERPRETER)),
        "lockFileURL": addresses[-1],
        "packages": ["glassnet"],
        "stdlib": next(address for address in addresses if address.endswith(STDLIB)),
        # Our own first: the page shows its source.
        "wheels": [address for address in reversed(addresses) if address.endswith(".whl")],
        "files": {address: path.stat().st_size for address, path in zip(addresses, files, strict=True)},
        "snapshot": snapshot,
    }
    (new / "runtime.json").write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8", newline="\n")


def _copy(path: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)
    return target
