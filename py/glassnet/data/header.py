"""Whether the first row of a table names its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from glassnet.data.number_marks import MISSING, number_in

LOOKED_AT = 200  # rows
MOST_LINES = 3  # of a header
FEWEST_NUMBERED, SURELY_NUMBERED = 3, 20  # columns
TARGET = re.compile(r"(?:target|class|label|outcome)(?:es|e?s)?|species", re.IGNORECASE)
YEARS = range(1000, 3000)
INFINITE = re.compile(r"\s*[+-]?inf(?:inity)?\s*", re.IGNORECASE)


def has_header(rows: Sequence[Sequence[str]], decimal: str) -> bool:
    """A header has a word above numbers; names may be numbers as well, such as years.

    Where the last column alone has words, 0, 1, 2 and so on above the others are names, as pandas writes them; any
    numbers are beside a name such as "label". Numbers alone are names where they count the columns, or the years, and
    the rows are of another kind. Where there are words alone, a row whose words come again is none.
    """
    first, below = rows[0], rows[1 : 1 + LOOKED_AT]
    if not below:
        return not any(is_numeric(cell, decimal) for cell in first[:-1])
    numeric = [is_mostly_numeric([row[column] for row in below], decimal) for column in range(len(first))]
    if any(is_word(cell, decimal) for cell, under in zip(first, numeric, strict=True) if under):
        return True
    if not any(numeric):
        return not any(is_numeric(cell, decimal) for cell in first[:-1]) and not is_repeated(first, below)
    if any(TARGET.fullmatch(cell.strip()) and not is_among(cell, below, column) for column, cell in enumerate(first)):
        return True
    if is_numbered(first, below, numeric):
        return True
    above = [cell.strip() for cell, under in zip(first, numeric, strict=True) if under and cell.strip()]
    named = is_word(first[-1], decimal) and all(row[-1] != first[-1] for row in below)
    enough = (named and len(above) > 2) or (above and not first[0].strip())
    return bool(enough) and any(above == [str(column + least) for column in range(len(above))] for least in (0, 1))


def is_among(cell: str, below: Sequence[Sequence[str]], column: int) -> bool:
    """Whether a column has a cell in other rows, too."""
    return any(row[column].strip() == cell.strip() for row in below)


def is_repeated(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether most cells of the first row stand in their columns again, which names do not."""
    return 2 * sum(is_among(cell, below, column) for column, cell in enumerate(first)) > len(first)


def is_numbered(first: Sequence[str], below: Sequence[Sequence[str]], numeric: Sequence[bool]) -> bool:
    """Whether the first row counts the columns of numbers, from 0 or 1, or by years, unlike the rows below."""
    columns = [column for column, under in enumerate(numeric) if under]
    above = [first[column].strip() for column in columns]
    if len(above) < FEWEST_NUMBERED or not all(cell.isascii() and cell.isdigit() for cell in above):
        return False
    counted = [int(cell) for cell in above]
    step = counted[1] - counted[0]
    if step < 1 or counted != list(range(counted[0], counted[0] + step * len(counted), step)):
        return False
    by_one = step == 1 and counted[0] in (0, 1)
    years = counted[0] in YEARS and counted[-1] in YEARS
    if by_one and len(counted) >= SURELY_NUMBERED:
        return True
    cells = [row[column].strip() for row in below for column in columns]
    whole = sum(cell.isdigit() and (by_one or int(cell) in YEARS) for cell in cells)
    return (years or (by_one and counted[0] == 0)) and 10 * whole <= len(cells)


def lines_of_header(rows: Sequence[Sequence[str]], decimal: str) -> int:
    """How many lines a header has: each has words above numbers, such as names, units and pandas' levels."""
    lines = 1
    while lines < min(MOST_LINES, len(rows) - 1) and has_names(rows[lines], rows[lines + 1 :][:LOOKED_AT], decimal):
        lines += 1
    return lines + names_index(rows[lines:]) if lines > 1 else lines


def has_names(row: Sequence[str], below: Sequence[Sequence[str]], decimal: str) -> bool:
    """Whether a row below a header's first has a word above each column of numbers, or nothing above a few."""
    if sum(is_word(cell, decimal) for cell in row) < 2:
        return False
    filled = [[cells[column] for cells in below] for column in range(len(row))]
    above = [cell for cell, under in zip(row, filled, strict=True) if any(under) and is_mostly_numeric(under, decimal)]
    words = sum(is_word(cell, decimal) for cell in above)
    others = any(is_numeric(cell, decimal) or (cell.strip() and MISSING.fullmatch(cell)) for cell in above)
    return words >= 2 and 2 * words > len(above) and not others


def names_index(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the next row has nothing but the name of the index, as pandas writes it below several levels."""
    return len(rows) > 1 and bool(rows[0][0].strip()) and not any(map(str.strip, rows[0][1:]))


def names_in(lines: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The names of the columns: what each line of a header says of them, once."""
    plain = ([" ".join(cell.split()) for cell in cells] for cells in zip(*lines, strict=True))
    names = tuple(" ".join(filter(None, dict.fromkeys(cells))) for cells in plain)
    return ("", *names[1:]) if len(lines) > 1 and not any(map(str.strip, lines[-1][1:])) else names


def is_mostly_numeric(cells: Sequence[str], decimal: str) -> bool:
    """Whether more than half of the cells that are not empty hold numbers."""
    filled = [cell for cell in cells if not MISSING.fullmatch(cell)]
    return 2 * sum(is_numeric(cell, decimal) for cell in filled) > len(filled)


def is_numeric(cell: str, decimal: str) -> bool:
    """Whether a cell holds a number, however large."""
    return number_in(cell, decimal) is not None


def is_word(cell: str, decimal: str) -> bool:
    """Whether a cell has letters, and is neither a number nor a mark for one that is missing."""
    letters = any(letter.isalpha() for letter in cell)
    return letters and not (is_numeric(cell, decimal) or MISSING.fullmatch(cell) or INFINITE.fullmatch(cell))
