"""Our seeded numbers are NumPy's legacy ones, bit for bit, and leave other generators alone."""

import random

import numpy as np
import pytest
from cases import examples
from hypothesis import given
from hypothesis import strategies as st

from glassnet import random_numbers
from glassnet.random_numbers import RandomNumbers, StandIn, packed, unpacked

SEEDS = [0, 1, 42, 2**31, 2**32 - 1]


@examples(100)
@given(seed=st.integers(0, 2**32 - 1), rows=st.integers(1, 40), columns=st.integers(1, 40))
def test_they_are_those_of_numpy(seed, rows, columns):
    np.testing.assert_array_equal(
        RandomNumbers(seed).randn(rows, columns), np.random.RandomState(seed).randn(rows, columns)
    )


@examples(100)
@given(seed=st.integers(0, 2**32 - 1), rows=st.integers(0, 70))
def test_a_new_order_is_numpys(seed, rows):
    np.testing.assert_array_equal(RandomNumbers(seed).permutation(rows), np.random.RandomState(seed).permutation(rows))


@pytest.mark.parametrize("seed", SEEDS)
def test_they_go_on_where_they_stopped_whatever_is_asked_in_turn(seed):
    ours, theirs = RandomNumbers(seed), np.random.RandomState(seed)
    for shape in [(1, 1), (2, 2), (3, 1), (700, 3)]:
        np.testing.assert_array_equal(ours.randn(*shape), theirs.randn(*shape))
        np.testing.assert_array_equal(ours.rand(*shape), theirs.rand(*shape))
        np.testing.assert_array_equal(ours.permutation(shape[0]), theirs.permutation(shape[0]))
    assert (ours.randn(), ours.rand()) == (theirs.randn(), theirs.rand())
    np.testing.assert_array_equal(ours.permutation(np.arange(9) * 2), theirs.permutation(np.arange(9) * 2))


def test_seeding_begins_anew():
    ours = RandomNumbers(3)
    first = ours.randn(5)
    ours.seed(3)
    assert first.tolist() == ours.randn(5).tolist()
    ours.seed()
    assert first.tolist() != ours.randn(5).tolist()
    for seed in (-1, 2**32):
        with pytest.raises(ValueError, match="Seed must be between"):
            ours.seed(seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_state_is_numpys_and_goes_both_ways(seed):
    ours, theirs = RandomNumbers(seed), np.random.RandomState(seed)
    ours.randn(3), theirs.randn(3)
    again = np.random.RandomState()
    again.set_state(ours.get_state())
    expected = theirs.randn(4).tolist()
    assert again.randn(4).tolist() == expected
    assert ours.randn(4).tolist() == expected
    ours.set_state(theirs.get_state())
    assert ours.randn(9).tolist() == theirs.randn(9).tolist()


def test_a_packed_state_is_an_array_of_numbers():
    theirs = np.random.RandomState(5)
    theirs.randn(3)
    state = unpacked(packed(theirs.get_state()).tolist())
    expected = theirs.randn(5).tolist()
    theirs.set_state(state)
    assert theirs.randn(5).tolist() == expected
    with pytest.raises(ValueError, match=r"the random state has shape \(3,\); expected \(627,\)"):
        unpacked([1, 2, 3])


def test_the_stand_in_hands_over_to_the_real_module():
    stand_in = StandIn(11)
    expected = np.random.RandomState(11)
    assert stand_in.randn(3).tolist() == expected.randn(3).tolist()
    drawn = stand_in.normal(2.0, 3.0, 4)  # only the real module has it
    assert drawn.tolist() == expected.normal(2.0, 3.0, 4).tolist()
    assert np.random.randn(2).tolist() == expected.randn(2).tolist()
    with pytest.raises(AttributeError):
        stand_in.__path__  # noqa: B018 - as the import system asks
    with pytest.raises(AttributeError):
        stand_in.nothing_of_that_name  # noqa: B018


def test_natively_numpys_own_module_stays(monkeypatch):
    real = np.random
    random_numbers.stand_in_for_numpys()
    assert np.random is real


def test_pythons_own_random_state_is_left_alone():
    before = random.getstate()
    RandomNumbers(7).randn(5, 5)
    RandomNumbers(7).permutation(9)
    assert random.getstate() == before
