"""L1, L2 and clipping: against finite differences of the loss with its penalty, and against the papers by hand."""

import math

import numpy as np
import pytest
from cases import copied, parameters

from glassnet import compute_loss, predict
from glassnet.network import REDUCTIONS
from glassnet.regularization import clipped, regularizer
from glassnet.tables.losses import LOSSES
from glassnet.tables.optimizers import OPTIMIZERS
from glassnet.training import training_epochs

STEP = 1e-6


def problem(stack=()):
    random = np.random.default_rng(4)
    return parameters(random, (3, 4, 2), stack), random.standard_normal((5, 3)), random.random((5, 2))


def with_penalty(network, X, y, loss, l1, l2):
    """What a step goes down, summed over the rows: each row's loss, and the penalty for each row."""
    rows, outputs = y.shape
    values = rows if LOSSES[loss].mean_over == "rows" else rows * outputs
    weights = [array for name, array in network.items() if name.startswith("W")]
    penalty = sum(l1 * np.abs(W).sum() + l2 / 2 * (W**2).sum() for W in weights)
    measured = np.sum(compute_loss(y, predict(network, X), loss=loss))
    return LOSSES[loss].scale * values * measured + rows * penalty


@pytest.mark.parametrize("reduction", sorted(REDUCTIONS))
@pytest.mark.parametrize("loss", ["mean_squared_error", "binary_cross_entropy", "categorical_cross_entropy"])
@pytest.mark.parametrize(("l1", "l2"), [(0.01, 0), (0, 0.3), (0.02, 0.1)])
@pytest.mark.parametrize("stack", [(), (2,)])
def test_the_gradient_is_that_of_the_loss_and_its_penalty(reduction, loss, l1, l2, stack):
    network, X, y = problem(stack)
    start = copied(network)
    record = next(training_epochs(network, X, y, 1, 0.1, loss=loss, reduction=reduction, l1=l1, l2=l2))
    for name, array in start.items():
        for place in np.ndindex(array.shape):
            step = np.zeros(array.shape)
            step[place] = STEP
            above, below = (with_penalty(start | {name: array + sign * step}, X, y, loss, l1, l2) for sign in (1, -1))
            slope = (above - below) / (2 * STEP) / (len(X) if reduction == "mean" else 1)
            assert record.gradients["d" + name][place] == pytest.approx(-slope, rel=1e-5, abs=1e-7), name


def test_biases_are_left_free():
    network, X, y = problem()
    plain = next(training_epochs(copied(network), X, y, 1, 0.1))
    held = next(training_epochs(copied(network), X, y, 1, 0.1, l1=0.5, l2=0.5))
    for name in network:
        assert np.array_equal(plain.gradients["d" + name], held.gradients["d" + name]) == name.startswith("b")


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_l2_goes_through_the_optimizer_or_beside_it(optimizer):
    network, X, y = problem()
    start = copied(network)
    record = next(training_epochs(network, X, y, 1, 0.1, optimizer=optimizer, l2=0.5, reduction="mean"))
    plain = copied(start)
    without = next(training_epochs(plain, X, y, 1, 0.1, optimizer=optimizer, reduction="mean"))
    for name in start:
        decay = 0.5 * start[name] if name.startswith("W") else 0
        if OPTIMIZERS[optimizer].decoupled:
            assert record.gradients["d" + name] == pytest.approx(without.gradients["d" + name], rel=1e-14)
            assert network[name] == pytest.approx(plain[name] - 0.1 * decay, rel=1e-12, abs=1e-15)
        else:
            assert record.gradients["d" + name] == pytest.approx(without.gradients["d" + name] - decay, rel=1e-12)


def test_adamw_is_the_papers_algorithm_step_by_step():
    network, X, y = problem()
    theirs = copied(network)
    means = {name: (np.zeros_like(array), np.zeros_like(array)) for name, array in theirs.items()}
    records = training_epochs(network, X, y, 10, 0.05, optimizer="adamw", l2=0.2, schedule="cosine")
    for t, record in enumerate(records, 1):
        rate = 0.05 * (1 + math.cos(math.pi * (t - 1) / 10)) / 2
        for name in theirs:
            gradient = -record.gradients["d" + name]
            m, v = means[name]
            m, v = 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient**2
            means[name] = m, v
            step = (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
            decay = 0.2 * theirs[name] if name.startswith("W") else 0
            theirs[name] = theirs[name] - rate * (step + decay)
            assert network[name] == pytest.approx(theirs[name], rel=1e-10, abs=1e-12)


def test_the_loss_is_without_the_penalty():
    network, X, y = problem()
    expected = compute_loss(y, predict(network, X))
    assert next(training_epochs(network, X, y, 1, 0.1, l1=1, l2=1)).loss == expected


def test_clipping_keeps_the_direction_and_the_length_in_bounds():
    gradient = np.array([3.0, -4.0])
    assert clipped(gradient, 1.0) == pytest.approx([0.6, -0.8])
    assert clipped(gradient, 5.0).tolist() == [3, -4]
    assert clipped(gradient, 100.0).tolist() == [3, -4]
    assert clipped(np.zeros(2), 1.0).tolist() == [0, 0]
    stack = np.array([[3.0, -4.0], [0.3, 0.4]])
    assert clipped(stack, 1.0) == pytest.approx(np.array([[0.6, -0.8], [0.3, 0.4]]))


@pytest.mark.parametrize("clip", [0.01, 0.5])
def test_clipping_in_training_is_of_all_parameters_together(clip):
    network, X, y = problem()
    plain = next(training_epochs(copied(network), X, y, 1, 0.1, l2=0.1))
    length = math.sqrt(sum(float((gradient**2).sum()) for gradient in plain.gradients.values()))
    assert length > 0.5
    held = next(training_epochs(network, X, y, 1, 0.1, l2=0.1, clip=clip))
    for name, gradient in plain.gradients.items():
        assert held.gradients[name] == pytest.approx(gradient * clip / length, rel=1e-12)


def test_nothing_to_do_is_nothing_done():
    assert regularizer(np.ones(3), 0, 0, 0, "sum", False) is None
    assert regularizer(np.ones(3), 0, 0, 1, "sum", False) is not None


@pytest.mark.parametrize("name", ["l1", "l2", "clip"])
@pytest.mark.parametrize("value", [-0.1, math.inf, math.nan, None, "0.1", True])
def test_strengths_that_are_none(name, value):
    network, X, y = problem()
    with pytest.raises(ValueError, match=f"{name} is .*; expected a number of 0 or more"):
        next(training_epochs(network, X, y, 1, 0.1, **{name: value}))
