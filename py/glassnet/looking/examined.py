"""A network under diagnosis: its signals, gradients by row, and loss, all from the program's functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from glassnet.checks import Network
from glassnet.data.datasets import is_table
from glassnet.glass.plain_gradients import with_plain_gradients
from glassnet.looking.outcome import Fit
from glassnet.looking.signals import Signals, signals, slope
from glassnet.programs.running import Program, sizes_of
from glassnet.programs.writing import activations_of
from glassnet.tables.activations import Activation

MOST_NUMBERS = 4_000_000  # in the gradients of all examined rows together
MOST_ROWS = 64
SHORT = (1e-9, 1e-6, 1e-3)  # parts of a step: the shortest one that changes the loss by more than rounding decides
ROUNDING = 1e-12  # of the loss


@dataclass
class Examined:
    """A program, its checked choices, its network, its training rows, and its losses so far."""

    program: Program
    chosen: Mapping[str, Any]
    network: Network
    X: np.ndarray
    y: np.ndarray
    epochs: np.ndarray
    losses: np.ndarray

    @cached_property
    def kinds(self) -> list[Activation]:
        """The activation of each layer, the output layer's last."""
        return activations_of(self.chosen)

    @property
    def depth(self) -> int:
        """The number of layers with weights."""
        return len(self.kinds)

    def name_of(self, layer: int) -> str:
        """The name of a layer's activation in ``ACTIVATIONS``; layers count from 1."""
        return self.kinds[layer - 1].function.__name__

    @cached_property
    def signals(self) -> Signals:
        """The sums and activations of each layer."""
        return signals(self.program, self.network, self.X, self.kinds)

    def outputs(self, layer: int) -> np.ndarray:
        """The activations of a layer: (rows, neurons); layers count from 1."""
        return self.signals.a[layer - 1]

    @cached_property
    def predictions(self) -> np.ndarray:
        """The predictions of forward propagation: (rows, outputs)."""
        return np.asarray(self.program.forward_propagation(self.network, self.X)[0], dtype=float)

    def slopes(self, layer: int) -> np.ndarray:
        """The slope of a layer's activation: (rows, neurons). Not for softmax."""
        z, a = self.signals.z[layer - 1], self.signals.a[layer - 1]
        return slope(self.program, self.kinds[layer - 1], z, a)

    @cached_property
    def gradients(self) -> Network:
        """The gradients over all rows, as in training."""
        return gradients_of(self.program, self.network, self.X, self.y)

    @cached_property
    def gradients_by_row(self) -> list[Network]:
        """The gradients of single rows, evenly sampled, without clipping and freezing."""
        numbers = sum(parameter.size for parameter in self.network.values())
        rows = max(1, min(len(self.X), MOST_ROWS, MOST_NUMBERS // numbers))
        program = with_plain_gradients(self.program)
        return [
            gradients_of(program, self.network, self.X[row : row + 1], self.y[row : row + 1])
            for row in np.linspace(0, len(self.X) - 1, rows).astype(int)
        ]

    def error_at(self, layer: int) -> float:
        """The mean size of the error at a layer's neurons, from the rows' bias gradients."""
        return float(np.mean([np.abs(gradients[f"db{layer}"]) for gradients in self.gradients_by_row]))

    def loss_of(self, predictions: np.ndarray) -> float:
        """The loss of predictions (rows, outputs)."""
        return float(self.program.compute_loss(self.y, predictions))

    @property
    def loss_now(self) -> float:
        """The loss of these parameters."""
        return self.loss_of(self.predictions)

    def leads_downhill(self, network: Network | None = None) -> bool | None:
        """Whether a short step in the program's direction lowers the loss; None if the loss does not change.

        From a network, or from the program's own start. The step is that of a whole epoch, with its update. If it
        raises the loss but a short step lowers it, the step was too long.
        """
        random = np.random.get_state()
        sizes = sizes_of(self.X.shape[1], self.chosen["hidden"], self.y.shape[1])
        training = self.program.training(self.X, self.y, sizes, 1, self.chosen["rate"])
        if network is not None:
            training.resume(0, network, {}, {})
        before = {name: array.copy() for name, array in training.network.items()}
        next(training, None)
        steps = {name: training.network[name] - array for name, array in before.items()}
        np.random.set_state(random)
        loss = self.loss_of(self.program.predict(before, self.X))
        for part in SHORT:
            near = {name: array + part * steps[name] for name, array in before.items()}
            fall = loss - self.loss_of(self.program.predict(near, self.X))
            if abs(fall) > ROUNDING * abs(loss):
                return fall > 0
        return None

    @property
    def fits(self) -> bool:
        """Whether the network fits its rows."""
        return Fit(self.y, self.loss_of, table=is_table(self.chosen["dataset"]))(self.predictions, self.loss_now)


def gradients_of(program: Program, network: Network, X: np.ndarray, y: np.ndarray) -> Network:
    """The gradients ``dW1, db1, ...`` for inputs (rows, inputs) and targets (rows, outputs)."""
    _, cache = program.forward_propagation(network, X)
    found = program.backward_propagation(network, cache, X, y)
    return {name: np.asarray(values, dtype=float) for name, values in found.items()}
