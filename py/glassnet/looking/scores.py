"""Scores predictions: the loss of each row and, for classes, the confusion matrix."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from glassnet.data.data import class_of


def classes_of(y: np.ndarray) -> np.ndarray | None:
    """The class of each row of targets (rows, outputs), from 0, shape (rows,); None if they are not classes.

    One output of 0 or 1 gives two classes. Several outputs give one class each, if every row has a single 1 among
    zeros.
    """
    if not np.isin(y, (0, 1)).all() or (y.shape[1] > 1 and (y.sum(axis=1) != 1).any()):
        return None
    return class_of(y)


def confusion(y: np.ndarray, predictions: np.ndarray) -> dict[str, Any] | None:
    """The confusion matrix ``counts``, (classes, classes): target classes down, predicted classes across.

    ``accuracy`` is the share of rows predicted right; ``others`` counts rows whose prediction is not finite. None if
    the targets are not classes.
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
    """The loss of each row, shape (rows,); their mean is the loss."""
    rows = range(len(y))
    return np.array([compute_loss(y[row : row + 1], predictions[row : row + 1]) for row in rows], dtype=float)


def largest_first(losses: np.ndarray, most: int) -> np.ndarray:
    """The indices of the rows to show: all in order, or the ``most`` with the largest losses."""
    if len(losses) <= most:
        return np.arange(len(losses))
    return np.argsort(-np.nan_to_num(losses, nan=np.inf), kind="stable")[:most]
