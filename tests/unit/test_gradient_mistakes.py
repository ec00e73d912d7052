"""What is wrong with a gradient is told from its numbers, and nothing is told that they do not say."""

import numpy as np
import pytest

from glassnet.glass.mistakes import Entry, alike, factor_in_words, placed

SLOPES = np.array([0.5, -0.25, 0.125])


@pytest.mark.parametrize(
    ("factor", "said"),
    [
        (-1, "the sign is wrong"),
        (2, "it is 2 times what it should be (the 2 of the square)"),
        (-2, "the sign is wrong, and it is 2 times what it should be (the 2 of the square)"),
        (5, "it is 5 times what it should be (summed where the mean is chosen)"),
        (1 / 5, "it is 0.2 times what it should be (averaged, not summed)"),
        (0.7, "it is 0.7 times what it should be"),
    ],
)
def test_a_factor_that_all_share_is_named(factor, said):
    assert factor_in_words(factor * SLOPES, SLOPES, rows=5) == said


def test_no_factor_is_read_into_numbers_that_share_none():
    assert factor_in_words(np.add(SLOPES, [0, 0.1, 0]), SLOPES, rows=5) == ""
    assert factor_in_words(SLOPES, np.zeros(3), rows=5) == ""


def test_a_single_number_is_some_multiple_of_any_other():
    assert factor_in_words(np.array([0.7]), np.array([1.0]), rows=5) == ""
    assert factor_in_words(np.array([-0.7]), np.array([1.0]), rows=5) == "the sign is wrong"
    assert factor_in_words(np.array([2.0]), np.array([1.0]), rows=5).startswith("it is 2 times")


def test_alike_is_about_three_digits():
    assert alike(SLOPES, SLOPES * 1.0001)
    assert not alike(SLOPES, SLOPES * 1.01)


def test_a_derivative_is_named_as_the_page_names_its_parameter():
    assert placed("dW1", Entry((0, 1), 0.0, 0.0, True)) == "dW1[0,1]"
    assert placed("db2", Entry((0, 3), 0.0, 0.0, True)) == "db2[3]"
