"""How well predictions do: the loss of each row, and, where the targets are classes, which is taken for which."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from glassnet.data.data import class_of


def classes_of(y: np.ndarray) -> np.ndarray | None:
    """The class of each row of targets (rows, outputs), from 0 on, shape (rows,); None where they are no classes.

    One output that is 0 or 1 makes two classes; several make one each, if every row has a single 1 among zeros.
    """
    if not np.isin(y, (0, 1)).all() or (y.shape[1] > 1 and (y.sum(axis=1) != 1).any()):
        return None
    return class_of(y)


def confusion(y: np.ndarray, predictions: np.ndarray) -> dict[str, Any] | None:
    """Of the rows of each class (down), how many are taken for which (across): ``counts``, (classes, classes).

    ``accuracy`` is the share of all rows that is taken for what it is; ``others`` have a prediction that is no finite
    number, and stand for no class. None where the targets are no classes.
    """
    true = classes_of(y)
    if true is None:
        return None
    classes = max(y.shape[1], 2)
    finite = np.isfinite(predictions).all(axis=1)
    pairs = true[finite] * classes + class_of(predictions[finite])
    counts = np.bincount(pairs, minlength=classes**2).reshape(classes, classes)
    return {"counts": counts, "accuracy": float(counts.trace() / len(y)), "others": int((~finite).sum())}


def losses_of_rows(y: np.ndarray, predictions: np.ndarray, compute_loss: Callable[..., Any]) -> np.ndarray:
    """The loss of each row by itself, shape (rows,); their mean is the loss of all."""
    rows = range(len(y))
    return np.array([compute_loss(y[row : row + 1], predictions[row : row + 1]) for row in rows], dtype=float)


def largest_first(losses: np.ndarray, most: int) -> np.ndarray:
    """The numbers of the rows to show: all in their order, or, if they are more than ``most``, those with most loss."""
    if len(losses) <= most:
        return np.arange(len(losses))
    return np.argsort(-np.nan_to_num(losses, nan=np.inf), kind="stable")[:most]
