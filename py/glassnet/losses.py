"""Loss functions, each with its derivative beside it (tutorial, step 5).

To add one: write the loss, a function of ``(y_true, y_pred)`` that gives one number (one a network, for a stack), and
below it its derivative: *downhill*, for each output by itself, because the tutorial adds gradients and sums them over
the rows. Then give both a line in ``LOSSES``.

``scale`` says how the derivative compares with the exact one of the loss summed over all outputs: the tutorial drops
the 2 of the square, so its gradients are 1/2 of the summed squared error's.

``joint`` names the output activations with which the loss belongs together. Chaining both derivatives would there
divide by a number that rounds to 0, and a confidently wrong output would learn nothing; what is left after
cancelling by hand is kept here instead (Bishop, Pattern Recognition and Machine Learning, 2006, section 5.2).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from glassnet.activations import ONE

LossFunction = Callable[[np.ndarray, np.ndarray], np.ndarray]


class Loss(NamedTuple):
    """A line of the table: what the page calls it, the function, its downhill derivative, and what is said above."""

    label: str
    function: LossFunction
    derivative: LossFunction
    scale: float = 1.0
    joint: Mapping[str, LossFunction] = MappingProxyType({})


def mean_over_outputs(values: np.ndarray) -> np.ndarray:
    """The mean over rows and columns: one number, or one a network for a stack of shape (networks, rows, columns)."""
    if values.ndim <= 2:
        return np.add.reduce(values, axis=None) / values.size  # np.mean, without its detours: same sum, same bits
    return np.add.reduce(values, axis=(-2, -1)) / (values.shape[-2] * values.shape[-1])


def mean_squared_error(y_true, y_pred):
    """The mean of the squared errors; two arrays of one shape (tutorial, step 5)."""
    error = y_true - y_pred
    return mean_over_outputs(error * error)


def output_error(y_true, y_pred):
    """What each output lacks: the squared error's derivative, downhill and halved (tutorial, step 6)."""
    return y_true - y_pred


def binary_cross_entropy(y_true, y_pred):
    """The mean surprise, in nats, at the targets; both arrays in [0, 1] (Bishop 2006, equation 4.90).

    A certain and wrong prediction costs infinity; a certain and right one costs nothing.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        surprise = np.where(y_true == 0, 0.0, y_true * np.log(y_pred))
        surprise += np.where(y_true == 1, 0.0, (ONE - y_true) * np.log1p(-y_pred))
    return mean_over_outputs(-surprise)


def binary_cross_entropy_derivative(y_true, y_pred):
    """The cross-entropy's slope at each output, downhill, held to finite numbers at 0 and 1 exactly."""
    spread = np.maximum(y_pred * (ONE - y_pred), np.finfo(np.float64).tiny)
    return (y_true - y_pred) / spread


LOSSES = {
    "mean_squared_error": Loss("Mean squared error", mean_squared_error, output_error, scale=0.5),
    "binary_cross_entropy": Loss(
        "Binary cross-entropy",
        binary_cross_entropy,
        binary_cross_entropy_derivative,
        joint={"sigmoid": output_error},
    ),
}
