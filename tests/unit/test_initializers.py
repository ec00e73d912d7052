"""Initial weights: NumPy's own numbers, scaled as in the papers, drawn in order from one generator."""

import numpy as np
import pytest
from cases import X, Y

from glassnet import program
from glassnet.tables.initializers import INITIALIZERS

SCALES = {
    "normal": (1.0, 1.0),
    "xavier": ((2 / 12) ** 0.5, (2 / 10) ** 0.5),
    "he": ((2 / 4) ** 0.5, (2 / 8) ** 0.5),
    "lecun": ((1 / 4) ** 0.5, (1 / 8) ** 0.5),
}


def drawn_by(name, seed, *sizes):
    return program(initializer=name, seed=seed, hidden=sizes[1]).initialize_network(*sizes)


@pytest.mark.parametrize("name", sorted(SCALES))
def test_scales_of_a_4_8_2_network(name):
    random = np.random.RandomState(3)
    drawn = random.randn(4, 8), random.randn(8, 2)
    network = drawn_by(name, 3, 4, 8, 2)
    assert list(network) == ["W1", "b1", "W2", "b2"]
    for layer, (weights, scale) in enumerate(zip(drawn, SCALES[name], strict=True), 1):
        assert network[f"W{layer}"] == pytest.approx(scale * weights, rel=1e-15)
        assert not network[f"b{layer}"].any()


def test_uniform_is_numpys_within_one_by_the_root_of_the_inputs():
    random = np.random.RandomState(3)
    expected = random.uniform(-0.5, 0.5, (4, 8)), random.uniform(-(8**-0.5), 8**-0.5, (8, 2))
    network = drawn_by("uniform", 3, 4, 8, 2)
    assert network["W1"] == pytest.approx(expected[0], rel=1e-12, abs=1e-15)
    assert network["W2"] == pytest.approx(expected[1], rel=1e-12, abs=1e-15)


def test_zeros_keep_the_neurons_of_a_layer_alike():
    assert not any(array.any() for array in drawn_by("zeros", 42, 2, 3, 1).values())
    network = program(initializer="zeros", hidden=3).train(X, Y, 200, 0.5)
    assert np.ptp(network["W1"], axis=1).tolist() == [0, 0]
    assert np.ptp(network["W2"]) == 0


@pytest.mark.parametrize("name", sorted(INITIALIZERS))
def test_the_same_seed_is_the_same_network_and_another_is_another(name):
    first, again, other = (drawn_by(name, seed, 3, [4, 4], 2) for seed in (5, 5, 6))
    assert all(np.array_equal(first[key], again[key]) for key in first)
    assert np.array_equal(first["W1"], other["W1"]) == (name == "zeros")
    assert {key: array.shape for key, array in first.items()} == {
        "W1": (3, 4), "b1": (1, 4), "W2": (4, 4), "b2": (1, 4), "W3": (4, 2), "b3": (1, 2),
    }  # fmt: skip


def test_the_table():
    assert set(INITIALIZERS) == {*SCALES, "uniform", "zeros"}
    assert all(entry.label and entry.function.__name__ == name for name, entry in INITIALIZERS.items())
