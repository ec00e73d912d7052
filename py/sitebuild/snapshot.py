"""Makes the snapshot that the page starts from: Python's memory with NumPy and our package imported."""

import json
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from .bytecode import STDLIB, compiled
from .files import cached_folder, fingerprint
from .node import run_node
from .npm import npm_package
from .own_wheel import own_wheel
from .paths import SITE
from .say import busy

PACKED = "snapshot.bin.gz"
SCRIPT = Path(__file__).with_name("snapshot.mjs")
THE_REST = Path(__file__).with_name("the_rest.py")
LAYOUT = SITE / "js" / "snapshot.mjs"


@cache
def snapshot() -> Path:
    """The cached folder with snapshot.bin.gz, snapshot.json and the compiled libraries that it stands on."""
    wheels = [*sorted(compiled().glob("*.whl")), own_wheel()]
    pyodide = npm_package("pyodide")
    code = [pyodide / "pyodide.asm.wasm", pyodide / "pyodide.asm.mjs", pyodide / "pyodide.mjs"]
    key = fingerprint(files=[SCRIPT, THE_REST, LAYOUT, compiled() / STDLIB, *wheels, *code])
    return cached_folder(f"snapshot-{key}", lambda folder: make_snapshot(wheels, folder))


def make_snapshot(wheels: list[Path], folder: Path) -> None:
    """Writes the snapshot of these wheels to the folder."""
    for wheel in wheels:
        with ZipFile(wheel) as archive:
            archive.extractall(folder / "libraries", [name for name in archive.namelist() if name.endswith(".so")])
    with busy("Making the snapshot of Python's memory"):
        run_node(SCRIPT, npm_package("pyodide"), compiled() / STDLIB, folder, *wheels)


def description(folder: Path) -> dict[str, Any]:
    """What the restorer must know."""
    content: dict[str, Any] = json.loads((folder / "snapshot.json").read_text(encoding="utf-8"))
    return content
