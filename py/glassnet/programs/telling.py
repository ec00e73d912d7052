"""Tells the page a program: its parts, and which of them a reader may edit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from glassnet.programs.live import live_in
from glassnet.programs.writing import END, Part

FIXED = ("import", END)  # the parts that are no functions


def is_function(part: Part) -> bool:
    """Whether a part is a function, which a reader may edit."""
    return part.name not in FIXED


def told(pieces: Sequence[Part], chosen: dict[str, Any]) -> list[dict[str, Any]]:
    """A program as the page gets it: the original of each part, and what a choice decides in it."""
    live = [[found._asdict() for found in live_in(part.name, part.text, chosen)] for part in pieces]
    return [
        {"step": part.step, "name": part.name, "source": part.text, "live": found}
        for part, found in zip(pieces, live, strict=True)
    ]
