"""How the learning rate changes in the course of a run.

To add one: write a function of the chosen rate, the epoch (from 0) and the epochs of the whole run, and give it a line
in ``SCHEDULES``. A run may go on beyond those epochs. A schedule depends on nothing else, so that a run that is taken
up again has the rate that it would have had.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import count, repeat
from typing import Any, NamedTuple

import numpy as np

from glassnet import checks


class Schedule(NamedTuple):
    """A line of the table: what the page calls it, and the function."""

    label: str
    function: Callable[[float, int, int], float]


def constant(rate, epoch, epochs):
    """The same rate from beginning to end: the tutorial's way (step 8)."""
    return rate


def step(rate, epoch, epochs):
    """A tenth of the rate from half of the run on, a hundredth from three quarters on (He et al., 2016, ResNet)."""
    return rate * (1.0 if epoch < 0.5 * epochs else 0.1 if epoch < 0.75 * epochs else 0.01)


def exponential(rate, epoch, epochs):
    """Each epoch the same share less, a hundredth of the rate at the end, and on beyond it (Senior et al., 2013)."""
    return rate * 0.01 ** (epoch / epochs)


def cosine(rate, epoch, epochs):
    """Half a wave from the rate down to 0, and after the end from the top again (Loshchilov and Hutter, SGDR, 2017)."""
    return rate * (1 + math.cos(math.pi * (epoch % epochs) / epochs)) / 2


SCHEDULES = {
    "constant": Schedule("Constant", constant),
    "step": Schedule("Step", step),
    "exponential": Schedule("Exponential", exponential),
    "cosine": Schedule("Cosine", cosine),
}


def rates_of_each_epoch(
    learning_rate: Any, schedule: str, first: int, scheduled_epochs: int | None, epochs: int | None
) -> Iterator[np.ndarray]:
    """The learning rate of each epoch from ``first`` on.

    The schedule is laid over ``scheduled_epochs``, or else ends with the ``epochs`` that are to come. Raises
    ``ValueError`` for a bad rate, an unknown schedule, or where neither number is given and the schedule needs one.
    """
    rate = checks.positive_number(learning_rate, "learning_rate")
    function = checks.one_of(SCHEDULES, schedule, "schedule").function
    if schedule == "constant":
        return repeat(np.array(rate))
    if scheduled_epochs is None and epochs is not None:
        scheduled_epochs = max(first + epochs, 1)
    in_all = checks.whole_number(scheduled_epochs, "scheduled_epochs")
    return (np.array(function(rate, epoch, in_all)) for epoch in count(first))
