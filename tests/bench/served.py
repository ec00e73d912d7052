"""The folder that the benchmarks are served from: the site with one more door, the peers, stock Pyodide.

Peers come from npm like everything else, pinned in `sitebuild/pins/peers`.
"""

import hashlib
import json
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from built import of_the_page
from sitebuild.bundle import integrity
from sitebuild.npm import npm_package
from sitebuild.numpy_wheel import numpy_wheel
from sitebuild.paths import DIST, SITE
from sitebuild.pyodide import LOCK, STDLIB, info, numpy, pyodide
from sitebuild.runtime import FROM_PYODIDE
from sitebuild.snapshot import PACKED, description, make_snapshot

HERE = Path(__file__).parent

# Any Python may be run through this door, so that the bare loop, the tutorial's own code and the page's slices all run
# in one and the same engine: the real page's. Only this copy of the site has it.
DOOR = '''

_space: dict[str, Any] = {}


def execute(code: str) -> Any:
    """Run some code; give back what it leaves in `answer`."""
    exec(code, _space)
    return _space.pop("answer", None)


__all__.append("execute")
'''

PEERS = {
    "@tensorflow/tfjs": ["dist/tf.min.js"],
    "@tensorflow/tfjs-backend-wasm": ["dist/tf-backend-wasm.min.js", "dist/*.wasm"],
    "brain.js": ["browser.min.js"],
}
STOCK = "runtime/stock"  # below runtime/ the server lets a browser keep everything


def lay_out(folder: Path) -> None:
    """Put everything that a browser will ask for into the folder: the site at its top, the rest below bench/."""
    shutil.copytree(DIST, folder, dirs_exist_ok=True)
    add_stock(folder)
    add_door(folder)
    add_modules(folder)
    bench = folder / "bench"
    bench.mkdir()
    for path in HERE.iterdir():
        if path.suffix in (".html", ".js"):
            shutil.copyfile(path, bench / path.name)
    for name, patterns in PEERS.items():
        peer = bench / "peers" / name
        peer.mkdir(parents=True)
        for path in (found for pattern in patterns for found in npm_package(name).glob(pattern)):
            shutil.copyfile(path, peer / path.name)


def add_modules(folder: Path) -> None:
    """The page's modules as they are written, for what measures one by one, with the page's own worker."""
    shutil.copytree(SITE / "js", folder / "js")
    for name in ("worker.js", "runtime.json"):
        shutil.copyfile(of_the_page(folder, name), folder / "js" / name)


def add_stock(folder: Path) -> None:
    """Pyodide as npm has it, the NumPy that the site runs, and our wheel."""
    stock = folder / STOCK
    stock.mkdir()
    for name in (*FROM_PYODIDE, STDLIB):
        shutil.copyfile(pyodide(name), stock / name)
    (stock / LOCK).write_text(json.dumps({"info": info(), "packages": {"numpy": numpy()}}))
    shutil.copyfile(numpy_wheel(), stock / numpy_wheel().name)
    _, wheel = lock_and_wheel(folder)
    shutil.copyfile(wheel, stock / "glassnet.whl")


def add_door(folder: Path) -> None:
    """Write the door into the copied wheel's `session.py`, and what that changes into the copied lists of files."""
    lock_path, wheel = lock_and_wheel(folder)
    with zipfile.ZipFile(wheel) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["glassnet/session.py"] += DOOR.encode()
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    lock = json.loads(lock_path.read_text())
    lock["packages"]["glassnet"]["sha256"] = hashlib.sha256(wheel.read_bytes()).hexdigest()
    lock_path.write_text(json.dumps(lock))
    runtime_path = of_the_page(folder, "runtime.json")
    runtime = json.loads(runtime_path.read_text())
    renew_snapshot(folder, runtime["snapshot"], [folder / name for name in runtime["wheels"]])
    for files in (runtime["files"], runtime["snapshot"]["files"]):
        files.update({name: (folder / name).stat().st_size for name in files})
    runtime["integrity"] = {name: integrity((folder / name).read_bytes()) for name in runtime["integrity"]}
    runtime_path.write_text(json.dumps(runtime))


def renew_snapshot(folder: Path, snapshot: dict[str, Any], wheels: list[Path]) -> None:
    """Make the snapshot again, of the wheels as they are now; the compiled libraries stay the same."""
    with tempfile.TemporaryDirectory() as name:
        make_snapshot(wheels, Path(name))
        snapshot |= {key: value for key, value in description(Path(name)).items() if key != "libraries"}
        shutil.copyfile(Path(name) / PACKED, folder / snapshot["file"])


def lock_and_wheel(folder: Path) -> tuple[Path, Path]:
    """The site's lock, and our wheel that it names."""
    lock_path = folder / json.loads(of_the_page(folder, "runtime.json").read_text())["lockFileURL"]
    lock = json.loads(lock_path.read_text())
    return lock_path, lock_path.parent / lock["packages"]["glassnet"]["file_name"]
