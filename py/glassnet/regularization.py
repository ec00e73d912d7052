"""What is done to a gradient before it becomes a step: L1 and L2 pull weights towards 0, clipping holds the step short.

Biases are left free. The penalty of L2 is ``l2 / 2`` times the sum of the squared weights (Krogh and Hertz, 1992), that
of L1 ``l1`` times the sum of their sizes (Tibshirani, 1996). Every row brings it along, beside its own loss: gradients
that are summed over the rows, as the tutorial's are, hold it once for each row, averaged ones once. So ``l1`` and
``l2`` mean the same whatever the reduction and the batch size. The loss that is shown is without it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from glassnet import checks

Regularizer = Callable[[np.ndarray, np.ndarray, np.ndarray, int], None]


def penalty_slope(parameters: np.ndarray, is_weight: np.ndarray, l1: float, l2: float) -> np.ndarray:
    """Uphill on one row's penalty, for each parameter; ``is_weight`` is 1 for a weight and 0 for a bias. One shape."""
    return is_weight * (l2 * parameters + l1 * np.sign(parameters))


def clipped(gradient: np.ndarray, longest: float) -> np.ndarray:
    """A gradient of all parameters, (n,) or (networks, n), no longer than that (Pascanu et al., 2013, algorithm 1)."""
    length = np.sqrt(np.add.reduce(gradient * gradient, axis=-1, keepdims=True))
    return gradient * (longest / np.maximum(length, longest))


def regularizer(
    is_weight: np.ndarray, l1: Any, l2: Any, clip: Any, reduction: str, decoupled: bool
) -> Regularizer | None:
    """What changes a gradient in place, given all parameters, their gradient (downhill), the rate, and the rows that it
    is of; None where there is nothing to change.

    ``decoupled`` takes L2 out of the gradient and shrinks the weights by ``rate * l2`` instead, in place. Raises
    ``ValueError`` for a strength or a length that is no number of 0 or more.
    """
    l1, l2, clip = (checks.number_within(value, name) for value, name in ((l1, "l1"), (l2, "l2"), (clip, "clip")))
    l2_in_gradient, l2_beside = (0.0, l2) if decoupled else (l2, 0.0)

    def regularize(parameters: np.ndarray, gradient: np.ndarray, rate: np.ndarray, rows: int) -> None:
        if l1 or l2_in_gradient:
            times = rows if reduction == "sum" else 1
            gradient -= times * penalty_slope(parameters, is_weight, l1, l2_in_gradient)
        if clip:
            gradient[...] = clipped(gradient, clip)
        if l2_beside:
            parameters -= rate * l2_beside * is_weight * parameters

    return regularize if l1 or l2 or clip else None
