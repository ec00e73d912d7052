"""Makes one file of the editor, CodeMirror, and of what it stands on, which come as many."""

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from .esbuild import NAME, OPTIONS
from .files import cached_folder, fingerprint
from .node import run_node
from .npm import modules, npm_package, version
from .problem import Problem
from .say import busy
from .scratch import scratch

ENTRY = Path(__file__).with_name("editor.mjs")
BUNDLE = "codemirror.js"
# The page's policy allows no <style> made by a script, and style-mod takes the other way, a style sheet that the page
# adopts, in shadow trees only. Every browser that runs the page can do it for a document as well.
STYLES = ("style-mod", "src/style-mod.js", "if (!root.head && root.adoptedStyleSheets", "if (root.adoptedStyleSheets")


@cache
def editor() -> Path:
    """The cached folder that holds the bundle and the packages' licences."""
    key = fingerprint(OPTIONS, STYLES, modules("site").parent.name, files=[ENTRY, Path(__file__)])
    return cached_folder(f"editor-{key}", make_editor)


def make_editor(folder: Path) -> None:
    """Writes the bundle and a file of licences to the folder."""
    with scratch(folder / "work") as work, busy("Making one file of the editor"):
        patched, list_of_all = _adopting_styles(work), work / "metafile.json"
        options = [*OPTIONS, "--bundle", f"--alias:{STYLES[0]}={patched}", f"--metafile={list_of_all}"]
        program, project = npm_package(NAME) / "bin" / "esbuild", modules("site").parent
        options.append(f"--outfile={folder / BUNDLE}")
        run_node(program, *options, cwd=project, given=ENTRY.read_text(encoding="utf-8"))
        packages = _packages(json.loads(list_of_all.read_text(encoding="utf-8"))["inputs"])
    licences = [f"{name} {version(name)}\n\n{_licence(name)}" for name in packages]
    (folder / "LICENSE").write_text("\n\n".join(licences), encoding="utf-8", newline="\n")


def _adopting_styles(work: Path) -> Path:
    """style-mod, changed so that the page can adopt its styles; at an address that still says whose it is."""
    package, file, old, new = STYLES
    text = (npm_package(package) / file).read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise Problem(f"{package} {version(package)} has the line {old} {text.count(old)} times; expected once.")
    path = work / "node_modules" / package / file
    path.parent.mkdir(parents=True)
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")
    return path


def _packages(inputs: Iterable[str]) -> list[str]:
    """The packages of the files that esbuild took into the bundle."""
    found = (re.findall(r"node_modules/((?:@[^/]+/)?[^/]+)/", path) for path in inputs)
    return sorted({names[-1] for names in found if names})


def _licence(name: str) -> str:
    return (npm_package(name) / "LICENSE").read_text(encoding="utf-8").strip() + "\n"
