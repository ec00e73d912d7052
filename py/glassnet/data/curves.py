"""Regression: a target number for each input, in [0, 1] without noise, so that every output activation can reach it.

To add one: write a function of ``X``, shape (rows, inputs), each input within [-1, 1], that gives the target of each
row, shape (rows,), and give it a line in ``CURVES``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from glassnet.random_numbers import RandomNumbers


class Curve(NamedTuple):
    """A line of the table: its label, the function, and the number of inputs."""

    label: str
    function: Callable[[np.ndarray], np.ndarray]
    inputs: int = 1


def sampled(curve: Curve, random: RandomNumbers, points: int, noise: float) -> tuple[np.ndarray, np.ndarray]:
    """Inputs (points, inputs) and targets (points,). ``noise`` is a standard deviation, in units of the target.

    One input is spaced evenly over [-1, 1]; two are random.
    """
    if curve.inputs == 1:
        X = np.linspace(-1, 1, points)[:, np.newaxis]
    else:
        X = 2 * random.rand(points, curve.inputs) - 1
    return X, curve.function(X) + noise * random.randn(points)


def sine(X):
    """One whole wave."""
    return 0.5 + 0.5 * np.sin(np.pi * X[:, 0])


def step(X):
    """0 on the left, 1 on the right."""
    return np.where(X[:, 0] < 0, 0.0, 1.0)


def absolute_value(X):
    """The absolute value, with its sharp bend."""
    return np.abs(X[:, 0])


def saddle(X):
    """Up along one diagonal, down along the other: XOR without its corners."""
    return 0.5 + 0.5 * X[:, 0] * X[:, 1]


def ripple(X):
    """Rings around the origin, like ripples in water."""
    return 0.5 + 0.5 * np.cos(2 * np.pi * np.hypot(X[:, 0], X[:, 1]))


CURVES = {
    "sine": Curve("Sine", sine),
    "step": Curve("Step", step),
    "absolute": Curve("Absolute value", absolute_value),
    "saddle": Curve("Saddle", saddle, inputs=2),
    "ripple": Curve("Ripple", ripple, inputs=2),
}
