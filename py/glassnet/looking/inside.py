"""Looks inside a network: gradients, each neuron's output, and histograms.

Pure functions of a program, a network and its rows. They call the program's own functions, and change nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from glassnet.checks import Network
from glassnet.looking.signals import signals
from glassnet.programs.running import Program
from glassnet.tables.activations import Activation

FAR = np.array([[-50.0, 50.0]])
BINS = 20


def gradients_at(program: Program, network: Network, X: np.ndarray, y: np.ndarray) -> dict[str, np.ndarray]:
    """The gradients ``dW1, db1, ...`` of the current parameters, over all rows."""
    _, cache = program.forward_propagation(network, X)
    found = program.backward_propagation(network, cache, X, y)
    return {name: np.asarray(values, dtype=float) for name, values in found.items()}


def levels_of(program: Program, kinds: Sequence[Activation]) -> list[tuple[float, float] | None]:
    """The two bounds of each layer's activation; None if it is unbounded."""
    return [level_between(np.ravel(program.names[kind.function.__name__](FAR))) for kind in kinds]


def level_between(ends: np.ndarray) -> tuple[float, float] | None:
    """The two limits of an activation, if both are within 1 of 0 and differ."""
    low, high = sorted(round(float(end)) for end in ends)
    return (low, high) if -1 <= low < high <= 1 else None


def neuron_maps(
    program: Program, network: Network, points: np.ndarray, kinds: Sequence[Activation]
) -> list[dict[str, Any]]:
    """Each neuron's output for inputs (points, inputs), by layer.

    ``values`` has shape (neurons * points,), neuron by neuron. ``middle`` and ``reach`` give a colour scale for all of
    them. The middle is 0, or half-way between the bounds of the activation, such as 0.5 for the sigmoid.
    """
    maps = []
    activations = signals(program, network, points, kinds).a
    for values, levels in zip(activations, levels_of(program, kinds), strict=True):
        low, high = levels or (0, 0)
        reach = (high - low) / 2 if levels else largest(values)
        maps.append({"values": values.T.ravel(), "middle": (low + high) / 2, "reach": reach or 1.0})
    return maps


def largest(values: np.ndarray) -> float:
    """The largest absolute value among the finite ones; 0 if there is none."""
    finite = values[np.isfinite(values)]
    return float(np.abs(finite).max()) if finite.size else 0.0


def histograms(
    network: Network,
    activations: Sequence[np.ndarray],
    gradients: Mapping[str, np.ndarray],
    levels: Sequence[tuple[float, float] | None],
) -> list[dict[str, dict[str, Any]]]:
    """Histograms of each layer's ``weights``, ``activations`` and ``gradients`` (of the weights)."""
    return [
        {
            "weights": histogram(network[f"W{layer}"]),
            "activations": histogram(values, between),
            "gradients": histogram(gradients[f"dW{layer}"]),
        }
        for layer, (values, between) in enumerate(zip(activations, levels, strict=True), 1)
    ]


def histogram(values: np.ndarray, levels: tuple[float, float] | None = None) -> dict[str, Any]:
    """The number of values in each of ``BINS`` equal bins between ``low`` and ``high``.

    These are the activation's bounds, or round numbers on both sides of 0 around all values. A value between two bins
    counts in the upper one, the highest value in the last. ``others`` counts values that are not finite, or out of
    bounds.
    """
    low, high = levels or (-round_above(largest(values)), round_above(largest(values)))
    inside = values[(values >= low) & (values <= high)]
    counts, _ = np.histogram(inside, bins=BINS, range=(low, high))
    return {"low": low, "high": high, "counts": counts, "others": values.size - inside.size}


def round_above(value: float) -> float:
    """The smallest number of the form 1, 2 or 5 times a power of ten that is not below the value; 1 for 0."""
    if value <= 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(value))
    return float(next((step * power for step in (1, 2, 5, 10) if step * power >= value), value))
