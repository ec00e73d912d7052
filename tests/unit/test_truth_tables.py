"""Truth tables: each function by Python's own logic, counting order, several outputs, and bad tables."""

import math
from itertools import product

import numpy as np
import pytest

from glassnet.data.truth_tables import TRUTH_TABLES, truth_table

LOGIC = {
    "xor": lambda p, q: p != q,
    "and": lambda p, q: p and q,
    "or": lambda p, q: p or q,
    "nand": lambda p, q: not (p and q),
    "nor": lambda p, q: not (p or q),
    "xnor": lambda p, q: p == q,
    "half_adder": lambda p, q: (p != q, p and q),
    "parity3": lambda p, q, r: (p != q) != r,
    "majority": lambda p, q, r: (p and q) or (q and r) or (p and r),
    "multiplexer": lambda select, a, b: b if select else a,
    "full_adder": lambda p, q, r: ((p + q + r) in (1, 3), (p + q + r) >= 2),
    "parity4": lambda *bits: bits.count(1) in (1, 3),
    "addition": lambda *bits: digits(number(bits[:2]) + number(bits[2:]), 3),
    "negation": lambda negate, *bits: digits(7 - number(bits) if negate else number(bits), 3),
    "parity5": lambda *bits: bits.count(1) in (1, 3, 5),
    "parity6": lambda *bits: number(bits).bit_count() in (1, 3, 5),
    "symmetry": lambda a, b, c, d, e, f: (a, b, c) == (f, e, d),
}


def number(bits):
    """The number that binary digits write."""
    return int("".join(map(str, bits)), 2)


def digits(number, count):
    """So many binary digits of a number."""
    return tuple(int(digit) for digit in f"{number:0{count}b}")


@pytest.mark.parametrize("name", sorted(TRUTH_TABLES))
def test_each_function(name):
    table = TRUTH_TABLES[name]
    X, y = truth_table(table.targets, len(table.outputs))
    rows = list(product((0, 1), repeat=len(table.inputs)))
    assert X.tolist() == [list(row) for row in rows]
    expected = [LOGIC[name](*row) for row in rows]
    expected = [answer if isinstance(answer, tuple) else (answer,) for answer in expected]
    assert y.tolist() == [[float(bool(bit)) for bit in answer] for answer in expected]
    assert X.dtype == y.dtype == np.float64


def test_each_call_gives_arrays_of_its_own():
    targets = TRUTH_TABLES["xor"].targets
    truth_table(targets)[1][:] = 7
    assert truth_table(targets)[1].max() == 1


def test_xor_is_the_first_and_the_labels_are_as_the_page_promises():
    assert [table.label for table in TRUTH_TABLES.values()][:6] == ["XOR", "AND", "OR", "NAND", "NOR", "XNOR"]
    assert next(iter(TRUTH_TABLES)) == "xor"


def test_several_outputs_stand_side_by_side_in_each_row():
    X, y = truth_table([0, 0.5, 1, 0.25, 0, 0, 1, 1], outputs=2)
    assert X.shape == (4, 2)
    assert y.tolist() == [[0, 0.5], [1, 0.25], [0, 0], [1, 1]]


@pytest.mark.parametrize(
    ("targets", "outputs", "message"),
    [
        ([0, 1, 1, 0], 3, "targets has 4 values; expected 6, 12, 24, ...: 3 for each combination of inputs"),
        ([0, 1, 1, 0, 1, 1], 2, "targets has 6 values; expected 4, 8, 16, ...: 2 for each"),
        ([0, 1], 2, "targets has 2 values; expected 4"),
        ([0, 1], 0, "outputs is 0; expected a whole number of 1 or more"),
        ([0] * 128, 1, "targets has 128 rows, for 7 inputs; expected at most 6"),
        ([0] * 512, 4, "targets has 128 rows, for 7 inputs; expected at most 6"),
    ],
)
def test_outputs_that_do_not_fit(targets, outputs, message):
    with pytest.raises(ValueError, match=message):
        truth_table(targets, outputs)


@pytest.mark.parametrize("inputs", [1, 2, 3, 4, 5, 6])
def test_rows_are_in_counting_order(inputs):
    targets = np.linspace(0, 1, 2**inputs)
    X, y = truth_table(targets)
    assert [int("".join(str(int(bit)) for bit in row), 2) for row in X] == list(range(2**inputs))
    assert X.shape == (2**inputs, inputs)
    assert y[:, 0].tolist() == targets.tolist()


@pytest.mark.parametrize(
    ("targets", "message"),
    [
        ([0, 1, 1], "targets has 3 values; expected 2, 4, 8"),
        ([], "targets has 0 values"),
        ([1], "targets has 1 values"),
        (1, "targets has 1 values"),
        ([0, 1, 1, 2], r"targets\[3\] is 2; expected a number from 0 to 1"),
        ([0, -0.25, 1, 0], r"targets\[1\] is -0.25; expected a number from 0 to 1"),
        ([0, 1, math.nan, 0], r"targets\[2\] is nan; expected a finite number"),
        ([0, 1, 1, math.inf], r"targets\[3\] is inf; expected a finite number"),
        ("0110", "targets is '0110'; expected an array of numbers"),
        (["0", "1"], r"targets is \['0', '1'\]; expected an array of numbers"),
        ([0, [1, 1], 0], "expected an array of numbers"),
        (None, "targets is None; expected an array of numbers"),
        ([0, None], r"targets\[1\] is nan; expected a finite number"),
        ({0: 1}, "expected an array of numbers"),
    ],
)
def test_what_is_no_table(targets, message):
    with pytest.raises(ValueError, match=message):
        truth_table(targets)
