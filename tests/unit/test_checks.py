"""The checks: what each returns, and that a message shows the value on one short line."""

import math
from fractions import Fraction

import numpy as np
import pytest

from glassnet import checks


def test_one_of_gives_the_entry():
    assert checks.one_of({"a": 1, "b": 2}, "b", "letter") == 2
    with pytest.raises(ValueError, match=r"^letter is 'c'; expected one of 'a', 'b'$"):
        checks.one_of({"a": 1, "b": 2}, "c", "letter")


def test_names_are_one_or_a_tuple():
    assert checks.names("tanh", "activation") == "tanh"
    assert checks.names(["tanh", "relu"], "activation") == checks.names(("tanh", "relu"), "activation")
    assert checks.names(["tanh", "relu"], "activation") == ("tanh", "relu")


@pytest.mark.parametrize("value", [3, np.int8(3), np.uint64(3)])
def test_whole_numbers_become_pythons(value):
    number = checks.whole_number(value, "size", least=3)
    assert number == 3
    assert type(number) is int
    with pytest.raises(ValueError, match=r"^size is .*3\)?; expected a whole number of 4 or more$"):
        checks.whole_number(value, "size", least=4)


@pytest.mark.parametrize("value", [2, 0.5, np.float32(0.5), np.int64(2), 5e-324, 1.7976931348623157e308])
def test_positive_numbers_become_pythons(value):
    assert checks.positive_number(value, "rate") == value
    assert type(checks.positive_number(value, "rate")) is float


@pytest.mark.parametrize("value", [Fraction(1, 2), np.array(0.5), 0.0, -0.0, -(10**400), np.float64("nan")])
def test_what_is_no_positive_number(value):
    with pytest.raises(ValueError, match=r"^rate is .*; expected a number above 0$"):
        checks.positive_number(value, "rate")


def test_float64_arrays_are_not_copied():
    array = np.zeros((2, 2))
    assert checks.number_array(array, "X") is array
    assert checks.finite_array(array, "X") is array


@pytest.mark.parametrize(
    "values",
    [
        [[0, 1], [1, 0]],
        np.array([[0, 1], [1, 0]], dtype=np.int8),
        np.array([[False, True], [True, False]]),
        np.array([[0, 1], [1, 0]], dtype=np.float32),
        np.array([[0, 1], [1, 0]], dtype=object),
        [[Fraction(0), Fraction(1)], [1.0, 0]],
        np.array([[0.0, 5.0, 1.0], [1.0, 5.0, 0.0]])[:, ::2],
    ],
)
def test_numbers_of_all_kinds_become_float64(values):
    array = checks.number_array(values, "X")
    assert type(array) is np.ndarray
    assert array.dtype == np.float64
    assert array.tolist() == [[0.0, 1.0], [1.0, 0.0]]


@pytest.mark.parametrize(
    "values",
    [np.array(["1"]), np.array([b"1"]), np.array(["2020-01-01"], "M8[D]"), np.array([1j]), object(), iter([1])],
)
def test_what_are_no_numbers(values):
    with pytest.raises(ValueError, match=r"^X is .*; expected an array of numbers$"):
        checks.number_array(values, "X")


def test_the_first_value_that_is_not_finite_is_named_by_its_place():
    values = np.zeros((3, 2))
    values[1, 1] = values[2, 0] = math.nan
    with pytest.raises(ValueError, match=r"^X\[1, 1\] is nan; expected a finite number$"):
        checks.finite_array(values, "X")
    with pytest.raises(ValueError, match=r"^X is -inf; expected a finite number$"):
        checks.finite_array(-math.inf, "X")


@pytest.mark.parametrize("value", ["x" * 10_000, np.zeros((100, 100)), [[1] * n for n in range(100)], {"a": "\n" * 99}])
def test_a_message_stays_on_one_short_line(value):
    for check in (
        lambda: checks.whole_number(value, "it"),
        lambda: checks.positive_number(value, "it"),
        lambda: checks.seed(value, "it"),
        lambda: checks.one_of({"a": 1}, value, "it"),
        lambda: checks.layer_sizes(value, "it"),
    ):
        with pytest.raises(ValueError, match=r"^it(\[0\])? is .{1,200}; expected [^\n]{1,60}$"):
            check()


@pytest.mark.parametrize("value", [0, 0.5, 1, np.float64(0.25), np.int64(1)])
def test_numbers_within(value):
    assert checks.number_within(value, "share", 0, 1) == value


@pytest.mark.parametrize("value", [-0.1, 1.1, math.nan, math.inf, True, "0.5", None, [0.5]])
def test_numbers_that_are_not_within(value):
    with pytest.raises(ValueError, match=r"share is .*; expected a number from 0 to 1"):
        checks.number_within(value, "share", 0, 1)
