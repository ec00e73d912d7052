"""What a frame can carry beside the run itself, computed only where somebody looks. No picture changes the run.

To add one: write a function of the run and of a wish (a size, an input, a layer), and give it a line in ``PICTURES``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

from glassnet import checks, inside, scores
from glassnet.checks import Network
from glassnet.hidden_space import placed
from glassnet.network import predict

# Of more rows, as many evenly chosen ones are shown.
MOST_ROWS = 500


class Run(Protocol):
    """What pictures need of a run: its choices, its network, the rows it trains on, as the network gets them, and its
    answers (rows,) to inputs (rows, inputs)."""

    choices: dict[str, Any]
    network: Network
    X: np.ndarray
    y: np.ndarray
    axes: dict[int, np.ndarray]

    @property
    def functions(self) -> dict[str, Any]:
        """The activations, as the network's functions take them."""

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


def gradients(run: Run, _wish: Any) -> dict[str, np.ndarray]:
    """The gradients ``dW1, db1, ...`` of the parameters as they are now, over all rows; nothing moves on."""
    found, _ = backward(run)
    return found


def backward(run: Run) -> tuple[dict[str, np.ndarray], tuple[np.ndarray, ...]]:
    """The gradients over all rows, and the cache that they come from."""
    loss, reduction = run.choices["loss"], run.choices["reduction"]
    return inside.gradients_at(run.network, run.X, run.y, run.functions, loss=loss, reduction=reduction)


def neurons(run: Run, size: int) -> list[dict[str, Any]]:
    """What each neuron answers on the boundary's grid, with ``size`` points along each side."""
    return inside.neuron_maps(run.network, grid(run, size), run.functions)


def histograms(run: Run, _wish: Any) -> list[dict[str, dict[str, Any]]]:
    """How weights, activations and gradients are spread in each layer, over all rows."""
    found, cache = backward(run)
    return inside.histograms(run.network, cache, found, run.functions)


def hidden_space(run: Run, wish: Any) -> dict[str, Any]:
    """Where a hidden layer puts the rows; ``wish`` is ``{"layer": 1, "size": 32}``. One beyond the last is the last."""
    wish = checks.dict_of(wish, "the wish for hidden space", "layer and size")
    layer = min(checks.whole_number(wish.get("layer"), "layer"), len(run.network) // 2 - 1)
    size = checks.whole_number(wish.get("size"), "size", least=2)
    shown = evenly(len(run.X))
    answer = placed(run.network, run.X[shown], layer, run.functions, size, run.axes.get(layer))
    run.axes[layer] = answer["axes"]
    rows = {"rows": shown, "all_rows": len(run.X), "inputs": run.X[shown], "targets": run.y[shown]}
    return {"layer": layer, **rows, **answer}


def evenly(rows: int) -> np.ndarray:
    """The numbers of at most ``MOST_ROWS`` rows out of so many, evenly chosen."""
    return np.linspace(0, rows - 1, min(rows, MOST_ROWS)).round().astype(int)


def rows(run: Run, most: int) -> dict[str, Any]:
    """How well each row is predicted, the worst ``most`` of them if there are more; and the classes, if there are."""
    predictions = predict(run.network, run.X, **run.functions, check=False)
    losses = scores.losses_of_rows(run.y, predictions, run.choices["loss"])
    shown = scores.largest_first(losses, checks.whole_number(most, "the number of rows"))
    return {
        "confusion": scores.confusion(run.y, predictions),
        "rows": shown,
        "all_rows": len(run.X),
        "inputs": run.X[shown],
        "targets": run.y[shown],
        "predictions": predictions[shown],
        "losses": losses[shown],
    }


BOUNDARY_RANGE = (-0.25, 1.25)
PICTURES: dict[str, Callable[[Run, Any], Any]] = {
    "boundary": boundary,
    "tried": tried,
    "gradients": gradients,
    "neurons": neurons,
    "hidden_space": hidden_space,
    "histograms": histograms,
    "rows": rows,
}
