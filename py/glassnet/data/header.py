"""Whether the first row of a table names its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from glassnet.data.number_marks import MISSING, number_in

LOOKED_AT = 200  # rows
INFINITE = re.compile(r"\s*[+-]?inf(?:inity)?\s*", re.IGNORECASE)


def has_header(rows: Sequence[Sequence[str]], decimal: str) -> bool:
    """A header has a word above numbers; names may be numbers as well, such as years.

    Where the last column alone has words, 0, 1, 2 and so on above the others are names, as pandas writes them.
    """
    first, below = rows[0], rows[1 : 1 + LOOKED_AT]
    if not below:
        return not any(is_numeric(cell, decimal) for cell in first[:-1])
    numeric = [is_mostly_numeric([row[column] for row in below], decimal) for column in range(len(first))]
    if any(is_word(cell, decimal) for cell, under in zip(first, numeric, strict=True) if under):
        return True
    if not any(numeric):
        return not any(is_numeric(cell, decimal) for cell in first[:-1])
    above = [cell.strip() for cell, under in zip(first, numeric, strict=True) if under and cell.strip()]
    named = is_word(first[-1], decimal) and all(row[-1] != first[-1] for row in below)
    enough = (named and len(above) > 2) or (above and not first[0].strip())
    return bool(enough) and above == [str(column) for column in range(len(above))]


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
