"""Datasets: inputs and targets, by their names in an address (tutorial, step 9).

To add a dataset, give it a line in the table of its kind: ``truth_tables.py``, ``points.py`` or ``curves.py``. Random
data has its own seed, so the seed of the weights does not change it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from glassnet import checks
from glassnet.data.curves import CURVES, Curve, sampled
from glassnet.data.data import Data, class_of, class_targets
from glassnet.data.points import POINTS, Points, point_cloud
from glassnet.data.truth_tables import MOST_INPUTS, MOST_OUTPUTS, TRUTH_TABLES, TruthTable, truth_table
from glassnet.random_numbers import RandomNumbers

DATASETS: dict[str, TruthTable | Points | Curve] = {**TRUTH_TABLES, **POINTS, **CURVES}
CUSTOM = "custom"  # a custom truth table
OWN = "own"  # the reader's own rows
NAMES = (*DATASETS, CUSTOM, OWN)
TABLE_RANGE = (-0.25, 1.25)
POINT_RANGE = (-1.25, 1.25)


def is_table(name: str) -> bool:
    """Whether a dataset is a truth table."""
    return name == CUSTOM or isinstance(DATASETS.get(name), TruthTable)


def data_of(chosen: Mapping[str, Any], own: Any = None) -> Data:
    """The data that checked choices speak of; ``own`` is the reader's own (``reading.own_from``).

    Raises ``ValueError`` for targets that are no truth table, for a held-out row that does not exist, and for own data
    that cannot be read.
    """
    kind = DATASETS.get(chosen["dataset"])
    if isinstance(kind, (Points, Curve)):
        return generated(kind, *(chosen[name] for name in ("points", "noise", "data_seed", "held_out")))
    if chosen["dataset"] == OWN:
        from glassnet.data.own_data import own_data  # a snapshot is smaller without it

        data = own_data(own)
        random = RandomNumbers(chosen["data_seed"])
        return replace(data, held=held_out(random, groups_of(data.y, data.classes), chosen["held_out"]))
    return table_of(kind, chosen)


def table_of(kind: TruthTable | None, chosen: Mapping[str, Any]) -> Data:
    """A truth table with its held-out rows; without a kind, the custom one."""
    if kind is None:
        X, y = truth_table(chosen["targets"], chosen["outputs"])
        inputs, outputs = numbered("x", X.shape[1]), numbered("y", y.shape[1])
    else:
        X, y = truth_table(kind.targets, len(kind.outputs))
        inputs, outputs = kind.inputs, kind.outputs
    held = rows_held(chosen["held_rows"], len(X))
    return Data(X, y, held, inputs, outputs, ranges=(TABLE_RANGE,) * len(inputs))


def tables() -> dict[str, Any]:
    """Custom tables, for a page where Python is not there yet.

    The names of ``inputs`` and their ``rows``, and the names of ``outputs``, by the number of each.
    """
    inputs = range(1, MOST_INPUTS + 1)
    return {
        "inputs": {str(count): list(numbered("x", count)) for count in inputs},
        "outputs": {str(count): list(numbered("y", count)) for count in range(1, MOST_OUTPUTS + 1)},
        "rows": {str(count): truth_table([0] * 2**count)[0].astype(int).tolist() for count in inputs},
    }


@lru_cache(maxsize=8)
def generated(kind: Points | Curve, points: int, noise: float, seed: int, share: float) -> Data:
    """So many random rows, with a share of each class held out. They are kept, so nobody may write to them."""
    random = RandomNumbers(seed)
    if isinstance(kind, Points):
        X, groups = point_cloud(kind, random, points, noise)
        y, outputs, names = class_targets(groups, kind.classes), class_outputs(kind.classes), class_names(kind.classes)
        inputs = 2
    else:
        X, targets = sampled(kind, random, points, noise)
        y, outputs, names = targets[:, np.newaxis], ("y",), ()
        inputs, groups = kind.inputs, np.zeros(len(X))
    held = held_out(random, groups, share)
    for array in (X, y, held):
        array.flags.writeable = False
    return Data(X, y, held, numbered("x", inputs), outputs, ranges=(POINT_RANGE,) * inputs, classes=names)


def held_out(random, groups, share):
    """A mask of the held-out rows, shape (rows,): a random share of each group, never all of it."""
    drawn = random.rand(len(groups))
    held = np.zeros(len(groups), bool)
    for group in set(groups.tolist()):
        rows = np.flatnonzero(groups == group)
        count = min(round(share * len(rows)), len(rows) - 1)
        held[rows[np.argsort(drawn[rows], kind="stable")[:count]]] = True
    return held


def groups_of(y: np.ndarray, classes: Sequence[str]) -> np.ndarray:
    """The class of each row; without classes, a single group."""
    return class_of(y) if classes else np.zeros(len(y))


def rows_held(rows: Sequence[int], count: int) -> np.ndarray:
    """The held-out rows of a truth table, by index in counting order; at least one must stay."""
    held = np.zeros(count, bool)
    for place, row in enumerate(rows):
        if row >= count:
            raise ValueError(f"held_rows[{place}] is {row}; expected a row from 0 to {count - 1}")
        held[row] = True
    if held.all():
        raise ValueError(f"held_rows is {checks.short(list(rows))}; expected at least one row left to train on")
    return held


def numbered(letter: str, count: int, first: int = 1) -> tuple[str, ...]:
    """Names such as x1, x2, x3; a single y has no number."""
    return (
        ("y",) if (letter, count) == ("y", 1) else tuple(f"{letter}{number}" for number in range(first, first + count))
    )


def class_names(count: int) -> tuple[str, ...]:
    """Default names of classes: 0, 1, 2."""
    return numbered("", count, first=0)


def class_outputs(count: int) -> tuple[str, ...]:
    """One output for two classes, else one for each class."""
    return ("y",) if count == 2 else class_names(count)


def menu() -> list[dict[str, Any]]:
    """The menu: all datasets by group, with labels; truth tables come with their targets."""
    return [
        *map(entry, DATASETS),
        {"name": CUSTOM, "label": "Custom", "group": "tables"},
        {"name": OWN, "label": "Own data", "group": "own"},
    ]


def entry(name: str) -> dict[str, Any]:
    """A line of the menu."""
    kind = DATASETS[name]
    if isinstance(kind, TruthTable):
        targets = [float(target) for target in kind.targets]
        named = {"inputs": list(kind.inputs), "outputs": list(kind.outputs)}
        return {"name": name, "label": kind.label, "group": "tables", "targets": targets, **named}
    if isinstance(kind, Points):
        group, inputs, outputs = "points", numbered("x", 2), class_outputs(kind.classes)
    else:
        group, inputs, outputs = "curves", numbered("x", kind.inputs), ("y",)
    return {"name": name, "label": kind.label, "group": group, "inputs": list(inputs), "outputs": list(outputs)}
