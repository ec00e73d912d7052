"""Schedules of the learning rate: known values, and dependence on nothing but the epoch."""

import math
from itertools import islice

import numpy as np
import pytest
from cases import X, Y, assert_same_bits, copied

from glassnet.programs.choices import checked
from glassnet.programs.running import Program
from glassnet.programs.writing import parts
from glassnet.tables.schedules import SCHEDULES, constant, cosine, exponential, step


def training(name, epochs):
    return Program(parts(checked({"schedule": name, "hidden": 3})), fast=True).training(X, Y, (2, 3, 1), epochs, 0.5)


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
    running = training(name, 8)
    program, theirs = running.program, copied(running.network)
    for epoch, _ in enumerate(islice(running, 12)):
        rate = SCHEDULES[name].function(0.5, epoch, 8)
        _, cache = program.forward_propagation(theirs, X)
        gradients = program.backward_propagation(theirs, cache, X, Y)
        for parameter in theirs:
            theirs[parameter] = theirs[parameter] + rate * gradients["d" + parameter]
            assert running.network[parameter] == pytest.approx(theirs[parameter], rel=1e-14, abs=1e-16)


@pytest.mark.parametrize("name", sorted(SCHEDULES))
def test_a_run_in_two_halves_has_the_rates_of_the_whole(name):
    whole, first, second = (training(name, 20) for _ in range(3))
    losses = list(islice(whole, 20))
    halves = list(islice(first, 10))
    second.resume(10, first.network, first.state, {})
    halves += list(islice(second, 10))
    assert halves == losses
    assert_same_bits(second.network, whole.network)


def test_the_table():
    assert list(SCHEDULES) == ["constant", "step", "exponential", "cosine"]
    assert all(entry.label and entry.function.__name__ == name for name, entry in SCHEDULES.items())
