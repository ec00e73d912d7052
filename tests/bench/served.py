"""The folder that the benchmarks are served from: the site with one more door, the peers, stock Pyodide.

Peers come from npm like everything else; the table of versions is in `sitebuild/npm.py`.
"""

import hashlib
import json
import shutil
import zipfile
from pathlib import Path

from sitebuild.npm import npm_package
from sitebuild.paths import DIST

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


def lay_out(folder: Path) -> None:
    """Put everything that a browser will ask for into the folder."""
    shutil.copytree(DIST, folder / "page")
    add_door(folder / "page")
    for path in HERE.iterdir():
        if path.suffix in (".html", ".js"):
            shutil.copyfile(path, folder / path.name)
    for name, patterns in PEERS.items():
        (folder / "peers" / name).mkdir(parents=True)
        for path in (found for pattern in patterns for found in npm_package(name).glob(pattern)):
            shutil.copyfile(path, folder / "peers" / name / path.name)


def add_door(page: Path) -> None:
    """Write the door into the copied wheel's `session.py`, and the wheel's new hash into the copied lock."""
    lock_path = page / json.loads((page / "runtime.json").read_text())["lockFileURL"]
    lock = json.loads(lock_path.read_text())
    entry = lock["packages"]["glassnet"]
    wheel = lock_path.parent / entry["file_name"]
    with zipfile.ZipFile(wheel) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["glassnet/session.py"] += DOOR.encode()
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    entry["sha256"] = hashlib.sha256(wheel.read_bytes()).hexdigest()
    lock_path.write_text(json.dumps(lock))
