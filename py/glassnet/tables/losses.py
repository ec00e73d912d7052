"""Loss functions, each with its derivative beside it (tutorial, step 5).

To add one: write the loss, a function of ``(y_true, y_pred)`` that returns one number, and below it its derivative with
respect to each output. The derivative points *downhill*, because the tutorial adds gradients, and is not averaged,
because it sums over the rows. Then give both a line in ``LOSSES``. The writer copies both into programs; a derivative
that is one ``return`` becomes part of a line.

``scale`` is the ratio of the derivative to the exact one of the loss summed over all outputs. The tutorial drops the 2
of the square, so its gradients are 1/2 of those of the summed squared error. ``mean_over`` says whether the loss is a
mean over all outputs, or over rows.

``joint`` names the matching output activations, with one derivative for both. Multiplying the two derivatives could
divide by a number that rounds to 0, and a confidently wrong output would learn nothing; the joint derivative is the
product after cancelling (Bishop, Pattern Recognition and Machine Learning, 2006, section 5.2).

Any output activation works with any loss: every derivative is finite for every finite prediction. ``suits`` names the
activations that fit the loss (empty: all fit), and ``advice`` says what to choose instead of the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

import numpy as np

from glassnet.tables.activations import ACTIVATIONS
from glassnet.tutorial import compute_loss

LossFunction = Callable[[np.ndarray, np.ndarray], Any]


class Loss(NamedTuple):
    """A line of the table: its label, the function, its downhill derivative, and the fields explained above."""

    label: str
    function: LossFunction
    derivative: LossFunction
    scale: float = 1.0
    mean_over: Literal["outputs", "rows"] = "outputs"
    joint: Mapping[str, LossFunction] = MappingProxyType({})
    suits: tuple[str, ...] = ()
    advice: str = ""


def mean_squared_error_derivative(y_true, y_pred):
    """The squared error's derivative, downhill and halved (tutorial, step 6)."""
    return y_true - y_pred


def mean_absolute_error(y_true, y_pred):
    """The mean absolute error; two arrays of one shape (Laplace, 1774)."""
    return np.mean(np.abs(y_true - y_pred))


def mean_absolute_error_derivative(y_true, y_pred):
    """1 if an output is too low, -1 if it is too high, 0 if it is right."""
    return np.sign(y_true - y_pred)


def huber(y_true, y_pred):
    """Half the squared error up to an error of 1, linear beyond; two arrays of one shape (Huber, 1964)."""
    error = np.abs(y_true - y_pred)
    near = np.minimum(error, 1)
    return np.mean(near * (error - near / 2))


def huber_derivative(y_true, y_pred):
    """The error, limited to [-1, 1], so that outliers pull no harder."""
    return np.clip(y_true - y_pred, -1, 1)


def binary_cross_entropy(y_true, y_pred):
    """The mean cross-entropy, in nats; both arrays in [0, 1] (Bishop 2006, equation 4.90).

    A certain and wrong prediction costs 100, as in PyTorch; a certain and right one costs 0. Predictions outside [0, 1]
    count as 0 or 1.
    """
    least = np.exp(-100)  # so that no logarithm is below -100
    hits = np.log(np.clip(y_pred, least, 1))
    misses = np.log(np.clip(1 - y_pred, least, 1))
    return np.mean(-(y_true * hits + (1 - y_true) * misses))


def binary_cross_entropy_derivative(y_true, y_pred):
    """The cross-entropy's slope at each output, downhill. p (1 - p) is at least 1e-7 (Keras's epsilon)."""
    y_pred = np.clip(y_pred, 0, 1)
    return (y_true - y_pred) / np.maximum(y_pred * (1 - y_pred), 1e-7)


def categorical_cross_entropy(y_true, y_pred):
    """The mean cross-entropy over the rows, in nats (Bishop 2006, equation 4.108).

    Both arrays (rows, classes): the targets are 1 for the right class and 0 for the others, or shares of 1. Predictions
    outside [0, 1] count as 0 or 1, and a certain and wrong one costs 100.
    """
    least = np.exp(-100)  # so that no logarithm is below -100
    hits = np.log(np.clip(y_pred, least, 1))
    return np.mean(-np.sum(y_true * hits, axis=-1, keepdims=True))


def categorical_cross_entropy_derivative(y_true, y_pred):
    """Raises the right class; the softmax lowers the others. Shares are at least 1e-7."""
    return np.where(y_pred > 1, 0.0, y_true / np.maximum(y_pred, 1e-7))


def share_error(y_true, y_pred):
    """The joint derivative of categorical cross-entropy and softmax.

    The targets of a row need not add up to 1; if they do, this is ``y_true - y_pred``.
    """
    return y_true - y_pred * np.sum(y_true, axis=-1, keepdims=True)


def hinge(y_true, y_pred):
    """The mean distance of the outputs from the right side of the margin (Cortes and Vapnik, 1995).

    Two arrays of one shape. The paper's classes are -1 and +1. Here they are 0 and 1, and so is the margin: a target of
    1 asks for 1 or more, a target of 0 for 0 or less.
    """
    side = 2 * y_true - 1
    return np.mean(np.maximum(1 - side * (2 * y_pred - 1), 0))


def hinge_derivative(y_true, y_pred):
    """Twice the target's sign, until the output has the full margin."""
    side = 2 * y_true - 1
    return np.where(side * (2 * y_pred - 1) < 1, 2 * side, 0.0)


LOSSES = {
    "mean_squared_error": Loss("Mean squared error", compute_loss, mean_squared_error_derivative, scale=0.5),
    "mean_absolute_error": Loss("Mean absolute error", mean_absolute_error, mean_absolute_error_derivative),
    "huber": Loss("Huber", huber, huber_derivative),
    "binary_cross_entropy": Loss(
        "Binary cross-entropy",
        binary_cross_entropy,
        binary_cross_entropy_derivative,
        joint={"sigmoid": mean_squared_error_derivative},
        suits=("sigmoid", "softmax"),
        advice="Cross-entropy needs predictions between 0 and 1: choose Sigmoid or Softmax as the output activation.",
    ),
    "categorical_cross_entropy": Loss(
        "Categorical cross-entropy",
        categorical_cross_entropy,
        categorical_cross_entropy_derivative,
        mean_over="rows",
        joint={"softmax": share_error},
        suits=("softmax",),
        advice="Categorical cross-entropy only raises the right class, so the predictions must add up to 1: choose "
        "Softmax as the output activation.",
    ),
    "hinge": Loss(
        "Hinge",
        hinge,
        hinge_derivative,
        suits=("linear",),
        advice="Hinge asks for predictions of 1 or more where the target is 1, and of 0 or less where it is 0: choose "
        "Linear as the output activation.",
    ),
}

ONE_SHARE = "With a single output, Softmax is 1 whatever the weights: choose Sigmoid as the output activation."
ONE_CLASS = (
    "Categorical cross-entropy needs an output for each class; for a single output, choose Binary cross-entropy "
    "and Sigmoid."
)


def advice_on(loss: str, output_activation: str, outputs: int) -> str:
    """Advice on a loss and an output activation that do not fit; empty if they fit.

    It is only advice: an odd pair trains, and a reader may want to see how.
    """
    if outputs == 1 and loss == "categorical_cross_entropy":
        return ONE_CLASS
    if outputs == 1 and ACTIVATIONS[output_activation].reads == "error":
        return ONE_SHARE
    entry = LOSSES[loss]
    return entry.advice if entry.suits and output_activation not in entry.suits else ""
