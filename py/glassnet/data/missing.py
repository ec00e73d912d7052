"""Cells without a value, and columns of texts: refused in words, with the ways to read the data all the same.

A row that lacks a value is left out where that was chosen (``Reading.drop_missing``); nothing is filled in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from glassnet.data.columns import Roles
from glassnet.data.csv_text import Sheet, said, shortened
from glassnet.data.header import is_mostly_numeric
from glassnet.data.number_marks import EMPTY, MARKS, MISSING, NO_LABEL, is_number, numbers_in
from glassnet.data.reading import Reading, Refused, Way, counted

MOST_NAMED = 4  # columns in a message
MOST_ROWS_NAMED = 3  # rows of each


class Values(NamedTuple):
    """The rows that are learned from: their columns, their inputs X (rows, inputs), and how many rows were left out.

    ``notes`` say which texts stand for 0 and 1.
    """

    sheet: Sheet
    X: np.ndarray
    left_out: int
    notes: tuple[str, ...]


def values_of(sheet: Sheet, roles: Roles, reading: Reading) -> Values:
    """The inputs of all rows that have a value in each column that counts.

    Raises ``Refused`` for columns of texts, and for rows that lack a value unless they are to be left out.
    """
    decimal = sheet.marks.decimal
    found = {column: numbers_in(sheet.columns[column], decimal) for column in roles.inputs}
    no_numbers = [column for column, numbers in found.items() if numbers is None]
    pairs = {column: pair for column in no_numbers if (pair := pair_in(sheet.columns[column]))}
    refuse_texts(sheet, roles, [column for column in no_numbers if column not in pairs])
    lacking = {column: holes(sheet.columns[column], MISSING) for column in no_numbers}
    lacking |= {column: holes(sheet.columns[column], mark_of(sheet, column, reading)) for column in roles.targets}
    lacking = {column: rows for column, rows in lacking.items() if rows}
    gone = set().union(*lacking.values())
    if gone and not reading.drop_missing:
        raise Refused(in_words(sheet, lacking, len(gone)), ways_around(sheet, roles, lacking, len(gone)))
    if gone:
        sheet = without_rows(sheet, gone)
        found = {column: numbers_in(sheet.columns[column], decimal) for column in roles.inputs}
    for column, (_, one) in pairs.items():
        found[column] = np.array([cell.strip().casefold() == one.casefold() for cell in sheet.columns[column]], float)
    X = [sheet.numbers(column) if numbers is None else numbers for column, numbers in found.items()]
    notes = [
        f"In {sheet.called(column)} “{shortened(zero)}” is 0, and “{shortened(one)}” is 1."
        for column, (zero, one) in pairs.items()
    ]
    return Values(sheet, np.stack(X, axis=-1), len(gone), tuple(notes))


def pair_in(cells: Sequence[str]) -> tuple[str, str] | None:
    """The two texts that a column has, such as no and yes, in their order as words, in small letters or capitals; None
    for any other column."""
    # Of True, TRUE and true, the first one speaks for all.
    spelled = {cell.strip().casefold(): cell.strip() for cell in reversed(cells) if not MISSING.fullmatch(cell)}
    texts = list(spelled.values())
    filled = sum(not MISSING.fullmatch(cell) for cell in cells) if len(texts) == 2 else 0
    if filled <= 2 or any(is_number(text, mark) for text in texts for mark in MARKS):
        return None
    zero, one = (spelled[text] for text in sorted(spelled))
    return zero, one


def mark_of(sheet: Sheet, column: int, reading: Reading) -> re.Pattern[str]:
    """What stands for no value in a column of targets. Where classes are chosen by hand, NA may be the name of one."""
    if is_mostly_numeric(sheet.columns[column], sheet.marks.decimal):
        return MISSING
    return EMPTY if reading.classes and not reading.drop_missing else NO_LABEL


def holes(cells: Sequence[str], mark: re.Pattern[str]) -> list[int]:
    """The rows, counted from 0, in which a column has no value."""
    marks = {cell for cell in set(cells) if mark.fullmatch(cell)}
    return [row for row, cell in enumerate(cells) if cell in marks] if marks else []


def without_rows(sheet: Sheet, gone: set[int]) -> Sheet:
    """The other rows of a table."""
    if len(gone) == len(sheet.lines):
        raise ValueError("every row lacks a value; expected one row or more that has them all")
    stay = [row for row in range(len(sheet.lines)) if row not in gone]
    columns: list[Sequence[str]] = [[cells[row] for row in stay] for cells in sheet.columns]
    return sheet._replace(columns=columns, lines=[sheet.lines[row] for row in stay])


def refuse_texts(sheet: Sheet, roles: Roles, columns: Sequence[int]) -> None:
    """Raise ``Refused`` where any of these columns of inputs holds texts, naming all that do."""
    decimal = sheet.marks.decimal
    texts = [column for column in columns if not is_mostly_numeric(sheet.columns[column], decimal)]
    if not texts:
        return
    cells = sheet.columns[texts[0]]
    row = next(
        row for row, cell in enumerate(cells) if not MISSING.fullmatch(cell) and numbers_in([cell], decimal) is None
    )
    message = f"{sheet.place(row, texts[0])} {said(cells[row])}; expected {sheet.expected(cells[row])}"
    if len(texts) > 1:
        message += f". There are texts in {len(texts)} columns: {listed(sheet, texts)}"
    raise Refused(message, without_columns(sheet, roles, texts))


def in_words(sheet: Sheet, lacking: dict[int, list[int]], count: int) -> str:
    """Where values are missing: how many rows, and which, column by column."""
    most_first = sorted(lacking, key=lambda column: -len(lacking[column]))
    marks = {sheet.columns[column][row].strip() for column, rows in lacking.items() for row in rows} - {""}
    named = ", ".join(f"“{shortened(mark)}”" for mark in sorted(marks)[:MOST_NAMED])
    places = [f"{sheet.called(column)} in {in_rows(sheet, lacking[column])}" for column in most_first[:MOST_NAMED]]
    if len(most_first) > MOST_NAMED:
        places.append(f"and {counted(len(most_first) - MOST_NAMED, 'more column')}")
    lack = "lacks" if count == 1 else "lack"
    what = f"a value ({named})" if named and len(marks) <= MOST_NAMED else "a value"
    return f"{count:,} of {counted(len(sheet.lines), 'row')} {lack} {what}: {'; '.join(places)}"


def in_rows(sheet: Sheet, rows: Sequence[int]) -> str:
    """Rows by the numbers of their lines."""
    numbers = ", ".join(str(sheet.lines[row]) for row in rows[:MOST_ROWS_NAMED])
    if len(rows) <= MOST_ROWS_NAMED:
        return f"row {numbers}" if len(rows) == 1 else f"rows {numbers}"
    return f"{len(rows):,} rows ({numbers}, …)"


def ways_around(sheet: Sheet, roles: Roles, lacking: dict[int, list[int]], count: int) -> list[Way]:
    """What can be left out: the rows, or the columns."""
    ways: list[Way] = []
    if count < len(sheet.lines):
        rows = "Leave this row out" if count == 1 else f"Leave these {count:,} rows out"
        ways.append((rows, {"drop_missing": True}))
    return ways + (without_columns(sheet, roles, list(lacking)) if not set(lacking) & set(roles.targets) else [])


def without_columns(sheet: Sheet, roles: Roles, columns: Sequence[int]) -> list[Way]:
    """The way to read the data without some columns of inputs, if others are left."""
    if len(columns) >= len(roles.inputs):
        return []
    which = sheet.called(columns[0]) if len(columns) == 1 else f"these {len(columns)} columns"
    return [(f"Leave {which} out", {"left_out": sorted({*roles.left_out, *columns})})]


def listed(sheet: Sheet, columns: Sequence[int]) -> str:
    """Columns by their names, or where they have none by their numbers."""
    names = [shortened(sheet.names[column]) or str(column + 1) for column in columns]
    return ", ".join(names[: 2 * MOST_NAMED]) + (" and more" if len(names) > 2 * MOST_NAMED else "")
