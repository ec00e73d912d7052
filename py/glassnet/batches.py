"""Which rows are trained on together: all at once, as in the tutorial (step 8), or a batch after the other.

With batches, every epoch takes each row once, in an order of its own (Bottou, Stochastic Gradient Descent Tricks,
2012).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count, repeat
from typing import Any

import numpy as np

from glassnet.random_numbers import EpochNumbers

# Which rows these are, and their inputs and targets.
Batch = tuple[Any, np.ndarray, np.ndarray]

ALL_ROWS = slice(None)
SHUFFLING = 0  # the purpose of the random numbers


def batches_of_each_epoch(X: np.ndarray, y: np.ndarray, size: int, seed: int, first: int) -> Iterator[Iterable[Batch]]:
    """For each epoch from ``first`` on its batches of ``size`` rows; the last one may have fewer.

    X is (rows, inputs), y (rows, outputs), both with or without a stack's leading axis. A size of 0, or of all rows and
    more, gives all rows in one batch, in their own order.
    """
    rows = X.shape[-2]
    if size == 0 or size >= rows:
        return repeat(((ALL_ROWS, X, y),))
    return (shuffled(X, y, size, EpochNumbers(seed, epoch, SHUFFLING)) for epoch in count(first))


def shuffled(X: np.ndarray, y: np.ndarray, size: int, numbers: EpochNumbers) -> Iterator[Batch]:
    """All rows in a new order, ``size`` at a time."""
    order = np.argsort(numbers.whole_numbers(X.shape[-2]), kind="stable")
    for start in range(0, order.size, size):
        rows = order[start : start + size]
        yield rows, X.take(rows, axis=-2), y.take(rows, axis=-2)
