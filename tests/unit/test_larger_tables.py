"""Truth tables of many rows and outputs, in all that is done with a run: the same as for the tutorial's four rows."""

import json

import numpy as np
import pytest
from cases import assert_same_bits, same_bits
from sessions import more

from glassnet import session
from glassnet.looking.outcome import SOLVED
from glassnet.run import Run
from glassnet.sweeps.native.plan import tasks
from glassnet.sweeps.native.spec import BadSpec, spec_of
from glassnet.sweeps.native.training import Exercise, singly, together
from oracle import engine

TABLES = {
    "addition": {"dataset": "addition", "hidden": [4], "rate": 0.5},
    "negation": {"dataset": "negation", "hidden": [6], "activation": "tanh", "batch": 5},
    "parity6": {"dataset": "parity6", "hidden": [12], "optimizer": "momentum", "rate": 0.02},
    "symmetry": {"dataset": "symmetry", "held_rows": [7, 63], "loss": "binary_cross_entropy"},
    "text": {"targets": "11: 0110; 10: 0.25 0 0 1; 01: 1001; 00: 0000", "hidden": [3, 3]},
}


@pytest.fixture(params=TABLES)
def chosen(request):
    return TABLES[request.param] | {"epochs": 60}


def test_trains_to_the_bits_of_the_general_engine(chosen):
    run = Run(chosen, fast=False)
    theirs = engine.train(run.choices, run.X, run.y)
    for _ in range(25):
        assert same_bits(next(run.training), next(theirs).loss)


def test_goes_on_from_a_checkpoint_as_if_nothing_had_been(chosen):
    session.start(chosen)
    more(20)
    saved = session.look({})
    kept = {name: saved[name] for name in ("epoch", "parameters", "training_state")}
    whole = more(30)
    session.start(chosen, json.loads(json.dumps(plain(kept))))
    again = more(30)
    assert again["epoch"] == whole["epoch"] == 50
    assert_same_bits(again["parameters"], whole["parameters"])
    assert same_bits(again["losses"], whole["losses"])


def plain(value):
    """The same with lists."""
    if isinstance(value, dict):
        return {name: plain(entry) for name, entry in value.items()}
    return value.tolist() if isinstance(value, np.ndarray) else value


def test_its_gradients_are_checked_over_all_rows_and_outputs(chosen):
    session.start(chosen)
    more(3)
    answer = session.check_gradients()["answer"]
    run = Run(chosen)
    assert answer["right"], answer["words"]
    assert (answer["rows"], answer["size"]) == (len(run.X), sum(array.size for array in run.network.values()))


def test_the_notebook_and_the_program_have_the_table_and_run(chosen):
    session.start(chosen)
    run = Run(chosen)
    names = {}
    exec(session.program()["text"], names)
    assert same_bits(np.asarray(names["X"], float), run.X)
    assert same_bits(np.asarray(names["y"], float), run.y)
    run.train(1e9, 60)
    assert_same_bits(names["trained_network"], run.network)
    cells = json.loads(session.program("notebook")["text"])["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    other = {}
    exec(code, other)
    assert_same_bits(other["trained_network"], run.network)


def test_a_stack_of_networks_is_each_by_itself(chosen):
    exercise = Exercise(Run(chosen).choices)
    lanes = [(0.1, 3), (0.5, 42), (0.1, 7)]
    for row, (rate, seed) in zip(together(exercise, lanes), lanes, strict=True):
        assert repr(row) == repr(singly(exercise, seed, rate))


def test_a_sweep_takes_tables_by_name_and_as_text():
    given = {"dataset": ["parity5", "symmetry", "addition"], "hidden": [[4]], "seeds": "0..2", "epochs": 30}
    planned = list(tasks(spec_of(given), 1e9))
    assert [task.chosen["dataset"] for task in planned] == given["dataset"]
    [task] = tasks(
        spec_of({"targets": "0: 01; 1: 10", "hidden": [[3]], "rate": 3.0, "seeds": "0..2", "epochs": 2000}), 1e9
    )
    exercise = Exercise(task.chosen, task.own, task.watching)
    assert exercise.y.tolist() == [[0, 1], [1, 0]]
    assert [singly(exercise, seed, 3.0)["outcome"] for seed in range(3)] == [SOLVED] * 3
    with pytest.raises(BadSpec, match="targets lists 3 of 4 rows; expected 11, too") as refused:
        spec_of({"targets": "00: 0; 01: 1; 10: 1", "seeds": "0..2"})
    assert refused.value.key == "targets"
