"""Losses: values by hand, limits of the logarithm, and the joint derivative for a confidently wrong output."""

import math

import numpy as np
import pytest

from glassnet import program
from glassnet.tables.activations import ACTIVATIONS
from glassnet.tables.losses import (
    LOSSES,
    advice_on,
    binary_cross_entropy,
    binary_cross_entropy_derivative,
    categorical_cross_entropy,
    categorical_cross_entropy_derivative,
    hinge,
    hinge_derivative,
    huber,
    huber_derivative,
    mean_absolute_error,
    mean_absolute_error_derivative,
)
from glassnet.tutorial import compute_loss

COLUMN = np.array([[0.0], [1.0]])


def loss_of(name, y_true, y_pred):
    return float(LOSSES[name].function(np.array(y_true), np.array(y_pred)))


def test_mean_squared_error_by_hand():
    assert compute_loss(COLUMN, np.array([[0.5], [0.75]])) == (0.25 + 0.0625) / 2
    assert LOSSES["mean_squared_error"].derivative(COLUMN, np.array([[0.5], [0.75]])).tolist() == [[-0.5], [0.25]]


def test_binary_cross_entropy_by_hand():
    y_true, y_pred = np.array([[0.0, 1.0, 0.25]]), np.array([[0.5, 0.25, 0.5]])
    expected = (math.log(2) + math.log(4) + math.log(2)) / 3
    assert binary_cross_entropy(y_true, y_pred) == pytest.approx(expected, rel=1e-15)
    slopes = [-1 / 0.5, 1 / 0.25, 0.25 / 0.5 - 0.75 / 0.5]
    assert binary_cross_entropy_derivative(y_true, y_pred)[0] == pytest.approx(slopes, rel=1e-14)


def test_mean_absolute_error_by_hand():
    assert mean_absolute_error(COLUMN, np.array([[0.5], [0.75]])) == 0.375
    assert mean_absolute_error_derivative(np.array([0, 1, 1]), np.array([0.5, 0.75, 1])).tolist() == [-1, 1, 0]


def test_huber_by_hand():
    targets, answers = np.array([[0.0, 1.0, 0.0, 1.0]]), np.array([[0.5, 4.0, -1.0, 1.0]])
    assert huber(targets, answers) == (0.125 + 2.5 + 0.5 + 0) / 4
    assert huber_derivative(targets, answers).tolist() == [[-0.5, -1, 1, 0]]


def test_categorical_cross_entropy_by_hand():
    targets, answers = np.array([[0, 1, 0], [0.5, 0.5, 0]]), np.array([[0.25, 0.5, 0.25], [0.25, 0.125, 0.625]])
    expected = (math.log(2) + (math.log(4) + math.log(8)) / 2) / 2
    assert categorical_cross_entropy(targets, answers) == pytest.approx(expected, rel=1e-15)
    slopes = [[0, 2, 0], [2, 4, 0]]
    assert categorical_cross_entropy_derivative(targets, answers).tolist() == slopes


def test_shares_of_a_third_cost_the_logarithm_of_three():
    shares = np.full((5, 3), 1 / 3)
    loss = loss_of("categorical_cross_entropy", np.eye(3)[[0, 1, 2, 0, 1]], shares)
    assert loss == pytest.approx(math.log(3), rel=1e-15)


def test_hinge_by_hand_has_its_middle_where_all_others_have_it():
    targets, answers = np.array([[0.0, 1.0, 1.0, 0.0, 1.0]]), np.array([[0.25, 0.5, -1.0, -0.5, 1.5]])
    assert hinge(targets, answers) == (0.5 + 1 + 4 + 0 + 0) / 5
    assert hinge_derivative(targets, answers).tolist() == [[-2, 2, 2, 0, 0]]
    assert hinge_derivative(np.array([0.5]), np.array([0.0])) == 0


def test_cross_entropy_of_certain_predictions():
    certain = loss_of("binary_cross_entropy", COLUMN, COLUMN)
    assert certain == 0
    assert loss_of("binary_cross_entropy", COLUMN, 1 - COLUMN) == 100
    assert loss_of("binary_cross_entropy", [[0.5]], [[1.0]]) == 50
    assert loss_of("binary_cross_entropy", [[0.5]], [[0.0]]) == 50
    assert loss_of("categorical_cross_entropy", [[0.0, 1.0]], [[1.0, 0.0]]) == 100


@pytest.mark.parametrize("name", ["binary_cross_entropy", "categorical_cross_entropy"])
def test_predictions_beyond_0_and_1_cost_what_those_cost(name):
    ends, beyond = np.array([[1.0, 0.0, 1.0, 0.0]]), np.array([[1.5, -3.0, 1e300, -1e300]])
    for targets in (np.array([[0, 0, 1, 1.0]]), ends, 1 - ends):
        assert loss_of(name, targets, beyond) == loss_of(name, targets, ends)


@pytest.mark.parametrize("name", sorted(LOSSES))
def test_every_slope_is_finite_and_points_to_the_target_wherever_the_prediction_is(name):
    answers = np.array([[-1e150, -3.0, 0.0, 1e-300, 0.5, 1 - 1e-16, 1.0, 3.0, 1e150]])
    for target in (0.0, 1.0):
        targets = np.full(answers.shape, target)
        slopes = LOSSES[name].derivative(targets, answers)
        assert np.isfinite(slopes).all()
        assert (np.sign(slopes) * np.sign(targets - answers) >= 0).all() or name == "hinge"
        assert np.isfinite(LOSSES[name].function(targets, answers))


@pytest.mark.parametrize("name", sorted(LOSSES))
def test_nan_is_not_hidden(name):
    assert np.isnan(LOSSES[name].function(COLUMN, np.array([[0.5], [math.nan]])))


def test_cross_entropys_slope_is_finite_at_the_ends():
    slopes = binary_cross_entropy_derivative(np.array([[0.0, 1.0, 0.0, 1.0]]), np.array([[1.0, 0.0, 0.0, 1.0]]))
    assert np.isfinite(slopes).all()
    assert (np.sign(slopes) == [[-1, 1, 0, 0]]).all()


@pytest.mark.parametrize(("target", "far", "slope"), [(0.0, 1000.0, -1.0), (1.0, -1000.0, 1.0)])
@np.errstate(over="ignore")  # of exp, in the sigmoid's plain formula
def test_a_confidently_wrong_output_still_learns(target, far, slope):
    network = {name: np.array([[value]]) for name, value in {"W1": 1.0, "b1": 0.0, "W2": 0.0, "b2": far}.items()}
    X, y = np.array([[1.0]]), np.array([[target]])
    joint, chained = program(hidden=1, loss="binary_cross_entropy"), program(hidden=1)
    y_pred, cache = joint.forward_propagation(network, X)
    assert y_pred.item() == 1 - target, "certain, and wrong"
    gradients = joint.backward_propagation(network, cache, X, y)
    assert gradients["db2"].item() == slope
    assert gradients["dW2"].item() == pytest.approx(slope / (1 + math.exp(-1)), rel=1e-15)
    by_chain = chained.backward_propagation(network, cache, X, y)["db2"].item()
    assert by_chain == 0, "what the two derivatives give when they are chained"


@pytest.mark.parametrize("name", sorted(LOSSES))
def test_the_mean_is_over_rows_and_outputs(name):
    random = np.random.default_rng(2)
    y_true, y_pred = random.random((4, 3)), random.random((4, 3))
    single = [
        float(LOSSES[name].function(np.array([[target]]), np.array([[answer]])))
        for target, answer in zip(y_true.flat, y_pred.flat, strict=True)
    ]
    means = 4 if LOSSES[name].mean_over == "rows" else 12
    assert loss_of(name, y_true, y_pred) == pytest.approx(sum(single) / means, rel=1e-14)


@pytest.mark.parametrize("loss", sorted(LOSSES))
@pytest.mark.parametrize("output", sorted(ACTIVATIONS))
@pytest.mark.parametrize("outputs", [1, 3])
def test_odd_pairs_are_explained_and_good_ones_are_not(loss, output, outputs):
    entry = LOSSES[loss]
    lone = outputs == 1 and (output == "softmax" or loss == "categorical_cross_entropy")
    good = (not entry.suits or output in entry.suits) and not lone
    advice = advice_on(loss, output, outputs)
    assert bool(advice) != good
    if advice:
        assert advice.endswith(".")
        assert "choose" in advice


def test_what_is_said_of_odd_pairs():
    assert "between 0 and 1: choose Sigmoid or Softmax" in advice_on("binary_cross_entropy", "tanh", 1)
    assert "only raises the right class" in advice_on("categorical_cross_entropy", "sigmoid", 2)
    assert "an output for each" in advice_on("categorical_cross_entropy", "softmax", 1)
    assert "With a single output, Softmax is 1" in advice_on("mean_squared_error", "softmax", 1)
    assert "1 or more where the target is 1" in advice_on("hinge", "sigmoid", 1)


def test_the_table():
    names = "mean_squared_error mean_absolute_error huber binary_cross_entropy categorical_cross_entropy hinge"
    assert set(LOSSES) == set(names.split())
    for name, loss in LOSSES.items():
        assert loss.label
        assert loss.function.__name__ == ("compute_loss" if name == "mean_squared_error" else name)
        assert set(loss.joint) <= set(loss.suits) <= set(ACTIVATIONS)
        assert bool(loss.suits) == bool(loss.advice)
