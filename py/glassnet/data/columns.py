"""What each column of a table is for: an input, a target, or left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from glassnet.data.csv_text import Sheet
from glassnet.data.header import TARGET
from glassnet.data.number_marks import MISSING, numbers_in
from glassnet.data.reading import Reading

MOST_TARGETS = 20
INDEX = re.compile(r"unnamed: ?0|index|idx|\w*id|no\.?|nr\.?|#|row(?:[ _]?(?:id|names?|numbers?))?", re.IGNORECASE)
UNNAMED = re.compile(r"(?:unnamed: ?0)?", re.IGNORECASE)
NUMBERED = re.compile(r"(?:y|target|output|out)[ _.]?\d+", re.IGNORECASE)


class Roles(NamedTuple):
    """Which columns, counted from 0, are inputs, targets and left out; and what is to be said of that."""

    inputs: tuple[int, ...]
    targets: tuple[int, ...]
    left_out: tuple[int, ...]
    notes: tuple[str, ...]


def roles_of(sheet: Sheet, reading: Reading) -> Roles:
    """The roles that the reading says, else those that the columns seem to have.

    Raises ``ValueError`` for columns that are not there, and where none is left for the inputs.
    """
    columns = range(len(sheet.columns))
    for chosen, what in ((reading.targets, "target"), (reading.left_out, "column to leave out")):
        if chosen and chosen[-1] not in columns:
            raise ValueError(f"column {chosen[-1] + 1} is chosen as a {what}; the data has {len(columns)} columns")
    noticed = noticed_in(sheet) if reading.left_out is None else {}
    left_out = set(noticed if reading.left_out is None else reading.left_out)
    targets = targets_in(sheet, [column for column in columns if column not in left_out])
    if reading.targets is not None:
        targets = reading.targets
        if reading.left_out is not None and left_out & set(targets):
            both = min(left_out & set(targets))
            raise ValueError(f"{sheet.called(both)} is chosen as a target and to be left out; expected one of these")
        left_out -= set(targets)
    inputs = tuple(column for column in columns if column not in left_out and column not in targets)
    if not 1 <= len(targets) <= MOST_TARGETS:
        raise ValueError(f"the data has {len(targets)} columns of targets; expected 1 to {MOST_TARGETS}")
    if not inputs:
        raise ValueError("no column is left for the inputs; expected one or more beside the target")
    notes = [f"Left out: {note}." for column, note in noticed.items() if column in left_out]
    if reading.left_out:
        names = ", ".join(sheet.called(column) for column in reading.left_out)
        notes.append(f"Left out: {names if len(reading.left_out) <= 4 else f'{len(reading.left_out)} columns'}.")
    return Roles(inputs, tuple(targets), tuple(sorted(left_out)), tuple(notes))


def targets_in(sheet: Sheet, columns: Sequence[int]) -> tuple[int, ...]:
    """The last column, unless another one alone is named as a target; or all at the end that are, such as y1 and y2."""
    numbered = []
    for column in reversed(columns):
        if not NUMBERED.fullmatch(sheet.names[column]):
            break
        numbered.append(column)
    if 2 <= len(numbered) < len(columns):
        return tuple(sorted(numbered))
    named = [column for column in columns if TARGET.fullmatch(sheet.names[column])]
    return tuple(named if len(named) == 1 else columns[-1:])


def noticed_in(sheet: Sheet) -> dict[int, str]:
    """Columns that say nothing: an index, such as pandas writes, or no cell at all; and what is to be said of them."""
    noticed = {}
    for column, cells in enumerate(sheet.columns):
        if all(map(MISSING.fullmatch, cells)):
            noticed[column] = f"{sheet.called(column)}, which has no values"
    if sheet.header and len(sheet.columns) > 2:
        for column in range(len(sheet.columns)):
            if column not in noticed and is_index(sheet, column):
                noticed[column] = f"{sheet.called(column)}, which counts or names the rows"
    return noticed


def is_index(sheet: Sheet, column: int) -> bool:
    """Whether a column counts the rows and is called so; or, as the first, has no name and names them."""
    name, cells = sheet.names[column], sheet.columns[column]
    if not INDEX.fullmatch(name or "index") or (column and not name):
        return False
    if UNNAMED.fullmatch(name):
        values = numbers_in(cells, sheet.marks.decimal)
        return len(set(cells)) == len(cells) and (values is None or bool((values == values.round()).all()))
    values = numbers_in(cells, sheet.marks.decimal)
    return values is not None and values[0] in (0, 1) and bool((np.diff(values) == 1).all())
