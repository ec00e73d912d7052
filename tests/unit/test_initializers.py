"""Where weights start: NumPy's own numbers, scaled as the papers say, drawn in order from one state."""

import numpy as np
import pytest

from glassnet import initialize_network
from glassnet.initializers import INITIALIZERS

SCALES = {"normal": (1.0, 1.0), "xavier": ((2 / 12) ** 0.5, (2 / 10) ** 0.5), "he": ((2 / 4) ** 0.5, (2 / 8) ** 0.5)}


@pytest.mark.parametrize("name", sorted(SCALES))
def test_scales_of_a_4_8_2_network(name):
    random = np.random.RandomState(3)
    drawn = random.randn(4, 8), random.randn(8, 2)
    network = initialize_network(4, 8, 2, initializer=name, seed=3)
    assert list(network) == ["W1", "b1", "W2", "b2"]
    for layer, (weights, scale) in enumerate(zip(drawn, SCALES[name], strict=True), 1):
        assert network[f"W{layer}"] == pytest.approx(scale * weights, rel=1e-15)
        assert not network[f"b{layer}"].any()


@pytest.mark.parametrize("name", sorted(INITIALIZERS))
def test_the_same_seed_is_the_same_network_and_another_is_another(name):
    first, again, other = (initialize_network(3, (4, 4), 2, initializer=name, seed=seed) for seed in (5, 5, 6))
    assert all(np.array_equal(first[key], again[key]) for key in first)
    assert not np.array_equal(first["W1"], other["W1"])
    assert {key: array.shape for key, array in first.items()} == {
        "W1": (3, 4), "b1": (1, 4), "W2": (4, 4), "b2": (1, 4), "W3": (4, 2), "b3": (1, 2),
    }  # fmt: skip


def test_the_table():
    assert set(INITIALIZERS) >= {"normal", "xavier", "he"}
    assert all(entry.label and entry.function.__name__ == name for name, entry in INITIALIZERS.items())
