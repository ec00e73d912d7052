"""Writes service-worker.js, which keeps the page for offline use: the site's own, with the list of what to keep.

A line in index.html says whether the page is to be kept. Without it the list stays out, and the worker removes itself
and what an earlier one has kept, wherever there was one.
"""

import json
from html.parser import HTMLParser
from pathlib import Path

from .bundle import PAGE, integrity
from .embed import EMBEDDED
from .files import sources
from .paths import SITE
from .problem import Problem

WORKER = "service-worker.js"
LINE = {"name": "offline", "content": "yes"}
NO_LIST = "const FILES = null;"


def add_service_worker(new: Path) -> None:
    """Writes it into the finished site."""
    text = (SITE / WORKER).read_text(encoding="utf-8")
    if text.count(NO_LIST) != 1:
        raise Problem(f"{WORKER} has {NO_LIST} {text.count(NO_LIST)} times; expected once.")
    if is_wanted((new / PAGE).read_text(encoding="utf-8")):
        files = {path.relative_to(new).as_posix(): integrity(path.read_bytes()) for path in kept(new)}
        text = text.replace(NO_LIST, f"const FILES = {json.dumps(files, indent=2)};")
    (new / WORKER).write_text(text, encoding="utf-8", newline="\n")


class Line(HTMLParser):
    """Looks for the line as a browser does: not in a comment."""

    there = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.there = self.there or (tag == "meta" and dict(attrs) == LINE)


def is_wanted(page: str) -> bool:
    """Whether the page has the line `<meta name="offline" content="yes" />`."""
    reader = Line()
    reader.feed(page)
    return reader.there


def kept(new: Path) -> list[Path]:
    """What the page needs without a network: itself, all that it loads, and all that Python may be started from."""
    loaded = [path for folder in (*new.glob("page-*"), new / "runtime") for path in sources(folder)]
    return [new / PAGE, new / EMBEDDED, *(path for path in loaded if path.suffix != ".map")]
