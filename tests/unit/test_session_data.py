"""The session's data: held-out rows, several outputs, points, curves, own rows, and their pictures."""

from itertools import islice

import numpy as np
import pytest
from cases import assert_same_bits
from sessions import more

import glassnet
from glassnet import session
from glassnet.data.datasets import data_of
from glassnet.programs.choices import checked
from glassnet.random_numbers import RandomNumbers
from glassnet.run import Run
from oracle import engine

OWN = "height,weight,kind\n150,50,cat\n190,90,dog\n170,60,cat\n160,80,dog\n"
QUIET = {"hidden": [3], "rate": 0.05}


def start(dataset, own=None, **chosen):
    return session.start({**QUIET, "dataset": dataset, **chosen}, own=own)


def rows(frame):
    data = frame["data"]
    return data["X"].reshape(-1, len(data["inputs"])), data["y"].reshape(-1, len(data["outputs"]))


@pytest.mark.parametrize(
    "chosen",
    [
        {"dataset": "xor", "held_rows": [2]},
        {"dataset": "parity3", "held_rows": [0, 7]},
        {"dataset": "circles", "points": 40, "held_out": 0.25},
        {"dataset": "spirals3", "points": 30, "held_out": 0.5},
        {"dataset": "ripple", "points": 25, "held_out": 0.2},
        {"dataset": "half_adder"},
    ],
)
def test_training_sees_the_training_rows_and_no_others(chosen):
    session.start(QUIET | chosen)
    frame = more(20)
    X, y = data_of(checked(chosen)).training
    *epochs, last = islice(engine.train(checked(QUIET | chosen), X, y), 20)
    assert_same_bits(frame["parameters"], last.network)
    assert frame["losses"].tolist() == [epoch.loss for epoch in (*epochs, last)]


def test_all_rows_have_a_prediction_and_each_part_its_own_loss():
    session.start(QUIET | {"dataset": "xor", "held_rows": [1, 2]})
    frame = more(50)
    answers = glassnet.predict(frame["parameters"], np.array([[0, 0], [0, 1], [1, 0], [1, 1]]))[:, 0]
    assert frame["predictions"].tolist() == answers.tolist()
    assert frame["loss"] == pytest.approx(np.mean(answers[[0, 3]] ** 2))
    assert frame["held_loss"] == pytest.approx(np.mean((1 - answers[[1, 2]]) ** 2))


@pytest.mark.parametrize(("rows", "columns", "targets"), [(17, 3, 1), (90, 1, 3), (9, 20, 2), (4, 3, 2)])
def test_the_losses_are_those_of_the_written_program(capsys, rows, columns, targets):
    """To the bit: a product of other sizes may differ in its last bits."""
    numbers = RandomNumbers(rows).randn(rows, columns + targets).round(3).tolist()
    names = [*(f"x{one}" for one in range(columns)), *(f"y{one}" for one in range(targets))]
    text = "\n".join([",".join(names), *(",".join(map(str, row)) for row in numbers)])
    start("own", own=text, output="linear", hidden=[33], rate=0.001, epochs=8)
    frame = more(8)
    exec(session.program()["text"], {})
    said = capsys.readouterr().out
    assert float(said.partition("Held out, Loss: ")[2].split()[0]) == frame["held_loss"]
    run = Run(session._run.choices, own=text)
    assert run.predictions() == pytest.approx(run.ask(run.data.X)), "in the order of the data"


@pytest.mark.parametrize("others", [{}, {"batch": 16, "dropout": 0.2}])
def test_a_slice_has_held_out_losses_on_its_way(others):
    """They are those of the frames that end there; and to take them changes nothing."""
    start("spirals", hidden=[8], epochs=40, **others)
    ends = {epoch: more(1)["held_loss"] for epoch in range(1, 41)}
    start("spirals", hidden=[8], epochs=40, **others)
    frame = more(40)
    taken = frame["held_losses"]
    assert taken["epochs"] == [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40]
    assert taken["losses"] == [ends[epoch] for epoch in taken["epochs"]]
    assert frame["held_loss"] == ends[40]


def test_nothing_held_out_has_no_loss():
    assert "held_losses" not in more(session.start({})["epoch"] + 9)
    assert "held_loss" not in session.start({})
    assert "held_loss" not in start("circles", held_out=0)
    assert "held_loss" in start("circles")


def test_rows_can_be_left_out_on_the_way_and_come_back():
    session.start(QUIET)
    before = more(10)
    frame = session.change({"held_rows": [3]})
    assert frame["epoch"] == 10
    assert_same_bits(frame["parameters"], before["parameters"])
    assert "held_loss" in frame
    assert "held_loss" not in session.change({"held_rows": []})


@pytest.mark.parametrize("name", ["circles", "blobs3", "own"])
def test_accuracy_is_the_share_in_the_right_class(name):
    frame = start(name, own=OWN, held_out=0.3)
    _, y = rows(frame)
    held = frame["data"]["held"].astype(bool)
    answers = frame["predictions"].reshape(y.shape)
    right = (answers > 0.5)[:, 0] == (y > 0.5)[:, 0] if y.shape[1] == 1 else answers.argmax(1) == y.argmax(1)
    assert frame["accuracy"] == pytest.approx(right[~held].mean())
    assert frame["held_accuracy"] == pytest.approx(right[held].mean())


@pytest.mark.parametrize("name", ["xor", "sine"])
def test_without_classes_there_is_no_accuracy(name):
    assert "accuracy" not in start(name)


def test_several_outputs_stand_row_after_row():
    frame = session.start(QUIET | {"dataset": "half_adder"})
    assert frame["predictions"].shape == (8,)
    answers = glassnet.predict(frame["parameters"], np.array([[0, 0], [0, 1], [1, 0], [1, 1]]))
    assert frame["predictions"].tolist() == answers.ravel().tolist()
    tried = session.look({"tried": [1, 0]})["tried"]
    assert tried == answers[2].tolist()


def test_the_data_comes_with_the_start_and_not_with_every_frame():
    frame = start("spirals3", points=31, held_out=0)
    X, y = rows(frame)
    data = data_of(checked({"dataset": "spirals3", "points": 31}))
    assert X.tolist() == data.X.tolist()
    assert y.tolist() == data.y.tolist()
    assert frame["data"]["classes"] == ["0", "1", "2"]
    assert "data" not in more(1)
    assert "data" not in session.look({})
    assert "data" not in session.start({}), "the page has truth tables in its choices"


def test_very_many_rows_are_all_trained_on_and_some_are_shown():
    frame = start("checkerboard", points=5000, held_out=0, reduction="mean")
    assert len(frame["predictions"]) == len(frame["data"]["held"]) == 2000
    data = data_of(checked({"dataset": "checkerboard", "points": 5000, "held_out": 0}))
    answers = glassnet.predict(frame["parameters"], data.X)
    assert frame["loss"] == pytest.approx(np.mean((answers - data.y) ** 2))
    assert frame["predictions"] == pytest.approx(answers[data.shown, 0])


# -- the reader's own rows


def test_own_data_is_trained_on_scaled_and_asked_as_it_came():
    start("own", own=OWN, held_out=0)
    frame = more(30, pictures={"tried": [170, 60], "boundary": 2})
    X = np.array([[150, 50], [190, 90], [170, 60], [160, 80]], dtype=float)
    scaled = (X - X.mean(axis=0)) / X.std(axis=0)
    network = glassnet.train_network(scaled, np.array([[0], [1], [0], [1]]), 2, 3, 1, 30, 0.05)
    assert_same_bits(frame["parameters"], network)
    assert frame["tried"] == pytest.approx(frame["predictions"][2])
    low = (np.array([146, 46]) - X.mean(axis=0)) / X.std(axis=0)
    assert frame["boundary"][0] == pytest.approx(glassnet.predict(network, low[np.newaxis]).item())


def test_own_data_can_grow_on_the_way():
    start("own", own=OWN)
    before = more(10)
    frame = session.change({}, own=OWN + "200,95,dog\n")
    assert frame["epoch"] == 10
    assert frame["data"]["rows"] == 5
    assert_same_bits(frame["parameters"], before["parameters"])
    assert more(5)["epoch"] == 15


def test_own_data_of_another_shape_needs_another_run():
    start("own", own=OWN)
    more = OWN + "200,95,horse\n"
    with pytest.raises(ValueError, match=r"the data has \(inputs, outputs\) \(2, 3\); expected \(2, 1\)"):
        session.change({}, own=more)
    assert session.look({})["predictions"].shape == (4,)
    assert start("own", own=more)["predictions"].shape == (15,)


def test_a_bad_cell_leaves_the_run_as_it_was():
    start("own", own=OWN)
    bad = OWN.replace(",50", ",heavy")
    assert session.read_data(bad)["problem"] == "row 2, column 2 (“weight”) is “heavy”; expected a number"
    for call in (lambda own: start("own", own=own), lambda own: session.change({}, own=own)):
        with pytest.raises(ValueError, match=r"row 2, column 2 \(“weight”\) is “heavy”; expected a number"):
            call(bad)
    assert session.look({})["predictions"].shape == (4,)


def test_reading_starts_nothing():
    session.start({})
    more(3)
    page = session.read_data(OWN)["data"]
    assert (page["rows"], page["inputs"], page["classes"]) == (4, ["height", "weight"], ["cat", "dog"])
    assert session.look({})["epoch"] == 3


def test_own_data_that_never_came():
    with pytest.raises(ValueError, match="own is None; expected the text of the data"):
        start("own")


def test_a_run_on_own_data_goes_on_from_a_frame():
    start("own", own=OWN)
    saved = more(7)
    expected = more(7)
    session.start({})
    session.start({**QUIET, "dataset": "own"}, saved, own=OWN)
    assert_same_bits(more(7)["parameters"], expected["parameters"])


# -- pictures


def test_a_slice_through_three_inputs():
    start("multiplexer")
    wish = {"size": 3, "axes": [2, 0], "at": [9, 1, 9]}
    frame = more(5, pictures={"boundary": wish})
    axis = [-0.25, 0.5, 1.25]
    grid = [[up, 1, across] for up in axis for across in axis]
    assert frame["boundary"] == pytest.approx(glassnet.predict(frame["parameters"], np.array(grid))[:, 0])


def test_a_slice_lies_at_the_mean_where_nothing_else_is_said():
    start("parity4")
    frame = session.look({"boundary": {"size": 2}})
    corners = [[x, y, 0.5, 0.5] for y in (-0.25, 1.25) for x in (-0.25, 1.25)]
    assert frame["boundary"] == pytest.approx(glassnet.predict(frame["parameters"], np.array(corners))[:, 0])


def test_several_outputs_lie_one_behind_the_other():
    start("blobs3")
    frame = more(5, pictures={"boundary": 4})
    axis = np.linspace(-1.25, 1.25, 4)
    answers = glassnet.predict(frame["parameters"], np.array([[x, y] for y in axis for x in axis]))
    assert frame["boundary"].reshape(3, 16) == pytest.approx(answers.T)


def test_the_curve_of_a_single_input():
    start("sine")
    frame = more(5, pictures={"curve": 7})
    answers = glassnet.predict(frame["parameters"], np.linspace(-1.25, 1.25, 7)[:, np.newaxis])
    assert frame["curve"] == pytest.approx(answers[:, 0])


@pytest.mark.parametrize(
    ("dataset", "pictures", "message"),
    [
        ("xor", {"curve": 5}, "the data has 2 inputs; expected 1 for a curve"),
        ("sine", {"curve": 1}, "size is 1; expected a whole number of 2 or more"),
        ("xor", {"boundary": {"axes": [0, 1]}}, "size is None; expected a whole number"),
        ("xor", {"boundary": {"size": 4, "axes": [0, 2]}}, r"axes is \[0, 2\]; expected one or two different inputs"),
        ("parity3", {"boundary": {"size": 4, "axes": [1, 1]}}, r"axes is \[1, 1\]; expected one or two different"),
        ("parity3", {"boundary": {"size": 4, "axes": []}}, r"axes is \[\]; expected one or two different inputs"),
        ("parity3", {"boundary": {"size": 4, "axes": [0, -1]}}, "axes is -1; expected a whole number of 0 or more"),
        ("parity3", {"boundary": {"size": 4, "at": [0, 1]}}, r"at has shape \(2,\); expected \(3,\)"),
    ],
)
def test_pictures_that_are_none(dataset, pictures, message):
    start(dataset)
    with pytest.raises(ValueError, match=message):
        session.look(pictures)


@pytest.mark.parametrize("loss", ["mean_squared_error", "binary_cross_entropy"])
@pytest.mark.parametrize("dataset", ["spirals", "saddle", "full_adder"])
def test_other_data_learns_with_each_loss(dataset, loss):
    start(dataset, loss=loss, reduction="mean", rate=0.1)
    frames = [more(1), more(300)]
    assert np.isfinite(frames[1]["loss"])
    assert frames[1]["loss"] < frames[0]["losses"][0]
