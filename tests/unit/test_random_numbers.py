"""Our seeded numbers are NumPy's legacy ones, bit for bit, and disturb nobody else's."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassnet.random_numbers import RandomNumbers


@given(seed=st.integers(0, 2**32 - 1), rows=st.integers(1, 40), columns=st.integers(1, 40))
def test_they_are_those_of_numpy(seed, rows, columns):
    np.testing.assert_array_equal(
        RandomNumbers(seed).randn(rows, columns), np.random.RandomState(seed).randn(rows, columns)
    )


@pytest.mark.parametrize("seed", [0, 1, 42, 2**31, 2**32 - 1])
def test_they_go_on_where_they_stopped(seed):
    ours, theirs = RandomNumbers(seed), np.random.RandomState(seed)
    for shape in [(1, 1), (2, 2), (3, 1), (700, 3)]:
        np.testing.assert_array_equal(ours.randn(*shape), theirs.randn(*shape))


def test_pythons_own_random_state_is_left_alone():
    before = random.getstate()
    RandomNumbers(7).randn(5, 5)
    assert random.getstate() == before


def test_even_numbers_are_those_of_numpy_too():
    ours, theirs = RandomNumbers(42), np.random.RandomState(42)
    for shape in [(3,), (2, 5), (700, 1)]:
        np.testing.assert_array_equal(ours.rand(*shape), theirs.rand(*shape))
        np.testing.assert_array_equal(ours.randn(*shape), theirs.randn(*shape))
