"""Losses: values by hand, the ends of the logarithm, and the joint derivative on a confidently wrong output."""

import math

import numpy as np
import pytest

from glassnet import backward_propagation, compute_loss, forward_propagation
from glassnet.activations import ACTIVATIONS
from glassnet.losses import LOSSES, binary_cross_entropy, binary_cross_entropy_derivative, mean_squared_error

COLUMN = np.array([[0.0], [1.0]])


def test_mean_squared_error_by_hand():
    assert mean_squared_error(COLUMN, np.array([[0.5], [0.75]])) == (0.25 + 0.0625) / 2
    assert LOSSES["mean_squared_error"].derivative(COLUMN, np.array([[0.5], [0.75]])).tolist() == [[-0.5], [0.25]]


def test_binary_cross_entropy_by_hand():
    y_true, y_pred = np.array([[0.0, 1.0, 0.25]]), np.array([[0.5, 0.25, 0.5]])
    expected = (math.log(2) + math.log(4) + math.log(2)) / 3
    assert binary_cross_entropy(y_true, y_pred) == pytest.approx(expected, rel=1e-15)
    slopes = [-1 / 0.5, 1 / 0.25, 0.25 / 0.5 - 0.75 / 0.5]
    assert binary_cross_entropy_derivative(y_true, y_pred)[0] == pytest.approx(slopes, rel=1e-14)


def test_cross_entropy_of_certain_predictions():
    certain = compute_loss(COLUMN, COLUMN, loss="binary_cross_entropy")
    assert certain == 0
    assert compute_loss(COLUMN, 1 - COLUMN, loss="binary_cross_entropy") == math.inf
    assert compute_loss([[0.5]], [[1.0]], loss="binary_cross_entropy") == math.inf
    assert compute_loss([[0.5]], [[0.0]], loss="binary_cross_entropy") == math.inf


def test_cross_entropy_keeps_its_digits_next_to_the_ends():
    tiny = 1e-18  # 1 - tiny rounds to 1, and its logarithm to 0
    assert compute_loss([[0.0]], [[tiny]], loss="binary_cross_entropy") == pytest.approx(tiny, rel=1e-12, abs=0)


def test_cross_entropys_slope_is_finite_at_the_ends():
    slopes = binary_cross_entropy_derivative(np.array([[0.0, 1.0, 0.0, 1.0]]), np.array([[1.0, 0.0, 0.0, 1.0]]))
    assert np.isfinite(slopes).all()
    assert (np.sign(slopes) == [[-1, 1, 0, 0]]).all()


@pytest.mark.parametrize(("target", "far", "slope"), [(0.0, 1000.0, -1.0), (1.0, -1000.0, 1.0)])
def test_a_confidently_wrong_output_still_learns(target, far, slope):
    network = {"W1": [[1.0]], "b1": [[0.0]], "W2": [[0.0]], "b2": [[far]]}
    y_pred, cache = forward_propagation(network, [[1.0]])
    assert y_pred.item() == 1 - target, "certain, and wrong"
    gradients = backward_propagation(network, cache, [[1.0]], [[target]], loss="binary_cross_entropy")
    assert gradients["db2"].item() == slope
    assert gradients["dW2"].item() == pytest.approx(slope / (1 + math.exp(-1)), rel=1e-15)
    chained = backward_propagation(network, cache, [[1.0]], [[target]], loss="mean_squared_error")
    assert chained["db2"].item() == 0, "what the two derivatives give when they are chained"


@pytest.mark.parametrize("name", sorted(LOSSES))
def test_a_stack_gets_one_number_a_network(name):
    random = np.random.default_rng(1)
    y_true, y_pred = random.random((5, 2)), random.random((3, 5, 2))
    together = compute_loss(y_true, y_pred, loss=name)
    assert together.shape == (3,)
    assert together == pytest.approx([float(compute_loss(y_true, one, loss=name)) for one in y_pred], rel=1e-14)


@pytest.mark.parametrize("name", sorted(LOSSES))
def test_the_mean_is_over_rows_and_outputs(name):
    random = np.random.default_rng(2)
    y_true, y_pred = random.random((4, 3)), random.random((4, 3))
    single = [
        float(LOSSES[name].function(np.array([[target]]), np.array([[answer]])))
        for target, answer in zip(y_true.flat, y_pred.flat, strict=True)
    ]
    assert compute_loss(y_true, y_pred, loss=name) == pytest.approx(sum(single) / 12, rel=1e-14)


def test_the_table():
    assert set(LOSSES) >= {"mean_squared_error", "binary_cross_entropy"}
    for name, loss in LOSSES.items():
        assert loss.label
        assert loss.function.__name__ == name
        assert set(loss.joint) <= set(ACTIVATIONS)
