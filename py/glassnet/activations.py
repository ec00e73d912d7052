"""Activation functions, each with its derivative beside it (tutorial, step 3).

To add one: write the function of ``z`` and, below it, its derivative, then give both a line in ``ACTIVATIONS``. The
derivative is written in terms of the activation's own output ``a``, as the tutorial writes the sigmoid's; where only
``z`` will do, say ``reads="z"`` in the table.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np

# An array operand costs NumPy half of what a plain Python number does, and the result has the same bits.
ONE = np.array(1.0)
TWO = np.array(2.0)
ZERO = np.array(0.0)

ArrayFunction = Callable[[np.ndarray], np.ndarray]


class Activation(NamedTuple):
    """A line of the table: what the page calls it, the function, its derivative, and what the derivative reads."""

    label: str
    function: ArrayFunction
    derivative: ArrayFunction
    reads: Literal["a", "z"] = "a"


def overflow_allowed(function: ArrayFunction) -> ArrayFunction:
    """For functions where ``exp`` may overflow to infinity on the way to the right limit: no warning then.

    WebAssembly has no floating-point flags, so in a browser nothing warns, and nothing needs to be held back.
    """
    return function if sys.platform == "emscripten" else np.errstate(over="ignore")(function)


@overflow_allowed
def sigmoid(x):
    """Squash any number into (0, 1). Any shape (tutorial, step 3)."""
    return ONE / (ONE + np.exp(-x))


def sigmoid_derivative(x):
    """The sigmoid's slope, from the sigmoid's output ``x = sigmoid(z)``. Any shape (tutorial, step 3)."""
    return x * (ONE - x)


@overflow_allowed
def tanh(x):
    """Squash any number into (-1, 1). Any shape (LeCun et al., Efficient BackProp, 1998).

    By way of ``exp``, in two thirds of the time of ``np.tanh`` in a browser; the two differ by 4e-16 at most.
    """
    return ONE - TWO / (np.exp(x + x) + ONE)


def tanh_derivative(x):
    """The hyperbolic tangent's slope, from its output ``x = tanh(z)``. Any shape."""
    return ONE - x * x


def relu(x):
    """Keep what is positive, put 0 for the rest. Any shape (Nair and Hinton, 2010)."""
    return np.maximum(x, ZERO)


def relu_derivative(x):
    """1 where the neuron is on, 0 where it is off, from its output ``x = relu(z)``; 0 at 0 itself. Any shape."""
    return np.greater(x, ZERO).astype(np.float64)


ACTIVATIONS = {
    "sigmoid": Activation("Sigmoid", sigmoid, sigmoid_derivative),
    "tanh": Activation("Tanh", tanh, tanh_derivative),
    "relu": Activation("ReLU", relu, relu_derivative),
}
