"""Activation functions, each with its derivative beside it (tutorial, step 3).

To add one: write the function of ``z`` and, below it, its derivative, then give both a line in ``ACTIVATIONS``. The
writer copies both into programs without docstrings, so they may use only NumPy, plain numbers, and each other. The
derivative takes the activation's output ``a``, as the tutorial's does for the sigmoid. If it needs ``z`` instead, set
``reads="z"`` in the table. If each output depends on every ``z`` of the layer, as in the softmax, the derivative takes
``a`` and the error at the outputs, and returns the error at ``z``; then set ``reads="error"``. Where the outputs have
bounds, say ``low`` and ``high``: the page warns of targets that they cannot reach.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np

from glassnet.tutorial import sigmoid, sigmoid_derivative

ArrayFunction = Callable[..., np.ndarray]


class Activation(NamedTuple):
    """A line of the table: its label, the function, its derivative, and the derivative's argument.

    ``reads`` is ``"a"``, ``"z"``, or ``"error"`` (``a`` and the error at the outputs). The outputs are between
    ``low`` and ``high``; None is no bound.
    """

    label: str
    function: ArrayFunction
    derivative: ArrayFunction
    reads: Literal["a", "z", "error"] = "a"
    low: float | None = None
    high: float | None = None


def tanh(x):
    """Squash any number into (-1, 1). Any shape (LeCun et al., Efficient BackProp, 1998)."""
    return np.tanh(x)


def tanh_derivative(x):
    """The hyperbolic tangent's slope, from its output ``x = tanh(z)``. Any shape."""
    return 1 - x * x


def relu(x):
    """Keep positive numbers, replace the rest by 0. Any shape (Nair and Hinton, 2010)."""
    return np.maximum(x, 0)


def relu_derivative(x):
    """1 where the neuron is on, 0 where it is off, from its output ``x = relu(z)``; 0 at 0 itself. Any shape."""
    return np.where(x > 0, 1.0, 0.0)


def leaky_relu(x):
    """Keep positive numbers, multiply the rest by 0.01. Any shape (Maas et al., 2013)."""
    return np.maximum(x, 0.01 * x)


def leaky_relu_derivative(x):
    """1 where the neuron is on, 0.01 where it is off, from its output ``x = leaky_relu(z)``; 0.01 at 0. Any shape."""
    return np.where(x > 0, 1.0, 0.01)


def elu(x):
    """Keep positive numbers, bend the rest towards -1. Any shape (Clevert et al., 2016, with alpha = 1)."""
    return np.maximum(x, 0) + np.expm1(np.minimum(x, 0))


def elu_derivative(x):
    """The ELU's slope, from its output ``x = elu(z)``: 1 above 0, ``exp(z)`` below. Any shape."""
    return np.minimum(x, 0) + 1


def gelu(x):
    """Weigh each number by the probability that a normal number is below it. Any shape (Hendrycks and Gimpel, 2016).

    This is the paper's own approximation, at most 0.0005 off, because NumPy has no erf. ``sigmoid(2u)`` equals the
    paper's ``(1 + tanh(u)) / 2``.
    """
    scale = 2 * np.sqrt(2 / np.pi)
    return x * sigmoid(scale * (x + 0.044715 * x * x * x))


def gelu_derivative(x):
    """The slope of this approximation of GELU, from ``x = z``. Any shape."""
    scale = 2 * np.sqrt(2 / np.pi)
    share = sigmoid(scale * (x + 0.044715 * x * x * x))
    return share + x * sigmoid_derivative(share) * scale * (1 + 3 * 0.044715 * x * x)


def softplus(x):
    """The ReLU with a round corner, ``log(1 + exp(z))``. Any shape (Dugas et al., 2001)."""
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def softplus_derivative(x):
    """The softplus's slope, which is ``sigmoid(z)``, from its output ``x = softplus(z)``. Any shape."""
    return -np.expm1(-x)


def swish(x):
    """Weigh each number by its own sigmoid. Any shape (Ramachandran et al., 2017, with beta = 1; also called SiLU)."""
    return x * sigmoid(x)


def swish_derivative(x):
    """The swish's slope, from ``x = z``. Any shape."""
    share = sigmoid(x)
    return share + x * sigmoid_derivative(share)


def sine(x):
    """A wave. Any shape (Sitzmann et al., Implicit Neural Representations, 2020)."""
    return np.sin(x)


def sine_derivative(x):
    """The sine's slope, from ``x = z``. Any shape."""
    return np.cos(x)


def linear(x):
    """Leave the sum as it is. Any shape (Widrow and Hoff, 1960)."""
    return x


def linear_derivative(x):
    """1 everywhere. Any shape."""
    return np.ones_like(x)


def softmax(x):
    """Turn ``z`` into shares that add up to 1, larger for larger ``z``: shape (..., neurons) (Bridle, 1990).

    Subtracting the largest ``z`` changes no share, and keeps ``exp`` from overflowing.
    """
    parts = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return parts / np.sum(parts, axis=-1, keepdims=True)


def softmax_derivative(x, error):
    """The error at ``z``, from the outputs ``x = softmax(z)`` and the error at them, both (..., neurons).

    Each output depends on every ``z``: if one output grows, the others shrink.
    """
    return x * (error - np.sum(x * error, axis=-1, keepdims=True))


ACTIVATIONS = {
    "sigmoid": Activation("Sigmoid", sigmoid, sigmoid_derivative, low=0, high=1),
    "tanh": Activation("Tanh", tanh, tanh_derivative, low=-1, high=1),
    "relu": Activation("ReLU", relu, relu_derivative, low=0),
    "leaky_relu": Activation("Leaky ReLU", leaky_relu, leaky_relu_derivative),
    "elu": Activation("ELU", elu, elu_derivative, low=-1),
    "gelu": Activation("GELU", gelu, gelu_derivative, reads="z", low=-0.17),
    "softplus": Activation("Softplus", softplus, softplus_derivative, low=0),
    "swish": Activation("Swish", swish, swish_derivative, reads="z", low=-0.2785),
    "sine": Activation("Sine", sine, sine_derivative, reads="z", low=-1, high=1),
    "linear": Activation("Linear", linear, linear_derivative),
    "softmax": Activation("Softmax", softmax, softmax_derivative, reads="error", low=0, high=1),
}
