"""Optimizers: functions that turn a gradient into a step (tutorial, step 7).

To add one: write a function that returns the step of one parameter, and give it a line in ``OPTIMIZERS``. It takes the
gradient (downhill, in the parameter's shape), the learning rate, and its optimizer state for this parameter. The state
is a dict, empty at the first step, for arrays of the parameter's shape or plain numbers. The function must not write
into the gradient. The writer copies it into programs; one that is a single ``return`` becomes part of a line.
``decoupled`` says that L2 is not part of the gradient but shrinks the weights directly.

All constants are those that the papers recommend.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

State = dict[str, Any]


class Optimizer(NamedTuple):
    """A line of the table: its label, the function, and the field explained above."""

    label: str
    step: Callable[[np.ndarray, np.ndarray, State], np.ndarray]
    decoupled: bool = False


def gradient_descent(gradient, learning_rate, state):
    """Straight downhill: the tutorial's way (step 7)."""
    return learning_rate * gradient


def momentum(gradient, learning_rate, state):
    """Move like a ball that keeps 0.9 of its speed (Polyak, 1964; Sutskever et al., 2013)."""
    state["velocity"] = 0.9 * state.get("velocity", 0) + learning_rate * gradient
    return state["velocity"]


def nesterov(gradient, learning_rate, state):
    """Momentum that looks ahead: it takes the gradient where the speed leads (Nesterov, 1983; Sutskever et al., 2013).

    The parameters themselves are at that position (Bengio et al., Advances in Optimizing Recurrent Networks, 2013,
    equation 7).
    """
    state["velocity"] = 0.9 * state.get("velocity", 0) + learning_rate * gradient
    return 0.9 * state["velocity"] + learning_rate * gradient


def adagrad(gradient, learning_rate, state):
    """Divide by the root of the sum of all squared gradients so far (Duchi et al., 2011)."""
    state["squares"] = state.get("squares", 0) + gradient * gradient
    return learning_rate * gradient / (np.sqrt(state["squares"]) + 1e-8)


def rmsprop(gradient, learning_rate, state):
    """Divide by the root of a moving mean of squared gradients, with decay 0.9 (Tieleman and Hinton, 2012)."""
    state["squares"] = 0.9 * state.get("squares", 0) + 0.1 * (gradient * gradient)
    return learning_rate * gradient / (np.sqrt(state["squares"]) + 1e-8)


def adam(gradient, learning_rate, state):
    """Momentum divided by the root of a moving mean of squared gradients (Kingma and Ba, 2015, algorithm 1).

    Both means start at 0; dividing by ``1 - 0.9**steps`` and ``1 - 0.999**steps`` corrects for that.
    """
    state["steps"] = state.get("steps", 0) + 1
    state["mean"] = 0.9 * state.get("mean", 0) + 0.1 * gradient
    state["squares"] = 0.999 * state.get("squares", 0) + 0.001 * (gradient * gradient)
    mean = state["mean"] / (1 - 0.9 ** state["steps"])
    squares = state["squares"] / (1 - 0.999 ** state["steps"])
    return learning_rate * mean / (np.sqrt(squares) + 1e-8)


def adamw(gradient, learning_rate, state):
    """Adam with decoupled L2: the weights shrink by ``learning_rate * l2``, whatever the gradients.

    (Loshchilov and Hutter, Decoupled Weight Decay Regularization, 2019, algorithm 2.) With L2 at 0, it is Adam.
    """
    return adam(gradient, learning_rate, state)


OPTIMIZERS = {
    "gradient_descent": Optimizer("Gradient descent", gradient_descent),
    "momentum": Optimizer("Momentum", momentum),
    "nesterov": Optimizer("Nesterov momentum", nesterov),
    "adagrad": Optimizer("AdaGrad", adagrad),
    "rmsprop": Optimizer("RMSProp", rmsprop),
    "adam": Optimizer("Adam", adam),
    "adamw": Optimizer("AdamW", adamw, decoupled=True),
}
