"""What a run came to: solved, stuck, no number, or still learning. These words are defined here, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

FITS = 0.05  # of the loss of a network that always predicts the targets' mean
ALMOST_NONE = 1e-6  # a loss so small is none, whatever the mean's is
NEAR = 0.1  # a prediction is right within so much of a target that is neither 0 nor 1; the page has it, too


class Rule(NamedTuple):
    """A run of at least ``epochs`` is stuck if its loss fell by less than ``share`` in the last ``part``."""

    epochs: int
    part: float
    share: float


# The tutorial's own run spends 2,000 epochs on a plateau before its loss falls, but it falls faster there.
STUCK = [Rule(5000, 0.1, 0.02), Rule(2000, 0.5, 0.002)]

GROWN = 3  # times its first loss: a run that has diverged, though it still has numbers

SOLVED, STOPPED, NO_NUMBER, LEARNING = OUTCOMES = ("solved", "stuck", "no number", "learning")

Loss = Callable[[np.ndarray], float]  # the loss of predictions (rows, outputs)


class Fit:
    """Says whether predictions fit targets ``y`` (rows, outputs).

    Those of a truth table fit if every output of every row is right (``right``), as the page counts it; of other data,
    if all are on the right side of 0.5, or there is almost no loss. Others may say when: with every prediction
    ``within`` so much of its target, or with a loss of ``enough`` at most; with both, either will do.
    """

    def __init__(
        self,
        y: np.ndarray,
        loss_of: Loss,
        within: float | None = None,
        enough: float | None = None,
        *,
        table: bool = False,
    ) -> None:
        self.y, self.loss_of = y, loss_of
        constant = np.array(np.broadcast_to(y.mean(axis=0), y.shape))
        self.by_rows = table and within is None and enough is None
        if within is None and enough is None:
            self.within = 0.5 if np.isin(y, (0, 1)).all() else 0.0
            self.enough = max(FITS * loss_of(constant), ALMOST_NONE)
        else:
            self.within, self.enough = within or 0.0, -np.inf if enough is None else enough

    def __call__(self, predictions: np.ndarray, loss: float) -> bool:
        """Whether these predictions fit; ``loss`` is theirs."""
        return bool(self.each(predictions, loss))

    def each(self, predictions: np.ndarray, losses: Any) -> np.ndarray:
        """The same of many networks: ``predictions`` (networks, rows, outputs), ``losses`` (networks,)."""
        if self.by_rows:
            return np.asarray(right(predictions, self.y).all(axis=(-2, -1)))
        near = np.abs(predictions - self.y) < self.within
        return np.asarray(near.all(axis=(-2, -1)) | (np.asarray(losses) <= self.enough))


def right(predictions: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Which predictions are right: on the target's side of 0.5 if the target is 0 or 1, else near it. Any shape."""
    sides = np.where(y == 0, predictions < 0.5, predictions > 0.5)
    return np.where(np.isin(y, (0, 1)), sides, np.abs(predictions - y) < NEAR)


def stalled(epochs: np.ndarray, losses: np.ndarray, now: float) -> tuple[float, float] | None:
    """The last part of a run in which the loss has hardly fallen, and by what share it fell; None if it still falls.

    ``losses`` are those at ``epochs``, in ascending order; ``now`` is the loss of the present network.
    """
    last = epochs[-1] if epochs.size else 0
    for least, part, share in STUCK if last else ():
        before = float(losses[np.searchsorted(epochs, (1 - part) * last, side="right") - 1])
        if last >= least and now > (1 - share) * before > 0:
            return part, 1 - now / before
    return None


def outcome(fit: Fit, predictions: np.ndarray, loss: float, epochs: np.ndarray, losses: np.ndarray) -> str:
    """One of ``OUTCOMES``, for a run that has ended: ``loss`` is that of its predictions (rows, outputs)."""
    if not np.isfinite(loss):
        return NO_NUMBER
    if fit(predictions, loss):
        return SOLVED
    return STOPPED if stalled(epochs, losses, loss) else LEARNING


def code_of(word: Any) -> int:
    """The place of an outcome in ``OUTCOMES``: as a number it goes into arrays."""
    return OUTCOMES.index(word)
