"""Runs esbuild on what others wrote; our own code is bundled by bundle.py.

It is WebAssembly under Node: one pinned package for every machine, and the same bytes on each.
"""

from functools import cache
from pathlib import Path

from .files import cached_folder, fingerprint
from .node import run_node
from .npm import npm_package, version

NAME = "esbuild-wasm"
OPTIONS = [
    "--format=esm",
    "--minify",
    "--target=es2022",
    "--legal-comments=none",
    "--charset=utf8",
    "--log-level=warning",
]


def esbuild(source: Path, target: Path, *options: str) -> None:
    """Makes one small file of another."""
    run_node(npm_package(NAME) / "bin" / "esbuild", source, *OPTIONS, *options, f"--outfile={target}")


@cache
def minified(package: str, file: str) -> Path:
    """A module that npm has only as it was written, without comments and spaces: half as much to fetch."""
    source = npm_package(package) / file
    key = fingerprint(OPTIONS, version(package), version(NAME), file)
    return cached_folder(f"minified-{key}", lambda folder: esbuild(source, folder / source.name)) / source.name
