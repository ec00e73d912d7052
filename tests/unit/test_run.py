"""A slice of training ends in time, whatever the clock's resolution, and seldom reads the clock."""

import math

import pytest
from native import Machine

from glassnet import run as module
from glassnet.compiler import training
from glassnet.run import Run


class Clock:
    """A clock that advances only with epochs, in steps of ``resolution`` seconds."""

    def __init__(self, resolution):
        self.now, self.resolution, self.looks = 0.0, resolution, 0

    def read(self):
        self.looks += 1
        return math.floor(self.now / self.resolution) * self.resolution

    def timed(self, training, seconds_an_epoch):
        return Timed(self, training, seconds_an_epoch)


class Timed:
    """A training whose epochs take time on such a clock."""

    def __init__(self, clock, training, seconds):
        self.clock, self.training, self.seconds = clock, training, seconds

    def run(self, count, losses):
        self.training.run(count, losses)
        self.clock.now += self.seconds * count

    def __getattr__(self, name):
        return getattr(self.training, name)


@pytest.fixture
def slice_of(monkeypatch):
    """Trains for 29 ms on such a clock, with epochs of a given length, and again after each pause."""

    def train(resolution, seconds_an_epoch, pauses=()):
        clock = Clock(resolution)
        monkeypatch.setattr(module, "perf_counter", clock.read)
        run = Run({})
        run.training = clock.timed(run.training, seconds_an_epoch)
        epochs = 0
        for pause in (0, *pauses):
            clock.now += pause
            losses, _ = run.train(29, 1_000_000)
            epochs += len(losses)
        assert epochs == run.epoch
        return clock

    return train


@pytest.mark.parametrize("resolution", [1e-6, 1e-4, 1e-3])  # a computer's, Chromium's, Firefox's
@pytest.mark.parametrize("seconds_an_epoch", [27e-6, 300e-6, 2e-3])
def test_a_slice_ends_within_an_epoch_or_a_step_of_the_clock(slice_of, resolution, seconds_an_epoch):
    clock = slice_of(resolution, seconds_an_epoch)
    assert abs(clock.now - 0.029) <= seconds_an_epoch + resolution


def test_the_clock_is_looked_at_seldom(slice_of):
    assert slice_of(1e-6, 27e-6).looks < 20


@pytest.mark.parametrize(
    ("pauses", "end"),
    [
        ([0.004] * 4, 5 * 0.029),  # what comes between is of the slices' time
        ([0.004, 0.02], 2 * 0.029 + 0.02 + 0.0145),  # but half of each is for training
        ([10], 0.029 + 10 + 0.0145),
    ],
)
def test_a_slice_ends_one_slice_after_the_last(slice_of, pauses, end):
    assert slice_of(1e-6, 27e-6, pauses).now == pytest.approx(end, abs=1e-4)


def test_an_epoch_that_takes_longer_than_the_slice_is_done_alone(slice_of):
    clock = slice_of(1e-6, 0.1)
    assert clock.now == 0.1


def test_a_slice_that_compiles_trains_as_well(monkeypatch):
    clock = Clock(1e-6)

    def slow(*arguments):
        clock.now += 0.2
        return capture(*arguments)

    capture = training.capture
    monkeypatch.setattr(training, "capture", slow)
    monkeypatch.setattr(training, "_plans", {})
    monkeypatch.setattr(module, "perf_counter", clock.read)
    losses, _ = Run({}).train(29, 200, machine=Machine())
    assert clock.now >= 0.2, "it was compiled"
    assert len(losses) == 200, "the first picture of another form is that of its end"
