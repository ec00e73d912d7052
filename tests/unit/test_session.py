"""The page's door: frames, slices of time, changes on the way, going on from a frame, and what the pictures show."""

import inspect
import math
import time

import numpy as np
import pytest
from cases import assert_same_bits, same_bits

import glassnet
import tutorial
from glassnet import session
from glassnet.activations import ACTIVATIONS
from glassnet.choices import CHOICES
from glassnet.datasets import DATASETS
from glassnet.initializers import INITIALIZERS
from glassnet.losses import LOSSES
from glassnet.optimizers import OPTIMIZERS

LONG = 1e9  # milliseconds
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
Y = np.array([[0], [1], [1], [0]])


def oracle(network, epochs, rate=0.1, y=Y):
    """The tutorial's network after so many epochs more, and its losses."""
    losses = []
    for _ in range(epochs):
        y_pred, cache = tutorial.forward_propagation(network, X)
        losses.append(tutorial.compute_loss(y, y_pred))
        network = tutorial.update_parameters(network, tutorial.backward_propagation(network, cache, X, y), rate)
    return network, losses


def more(epochs, **wishes):
    """Train on for so many epochs, however long it takes."""
    return session.train(LONG, session.look({})["epoch"] + epochs, **wishes)


@pytest.fixture(autouse=True)
def global_random_state():
    """NumPy's global random state, put back afterwards: the oracle seeds it."""
    before = np.random.get_state()
    yield
    np.random.set_state(before)


@pytest.fixture
def start_of_run():
    """The tutorial's network before its first epoch."""
    return tutorial.initialize_network(2, 2, 1)


def assert_frame(frame, epoch, network, losses, y=Y):
    """The frame tells of this network, at this epoch, and of these losses on the way to it."""
    y_pred = tutorial.predict(network, X)
    assert frame["epoch"] == epoch
    assert_same_bits(frame["parameters"], network)
    assert same_bits(frame["predictions"], y_pred[:, 0])
    assert frame["losses"].tolist() == losses
    assert frame["loss"] == tutorial.compute_loss(y, y_pred)
    assert type(frame["loss"]) is float


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
    kept = [frame["parameters"]["W1"].copy(), frame["memories"]["all"]["velocity"].copy(), frame["losses"].copy()]
    more(3)
    assert same_bits(frame["parameters"]["W1"], kept[0])
    assert same_bits(frame["memories"]["all"]["velocity"], kept[1])
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


def test_choices_reach_the_network():
    chosen = {
        "dataset": "and",
        "hidden": [3, 2],
        "activation": "tanh",
        "loss": "binary_cross_entropy",
        "optimizer": "momentum",
        "rate": 0.25,
        "initializer": "he",
        "seed": 7,
        "reduction": "mean",
    }
    session.start(chosen)
    frame = more(20)
    losses = []
    network = glassnet.train_network(
        X, [[0], [0], [0], [1]], 2, (3, 2), 1, 20, 0.25, initializer="he", seed=7, activation="tanh",
        loss="binary_cross_entropy", optimizer="momentum", reduction="mean",
        watch=lambda record: losses.append(record.loss),
    )  # fmt: skip
    assert_same_bits(frame["parameters"], network)
    assert frame["losses"].tolist() == losses


def test_all_choices_at_once_reach_the_network_and_the_epochs_after_a_restored_frame_are_those_of_one_run():
    functions = {"activation": ["tanh", "swish"], "loss": "binary_cross_entropy", "optimizer": "adamw"}
    strengths = {"batch": 3, "l1": 1e-3, "l2": 1e-2, "dropout": 0.25, "clip": 0.5, "schedule": "cosine", "seed": 3}
    chosen = {"hidden": [4, 3], "rate": 0.05, "epochs": 30, **functions, **strengths}
    losses = []
    network = glassnet.train_network(
        X, Y, 2, (4, 3), 1, 30, 0.05, **functions, **strengths, watch=lambda record: losses.append(record.loss)
    )
    session.start(chosen)
    first = more(11)
    whole = more(19)
    assert_same_bits(whole["parameters"], network)
    assert [*first["losses"], *whole["losses"]] == losses
    session.start({})
    session.start(chosen, listed(first))
    again = more(19)
    assert_same_bits(again["parameters"], network)
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


# -- changes on the way


def test_other_targets_keep_the_weights_and_the_epoch(start_of_run):
    session.start({})
    more(20)
    network, _ = oracle(start_of_run, 20)
    nand = np.array([[1], [1], [1], [0]])
    assert_frame(session.change({"dataset": "nand"}), 20, network, [], y=nand)
    assert_frame(more(20), 40, *oracle(network, 20, y=nand), y=nand)


def test_other_typed_targets_and_another_rate(start_of_run):
    session.start({})
    more(20)
    network, _ = oracle(start_of_run, 20)
    session.change({"dataset": "custom", "targets": [0, 0, 0.5, 1], "rate": 2.5})
    y = np.array([[0], [0], [0.5], [1]])
    assert_frame(more(20), 40, *oracle(network, 20, rate=2.5, y=y), y=y)


def test_a_change_keeps_the_optimizers_memories():
    session.start({"optimizer": "momentum"})
    whole = more(20)
    session.start({"optimizer": "momentum"})
    more(10)
    session.change({"epochs": 20})
    assert_same_bits(more(10)["parameters"], whole["parameters"])


def test_a_change_of_the_reduction_counts():
    session.start({})
    session.change({"reduction": "mean"})
    quarter = more(10)["parameters"]
    session.start({"rate": 0.1 / 4})
    for name, array in more(10)["parameters"].items():
        assert quarter[name] == pytest.approx(array, rel=1e-12)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"hidden": [3]}, "hidden cannot change within a run; start a new one"),
        ({"seed": 1}, "seed cannot change within a run"),
        ({"optimizer": "momentum"}, "optimizer cannot change within a run"),
        ({"dataset": "custom", "targets": [0, 1]}, r"the data has \(inputs, outputs\) \(1, 1\); expected \(2, 1\), as"),
        ({"targets": [0, 1, 1, 7]}, r"targets\[3\] is 7; expected a number from 0 to 1"),
        ({"rate": -1}, "rate is -1; expected a number above 0"),
        ({"speed": 1}, "choice is 'speed'; expected one of 'dataset'"),
    ],
)
def test_a_refused_change_changes_nothing(changes, message, start_of_run):
    session.start({})
    more(10)
    with pytest.raises(ValueError, match=message):
        session.change(changes | {"rate": changes.get("rate", 5)})
    network, _ = oracle(start_of_run, 10)
    assert_frame(more(10), 20, *oracle(network, 10))


def test_what_starts_a_new_run_may_be_named_in_a_change_if_it_stays_the_same():
    session.start({"hidden": 3})
    assert session.change({"hidden": [3], "rate": 0.5})["epoch"] == 0


def test_what_cannot_change_within_a_run_is_told():
    new_run = session.describe()["new_run"]
    network = {"hidden", "activation", "output", "loss", "optimizer", "initializer", "seed"}
    assert set(new_run) == network | {"points", "noise", "held_out", "data_seed"}


# -- going on from a frame


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
@pytest.mark.parametrize("as_saved", ["arrays", "lists", "another order"])
def test_a_run_goes_on_from_a_frame_bit_for_bit(optimizer, as_saved):
    chosen = {"optimizer": optimizer, "hidden": [3, 3], "rate": 0.5}
    session.start(chosen)
    saved = more(30)
    expected = more(30)
    if as_saved == "lists":
        saved = listed(saved)
    if as_saved == "another order":
        saved = saved | {"parameters": dict(reversed(saved["parameters"].items()))}
    session.start({"seed": 1})
    restored = session.start(chosen, saved)
    assert restored["epoch"] == 30
    frame = more(30)
    assert frame["epoch"] == 60
    assert frame["losses"].tolist() == expected["losses"].tolist()
    assert_same_bits(frame["parameters"], expected["parameters"])
    assert same_bits(frame["predictions"], expected["predictions"])


def listed(value):
    """The same with plain lists, as it comes from the page's storage."""
    if isinstance(value, dict):
        return {name: listed(entry) for name, entry in value.items()}
    return value.tolist() if isinstance(value, np.ndarray) else value


def test_a_saved_frame_is_left_as_it_is():
    session.start({"optimizer": "momentum"})
    saved = more(3)
    kept = listed(saved)
    session.start({"optimizer": "momentum"}, saved)
    more(3)
    assert listed(saved) == kept


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"parameters": {}}, "the saved parameters do not fit; expected {'W1': "),
        ({"parameters": {"W1": [[1.0]]}}, "the saved parameters do not fit"),
        ({"parameters": None}, "the saved parameters is None; expected a dict of arrays by name"),
        ({"parameters": {"W1": [[1.0], [2.0, 3.0]]}}, r"W1 is .*; expected an array of numbers"),
        ({"memories": 3}, "the saved memories is 3; expected a dict of memories by parameter"),
        ({"memories": {"all": 3}}, "the memory of all is 3; expected a dict of arrays by name"),
        ({"epoch": -1}, "epoch is -1; expected a whole number of 0 or more"),
        ({"epoch": None}, "epoch is None; expected a whole number of 0 or more"),
        ({"memories": {"all": {"velocity": "fast"}}}, "velocity is 'fast'; expected an array of numbers"),
    ],
)
def test_a_saved_frame_that_does_not_fit(changed, message, start_of_run):
    saved = session.start({}) | changed
    with pytest.raises(ValueError, match=message):
        session.start({}, saved)
    assert_frame(session.look({}), 0, start_of_run, [])


@pytest.mark.parametrize("saved", [[], "frame", 3])
def test_what_is_no_frame(saved):
    with pytest.raises(ValueError, match=r"saved is .*; expected a dict of epoch, parameters and memories"):
        session.start({}, saved)


def test_a_saved_frame_of_another_network_does_not_fit():
    saved = session.start({"hidden": 3})
    with pytest.raises(ValueError, match="the saved parameters do not fit"):
        session.start({"hidden": 4}, saved)


def test_memories_of_another_size_are_refused_at_every_slice():
    saved = session.start({"optimizer": "momentum"}) | {"memories": {"all": {"velocity": [1.0, 2.0]}}}
    session.start({"optimizer": "momentum"}, saved)
    for _ in range(2):
        with pytest.raises(ValueError, match=r"the memory 'velocity' of all has shape \(2,\); expected \(9,\)"):
            more(10)


# -- frozen parameters


def test_frozen_parameters_stay_while_the_others_train_as_without_them_moving(start_of_run):
    frame = session.start({}, frozen=["W1[0,1]", "b2[0]"])
    assert frame["frozen"] == ["W1[0,1]", "b2[0]"]
    trained = more(50)
    network = start_of_run
    held = network["W1"][0, 1], network["b2"][0, 0]
    for _ in range(50):
        network, _ = oracle(network, 1)
        network["W1"][0, 1], network["b2"][0, 0] = held
    assert_frame(session.look({}), 50, network, [])
    assert trained["frozen"] == ["W1[0,1]", "b2[0]"]


def test_freezing_on_the_way_keeps_epoch_and_memories_and_thawing_lets_go():
    session.start({"optimizer": "momentum"})
    before = more(20)
    frame = session.freeze(["W2[1,0]"])
    assert (frame["epoch"], frame["frozen"]) == (20, ["W2[1,0]"])
    assert_same_bits(frame["parameters"], before["parameters"])
    assert_same_bits(frame["memories"]["all"], before["memories"]["all"])
    held = more(20)["parameters"]
    assert held["W2"][1, 0] == before["parameters"]["W2"][1, 0]
    assert held["W2"][0, 0] != before["parameters"]["W2"][0, 0]
    assert session.freeze([])["frozen"] == []
    assert more(1)["parameters"]["W2"][1, 0] != held["W2"][1, 0]


def test_a_change_on_the_way_keeps_what_is_frozen():
    before = session.start({}, frozen=["b1[1]"])["parameters"]
    assert session.change({"rate": 3})["frozen"] == ["b1[1]"]
    assert more(10)["parameters"]["b1"][0, 1] == before["b1"][0, 1]


def test_a_frozen_run_goes_on_from_a_frame_bit_for_bit():
    session.start({"hidden": [3, 2]}, frozen=["W3[1,0]", "W1[0,0]"])
    saved = more(20)
    expected = more(20)
    assert session.start({"hidden": [3, 2]}, saved, frozen=saved["frozen"])["frozen"] == ["W1[0,0]", "W3[1,0]"]
    assert_same_bits(more(20)["parameters"], expected["parameters"])


def test_what_another_network_lacks_is_not_frozen_there():
    assert session.start({}, frozen=["W1[0,1]", "W1[0,7]", "W5[0,0]", "b2[0]"])["frozen"] == ["W1[0,1]", "b2[0]"]


@pytest.mark.parametrize("labels", ["W1", "W1[0]", "b1[0,0]", "W1[0,1", 3, None, ["W1[0,1]", 1], [["W1", 0, 1]]])
def test_labels_that_are_none(labels, start_of_run):
    session.start({})
    with pytest.raises(ValueError, match=r"frozen has .*; expected labels such as 'W1\[0,1\]' and 'b2\[0\]'"):
        session.freeze(labels)
    assert_frame(more(10), 10, *oracle(start_of_run, 10))


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


def test_a_diverged_run_is_not_gone_on_with_after_a_change_and_says_so_every_time():
    session.start(DIVERGING)
    more(20)
    assert session.change({"rate": 0.1})["epoch"] == 20
    for _ in range(2):
        with pytest.raises(ValueError, match=r"has a value that is not finite: training diverged"):
            more(5)
    assert session.look({})["epoch"] == 20
    assert session.start({})["epoch"] == 0


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
    assert frame["boundary"][0] == pytest.approx(glassnet.predict(frame["parameters"], [[low, low]]).item())
    assert frame["boundary"][size - 1] == pytest.approx(glassnet.predict(frame["parameters"], [[high, low]]).item())
    assert frame["boundary"][-1] == pytest.approx(glassnet.predict(frame["parameters"], [[high, high]]).item())


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
        ({"hidden": [0]}, r"hidden\[0\] is 0; expected a whole number of 1 or more"),
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


def test_the_description_has_the_nine_steps_as_they_run():
    steps = session.describe()["steps"]
    assert len(steps) == 9
    sources = {entry["name"]: entry["source"] for step in steps for entry in step["functions"]}
    assert [name for name in sources if name in glassnet.__all__] == [name for name in glassnet.__all__ if name != "np"]
    assert set(sources) - set(glassnet.__all__) == {"output_delta", "training_epochs"}
    for module in (glassnet, glassnet.network, glassnet.training):
        for name in sources.keys() & vars(module).keys():
            assert sources[name] == inspect.getsource(getattr(module, name))
            assert f"\ndef {name}(" in "\n" + sources[name]


def test_the_description_has_the_source_of_whatever_can_be_chosen():
    sources = session.describe()["sources"]
    for choice, table in {"activation": ACTIVATIONS, "output": ACTIVATIONS, "loss": LOSSES}.items():
        for name, entry in table.items():
            expected = [inspect.getsource(entry.function), inspect.getsource(entry.derivative)]
            assert [part["source"] for part in sources[choice][name]] == expected
    for name, entry in OPTIMIZERS.items():
        assert [part["source"] for part in sources["optimizer"][name]] == [inspect.getsource(entry.step)]
    for name, entry in INITIALIZERS.items():
        assert [part["source"] for part in sources["initializer"][name]] == [inspect.getsource(entry.function)]


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
