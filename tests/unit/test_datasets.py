"""Truth tables: the six functions by Python's own logic, counting order, and what is no table."""

import math

import numpy as np
import pytest

from glassnet.datasets import DATASETS, truth_table

LOGIC = {
    "xor": lambda p, q: p != q,
    "and": lambda p, q: p and q,
    "or": lambda p, q: p or q,
    "nand": lambda p, q: not (p and q),
    "nor": lambda p, q: not (p or q),
    "xnor": lambda p, q: p == q,
}
COUNTING = [[0, 0], [0, 1], [1, 0], [1, 1]]


@pytest.mark.parametrize("name", sorted(LOGIC))
def test_the_six_functions(name):
    X, y = DATASETS[name].function()
    assert X.tolist() == COUNTING
    assert y.tolist() == [[float(bool(LOGIC[name](*row)))] for row in COUNTING]
    assert X.dtype == y.dtype == np.float64


def test_each_call_gives_arrays_of_its_own():
    DATASETS["xor"].function()[1][:] = 7
    assert DATASETS["xor"].function()[1].max() == 1


def test_xor_is_the_first_and_the_labels_are_as_the_page_promises():
    assert [dataset.label for dataset in DATASETS.values()][:6] == ["XOR", "AND", "OR", "NAND", "NOR", "XNOR"]
    assert next(iter(DATASETS)) == "xor"


@pytest.mark.parametrize("inputs", [1, 2, 3, 4])
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
