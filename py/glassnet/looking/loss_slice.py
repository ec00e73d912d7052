"""A slice of the loss: the loss in a plane through the present parameters, and the run's path projected onto it.

The plane is spanned by the two main directions of the path (Li et al., Visualizing the Loss Landscape of Neural Nets,
2018, section 7), or by two random ones, in which each neuron's weights are as long as its own (section 4:
filter-normalised).
"""

from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter
from typing import Any

import numpy as np

from glassnet.looking.hidden_space import ranges_of, two_components
from glassnet.programs.running import Program
from glassnet.random_numbers import RandomNumbers
from glassnet.timeline import laid_out

PATH, RANDOM = DIRECTIONS = ("path", "random")
SIDES = (15, 41)  # the least and the most losses along a side
SECONDS = 0.6  # for all of them: fewer, if one takes long
REACH = 1.2  # of the random directions, in both ways

Shapes = Mapping[str, tuple[int, int]]


class Slice:
    """A plane through ``path[-1]``, for a path (points, numbers) of a network of these shapes."""

    def __init__(
        self, program: Program, X: np.ndarray, y: np.ndarray, shapes: Shapes, path: np.ndarray, axes: np.ndarray
    ) -> None:
        self.program, self.X, self.y, self.shapes, self.path, self.axes = program, X, y, shapes, path, axes
        self.centre = path[-1]
        away = path - self.centre
        self.points = np.linalg.lstsq(axes.T, away.T, rcond=None)[0].T
        total = np.square(away).sum()
        self.share = float(np.square(self.points @ axes).sum() / total) if total else 1.0

    def loss_at(self, numbers: np.ndarray) -> float:
        """The loss of a network with these numbers, end to end."""
        network = laid_out(numbers, self.shapes)
        return float(self.program.compute_loss(self.y.copy(), self.program.predict(network, self.X.copy())))

    def losses(self, across: np.ndarray, up: np.ndarray) -> np.ndarray:
        """The losses on a grid, shape (up, across)."""
        rows = [[self.loss_at(self.centre + np.array([x, y]) @ self.axes) for x in across] for y in up]
        return np.array(rows)

    def side(self) -> int:
        """How many losses along a side there is time for: an odd number, so that one is the centre's."""
        self.loss_at(self.centre)  # the first call takes longer
        started = perf_counter()
        self.loss_at(self.centre)
        most = int((SECONDS / max(1e-6, perf_counter() - started)) ** 0.5)
        return max(SIDES[0], min(SIDES[1], most)) | 1


def random_directions(shapes: Shapes, centre: np.ndarray, seed: int) -> np.ndarray:
    """Two random directions (2, numbers): each neuron's weights are as long as in ``centre``, the biases are 0."""
    random = RandomNumbers(seed)
    network = laid_out(centre, shapes)
    found = []
    for _ in range(2):
        drawn = {name: random.randn(*shape) if name[0] == "W" else np.zeros(shape) for name, shape in shapes.items()}
        for name, direction in drawn.items():
            lengths = np.linalg.norm(network[name], axis=0), np.linalg.norm(direction, axis=0)
            direction *= lengths[0] / np.maximum(lengths[1], np.finfo(float).tiny) if name[0] == "W" else 0
        found.append(np.concatenate(list(drawn.values()), axis=None))
    return np.array(found)


@np.errstate(all="ignore")
def loss_slice(
    program: Program, X: np.ndarray, y: np.ndarray, shapes: Shapes, path: np.ndarray, directions: str, seed: int
) -> dict[str, Any]:
    """The slice for the page. ``path`` has shape (points * numbers,), the present parameters last.

    ``points`` are the path's places in the plane, ``at_points`` its true losses, and ``share`` says how much of the
    path, in squared distances, lies in the plane. ``losses`` are those of a grid over ``ranges``, row by row from the
    lower left. Raises ``ValueError`` where there is no path, or a number that is not finite.
    """
    size = sum(int(np.prod(shape)) for shape in shapes.values())
    if path.ndim != 1 or not path.size or path.size % size:
        raise ValueError(f"path has shape {path.shape}; expected a multiple of {size} numbers")
    points = path.reshape(-1, size)
    if not np.isfinite(points).all():
        raise ValueError("the parameters are not finite numbers, so there is no slice through them")
    if directions == PATH:
        if not np.ptp(points, axis=0).any():
            raise ValueError("the run has no path yet; train it first, or take random directions")
        axes = two_components(points - points[-1])
    else:
        axes = random_directions(shapes, points[-1], seed)
    cut = Slice(program, X, y, shapes, points, axes)
    ranges = ranges_of(cut.points, []) if directions == PATH else [[-REACH, REACH]] * 2
    side = cut.side()
    across, up = (np.linspace(low, high, side) for low, high in ranges)
    return {
        "ranges": ranges,
        "side": side,
        "losses": cut.losses(across, up).ravel(),
        "points": cut.points.ravel(),
        "at_points": np.array([cut.loss_at(numbers) for numbers in points]),
        "share": cut.share,
    }
