"""Numbers as people write them: which mark is the decimal one, and which ones part the thousands.

``1.234`` is a thousand and more in German and little more than 1 in English. The other numbers of the data decide:
beside ``2,5`` the comma is the decimal mark. How such a number was read is always said.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain, islice
from typing import NamedTuple

import numpy as np

LARGEST = 1e100  # beyond it, squares and sums of squares overflow
MARKS = {"point": ".", "comma": ","}
SPACES = "  \u00a0\u2009\u202f'\u2019"  # these may part thousands, too
CURRENCIES, CODES = "$€£¥₹", "EUR|USD|GBP|CHF"  # they may stand before or behind a number, and do not change it
TO_SHAPE = str.maketrans("123456789", "9" * 9)  # numbers of one shape are looked at once
LOOKED_AT = 200_000  # cells that decide
POINT_FOR_COMMA = str.maketrans(",", ".")
MINUS = str.maketrans("\u2212", "-")

# What stands for no value: among numbers; among the names of classes, which may be "none" or "-"; and nothing at all.
ERRORS = (
    r"#(?:n/?a|n/?v|n/?d|[\u00a1]?div/0!|(?:value|error|spill|calc|wert|bezug|zahl|null|nul|valeur|\u00a1?valor|valore)!"
    r"|\u00a1?(?:ref|num|rif)!|(?:name|nom|nome|\u00bfnombre)\?|nombre!)"
)
NOTHING = rf"|na|<na>|n/a|n\.a\.|[-+]?nan(?:\(\w*\))?|[-+]?1\.#(?:ind|[qs]nan)\d*|nat|\(?null\)?|\\n|{ERRORS}|\?+"
MISSING = re.compile(rf"\s*(?:{NOTHING}|none|nil|missing|k\.a\.|[-\u2013\u2014]+|\.+)\s*", re.IGNORECASE)
NO_LABEL = re.compile(rf"\s*(?:{NOTHING})\s*", re.IGNORECASE)
EMPTY = re.compile(r"\s*")


def pattern(decimal: str) -> re.Pattern[str]:
    """What a number looks like where ``decimal`` is its decimal mark: with or without parted thousands."""
    mark, other = re.escape(MARKS[decimal]), re.escape(MARKS["comma" if decimal == "point" else "point"])
    grouped = rf"[1-9]\d{{0,2}}(?P<part>[{other}{SPACES}])\d{{3}}(?:(?P=part)\d{{3}})*"
    digits = rf"(?=\d|{mark}\d)(?:{grouped}|\d*)(?:{mark}\d*)?(?:[eE][+-]?\d+)?"
    before, behind = (
        rf"(?P<before>[{CURRENCIES}][{SPACES}]?)?",
        rf"(?P<behind>[{SPACES}]?(?:[%\u2030{CURRENCIES}]|{CODES}))?",
    )
    return re.compile(rf"(?P<sign>[+-]?){before}(?P<number>[+-]?{digits}){behind}", re.ASCII)


NUMBER = {decimal: pattern(decimal) for decimal in MARKS}


class Marks(NamedTuple):
    """The decimal mark, by its name in ``MARKS``, and numbers of which it is to be said how they were read: the first
    that could be read in two ways, and the first with each sign beside it."""

    decimal: str
    to_say: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The same in words, with how those numbers were read."""
        values = {cell: number_in(cell, self.decimal) for cell in self.to_say}
        said = ", ".join(f"“{cell}” is {value:.12g}" for cell, value in values.items() if value is not None)
        return f"decimal {self.decimal}s{f' ({said})' if said else ''}"


def marks_of(columns: Sequence[Sequence[str]], separator: str, chosen: str | None = None) -> Marks:
    """The decimal mark is that of most numbers that only one of the two fits; ``chosen`` is one chosen by hand.

    Where no number tells, a comma between semicolons is the decimal mark: that is why semicolons part the cells.
    """
    cells = (cell for cell in islice(chain.from_iterable(columns), LOOKED_AT) if not cell.isdigit())
    shapes: dict[str, str] = {}
    counts = Counter(shapes.setdefault(shape_of(cell), cell.strip()) for cell in cells)
    fits = dict.fromkeys(MARKS, 0)
    either = parted = ""
    signs: dict[str, str] = {}
    for cell, count in counts.items():
        found = {decimal: NUMBER[decimal].fullmatch(cell) for decimal in MARKS}
        signs |= {sign: cell for one in found.values() if one for sign in signs_of(one) if sign not in signs}
        if all(found.values()):
            either = either or (cell if any(is_special(one) for one in found.values() if one) else "")
        else:
            for decimal, one in found.items():
                fits[decimal] += count if one else 0
                parted = parted or (cell if one and is_special(one) else "")
    tied = "comma" if separator == ";" and "," in either else "point"
    decimal = chosen or (tied if fits["comma"] == fits["point"] else max(fits, key=lambda one: fits[one]))
    return Marks(decimal, tuple(dict.fromkeys(filter(None, [parted or either, *signs.values()]))))


def is_special(number: re.Match[str]) -> bool:
    """Whether it is to be said how a number was read: it has parted thousands, or a sign such as % beside it."""
    return bool(number["part"] or number["before"] or number["behind"])


def signs_of(number: re.Match[str]) -> list[str]:
    """The signs beside a number, such as $ and %."""
    return [sign.strip(SPACES) for sign in (number["before"], number["behind"]) if sign]


def shape_of(cell: str) -> str:
    """A cell with a 9 for each digit but 0."""
    return cell.strip().translate(TO_SHAPE)


def number_in(cell: str, decimal: str) -> float | None:
    """The number that a cell holds, or None. It may be infinite."""
    found = NUMBER[decimal].fullmatch(cell.strip().translate(MINUS))
    if not found:
        return None
    plain = found["number"].replace(found["part"], "") if found["part"] else found["number"]
    value = float(plain.translate(POINT_FOR_COMMA))
    return -value if found["sign"] == "-" else value


def is_number(cell: str, decimal: str) -> bool:
    """Whether a cell holds a number that is not too large."""
    value = number_in(cell, decimal)
    return value is not None and abs(value) <= LARGEST


def numbers_in(cells: Sequence[str], decimal: str) -> np.ndarray | None:
    """All cells as numbers, shape (cells,); None where one is no number, or too large."""
    text = "\n".join(cells)
    if decimal == "point" and "_" not in text:
        values = as_floats(cells)
    elif decimal == "comma" and "." not in text and "_" not in text:
        values = as_floats(text.translate(POINT_FOR_COMMA).split("\n"))
    else:
        values = None
    if values is None or len(values) != len(cells):
        slow = [number_in(cell, decimal) for cell in cells]
        values = np.array([math.nan if value is None else value for value in slow])
    return values if (np.abs(values) <= LARGEST).all() else None


def as_floats(cells: Sequence[str]) -> np.ndarray | None:
    """All cells as Python reads numbers."""
    try:
        return np.fromiter(map(float, cells), float, len(cells))
    except ValueError:
        return None
