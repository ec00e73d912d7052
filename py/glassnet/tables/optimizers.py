"""How a gradient becomes a step (tutorial, step 7).

To add one: write a function that turns the gradient of one parameter into what is added to that parameter, and give it
a line in ``OPTIMIZERS``. It takes the gradient (downhill, the parameter's shape), the learning rate, and its optimizer
state for this parameter. That is a dict, empty at the first step. The function keeps arrays of the parameter's shape,
or plain numbers, in it. It must not write into the gradient. The writer copies the function into a program; one that is
a single ``return`` becomes part of a line. ``decoupled`` says that L2 is not part of the gradient but shrinks the
weights beside the step.

The constants that the papers leave to be chosen are those that the papers recommend.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

State = dict[str, Any]


class Optimizer(NamedTuple):
    """A line of the table: what the page calls it, the function, and what is said above."""

    label: str
    step: Callable[[np.ndarray, np.ndarray, State], np.ndarray]
    decoupled: bool = False


def gradient_descent(gradient, learning_rate, state):
    """Straight downhill: the tutorial's way (step 7)."""
    return learning_rate * gradient


def momentum(gradient, learning_rate, state):
    """Downhill like a ball that keeps 0.9 of its speed (Polyak, 1964; Sutskever et al., 2013)."""
    state["velocity"] = 0.9 * state.get("velocity", 0) + learning_rate * gradient
    return state["velocity"]


def nesterov(gradient, learning_rate, state):
    """Momentum that looks ahead: the gradient is taken where the speed leads (Nesterov, 1983; Sutskever et al., 2013).

    The parameters are kept at that place, so that the gradient there is the one at hand (Bengio et al., Advances in
    Optimizing Recurrent Networks, 2013, equation 7).
    """
    state["velocity"] = 0.9 * state.get("velocity", 0) + learning_rate * gradient
    return 0.9 * state["velocity"] + learning_rate * gradient


def adagrad(gradient, learning_rate, state):
    """The smaller a step, the more there was of its gradient before (Duchi et al., 2011)."""
    state["squares"] = state.get("squares", 0) + gradient * gradient
    return learning_rate * gradient / (np.sqrt(state["squares"]) + 1e-8)


def rmsprop(gradient, learning_rate, state):
    """The gradient by its own size of late: the mean of its squares, 0.9 of it old (Tieleman and Hinton, 2012)."""
    state["squares"] = 0.9 * state.get("squares", 0) + 0.1 * (gradient * gradient)
    return learning_rate * gradient / (np.sqrt(state["squares"]) + 1e-8)


def adam(gradient, learning_rate, state):
    """Momentum by the gradient's own size of late (Kingma and Ba, 2015, algorithm 1).

    Both means begin at 0; dividing by ``1 - 0.9**steps`` and ``1 - 0.999**steps`` makes up for that.
    """
    state["steps"] = state.get("steps", 0) + 1
    state["mean"] = 0.9 * state.get("mean", 0) + 0.1 * gradient
    state["squares"] = 0.999 * state.get("squares", 0) + 0.001 * (gradient * gradient)
    mean = state["mean"] / (1 - 0.9 ** state["steps"])
    squares = state["squares"] / (1 - 0.999 ** state["steps"])
    return learning_rate * mean / (np.sqrt(squares) + 1e-8)


def adamw(gradient, learning_rate, state):
    """Adam, with L2 outside of it: the weights shrink by ``learning_rate * l2``, whatever the size of the gradients
    (Loshchilov and Hutter, Decoupled Weight Decay Regularization, 2019, algorithm 2). With L2 at 0 it is Adam.
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
