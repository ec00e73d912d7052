"""Builds the wheel of our own package, the same bytes for the same sources. It stays source: the page shows it."""

import os
import subprocess
import sys
from pathlib import Path

from .files import cached_folder, fingerprint, sources
from .paths import PACKAGE, PYPROJECT, ROOT
from .problem import Problem, last_words

DATE = "1577836800"  # written into the archive in place of today


def own_wheel() -> Path:
    """The wheel in the cache, built only when the package or pyproject.toml changed."""
    key = fingerprint(*(path.relative_to(PACKAGE) for path in sources(PACKAGE)), files=[*sources(PACKAGE), PYPROJECT])
    return next(cached_folder(f"wheel-{key}", _build).glob("*.whl"))


def _build(folder: Path) -> None:
    script = f"import hatchling.build; print(hatchling.build.build_wheel({str(folder)!r}))"
    env = {**os.environ, "SOURCE_DATE_EPOCH": DATE}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Problem("The package glassnet could not be built as a wheel:\n" + last_words(done.stderr, lines=20))
