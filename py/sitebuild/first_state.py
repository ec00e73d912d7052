"""Draws the page's first state into dist/index.html, so that the recorded run is there before any module is.

The page's own views draw it, under Node, in a document of domino's (`first_state.mjs`), which needs no other package.
Whatever a view asks a browser for before anybody does anything must be found there.
"""

import json
import re
import shutil
from pathlib import Path

from .files import cached_folder, fingerprint, sources
from .node import run_node
from .npm import npm_package, version
from .problem import Problem
from .say import busy

PAGE = "index.html"
DATA = ("recording.json", "formulas.json")
DOMINO = "@mixmark-io/domino"
SCRIPTS = [Path(__file__).with_name(name) for name in ("first_state.mjs", "loss_still.mjs", "svg_canvas.mjs")]
DRAWN = "drawn.json"


def add_first_state(folder: Path) -> None:
    """Puts what each view draws into its element of the page; the folder has the scripts, recording and formulas."""
    page = folder / PAGE
    text = page.read_text(encoding="utf-8")
    for name, drawn in json.loads(first_state(folder).read_text(encoding="utf-8")).items():
        text = filled(text, name, drawn)
    page.write_text(text, encoding="utf-8", newline="\n")


def first_state(folder: Path) -> Path:
    """The finished HTML in the cache, by the elements' ids, made again when anything changed that it comes from."""
    files = [folder / PAGE, *(folder / name for name in DATA), *sources(folder / "js"), *sources(folder / "vendor")]
    key = fingerprint(version(DOMINO), files=[*files, *SCRIPTS])
    return cached_folder(f"first-state-{key}", lambda made: draw(folder, made)) / DRAWN


def draw(folder: Path, made: Path) -> None:
    """Writes that HTML into a folder of its own."""
    site = made / "site"
    for name in ("js", "vendor"):
        shutil.copytree(folder / name, site / name)
    (site / "package.json").write_text('{"type": "module"}\n', encoding="utf-8")
    with busy("Drawing what the page opens on"):
        run_node(SCRIPTS[0], npm_package(DOMINO), site, folder / PAGE, *(folder / name for name in DATA), made / DRAWN)
    shutil.rmtree(site)


def filled(text: str, name: str, drawn: str) -> str:
    """The page with its one empty element of that id filled, and marked as drawn only."""
    found = re.findall(rf'(<(\w+) id="{name}"[^>]*)(></\2>)', text)
    if len(found) != 1:
        raise Problem(f"{PAGE} has {len(found)} empty elements with the id “{name}”; expected one, for the view of it.")
    [(start, tag, rest)] = found
    return text.replace(start + rest, f"{start} data-drawn>{drawn}</{tag}>")
