"""Lines beside a table that are no rows of it: titles and notes above it, sources and counts below it.

Only what cannot be a row is left out: a line of words that has few of the table's cells. What is left out is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from glassnet.data.header import is_numeric
from glassnet.data.number_marks import MISSING

Row = tuple[int, list[str]]

FEWEST = 3  # columns of a table in which a line of one cell is seen to be no row
MOST_ABOVE = 30  # lines


class Found(NamedTuple):
    """The rows of a table, and the lines beside it."""

    rows: list[Row]
    beside: list[Row]


def table_in(rows: list[Row]) -> Found:
    """The rows without the lines above and below the table; rows that are too short stay, to be refused."""
    widths = Counter(len(row) for _, row in rows)
    width = max(widths, key=lambda one: (widths[one], one), default=0)
    first, last = 0, len(rows)
    while first < min(MOST_ABOVE, last) and is_title(rows[first][1], width):
        first += 1
    if first and width == len(rows[first - 1][1]) and not (first < last and is_full(rows[first][1])):
        first = 0  # of its own width, it may be a header that lacks names
    while last > first + 1 and is_note(rows[last - 1][1], width):
        last -= 1
    return Found(rows, []) if last == first else Found(rows[first:last], rows[:first] + rows[last:])


def is_title(row: Sequence[str], width: int) -> bool:
    """Whether a line above is none of the table: a text in its first cell, and half of the others are not there."""
    cells, most = filled_in(row), width // 2 if len(row) < width else max(1, width // 2 - 1)
    return width >= FEWEST and len(cells) <= most and bool(row[0].strip()) and is_text(cells[0])


def is_full(row: Sequence[str]) -> bool:
    """Whether all cells of a row are texts, as those of a header are."""
    return len(filled_in(row)) == len(row) and all(map(is_text, row))


def is_note(row: Sequence[str], width: int) -> bool:
    """Whether a line below is none of the table: one text alone, of several words where the table is narrow."""
    cells = filled_in(row)
    return len(cells) == 1 and is_text(cells[0]) and (width >= FEWEST or (len(row) < width and " " in cells[0].strip()))


def filled_in(row: Sequence[str]) -> list[str]:
    """The cells that are not empty."""
    return [cell for cell in row if cell.strip()]


def is_text(cell: str) -> bool:
    """Whether a cell has words: neither a number nor a mark for one that is missing."""
    letters = any(letter.isalpha() for letter in cell)
    return letters and not (is_numeric(cell, "point") or is_numeric(cell, "comma") or MISSING.fullmatch(cell))
