"""Files that are whole or not there: atomic writes, and folders in the cache that notice when they were damaged.

A cached folder is made under a temporary name, gets a list of its files' hashes, and only then its real name; so a
Ctrl-C or a full disk leaves nothing half-written behind, and a file that changed afterwards is made again.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from .paths import cache_folder
from .say import say
from .scratch import scratch
from .unused import forget_unused, used

MANIFEST = ".sha256.json"


def sha256(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def fingerprint(*parts: object, files: Iterable[Path] = ()) -> str:
    """Sixteen hexadecimal digits that change when a part, or a file's name or content, changes."""
    lines = [repr(part) for part in parts] + [f"{path.name} {sha256(path)}" for path in files]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def sources(folder: Path) -> list[Path]:
    """Every file below the folder in a fixed order, without what Python and editors leave lying around."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if "__pycache__" not in path.parts and not path.name.startswith("."))


def write_whole(path: Path, content: bytes) -> None:
    """Writes the file so that a reader sees the old content or the new, never a part."""
    with scratch(path) as folder:
        new = folder / path.name
        new.write_bytes(content)
        new.replace(path)


def copied(path: Path, target: Path) -> Path:
    """Copies the file to `target`, whose folder need not be there yet; returns that."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)
    return target


def replace_folder(new: Path, target: Path) -> None:
    """Puts the folder `new` in the place of `target`, whatever was there before."""
    with scratch(target) as folder:
        if target.exists():
            target.rename(folder / "old")
        new.rename(target)


def cached_folder(name: str, make: Callable[[Path], None]) -> Path:
    """The cache's folder of that name, filled by `make` if it is missing or no longer what was written."""
    target = cache_folder() / name
    if target.exists():
        damaged = damage(target)
        if not damaged:
            used(target)
            return target
        say(f"{damaged} in the cache is not what was stored there; making {name} again.")
    with scratch(target) as folder:
        fresh = folder / "fresh"
        fresh.mkdir()
        make(fresh)
        _write_manifest(fresh)
        replace_folder(fresh, target)
    forget_unused(target)
    return target


def damage(folder: Path) -> str:
    """The first file that is missing from or changed in a cached folder; an empty text if all is well."""
    try:
        manifest: dict[str, str] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return MANIFEST
    wrong = (name for name, expected in manifest.items() if not _holds(folder / name, expected))
    return next(wrong, "")


def _holds(path: Path, expected: str) -> bool:
    return path.is_file() and sha256(path) == expected


def _write_manifest(folder: Path) -> None:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    manifest = {path.relative_to(folder).as_posix(): sha256(path) for path in found}
    text = json.dumps(manifest, indent=0)
    with (folder / MANIFEST).open("w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
