"""Puts dist/ together: the page as it is, the libraries it uses, the runtime, the recording, and a list of it all.

It is made beside its place and swapped in when whole. Nothing in it depends on the time, the machine or the folder.
"""

from pathlib import Path

from .bundle import PLACE, add_bundle, name_by_content
from .editor import BUNDLE, editor
from .embed import add_embed
from .esbuild import minified
from .exercises import for_the_page
from .files import copied, replace_folder, sources
from .first_state import add_first_state
from .formulas import FINISHED, formulas
from .npm import npm_package
from .offline import add_service_worker
from .paths import DIST, SITE, cache_folder
from .recording import recording
from .runtime import add_runtime
from .scratch import clear_abandoned, scratch

RECORDING = "recording.json"
VENDOR = {
    "lit-html": [
        "lit-html.js",
        "directive.js",
        "directive-helpers.js",
        "async-directive.js",
        "directives/*.js",
        "LICENSE",
    ],
    "uplot": ["dist/uPlot.min.css", "LICENSE"],
    "@fontsource/source-serif-4": ["files/source-serif-4-latin-[46]00-*.woff2", "LICENSE"],
    "@fontsource/source-code-pro": ["files/source-code-pro-latin-[46]00-normal.woff2", "LICENSE"],
    "wasmparser": ["dist/esm/*.js", "LICENSE"],
}


def assemble(target: Path = DIST, plain: bool = False) -> Path:
    """Builds the site into `target` and returns it; a plain one has no snapshot, and Pyodide's JavaScript as it is."""
    clear_abandoned(target.parent, target.name)
    clear_abandoned(cache_folder())
    with scratch(target) as folder:
        new, written = folder / "dist", folder / "written"
        lay_plain(written)
        add_first_state(written)
        add_bundle(written, new)
        add_embed(new)
        _copy_what_stays(written, new)
        (new / PLACE / "exercises.json").write_text(for_the_page(), encoding="utf-8", newline="\n")
        add_runtime(new, new / PLACE, plain)
        name_by_content(new)
        add_service_worker(new)
        (new / ".nojekyll").touch()  # GitHub Pages: take every file as it is
        replace_folder(new, target)
    return target


def lay_plain(plain: Path) -> None:
    """Puts the page into a folder as it is written, with what it imports and what its first state is drawn from."""
    _copy_site(plain)
    _copy_vendor(plain)
    copied(recording(), plain / RECORDING)
    copied(formulas(), plain / FINISHED)


def _copy_what_stays(plain: Path, new: Path) -> None:
    """What has an address for ever, the licences, and what the page's folder holds beside the bundle."""
    for path in [plain / "glass-net.js", plain / "formulas.tex", *sources(plain / "exercises")]:
        copied(path, new / path.relative_to(plain))
    for path in plain.glob("vendor/**/LICENSE"):
        copied(path, new / path.relative_to(plain))
    for name in (RECORDING, FINISHED):
        copied(plain / name, new / PLACE / name)


def _copy_site(new: Path) -> None:
    for path in sources(SITE):
        if path.name != "README.md":
            copied(path, new / path.relative_to(SITE))


def _copy_vendor(new: Path) -> None:
    for name, patterns in VENDOR.items():
        package = npm_package(name)
        for path in sorted(found for pattern in patterns for found in package.glob(pattern)):
            inner = path.relative_to(package)
            copied(path, new / "vendor" / name / (inner.name if inner.parts[0] == "dist" else inner))
    copied(minified("uplot", "dist/uPlot.esm.js"), new / "vendor" / "uplot" / "uPlot.esm.js")
    for file in (BUNDLE, "LICENSE"):
        copied(editor() / file, new / "vendor" / "codemirror" / file)
