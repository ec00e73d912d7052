"""The session: changing a run, resuming from a frame, frozen parameters."""

import numpy as np
import pytest
from cases import assert_same_bits, oracle, same_bits
from sessions import assert_frame, listed, more

from glassnet import session
from glassnet.tables.optimizers import OPTIMIZERS

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


def test_a_change_keeps_the_optimizer_state():
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
    network = {"hidden", "activation", "output", "loss", "optimizer", "initializer", "scale", "seed"}
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
        ({"training_state": 3}, "the saved training state is 3; expected a dict of dicts of arrays"),
        ({"training_state": {"all": 3}}, "the state of all is 3; expected a dict of arrays by name"),
        ({"epoch": -1}, "epoch is -1; expected a whole number of 0 or more"),
        ({"epoch": None}, "epoch is None; expected a whole number of 0 or more"),
        ({"training_state": {"all": {"velocity": "fast"}}}, "velocity of all is 'fast'; expected an array of numbers"),
    ],
)
def test_a_saved_frame_that_does_not_fit(changed, message, start_of_run):
    saved = session.start({}) | changed
    with pytest.raises(ValueError, match=message):
        session.start({}, saved)
    assert_frame(session.look({}), 0, start_of_run, [])


@pytest.mark.parametrize("saved", [[], "frame", 3])
def test_what_is_no_frame(saved):
    with pytest.raises(ValueError, match=r"saved is .*; expected a dict of epoch, parameters and training_state"):
        session.start({}, saved)


def test_a_saved_frame_of_another_network_does_not_fit():
    saved = session.start({"hidden": 3})
    with pytest.raises(ValueError, match="the saved parameters do not fit"):
        session.start({"hidden": 4}, saved)


def test_optimizer_state_of_another_size_is_refused(start_of_run):
    saved = session.start({"optimizer": "momentum"}) | {"training_state": {"W1": {"velocity": [1.0, 2.0]}}}
    session.start({})
    with pytest.raises(ValueError, match=r"velocity of W1 has 2 numbers; expected those of \(2, 2\)"):
        session.start({"optimizer": "momentum"}, saved)
    assert_frame(session.look({}), 0, start_of_run, [])


@pytest.mark.parametrize("optimizer", ["momentum", "adam"])
def test_a_frame_of_an_earlier_version_with_all_parameters_joined_goes_on(optimizer):
    session.start({"optimizer": optimizer})
    saved = more(12)
    expected = more(12)
    state = saved["training_state"]
    keys = state["W1"].keys()
    joined = {key: np.concatenate([kept[key] for kept in state.values()], axis=None) for key in keys - {"steps"}}
    if "steps" in keys:
        joined["steps"] = [state["W1"]["steps"].item()]
    session.start({"optimizer": optimizer}, saved | {"training_state": {"all": joined}})
    assert_same_bits(more(12)["parameters"], expected["parameters"])


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


def test_freezing_on_the_way_keeps_epoch_and_optimizer_state_and_thawing_lets_go():
    session.start({"optimizer": "momentum"})
    before = more(20)
    frame = session.freeze(["W2[1,0]"])
    assert (frame["epoch"], frame["frozen"]) == (20, ["W2[1,0]"])
    assert_same_bits(frame["parameters"], before["parameters"])
    for name, kept in before["training_state"].items():
        for key, values in kept.items():
            assert same_bits(frame["training_state"][name][key].ravel(), values.ravel())
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
