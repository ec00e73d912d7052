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
