"""Verdicts on gradients follow from their numbers and claim nothing else."""

import numpy as np
import pytest

from glassnet.glass.gradient_check import scale_of
from glassnet.glass.mistakes import Mistake
from glassnet.glass.verdicts import (
    AS_WRITTEN,
    Column,
    Entry,
    alike,
    factor_in_words,
    known_factors,
    listed,
    placed,
    verdicts,
    where,
)
from glassnet.programs.choices import checked

SLOPES = np.array([0.5, -0.25, 0.125])
NAMES = ["dW1", "db1", "dW2", "db2"]


def factors(rows=5, outputs=1, **chosen):
    made, y = checked(chosen), np.zeros((rows, outputs))
    return known_factors(made, y, scale_of(made, y))


def column(name, analytic, numerical):
    pairs = zip(analytic, numerical, strict=True)
    return Column(name, [Entry((0, n), float(a), float(b), a == b) for n, (a, b) in enumerate(pairs)])


@pytest.mark.parametrize(
    ("factor", "chosen", "said"),
    [
        (-1, {}, "the sign is wrong"),
        (2, {}, "it is 2 times what it should be (the 2 of the square)"),
        (-2, {}, "the sign is wrong, and it is 2 times what it should be (the 2 of the square)"),
        (2, {"loss": "huber"}, "it is 2 times what it should be"),
        (5, {}, "it is 5 times what it should be (the number of rows)"),
        (5, {"reduction": "mean"}, "it is 5 times what it should be (summed over the rows, but the mean is chosen)"),
        (1 / 5, {}, "it is 0.2 times what it should be (averaged over the rows, but the sum is chosen)"),
        (1 / 5, {"reduction": "mean"}, "it is 0.2 times what it should be (divided by the number of rows twice)"),
        (-0.4, {}, "the sign is wrong, and it is 0.4 times what it should be (as in the derivative of the loss)"),
        (1 / 3, {"outputs": 3}, "it is 0.3333 times what it should be (averaged over the outputs)"),
        (3, {"outputs": 3}, "it is 3 times what it should be (the number of outputs)"),
        (2, {"rows": 2}, "it is 2 times what it should be (the 2 of the square or the number of rows)"),
        (0.7, {}, "it is 0.7 times what it should be"),
    ],
)
def test_a_factor_that_all_share_is_named(factor, chosen, said):
    sizes = {name: chosen.pop(name) for name in ("rows", "outputs") if name in chosen}
    assert factor_in_words(factor * SLOPES, SLOPES, factors(**sizes, **chosen)) == said


def test_no_factor_is_read_into_numbers_that_share_none():
    assert factor_in_words(np.add(SLOPES, [0, 0.1, 0]), SLOPES, factors()) == ""
    assert factor_in_words(SLOPES, np.zeros(3), factors()) == ""


def test_a_single_number_is_some_multiple_of_any_other():
    assert factor_in_words(np.array([0.7]), np.array([1.0]), factors()) == ""
    assert factor_in_words(np.array([-0.7]), np.array([1.0]), factors()) == "the sign is wrong"
    assert factor_in_words(np.array([2.0]), np.array([1.0]), factors()).startswith("it is 2 times")


def test_the_mistake_that_fits_all_arrays_best_is_named():
    right = {"dW1": np.array([[1.0, 2]]), "dW2": np.array([[3.0, 4]])}
    only_one = Mistake("only one", {**right, "dW1": np.array([[5.0, 7]])})
    both = Mistake("both", {"dW1": np.array([[5.0, 7]]), "dW2": np.array([[6.0, 9]])})
    for order in ([only_one, both], [both, only_one]):
        known = [Mistake("", right), *order]
        columns = [column("dW1", [5, 7], [1, 2]), column("dW2", [3, 4], [3, 4])]
        assert verdicts(columns, known, []) == {"dW1": "only one", "dW2": ""}
        columns[1] = column("dW2", [6, 9], [3, 4])
        assert verdicts(columns, known, []) == {"dW1": "both", "dW2": "both"}
        columns = [column("dW1", [-5, -7], [1, 2]), column("dW2", [3, 4], [3, 4])]
        assert verdicts(columns, known, [])["dW1"] == "the sign is wrong, and only one"


def test_the_original_backpropagation_has_made_no_mistake():
    columns = [column("dW1", [5, 7], [1, 2]), column("dW2", [0, 0], [3, 4]), column("db2", [1, 1], [1, 1])]
    assert verdicts(columns, [], [(2.0, "two")]) == {"dW1": AS_WRITTEN, "dW2": "it is 0 everywhere", "db2": ""}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (NAMES, "All 4 gradients are wrong: the error starts in the output layer."),
        (["dW1", "db1"], "dW1 and db1 are wrong, dW2 and db2 are right: the error starts in the hidden layer."),
        (["db1", "db2"], "Only db1 and db2 are wrong: the deltas are right, and the sum over the rows is not."),
        (["dW2"], "Only dW2 is wrong: the deltas are right, and the product with the inputs of the layer is not."),
        (["db1", "dW2"], "Right: dW1 and db2."),
        (["dW1", "db1", "dW2"], "Right: db2."),
    ],
)
def test_where_the_error_starts(wrong, said):
    assert where(wrong, NAMES) == said


def test_alike_is_about_three_digits():
    assert alike(SLOPES, SLOPES * 1.0001)
    assert not alike(SLOPES, SLOPES * 1.01)


def test_names_are_listed_as_in_a_sentence():
    assert [listed(NAMES[:size]) for size in (1, 2, 3)] == ["dW1", "dW1 and db1", "dW1, db1 and dW2"]


def test_a_derivative_is_named_as_the_page_names_its_parameter():
    assert placed("dW1", Entry((0, 1), 0.0, 0.0, True)) == "dW1[0,1]"
    assert placed("db2", Entry((0, 3), 0.0, 0.0, True)) == "db2[3]"
