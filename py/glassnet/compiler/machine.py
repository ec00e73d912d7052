"""What runs compiled code: a browser's engine, or a WebAssembly runtime. The package is given it, and knows neither."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

from glassnet.compiler.emitting import Target

Entry = Callable[[int, int, int, int], object]  # epochs(base, count, record, inputs)


class Machine(Protocol):
    """A runner of WebAssembly whose memory NumPy's arrays can lie in."""

    target: Target

    def array(self, count: int) -> np.ndarray:
        """So many zeros (float64) in the memory that compiled code sees. They never move."""

    def address(self, array: np.ndarray) -> int:
        """Where an array of ``array`` lies in that memory, in bytes."""

    def function(self, wasm: bytes, imports: Sequence[str]) -> Entry:
        """The function ``epochs`` of a module. Its imports are ``memory`` and functions of the mathematics library, all
        from the module ``e``. Raises whatever the engine raises."""


class Engine:
    """A browser's engine, whose compiled code works on the memory of Python itself: NumPy's own arrays.

    ``instantiate`` takes the bytes of a module and the names of its imports, and gives its function ``epochs``.
    ``exp_table`` is the address of musl's table in that memory, or 0.
    """

    def __init__(self, instantiate: Callable[[bytes, list[str]], Entry], wide: bool, exp_table: int) -> None:
        self.instantiate, self.target = instantiate, Target(wide, exp_table)

    def array(self, count: int) -> np.ndarray:
        """So many zeros."""
        return np.zeros(count)

    def address(self, array: np.ndarray) -> int:
        """Where an array lies."""
        return int(array.__array_interface__["data"][0])

    def function(self, wasm: bytes, imports: Sequence[str]) -> Entry:
        """The function ``epochs`` of a module."""
        return self.instantiate(wasm, list(imports))
