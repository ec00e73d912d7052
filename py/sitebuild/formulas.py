"""Turns site/formulas.tex into MathML with Temml, under Node, so that the page needs nothing to show a formula."""

import json
import re
from pathlib import Path

from .files import cached_folder, fingerprint, write_whole
from .node import run_node
from .npm import npm_package, version
from .paths import SITE
from .problem import Problem
from .say import busy

SOURCE = SITE / "formulas.tex"
SCRIPT = Path(__file__).with_name("formulas.mjs")
FINISHED = "formulas.json"

# How a shared name is written, where that is not the name itself.
SIGNS = {"delta": r"\delta", "dW": "dW", "db": "db", "loss": "L"}


def formulas() -> Path:
    """The finished formulas in the cache: for each function a list of lines of MathML."""
    key = fingerprint(version("temml"), files=[SOURCE, SCRIPT, Path(__file__)])
    return cached_folder(f"formulas-{key}", _set) / FINISHED


def _set(folder: Path) -> None:
    latex = folder / "latex.json"
    write_whole(latex, json.dumps(read(SOURCE.read_text(encoding="utf-8"))).encode())
    with busy("Setting the formulas with Temml"):
        run_node(SCRIPT, npm_package("temml"), latex, folder / FINISHED)


def read(text: str) -> dict[str, list[str]]:
    """The lines of LaTeX of each function, shared names marked; says which line is none."""
    found: dict[str, list[str]] = {}
    name = ""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("%"):
            continue
        begins = re.match(r"(\w+): *(.+)", line)
        if begins:
            name = begins[1]
            if name in found:
                raise Problem(f"{SOURCE.name}, line {number}: {name} has a formula already.")
            found[name] = [marked(begins[2])]
        elif name and line[0].isspace():
            found[name].append(marked(line.strip()))
        else:
            raise Problem(f"{SOURCE.name}, line {number} is “{line}”; expected a name, a colon and a formula.")
    return found


def marked(latex: str) -> str:
    """The same with each @name as an element that carries the name."""
    return re.sub(r"@(d[Wb]|[A-Z]|[a-z]{2,}|[a-z])", lambda found: mark(found[1]), latex)


def mark(name: str) -> str:
    """One shared name."""
    return rf"\data{{name={name}}}{{{SIGNS.get(name, name)}}}"
