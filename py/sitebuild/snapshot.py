"""Makes the snapshot that the page starts from: Python's memory with NumPy and our package imported."""

import base64
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import deflate

from .bytecode import STDLIB, compiled
from .files import cached_folder, fingerprint
from .node import run_node
from .npm import npm_package
from .own_wheel import own_wheel
from .paths import SITE
from .say import busy

PACKED = "snapshot.bin.gz"
BEST = 12
SCRIPT = Path(__file__).with_name("snapshot.mjs")
THE_REST = Path(__file__).with_name("the_rest.py")
LAYOUT = SITE / "js" / "snapshot.mjs"


@cache
def snapshot() -> Path:
    """The cached folder with snapshot.bin.gz, snapshot.json and the compiled libraries that it stands on."""
    wheels = [*sorted(compiled().glob("*.whl")), own_wheel()]
    pyodide = npm_package("pyodide")
    code = [pyodide / "pyodide.asm.wasm", pyodide / "pyodide.asm.mjs", pyodide / "pyodide.mjs"]
    key = fingerprint(BEST, files=[SCRIPT, THE_REST, LAYOUT, compiled() / STDLIB, *wheels, *code])
    return cached_folder(f"snapshot-{key}", lambda folder: make_snapshot(wheels, folder))


def make_snapshot(wheels: list[Path], folder: Path) -> None:
    """Writes the snapshot of these wheels to the folder."""
    for wheel in wheels:
        with ZipFile(wheel) as archive:
            archive.extractall(folder / "libraries", [name for name in archive.namelist() if name.endswith(".so")])
    with busy("Making the snapshot of Python's memory"):
        run_node(SCRIPT, npm_package("pyodide"), compiled() / STDLIB, folder, *wheels)
        _pack(folder)


def _pack(folder: Path) -> None:
    """Compress it as well as gzip can: libdeflate's best takes 4 % off zlib's best, in two seconds."""
    whole = folder / "snapshot.bin"
    packed = bytes(deflate.gzip_compress(whole.read_bytes(), BEST))
    whole.unlink()
    (folder / PACKED).write_bytes(packed)
    integrity = base64.b64encode(hashlib.sha256(packed).digest()).decode()
    path = folder / "snapshot.json"
    content = json.loads(path.read_text(encoding="utf-8")) | {"integrity": f"sha256-{integrity}"}
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8", newline="\n")


def description(folder: Path) -> dict[str, Any]:
    """What the restorer must know."""
    content: dict[str, Any] = json.loads((folder / "snapshot.json").read_text(encoding="utf-8"))
    return content
