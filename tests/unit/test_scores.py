"""Scores of predictions: classes, the confusion matrix, and each row's loss."""

import math

import numpy as np
import pytest

from glassnet.looking import scores
from glassnet.tables.losses import LOSSES

ONE = np.array([[0.0], [1.0], [1.0], [0.0]])
ONE_HOT = np.eye(3)[[0, 2, 1, 1, 2]]


@pytest.mark.parametrize(
    ("targets", "classes"),
    [
        (ONE, [0, 1, 1, 0]),
        (ONE_HOT, [0, 2, 1, 1, 2]),
        ([[0.0], [0.5]], None),
        ([[0.0, 0.0], [0.0, 1.0]], None),
        ([[1.0, 1.0]], None),
        ([[0.5, 0.5]], None),
    ],
)
def test_which_targets_are_classes(targets, classes):
    found = scores.classes_of(np.array(targets))
    assert (found if found is None else found.tolist()) == classes


def test_two_classes_part_at_a_half():
    found = scores.confusion(ONE, np.array([[0.5], [0.5], [0.51], [0.9]]))
    assert found["counts"].tolist() == [[1, 1], [1, 1]]
    assert (found["accuracy"], found["others"]) == (0.5, 0)


def test_of_several_the_largest_output_counts():
    predictions = np.array([[0.1, 0, 0], [0, 0.1, 0.2], [0.4, 0.5, 0.45], [0.9, 0.2, 0.1], [0.6, 0.5, 0.1]])
    found = scores.confusion(ONE_HOT, predictions)
    assert found["counts"].tolist() == [[1, 0, 0], [1, 1, 0], [1, 0, 1]]
    assert found["accuracy"] == 3 / 5


def test_a_prediction_that_is_no_number_is_no_class_and_not_right():
    found = scores.confusion(ONE, np.array([[math.nan], [0.9], [math.inf], [0.1]]))
    assert found["counts"].tolist() == [[1, 0], [0, 1]]
    assert (found["accuracy"], found["others"]) == (0.5, 2)


def test_no_classes_no_confusion():
    assert scores.confusion(np.array([[0.25], [1.0]]), np.array([[0.2], [0.9]])) is None


@pytest.mark.parametrize("loss", sorted(LOSSES))
def test_the_mean_of_the_rows_losses_is_the_loss(loss):
    predictions = np.random.default_rng(0).uniform(0.1, 0.9, ONE_HOT.shape)
    compute_loss = LOSSES[loss].function
    losses = scores.losses_of_rows(ONE_HOT, predictions, compute_loss)
    assert losses.shape == (5,)
    assert losses.mean() == pytest.approx(compute_loss(ONE_HOT, predictions), rel=1e-12)
    alone = compute_loss(ONE_HOT[2:3], predictions[2:3])
    assert losses[2] == pytest.approx(alone, rel=1e-12)


def test_few_rows_stay_in_order_and_of_many_the_worst_come_first():
    losses = np.array([1.0, 5.0, math.nan, 0.0, 5.0])
    assert scores.largest_first(losses, 5).tolist() == [0, 1, 2, 3, 4]
    assert scores.largest_first(losses, 3).tolist() == [2, 1, 4]
