"""The targets of the reader's own data: classes, or numbers to predict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from glassnet.data.csv_text import Sheet, shortened
from glassnet.data.data import class_targets
from glassnet.data.header import is_numeric
from glassnet.data.reading import Reading, Refused

MOST_CLASSES = 20
LEAST_SPREAD = 0.1  # of targets between 0 and 1: closer ones are scaled, because each output fits them at once

Ranges = tuple[tuple[float, float], ...]


class Targets(NamedTuple):
    """Targets as the network learns them, shape (rows, outputs), and the names of the classes, if they are classes.

    ``ranges`` are what the network's 0 and 1 stand for, for each output. Where the targets are scaled, ``unscaled`` has
    them as they came.
    """

    y: np.ndarray
    classes: tuple[str, ...] = ()
    ranges: Ranges = ((0.0, 1.0),)
    unscaled: np.ndarray | None = None
    notes: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What there is to learn."""
        if self.classes:
            return f"{len(self.classes)} classes"
        return "a number to predict" if self.y.shape[1] == 1 else f"{self.y.shape[1]} numbers to predict"


def targets_of(sheet: Sheet, columns: Sequence[int], reading: Reading) -> Targets:
    """The targets in these columns. Raises ``ValueError`` naming the first cell that is bad."""
    if len(columns) > 1 or reading.classes is False:
        return number_targets(sheet, columns, reading.scale_targets)
    (column,) = columns
    counted = Counter(sheet.columns[column])  # a class has one name for many rows
    numbers = sum(count for cell, count in counted.items() if is_numeric(cell, sheet.marks.decimal))
    other_numbers = reading.classes is None and all(
        is_numeric(cell, "point") or is_numeric(cell, "comma") for cell in counted
    )
    if 2 * numbers <= len(sheet.lines) and not other_numbers:
        return text_labels(sheet, column)
    labels = number_labels(sheet, column, chosen=reading.classes is True)
    return labels or number_targets(sheet, columns, reading.scale_targets)


def text_labels(sheet: Sheet, column: int) -> Targets:
    """A class for each text, in their order as words."""
    names = [" ".join(cell.split()) for cell in sheet.columns[column]]
    classes = tuple(sorted(set(names)))
    if not 2 <= len(classes) <= MOST_CLASSES:
        named = f"1 class, “{shortened(classes[0])}”" if len(classes) == 1 else f"{len(classes):,} different texts"
        raise ValueError(f"{sheet.called(column)} has {named}; expected 2 to {MOST_CLASSES} classes, or numbers")
    place = {name: index for index, name in enumerate(classes)}
    notes = [
        f"“{one}” and “{other}” are two classes."
        for one, other in pairwise(sorted(classes, key=str.casefold))
        if one.casefold() == other.casefold()
    ]
    return Targets(class_targets(np.array([place[name] for name in names]), len(classes)), classes, notes=tuple(notes))


def number_labels(sheet: Sheet, column: int, chosen: bool) -> Targets | None:
    """A class for each number, where they are labels: 0 and 1; -1 and 1; or 0, 1, 2 and so on, each several times.

    None where they are not, unless classes are ``chosen`` by hand.
    """
    labels, indices, counts = np.unique(sheet.numbers(column), return_inverse=True, return_counts=True)
    known = labels.tolist() == [0, 1]
    from_first = labels.tolist() == [labels[0] + place for place in range(len(labels))] and labels[0] in (0, 1)
    repeated = counts.min() > 1 and len(labels) > 1 and (from_first or labels.tolist() == [-1, 1])
    if not (chosen or known or (repeated and len(labels) <= MOST_CLASSES)):
        return None
    if not 2 <= len(labels) <= MOST_CLASSES:
        came = "1 number" if len(labels) == 1 else f"{len(labels):,} different numbers"
        raise ValueError(f"{sheet.called(column)} has {came}; expected 2 to {MOST_CLASSES} classes")
    classes = tuple(repr(label).removesuffix(".0") for label in labels.tolist())
    read = () if known or chosen else (f"Its numbers {', '.join(classes[:-1])} and {classes[-1]} are read as classes.",)
    return Targets(class_targets(indices.reshape(-1), len(classes)), classes, notes=read)


def number_targets(sheet: Sheet, columns: Sequence[int], chosen: bool | None) -> Targets:
    """Numbers to predict. Where one is beyond 0 to 1, or all are nearly the same, they are scaled, so that every output
    can reach them and has something to learn.

    ``chosen`` says whether to scale them, if that was chosen by hand.
    """
    values = np.stack([sheet.numbers(column) for column in columns], axis=-1)
    low, high = values.min(axis=0), values.max(axis=0)
    if len(values) > 1 and not (high > low).any():
        which = sheet.called(columns[0]) if len(columns) == 1 else "each column of targets"
        message = f"{which} is {low[0]:g} in every row; expected at least two different targets"
        raise Refused(message, [(f"Take {sheet.called(0)} as the target", {"targets": [0]})] if columns[0] else [])
    close = ((high > low) & (high - low < LEAST_SPREAD)).any()
    scaled = bool((low < 0).any() or (high > 1).any() or close) and len(values) > 1 if chosen is None else chosen
    if not scaled:
        return Targets(values, ranges=((0.0, 1.0),) * len(columns))
    low, spread = unit_range(values)
    ranges = tuple(zip(low.tolist(), (low + spread).tolist(), strict=True))
    ends = "; ".join(f"0 is {zero:g}, 1 is {one:g}" for zero, one in ranges[:4]) + ("; …" if len(ranges) > 4 else "")
    what = "target" if len(columns) == 1 else "targets, each"
    said = f"The network learns the {what} scaled to 0 to 1: {ends}."
    return Targets((values - low) / spread, ranges=ranges, unscaled=values, notes=(said,))


def unit_range(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What scales targets (rows, outputs) to 0 to 1: the least of each output, and its spread; 1 where it has none."""
    low, high = values.min(axis=0), values.max(axis=0)
    return low, np.where(high > low, high - low, 1.0)
