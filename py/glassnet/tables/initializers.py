"""Initial weights (tutorial, step 2). Biases always start at 0.

To add one: write a function of one ``return`` that draws the weights of one layer, shape (inputs, outputs), and give it
a line in ``INITIALIZERS``. The writer replaces ``random`` by ``np.random`` and fills in the layer's sizes. The layers
are drawn in order from one generator, so the same seed always gives the same network. The expression is a product,
because ``* scale`` may follow it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np


class Initializer(NamedTuple):
    """A line of the table: its label, and the function."""

    label: str
    function: Callable[[Any, int, int], np.ndarray]


def normal(random, inputs, outputs):
    """Standard normal, whatever the size of the layer: the tutorial's way (step 2)."""
    return random.randn(inputs, outputs)


def uniform(random, inputs, outputs):
    """Uniform within 1 / sqrt(inputs) of 0, the old rule of thumb (Glorot and Bengio, 2010, equation 1)."""
    return (2 * random.rand(inputs, outputs) - 1) / np.sqrt(inputs)


def xavier(random, inputs, outputs):
    """Normal with variance 2 / (inputs + outputs), for sigmoid and tanh (Glorot and Bengio, 2010)."""
    return random.randn(inputs, outputs) * np.sqrt(2 / (inputs + outputs))


def he(random, inputs, outputs):
    """Normal with variance 2 / inputs, for ReLU (He et al., 2015)."""
    return random.randn(inputs, outputs) * np.sqrt(2 / inputs)


def lecun(random, inputs, outputs):
    """Normal with variance 1 / inputs (LeCun et al., Efficient BackProp, 1998)."""
    return random.randn(inputs, outputs) * np.sqrt(1 / inputs)


def zeros(random, inputs, outputs):
    """All 0: the neurons of a layer stay alike, because nothing breaks their symmetry (Rumelhart et al., 1986)."""
    return np.zeros((inputs, outputs))


INITIALIZERS = {
    "normal": Initializer("Normal (the tutorial’s)", normal),
    "uniform": Initializer("Uniform", uniform),
    "xavier": Initializer("Xavier", xavier),
    "he": Initializer("He", he),
    "lecun": Initializer("LeCun", lecun),
    "zeros": Initializer("Zeros", zeros),
}
