"""Optimizers: steps by hand, a memory for each parameter, and gradients left as they are."""

import numpy as np
import pytest

from glassnet.optimizers import OPTIMIZERS, gradient_descent, momentum


def test_gradient_descent_is_the_rate_times_the_gradient():
    memory = {}
    assert gradient_descent(np.array([2.0, -4.0]), np.array(0.5), memory).tolist() == [1.0, -2.0]
    assert memory == {}


def test_momentum_keeps_nine_tenths_of_its_speed():
    memory = {}
    steps = [momentum(np.array([gradient]), np.array(0.1), memory).item() for gradient in (1.0, 0.0, 2.0)]
    assert steps == pytest.approx([0.1, 0.09, 0.081 + 0.2], rel=1e-14)
    assert memory["velocity"].item() == steps[-1]


@pytest.mark.parametrize("name", sorted(OPTIMIZERS))
@pytest.mark.parametrize("shape", [(5,), (2, 3), (4, 2, 3)])
def test_steps_and_memories_have_the_parameters_shape_and_the_gradient_is_left_alone(name, shape):
    gradient, memory = np.random.default_rng(0).standard_normal(shape), {}
    kept = gradient.copy()
    for _ in range(3):
        assert OPTIMIZERS[name].step(gradient, np.array(0.1), memory).shape == shape
    assert all(values.shape == shape for values in memory.values())
    assert np.array_equal(gradient, kept)


@pytest.mark.parametrize("name", sorted(OPTIMIZERS))
def test_every_optimizer_goes_down_a_bowl(name):
    place, memory = np.array([3.0, -2.0]), {}
    for _ in range(200):
        place = place + OPTIMIZERS[name].step(-2 * place, np.array(0.02), memory)
    assert np.abs(place).max() < 0.05


def test_the_table():
    assert set(OPTIMIZERS) >= {"gradient_descent", "momentum"}
    assert all(entry.label and entry.step.__name__ == name for name, entry in OPTIMIZERS.items())
