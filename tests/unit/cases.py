"""What the tests of the network share: problems for Hypothesis to choose, and what "the same bits" means."""

from itertools import pairwise

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

SEEDS = st.integers(0, 2**32 - 1)


def examples(number):
    """So many examples, the same ones on every machine; no time limit for one, and nothing kept on the disk."""
    return settings(max_examples=number, deadline=None, database=None, derandomize=True)


def same_bits(ours, theirs):
    """Whether two arrays, or two numbers, have one shape and one type and agree in every bit."""
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    return (ours.shape, ours.dtype, ours.tobytes()) == (theirs.shape, theirs.dtype, theirs.tobytes())


def assert_same_bits(ours, theirs):
    """The same for two dicts of arrays, name by name and in the same order."""
    assert list(ours) == list(theirs)
    for name in theirs:
        assert same_bits(ours[name], theirs[name]), name


def parameters(random, sizes, stack=()):
    """A network made by hand: normal weights and biases, drawn from a generator of our own."""
    network = {}
    for layer, (inputs, neurons) in enumerate(pairwise(sizes), 1):
        network[f"W{layer}"] = random.standard_normal((*stack, inputs, neurons))
        network[f"b{layer}"] = random.standard_normal((*stack, 1, neurons))
    return network


def copied(network):
    """The network with arrays of its own."""
    return {name: np.array(values) for name, values in network.items()}
