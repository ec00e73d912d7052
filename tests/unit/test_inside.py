"""Inside a network: the tutorial's gradients, neuron maps against a forward pass by hand, exact counts."""

import math

import numpy as np
import pytest
from cases import assert_same_bits, copied, parameters, program_of

import tutorial
from glassnet.looking import inside
from glassnet.looking.signals import signals
from glassnet.tables.activations import ACTIVATIONS

X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
Y = np.array([[0.0], [1.0], [1.0], [0.0]])


def bend(name, z):
    """An activation by its definition."""
    return {"sigmoid": 1 / (1 + np.exp(-z)), "tanh": np.tanh(z), "relu": z * (z > 0)}[name]


@pytest.fixture
def network():
    return parameters(np.random.default_rng(3), (2, 3, 1))


def test_the_gradients_are_the_tutorials_and_nothing_moves(network):
    before = copied(network)
    program, _ = program_of(hidden=[3])
    found = inside.gradients_at(program, network, X, Y)
    _, theirs = tutorial.forward_propagation(network, X)
    assert_same_bits(found, {name: tutorial.backward_propagation(network, theirs, X, Y)[name] for name in found})
    assert_same_bits(network, before)


@pytest.mark.parametrize("hidden", ["sigmoid", "tanh", "relu"])
def test_a_neurons_map_is_its_answer_to_each_point(hidden):
    network = parameters(np.random.default_rng(1), (2, 3, 2, 1))
    points = np.random.default_rng(2).uniform(-1, 2, (9, 2))
    program, kinds = program_of(hidden=[3, 2], activation=hidden)
    maps = inside.neuron_maps(program, network, points, kinds)
    values = points
    for layer, found in enumerate(maps, 1):
        values = bend(hidden if layer < 3 else "sigmoid", values @ network[f"W{layer}"] + network[f"b{layer}"])
        for neuron in range(values.shape[1]):
            assert found["values"][9 * neuron : 9 * (neuron + 1)] == pytest.approx(values[:, neuron], rel=1e-12)
    assert (maps[-1]["middle"], maps[-1]["reach"]) == (0.5, 0.5)
    assert maps[0]["middle"] == (0.5 if hidden == "sigmoid" else 0)


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
def test_a_maps_scale_holds_every_value(name, network):
    program, kinds = program_of(hidden=[3], activation=name)
    points = np.random.default_rng(0).normal(size=(50, 2)) * 100
    with np.errstate(over="ignore"):
        maps = inside.neuron_maps(program, network, points, kinds)
    for found in maps:
        assert np.abs(found["values"] - found["middle"]).max() <= found["reach"] * (1 + 1e-12)


def test_a_layer_that_is_zero_everywhere_has_a_scale_too(network):
    network["W1"][:], network["b1"][:] = 0, -1
    program, kinds = program_of(hidden=[3], activation="relu")
    assert inside.neuron_maps(program, network, X, kinds)[0]["reach"] == 1


# -- histograms


def counted(values, low, high):
    """The number of values in each bin, counted one by one."""
    counts = [0] * inside.BINS
    for value in values:
        part = math.floor((value - low) / (high - low) * inside.BINS)
        counts[min(part, inside.BINS - 1)] += 1
    return counts


@pytest.mark.parametrize("seed", range(5))
def test_the_counts_are_those_of_counting_one_by_one(seed):
    values = np.random.default_rng(seed).normal(size=(40, 7)) * 10.0**seed
    found = inside.histogram(values)
    assert found["high"] == -found["low"] >= np.abs(values).max()
    assert found["counts"].tolist() == counted(values.ravel(), found["low"], found["high"])
    assert (found["counts"].sum(), found["others"]) == (values.size, 0)


def test_borders_belong_to_the_upper_part_and_the_end_to_the_last():
    found = inside.histogram(np.array([0.0, 0.5, 1.0, 1.0]), (0, 1))
    expected = [0] * inside.BINS
    expected[0], expected[inside.BINS // 2], expected[-1] = 1, 1, 2
    assert found["counts"].tolist() == expected


def test_what_is_no_number_is_counted_apart():
    found = inside.histogram(np.array([math.nan, math.inf, -math.inf, 3.0]))
    assert (found["low"], found["high"], found["others"]) == (-5, 5, 3)
    assert found["counts"].sum() == 1
    nothing = inside.histogram(np.array([math.nan]))
    assert (nothing["low"], nothing["high"], nothing["others"], nothing["counts"].sum()) == (-1, 1, 1, 0)


@pytest.mark.parametrize(
    ("value", "rounded"),
    [(0, 1), (1, 1), (1.01, 2), (2, 2), (4.9, 5), (5.1, 10), (0.03, 0.05), (1e-7, 1e-7), (730, 1000)],
)
def test_limits_are_round_numbers(value, rounded):
    assert inside.round_above(value) == pytest.approx(rounded, rel=1e-12)
    assert inside.round_above(value) >= value


def test_histograms_are_of_weights_activations_and_gradients_of_each_layer(network):
    program, kinds = program_of(hidden=[3], activation="tanh")
    gradients = inside.gradients_at(program, network, X, Y)
    activations = signals(program, network, X, kinds).a
    layers = inside.histograms(network, activations, gradients, inside.levels_of(program, kinds))
    assert [list(layer) for layer in layers] == [["weights", "activations", "gradients"]] * 2
    _, (_, hidden, _, output) = program.forward_propagation(network, X)
    for layer, activations, limits in ((1, hidden, (-1, 1)), (2, output, (0, 1))):
        found = layers[layer - 1]
        assert (found["activations"]["low"], found["activations"]["high"]) == limits
        assert found["activations"]["counts"].tolist() == counted(activations.ravel(), *limits)
        for kind, values in (("weights", network[f"W{layer}"]), ("gradients", gradients[f"dW{layer}"])):
            low, high = found[kind]["low"], found[kind]["high"]
            assert found[kind]["counts"].tolist() == counted(values.ravel(), low, high)
