"""What the reader's own code prints and warns of, kept for the page: by the version that printed it, the latest of it,
and no more than fits."""

from __future__ import annotations

import io
import sys
import warnings
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from glassnet.programs.problems import version_of

MOST_LINES = 200  # of each version
LONGEST_LINE = 1000


class Lines:
    """What one version has printed: the last lines, and how many before them were dropped."""

    def __init__(self) -> None:
        self.lines: deque[str] = deque()
        self.begun = ""
        self.dropped = 0

    def write(self, text: str) -> None:
        """Take some text, as ``print`` gives it."""
        *lines, self.begun = (self.begun + text).split("\n")
        self.begun = self.begun[:LONGEST_LINE]
        self.lines += [line[:LONGEST_LINE] for line in lines]
        while len(self.lines) > MOST_LINES:
            self.lines.popleft()
            self.dropped += 1

    def told(self) -> dict[str, Any]:
        """For the page."""
        return {"lines": [*self.lines, *([self.begun] if self.begun else [])], "dropped": self.dropped}


class Printed(io.TextIOBase):
    """A place to print to, which sees in whose text the call stands."""

    def __init__(self) -> None:
        self._by: dict[str, Lines] = {}
        self._muted = False

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, text: str, /) -> int:
        """Take some text, as ``print`` gives it."""
        self.write_for(printing_version() or next(reversed(self._by), ""), text)
        return len(text)

    def write_for(self, version: str, text: str) -> None:
        """Take some text of a version's, by the name of its function."""
        if self._muted:
            return
        self._by.setdefault(version, Lines()).write(text)

    @contextmanager
    def muted(self, muting: bool = True) -> Iterator[None]:
        """What is printed meanwhile is nobody's: the page itself calls the functions, for its pictures."""
        before, self._muted = self._muted, muting
        try:
            yield
        finally:
            self._muted = before

    def taken(self) -> dict[str, dict[str, Any]]:
        """By version, the ``lines`` since the last time, and how many before them were ``dropped``."""
        answer = {version: lines.told() for version, lines in self._by.items()}
        self._by.clear()
        return answer


def printing_version() -> str | None:
    """The function whose version is at work, the innermost one; None where none is."""
    frame = sys._getframe(1)
    while frame is not None:
        version = version_of(frame.f_code.co_filename)
        if version is not None:
            return version
        frame = frame.f_back  # type: ignore[assignment]
    return None


printed = Printed()
_before: list[Any] = []


def listen() -> None:
    """From now on what is printed goes to ``printed``, and warnings with it."""
    if not _before:
        _before.extend((sys.stdout, warnings.showwarning))
    sys.stdout, warnings.showwarning = printed, print_warning  # type: ignore[assignment]


def stop_listening() -> None:
    """What is printed goes where it went before."""
    if _before:
        sys.stdout, warnings.showwarning = _before
        _before.clear()


def print_warning(message: Any, category: Any, filename: str, lineno: int, *_: Any) -> None:
    """A warning as one line among what was printed."""
    version = version_of(filename) or printing_version() or ""
    printed.write_for(version, f"Warning, line {lineno}: {message} ({category.__name__})\n")
