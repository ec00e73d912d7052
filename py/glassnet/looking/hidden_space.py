"""Hidden space: a hidden layer's activations for the rows, in a plane.

Two neurons span the plane, one gives a line. More neurons are projected onto their first two principal components, the
directions of largest variance (Pearson, On lines and planes of closest fit, 1901; Bishop, Pattern Recognition and
Machine Learning, 2006, section 12.1).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from glassnet.checks import Network
from glassnet.looking.inside import levels_of
from glassnet.looking.signals import signals
from glassnet.programs.running import Program
from glassnet.tables.activations import Activation

ENOUGH_ROWS = 64
MARGIN = 0.12  # beyond the outermost points, as a share of the range


def placed(
    program: Program,
    network: Network,
    X: np.ndarray,
    layer: int,
    kinds: Sequence[Activation],
    size: int,
    last_axes: np.ndarray | None = None,
) -> dict[str, Any]:
    """The rows of X in the space of hidden layer ``layer`` (from 1), and the predictions of the rest of the network
    there.

    ``points`` (rows, 2) lie along ``axes`` (2, neurons) from ``origin`` (neurons,); ``shares`` is the share of the
    variance along each axis. ``field`` holds the outputs on a grid of ``size`` by ``size`` over ``ranges``, row by row
    from the lower left, one output after the other. ``last_axes`` are the axes drawn last: a component's sign is
    arbitrary, so it stays as it was.
    """
    values = signals(program, network, X, kinds).a[layer - 1]
    origin, axes, shares = plane_of(values, last_axes)
    points = (values - origin) @ axes.T
    levels = levels_of(program, kinds)[layer - 1] if len(origin) <= 2 else None
    ranges = ranges_of(points, [levels] * len(origin) if levels else [])
    across, up = (np.linspace(low, high, size) for low, high in ranges)
    grid = np.stack([np.tile(across, size), np.repeat(up, size)], axis=1)
    answers = rest_of_network(program, network, origin + grid @ axes, layer, kinds)
    return {
        "neurons": values.shape[1],
        "points": points,
        "axes": axes,
        "shares": shares,
        "ranges": ranges,
        "field": answers.T.ravel(),
    }


def plane_of(values: np.ndarray, last_axes: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray, list[float]]:
    """The origin, the two axes and their shares of the variance for activations (rows, neurons)."""
    neurons = values.shape[1]
    if neurons <= 2 or not np.isfinite(values).all():
        return np.zeros(neurons), np.eye(2, neurons), []
    origin = values.mean(axis=0)
    centred = values - origin
    axes = two_components(centred)
    for axis in (0, 1):
        # Same direction as before; at first, the largest entry is positive.
        kept = axes[axis, np.abs(axes[axis]).argmax()] if last_axes is None else axes[axis] @ last_axes[axis]
        if kept < 0:
            axes[axis] *= -1
    shares = np.square(centred @ axes.T).sum(axis=0) / max(np.square(centred).sum(), np.finfo(float).tiny)
    return origin, axes, shares.tolist()


def two_components(centred: np.ndarray) -> np.ndarray:
    """The first two principal components (2, neurons) of rows whose mean is 0.

    They come from the smaller of two matrices: the neurons' covariances or the rows' products. If there are many rows
    and neurons, a sample of rows is enough.
    """
    rows, neurons = centred.shape
    if min(rows, neurons) > ENOUGH_ROWS:
        centred = centred[np.linspace(0, rows - 1, ENOUGH_ROWS).round().astype(int)]
    if len(centred) >= neurons:
        return np.linalg.eigh(centred.T @ centred)[1][:, :-3:-1].T
    components = np.linalg.eigh(centred @ centred.T)[1][:, :-3:-1].T @ centred
    sizes = np.linalg.norm(components, axis=1, keepdims=True)
    return components / np.maximum(sizes, np.finfo(float).tiny)


def ranges_of(points: np.ndarray, levels: list[tuple[float, float]]) -> list[list[float]]:
    """The square part of the plane to draw: the activation's range, if it is bounded, else all points."""
    low, high = points.min(axis=0), points.max(axis=0)
    for axis, limits in enumerate(levels):
        low[axis], high[axis] = limits
    if not np.isfinite(low + high).all():
        low, high = np.zeros(2), np.ones(2)
    middle, half = (low + high) / 2, (0.5 + MARGIN) * max(float((high - low).max()), 1e-9)
    return [[float(centre - half), float(centre + half)] for centre in middle]


def rest_of_network(
    program: Program, network: Network, values: np.ndarray, layer: int, kinds: Sequence[Activation]
) -> np.ndarray:
    """The outputs (points, outputs) of the later layers for activations (points, neurons) of hidden layer ``layer``."""
    for n, kind in enumerate(kinds[layer:], layer + 1):
        values = program.names[kind.function.__name__](np.dot(values, network[f"W{n}"]) + network[f"b{n}"])
    return values
