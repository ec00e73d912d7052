"""The numbers in a program's text that a choice decides: where they stand, and that they are all of them."""

import pytest

from glassnet import session
from glassnet.data.reading import own_from
from glassnet.programs.choices import checked
from glassnet.programs.live import numbers_in
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


def found(chosen, own=None):
    """Each number's text, by choice and place."""
    chosen = checked(chosen)
    return {
        (number.choice, number.place): part.text.splitlines()[number.line][number.column : number.end]
        for part in parts(chosen, own)
        for number in numbers_in(part.text, chosen)
    }


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
        [number] = part["numbers"]
        assert (number["line"], number["choice"], number["place"]) == (1, "seed", 0)
        assert line[number["column"] : number["end"]] in ("42", "9")
