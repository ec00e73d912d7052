"""The numbers of ``np.random``'s seeded functions, without NumPy's random module.

That module is a megabyte of compiled code, which a browser would have to fetch before the first epoch. Python's own
``random`` is the same generator (Matsumoto and Nishimura, Mersenne Twister, 1998). Only seeding, normal numbers and
shuffling differ; this module has NumPy's, bit for bit.
"""

from __future__ import annotations

import math
import random
import sys
from array import array
from functools import lru_cache
from typing import Any

import numpy as np

STATE_WORDS = 624


class RandomNumbers:
    """A generator with the names of ``np.random``'s legacy functions. ``seed`` is from 0 to 2**32 - 1.

    Python takes 50 microseconds to hand out a state, so the last one is kept until a number is drawn.
    """

    def __init__(self, seed: int = 0) -> None:
        self._generator = random.Random()
        self._draws = 0  # how often numbers were drawn
        self._state: tuple[bytes, int] | None = None  # its words and the place in them; None after a draw
        self.seed(seed)

    def seed(self, seed: int | None = None) -> None:
        """Seeds the generator, as ``np.random.seed`` does; without a number, at random."""
        number = random.SystemRandom().getrandbits(32) if seed is None else int(seed)
        if not 0 <= number < 2**32:
            raise ValueError("Seed must be between 0 and 2**32 - 1")
        self._set(seeded(number), STATE_WORDS, None)

    def get_state(self) -> tuple[str, np.ndarray, int, int, float]:
        """The generator's state, in the form of ``np.random.get_state``."""
        if self._state is None:
            *numbers, place = self._generator.getstate()[1]
            self._state = array("I", numbers).tobytes(), place
        words, place = self._state
        kept = self._kept
        return "MT19937", np.frombuffer(words, dtype=np.uint32).copy(), place, int(kept is not None), kept or 0.0

    def set_state(self, state: Any) -> None:
        """Restores a state from ``get_state``."""
        _, words, place, has_kept, kept = state
        self._set(np.array(words, dtype=np.uint32).tobytes(), int(place), float(kept) if has_kept else None)

    def _set(self, words: bytes, place: int, kept: float | None) -> None:
        """Continues from these words, four bytes each, at a place in them."""
        if self._state != (words, place):
            self._generator.setstate((3, (*numbers_of(words), place), None))
            self._state = words, place
        self._kept = kept

    def randn(self, *shape: int) -> Any:
        """An array of standard normal numbers, or one number, as ``np.random.randn`` draws them."""
        self._drawing()
        if not shape:
            return self._normal()
        return np.array([self._normal() for _ in range(math.prod(shape))]).reshape(shape)

    def rand(self, *shape: int) -> Any:
        """An array of uniform numbers in [0, 1), or one number, as ``np.random.rand`` draws them."""
        self._drawing()
        if not shape:
            return self._generator.random()
        draw = self._generator.random
        return np.array([draw() for _ in range(math.prod(shape))]).reshape(shape)

    def permutation(self, rows: Any) -> np.ndarray:
        """The numbers from 0 to ``rows`` - 1, or an array's entries, shuffled (Fisher and Yates, 1938)."""
        if np.ndim(rows):
            return np.asarray(rows)[self.permutation(len(rows))]
        self._drawing()
        order = list(range(rows))
        draw = self._generator.getrandbits
        for last in range(rows - 1, 0, -1):
            mask = (1 << last.bit_length()) - 1
            place = draw(32) & mask
            while place > last:  # NumPy draws again, so that all indices are equally likely
                place = draw(32) & mask
            order[last], order[place] = order[place], order[last]
        return np.array(order)

    def _drawing(self) -> None:
        """Numbers are about to be drawn."""
        self._draws += 1
        self._state = None

    def _normal(self) -> float:
        """Marsaglia's polar method (1964) gives two numbers at a time; the second is kept for the next call."""
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


@lru_cache(maxsize=16)
def seeded(seed: int) -> bytes:
    """The words of a generator that is seeded with a number, four bytes each. Cached: a run is often begun anew."""
    words = array("I", [seed])
    for place in range(1, STATE_WORDS):
        words.append((1812433253 * (words[-1] ^ (words[-1] >> 30)) + place) & 0xFFFFFFFF)
    return words.tobytes()


@lru_cache(maxsize=16)
def numbers_of(words: bytes) -> tuple[int, ...]:
    """The same words as Python's numbers."""
    return tuple(memoryview(words).cast("I"))


class StandIn(RandomNumbers):
    """Replaces ``np.random`` until another name of it is used; the real module then continues from this state."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        import numpy.random as real  # this installs the real module

        real.set_state(self.get_state())
        return getattr(real, name)


def stand_in_for_numpys() -> None:
    """In a browser, makes ``np.random`` the stand-in until the real module is loaded."""
    if sys.platform == "emscripten" and "numpy.random" not in sys.modules:
        np.random = StandIn()  # type: ignore[assignment]


def mark() -> Any:
    """What is equal as long as ``np.random`` draws nothing: a count, or the state of NumPy's own module."""
    if isinstance(np.random, RandomNumbers):
        return np.random._draws
    state: Any = np.random.get_state()
    _, words, *others = state
    return words.tobytes(), *others


def packed(state: Any) -> np.ndarray:
    """A generator's state as one array of numbers, shape (627,), for a checkpoint."""
    _, words, place, has_kept, kept = state
    return np.array([*words, place, has_kept, kept], dtype=float)


def unpacked(numbers: Any) -> tuple[str, np.ndarray, int, int, float]:
    """The state from an array of ``packed``. Raises ``ValueError`` for anything else."""
    numbers = np.asarray(numbers, dtype=float)
    if numbers.shape != (STATE_WORDS + 3,):
        raise ValueError(f"the random state has shape {numbers.shape}; expected ({STATE_WORDS + 3},)")
    *words, place, has_kept, kept = numbers.tolist()
    # NumPy believes the place: beyond the words it would read other memory.
    if not all(0 <= word < 2**32 and word % 1 == 0 for word in words):
        raise ValueError("the random state has a word that is no whole number below 2**32")
    if place not in range(STATE_WORDS + 1) or has_kept not in (0, 1):
        raise ValueError(f"the random state is at ({place:g}, {has_kept:g}); expected (0 to {STATE_WORDS}, 0 or 1)")
    return "MT19937", np.array(words, dtype=np.uint32), int(place), int(has_kept), kept
