"""The exercise as a program trains to the numbers of the page, to the bit, with the reader's own functions as well."""

import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cases import assert_same_bits, same_bits

import glassnet
import tutorial
from glassnet import session
from glassnet.programs.editing import EDITABLE, edited, restore, use
from glassnet.programs.exporting import literal

EPOCHS = 30
OWN = "width;height;kind\n1,5;2;a\n2,5;1;b\n3;7;a\n9;4;b\n"
EXERCISES = [
    {},
    {"dataset": "custom", "targets": [0, 1, 1, 0.25], "hidden": [4], "seed": 7, "rate": 0.5},
    {"dataset": "parity3", "held_rows": [2, 5], "hidden": [3, 2], "activation": ["tanh", "relu"]},
    {"dataset": "spirals", "points": 40, "noise": 0.1, "data_seed": 3, "loss": "binary_cross_entropy", "batch": 8},
    {"dataset": "blobs3", "held_out": 0.5, "output": "softmax", "loss": "categorical_cross_entropy"},
    {"dataset": "sine", "optimizer": "adam", "schedule": "cosine", "initializer": "xavier", "reduction": "mean"},
    {"dataset": "own", "l1": 0.01, "l2": 0.02, "dropout": 0.25, "clip": 1.0, "hidden": [5, 4]},
]


@pytest.fixture(autouse=True)
def as_it_was():
    yield
    for name in edited():
        restore(name)
    session.start({})


def run_of(text):
    """What stands in a program's names at its end."""
    names = {"__name__": "__main__"}
    exec(compile(text, "<program>", "exec"), names)
    return names


def both(chosen, functions=None, frozen=()):
    """The page's run at its end, and the program's."""
    session.start(chosen, own=OWN, frozen=frozen)
    for name, text in (functions or {}).items():
        assert session.edit(name, text)["problem"] is None
    session.start(chosen, own=OWN, frozen=frozen)
    text = session.program(functions or {})
    frame = session.train(1e9, chosen["epochs"])
    for name in edited():
        restore(name)
    return frame, run_of(text)


def assert_same_run(frame, program):
    assert_same_bits(program["network"], frame["parameters"])
    assert same_bits(program["loss"], frame["loss"])


@pytest.mark.parametrize("chosen", EXERCISES, ids=[str(one.get("dataset")) for one in EXERCISES])
def test_a_program_trains_to_the_same_bits(chosen, capsys):
    frame, program = both({**chosen, "epochs": EPOCHS})
    assert_same_bits(program["network"], frame["parameters"])
    assert program["loss"] == pytest.approx(frame["loss"], rel=1e-14), (
        "the page asks with the rows held out among the others"
    )
    printed = capsys.readouterr().out
    assert f"Epoch {EPOCHS}, Loss: {program['loss']}\nPredictions: \n" in printed


def test_what_is_frozen_stays_so():
    frame, program = both({"epochs": EPOCHS}, frozen=["W1[0,1]", "b2[0]"])
    assert_same_run(frame, program)
    assert program["network"]["b2"] == 0


PASTED = [name for name in EDITABLE if hasattr(tutorial, name)]
HELPED = """from __future__ import annotations
import functools

def twice(function):
    @functools.wraps(function)
    def call(*arguments, **keywords):
        return function(*arguments, **keywords) * 2
    return call

@twice
def compute_loss(y_true, y_pred):
    '''It's "twice" \\\\ as much.'''
    return np.mean((y_true - y_pred) ** 2)
"""
VERSIONS = {
    "the tutorial's": {name: inspect.getsource(getattr(tutorial, name)) for name in PASTED},
    "the package's": {name: f"# mine\n{inspect.getsource(EDITABLE[name])}" for name in EDITABLE},
    "with a helper": {"compute_loss": HELPED},
    "another step": {
        "update_parameters": inspect.getsource(EDITABLE["update_parameters"]).replace(
            "learning_rate, memories", "2 * learning_rate, memories"
        )
    },
}


@pytest.mark.parametrize("versions", VERSIONS)
def test_the_readers_own_functions_take_their_places(versions, capsys):
    frame, program = both({"epochs": EPOCHS}, VERSIONS[versions])
    assert_same_run(frame, program)
    assert sorted(edited()) == sorted(VERSIONS[versions])
    if versions == "another step":
        assert_same_run(frame, both({"epochs": EPOCHS, "rate": 0.2})[1])


def test_it_runs_in_a_python_of_its_own_and_says_the_tutorials_numbers(tmp_path):
    path = tmp_path / "glassnet_xor.py"
    session.start({})
    path.write_text(session.program({"sigmoid": inspect.getsource(tutorial.sigmoid)}), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(Path(glassnet.__file__).parents[1])}
    ran = subprocess.run(
        [sys.executable, "-W", "error", path], env=environment, capture_output=True, text=True, check=True
    )
    assert ran.stdout.count("Epoch") == 101
    assert "Loss: 0.1282" in ran.stdout
    assert "[0.49554" in ran.stdout, "the known run, which is stuck"


@pytest.mark.parametrize(
    "text", ["", "a,b\n1,2\n", "tab\there", 'say "', 'three """ of them', "back\\slash", "a\r\nb\x00"]
)
def test_a_text_means_the_same_in_a_program(text):
    assert eval(literal(text)) == text


def test_what_cannot_take_a_functions_place_is_refused():
    with pytest.raises(ValueError, match="'relu'; expected one of 'initialize_network'"):
        use(relu=abs)
    with pytest.raises(ValueError, match="predict is called with"):
        use(predict=lambda network: network)
    assert edited() == []
