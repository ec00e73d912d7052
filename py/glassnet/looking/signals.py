"""The signals in a network: each layer's sums ``z`` and activations ``a``, from the program's own cache."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from glassnet.programs.running import Program
from glassnet.tables.activations import Activation


class Signals(NamedTuple):
    """``z[0]`` and ``a[0]`` belong to the first layer; shape (rows, neurons) each."""

    z: list[np.ndarray]
    a: list[np.ndarray]


def signals(program: Program, network: Mapping[str, np.ndarray], X: np.ndarray, kinds: Sequence[Activation]) -> Signals:
    """The sums and the activations of each layer for inputs (rows, inputs); ``kinds`` are the layers' activations.

    They come from ``forward_propagation``, if its cache begins with ``z1, a1, z2, a2``. Otherwise (a reader's version
    may cache something else) they are computed here, with the program's activation functions.
    """
    _, cache = program.forward_propagation(network, X)
    shapes = [(len(X), network[f"b{layer}"].shape[-1]) for layer in range(1, len(kinds) + 1) for _ in "za"]
    if isinstance(cache, (tuple, list)) and [np.shape(values) for values in cache[: len(shapes)]] == shapes:
        return Signals(list(cache[0 : len(shapes) : 2]), list(cache[1 : len(shapes) : 2]))
    found = Signals([], [])
    for layer, kind in enumerate(kinds, 1):
        inputs = found.a[-1] if found.a else X
        found.z.append(np.dot(inputs, network[f"W{layer}"]) + network[f"b{layer}"])
        found.a.append(program.names[kind.function.__name__](found.z[-1]))
    return found


def slope(program: Program, kind: Activation, z: np.ndarray, a: np.ndarray) -> np.ndarray:
    """An activation's slope at each neuron and row, by the program's own derivative; ``kind.reads`` is not "error"."""
    derivative = program.names.get(kind.derivative.__name__, kind.derivative)  # it may have cancelled out
    return np.asarray(derivative(a if kind.reads == "a" else z))
