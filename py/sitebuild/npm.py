"""npm's packages, in three projects below pins/: what the site is made of, what checks it, whom the benchmarks race.

A project's package.json names versions, and npm holds what it installs against the hashes of its package-lock.json.
"""

import json
import platform
import shutil
import sys
from functools import cache
from pathlib import Path
from typing import Any

from .files import cached_folder, fingerprint
from .node import run_npm
from .paths import PINS
from .problem import Problem, last_words
from .say import busy

PROJECTS = ("site", "checks", "peers")
FILES = ("package.json", "package-lock.json")
QUIETLY = ("--ignore-scripts", "--no-bin-links", "--no-audit", "--no-fund")


@cache
def npm_package(name: str) -> Path:
    """The package's folder."""
    return modules(project_of(name)) / name


def version(name: str) -> str:
    """The pinned version of a package."""
    found: str = locked(project_of(name))[name]["version"]
    return found


def project_of(name: str) -> str:
    """The project that a package belongs to."""
    found = next((project for project in PROJECTS if name in locked(project)), None)
    if not found:
        raise Problem(f"No package-lock.json below {PINS.name}/ has the package {name}.")
    return found


@cache
def locked(project: str) -> dict[str, dict[str, Any]]:
    """The lock's entries of all packages at the top of a project's node_modules, by name."""
    lock = json.loads((PINS / project / "package-lock.json").read_text(encoding="utf-8"))
    return {path.removeprefix("node_modules/"): entry for path, entry in lock["packages"].items() if path}


@cache
def modules(project: str) -> Path:
    """A project's node_modules, in the cache; installed again when its files or the kind of machine changed."""
    source = PINS / project
    key = fingerprint(sys.platform, platform.machine(), files=[source / name for name in FILES])
    return cached_folder(f"npm-{project}-{key}", lambda folder: install(source, folder)) / "node_modules"


def install(source: Path, folder: Path) -> None:
    """Copies the project to the folder and lets npm install there exactly what its lock names."""
    shutil.copytree(source, folder, dirs_exist_ok=True)
    with busy(f"Installing {source.name}'s packages with npm"):
        done = run_npm("ci", *QUIETLY, cwd=folder)
    if done.returncode:
        said = last_words(done.stderr)
        raise Problem(
            f"npm could not install the packages of {source.name}; it said:\n{said}\nRun this again to retry."
        )
