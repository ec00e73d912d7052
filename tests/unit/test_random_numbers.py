"""Our seeded numbers are NumPy's legacy ones, bit for bit, and disturb nobody else's."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassnet.random_numbers import EpochNumbers, RandomNumbers


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


def test_even_ones_are_those_of_numpy_too():
    np.testing.assert_array_equal(RandomNumbers(42).rand(7, 3), np.random.RandomState(42).rand(7, 3))


def test_an_epochs_numbers_are_the_same_each_time_and_others_for_another_seed_epoch_or_purpose():
    drawn = [EpochNumbers(*which).whole_numbers(50) for which in [(42, 7, 0), (42, 7, 1), (42, 8, 0), (43, 7, 0)]]
    assert len({tuple(numbers) for numbers in drawn}) == 4
    np.testing.assert_array_equal(drawn[0], EpochNumbers(42, 7, 0).whole_numbers(50))
    np.testing.assert_array_equal(drawn[0].reshape(10, 5), EpochNumbers(42, 7, 0).whole_numbers(10, 5))


def test_an_epochs_numbers_are_spread_evenly():
    numbers = EpochNumbers(2**32 - 1, 10_000_000, 1).whole_numbers(400, 250) / 2**32
    counts, _ = np.histogram(numbers, bins=10, range=(0, 1))
    assert np.abs(counts - 10_000).max() < 500  # more than five standard deviations


def test_pythons_own_random_state_is_left_alone():
    before = random.getstate()
    RandomNumbers(7).randn(5, 5)
    EpochNumbers(7, 0, 0).whole_numbers(5)
    assert random.getstate() == before


def test_even_numbers_are_those_of_numpy_too():
    ours, theirs = RandomNumbers(42), np.random.RandomState(42)
    for shape in [(3,), (2, 5), (700, 1)]:
        np.testing.assert_array_equal(ours.rand(*shape), theirs.rand(*shape))
        np.testing.assert_array_equal(ours.randn(*shape), theirs.randn(*shape))
