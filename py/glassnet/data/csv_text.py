"""Text in columns, as people have it: what separates the cells, whether there is a header, and which cell is bad.

Commas, semicolons or tabs separate (RFC 4180, and what spreadsheets make of it where the comma is the decimal point);
cells may be quoted. A bad cell is named by its row, counted as an editor counts lines, and by its column.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np

from glassnet import checks

SEPARATORS = {"\t": "tab", ";": "semicolon", ",": "comma"}
LOOKED_AT = 20  # rows that decide what separates the cells
MOST_ROWS = 100_000
MOST_COLUMNS = 256
DECIMAL_COMMA = re.compile(r"\s*[+-]?\d*,\d+(?:[eE][+-]?\d+)?\s*")

Row = tuple[int, list[str]]


class Sheet(NamedTuple):
    """Columns of text under their names; ``lines`` says in which line of the text each row ends."""

    names: tuple[str, ...]
    columns: list[Sequence[str]]
    lines: Sequence[int]
    separator: str
    header: bool
    decimal_comma: bool

    def numbers(self, column: int) -> np.ndarray:
        """A column as numbers, shape (rows,). Raises ``ValueError`` for the first cell that is none."""
        cells = self.columns[column]
        try:
            values = np.array([float(cell.replace(",", ".") if self.decimal_comma else cell) for cell in cells])
            if np.isfinite(values).all():
                return values
        except ValueError:
            pass
        row = next(row for row, cell in enumerate(cells) if not is_number(cell, self.decimal_comma))
        raise ValueError(f"{self.place(row, column)} {said(cells[row])}; expected a number")

    def place(self, row: int, column: int) -> str:
        """Where a cell is, for a message."""
        named = f" (“{self.names[column]}”)" if self.header else ""
        return f"row {self.lines[row]}, column {column + 1}{named}"


def read_sheet(text: str) -> Sheet:
    """The columns of a text. Raises ``ValueError`` for one without rows, and for rows of different lengths."""
    if not isinstance(text, str):
        raise ValueError(f"the data is {checks.short(text)}; expected text with rows and columns")
    text = text.lstrip("\ufeff")
    separator = separator_of(text)
    rows = rows_of(text, separator)
    decimal_comma = separator != "," and has_decimal_commas(rows[:LOOKED_AT])
    header = has_header(rows, decimal_comma)
    names = names_of(rows[0][1], header)
    lines, cells = zip(*rows[header:], strict=True) if len(rows) > header else ((), ())
    if not cells:
        raise ValueError("the data has a header and no rows below it; expected one row or more")
    return Sheet(names, list(zip(*cells, strict=True)), lines, separator, header, decimal_comma)


def separator_of(text: str) -> str:
    """Of tab, semicolon and comma the first that stands in most of the first rows, outside quotes."""
    for separator in SEPARATORS:
        some = [len(row) for _, row in islice(parsed(text, separator, strict=False), LOOKED_AT)]
        if 2 * sum(cells > 1 for cells in some) > len(some):
            return separator
    if not text.strip():
        raise ValueError("the data is empty; expected rows of numbers, the target in the last column")
    raise ValueError(
        f"the data has one column, and begins with {checks.short(text.strip().splitlines()[0])}; expected two or more, "
        "separated by commas, semicolons or tabs, the target in the last"
    )


def parsed(text: str, separator: str, strict: bool = True) -> Iterator[Row]:
    """Each row that is not empty, with the number of its line; ``strict`` minds quotes that do not fit."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=strict)
    try:
        for row in reader:
            if any(map(str.strip, row)):
                yield reader.line_num, row
    except csv.Error as error:
        raise ValueError(f"row {reader.line_num} has quotes that do not fit: {error}") from None


def rows_of(text: str, separator: str) -> list[Row]:
    """All rows, of one length."""
    rows = list(islice(parsed(text, separator), MOST_ROWS + 2))
    if len(rows) > MOST_ROWS + 1:
        raise ValueError(f"the data has more than {MOST_ROWS:,} rows; expected at most that many")
    width = len(rows[0][1])
    if width > MOST_COLUMNS:
        raise ValueError(f"the data has {width} columns; expected at most {MOST_COLUMNS}")
    for line, row in rows:
        if len(row) != width:
            cells = "1 cell" if len(row) == 1 else f"{len(row)} cells"
            raise ValueError(f"row {line} has {cells}; expected {width}, as in row {rows[0][0]}")
    return rows


def has_decimal_commas(rows: list[Row]) -> bool:
    """Whether a cell is a number only if its comma is the decimal point."""
    return any(DECIMAL_COMMA.fullmatch(cell) for _, row in rows for cell in row)


def has_header(rows: list[Row], decimal_comma: bool) -> bool:
    """Whether the first row has no number where inputs are expected: in all columns but the last."""
    return not any(is_number(cell, decimal_comma) for cell in rows[0][1][:-1])


def names_of(row: list[str], header: bool) -> tuple[str, ...]:
    """The columns' names: the header's where it has one, else x1, x2, ... and y."""
    plain = [*(f"x{column}" for column in range(1, len(row))), "y"]
    return tuple((header and cell.strip()) or name for cell, name in zip(row, plain, strict=True))


def is_number(cell: str, decimal_comma: bool = False) -> bool:
    """Whether a cell holds a finite number."""
    try:
        return math.isfinite(float(cell.replace(",", ".") if decimal_comma else cell))
    except ValueError:
        return False


def said(cell: str) -> str:
    """What a cell holds, for a message."""
    words = " ".join(cell.split())
    return f"is “{words if len(words) <= 40 else words[:40] + '…'}”" if words else "is empty"
