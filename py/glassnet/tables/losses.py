"""Loss functions, each with its derivative beside it (tutorial, step 5).

To add one: write the loss, a function of ``(y_true, y_pred)`` that gives one number (one a network, for a stack), and
below it its derivative: *downhill*, for each output by itself, because the tutorial adds gradients and sums them over
the rows. Then give both a line in ``LOSSES``.

``scale`` says how the derivative compares with the exact one of the loss summed over all outputs: the tutorial drops
the 2 of the square, so its gradients are 1/2 of the summed squared error's. ``mean_over`` says what the loss itself is
the mean of: all outputs, or the rows with their outputs taken together.

``joint`` names the output activations with which the loss belongs together. Chaining both derivatives would there
divide by a number that rounds to 0, and a confidently wrong output would learn nothing; what is left after
cancelling by hand is kept here instead (Bishop, Pattern Recognition and Machine Learning, 2006, section 5.2).

Any output activation may be taken with any loss: every derivative is finite for every finite prediction. ``suits``
names those that give the predictions which the loss is made for (none named: all do), and ``advice`` says what to
choose instead of another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

import numpy as np

from glassnet.tables.activations import ACTIVATIONS, ONE, ZERO

LEAST_LOGARITHM = np.array(-100.0)  # as PyTorch's BCELoss has it
EDGE = np.array(1e-7)  # no share in a slope is taken for less: Keras's epsilon

LossFunction = Callable[[np.ndarray, np.ndarray], np.ndarray]


class Loss(NamedTuple):
    """A line of the table: what the page calls it, the function, its downhill derivative, and what is said above."""

    label: str
    function: LossFunction
    derivative: LossFunction
    scale: float = 1.0
    mean_over: Literal["outputs", "rows"] = "outputs"
    joint: Mapping[str, LossFunction] = MappingProxyType({})
    suits: tuple[str, ...] = ()
    advice: str = ""


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


def mean_absolute_error(y_true, y_pred):
    """The mean of the errors without their signs; two arrays of one shape (Laplace, 1774)."""
    return mean_over_outputs(np.abs(y_true - y_pred))


def mean_absolute_error_derivative(y_true, y_pred):
    """1 where an output is too low, -1 where it is too high, 0 where it is right."""
    return np.sign(y_true - y_pred)


def huber(y_true, y_pred):
    """Half the square of an error up to 1, and straight on from there; two arrays of one shape (Huber, 1964)."""
    error = np.abs(y_true - y_pred)
    near = np.minimum(error, ONE)
    return mean_over_outputs(near * (error - near / 2))


def huber_derivative(y_true, y_pred):
    """What each output lacks, but 1 at most: an outlier pulls no harder than that."""
    return np.minimum(np.maximum(y_true - y_pred, -ONE), ONE)


def held_logarithm(logarithm, values):
    """``np.log`` or ``np.log1p``, but never below -100.

    A certain and wrong prediction costs a finite number then, and the run, which can still learn from it, goes on.
    """
    with np.errstate(divide="ignore"):
        return np.maximum(logarithm(values), LEAST_LOGARITHM)


def binary_cross_entropy(y_true, y_pred):
    """The mean surprise, in nats, at the targets; both arrays in [0, 1] (Bishop 2006, equation 4.90).

    A certain and wrong prediction costs 100; a certain and right one costs nothing. Predictions beyond 0 and 1, which
    some activations give, are taken for those.
    """
    y_pred = np.minimum(np.maximum(y_pred, ZERO), ONE)
    hits, misses = held_logarithm(np.log, y_pred), held_logarithm(np.log1p, -y_pred)
    return mean_over_outputs(-(y_true * hits + (ONE - y_true) * misses))


def binary_cross_entropy_derivative(y_true, y_pred):
    """The cross-entropy's slope at each output, downhill, held to finite numbers at 0 and 1 and beyond."""
    y_pred = np.minimum(np.maximum(y_pred, ZERO), ONE)
    return (y_true - y_pred) / np.maximum(y_pred * (ONE - y_pred), EDGE)


def categorical_cross_entropy(y_true, y_pred):
    """The mean over the rows of the surprise, in nats, at the right class (Bishop 2006, equation 4.108).

    Both arrays (rows, classes): the targets are 1 for the right class and 0 for the others, or shares of 1. Predictions
    beyond 0 and 1 are taken for those, and a certain and wrong one costs 100.
    """
    hits = held_logarithm(np.log, np.minimum(np.maximum(y_pred, ZERO), ONE))
    return mean_over_outputs(-np.add.reduce(y_true * hits, axis=-1, keepdims=True))


def categorical_cross_entropy_derivative(y_true, y_pred):
    """More of the right class; nothing is asked of the others, which softmax brings down by itself."""
    return np.where(y_pred > ONE, ZERO, y_true / np.maximum(y_pred, EDGE))


def share_error(y_true, y_pred):
    """What each class lacks: the derivative of categorical cross-entropy and softmax in one.

    The targets of a row need not add up to 1; where they do, this is ``y_true - y_pred``.
    """
    return y_true - y_pred * np.add.reduce(y_true, axis=-1, keepdims=True)


def hinge(y_true, y_pred):
    """How far the outputs are from being on the right side by the full margin (Cortes and Vapnik, 1995).

    Two arrays of one shape. The paper's classes are -1 and +1; here they are 0 and 1, so targets and predictions are
    both read on that scale, where 0.5 is the middle: a target of 1 asks for 1 or more, a target of 0 for 0 or less.
    """
    side, place = y_true + y_true - ONE, y_pred + y_pred - ONE
    return mean_over_outputs(np.maximum(ONE - side * place, ZERO))


def hinge_derivative(y_true, y_pred):
    """Twice the target's side, -1 or +1, until the output is there by the full margin."""
    side, place = y_true + y_true - ONE, y_pred + y_pred - ONE
    return np.where(side * place < ONE, side + side, ZERO)


LOSSES = {
    "mean_squared_error": Loss("Mean squared error", mean_squared_error, output_error, scale=0.5),
    "mean_absolute_error": Loss("Mean absolute error", mean_absolute_error, mean_absolute_error_derivative),
    "huber": Loss("Huber", huber, huber_derivative),
    "binary_cross_entropy": Loss(
        "Binary cross-entropy",
        binary_cross_entropy,
        binary_cross_entropy_derivative,
        joint={"sigmoid": output_error},
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
        advice="Categorical cross-entropy asks only for more of the right class, and needs predictions that share 1 "
        "among the classes: choose Softmax as the output activation.",
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

ONE_SHARE = (
    "Softmax shares 1 among the outputs, and a single output gets all of it, whatever the weights: choose Sigmoid as "
    "the output activation."
)
ONE_CLASS = (
    "Categorical cross-entropy compares several classes, an output for each; for a single output choose Binary "
    "cross-entropy and Sigmoid."
)


def advice_on(loss: str, output_activation: str, outputs: int) -> str:
    """What to choose instead of a loss and an output activation that do not belong together; empty where they do.

    Nothing is refused for it: an odd pair trains, and a reader may want to see how.
    """
    if outputs == 1 and loss == "categorical_cross_entropy":
        return ONE_CLASS
    if outputs == 1 and ACTIVATIONS[output_activation].reads == "error":
        return ONE_SHARE
    entry = LOSSES[loss]
    return entry.advice if entry.suits and output_activation not in entry.suits else ""
