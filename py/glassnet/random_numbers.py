"""The numbers that NumPy draws after ``np.random.seed(seed)``, without NumPy's random module.

That module is a megabyte of compiled code that a browser would have to fetch before the first epoch. Python's own
``random`` is the same generator (Matsumoto and Nishimura, Mersenne Twister, 1998); only the seeding and the normal
numbers differ, and stand here as NumPy has them, bit for bit.
"""

from __future__ import annotations

import math
import random

import numpy as np

STATE_WORDS = 624


class RandomNumbers:
    """A source of its own: no global random state is read or changed. ``seed`` is from 0 to 2**32 - 1."""

    def __init__(self, seed: int) -> None:
        words = [seed]
        for place in range(1, STATE_WORDS):
            words.append((1812433253 * (words[-1] ^ (words[-1] >> 30)) + place) & 0xFFFFFFFF)
        self._generator = random.Random()
        self._generator.setstate((3, (*words, STATE_WORDS), None))
        self._kept: float | None = None

    def randn(self, *shape: int) -> np.ndarray:
        """Standard normal numbers in an array of that shape, as ``np.random.randn`` draws them."""
        return np.array([self._normal() for _ in range(math.prod(shape))]).reshape(shape)

    def rand(self, *shape: int) -> np.ndarray:
        """Numbers spread evenly over [0, 1) in an array of that shape, as ``np.random.rand`` draws them."""
        return np.array([self._generator.random() for _ in range(math.prod(shape))]).reshape(shape)

    def _normal(self) -> float:
        """Marsaglia's polar method (1964) makes two at a time; the second is kept for the next call."""
        if self._kept is not None:
            kept, self._kept = self._kept, None
            return kept
        square = 0.0
        while not 0.0 < square < 1.0:
            x = 2.0 * self._generator.random() - 1.0
            y = 2.0 * self._generator.random() - 1.0
            square = x * x + y * y
        factor = math.sqrt(-2.0 * math.log(square) / square)
        self._kept = factor * x
        return factor * y


class EpochNumbers:
    """What one epoch needs at random: a source that begins anew with each seed, epoch and purpose.

    A run that is taken up again at some epoch so draws what it would have drawn. ``seed`` is from 0 to 2**32 - 1, the
    purpose a small whole number that keeps two uses of one epoch apart.
    """

    def __init__(self, seed: int, epoch: int, purpose: int) -> None:
        self._generator = random.Random((epoch << 40) | (purpose << 32) | seed)

    def whole_numbers(self, *shape: int) -> np.ndarray:
        """Whole numbers evenly from 0 up to 2**32 in an array of that shape."""
        return np.frombuffer(self._generator.randbytes(4 * math.prod(shape)), dtype="<u4").reshape(shape)
