"""Which lines of a text are the rows of its table, and that these are of one width.

Titles and notes above it, sources and counts below it are left out, and that is said: only what cannot be a row, a line
of words that has few of the table's cells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from glassnet.data.header import is_numeric
from glassnet.data.number_marks import MISSING

Row = tuple[int, list[str]]

FEWEST = 3  # columns of a table in which a line of one cell is seen to be no row
MOST_ABOVE = 30  # lines
DRAWN = re.compile(r"([_=*~-])\1{2,}")


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


def of_one_width(rows: list[Row]) -> list[Row]:
    """Rows as wide as most of them, without empty columns at the end. Raises ``ValueError`` for a row that is not."""
    widths = Counter(len(row) for _, row in rows)
    width = widths.most_common(1)[0][0]
    if len(widths) == 1 and any(row[-1].strip() for _, row in rows):
        return rows
    reach = max(filled(row) for _, row in rows)
    line, first = rows[0]
    if lacks_a_name(first, width, reach, widths, len(rows)):
        rows = [(line, ["", *first]), *rows[1:]]
    wide = min(width, reach)
    even = []
    for line, row in rows:
        if filled(row) > width or (len(row) < width and len(row) < reach):
            cells = "1 cell" if len(row) == 1 else f"{len(row)} cells"
            like = next(line for line, row in rows if len(row) == width)
            raise ValueError(f"row {line} has {cells}; expected {width}, as in row {like}")
        even.append((line, (row + [""] * (wide - len(row)))[:wide]))
    return even


def lacks_a_name(first: list[str], width: int, reach: int, widths: Counter[int], rows: int) -> bool:
    """Whether the header has a name less than there are columns, as R writes it: the first column names the rows."""
    words = not any(is_numeric(cell, "point") for cell in first)
    ends = 1 if reach == width - 1 else 0  # a separator at the end of each row
    one_less = len(first) == width - 1 and filled(first) <= reach - 1 and reach == width - ends
    return one_less and widths[width] == rows - 1 and rows > 2 and words


def filled(row: list[str]) -> int:
    """How many cells a row has up to the last that is not empty."""
    return next((place for place in range(len(row), 0, -1) if row[place - 1].strip()), 0)


def is_title(row: Sequence[str], width: int) -> bool:
    """Whether a line above is none of the table: a text in its first cell, and half of the others are not there."""
    cells, most = filled_in(row), width // 2 if len(row) < width else max(1, width // 2 - 1)
    return width >= FEWEST and len(cells) <= most and bool(row[0].strip()) and is_text(cells[0])


def is_full(row: Sequence[str]) -> bool:
    """Whether all cells of a row are texts, as those of a header are."""
    return len(filled_in(row)) == len(row) and all(map(is_text, row))


def is_note(row: Sequence[str], width: int) -> bool:
    """Whether a line below is none of the table: one text or drawn line alone, of several words where the table is
    narrow."""
    cells = filled_in(row)
    if len(cells) == 1 and DRAWN.fullmatch(cells[0].strip()):
        return True
    return len(cells) == 1 and is_text(cells[0]) and (width >= FEWEST or (len(row) < width and " " in cells[0].strip()))


def filled_in(row: Sequence[str]) -> list[str]:
    """The cells that are not empty."""
    return [cell for cell in row if cell.strip()]


def is_text(cell: str) -> bool:
    """Whether a cell has words: neither a number nor a mark for one that is missing."""
    letters = any(letter.isalpha() for letter in cell)
    return letters and not (is_numeric(cell, "point") or is_numeric(cell, "comma") or MISSING.fullmatch(cell))
