"""What a frame can carry beside the run itself, computed only where somebody looks. No picture changes the run.

To add one: write a function of the run and of a wish (a size, an input, a layer), and give it a line in ``PICTURES``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

from glassnet import checks


class Run(Protocol):
    """What pictures need of a run: its rows, and its answers (rows,) to inputs (rows, inputs)."""

    X: np.ndarray

    def ask(self, X: np.ndarray) -> np.ndarray:
        """The answers to any inputs."""


def boundary(run: Run, size: int) -> np.ndarray:
    """The answers on a grid of ``size`` by ``size`` inputs over [-0.25, 1.25], row by row from the lower left."""
    return run.ask(grid(run, size))


def grid(run: Run, size: int) -> np.ndarray:
    """A grid of inputs over [-0.25, 1.25], row by row from the lower left: shape (size * size, inputs).

    More inputs than two are held at 0.5; with one, all rows are alike.
    """
    axis = np.linspace(*BOUNDARY_RANGE, checks.whole_number(size, "size", least=2))
    points = np.full((axis.size**2, max(run.X.shape[1], 2)), 0.5)
    points[:, 0], points[:, 1] = np.tile(axis, axis.size), np.repeat(axis, axis.size)
    return points[:, : run.X.shape[1]]


def tried(run: Run, inputs: list[float]) -> float:
    """The answer to one input of the reader's own."""
    X = checks.finite_array(inputs, "inputs")
    if X.shape != run.X.shape[1:]:
        raise ValueError(f"inputs has shape {X.shape}; expected {run.X.shape[1:]}: a number for each input")
    return float(run.ask(X[np.newaxis])[0])


BOUNDARY_RANGE = (-0.25, 1.25)
PICTURES: dict[str, Callable[[Run, Any], Any]] = {"boundary": boundary, "tried": tried}
