"""Activation functions, each with its derivative beside it (tutorial, step 3).

To add one: write the function of ``z`` and, below it, its derivative, then give both a line in ``ACTIVATIONS``. The
derivative is written in terms of the activation's own output ``a``, as the tutorial writes the sigmoid's; where only
``z`` will do, say ``reads="z"`` in the table. Where each output hangs on the ``z`` of the whole layer, there is no
slope neuron by neuron: such a derivative takes ``a`` and the error at the outputs, gives the error at ``z`` (the
vector-Jacobian product), and says ``reads="error"``.

All hold for infinite ``z``, too, where the function has a limit there, and none warns on the way to it.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np

# An array operand costs NumPy half of what a plain Python number does, and the result has the same bits.
ONE = np.array(1.0)
MINUS_TWO = np.array(-2.0)
ZERO = np.array(0.0)

LEAK = np.array(0.01)  # the leaky ReLU's slope below 0 (Maas et al., 2013)
FAR = np.array(1000.0)  # from here on exp(-z) is 0: a z beyond it changes nothing but could make 0 times infinity
LARGEST = np.array(np.finfo(np.float64).max)
GELU_SCALE = np.array(2 * math.sqrt(2 / math.pi))
GELU_CUBE = np.array(0.044715)

ArrayFunction = Callable[..., np.ndarray]


class Activation(NamedTuple):
    """A line of the table: what the page calls it, the function, its derivative, and what the derivative reads.

    ``reads`` is ``"a"``, ``"z"``, or ``"error"`` for ``a`` and the error at the outputs.
    """

    label: str
    function: ArrayFunction
    derivative: ArrayFunction
    reads: Literal["a", "z", "error"] = "a"


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

    ``1 - 2 / (exp(2x) + 1)``, with few new arrays on the way: in a browser that takes half the time of ``np.tanh``. The
    two differ by 4e-16 at most.
    """
    y = np.exp(x + x)
    y += ONE
    y = MINUS_TWO / y
    y += ONE
    return y


def tanh_derivative(x):
    """The hyperbolic tangent's slope, from its output ``x = tanh(z)``. Any shape."""
    return ONE - x * x


def relu(x):
    """Keep what is positive, put 0 for the rest. Any shape (Nair and Hinton, 2010)."""
    return np.maximum(x, ZERO)


def relu_derivative(x):
    """1 where the neuron is on, 0 where it is off, from its output ``x = relu(z)``; 0 at 0 itself. Any shape."""
    return np.greater(x, ZERO).astype(np.float64)


def leaky_relu(x):
    """Keep what is positive, let a hundredth of the rest through. Any shape (Maas et al., 2013)."""
    return np.maximum(x, LEAK * x)


def leaky_relu_derivative(x):
    """1 where the neuron is on, 0.01 where it is off, from its output ``x = leaky_relu(z)``; 0.01 at 0. Any shape."""
    return np.where(x > ZERO, ONE, LEAK)


def elu(x):
    """Keep what is positive, bend the rest towards -1. Any shape (Clevert et al., 2016, with alpha = 1)."""
    return np.maximum(x, ZERO) + np.expm1(np.minimum(x, ZERO))


def elu_derivative(x):
    """The ELU's slope, from its output ``x = elu(z)``: 1 above 0, ``exp(z)`` below. Any shape."""
    return np.minimum(x, ZERO) + ONE


@overflow_allowed
def gelu(x):
    """Weigh each number by how likely a normal one is below it. Any shape (Hendrycks and Gimpel, 2016).

    This is the paper's own approximation by tanh, at most 0.0005 from the exact one; NumPy has no erf. ``sigmoid(2u)``
    stands for its ``(1 + tanh(u)) / 2``, which is the same number.
    """
    x = np.maximum(x, -FAR)
    return x * sigmoid(GELU_SCALE * (x + GELU_CUBE * x * x * x))


def gelu_derivative(x):
    """The slope of ``gelu`` as it stands above, from ``x = z``. Any shape."""
    x = np.minimum(np.maximum(x, -FAR), FAR)
    share = sigmoid(GELU_SCALE * (x + GELU_CUBE * x * x * x))
    return share + x * sigmoid_derivative(share) * GELU_SCALE * (ONE + 3 * GELU_CUBE * x * x)


def softplus(x):
    """The ReLU with a round corner, ``log(1 + exp(z))``. Any shape (Dugas et al., 2001)."""
    return np.maximum(x, ZERO) + np.log1p(np.exp(-np.abs(x)))


def softplus_derivative(x):
    """The softplus's slope, which is ``sigmoid(z)``, from its output ``x = softplus(z)``. Any shape."""
    return -np.expm1(-x)


def swish(x):
    """Weigh each number by its own sigmoid. Any shape (Ramachandran et al., 2017, with beta = 1; also called SiLU)."""
    x = np.maximum(x, -FAR)
    return x * sigmoid(x)


def swish_derivative(x):
    """The swish's slope, from ``x = z``. Any shape."""
    x = np.minimum(np.maximum(x, -FAR), FAR)
    share = sigmoid(x)
    return share + x * sigmoid_derivative(share)


def sine(x):
    """A wave. Any shape (Sitzmann et al., Implicit Neural Representations, 2020). It has no limit at infinity."""
    return np.sin(x)


def sine_derivative(x):
    """The sine's slope, from ``x = z``. Any shape."""
    return np.cos(x)


def linear(x):
    """Leave the sum as it is. Any shape (Widrow and Hoff, 1960)."""
    return x


def linear_derivative(x):
    """1 everywhere. Any shape."""
    return np.ones(np.shape(x))


@overflow_allowed
def softmax(x):
    """Share 1 among the neurons of a layer, the more the larger their ``z``: shape (..., neurons) (Bridle, 1990).

    The largest ``z`` is taken from all of them first: that changes no share, and no ``exp`` is too large.
    """
    x = np.minimum(np.maximum(x, -LARGEST), LARGEST)
    parts = np.exp(x - np.maximum.reduce(x, axis=-1, keepdims=True))
    return parts / np.add.reduce(parts, axis=-1, keepdims=True)


def softmax_derivative(x, error):
    """The error at ``z``, from the outputs ``x = softmax(z)`` and the error at them, both (..., neurons).

    Each output hangs on every ``z``: what one of them gains, the others lose.
    """
    return x * (error - np.add.reduce(x * error, axis=-1, keepdims=True))


ACTIVATIONS = {
    "sigmoid": Activation("Sigmoid", sigmoid, sigmoid_derivative),
    "tanh": Activation("Tanh", tanh, tanh_derivative),
    "relu": Activation("ReLU", relu, relu_derivative),
    "leaky_relu": Activation("Leaky ReLU", leaky_relu, leaky_relu_derivative),
    "elu": Activation("ELU", elu, elu_derivative),
    "gelu": Activation("GELU", gelu, gelu_derivative, reads="z"),
    "softplus": Activation("Softplus", softplus, softplus_derivative),
    "swish": Activation("Swish", swish, swish_derivative, reads="z"),
    "sine": Activation("Sine", sine, sine_derivative, reads="z"),
    "linear": Activation("Linear", linear, linear_derivative),
    "softmax": Activation("Softmax", softmax, softmax_derivative, reads="error"),
}
