"""Makes one file of the editor, CodeMirror, and of what it stands on, which come as many."""

import shutil
from functools import cache
from pathlib import Path

from .esbuild import NAME, OPTIONS, esbuild
from .files import cached_folder, fingerprint
from .npm import npm_package, version
from .problem import Problem
from .say import busy
from .scratch import scratch

ENTRY = Path(__file__).with_name("editor.mjs")
BUNDLE = "codemirror.js"
PACKAGES = [
    "@codemirror/autocomplete",
    "@codemirror/commands",
    "@codemirror/lang-python",
    "@codemirror/language",
    "@codemirror/state",
    "@codemirror/streamparser",
    "@codemirror/view",
    "@lezer/common",
    "@lezer/highlight",
    "@lezer/lr",
    "@lezer/python",
    "@marijn/find-cluster-break",
    "crelt",
    "style-mod",
    "w3c-keyname",
]
# The page's policy allows no <style> made by a script, and style-mod takes the other way, a style sheet that the page
# adopts, in shadow trees only. Every browser that runs the page can do it for a document as well.
STYLES = ("style-mod", "src/style-mod.js", "if (!root.head && root.adoptedStyleSheets", "if (root.adoptedStyleSheets")


@cache
def editor() -> Path:
    """The cached folder that holds the bundle and the packages' licences."""
    key = fingerprint(OPTIONS, STYLES, {name: version(name) for name in [*PACKAGES, NAME]}, files=[ENTRY])
    return cached_folder(f"editor-{key}", make_editor)


def make_editor(folder: Path) -> None:
    """Writes the bundle and a file of licences to the folder."""
    with scratch(folder / "work") as work:
        entry = Path(shutil.copy(ENTRY, work))
        for name in PACKAGES:
            shutil.copytree(npm_package(name), work / "node_modules" / name)
        _let_the_page_adopt_styles(work / "node_modules")
        with busy("Making one file of the editor"):
            esbuild(entry, folder / BUNDLE, "--bundle")
    licences = [f"{name} {version(name)}\n\n{_licence(name)}" for name in PACKAGES]
    (folder / "LICENSE").write_text("\n\n".join(licences), encoding="utf-8", newline="\n")


def _let_the_page_adopt_styles(modules: Path) -> None:
    package, file, old, new = STYLES
    path = modules / package / file
    text = path.read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise Problem(f"{package} {version(package)} has the line {old} {text.count(old)} times; expected once.")
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def _licence(name: str) -> str:
    return (npm_package(name) / "LICENSE").read_text(encoding="utf-8").strip() + "\n"
