"""A network under examination: what its layers say to the rows, and what the rows ask of its layers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from glassnet.checks import Network
from glassnet.network import Cache, Names, backward_propagation, compute_loss, forward_propagation, layers_of

FITS = 0.05  # of the loss that the targets' own mean would have
MOST_NUMBERS = 4_000_000  # at once, for the gradient of each row by itself
MOST_ROWS = 64


@dataclass
class Examined:
    """A network, the rows that it is trained on, and its losses so far."""

    network: Network
    X: np.ndarray
    y: np.ndarray
    activation: Names
    output_activation: str
    loss: str
    epochs: np.ndarray
    losses: np.ndarray

    @property
    def depth(self) -> int:
        """The number of layers with weights."""
        return len(self.network) // 2

    @property
    def functions(self) -> dict[str, Any]:
        """The activations, as the network's functions take them."""
        return {"activation": self.activation, "output_activation": self.output_activation, "check": False}

    def name_of(self, layer: int) -> str:
        """What the activation of a layer is called in the table."""
        if layer == self.depth:
            return self.output_activation
        name = self.activation if isinstance(self.activation, str) else self.activation[layer - 1]
        return name if isinstance(name, str) else name.label

    @cached_property
    def cache(self) -> Cache:
        """All that is computed on the way forward."""
        return forward_propagation(self.network, self.X, **self.functions)[1]

    def outputs(self, layer: int) -> np.ndarray:
        """What the neurons of a layer say to each row: (rows, neurons)."""
        return self.cache[2 * layer - 1]

    @property
    def predictions(self) -> np.ndarray:
        """What the network says: (rows, outputs)."""
        return self.cache[-1]

    def slopes(self, layer: int) -> np.ndarray:
        """The activation's slope at each neuron and row: (rows, neurons)."""
        _, _, derivative, reads = layers_of(self.depth, self.activation, self.output_activation)[layer - 1].activation
        return derivative(self.cache[2 * layer - (1 if reads == "a" else 2)])

    @cached_property
    def gradients_by_row(self) -> Network:
        """The gradients that some rows, evenly chosen, ask for by themselves: (rows, ...) each, as for a stack."""
        numbers = sum(parameter.size for parameter in self.network.values())
        rows = max(1, min(len(self.X), MOST_ROWS, MOST_NUMBERS // numbers))
        chosen = np.linspace(0, len(self.X) - 1, rows).astype(int)
        stack = {name: np.broadcast_to(p, (rows, *p.shape)) for name, p in self.network.items()}
        X, y = self.X[chosen, np.newaxis], self.y[chosen, np.newaxis]
        _, cache = forward_propagation(stack, X, **self.functions)
        return backward_propagation(stack, cache, X, y, loss=self.loss, **self.functions)

    def asked_of(self, layer: int) -> float:
        """How much a row asks of a neuron in a layer: the mean size of the bias's gradient, row by row."""
        return float(np.abs(self.gradients_by_row[f"db{layer}"]).mean())

    @property
    def loss_now(self) -> float:
        """The loss of these parameters."""
        return float(compute_loss(self.y, self.predictions, loss=self.loss, check=False))

    @property
    def fits(self) -> bool:
        """Whether there is nothing left to complain of: all on the right side, or nearly all of the loss gone."""
        if np.isin(self.y, (0, 1)).all() and (np.abs(self.predictions - self.y) < 0.5).all():
            return True
        constant = np.broadcast_to(self.y.mean(axis=0), self.y.shape)
        return self.loss_now <= max(FITS * float(compute_loss(self.y, constant, loss=self.loss, check=False)), 1e-6)
