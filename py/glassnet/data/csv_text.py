"""Text in columns, as programs and people write it: what separates the cells, and which row is bad.

Commas, semicolons, tabs, vertical bars or spaces separate (RFC 4180, and what spreadsheets make of it where the comma
is the decimal mark); cells may be quoted. Lines that begin with #, % or // are comments, and ``sep=;`` is Excel's. A
bad row is named by its number, counted as an editor counts lines.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np

from glassnet import checks
from glassnet.data.drawn_tables import without_frame
from glassnet.data.header import has_header, is_numeric, lines_of_header, names_in
from glassnet.data.number_marks import CURRENCIES, ERRORS, LARGEST, NUMBER, Marks, is_number, marks_of, numbers_in
from glassnet.data.other_kinds import refuse_other_texts
from glassnet.data.reading import MOST_COLUMNS, MOST_ROWS, SEPARATORS, Reading, TooLarge
from glassnet.data.rows import Row, filled, of_one_width, table_in

LOOKED_AT = 1000  # rows that decide what separates the cells
FEWEST_LOOKED_AT = 20  # rows, however wide
CELLS_LOOKED_AT, MOST_LOOKED_AT = 20_000, 100_000  # cells for their numbers, and for the width of the rows
BOUND = f"{LARGEST:.0e}".replace("+", "")
MOST_CELLS = 8_000_000
EXCELS = re.compile(r'\s*"?sep=(.)"?[;,\t ]*(?=[\r\n]|\Z)', re.IGNORECASE)
# Not a column that is called #, nor one of Excel's errors, such as #N/A.
COMMENT = re.compile(rf"[ \t]*(?!{ERRORS})(?:[#%]+(?![#%;,\t|])|//)", re.IGNORECASE)
MAY_COMMENT = re.compile(r"(?:\A|[\r\n])[ \t]*(?:[#%]|//)")
NAMES = {character: name for name, (character, _) in SEPARATORS.items()}
IN_WORDS = {"tab": "tabs", "semicolon": "semicolons", "bar": "vertical bars", "space": "spaces", "comma": "commas"}


class QuotesError(ValueError):
    """Quotes that do not fit: one that is never closed, or text behind a closing one."""


class Sheet(NamedTuple):
    """Columns of text, with the header's names or none; ``lines`` says in which line of the text each row ends.

    ``header`` counts the header's lines. ``beside`` are the lines that are no rows of the table, with their numbers.
    """

    names: tuple[str, ...]
    columns: list[Sequence[str]]
    lines: Sequence[int]
    separator: str
    header: int
    marks: Marks
    beside: tuple[tuple[int, str], ...] = ()

    def numbers(self, column: int) -> np.ndarray:
        """A column as numbers, shape (rows,). Raises ``ValueError`` for the first cell that is none, or too large."""
        cells, decimal = self.columns[column], self.marks.decimal
        values = numbers_in(cells, decimal)
        if values is not None:
            return values
        row = next(row for row, cell in enumerate(cells) if not is_number(cell, decimal))
        raise ValueError(f"{self.place(row, column)} {said(cells[row])}; expected {self.expected(cells[row])}")

    def expected(self, cell: str) -> str:
        """What a number should have been."""
        if NUMBER[self.marks.decimal].fullmatch(cell.strip()):
            return f"a number from -{BOUND} to {BOUND}: the squares of larger ones overflow"
        other = "comma" if self.marks.decimal == "point" else "point"
        return f"a number with a decimal {self.marks.decimal}" if is_number(cell, other) else "a number"

    def place(self, row: int, column: int) -> str:
        """Where a cell is, for a message."""
        return f"row {self.lines[row]}, {self.called(column)}"

    def called(self, column: int) -> str:
        """What a column is called, for a message."""
        name = " ".join(self.names[column].split())
        return f"column {column + 1} (“{shortened(name)}”)" if name else f"column {column + 1}"


def read_sheet(text: str, reading: Reading | None = None) -> Sheet:
    """The columns of a text. Raises ``ValueError`` for one without rows, and for rows of different lengths."""
    if not isinstance(text, str):
        raise ValueError(f"the data is {checks.short(text)}; expected text with rows and columns")
    reading = reading or Reading()
    text = text.lstrip("\ufeff").rstrip("\x1a")
    refuse_other_texts(text)
    text = without_frame(text)
    excels = EXCELS.match(text)
    text = text[excels.end() :] if excels else text
    separator = SEPARATORS[reading.separator][0] if reading.separator else excels[1] if excels else separator_of(text)
    if separator not in NAMES:
        raise ValueError(f"row 1 says that {separator!r} separates the cells; expected one of {', '.join(IN_WORDS)}")
    rows, beside = rows_of(text, separator)
    marks = marks_of([row for _, row in rows], separator, reading.decimal)
    found = reading.header
    if found is None:
        found = has_header([row for _, row in rows[: LOOKED_AT + 1]], marks.decimal)
        above = [] if found else names_above(text, separator, rows, marks.decimal)
        rows = [(0, above), *rows] if above else rows
        found = found or bool(above)
    header = lines_of_header([row for _, row in rows[: LOOKED_AT + 1]], marks.decimal) if found else 0
    names = names_in([row for _, row in rows[:header]]) if header else ("",) * len(rows[0][1])
    if len(rows) <= header:
        raise ValueError("the data has a header and no rows below it; expected one row or more")
    if len(rows) - header > MOST_ROWS:
        raise too_many_rows()
    lines, cells = zip(*rows[header:], strict=True)
    return Sheet(names, list(zip(*cells, strict=True)), lines, separator, header, marks, tuple(beside))


def separator_of(text: str) -> str:
    """What gives every row one width, and the most numbers."""
    scores = {separator: score_of(text, separator) for separator in NAMES}
    if any(score and separator != " " and has_parted(text, separator) for separator, score in scores.items()):
        del scores[" "]  # it parts thousands
    best = max(scores, key=lambda separator: scores[separator])
    if scores[best]:
        return best
    if not text.strip():
        raise ValueError("the data is empty; expected rows of numbers, the target in the last column")
    begins = checks.short(text.strip().splitlines()[0])
    raise ValueError(f"the data has one column, and begins with {begins}; {several_columns()}")


def several_columns() -> str:
    """What is expected of a table."""
    return "expected two or more, separated by commas, semicolons or tabs, the target in the last"


def score_of(text: str, separator: str) -> float:
    """How well a separator fits the first rows: the numbers between it, and less where rows differ in width."""
    try:
        rows = first_rows(text, separator)
    except QuotesError:
        return 0.0
    rows = table_in(rows).rows
    width = Counter(len(row) for _, row in rows).most_common(1)[0][0] if rows else 0
    if width < 2:
        return 0.0
    some = rows[: max(FEWEST_LOOKED_AT, CELLS_LOOKED_AT // width)]
    numbers = sum(looks_numeric(cell) for _, row in some for cell in row)
    if separator == " " and not numbers:
        return 0.0
    # Of 1,5 2,5 the comma makes as many numbers, and one that is none. Empty cells are neither.
    share = numbers / max(1, sum(filled(row) for _, row in some))
    return (numbers + 0.1 + 0.01 * share) * evenness(rows)


def has_parted(text: str, separator: str) -> bool:
    """Whether the first rows, of one width, have numbers whose thousands are parted by spaces."""
    if " " not in text:
        return False
    try:
        rows = of_one_width(table_in(first_rows(text, separator)).rows)
    except ValueError:
        return False
    return any(" " in cell.strip() and looks_numeric(cell) for _, row in rows[:FEWEST_LOOKED_AT] for cell in row)


def first_rows(text: str, separator: str) -> list[Row]:
    """Rows enough to tell what separates the cells."""
    rows, cells = [], 0
    for row in islice(parsed(text, separator, strict=False), LOOKED_AT):
        rows.append(row)
        cells += len(row[1])
        if len(rows) >= FEWEST_LOOKED_AT and cells > MOST_LOOKED_AT:
            break
    return rows


def looks_numeric(cell: str) -> bool:
    """Whether a cell is a number with either decimal mark."""
    return (
        bool(cell)
        and (cell[0].isdigit() or cell[0] in "+- ." + CURRENCIES)
        and any(is_numeric(cell, one) for one in ("point", "comma"))
    )


def evenness(rows: list[Row]) -> float:
    """1 for rows of one width, less where the header lacks a name, and less still where rows differ."""
    try:
        even = of_one_width(rows)
    except ValueError:
        return 0.7
    return 0.9 if len(even[0][1]) > len(rows[0][1]) and not even[0][1][0] else 1.0


def parsed(text: str, separator: str, strict: bool = True, comments: list[Row] | None = None) -> Iterator[Row]:
    """Each row that is not empty, with the number of its line; ``strict`` minds quotes that do not fit. The lines that
    begin as comments below the first row are added to ``comments``."""
    between, begun, spaces = True, False, separator == " "

    def lines() -> Iterator[str]:
        nonlocal between
        for number, line in enumerate(io.StringIO(text, newline=""), 1):
            if between and COMMENT.match(line):
                if begun and comments is not None:
                    comments.append((number, [line]))
                yield "\n"
            else:
                between = False
                yield re.sub(r"[ \t]+(?=[\r\n])", "", re.sub(r"[ \t]+", " ", line.strip(" \t"))) if spaces else line

    may_comment = ("#" in text or "%" in text or "//" in text) and MAY_COMMENT.search(text)
    plain = not spaces and not may_comment
    source = io.StringIO(text, newline="") if plain else lines()
    reader = csv.reader(source, delimiter=separator, skipinitialspace=not spaces, strict=strict)
    try:
        for row in reader:
            between = True
            if any(map(str.strip, row)):
                begun = True
                yield reader.line_num, row
    except csv.Error as error:
        raise QuotesError(f"row {reader.line_num} has quotes that do not fit: {error}") from None


def rows_of(text: str, separator: str) -> tuple[list[Row], list[tuple[int, str]]]:
    """All rows, of one width, and the lines that are none. Too many rows are refused before they are all parsed."""
    first = next(parsed(text, separator, strict=False), None)
    if first is None:
        raise ValueError("the data has no rows but comments; expected rows of numbers, the target in the last column")
    width = max(len(row) for _, row in islice(parsed(text, separator, strict=False), FEWEST_LOOKED_AT))
    if width > MOST_COLUMNS:
        raise ValueError(f"the data has {width:,} columns; expected at most {MOST_COLUMNS:,}")
    most = min(MOST_ROWS + 1, MOST_CELLS // width)
    if '"' not in text and text.count("\n") > 2 * most:  # some lines may be empty, or comments
        raise too_many_rows() if most > MOST_ROWS else too_many_cells(width)
    comments: list[Row] = []
    try:
        rows = list(islice(parsed(text, separator, comments=comments), most + 1))
    except QuotesError:
        text, comments = without_spaces_after_quotes(text, separator), []
        rows = list(islice(parsed(text, separator, comments=comments), most + 1))
    if len(rows) > most:
        raise too_many_rows() if most > MOST_ROWS else too_many_cells(width)
    rows, beside = table_in(rows)
    rows = of_one_width(rows)
    if len(rows[0][1]) < 2:
        separated = IN_WORDS[NAMES[separator]]
        raise ValueError(f"the data has one column where {separated} separate; {several_columns()}")
    return rows, sorted((line, " ".join(filter(None, map(str.strip, row)))) for line, row in beside + comments)


def too_many_rows() -> TooLarge:
    """What is said of a table that is too long."""
    return TooLarge(f"the data has more than {MOST_ROWS:,} rows; expected at most that many")


def too_many_cells(width: int) -> TooLarge:
    """What is said of a table that is too large with its columns."""
    which = f"{width:,} columns and more than {MOST_CELLS // width:,} rows"
    return TooLarge(f"the data has {which}; expected at most {MOST_CELLS // 1_000_000} million cells")


def without_spaces_after_quotes(text: str, separator: str) -> str:
    """``"1" , "2"`` without the space behind a closing quote. It moves no quote, so that the cells stay the same."""
    return re.sub(f'"[ \\t]+(?=[{re.escape(separator)}\r\n]|\\Z)', '"', text)


def names_above(text: str, separator: str, rows: list[Row], decimal: str) -> list[str]:
    """The names that the last comment above the rows has, as NumPy writes a header; none where it has others."""
    above = islice(io.StringIO(text, newline=""), max(0, rows[0][0] - 1))
    comment = ([line for line in above if COMMENT.match(line)] or [""])[-1].lstrip("#% \t")
    names = next((row for _, row in parsed(comment, separator, strict=False)), [])
    fits = len(names) == len(rows[0][1]) and all(names) and not any(is_numeric(name, decimal) for name in names)
    return names if fits else []


def said(cell: str) -> str:
    """What a cell holds, for a message."""
    words = " ".join(cell.split())
    return f"is “{shortened(words)}”" if words else "is empty"


def shortened(words: str) -> str:
    """A text no longer than can be read."""
    return words if len(words) <= 40 else f"{words[:40]}…"
