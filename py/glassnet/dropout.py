"""Dropout: hidden neurons that are left out of a step at random (Srivastava et al., 2014).

It is the inverted form: what is left is made larger by as much as is missing, so that a network that is asked, rather
than trained, needs no change at all (the same paper, section 10). Each row of a batch has its own neurons left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from glassnet.batches import Batch
from glassnet.random_numbers import EpochNumbers
from glassnet.tables.activations import Activation

LEAVING_OUT = 1  # the purpose of the random numbers


class Thinned:
    """A hidden layer's activation, of which a share of 0 or more, less than 1, is left out of each step.

    ``activation`` stands for the layer's own one in ``forward_propagation`` and ``backward_propagation``, which know
    nothing of it, between a ``draw`` and the ``release`` after it. A stack of networks has the same neurons left out in
    each.
    """

    def __init__(self, activation: Activation, neurons: int, share: float) -> None:
        self.own, self.neurons, self.share = activation, neurons, share
        self.activation = Activation(activation.label, self.forward, self.backward, activation.reads)
        self.release()

    def draw(self, rows: int, numbers: EpochNumbers) -> None:
        """Choose anew which neurons are left out: 0 for those, 1 / (1 - share) for the others, (rows, neurons)."""
        self.kept = (numbers.whole_numbers(rows, self.neurons) >= self.share * 2**32) / (1 - self.share)

    def release(self) -> None:
        """Keep no arrays of the last step."""
        self.whole = self.kept = np.ones((1, self.neurons))

    def forward(self, z: np.ndarray) -> np.ndarray:
        """The activation with neurons left out."""
        self.whole = self.own.function(z)
        return self.whole * self.kept

    def backward(self, x: np.ndarray, error: np.ndarray | None = None) -> np.ndarray:
        """The derivative of that, from what the activation's own derivative reads; a neuron left out has none."""
        if error is not None:
            return self.own.derivative(self.whole, error * self.kept)
        return self.own.derivative(self.whole if self.own.reads == "a" else x) * self.kept


def with_neurons_left_out(
    epochs: Iterable[Iterable[Batch]], layers: Sequence[Thinned], seed: int, first: int
) -> Iterator[Iterator[Batch]]:
    """The batches of each epoch from ``first`` on; before each, the layers draw what they leave out."""

    def drawn(batches: Iterable[Batch], numbers: EpochNumbers) -> Iterator[Batch]:
        for batch in batches:
            for layer in layers:
                layer.draw(batch[1].shape[-2], numbers)
            yield batch
            for layer in layers:
                layer.release()

    return (drawn(batches, EpochNumbers(seed, epoch, LEAVING_OUT)) for epoch, batches in enumerate(epochs, first))
