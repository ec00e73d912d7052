"""Turns site/formulas.tex into MathML with Temml, under Node, so that the page needs nothing to show a formula."""

import json
import re
from collections.abc import Iterator
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

# How a shared name is written where that is not the name itself, and what the program calls it where that differs.
SIGNS = {"delta": r"\delta", "loss": "L", "yhat": r"\hat{y}", "error": "e", "mask": "m"}
IN_CODE = {"yhat": "y_pred", "error": "output_error"}

SHARED = re.compile(r"@(d[Wb]|[A-Z]|[a-z]{2,}|[a-z])(?:_(?:(l|L)(?![A-Za-z])|\{(l[+-]1)\}))?")
SPELT_OUT = (1, 2, 3)  # layers; the formulas of a deeper network are those of layer l
Formula = list[list[str]]  # lines, each of formulas that stand side by side


def formulas() -> Path:
    """The finished formulas in the cache: for each name its lines, each of one or more MathML elements."""
    key = fingerprint(version("temml"), files=[SOURCE, SCRIPT, Path(__file__)])
    return cached_folder(f"formulas-{key}", _set) / FINISHED


def _set(folder: Path) -> None:
    latex = folder / "latex.json"
    write_whole(latex, json.dumps(read(SOURCE.read_text(encoding="utf-8"))).encode())
    with busy("Setting the formulas with Temml"):
        run_node(SCRIPT, npm_package("temml"), latex, folder / FINISHED)


def read(text: str) -> dict[str, Formula]:
    """The LaTeX by name, shared names marked; says which line is none.

    A formula of each layer is there as ``forward/2/1``: of a network of two layers, for the first. One of the last
    layer is there as ``predict/2``. For any deeper network there are ``forward/l`` and ``predict/L``.
    """
    return {key: lines for name, formula in _lines(text).items() for key, lines in _for_layers(name, formula)}


def _lines(text: str) -> dict[str, list[str]]:
    """The lines of each formula as they are written."""
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
            found[name] = [begins[2]]
        elif name and line[0].isspace():
            found[name].append(line.strip())
        else:
            raise Problem(f"{SOURCE.name}, line {number} is “{line}”; expected a name, a colon and a formula.")
    return found


def _for_layers(name: str, lines: list[str]) -> Iterator[tuple[str, Formula]]:
    """A formula under its name, or under one for each layer that it is set for."""
    places = {place for line in lines for _, *found in SHARED.findall(line) for place in found if place}
    if not places:
        yield name, _marked(lines, 0, 0)
        return
    of_each = places != {"L"}
    for depth in SPELT_OUT:
        for layer in range(1, depth + ("l+1" not in places)) if of_each else [depth]:
            yield f"{name}/{depth}" + (f"/{layer}" if of_each else ""), _marked(lines, layer, depth)
    yield f"{name}/{'l' if of_each else 'L'}", _marked(lines, 0, 0)


def _marked(lines: list[str], layer: int, depth: int) -> Formula:
    """The same with each @name as an element that carries the name; layer 0 stands for any."""

    def mark(found: re.Match[str]) -> str:
        name, place = found[1], found[2] or found[3]
        sign = SIGNS.get(name, name)
        if not place:
            return rf"\data{{name={IN_CODE.get(name, name)}}}{{{sign}}}"
        number = {"l": layer, "L": depth, "l-1": layer - 1, "l+1": layer + 1}[place] if depth else 0
        if depth and number == 0:
            return r"\data{name=X}{X}"  # the layer before the first
        if name == "f":
            return rf"{{\data{{fill=f{number or ''}}}{{f}}}}"
        return rf"\data{{name={_in_code(name, number, depth)}}}{{{sign}_{{{number or place}}}}}"

    return [[SHARED.sub(mark, formula.strip()) for formula in line.split("&")] for line in lines]


def _in_code(name: str, number: int, depth: int) -> str:
    """What the program calls an array of a layer; without a number that of any layer."""
    if name == "delta" and depth:
        return "output_delta" if number == depth else f"hidden{number if depth > 2 else ''}_delta"
    return f"{name}{number or ''}"
