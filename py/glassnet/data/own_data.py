"""The reader's own data: text in columns becomes inputs and targets.

The target is the last column, unless another is chosen. Text there stands for classes, and so do the numbers 0, 1, 2;
other numbers are to be predicted. Inputs far from 1 are scaled for the network and shown as they came, because weights
that are drawn for numbers near 1 do not learn from thousands.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any

import numpy as np

from glassnet.data.columns import Roles, roles_of
from glassnet.data.csv_text import IN_WORDS, NAMES, Sheet, read_sheet, shortened
from glassnet.data.data import Data
from glassnet.data.missing import Values, values_of, without_columns
from glassnet.data.own_targets import Targets, targets_of
from glassnet.data.reading import ENCODINGS, Own, Refused, counted, own_from

LARGE, SMALL = 3.0, 0.1  # inputs are scaled where one goes beyond LARGE, or never reaches SMALL
SMALLEST = 1e-100  # squares of smaller numbers vanish, and their standard deviation with them
MARGIN = 0.1  # of the range, on each side of the pictures


@lru_cache(maxsize=1)
def sheet_of(own: Own) -> Sheet:
    """The columns of a text. Raises ``ValueError`` naming the first row that is bad."""
    return read_sheet(own.text, own.reading)


def own_data(own: Any) -> Data:
    """The data that a text holds, nothing held out; ``own`` is the text, or a dict with its reading, too.

    Raises ``ValueError`` naming the first cell that is bad.
    """
    return data_in(own_from(own))


@lru_cache(maxsize=1)
def values_in(own: Own) -> Values:
    """The rows of a text that are learned from."""
    return values_of(sheet_of(own), roles_of(sheet_of(own), own.reading), own.reading)


@lru_cache(maxsize=1)
def data_in(own: Own) -> Data:
    """The same for own data that was checked."""
    roles = roles_of(sheet_of(own), own.reading)
    sheet, X, lacking, pairs = values_in(own)
    targets = targets_of(sheet, roles.targets, own.reading)
    mean, scale = standardisation(X, own.reading.scale_inputs)
    if mean is not None:
        refuse_vanishing(sheet, roles, X)
    return Data(
        X,
        targets.y,
        np.zeros(len(X), bool),
        inputs=names_of(sheet, roles.inputs, "x"),
        outputs=targets.classes if len(targets.classes) > 2 else names_of(sheet, roles.targets, "y"),
        classes=targets.classes,
        ranges=ranges_of(X),
        mean=mean,
        scale=scale,
        unscaled_y=targets.unscaled,
        target_ranges=targets.ranges,
        notes=(*notes_of(own, roles, targets, lacking, scaled=mean is not None), *pairs),
    )


def names_of(sheet: Sheet, columns: tuple[int, ...], letter: str) -> tuple[str, ...]:
    """The columns' names: the header's where it has one, else x1, x2, ... and y."""
    plain = ("y",) if (letter, len(columns)) == ("y", 1) else [f"{letter}{one}" for one in range(1, len(columns) + 1)]
    names: list[str] = []
    for column, name in zip(columns, plain, strict=True):
        named = sheet.names[column] or name
        names.append(f"{named}.{column + 1}" if named in names else named)
    return tuple(names)


def standardisation(X: np.ndarray, chosen: bool | None) -> tuple[np.ndarray, np.ndarray] | tuple[None, None]:
    """Mean and standard deviation of each input, where any of them is far from 1, or where that is ``chosen``."""
    reach = np.abs(X).max(axis=0)
    far = reach.max() > LARGE or bool(np.any((reach > 0) & (reach < SMALL)))
    if not (far and len(X) > 1 if chosen is None else chosen):  # of a single row, nothing would be left but 0
        return None, None
    deviation = X.std(axis=0)
    # Of a column of one value the deviation may be some 1e-17, for rounding.
    return X.mean(axis=0), np.where(X.max(axis=0) > X.min(axis=0), deviation, 1.0)


def refuse_vanishing(sheet: Sheet, roles: Roles, X: np.ndarray) -> None:
    """Raise ``Refused`` for inputs so small that they cannot be standardised."""
    reach = np.abs(X).max(axis=0)
    for column, most in zip(roles.inputs, reach, strict=True):
        if 0 < most < SMALLEST:
            message = (
                f"{sheet.called(column)} has numbers up to {most:g}; expected a number of {SMALLEST:g} or more: the "
            )
            raise Refused(f"{message}squares of smaller ones vanish", without_columns(sheet, roles, [column]))


def ranges_of(X: np.ndarray) -> tuple[tuple[float, float], ...]:
    """From the smallest to the largest value of each input, and a little beyond; [-1, 1] where all lies about there."""
    low, high = X.min(axis=0), X.max(axis=0)
    edge = 1 + 2 * MARGIN
    near = (low >= -edge) & (high <= edge) & ((high - low > SMALL) | (len(X) == 1))
    low, high = np.where(near, -1.0, low), np.where(near, 1.0, high)
    margin = np.where(high > low, (high - low) * MARGIN, np.maximum(1.0, np.abs(high) * MARGIN))
    return tuple((float(below), float(above)) for below, above in zip(low - margin, high + margin, strict=True))


def notes_of(own: Own, roles: Roles, targets: Targets, lacking: int, scaled: bool) -> tuple[str, ...]:
    """What was found in the text, in words; ``lacking`` rows were left out."""
    sheet, encoding = sheet_of(own), own.reading.encoding
    found = [
        f"separated by {IN_WORDS[NAMES[sheet.separator]]}",
        f"with {('no header', 'a header')[sheet.header] if sheet.header < 2 else f'a header of {sheet.header} lines'}",
        f"and with {sheet.marks.words}",
        *([f"encoded as {ENCODINGS[encoding].partition(' (')[0]}"] if encoding else []),
    ]
    rows, inputs = counted(len(targets.y), "row"), counted(len(roles.inputs), "input")
    names = [f"“{name}”" for name in names_of(sheet, roles.targets, "y")]
    target = (
        f"The target is {names[0]}." if len(names) == 1 else f"The targets are {', '.join(names[:-1])} and {names[-1]}."
    )
    notes = [f"{rows}, {inputs}, {targets.words}; {', '.join(found)}.", target]
    if own.reading.of_rows:
        notes.append(
            f"The file has {counted(own.reading.of_rows, 'row')}; {len(sheet.lines):,} are taken, evenly spread."
        )
    if lacking:
        which = "which lacks a value" if lacking == 1 else "which lack a value"
        notes.append(f"Left out: {lacking:,} of {counted(len(sheet.lines), 'row')}, {which}.")
    if sheet.beside:
        notes.append(left_beside(sheet.beside))
    notes += roles.notes
    if scaled:
        notes.append(
            "The inputs are standardised for the network: mean 0, standard deviation 1. They are shown as they came."
        )
    return (*notes, *targets.notes)


def left_beside(lines: Sequence[tuple[int, str]]) -> str:
    """Which lines of the text are taken for no rows of the table."""
    number, words = lines[0]
    more = f" and {counted(len(lines) - 1, 'more line')}" if len(lines) > 1 else ""
    which = "which are no rows" if more else "which is no row"
    return f"Left out: row {number} (“{shortened(words)}”){more}, {which} of the table."


def found_in(own: Own) -> dict[str, Any]:
    """What each choice of the reading comes to, for the page's controls; as far as the text can be read."""
    found: dict[str, Any] = {"columns": []}
    with suppress(ValueError):
        sheet = sheet_of(own)
        found = found_in_sheet(sheet)
        roles = roles_of(sheet, own.reading)
        found |= {"targets": list(roles.targets), "left_out": list(roles.left_out)}
        found["drop_missing"] = bool(own.reading.drop_missing)
        data = data_in(own)
        found |= {
            "classes": bool(data.classes),
            "scale_inputs": data.mean is not None,
            "scale_targets": data.unscaled_y is not None,
            "whole": is_whole(own),
        }
    return found


def is_whole(own: Own) -> bool:
    """Whether the data says all that is in the text: no column, row or word is left out."""
    values = values_in(own)
    left_out = roles_of(sheet_of(own), own.reading).left_out
    return not (left_out or sheet_of(own).beside or values.left_out or values.notes or own.reading.of_rows)


def found_in_sheet(sheet: Sheet) -> dict[str, Any]:
    """The same for the choices that make the columns."""
    return {
        "separator": NAMES[sheet.separator],
        "decimal": sheet.marks.decimal,
        "header": bool(sheet.header),
        "columns": [sheet.names[column] or f"column {column + 1}" for column in range(len(sheet.columns))],
    }
