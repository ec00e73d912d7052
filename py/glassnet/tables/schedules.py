"""Schedules: functions that change the learning rate during a run.

To add one: write a function of the chosen rate, the epoch (from 0) and the number of epochs, with one ``return``, and
give it a line in ``SCHEDULES``. The writer puts it into a line of ``train_network``. A run may continue beyond those
epochs. A schedule depends on nothing else, so a resumed run has the same rates.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Schedule(NamedTuple):
    """A line of the table: its label, and the function."""

    label: str
    function: Callable[[float, int, int], float]


def constant(rate, epoch, epochs):
    """A constant rate: the tutorial's way (step 8)."""
    return rate


def step(rate, epoch, epochs):
    """A tenth of the rate after half of the run, a hundredth after three quarters (He et al., 2016, ResNet)."""
    return rate * (1.0 if epoch < 0.5 * epochs else 0.1 if epoch < 0.75 * epochs else 0.01)


def exponential(rate, epoch, epochs):
    """Exponential decay to a hundredth of the rate at the end, and further beyond it (Senior et al., 2013)."""
    return rate * 0.01 ** (epoch / epochs)


def cosine(rate, epoch, epochs):
    """Half a cosine wave down to 0, restarting at the end (Loshchilov and Hutter, SGDR, 2017)."""
    return rate * (1 + np.cos(np.pi * (epoch % epochs) / epochs)) / 2


SCHEDULES = {
    "constant": Schedule("Constant", constant),
    "step": Schedule("Step", step),
    "exponential": Schedule("Exponential", exponential),
    "cosine": Schedule("Cosine", cosine),
}
