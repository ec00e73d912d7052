"""What a frame can carry beside the run itself, computed only where somebody looks.

To add a picture: write a function of the run and of a wish (a size, an input), and give it a line in ``PICTURES``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np

from glassnet import checks
from glassnet.checks import Network
from glassnet.data import Data
from glassnet.diagnosis import diagnosis


class Run(Protocol):
    """What pictures need of a run: its choices, its network, its data, the rows that it trains on (as the network gets
    them), and its answers to inputs as they are shown."""

    choices: dict[str, Any]
    network: Network
    data: Data
    X: np.ndarray
    y: np.ndarray

    @property
    def functions(self) -> dict[str, Any]:
        """The activations, as the network's functions take them."""

    def ask(self, X: np.ndarray) -> np.ndarray:
        """The answers (rows, outputs) to inputs (rows, inputs)."""


def boundary(run: Run, wish: Any) -> np.ndarray:
    """The answers on a grid over two inputs, row by row from the lower left, one output behind the other.

    ``wish`` is ``{"size": 48, "axes": [0, 1], "at": [...]}``: the grid's points along each side, the inputs that it
    lies along, and where the others are held (by default at their mean); or the size alone. A single input lies
    along x.
    """
    wish = wish if isinstance(wish, Mapping) else {"size": wish}
    size = checks.whole_number(wish.get("size"), "size", least=2)
    inputs = run.data.X.shape[1]
    axes = [checks.whole_number(axis, "axes", least=0) for axis in wish.get("axes", range(min(inputs, 2)))]
    if not 1 <= len(set(axes)) == len(axes) <= 2 or max(axes) >= inputs:
        raise ValueError(f"axes is {axes}; expected one or two different inputs, counted from 0 to {inputs - 1}")
    at = one_row(run, wish["at"], "at") if "at" in wish else run.data.X.mean(axis=0)
    grid = np.tile(at, (size**2, 1))
    across, *up = (np.linspace(*run.data.ranges[axis], size) for axis in axes)
    grid[:, axes[0]] = np.tile(across, size)
    for values in up:
        grid[:, axes[1]] = np.repeat(values, size)
    return run.ask(grid).T.ravel()


def curve(run: Run, size: int) -> np.ndarray:
    """The answers along a single input, from the low end of its range to the high, one output behind the other."""
    if run.data.X.shape[1] != 1:
        raise ValueError(f"the data has {run.data.X.shape[1]} inputs; expected 1 for a curve")
    values = np.linspace(*run.data.ranges[0], checks.whole_number(size, "size", least=2))
    return run.ask(values[:, np.newaxis]).T.ravel()


def tried(run: Run, inputs: list[float]) -> float | list[float]:
    """The answer to one input of the reader's own: a number, or a list where there are several outputs."""
    answer: list[float] = run.ask(one_row(run, inputs, "inputs")[np.newaxis])[0].tolist()
    return answer if len(answer) > 1 else answer[0]


def one_row(run: Run, values: Any, what: str) -> np.ndarray:
    """A number for each input of the run."""
    row = checks.finite_array(values, what)
    if row.shape != run.data.X.shape[1:]:
        raise ValueError(f"{what} has shape {row.shape}; expected {run.data.X.shape[1:]}: a number for each input")
    return row


def diagnosed(run: Run, so_far: Any) -> list[dict[str, Any]]:
    """What keeps the run from learning, from its losses so far: ``epochs`` and ``losses``, as many of each."""
    losses = checks.dict_of(so_far, "diagnosis", "epochs and losses")
    return diagnosis(run.network, run.X, run.y, **run.functions, loss=run.choices["loss"], **losses)


PICTURES: dict[str, Callable[[Run, Any], Any]] = {
    "boundary": boundary,
    "curve": curve,
    "tried": tried,
    "diagnosis": diagnosed,
}
