"""Truth tables: all combinations of 0 and 1, and a target for each output (tutorial, step 9).

To add one: give its targets a line in ``TRUTH_TABLES``, row by row in counting order, with the names of its inputs and
outputs if they are not x1, x2 and y.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np

from glassnet import checks


class TruthTable(NamedTuple):
    """A line of the table: its label, its targets (row by row), and the names of its inputs and outputs."""

    label: str
    targets: tuple[int, ...]
    inputs: tuple[str, ...] = ("x1", "x2")
    outputs: tuple[str, ...] = ("y",)


def truth_table(targets: Sequence[float], outputs: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """All combinations of 0 and 1 in counting order, with a target in [0, 1] for each output of each.

    Four targets give the table of two inputs: X (4, 2), y (4, 1). With two outputs, it takes eight targets: both of the
    first row, then both of the second, and so on. Raises ``ValueError`` if their number does not fit, or one is outside
    [0, 1].
    """
    outputs = checks.whole_number(outputs, "outputs")
    flat = checks.finite_array(targets, "targets").reshape(-1)
    inputs = max((len(flat) // outputs).bit_length() - 1, 1)
    if len(flat) != outputs * 2**inputs:
        fitting = ", ".join(str(outputs * 2**count) for count in (1, 2, 3))
        each = "one for each combination of inputs" if outputs == 1 else f"{outputs} for each combination of inputs"
        raise ValueError(f"targets has {len(flat)} values; expected {fitting}, ...: {each}")
    for place, target in enumerate(flat):
        if not 0 <= target <= 1:
            raise ValueError(f"targets[{place}] is {target:g}; expected a number from 0 to 1")
    return np.array(list(product((0.0, 1.0), repeat=inputs))), flat.reshape(-1, outputs)


def tabulated(function: Callable[..., Sequence[int]], inputs: int) -> tuple[int, ...]:
    """The targets of a function of bits with one bit for each output, in counting order."""
    return tuple(int(bit) for row in product((0, 1), repeat=inputs) for bit in function(*row))


def parity(*bits: int) -> tuple[int]:
    """1 where an odd number of inputs is 1: XOR, for any number of inputs (Minsky and Papert, Perceptrons, 1969)."""
    return (sum(bits) % 2,)


def majority(*bits: int) -> tuple[int]:
    """1 where more than half of the inputs are 1."""
    return (int(2 * sum(bits) > len(bits)),)


def multiplexer(select: int, a: int, b: int) -> tuple[int]:
    """``a`` if ``select`` is 0, ``b`` if it is 1."""
    return (b if select else a,)


def adder(*bits: int) -> tuple[int, int]:
    """The sum of the bits as a binary number: its last digit, and the carry."""
    return sum(bits) % 2, sum(bits) // 2


THREE = ("x1", "x2", "x3")
TRUTH_TABLES = {
    "xor": TruthTable("XOR", (0, 1, 1, 0)),
    "and": TruthTable("AND", (0, 0, 0, 1)),
    "or": TruthTable("OR", (0, 1, 1, 1)),
    "nand": TruthTable("NAND", (1, 1, 1, 0)),
    "nor": TruthTable("NOR", (1, 0, 0, 0)),
    "xnor": TruthTable("XNOR", (1, 0, 0, 1)),
    "half_adder": TruthTable("Half adder", tabulated(adder, 2), outputs=("sum", "carry")),
    "parity3": TruthTable("Parity", tabulated(parity, 3), THREE),
    "majority": TruthTable("Majority", tabulated(majority, 3), THREE),
    "multiplexer": TruthTable("Multiplexer", tabulated(multiplexer, 3), ("select", "a", "b")),
    "full_adder": TruthTable("Full adder", tabulated(adder, 3), THREE, ("sum", "carry")),
    "parity4": TruthTable("Parity", tabulated(parity, 4), (*THREE, "x4")),
}
