"""Keeps the cache from growing for ever: when a folder is made, those of its kind go that nobody used for a month.

The kind of `snapshot-0ffcaf922a4bbcc1` is `snapshot`. When a folder was last used is its time of modification. Needs
nothing but the standard library, for `environment.py`.
"""

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

MONTH = 30 * 24 * 60 * 60  # seconds


def used(folder: Path) -> None:
    """Note that the folder is in use; where the cache can only be read, nothing is ever removed from it either."""
    with suppress(OSError):
        os.utime(folder)


def forget_unused(made: Path) -> None:
    """Remove the folders beside `made` that are of its kind and were not used for a month."""
    kind, _, _ = made.name.rpartition("-")
    for folder in made.parent.glob(f"{kind}-*"):
        same_kind = folder.name.rpartition("-")[0] == kind and folder.is_dir()
        if same_kind and time.time() - folder.stat().st_mtime > MONTH:
            shutil.rmtree(folder, ignore_errors=True)
