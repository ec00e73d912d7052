"""Curves: known values, the spread of the inputs, and noise only on the targets."""

import numpy as np
import pytest

from glassnet.data.curves import CURVES, sampled
from glassnet.random_numbers import RandomNumbers

KNOWN = {
    "sine": [([0], 0.5), ([0.5], 1), ([-0.5], 0), ([1], 0.5)],
    "step": [([-0.01], 0), ([0], 1), ([0.7], 1)],
    "absolute": [([-0.75], 0.75), ([0], 0), ([0.25], 0.25)],
    "saddle": [([1, 1], 1), ([-1, -1], 1), ([1, -1], 0), ([0, 0.7], 0.5)],
    "ripple": [([0, 0], 1), ([0.5, 0], 0), ([0.3, 0.4], 0), ([0, -1], 1)],
}


@pytest.mark.parametrize("name", sorted(CURVES))
def test_known_places(name):
    X = np.array([place for place, _ in KNOWN[name]], dtype=float)
    assert CURVES[name].function(X) == pytest.approx([target for _, target in KNOWN[name]], abs=1e-12)


@pytest.mark.parametrize("name", sorted(CURVES))
def test_samples(name):
    curve = CURVES[name]
    X, y = sampled(curve, RandomNumbers(1), 500, 0.0)
    assert X.shape == (500, curve.inputs)
    assert y.shape == (500,)
    assert -1 <= X.min() < -0.98 < 0.98 < X.max() <= 1
    assert 0 <= y.min() < y.max() <= 1
    assert y.tolist() == curve.function(X).tolist()


@pytest.mark.parametrize("name", sorted(CURVES))
def test_noise_is_on_the_targets_alone(name):
    plain_X, plain = sampled(CURVES[name], RandomNumbers(1), 4000, 0.0)
    X, y = sampled(CURVES[name], RandomNumbers(1), 4000, 0.25)
    assert X.tolist() == plain_X.tolist()
    assert (y - plain).std() == pytest.approx(0.25, rel=0.05)
