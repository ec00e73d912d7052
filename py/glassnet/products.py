"""Matrix products and biases of many rows, with the bits of the tutorial's ``np.dot`` and ``+``, and in less time.

In a browser NumPy has no linear-algebra library behind it, so how the numbers lie in memory decides. Measured there,
for 500 to 1,797 rows: a product whose left side is transposed takes 0.7 of the time once that side is copied into its
own order, and ``einsum``, which walks along the rows of the result, takes 0.35 to 0.8 where those are long. Each sum
still adds the same numbers in the same order.

On a computer of one's own such a library is there, ``np.matmul`` uses it, and nothing here is faster.
"""

from __future__ import annotations

import sys

import numpy as np

# From this many columns on einsum is the faster one (measured: equal at 32, 0.7 at 64, 0.12 at 512).
LONG_ROWS = 40

# From this many rows on it pays to take some together (measured: 0.9 of the time at 1,000 rows of 8, 0.5 at 10,000).
MANY_ROWS = 1000
TOGETHER = 16


def product_in_browser(A: np.ndarray, B: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
    """``A @ B`` for shapes (rows, inner) and (inner, columns), written into ``out`` if that is given.

    With leading axes, for stacks, it is ``np.matmul``.
    """
    if A.ndim > 2 or B.ndim > 2:
        return np.matmul(A, B, out)
    A, B = np.ascontiguousarray(A), np.ascontiguousarray(B)
    if B.shape[-1] < LONG_ROWS:
        return np.matmul(A, B, out)
    return np.einsum("ij,jk->ik", A, B, out=out)


product = product_in_browser if sys.platform == "emscripten" else np.matmul


def add_bias(z: np.ndarray, b: np.ndarray) -> None:
    """``z += b`` for shapes (rows, neurons) and (1, neurons).

    NumPy begins anew with each row, which takes as long as it does to add some ten numbers; so of many rows, a few are
    taken together as one.
    """
    together = 0
    if z.ndim == 2 and len(z) >= MANY_ROWS and z.flags.c_contiguous:
        together = len(z) - len(z) % TOGETHER
        longer = z[:together].reshape(-1, TOGETHER * z.shape[1])
        longer += np.concatenate([b] * TOGETHER, axis=1)
    rest = z[together:]
    rest += b
