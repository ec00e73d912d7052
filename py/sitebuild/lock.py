"""Writes the lock that Pyodide reads: only what the site uses, with the hashes of the files as the site has them."""

import json
from pathlib import Path
from typing import Any

from . import pyodide
from .files import cached_folder, fingerprint, sha256

NAME = "pyodide-lock.json"


def empty_lock() -> dict[str, Any]:
    """Enough for Pyodide to begin with, where all packages are in the snapshot."""
    return {"info": pyodide.info(), "packages": {}}


def lock_file(own_wheel: Path, own_address: str, numpy_wheel: Path, numpy_address: str) -> Path:
    """The lock in the cache; addresses are where the site carries the wheels, relative to the lock."""
    content = empty_lock()
    content["packages"]["numpy"] = pyodide.numpy() | {"file_name": numpy_address, "sha256": sha256(numpy_wheel)}
    content["packages"]["glassnet"] = own_package(own_wheel, own_address, sorted(content["packages"]))
    text = json.dumps(content, indent=2) + "\n"
    return cached_folder(f"lock-{fingerprint(text)}", lambda folder: _write(folder / NAME, text)) / NAME


def own_package(wheel: Path, address: str, depends: list[str]) -> dict[str, Any]:
    """Our own entry, with what Pyodide asks of each."""
    name, version = wheel.name.split("-")[:2]
    return {
        "name": name,
        "version": version,
        "file_name": address,
        "sha256": sha256(wheel),
        "install_dir": "site",
        "package_type": "package",
        "imports": [name],
        "depends": depends,
    }


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
