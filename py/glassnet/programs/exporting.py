"""Exports the program as a Python file, or as a notebook with a cell for each step."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from glassnet.programs.prose import STEPS
from glassnet.programs.writing import Part, joined

FUTURE = re.compile(r"^from __future__ import .*\n?", re.MULTILINE)  # must stand at the top of a file
PYTHON = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}


def python_file(parts: Sequence[Part]) -> str:
    """The program as one file."""
    text = joined(parts)
    futures = sorted({line.strip() for line in FUTURE.findall(text)})
    return "\n".join([*futures, ""]) * bool(futures) + (FUTURE.sub("", text) if futures else text)


def notebook(parts: Sequence[Part]) -> str:
    """The program as a notebook (nbformat 4.5): each step's prose, then its code."""
    cells: list[dict[str, Any]] = []
    for number, step in enumerate(STEPS, 1):
        code = python_file([part for part in parts if part.step == number]).rstrip("\n")
        prose = "\n\n".join([f"## {number}. {step.title}", *step.sentences])
        cells.append(cell("markdown", prose, number))
        cells.append(cell("code", code, number) | {"execution_count": None, "outputs": []})
    document = {"cells": cells, "metadata": PYTHON, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def cell(kind: str, text: str, number: int) -> dict[str, Any]:
    """A cell; its id is its index, so the same program gives the same notebook."""
    return {"cell_type": kind, "id": f"{kind}-{number}", "metadata": {}, "source": text.splitlines(keepends=True)}
