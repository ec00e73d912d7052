"""Optimizers: steps by hand, a state for each parameter, and unchanged gradients."""

import math

import numpy as np
import pytest

from glassnet.tables.optimizers import OPTIMIZERS, gradient_descent, momentum

GRADIENTS = [1.0, -2.0, 0.5, 0.0, 3.0, 1e-4, -1.0]
RATE = 0.1


def polyak_and_nesterov():
    """Both as in their papers, on a quadratic bowl: their positions, step by step."""
    plain = ahead = 3.0
    plain_speed = ahead_speed = 0.0
    for _ in range(20):
        plain_speed = 0.9 * plain_speed - 0.05 * plain
        plain += plain_speed
        ahead_speed = 0.9 * ahead_speed - 0.05 * (ahead + 0.9 * ahead_speed)
        ahead += ahead_speed
        yield plain, ahead + 0.9 * ahead_speed


def adagrad_by_hand():
    total = 0.0
    for gradient in GRADIENTS:
        total += gradient**2
        yield RATE * gradient / (math.sqrt(total) + 1e-8)


def rmsprop_by_hand():
    mean = 0.0
    for gradient in GRADIENTS:
        mean = 0.9 * mean + 0.1 * gradient**2
        yield RATE * gradient / (math.sqrt(mean) + 1e-8)


def adam_by_hand():
    m = v = 0.0
    for t, gradient in enumerate(GRADIENTS, 1):
        m = 0.9 * m + (1 - 0.9) * gradient
        v = 0.999 * v + (1 - 0.999) * gradient**2
        m_hat, v_hat = m / (1 - 0.9**t), v / (1 - 0.999**t)
        yield RATE * m_hat / (math.sqrt(v_hat) + 1e-8)


BY_HAND = {"adagrad": adagrad_by_hand, "rmsprop": rmsprop_by_hand, "adam": adam_by_hand, "adamw": adam_by_hand}


def test_gradient_descent_is_the_rate_times_the_gradient():
    state = {}
    assert gradient_descent(np.array([2.0, -4.0]), 0.5, state).tolist() == [1.0, -2.0]
    assert state == {}


def test_momentum_keeps_nine_tenths_of_its_speed():
    state = {}
    steps = [momentum(np.array([gradient]), 0.1, state).item() for gradient in (1.0, 0.0, 2.0)]
    assert steps == pytest.approx([0.1, 0.09, 0.081 + 0.2], rel=1e-14)
    assert state["velocity"].item() == steps[-1]


@pytest.mark.parametrize("name", sorted(BY_HAND))
def test_steps_are_those_of_the_paper(name):
    state = {}
    steps = [OPTIMIZERS[name].step(np.array([gradient]), RATE, state).item() for gradient in GRADIENTS]
    assert steps == pytest.approx(list(BY_HAND[name]()), rel=1e-12, abs=1e-18)


def test_momentum_and_nesterov_are_where_their_papers_say():
    places, states = [3.0, 3.0], ({}, {})
    for expected in polyak_and_nesterov():
        for turn, name in enumerate(("momentum", "nesterov")):
            step = OPTIMIZERS[name].step(np.array([-places[turn]]), 0.05, states[turn])
            places[turn] += step.item()
        assert places == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("name", ["adam", "adamw"])
def test_adams_first_step_is_the_rate_whatever_the_gradient(name):
    step = OPTIMIZERS[name].step(np.array([1e-3, -7.0, 1e5]), 0.01, {})
    assert step == pytest.approx([0.01, -0.01, 0.01], rel=1e-4)


@pytest.mark.parametrize("name", sorted(OPTIMIZERS))
def test_no_gradient_is_no_step(name):
    assert OPTIMIZERS[name].step(np.zeros(3), 0.1, {}).tolist() == [0, 0, 0]


@pytest.mark.parametrize("name", sorted(OPTIMIZERS))
@pytest.mark.parametrize("shape", [(5,), (2, 3), (4, 2, 3)])
def test_steps_and_states_have_the_parameters_shape_and_the_gradient_is_left_alone(name, shape):
    gradient, state = np.random.default_rng(0).standard_normal(shape), {}
    kept = gradient.copy()
    for _ in range(3):
        assert OPTIMIZERS[name].step(gradient, 0.1, state).shape == shape
    assert all(np.shape(values) == (() if name == "steps" else shape) for name, values in state.items())
    assert np.array_equal(gradient, kept)


@pytest.mark.parametrize("name", sorted(OPTIMIZERS))
def test_every_optimizer_goes_down_a_bowl(name):
    place, state = np.array([3.0, -2.0]), {}
    rate = 1.0 if name == "adagrad" else 0.02  # AdaGrad's steps grow ever shorter
    for _ in range(600):
        place = place + OPTIMIZERS[name].step(-2 * place, rate, state)
    assert np.abs(place).max() < 0.05


def test_the_table():
    assert set(OPTIMIZERS) == {"gradient_descent", "momentum", "nesterov", *BY_HAND}
    assert [name for name, entry in OPTIMIZERS.items() if entry.decoupled] == ["adamw"]
    assert all(entry.label and entry.step.__name__ == name for name, entry in OPTIMIZERS.items())
