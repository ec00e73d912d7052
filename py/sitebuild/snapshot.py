"""Makes the snapshot that the page starts from: Python's memory with NumPy and our package imported."""

import base64
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import deflate

from .bytecode import compiled
from .files import cached_folder, fingerprint
from .node import run_node
from .own_wheel import served_wheel
from .paths import SITE
from .problem import Problem
from .pyodide import GLUE, INTERPRETER, LOADER, STDLIB, pyodide, site_packages
from .say import busy

WHOLE = "snapshot.bin"
PACKED = f"{WHOLE}.gz"
BEST = 12
SCRIPT = Path(__file__).with_name("snapshot.mjs")
THE_REST = Path(__file__).with_name("the_rest.py")
LAYOUT = SITE / "js" / "python" / "snapshot.mjs"


@cache
def snapshot() -> Path:
    """The cached folder with snapshot.bin.gz, snapshot.json and the compiled libraries that it stands on."""
    wheels = [*sorted(compiled().glob("*.whl")), served_wheel()]
    code = [pyodide(name) for name in (INTERPRETER, GLUE, LOADER)]
    key = fingerprint(BEST, files=[SCRIPT, THE_REST, LAYOUT, compiled() / STDLIB, *wheels, *code])
    return cached_folder(f"snapshot-{key}", lambda folder: make_snapshot(wheels, folder))


def make_snapshot(wheels: list[Path], folder: Path) -> None:
    """Writes the snapshot of these wheels to the folder."""
    for wheel in wheels:
        with ZipFile(wheel) as archive:
            archive.extractall(folder / "libraries", [name for name in archive.namelist() if name.endswith(".so")])
    with busy("Making the snapshot of Python's memory"):
        run_node(SCRIPT, pyodide(), compiled() / STDLIB, site_packages(), folder, *wheels)
        if not (folder / WHOLE).exists():  # Node ends in peace when nothing is left to wait for
            raise Problem(f"{SCRIPT.name} ended under Node without having made a snapshot.")
        _pack(folder)


def _pack(folder: Path) -> None:
    """Compress it as well as gzip can: libdeflate's best takes 4 % off zlib's best, in two seconds."""
    whole = folder / WHOLE
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
