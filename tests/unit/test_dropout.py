"""Dropout: how many are left out, that the sum stays, its gradient, and that who asks never meets it."""

import numpy as np
import pytest
from cases import copied, parameters

from glassnet import compute_loss, forward_propagation, predict
from glassnet.batches import batches_of_each_epoch
from glassnet.dropout import Thinned, with_neurons_left_out
from glassnet.random_numbers import EpochNumbers
from glassnet.tables.activations import ACTIVATIONS
from glassnet.training import training_epochs

STEP = 1e-6


def drawn(activation="sigmoid", neurons=4, share=0.5, rows=6, seed=0):
    layer = Thinned(ACTIVATIONS[activation], neurons, share)
    layer.draw(rows, EpochNumbers(seed, 0, 1))
    return layer


@pytest.mark.parametrize("share", [0.1, 0.5, 0.8])
def test_the_share_is_left_out_and_the_rest_made_up_for_it(share):
    kept = drawn(neurons=500, share=share, rows=400).kept
    assert set(np.unique(kept)) == {0.0, 1 / (1 - share)}
    assert np.mean(kept == 0) == pytest.approx(share, abs=0.01)
    assert np.mean(kept) == pytest.approx(1, abs=0.02)


def test_the_mean_over_many_draws_is_the_activation_itself():
    z = np.random.default_rng(0).standard_normal((3, 4))
    layer = Thinned(ACTIVATIONS["tanh"], 4, 0.3)
    total = np.zeros(z.shape)
    for epoch in range(4000):
        layer.draw(3, EpochNumbers(1, epoch, 1))
        total += layer.forward(z)
    assert total / 4000 == pytest.approx(np.tanh(z), abs=0.05)


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
@pytest.mark.parametrize("stack", [(), (2,)])
def test_the_derivative_is_that_of_what_is_left(name, stack):
    layer = drawn(name)
    random = np.random.default_rng(2)
    z, error = random.uniform(0.2, 2, (*stack, 6, 4)), random.standard_normal((*stack, 6, 4))
    a = layer.forward(z)
    reads = layer.activation.reads
    derivative = layer.activation.derivative
    if reads == "error":
        back = derivative(a, error)
    else:
        back = error * derivative(a if reads == "a" else z)
    for place in np.ndindex(z.shape):
        step = np.zeros(z.shape)
        step[place] = STEP
        slope = np.sum(error * (layer.forward(z + step) - layer.forward(z - step))) / (2 * STEP)
        assert back[place] == pytest.approx(slope, rel=1e-5, abs=1e-7)


def problem(hidden=(5, 4), stack=()):
    random = np.random.default_rng(3)
    X, y = random.standard_normal((7, 3)), random.random((7, 2))
    return parameters(random, (3, *hidden, 2), stack), X, y


@pytest.mark.parametrize("activation", ["tanh", ("softmax", "swish"), ("relu", "softmax")])
@pytest.mark.parametrize("stack", [(), (2,)])
def test_the_gradient_in_training_is_that_of_the_thinned_network(activation, stack):
    network, X, y = problem(stack=stack)
    start = copied(network)
    choices = {"activation": activation, "dropout": 0.4, "seed": 5}
    record = next(training_epochs(network, X, y, 1, 1e-3, **choices))

    def total(parameters):
        y_pred = next(training_epochs(copied(parameters), X, y, 1, 1e-3, **choices)).y_pred
        return np.sum((y - y_pred) ** 2) / 2

    for name, array in start.items():
        for place in np.ndindex(array.shape):
            step = np.zeros(array.shape)
            step[place] = STEP
            slope = (total(start | {name: array + step}) - total(start | {name: array - step})) / (2 * STEP)
            assert record.gradients["d" + name][place] == pytest.approx(-slope, rel=1e-4, abs=1e-7), name


def test_a_neuron_left_out_of_every_row_learns_nothing():
    network, X, y = problem(hidden=(40,))
    record = next(training_epochs(network, X[:1], y[:1], 1, 0.1, dropout=0.5))
    silent = ~record.gradients["dW2"].any(axis=1)
    assert 5 < silent.sum() < 35
    assert not record.gradients["dW1"][:, silent].any()


def test_who_asks_in_the_midst_of_training_sees_the_whole_network_and_changes_nothing():
    network, X, y = problem()
    undisturbed = copied(network)
    losses = [record.loss for record in training_epochs(undisturbed, X, y, 10, 0.1, dropout=0.5)]
    asked = []
    for record, expected in zip(training_epochs(network, X, y, 10, 0.1, dropout=0.5), losses, strict=True):
        assert record.loss == expected
        once, again = predict(network, X), forward_propagation(network, X)[0]
        assert np.array_equal(once, again)
        asked.append(float(compute_loss(y, once)))
    assert asked[:-1] != losses[1:]
    assert all(np.array_equal(network[name], undisturbed[name]) for name in network)


def test_each_batch_has_its_own_neurons_left_out_and_nothing_is_kept_after_it():
    _, X, y = problem()
    layer = Thinned(ACTIVATIONS["tanh"], 5, 0.5)
    epochs = with_neurons_left_out(batches_of_each_epoch(X, y, 3, 1, 0), [layer], 1, 0)
    seen = []
    for _, some_X, _ in next(epochs):
        seen.append(layer.kept)
        assert layer.kept.shape == (len(some_X), 5)
    assert not np.array_equal(seen[0], seen[1])
    assert layer.kept.shape == layer.whole.shape == (1, 5)


def test_without_hidden_layers_nothing_is_left_out():
    random = np.random.default_rng(3)
    X, y = random.standard_normal((7, 3)), random.random((7, 2))
    network = parameters(random, (3, 2))
    record = next(training_epochs(copied(network), X, y, 1, 0.1, dropout=0.5))
    assert np.array_equal(record.y_pred, predict(network, X))


@pytest.mark.parametrize("share", [-0.1, 1, 0.995, None, "half", float("nan"), True])
def test_shares_that_are_none(share):
    network, X, y = problem()
    with pytest.raises(ValueError, match=r"dropout is .*; expected a number from 0 to 0.99"):
        next(training_epochs(network, X, y, 1, 0.1, dropout=share))
