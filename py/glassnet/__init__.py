"""A neural network from scratch: the tutorial's nine functions, to the letter."""

import numpy as np

from glassnet.programs.written import program
from glassnet.sweeping import results as results  # the second name says to type checkers that it is for others
from glassnet.sweeping import sweep as sweep
from glassnet.tutorial import (
    backward_propagation,
    compute_loss,
    forward_propagation,
    initialize_network,
    predict,
    sigmoid,
    sigmoid_derivative,
    train_network,
    update_parameters,
)
from glassnet.version import __version__ as __version__

__all__ = [  # noqa: RUF022 - in the tutorial's order
    "np",
    "program",
    "initialize_network",
    "sigmoid",
    "sigmoid_derivative",
    "forward_propagation",
    "compute_loss",
    "backward_propagation",
    "update_parameters",
    "train_network",
    "predict",
]
