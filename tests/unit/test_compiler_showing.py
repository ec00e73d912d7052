"""One epoch as a list of operations: each with its line in the program, and its numbers."""

import numpy as np
import pytest
from cases import X
from native import Machine

from glassnet import session
from glassnet.programs.choices import checked
from glassnet.programs.writing import parts

ON_LINE = {  # what stands in the line of each operation
    "matmul": "np.dot",
    "exp": "np.exp",
    "neg": "-",
    "add": "+",
    "sub": "-",
    "mul": "*",
    "div": "/",
    "transpose": ".T",
    "sum_down": "np.sum",
    "sum_all": "np.mean",
}


@pytest.fixture
def compiling(monkeypatch):
    """A session with a machine."""
    monkeypatch.setattr(session, "_machine", Machine())
    session.start({})


def source_of(name, line):
    """A line of the tutorial's program."""
    [text] = [part.text for part in parts(checked({})) if part.name == name]
    return text.splitlines()[line - 1]


def test_an_epoch_is_listed_in_the_programs_order_each_operation_on_its_line(compiling):
    found = session.operations()
    assert (found["epoch"], found["single"]) == (2, 201)
    assert found["wasm"].startswith(b"\0asm")
    for one in found["operations"]:
        line = source_of(one["part"], one["line"])
        assert ON_LINE[one["operation"]] in line or "** 2" in line
    parts_in_order = list(dict.fromkeys(one["part"] for one in found["operations"]))
    assert parts_in_order == [
        *("forward_propagation", "sigmoid", "compute_loss", "sigmoid_derivative", "backward_propagation"),
        "update_parameters",
    ]
    first, second = found["operations"][:2]
    assert (first["operation"], first["of"]) == ("matmul", ["X", "W1"])
    assert (second["operation"], second["of"]) == ("add", [1, "b1"])


def test_each_operation_tells_its_numbers_and_the_run_stays_where_it_is(compiling):
    frame = session.train(1e9, 40)
    network = frame["parameters"]
    z1 = np.dot(X, network["W1"]) + network["b1"]
    a1 = 1 / (1 + np.exp(-z1))
    by_hand = {1: np.dot(X, network["W1"]), 2: z1, 3: -z1, 6: a1, 7: np.dot(a1, network["W2"])}
    for which, expected in by_hand.items():
        found = session.operations(which)
        assert found["epoch"] == 41
        assert found["numbers"].reshape(found["shape"]) == pytest.approx(expected, rel=1e-14)
    then = session.operations(2, {**frame, "epoch": 7})
    assert then["epoch"] == 8
    again = session.look({})
    assert again["epoch"] == 40
    assert all((again["parameters"][name] == network[name]).all() for name in network)
    with pytest.raises(ValueError, match="which is 99; expected at most 37"):
        session.operations(99)


def test_numbers_of_a_run_with_random_draws_are_those_of_its_next_epoch(compiling):
    session.start({"dropout": 0.4, "hidden": [8]})
    session.train(1e9, 3)
    masks = [n for n, one in enumerate(session.operations()["operations"], 1) if "random numbers" in one["of"]]
    first = [session.operations(which)["numbers"].tolist() for which in masks]
    assert masks and first == [session.operations(which)["numbers"].tolist() for which in masks]


def test_what_cannot_be_compiled_is_said(compiling, monkeypatch):
    text = "def sigmoid(x):\n    if x[0, 0] > 0:\n        x = x + 0\n    return 1 / (1 + np.exp(-x))\n"
    assert session.edit("sigmoid", text)["problem"] is None
    try:
        assert "(line 2 of sigmoid)" in session.operations()["problem"]
        frame = session.train(1e9, 9)
        assert frame["compiled"]["operations"] == 0
        assert "(line 2 of sigmoid)" in frame["compiled"]["reason"]
    finally:
        session.restore("sigmoid")
    told = session.train(1e9, 40)["compiled"]
    assert told == {"way": "compiled", "reason": "", "operations": 201} or "another" in told["reason"]
    off = session.train(1e9, 41, compiled=False)["compiled"]
    assert (off["way"], off["reason"]) == ("off", session.SWITCHED_OFF)
    monkeypatch.setattr(session, "_machine", None)
    assert session.operations() == {"problem": session.NOT_LOADED}
    loading = session.train(1e9, 42)["compiled"]
    assert (loading["way"], loading["reason"]) == ("loading", session.NOT_LOADED)
