"""The reader's own data: text in columns becomes inputs and targets, the target in the last column.

Text there stands for classes; numbers are 0 and 1, or something to predict. What is far from 1 is scaled for the
network and shown as it came, because weights that are drawn for numbers near 1 do not learn from thousands.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import numpy as np

from glassnet.data.csv_text import MOST_ROWS, SEPARATORS, Sheet, is_number, read_sheet
from glassnet.data.data import Data, class_targets

MOST_CLASSES = 20
LARGE, SMALL = 3.0, 0.1  # inputs are scaled where one goes beyond LARGE, or never reaches SMALL
MARGIN = 0.1  # of the range, on each side of the pictures


@lru_cache(maxsize=1)
def own_data(text: str) -> Data:
    """The data that a text holds, nothing held out. Raises ``ValueError`` naming the first cell that is bad."""
    sheet = read_sheet(text)
    if len(sheet.lines) > MOST_ROWS:
        raise ValueError(f"the data has {len(sheet.lines):,} rows; expected at most {MOST_ROWS:,}")
    last = len(sheet.columns) - 1
    X = np.stack([sheet.numbers(column) for column in range(last)], axis=-1)
    y, classes, target_range = targets_of(sheet, last)
    outputs = classes if len(classes) > 2 else sheet.names[last:]
    mean, scale = standardisation(X)
    return Data(
        X,
        y,
        np.zeros(len(X), bool),
        inputs=sheet.names[:last],
        outputs=outputs,
        classes=classes,
        ranges=ranges_of(X),
        mean=mean,
        scale=scale,
        target_range=target_range,
        notes=notes_of(sheet, X, classes, target_range, scaled=mean is not None),
    )


def targets_of(sheet: Sheet, column: int) -> tuple[np.ndarray, tuple[str, ...], tuple[float, float]]:
    """Targets (rows, outputs), the names of the classes, and what 0 and 1 stand for where there are none."""
    cells = sheet.columns[column]
    counted = Counter(cells)  # a class has one name for many rows
    numbers = sum(count for cell, count in counted.items() if is_number(cell, sheet.decimal_comma))
    if 2 * numbers > len(cells):
        return number_targets(sheet.numbers(column))
    for row, cell in enumerate(cells):
        if not cell.strip():
            raise ValueError(f"{sheet.place(row, column)} is empty; expected the name of a class")
    names = [cell.strip() for cell in cells]
    classes = tuple(sorted(set(names)))
    indices = np.array(list(map({name: index for index, name in enumerate(classes)}.__getitem__, names)))
    if not 2 <= len(classes) <= MOST_CLASSES:
        named = f"1 class, “{classes[0]}”" if len(classes) == 1 else f"{len(classes):,} different texts"
        raise ValueError(f"the last column has {named}; expected 2 to {MOST_CLASSES} classes, or numbers")
    return class_targets(indices, len(classes)), classes, (0.0, 1.0)


def number_targets(values: np.ndarray) -> tuple[np.ndarray, tuple[str, ...], tuple[float, float]]:
    """Numbers: 0 and 1 are two classes; others become numbers from 0 to 1, which every output can reach."""
    low, high = float(values.min()), float(values.max())
    if set(values.tolist()) == {0.0, 1.0}:
        return values[:, np.newaxis], ("0", "1"), (0.0, 1.0)
    if low == high:
        raise ValueError(f"the last column is {low:g} in every row; expected at least two different targets")
    if low < 0 or high > 1:
        values = (values - low) / (high - low)
    else:
        low, high = 0.0, 1.0
    return values[:, np.newaxis], (), (low, high)


def standardisation(X: np.ndarray) -> tuple[np.ndarray, np.ndarray] | tuple[None, None]:
    """Mean and standard deviation of each input, where any of them is far from 1."""
    reach = np.abs(X).max(axis=0)
    if reach.max() <= LARGE and not np.any((reach > 0) & (reach < SMALL)):
        return None, None
    deviation = X.std(axis=0)
    return X.mean(axis=0), np.where(deviation > 0, deviation, 1.0)


def ranges_of(X: np.ndarray) -> tuple[tuple[float, float], ...]:
    """From the smallest to the largest value of each input, and a little beyond; [-1, 1] where all lies about there."""
    low, high = X.min(axis=0), X.max(axis=0)
    edge = 1 + 2 * MARGIN
    near = (low >= -edge) & (high <= edge) & (high - low > SMALL)
    low, high = np.where(near, -1.0, low), np.where(near, 1.0, high)
    margin = np.where(high > low, (high - low) * MARGIN, 1.0)
    return tuple((float(below), float(above)) for below, above in zip(low - margin, high + margin, strict=True))


def notes_of(
    sheet: Sheet, X: np.ndarray, classes: tuple[str, ...], target_range: tuple[float, float], scaled: bool
) -> tuple[str, ...]:
    """What was found in the text, in words."""
    columns = f"separated by {SEPARATORS[sheet.separator]}s, with {'a' if sheet.header else 'no'} header"
    decimal = ", and with decimal commas" if sheet.decimal_comma else ""
    inputs = "1 input" if X.shape[1] == 1 else f"{X.shape[1]} inputs"
    target = f"{len(classes)} classes" if classes else "a number to predict"
    notes = [f"{len(X):,} rows, {inputs}, {target}; {columns}{decimal}."]
    if scaled:
        notes.append(
            "The inputs are standardised for the network: mean 0, standard deviation 1. They are shown as they came."
        )
    if target_range != (0.0, 1.0):
        low, high = target_range
        notes.append(f"The network learns the target scaled to 0 to 1: 0 is {low:g}, 1 is {high:g}.")
    return tuple(notes)
