"""The session: frames, slices of time, pictures, refusals, and the description."""

import inspect
import json
import math
import time
from itertools import islice

import numpy as np
import pytest
from cases import X, assert_same_bits, oracle, same_bits
from sessions import LONG, assert_frame, listed, more

import glassnet
import tutorial
from glassnet import session
from glassnet.checks import labels_of
from glassnet.data.datasets import DATASETS
from glassnet.data.truth_tables import truth_table
from glassnet.programs.choices import CHOICES, checked
from glassnet.programs.writing import parts
from glassnet.tables.activations import ACTIVATIONS
from glassnet.tables.initializers import INITIALIZERS
from glassnet.tables.losses import LOSSES
from glassnet.tables.optimizers import OPTIMIZERS
from oracle import engine

# -- frames and slices


def test_the_first_frame_is_the_tutorials_network_untrained(start_of_run):
    assert_frame(session.start({}), 0, start_of_run, [])


def test_a_frame_after_training_is_the_tutorials_network(start_of_run):
    session.start({})
    assert_frame(more(150), 150, *oracle(start_of_run, 150))


def test_slices_make_one_run(start_of_run):
    session.start({})
    losses = [loss for until in (1, 8, 50) for loss in session.train(LONG, until)["losses"]]
    network, expected = oracle(start_of_run, 50)
    assert losses == expected
    assert_frame(session.look({}), 50, network, [])


def test_a_start_may_train_at_once(start_of_run):
    frame = session.start({"seed": 7}, trained={"milliseconds": LONG, "until": 40, "keep": 4})
    session.start({"seed": 7})
    expected = session.train(LONG, 40, keep=4)
    assert frame["losses"].tolist() == expected["losses"].tolist()
    assert_same_bits(frame["parameters"], expected["parameters"])
    assert frame["kept"]["epochs"].tolist() == [0, *expected["kept"]["epochs"]]
    assert frame["program"]
    with pytest.raises(ValueError, match="milliseconds"):
        session.start({}, trained={"milliseconds": 0, "until": 40})


def test_a_start_from_a_checkpoint_may_train_on(start_of_run):
    session.start({})
    before = listed(session.train(LONG, 30))
    after = session.start({}, saved=before, trained={"milliseconds": LONG, "until": 50, "keep": 8})
    network, losses = oracle(start_of_run, 50)
    assert_frame(after, 50, network, losses[30:])
    assert after["kept"]["epochs"][0] == 30


@pytest.mark.parametrize("until", [50, 20, 1])
def test_a_slice_that_was_asked_for_beyond_the_end_does_nothing(start_of_run, until):
    session.start({})
    network = session.train(LONG, 50)["parameters"]
    assert_frame(session.train(LONG, until), 50, network, [])


@pytest.mark.parametrize("milliseconds", [1e-9, 5e-324])
def test_a_slice_too_short_for_one_epoch_does_one(milliseconds):
    session.start({})
    frame = session.train(milliseconds, 1000)
    assert frame["epoch"] == len(frame["losses"]) == 1


def test_a_slice_ends_with_its_time():
    session.start({})
    started = time.perf_counter()
    frame = session.train(30, 10_000_000)
    assert time.perf_counter() - started < 2
    assert 1 <= frame["epoch"] == len(frame["losses"]) < 10_000_000


def test_a_frame_does_not_change_afterwards():
    session.start({"optimizer": "momentum"})
    frame = more(3)
    kept = [frame["parameters"]["W1"].copy(), frame["training_state"]["W1"]["velocity"].copy(), frame["losses"].copy()]
    more(3)
    assert same_bits(frame["parameters"]["W1"], kept[0])
    assert same_bits(frame["training_state"]["W1"]["velocity"], kept[1])
    assert same_bits(frame["losses"], kept[2])
    frame["parameters"]["W1"][:] = 0
    assert session.look({})["parameters"]["W1"].any()


def test_looking_moves_nothing():
    session.start({})
    more(5)
    first, again = session.look({}), session.look({"boundary": 3})
    assert first["epoch"] == again["epoch"] == 5
    assert first["losses"].size == again["losses"].size == 0
    assert_same_bits(first["parameters"], again["parameters"])


def test_a_new_start_forgets_the_old_run(start_of_run):
    session.start({"seed": 1})
    more(5)
    assert_frame(session.start({}), 0, start_of_run, [])


CHOSEN = {
    "dataset": "and",
    "hidden": [4, 3],
    "activation": ["tanh", "swish"],
    "loss": "binary_cross_entropy",
    "optimizer": "adamw",
    "rate": 0.05,
    "initializer": "he",
    "seed": 7,
    "reduction": "mean",
    "epochs": 30,
    "batch": 3,
    "l1": 1e-3,
    "l2": 1e-2,
    "dropout": 0.25,
    "clip": 0.5,
    "schedule": "cosine",
}


def test_all_choices_at_once_reach_the_network_and_the_epochs_after_a_restored_frame_are_those_of_one_run():
    *epochs, last = islice(engine.train(checked(CHOSEN), X, np.array([[0], [0], [0], [1]])), 30)
    losses = [epoch.loss for epoch in (*epochs, last)]
    session.start(CHOSEN)
    first = more(11)
    whole = more(19)
    assert_same_bits(whole["parameters"], last.network)
    assert [*first["losses"], *whole["losses"]] == losses
    session.start({})
    session.start(CHOSEN, listed(first))
    again = more(19)
    assert_same_bits(again["parameters"], last.network)
    assert again["losses"].tolist() == losses[11:]


def test_the_loss_and_the_predictions_of_a_frame_are_the_whole_networks_whatever_dropout_leaves_out():
    session.start({"dropout": 0.5, "hidden": [6]})
    frame = more(20, pictures={"tried": [0, 1]})
    assert_frame(frame, 20, frame["parameters"], frame["losses"].tolist())
    assert frame["tried"] == pytest.approx(frame["predictions"][1], rel=1e-12)
    assert_frame(session.look({}), 20, frame["parameters"], [])


@pytest.mark.parametrize(
    "changes",
    [{"l1": 0.1}, {"l2": 0.1}, {"dropout": 0.5}, {"clip": 0.01}, {"batch": 1}, {"schedule": "step", "epochs": 11}],
)
def test_what_may_change_within_a_run_does_so_from_there_on(changes):
    session.start({})
    plain = more(10)["parameters"]
    assert_same_bits(session.change(changes)["parameters"], plain)
    changed = more(5)["parameters"]
    session.start({})
    assert not np.allclose(more(15)["parameters"]["W1"], changed["W1"], rtol=1e-6)


@pytest.mark.parametrize("targets", [[0, 0.25, 0.5, 1], [1, 1, 1, 1]])
def test_custom_targets(targets, start_of_run):
    session.start({"dataset": "custom", "targets": targets})
    y = np.array(targets).reshape(4, 1)
    assert_frame(more(30), 30, *oracle(start_of_run, 30, y=y), y=y)


@pytest.mark.parametrize("inputs", [1, 3])
def test_tables_of_other_sizes(inputs):
    targets = [float(bin(row).count("1") % 2) for row in range(2**inputs)]
    session.start({"dataset": "custom", "targets": targets, "hidden": [5]})
    frame = more(10, pictures={"boundary": 4, "tried": [0.25] * inputs})
    assert frame["predictions"].shape == (2**inputs,)
    assert frame["parameters"]["W1"].shape == (inputs, 5)
    at_half = np.full((16, inputs), 0.5)
    axis = [-0.25, 0.25, 0.75, 1.25]
    at_half[:, 0] = axis * 4
    if inputs > 1:
        at_half[:, 1] = np.repeat(axis, 4)
    assert frame["boundary"] == pytest.approx(tutorial.predict(frame["parameters"], at_half)[:, 0], rel=1e-15)
    assert frame["tried"] == tutorial.predict(frame["parameters"], np.full((1, inputs), 0.25)).item()


# -- runs that diverge

DIVERGING = {"rate": 1e308, "output": "relu", "activation": "relu", "hidden": [4], "seed": 0}


def test_a_run_that_diverges_still_gives_frames():
    session.start(DIVERGING)
    frames = [more(5, pictures={"boundary": 3, "tried": [0, 1]}) for _ in range(4)]
    assert [frame["epoch"] for frame in frames] == [5, 10, 15, 20]
    assert not all(np.isfinite(array).all() for array in frames[-1]["parameters"].values())
    assert frames[-1]["predictions"].shape == (4,)
    assert frames[-1]["boundary"].shape == (9,)
    assert len(frames[-1]["losses"]) == 5


def test_numbers_too_large_to_square_still_give_frames():
    chosen = {"output": "relu", "seed": 0}
    saved = session.start(chosen)
    saved["parameters"]["b2"] = np.array([[1e200]])
    frame = session.start(chosen, saved)
    assert frame["predictions"].tolist() == [1e200] * 4
    assert frame["loss"] == math.inf


def test_a_diverged_run_stays_so_after_a_change_and_a_new_one_does_not():
    session.start(DIVERGING)
    more(20)
    assert session.change({"rate": 0.1})["epoch"] == 20
    assert not np.isfinite(more(5)["loss"])
    assert math.isfinite(session.start({})["loss"])


# -- pictures


@pytest.mark.parametrize("size", [2, 3, 48])
def test_the_boundary_is_what_predict_says_row_by_row_from_the_lower_left(size):
    session.start({"seed": 3})
    more(10)
    frame = session.look({"boundary": size})
    low, high = -0.25, 1.25
    step = (high - low) / (size - 1)
    grid = [[low + column * step, low + row * step] for row in range(size) for column in range(size)]
    expected = tutorial.predict(frame["parameters"], np.array(grid))[:, 0]
    assert frame["boundary"] == pytest.approx(expected, rel=1e-12)
    assert frame["boundary"][0] == pytest.approx(glassnet.predict(frame["parameters"], np.array([[low, low]])).item())
    assert frame["boundary"][size - 1] == pytest.approx(
        glassnet.predict(frame["parameters"], np.array([[high, low]])).item()
    )
    assert frame["boundary"][-1] == pytest.approx(
        glassnet.predict(frame["parameters"], np.array([[high, high]])).item()
    )


def test_frames_carry_only_the_pictures_that_were_asked_for():
    assert "boundary" not in session.start({})
    assert "boundary" in session.start({}, pictures={"boundary": 2})
    assert "boundary" in more(1, pictures={"boundary": 2})
    assert "tried" in session.change({"rate": 1}, pictures={"tried": [0, 0]})


def test_any_input_can_be_tried():
    session.start({})
    parameters = more(10)["parameters"]
    for inputs in ([0, 1], [0.3, -17.5], np.array([2.0, 2.0])):
        answer = session.look({"tried": inputs})["tried"]
        assert answer == tutorial.predict(parameters, np.array([inputs])).item()
        assert type(answer) is float


@pytest.mark.parametrize(
    ("pictures", "message"),
    [
        ({"tried": [0, 1, 1]}, r"inputs has shape \(3,\); expected \(2,\): a number for each input"),
        ({"tried": [0]}, r"inputs has shape \(1,\); expected \(2,\)"),
        ({"tried": []}, r"inputs has shape \(0,\); expected \(2,\)"),
        ({"tried": 1}, r"inputs has shape \(\); expected \(2,\)"),
        ({"tried": [[0, 1]]}, r"inputs has shape \(1, 2\); expected \(2,\)"),
        ({"tried": [0, math.nan]}, r"inputs\[1\] is nan; expected a finite number"),
        ({"tried": [math.inf, 0]}, r"inputs\[0\] is inf; expected a finite number"),
        ({"tried": ["0", "1"]}, r"inputs is \['0', '1'\]; expected an array of numbers"),
        ({"tried": None}, "inputs is None; expected an array of numbers"),
        ({"boundary": 1}, "size is 1; expected a whole number of 2 or more"),
        ({"boundary": 2.5}, "size is 2.5; expected a whole number of 2 or more"),
        ({"portrait": 2}, "picture is 'portrait'; expected one of 'boundary', 'curve', 'tried'"),
    ],
)
def test_pictures_that_are_none(pictures, message):
    session.start({})
    with pytest.raises(ValueError, match=message):
        session.look(pictures)


# -- what is refused


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({"colour": 1}, "choice is 'colour'; expected one of 'dataset'"),
        ({"dataset": "sin"}, "dataset is 'sin'; expected one of 'xor'"),
        ({"hidden": [2, 0]}, r"hidden\[1\] is 0; expected a whole number of 1 or more"),
        (None, "chosen is None; expected a dict of choices"),
    ],
)
def test_a_start_that_is_refused_leaves_the_run_as_it_was(chosen, message):
    session.start({"seed": 5})
    before = more(4)
    with pytest.raises(ValueError, match=message):
        session.start(chosen)
    assert session.look({})["epoch"] == 4
    assert_same_bits(session.look({})["parameters"], before["parameters"])


@pytest.mark.parametrize("milliseconds", [0, -1, math.nan, math.inf, "30", None])
def test_slices_that_are_none(milliseconds):
    with pytest.raises(ValueError, match=r"milliseconds is .*; expected a number above 0"):
        session.train(milliseconds, 1)


@pytest.mark.parametrize("until", [0, -1, 1.5, "1", None, True])
def test_ends_of_a_run_that_are_none(until):
    with pytest.raises(ValueError, match=r"until is .*; expected a whole number of 1 or more"):
        session.train(LONG, until)


# -- the description


def test_the_description_has_the_steps_and_the_tutorials_program():
    description = session.describe()
    assert len(description["steps"]) == 10
    assert all(step["title"] and step["sentences"] for step in description["steps"])
    told = [(part["step"], part["name"], part["source"]) for part in description["program"]]
    assert told == [tuple(part) for part in parts(checked({}))]
    functions = [part["name"] for part in description["program"] if part["name"] not in description["fixed"]]
    assert functions == [name for name in glassnet.__all__ if name not in ("np", "program")]


def test_the_description_has_what_the_page_must_know_before_python_is_there():
    description = session.describe()
    assert json.loads(json.dumps(description)) == description, "plain, as it comes to the page"
    tables = description["tables"]
    for count in ("1", "2", "3", "4"):
        X, _ = truth_table([0] * 2 ** int(count))
        assert (tables["rows"][count], len(tables["inputs"][count])) == (X.tolist(), int(count))
    data = session.start({"dataset": "custom", "targets": [0] * 16, "outputs": 2}) and session._run.data
    assert (list(data.inputs), list(data.outputs)) == (tables["inputs"]["3"], tables["outputs"]["2"])
    assert description["labels"]["W"].format(name="W1", row=0, column=1) in labels_of({"W1": (2, 2)}, "W1")
    of_numbers = {entry["name"] for entry in description["menus"]["loss"] if entry["of_numbers"]}
    assert of_numbers == {"mean_squared_error", "mean_absolute_error", "huber"}


@pytest.mark.parametrize("chosen", [{}, {"hidden": [3, 3], "activation": "tanh"}, {"optimizer": "adam", "batch": 2}])
def test_a_frame_brings_the_program_where_the_choices_may_have_changed(chosen):
    frame = session.start(chosen)
    assert [part["source"] for part in frame["program"]] == [part.text for part in parts(checked(chosen))]
    changed = session.change({"l2": 0.5})["program"]
    assert "    l2 = 0.5\n" in next(part["source"] for part in changed if part["name"] == "backward_propagation")
    frozen = session.freeze(["W1[0,1]"])["program"]
    assert "    dW1[0, 1] = 0\n" in next(part["source"] for part in frozen if part["name"] == "backward_propagation")
    assert "program" not in more(1)
    assert "program" not in session.look({})


def test_the_descriptions_menus_are_the_tables():
    menus = session.describe()["menus"]
    tables = {"activation": ACTIVATIONS, "output": ACTIVATIONS, "loss": LOSSES, "optimizer": OPTIMIZERS}
    for name, table in {**tables, "initializer": INITIALIZERS, "dataset": [*DATASETS, "custom", "own"]}.items():
        assert [entry["name"] for entry in menus[name]] == list(table)


def test_the_descriptions_defaults_start_the_tutorials_run(start_of_run):
    description = session.describe()
    assert set(description["defaults"]) == set(CHOICES)
    assert description["boundary_range"] == [-0.25, 1.25]
    assert_frame(session.start(description["defaults"]), 0, start_of_run, [])


def test_the_protocol_is_the_public_functions_and_nothing_else():
    own = {
        name
        for name, value in vars(session).items()
        if inspect.isfunction(value) and value.__module__ == session.__name__ and not name.startswith("_")
    }
    assert set(session.__all__) <= own
    for name in session.__all__:
        assert inspect.getdoc(getattr(session, name))
