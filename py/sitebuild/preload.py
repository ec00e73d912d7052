"""Names every module in the page's head: left alone, a browser asks for one only when it has read who imports it.

The page itself says when they are asked for: once its first state, which needs none of them, is on screen.
"""

import os
import re
from pathlib import Path

from .problem import Problem

MAIN = "js/main.js"
LINK = '<link rel="modulepreload" href="{}" />'
IMPORTED = re.compile(r"""\b(?:from|import)\s*["'](\.[^"']+)["']""")


def add_preloads(folder: Path) -> None:
    """Puts a link for each module that `main.js` imports, directly or not, in the place of its own link."""
    page = folder / "index.html"
    text = page.read_text(encoding="utf-8")
    own = LINK.format(MAIN)
    if text.count(own) != 1:
        raise Problem(f"{page.name} has the line {own} {text.count(own)} times; expected once.")
    links = "\n    ".join(LINK.format(address) for address in modules(folder))
    page.write_text(text.replace(own, links), encoding="utf-8", newline="\n")


def modules(folder: Path, main: str = MAIN) -> list[str]:
    """The addresses of a module and of all that it imports, relative to the folder, in the order of their discovery."""
    found = [main]
    for address in found:
        text = (folder / address).read_text(encoding="utf-8")
        beside = Path(address).parent
        imported = [os.path.normpath(beside / name).replace(os.sep, "/") for name in IMPORTED.findall(text)]
        found += [one for one in dict.fromkeys(imported) if one not in found]
    return found
