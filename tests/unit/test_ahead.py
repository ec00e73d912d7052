"""What is compiled ahead: the next run of that form is not traced again, and nothing of the present one changes."""

import numpy as np
import pytest
from native import Machine

from glassnet import session
from glassnet.compiler import training

SLICE = {"milliseconds": 1e9, "until": 60, "keep": 4}
PICTURES = {"boundary": 8, "tried": [0.5, 0.5]}


@pytest.fixture(autouse=True)
def compiling(monkeypatch):
    monkeypatch.setattr(session, "_machine", Machine())
    monkeypatch.setattr(training, "_plans", {})


def refuse(*_):
    raise AssertionError("it was traced")


@pytest.mark.parametrize("more", [0, 1, 2])
def test_a_drag_after_it_traces_nothing(monkeypatch, more):
    session.start({}, pictures=PICTURES)
    session.compile_ahead(more)
    monkeypatch.setattr(training, "capture", refuse)
    assert session.start({"rate": 0.3, "hidden": [2 + more]}, pictures=PICTURES, trained=SLICE)["epoch"] == 60


def test_the_run_stays_as_it_is():
    session.start({"dropout": 0.2, "hidden": [4], "seed": 3})
    session.train(1e9, 20)
    before = session.look({"boundary": 8})
    session.compile_ahead(0)
    session.compile_ahead(1)
    after = session.look({"boundary": 8})
    assert after["epoch"] == 20
    np.testing.assert_equal(after, before)
    whole = session.train(1e9, 40)["parameters"]
    session.start({"dropout": 0.2, "hidden": [4], "seed": 3})
    np.testing.assert_equal(session.train(1e9, 40)["parameters"], whole)


def test_nothing_is_done_for_the_readers_own_functions_or_wide_networks(monkeypatch):
    monkeypatch.setattr("glassnet.ahead.Run", refuse)
    session.start({"hidden": [8]})
    session.compile_ahead(1)
    session.start({"hidden": [2, 2]})
    session.compile_ahead(1)
    session.start({})
    session.edit("predict", "def predict(network, X):\n    return forward_propagation(network, X)[0] * 1\n")
    session.compile_ahead(0)
    session.restore("predict")
