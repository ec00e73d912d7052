"""The numbers and names in a program's text that a choice decides: where they stand, and that they are all of them."""

import pytest

from glassnet import session
from glassnet.data.reading import own_from
from glassnet.programs.choices import TABLES, checked
from glassnet.programs.live import live_in
from glassnet.programs.writing import parts

EVERYTHING = {
    "hidden": [8, 3],
    "rate": 0.01,
    "epochs": 5000,
    "seed": 7,
    "batch": 2,
    "dropout": 0.2,
    "clip": 1.5,
    "l1": 0.001,
    "l2": 0.002,
}


NAMES = {*TABLES, "reduction", "dataset"}


def all_found(chosen, own=None):
    """Each text that is live, by choice and place."""
    chosen = checked(chosen)
    return {
        (live.choice, live.place): part.text.splitlines()[live.line][live.column : live.end]
        for part in parts(chosen, own)
        for live in live_in(part.name, part.text, chosen)
    }


def found(chosen, own=None):
    """The numbers among them."""
    return {key: text for key, text in all_found(chosen, own).items() if key[0] not in NAMES}


def names(chosen, own=None):
    """The names among them."""
    return {key: text for key, text in all_found(chosen, own).items() if key[0] in NAMES}


def test_the_tutorials_numbers():
    targets = {("targets", row): str(target) for row, target in enumerate((0, 1, 1, 0))}
    others = {("rate", 0): "0.1", ("epochs", 0): "10000", ("hidden", 0): "2", ("seed", 0): "42"}
    assert found({}) == targets | others


@pytest.mark.parametrize("optimizer", ["gradient_descent", "adamw", "momentum"])
@pytest.mark.parametrize("initializer", ["normal", "zeros"])
def test_all_choices_that_are_numbers(optimizer, initializer):
    numbers = found(EVERYTHING | {"optimizer": optimizer, "initializer": initializer})
    for name, value in EVERYTHING.items():
        values = value if isinstance(value, list) else [value]
        assert [float(numbers[name, place]) for place in range(len(values))] == values, name


def test_targets_of_several_outputs_on_several_lines_and_with_fractions():
    targets = [round(0.031 * place, 3) for place in range(32)]
    numbers = found({"dataset": "custom", "targets": targets, "outputs": 4, "held_rows": [1]})
    assert [float(numbers["targets", place]) for place in range(32)] == targets


def test_data_that_is_drawn_has_a_seed_of_its_own():
    numbers = found({"dataset": "spirals", "data_seed": 3, "seed": 5})
    assert (numbers["data_seed", 0], numbers["seed", 0]) == ("3", "5")
    assert not [place for choice, place in numbers if choice == "targets"]


def test_own_data_has_no_targets_to_drag_and_letters_of_several_bytes_move_no_column():
    numbers = found({"dataset": "own"}, own_from("größe,ü\n0.1,0\n10000,1\n2,1\n42,0\n"))
    assert numbers == {("rate", 0): "0.1", ("epochs", 0): "10000", ("hidden", 0): "2", ("seed", 0): "42"}


def test_no_hidden_layer_has_no_size():
    assert ("hidden", 0) not in found({"hidden": []})


def test_the_session_tells_them_with_the_program():
    for program in (session.describe()["program"], session.start({"seed": 9})["program"]):
        [part] = [part for part in program if part["name"] == "initialize_network"]
        line = part["source"].splitlines()[1]
        [number] = [live for live in part["live"] if live["choice"] == "seed"]
        assert (number["line"], number["choice"], number["place"]) == (1, "seed", 0)
        assert line[number["column"] : number["end"]] in ("42", "9")


def test_the_tutorials_names():
    assert names({}) == {
        ("initializer", 0): "randn",
        ("activation", 0): "sigmoid",
        ("output", 0): "sigmoid",
        ("loss", 0): "compute_loss",
        ("reduction", 0): "backward_propagation",
        ("optimizer", 0): "update_parameters",
        ("schedule", 0): "learning_rate",
        ("dataset", 0): "XOR",
    }


@pytest.mark.parametrize("choice", TABLES)
def test_whatever_is_chosen_each_choice_has_one_name(choice):
    for name in TABLES[choice]:
        chosen = {choice: name, "hidden": [3, 2], "l2": 0.1, "clip": 1, "dropout": 0.2, "batch": 2}
        now = names(chosen)
        assert now.keys() == {(one, 0) for one in NAMES} | {("activation", 1)}, (choice, name)
        assert all(text.isidentifier() for text in now.values())
        if choice in ("activation", "output"):
            assert now[choice, 0] == name


def test_each_hidden_layer_has_its_activation_and_none_has_none():
    several = names({"hidden": [2, 2, 2], "activation": ["tanh", "relu", "sine"], "output": "linear"})
    assert [several["activation", layer] for layer in range(3)] == ["tanh", "relu", "sine"]
    assert several["output", 0] == "linear"
    assert ("activation", 0) not in names({"hidden": []})


def test_an_optimizer_is_named_where_it_is_called():
    called = {optimizer: names({"optimizer": optimizer})["optimizer", 0] for optimizer in TABLES["optimizer"]}
    assert called.pop("gradient_descent") == "update_parameters"
    assert called.pop("adamw") == "adam"
    assert all(name == text for name, text in called.items())


def test_only_a_truth_table_is_named_behind_its_targets():
    assert names({"dataset": "and", "targets": [0, 0, 0, 1]})["dataset", 0] == "AND"
    assert names({"dataset": "custom", "targets": [0, 0.5, 0, 1]})["dataset", 0] == "Custom"
    wide = {"dataset": "custom", "targets": [place / 64 for place in range(64)], "outputs": 4}
    assert names(wide)["dataset", 0] == "Custom"
    assert ("dataset", 0) not in names({"dataset": "spirals"})
    assert ("dataset", 0) not in names({"dataset": "own"}, own_from("# AND problem,b\n0,1\n1,0\n"))
