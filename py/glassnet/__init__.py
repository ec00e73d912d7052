"""A neural network from scratch: the nine steps of the tutorial, under the tutorial's names."""

import numpy as np

from glassnet.network import backward_propagation, compute_loss, forward_propagation, initialize_network, predict
from glassnet.tables.activations import sigmoid, sigmoid_derivative
from glassnet.training import train_network, update_parameters

__all__ = [  # noqa: RUF022 - in the tutorial's order
    "np",
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
