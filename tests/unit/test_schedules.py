"""Schedules of the learning rate: known places, and nothing but the epoch decides."""

import math

import numpy as np
import pytest
from cases import assert_same_bits, copied, parameters

from glassnet.tables.schedules import SCHEDULES, constant, cosine, exponential, step
from glassnet.training import training_epochs

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
Y = np.array([[0], [1], [1], [0]])


def test_constant_is_the_rate():
    assert {constant(0.3, epoch, 100) for epoch in (0, 50, 99, 1000)} == {0.3}


def test_step_is_a_tenth_from_half_and_a_hundredth_from_three_quarters():
    rates = [step(0.4, epoch, 100) for epoch in (0, 49, 50, 74, 75, 99, 500)]
    assert rates == pytest.approx([0.4, 0.4, 0.04, 0.04, 0.004, 0.004, 0.004])


def test_exponential_loses_the_same_share_each_epoch():
    rates = np.array([exponential(0.4, epoch, 100) for epoch in range(101)])
    assert rates[[0, 50, 100]] == pytest.approx([0.4, 0.04, 0.004])
    assert rates[1:] / rates[:-1] == pytest.approx(np.full(100, 0.01 ** (1 / 100)))


def test_cosine_is_half_a_wave_and_begins_again():
    rates = [cosine(0.4, epoch, 100) for epoch in (0, 25, 50, 75, 100, 150)]
    quarter = math.cos(math.pi / 4)
    assert rates == pytest.approx([0.4, 0.2 * (1 + quarter), 0.2, 0.2 * (1 - quarter), 0.4, 0.2])


@pytest.mark.parametrize("name", sorted(SCHEDULES))
@pytest.mark.parametrize("epochs", [1, 2, 10_000_000])
def test_rates_are_never_negative_nor_above_the_one_chosen_and_begin_with_it(name, epochs):
    rates = [SCHEDULES[name].function(0.1, epoch, epochs) for epoch in (0, epochs // 2, epochs - 1, epochs, 7 * epochs)]
    assert rates[0] == 0.1
    assert all(0 <= rate <= 0.1 for rate in rates)


@pytest.mark.parametrize("name", sorted(SCHEDULES))
def test_each_epoch_of_a_run_has_the_schedules_rate(name):
    network = parameters(np.random.default_rng(0), (2, 3, 1))
    theirs = copied(network)
    for record in training_epochs(network, X, Y, 8, 0.5, schedule=name):
        rate = SCHEDULES[name].function(0.5, record.epoch, 8)
        for parameter in theirs:
            theirs[parameter] = theirs[parameter] + rate * record.gradients["d" + parameter]
        for parameter, values in theirs.items():
            assert network[parameter] == pytest.approx(values, rel=1e-14, abs=1e-16)


@pytest.mark.parametrize("name", sorted(SCHEDULES))
def test_a_run_in_two_halves_has_the_rates_of_the_whole(name):
    start = parameters(np.random.default_rng(0), (2, 3, 1))
    whole, halves = copied(start), copied(start)
    for _ in training_epochs(whole, X, Y, 20, 0.5, schedule=name):
        pass
    for first in (0, 10):
        for _ in training_epochs(halves, X, Y, 10, 0.5, schedule=name, first_epoch=first, scheduled_epochs=20):
            pass
    assert_same_bits(halves, whole)


def test_a_schedule_of_a_run_without_an_end_needs_to_know_its_epochs():
    network = parameters(np.random.default_rng(0), (2, 3, 1))
    with pytest.raises(ValueError, match="scheduled_epochs is None; expected a whole number of 1 or more"):
        next(training_epochs(network, X, Y, None, 0.5, schedule="cosine"))
    with pytest.raises(ValueError, match="schedule is 'linear'; expected one of 'constant', 'step'"):
        next(training_epochs(network, X, Y, 1, 0.5, schedule="linear"))


def test_the_table():
    assert list(SCHEDULES) == ["constant", "step", "exponential", "cosine"]
    assert all(entry.label and entry.function.__name__ == name for name, entry in SCHEDULES.items())
