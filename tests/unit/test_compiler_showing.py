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
    told = session.train(1e9, 40)["compiled"]
    assert told == {"way": "compiled", "reason": "", "operations": 201} or "another" in told["reason"]
    off = session.train(1e9, 41, compiled=False)["compiled"]
    assert (off["way"], off["reason"]) == ("off", session.SWITCHED_OFF)
    monkeypatch.setattr(session, "_machine", None)
    assert session.operations() == {"problem": session.NOT_LOADED}
    loading = session.train(1e9, 42)["compiled"]
    assert (loading["way"], loading["reason"]) == ("loading", session.NOT_LOADED)
