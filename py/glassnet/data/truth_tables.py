"""Truth tables: all combinations of 0 and 1, and a target for each output (tutorial, step 9).

To add one: give its targets a line in ``TRUTH_TABLES``, row by row in counting order, with the names of its inputs and
outputs if they are not x1, x2 and y. Parity, symmetry, addition and negation are the problems of Rumelhart, Hinton and
Williams (Learning internal representations by error propagation, 1986).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np

from glassnet import checks

MOST_INPUTS = 6
MOST_OUTPUTS = 4


class TruthTable(NamedTuple):
    """A line of the table: its label, its targets (row by row), and the names of its inputs and outputs."""

    label: str
    targets: tuple[int, ...]
    inputs: tuple[str, ...] = ("x1", "x2")
    outputs: tuple[str, ...] = ("y",)


def truth_table(targets: Sequence[float], outputs: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """All combinations of 0 and 1 in counting order, with a target in [0, 1] for each output of each.

    Four targets give the table of two inputs: X (4, 2), y (4, 1). With two outputs, it takes eight targets: both of the
    first row, then both of the second, and so on. Raises ``ValueError`` if their number does not fit, if that is more
    than six inputs, or if a target is outside [0, 1].
    """
    outputs = checks.whole_number(outputs, "outputs")
    flat = checks.finite_array(targets, "targets").reshape(-1)
    inputs = max((len(flat) // outputs).bit_length() - 1, 1)
    if len(flat) != outputs * 2**inputs:
        fitting = ", ".join(str(outputs * 2**count) for count in (1, 2, 3))
        each = "one for each combination of inputs" if outputs == 1 else f"{outputs} for each combination of inputs"
        raise ValueError(f"targets has {len(flat)} values; expected {fitting}, ...: {each}")
    if inputs > MOST_INPUTS:
        raise ValueError(
            f"targets has {len(flat) // outputs} rows, for {inputs} inputs; expected at most {MOST_INPUTS}"
        )
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


def symmetry(*bits: int) -> tuple[int]:
    """1 where the inputs read the same from both ends."""
    return (int(bits == bits[::-1]),)


def addition(p1: int, p0: int, q1: int, q0: int) -> tuple[int, int, int]:
    """The sum of two numbers of two binary digits each, as three digits."""
    total = 2 * p1 + p0 + 2 * q1 + q0
    return total // 4, total // 2 % 2, total % 2


def negation(negate: int, *bits: int) -> tuple[int, ...]:
    """The other inputs as they are if ``negate`` is 0, each the other way round if it is 1."""
    return tuple(bit ^ negate for bit in bits)


THREE = ("x1", "x2", "x3")
SIX = (*THREE, "x4", "x5", "x6")
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
    "parity4": TruthTable("Parity", tabulated(parity, 4), SIX[:4]),
    "addition": TruthTable("Addition", tabulated(addition, 4), ("p1", "p0", "q1", "q0"), ("s2", "s1", "s0")),
    "negation": TruthTable("Negation", tabulated(negation, 4), ("not", *THREE), ("y1", "y2", "y3")),
    "parity5": TruthTable("Parity", tabulated(parity, 5), SIX[:5]),
    "parity6": TruthTable("Parity", tabulated(parity, 6), SIX),
    "symmetry": TruthTable("Symmetry", tabulated(symmetry, 6), SIX),
}
