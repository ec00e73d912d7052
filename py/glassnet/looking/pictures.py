"""Pictures that a frame can carry, computed only on request. No picture changes the run.

To add one: write a function of the run and of a request (a size, an input, a layer), and give it a line in
``PICTURES``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Protocol

import numpy as np

from glassnet import checks
from glassnet.checks import Network
from glassnet.data.data import Data
from glassnet.looking import inside, scores
from glassnet.looking.diagnosis import diagnosis
from glassnet.looking.hidden_space import placed
from glassnet.looking.signals import signals
from glassnet.programs.printing import printed
from glassnet.programs.running import Program
from glassnet.tables.activations import Activation

MOST_ROWS = 500  # of more rows, an even sample is shown


class Run(Protocol):
    """What pictures use of a run.

    X and y are the training rows, as the network gets them; ``axes`` are those of the last hidden-space pictures.
    """

    choices: dict[str, Any]
    program: Program
    kinds: list[Activation]
    network: Network
    data: Data
    X: np.ndarray
    y: np.ndarray
    axes: dict[int, np.ndarray]

    def ask(self, X: np.ndarray) -> np.ndarray:
        """The predictions (rows, outputs) for inputs (rows, inputs)."""


def boundary(run: Run, wish: Any) -> np.ndarray:
    """The predictions on the requested grid, row by row from the lower left, one output after the other."""
    return run.ask(grid(run, wish)).T.ravel()


def grid(run: Run, wish: Any) -> np.ndarray:
    """A grid of inputs over two of them, row by row from the lower left: shape (size * size, inputs).

    ``wish`` is ``{"size": 48, "axes": [0, 1], "at": [...]}``: the points along each side, the inputs on the two axes,
    and the values of the other inputs (by default their means). It may be the size alone. A single input lies along x.
    """
    wish = wish if isinstance(wish, Mapping) else {"size": wish}
    size = checks.whole_number(wish.get("size"), "size", least=2)
    inputs = run.data.X.shape[1]
    axes = [checks.whole_number(axis, "axes", least=0) for axis in wish.get("axes", range(min(inputs, 2)))]
    if not 1 <= len(set(axes)) == len(axes) <= 2 or max(axes) >= inputs:
        raise ValueError(f"axes is {axes}; expected one or two different inputs, counted from 0 to {inputs - 1}")
    held_at: tuple[float, ...] = ()
    if "at" in wish or len(axes) < inputs:
        held_at = tuple(one_row(run, wish["at"], "at") if "at" in wish else run.data.X.mean(axis=0))
    return points_of(size, tuple(axes), tuple(run.data.ranges[axis] for axis in axes), held_at)


@lru_cache(maxsize=4)  # a picture needs the same points in each frame
def points_of(
    size: int, axes: tuple[int, ...], ranges: tuple[tuple[float, float], ...], held_at: tuple[float, ...]
) -> np.ndarray:
    """The points of a grid, row by row from the lower left; read-only."""
    points = np.tile(held_at or (0.0,) * len(axes), (size**2, 1))
    across, *up = (np.linspace(low, high, size) for low, high in ranges)
    points[:, axes[0]] = np.tile(across, size)
    for values in up:
        points[:, axes[1]] = np.repeat(values, size)
    points.flags.writeable = False
    return points


def curve(run: Run, size: int) -> np.ndarray:
    """The predictions along a single input, over its range, one output after the other."""
    if run.data.X.shape[1] != 1:
        raise ValueError(f"the data has {run.data.X.shape[1]} inputs; expected 1 for a curve")
    values = np.linspace(*run.data.ranges[0], checks.whole_number(size, "size", least=2))
    return run.ask(values[:, np.newaxis]).T.ravel()


def tried(run: Run, inputs: list[float]) -> float | list[float]:
    """The prediction for one input that the reader tries: a number, or a list for several outputs."""
    answer: list[float] = run.ask(one_row(run, inputs, "inputs")[np.newaxis])[0].tolist()
    return answer if len(answer) > 1 else answer[0]


def one_row(run: Run, values: Any, what: str) -> np.ndarray:
    """A number for each input of the run."""
    row = checks.finite_array(values, what)
    if row.shape != run.data.X.shape[1:]:
        raise ValueError(f"{what} has shape {row.shape}; expected {run.data.X.shape[1:]}: a number for each input")
    return row


def gradients(run: Run, _wish: Any) -> dict[str, np.ndarray]:
    """The gradients ``dW1, db1, ...`` of the current parameters, over all rows."""
    return inside.gradients_at(run.program, run.network, run.X, run.y)


def neurons(run: Run, size: int) -> list[dict[str, Any]]:
    """Each neuron's output on the boundary's grid, with ``size`` points along each side."""
    return inside.neuron_maps(run.program, run.network, run.data.for_network(grid(run, size)), run.kinds)


def histograms(run: Run, _wish: Any) -> list[dict[str, dict[str, Any]]]:
    """Histograms of weights, activations and gradients in each layer, over all rows."""
    activations = signals(run.program, run.network, run.X, run.kinds).a
    return inside.histograms(run.network, activations, gradients(run, None), inside.levels_of(run.program, run.kinds))


def hidden_space(run: Run, wish: Any) -> dict[str, Any] | None:
    """The rows in hidden space; ``wish`` is ``{"layer": 1, "size": 32}``.

    A layer beyond the last one means the last. None for a network without hidden layers.
    """
    if len(run.kinds) == 1:
        return None
    wish = checks.dict_of(wish, "the wish for hidden space", "layer and size")
    layer = min(checks.whole_number(wish.get("layer"), "layer"), len(run.network) // 2 - 1)
    size = checks.whole_number(wish.get("size"), "size", least=2)
    shown = evenly(len(run.X))
    answer = placed(run.program, run.network, run.X[shown], layer, run.kinds, size, run.axes.get(layer))
    run.axes[layer] = answer["axes"]
    rows = {"rows": shown, "all_rows": len(run.X), "inputs": run.data.training_inputs[shown], "targets": run.y[shown]}
    return {"layer": layer, **rows, **answer}


def evenly(rows: int) -> np.ndarray:
    """The indices of at most ``MOST_ROWS`` rows, evenly sampled."""
    return np.linspace(0, rows - 1, min(rows, MOST_ROWS)).round().astype(int)


def rows(run: Run, most: int) -> dict[str, Any]:
    """The loss of each row, or of the worst ``most`` rows; and the confusion matrix, if there are classes."""
    predictions = np.asarray(run.program.predict(run.network, run.X))
    losses = scores.losses_of_rows(run.y, predictions, run.program.compute_loss)
    shown = scores.largest_first(losses, checks.whole_number(most, "the number of rows"))
    return {
        "confusion": scores.confusion(run.y, predictions),
        "rows": shown,
        "all_rows": len(run.X),
        "inputs": run.data.training_inputs[shown],
        "targets": run.y[shown],
        "predictions": predictions[shown],
        "losses": losses[shown],
    }


def diagnosed(run: Run, so_far: Any) -> list[dict[str, Any]]:
    """The diagnosis, from the losses so far: ``epochs`` and ``losses``, of equal length."""
    losses = checks.dict_of(so_far, "diagnosis", "epochs and losses")
    return diagnosis(run.program, run.choices, run.network, run.X, run.y, **losses)


def said(_run: Run, _wish: Any) -> dict[str, Any]:
    """The reader's printed output since the last request."""
    return printed.taken()


PICTURES: dict[str, Callable[[Run, Any], Any]] = {
    "boundary": boundary,
    "curve": curve,
    "tried": tried,
    "gradients": gradients,
    "neurons": neurons,
    "hidden_space": hidden_space,
    "histograms": histograms,
    "rows": rows,
    "diagnosis": diagnosed,
    "printed": said,
}
