"""Whether compiled code gives the same as NumPy: the same bits, in the same places."""

from __future__ import annotations

from typing import Any

import numpy as np


def same_bits(one: Any, other: Any) -> bool:
    """Whether two arrays of numbers agree in every bit. All NaNs are alike: WebAssembly leaves their bits open."""
    one, other = (np.ascontiguousarray(values, dtype=float) for values in (one, other))
    if one.shape != other.shape:
        return False
    if one.tobytes() == other.tobytes():
        return True
    return bool(((one.view(np.int64) == other.view(np.int64)) | (np.isnan(one) & np.isnan(other))).all())


def same_results(one: Any, other: Any) -> bool:
    """The same of dicts, lists and tuples of arrays and numbers, with the same types."""
    if isinstance(one, dict):
        return (
            isinstance(other, dict)
            and list(one) == list(other)
            and all(same_results(one[key], other[key]) for key in one)
        )
    if isinstance(one, (list, tuple)):
        return type(one) is type(other) and len(one) == len(other) and all(map(same_results, one, other))
    if isinstance(one, (np.ndarray, np.number, int, float)):
        same = np.shape(one) == np.shape(other) and np.asarray(one).dtype == np.asarray(other).dtype
        return same and same_bits(one, other)
    return bool(one is other or one == other)
