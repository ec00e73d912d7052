"""How a gradient becomes a step (tutorial, step 7).

To add one: write a function that turns the gradient of one parameter into what is added to that parameter, and give it
a line in ``OPTIMIZERS``. It gets the gradient (downhill, the parameter's shape), the learning rate, and a memory: a
dict of arrays of the parameter's shape that is its own to keep from step to step, empty at the first; what is one
number for all, such as how many steps there were, is an array of shape (1,). It must not write into the gradient.
``decoupled`` says that the L2 setting is no part of the gradient that it gets, but shrinks the weights beside its step.

What it works out on its way can be stepped through once ``TERMS`` in ``explained.py`` has it, too.

The constants that the papers leave to be chosen are those that the papers recommend.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

Memory = dict[str, np.ndarray]

TINY = np.array(1e-8)  # keeps a step finite where no gradient has been yet
FIRST_STEP = np.zeros(1)


class Optimizer(NamedTuple):
    """A line of the table: what the page calls it, the function, and what is said above."""

    label: str
    step: Callable[[np.ndarray, np.ndarray, Memory], np.ndarray]
    decoupled: bool = False


def gradient_descent(gradient, learning_rate, memory):
    """Straight downhill: the tutorial's way (step 7)."""
    return learning_rate * gradient


def momentum(gradient, learning_rate, memory):
    """Downhill like a ball that keeps 0.9 of its speed (Polyak, 1964; Sutskever et al., 2013)."""
    memory["velocity"] = 0.9 * memory.get("velocity", 0.0) + learning_rate * gradient
    return memory["velocity"]


def nesterov(gradient, learning_rate, memory):
    """Momentum that looks ahead: the gradient is taken where the speed leads (Nesterov, 1983; Sutskever et al., 2013).

    The parameters are kept at that place, so that the gradient there is the one at hand (Bengio et al., Advances in
    Optimizing Recurrent Networks, 2013, equation 7).
    """
    memory["velocity"] = 0.9 * memory.get("velocity", 0.0) + learning_rate * gradient
    return 0.9 * memory["velocity"] + learning_rate * gradient


def adagrad(gradient, learning_rate, memory):
    """The smaller a step, the more there was of its gradient before (Duchi et al., 2011)."""
    memory["squares"] = memory.get("squares", 0.0) + gradient * gradient
    return learning_rate * gradient / (np.sqrt(memory["squares"]) + TINY)


def rmsprop(gradient, learning_rate, memory):
    """The gradient by its own size of late: the mean of its squares, 0.9 of it old (Tieleman and Hinton, 2012)."""
    memory["squares"] = 0.9 * memory.get("squares", 0.0) + 0.1 * (gradient * gradient)
    return learning_rate * gradient / (np.sqrt(memory["squares"]) + TINY)


def adam(gradient, learning_rate, memory):
    """Momentum by the gradient's own size of late (Kingma and Ba, 2015, algorithm 1).

    Both means begin at 0; dividing by ``1 - 0.9**steps`` and ``1 - 0.999**steps`` makes up for that.
    """
    steps = memory["steps"] = memory.get("steps", FIRST_STEP) + 1
    mean = memory["mean"] = 0.9 * memory.get("mean", 0.0) + 0.1 * gradient
    squares = memory["squares"] = 0.999 * memory.get("squares", 0.0) + 0.001 * (gradient * gradient)
    return learning_rate * (mean / (1 - 0.9**steps)) / (np.sqrt(squares / (1 - 0.999**steps)) + TINY)


def adamw(gradient, learning_rate, memory):
    """Adam, with L2 outside of it: the weights shrink by ``learning_rate * l2``, whatever the size of the gradients
    (Loshchilov and Hutter, Decoupled Weight Decay Regularization, 2019, algorithm 2). With L2 at 0 it is Adam.
    """
    return adam(gradient, learning_rate, memory)


OPTIMIZERS = {
    "gradient_descent": Optimizer("Gradient descent", gradient_descent),
    "momentum": Optimizer("Momentum", momentum),
    "nesterov": Optimizer("Nesterov momentum", nesterov),
    "adagrad": Optimizer("AdaGrad", adagrad),
    "rmsprop": Optimizer("RMSProp", rmsprop),
    "adam": Optimizer("Adam", adam),
    "adamw": Optimizer("AdamW", adamw, decoupled=True),
}
