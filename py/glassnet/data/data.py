"""What a run learns from: inputs, targets, and which rows are held out of training."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

MOST_SHOWN = 2000  # rows that the page gets; of more, as many evenly chosen ones


@dataclass(frozen=True, eq=False)
class Data:
    """Rows, and what is known about them.

    X has shape (rows, inputs), in the units that are shown; y (rows, outputs); ``held`` (rows,) is True for rows that
    are held out. With two ``classes`` the output is 0 for the first and 1 for the second; with more there is an output
    for each. ``ranges`` are what pictures show of each input. Where ``mean`` and ``scale`` are given, the network gets
    ``(X - mean) / scale``. ``target_ranges`` say what each output's 0 and 1 stand for. Where the targets are scaled,
    ``unscaled_y`` has them as they came.
    """

    X: np.ndarray
    y: np.ndarray
    held: np.ndarray
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    ranges: tuple[tuple[float, float], ...]
    classes: tuple[str, ...] = ()
    mean: np.ndarray | None = None
    scale: np.ndarray | None = None
    unscaled_y: np.ndarray | None = None
    target_ranges: tuple[tuple[float, float], ...] = ((0.0, 1.0),)
    notes: tuple[str, ...] = ()

    def for_network(self, X: np.ndarray) -> np.ndarray:
        """Inputs as the network gets them."""
        return X if self.mean is None else (X - self.mean) / self.scale

    @cached_property
    def training(self) -> tuple[np.ndarray, np.ndarray]:
        """The rows to train on, as the network gets them: X and y."""
        return self.for_network(self.training_inputs), self.y[~self.held] if self.any_held else self.y

    @cached_property
    def training_inputs(self) -> np.ndarray:
        """The inputs of the rows to train on, as they are shown."""
        return self.X[~self.held] if self.any_held else self.X

    @cached_property
    def held_inputs(self) -> np.ndarray:
        """The inputs of the rows that are held out, as they are shown."""
        return self.X[self.held]

    @cached_property
    def places(self) -> np.ndarray:
        """Where each row stands in the rows to train on with the held-out rows behind them: shape (rows,)."""
        return np.argsort(np.argsort(self.held, kind="stable"), kind="stable")

    @cached_property
    def any_held(self) -> bool:
        """Whether any row is held out."""
        return bool(self.held.any())

    @cached_property
    def shown(self) -> Any:
        """Which rows the page gets: all, or of very many an even choice."""
        rows = len(self.X)
        return slice(None) if rows <= MOST_SHOWN else np.linspace(0, rows - 1, MOST_SHOWN).round().astype(int)

    def for_page(self) -> dict[str, Any]:
        """What the page draws rows from: plain lists of words, and arrays, row after row."""
        return {
            "rows": len(self.X),
            "held_rows": int(self.held.sum()),
            "X": self.X[self.shown].ravel().astype(float),
            "y": self.y[self.shown].ravel().astype(float),
            "held": self.held[self.shown].astype(np.uint8),
            "inputs": list(self.inputs),
            "outputs": list(self.outputs),
            "classes": list(self.classes),
            "counts": self.counts(),
            "ranges": [list(limits) for limits in self.ranges],
            "mean": self.X.mean(axis=0).tolist(),
            "target_ranges": [list(limits) for limits in self.target_ranges],
            "target_limits": [float(self.y.min()), float(self.y.max())],
            "notes": list(self.notes),
        }

    def counts(self) -> list[int]:
        """How many rows there are of each class."""
        if not self.classes:
            return []
        return np.bincount(class_of(self.y), minlength=len(self.classes)).tolist()


def class_of(y: np.ndarray) -> np.ndarray:
    """The class that each row of targets or predictions (rows, outputs) stands for: shape (rows,)."""
    return np.greater(y[:, 0], 0.5).astype(int) if y.shape[1] == 1 else y.argmax(axis=1)


def one_hot(classes: np.ndarray, count: int) -> np.ndarray:
    """A 1 in the column of each row's class, 0 in the others: shape (rows, count)."""
    return np.eye(count)[classes]


def class_targets(classes: np.ndarray, count: int) -> np.ndarray:
    """Targets for classes 0, 1, ...: one output for two, else one-hot."""
    return classes[:, np.newaxis].astype(float) if count == 2 else one_hot(classes, count)
