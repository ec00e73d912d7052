"""Helpers for tests of the network: problems for Hypothesis, the tutorial's training, and comparison of bits."""

from itertools import pairwise

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

import tutorial
from glassnet.programs.choices import checked
from glassnet.programs.running import Program
from glassnet.programs.writing import activations_of, parts

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
Y = np.array([[0], [1], [1], [0]])
SEEDS = st.integers(0, 2**32 - 1)


def oracle(network, epochs, rate=0.1, y=Y):
    """The tutorial's network after more epochs, and its losses."""
    losses = []
    for _ in range(epochs):
        y_pred, cache = tutorial.forward_propagation(network, X)
        losses.append(tutorial.compute_loss(y, y_pred))
        network = tutorial.update_parameters(network, tutorial.backward_propagation(network, cache, X, y), rate)
    return network, losses


def examples(number):
    """A number of examples, the same on every machine, without time limit and without files."""
    return settings(max_examples=number, deadline=None, database=None, derandomize=True)


def same_bits(ours, theirs):
    """Whether two arrays, or two numbers, have the same shape, type and bits."""
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    return (ours.shape, ours.dtype, ours.tobytes()) == (theirs.shape, theirs.dtype, theirs.tobytes())


def assert_same_bits(ours, theirs):
    """The same for two dicts of arrays, name by name and in the same order."""
    assert list(ours) == list(theirs)
    for name in theirs:
        assert same_bits(ours[name], theirs[name]), name


def parameters(random, sizes):
    """A network with normal weights and biases from our own generator."""
    network = {}
    for layer, (inputs, neurons) in enumerate(pairwise(sizes), 1):
        network[f"W{layer}"] = random.standard_normal((inputs, neurons))
        network[f"b{layer}"] = random.standard_normal((1, neurons))
    return network


def program_of(**chosen):
    """The program of some choices, and the activations of its layers."""
    chosen = checked(chosen)
    return Program(parts(chosen)), activations_of(chosen)


def copied(network):
    """A copy of the network."""
    return {name: np.array(values) for name, values in network.items()}
