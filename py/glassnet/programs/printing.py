"""What the reader's own code prints and warns of, kept for the page: the latest of it, and no more than fits."""

from __future__ import annotations

import io
import sys
import warnings
from collections import deque
from typing import Any

MOST_LINES = 200
LONGEST_LINE = 1000


class Printed(io.TextIOBase):
    """A place to print to. It keeps the last lines, and counts those that it had to drop."""

    def __init__(self) -> None:
        self._lines: deque[str] = deque()
        self._begun = ""
        self._dropped = 0

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, text: str, /) -> int:
        """Take some text, as ``print`` gives it."""
        *lines, self._begun = (self._begun + text).split("\n")
        self._begun = self._begun[:LONGEST_LINE]
        for line in lines:
            self._lines.append(line[:LONGEST_LINE])
            if len(self._lines) > MOST_LINES:
                self._lines.popleft()
                self._dropped += 1
        return len(text)

    def taken(self) -> dict[str, Any]:
        """The ``lines`` since the last time, and how many before them were ``dropped``."""
        lines = [*self._lines, *([self._begun] if self._begun else [])]
        answer = {"lines": lines, "dropped": self._dropped}
        self._lines.clear()
        self._begun, self._dropped = "", 0
        return answer


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
    print(f"Warning, line {lineno}: {message} ({category.__name__})", file=printed)
