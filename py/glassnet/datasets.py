"""What there is to learn: inputs ``X`` (rows, inputs) and targets ``y`` (rows, outputs) (tutorial, step 9).

To add a dataset: give a function of no arguments that returns ``(X, y)`` a line in ``DATASETS``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import product
from typing import NamedTuple

import numpy as np

from glassnet import checks


class Dataset(NamedTuple):
    """A line of the table: what the page calls it, and the function that gives ``(X, y)``."""

    label: str
    function: Callable[[], tuple[np.ndarray, np.ndarray]]


def truth_table(targets: Sequence[float]) -> tuple[np.ndarray, np.ndarray]:
    """All combinations of 0 and 1 in counting order, with one target in [0, 1] for each.

    Four targets make the table of two inputs: X (4, 2), y (4, 1). Raises ``ValueError`` where their number is not a
    power of two, or one is outside [0, 1].
    """
    y = checks.finite_array(targets, "targets").reshape(-1, 1)
    inputs = max(len(y).bit_length() - 1, 1)
    if len(y) != 2**inputs:
        raise ValueError(f"targets has {len(y)} values; expected 2, 4, 8, ...: one for each combination of inputs")
    for row, target in enumerate(y[:, 0]):
        if not 0 <= target <= 1:
            raise ValueError(f"targets[{row}] is {target:g}; expected a number from 0 to 1")
    return np.array(list(product((0.0, 1.0), repeat=inputs))), y


DATASETS = {
    "xor": Dataset("XOR", partial(truth_table, (0, 1, 1, 0))),
    "and": Dataset("AND", partial(truth_table, (0, 0, 0, 1))),
    "or": Dataset("OR", partial(truth_table, (0, 1, 1, 1))),
    "nand": Dataset("NAND", partial(truth_table, (1, 1, 1, 0))),
    "nor": Dataset("NOR", partial(truth_table, (1, 0, 0, 0))),
    "xnor": Dataset("XNOR", partial(truth_table, (1, 0, 0, 1))),
}
