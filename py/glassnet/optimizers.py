"""How a gradient becomes a step (tutorial, step 7).

To add one: write a function that turns the gradient of one parameter into what is added to that parameter, and give it
a line in ``OPTIMIZERS``. It gets the gradient (downhill, the parameter's shape), the learning rate, and a memory: a
dict of arrays of the parameter's shape that is its own to keep from step to step, empty at the first. It must not
write into the gradient.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

Memory = dict[str, np.ndarray]


class Optimizer(NamedTuple):
    """A line of the table: what the page calls it, and the function."""

    label: str
    step: Callable[[np.ndarray, np.ndarray, Memory], np.ndarray]


def gradient_descent(gradient, learning_rate, memory):
    """Straight downhill: the tutorial's way (step 7)."""
    return learning_rate * gradient


def momentum(gradient, learning_rate, memory):
    """Downhill like a ball that keeps 0.9 of its speed (Polyak, 1964; Sutskever et al., 2013)."""
    memory["velocity"] = 0.9 * memory.get("velocity", 0.0) + learning_rate * gradient
    return memory["velocity"]


OPTIMIZERS = {
    "gradient_descent": Optimizer("Gradient descent", gradient_descent),
    "momentum": Optimizer("Momentum", momentum),
}
