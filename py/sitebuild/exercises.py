"""Reads the exercises, one Markdown file each, and makes one file of them for the page.

A file begins with a header between two lines of ---, with lines `key: value`: `title`, `step` (of the nine) and `kind`
(one of KINDS); `start`, the choices to set up, as an address has them; `right` and `wrong`, answers for the test, with
| between them. Then come paragraphs, a list of options where there is something to choose, and fenced blocks: `python
code`, what the reader starts from; `python check`, for which py/glassnet/glass/exercises.py says what it must define;
`python right` and `python wrong`, texts for the test.
"""

import json
import re
from pathlib import Path
from typing import Any

from .paths import SITE
from .problem import Problem

FOLDER = SITE / "exercises"
KINDS = {
    "predict": "Predict, then run",
    "fill": "Fill in what is missing",
    "mend": "Mend the bug",
    "free": "Free the network",
}
KEYS = {"title", "step", "kind", "start", "right", "wrong"}
BLOCK = re.compile(r"^```python (\w+)\n(.*?)^```\n?", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`]+)`")


def exercises(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """All exercises, in the order of their file names, with what the test needs."""
    return [exercise(path) for path in sorted(folder.glob("*.md"))]


def for_the_page(folder: Path = FOLDER) -> str:
    """The same as JSON, without the answers."""
    told = [{key: value for key, value in one.items() if key not in ("right", "wrong")} for one in exercises(folder)]
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def exercise(path: Path) -> dict[str, Any]:
    """One exercise; a `Problem` says what is wrong with its file."""
    match = re.match(r"---\n(.*?)\n---\n(.*)", path.read_text(encoding="utf-8"), re.DOTALL)
    if not match:
        raise Problem(f"{path.name} has no header; it must begin with a line ---, lines `key: value`, and a line ---.")
    header = dict(line.split(": ", 1) for line in match[1].splitlines() if ": " in line)
    if not {"title", "step", "kind"} <= header.keys() <= KEYS or header["kind"] not in KINDS:
        raise Problem(
            f"{path.name}: the header needs title, step and kind ({', '.join(KINDS)}), and knows {sorted(KEYS)}."
        )
    blocks: dict[str, list[str]] = {}
    for name, code in BLOCK.findall(match[2]):
        blocks.setdefault(name, []).append(code)
    if len(blocks.get("check", [])) != 1:
        raise Problem(f"{path.name} needs one block ```python check; it has {len(blocks.get('check', []))}.")
    parts = [part.strip() for part in re.split(r"\n\s*\n", BLOCK.sub("", match[2])) if part.strip()]
    options = [line[2:] for part in parts if part.startswith("- ") for line in part.splitlines()]
    return {
        "name": path.stem,
        "title": header["title"],
        "step": int(header["step"]),
        "kind": header["kind"],
        "kind_in_words": KINDS[header["kind"]],
        "start": header.get("start", ""),
        "text": [inline(part) for part in parts if not part.startswith("- ")],
        "options": [inline(option) for option in options],
        "code": blocks.get("code", [None])[0],
        "check": blocks["check"][0],
        "right": answers(header, blocks, "right"),
        "wrong": answers(header, blocks, "wrong"),
    }


def inline(text: str) -> list[dict[str, str]]:
    """A paragraph as pieces of text and of code, so that the page needs no HTML in strings."""
    pieces = INLINE.split(" ".join(text.split()))
    return [{"code" if place % 2 else "text": piece} for place, piece in enumerate(pieces) if piece]


def answers(header: dict[str, str], blocks: dict[str, list[str]], which: str) -> list[str]:
    """The answers that a test gives."""
    return [*filter(None, map(str.strip, header.get(which, "").split("|"))), *blocks.get(which, [])]
