"""Choices: the tutorial's defaults, checks that name the choice, menus that match the tables."""

import math

import numpy as np
import pytest

from glassnet.data.datasets import DATASETS, data_of
from glassnet.programs import choices
from glassnet.tables.activations import ACTIVATIONS
from glassnet.tables.initializers import INITIALIZERS
from glassnet.tables.losses import LOSSES
from glassnet.tables.optimizers import OPTIMIZERS
from glassnet.tables.schedules import SCHEDULES

DEFAULTS = {
    "dataset": "xor",
    "targets": [0.0, 1.0, 1.0, 0.0],
    "outputs": 1,
    "held_rows": [],
    "points": 200,
    "noise": 0.05,
    "held_out": 0.2,
    "data_seed": 0,
    "hidden": [2],
    "activation": "sigmoid",
    "output": "sigmoid",
    "loss": "mean_squared_error",
    "optimizer": "gradient_descent",
    "rate": 0.1,
    "schedule": "constant",
    "epochs": 10000,
    "batch": 0,
    "initializer": "normal",
    "seed": 42,
    "l1": 0.0,
    "l2": 0.0,
    "dropout": 0.0,
    "clip": 0.0,
    "reduction": "sum",
}
CUSTOM = {"dataset": "custom"}
TABLES = {
    "activation": ACTIVATIONS,
    "output": ACTIVATIONS,
    "loss": LOSSES,
    "optimizer": OPTIMIZERS,
    "schedule": SCHEDULES,
    "initializer": INITIALIZERS,
    "reduction": choices.REDUCTIONS,
}


def test_the_defaults_are_the_tutorials():
    assert choices.checked({}).items() >= DEFAULTS.items()


def test_each_default_passes_its_own_check_unchanged():
    for name, choice in choices.CHOICES.items():
        assert choice.check(choice.default, name) == choice.default


def test_defaults_are_not_shared():
    first = choices.checked({})
    first["targets"][0] = 1.0
    first["hidden"].append(3)
    assert choices.checked({})["targets"] == DEFAULTS["targets"]
    assert choices.checked({})["hidden"] == DEFAULTS["hidden"]


@pytest.mark.parametrize(
    ("chosen", "as_checked"),
    [
        ({"hidden": 4}, {"hidden": [4]}),
        ({"hidden": (8, 8)}, {"hidden": [8, 8]}),
        ({"rate": 2}, {"rate": 2.0}),
        ({"activation": ["tanh"]}, {"activation": "tanh"}),
        ({"hidden": [3, 3], "activation": "tanh"}, {"hidden": [3, 3], "activation": "tanh"}),
        ({"hidden": [3, 3], "activation": ("tanh", "relu")}, {"hidden": [3, 3], "activation": ["tanh", "relu"]}),
        ({"batch": 1, "l1": 0, "l2": 10**6}, {"batch": 1, "l1": 0.0, "l2": 1e6}),
        ({"dropout": 0.99, "clip": 1, "schedule": "cosine"}, {"dropout": 0.99, "clip": 1.0, "schedule": "cosine"}),
        ({"held_rows": (3, 1, 3)}, {"held_rows": [1, 3]}),
        ({"targets": [0, 0, 1, 1], "outputs": 2}, CUSTOM | {"targets": [0.0, 0.0, 1.0, 1.0], "outputs": 2}),
        ({"targets": [[0, 0], [1, 1]], "outputs": 2}, CUSTOM | {"targets": [0.0, 0.0, 1.0, 1.0], "outputs": 2}),
        ({"targets": [0, 0.5, 1, 1]}, CUSTOM | {"targets": [0.0, 0.5, 1.0, 1.0]}),
        ({"targets": [0, 1, 1, 1], "dataset": "xor"}, {"targets": [0.0, 1.0, 1.0, 1.0]}),
        ({"targets": "00: 0, 01: 1, 10: 1, 11: 1"}, CUSTOM | {"targets": [0.0, 1.0, 1.0, 1.0]}),
        ({"targets": "0: 01, 1: 10"}, CUSTOM | {"targets": [0.0, 1.0, 1.0, 0.0], "outputs": 2}),
        ({"targets": [0, 1] * 128, "outputs": 4}, CUSTOM | {"targets": [0.0, 1.0] * 128, "outputs": 4}),
        ({"dataset": "custom", "seed": np.int64(7)}, {"dataset": "custom", "seed": 7}),
        ({"epochs": 10_000_000, "seed": 2**32 - 1}, {"epochs": 10_000_000, "seed": 2**32 - 1}),
    ],
)
def test_what_is_chosen_comes_back_checked_and_the_rest_as_it_was(chosen, as_checked):
    assert choices.checked(chosen).items() >= (DEFAULTS | as_checked).items()


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({"colour": "red"}, "choice is 'colour'; expected one of 'dataset', 'targets'"),
        ({1: 2}, "choice is 1; expected one of"),
        ({"dataset": "sin"}, "dataset is 'sin'; expected one of 'xor', .*'custom'"),
        ({"dataset": ["xor"]}, r"dataset is \['xor'\]; expected one of"),
        ({"dataset": None}, "dataset is None; expected one of"),
        ({"targets": [0, 1, 1]}, "targets has 3 values; expected 2, 4, 8"),
        ({"targets": [0, 1, 1, 1.5]}, r"targets\[3\] is 1.5; expected a number from 0 to 1"),
        ({"targets": "0,1,1"}, "targets has 3 values; expected 2, 4, 8"),
        ({"targets": "00: 0, 01: 1, 10: 1"}, "targets lists 3 of 4 rows; expected 11, too"),
        ({"targets": "0: 01, 1: 10", "outputs": 1}, "outputs is 1; targets lists 2 for each row"),
        ({"targets": [0, 1, 1, 0], "outputs": 4}, "targets has 4 values; expected 8, 16, 32, ...: 4 for each comb"),
        ({"targets": [0] * 128}, "targets has 128 rows, for 7 inputs; expected at most 6"),
        ({"targets": [0] * 512, "outputs": 4}, "targets has 512 values; expected at most 256"),
        ({"outputs": 5}, "outputs is 5; expected a whole number from 1 to 4"),
        ({"held_rows": 64}, r"held_rows\[0\] is 64; expected a whole number from 0 to 63"),
        ({"held_rows": [1, "2"]}, r"held_rows\[1\] is '2'; expected a whole number of 0 or more"),
        ({"points": 9}, "points is 9; expected a whole number of 10 or more"),
        ({"points": 5001}, "points is 5001; expected a whole number from 10 to 5000"),
        ({"noise": 1.5}, "noise is 1.5; expected a number from 0 to 1"),
        ({"noise": "much"}, "noise is 'much'; expected a number from 0 to 1"),
        ({"held_out": 1}, "held_out is 1; expected a number from 0 to 0.9"),
        ({"held_out": math.nan}, "held_out is nan; expected a number from 0 to 0.9"),
        ({"data_seed": -1}, "data_seed is -1; expected a whole number of 0 or more"),
        ({"hidden": -1}, "hidden is -1; expected a whole number of 1 or more"),
        ({"hidden": False}, "hidden is False; expected a whole number of 1 or more"),
        ({"hidden": [2, 0]}, r"hidden\[1\] is 0; expected a whole number of 1 or more"),
        ({"hidden": [2.5]}, r"hidden\[0\] is 2.5; expected"),
        ({"hidden": 10**9}, r"hidden is \[1000000000\]; expected at most \d+ layers of at most \d+"),
        ({"hidden": [2] * 1000}, r"hidden is .*; expected at most \d+ layers of at most \d+"),
        ({"activation": "step"}, "activation is 'step'; expected one of 'sigmoid'"),
        ({"activation": ["tanh", "step"], "hidden": [2, 2]}, "activation is 'step'; expected one of 'sigmoid'"),
        ({"activation": ["tanh", "relu"]}, "activation has 2 names; expected one, or 1: one for each hidden layer"),
        ({"activation": [], "hidden": [2, 2]}, "activation has 0 names; expected one, or 2"),
        ({"activation": 3}, "activation is 3; expected a name, or a list of names"),
        ({"batch": -1}, "batch is -1; expected a whole number of 0 or more"),
        ({"batch": 100_001}, "batch is 100001; expected a whole number from 0 to 100000"),
        ({"batch": 2.5}, "batch is 2.5; expected a whole number"),
        ({"l1": -0.1}, "l1 is -0.1; expected a number of 0 or more"),
        ({"l2": math.inf}, "l2 is inf; expected a number of 0 or more"),
        ({"clip": "1"}, "clip is '1'; expected a number of 0 or more"),
        ({"dropout": 1}, "dropout is 1; expected a number from 0 to 0.99"),
        ({"schedule": "linear"}, "schedule is 'linear'; expected one of 'constant'"),
        ({"output": None}, "output is None; expected one of 'sigmoid'"),
        ({"loss": ""}, "loss is ''; expected one of"),
        ({"optimizer": "Momentum"}, "optimizer is 'Momentum'; expected one of"),
        ({"initializer": 1}, "initializer is 1; expected one of"),
        ({"reduction": "max"}, "reduction is 'max'; expected one of"),
        ({"rate": 0}, "rate is 0; expected a number above 0"),
        ({"rate": -1}, "rate is -1; expected a number above 0"),
        ({"rate": math.nan}, "rate is nan; expected a number above 0"),
        ({"rate": "fast"}, "rate is 'fast'; expected a number above 0"),
        ({"epochs": 0}, "epochs is 0; expected a whole number of 1 or more"),
        ({"epochs": 10_000_001}, "epochs is 10000001; expected a whole number from 1 to 10000000"),
        ({"epochs": True}, "epochs is True; expected a whole number"),
        ({"seed": -1}, "seed is -1; expected a whole number of 0 or more"),
        ({"seed": 2**32}, "seed is 4294967296; expected a whole number from 0 to 4294967295"),
        ({"seed": [1, 2]}, r"seed is \[1, 2\]; expected a whole number"),
        (None, "chosen is None; expected a dict of choices by name"),
        ([], r"chosen is \[\]; expected a dict of choices by name"),
    ],
)
def test_what_is_no_choice(chosen, message):
    with pytest.raises(ValueError, match=message):
        choices.checked(chosen)


@pytest.mark.parametrize("hidden", [0, [], ()])
def test_no_hidden_layer_is_a_perceptron(hidden):
    made = choices.checked({"hidden": hidden, "activation": ["tanh", "relu"]})
    assert made["hidden"] == []


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_menu_is_its_table(name):
    menu = choices.menus()[name]
    assert [entry["name"] for entry in menu] == list(TABLES[name])
    assert [entry["label"] for entry in menu] == [getattr(entry, "label", entry) for entry in TABLES[name].values()]
    for entry in menu:
        assert choices.checked({name: entry["name"]})[name] == entry["name"]


def test_the_datasets_menu_has_each_in_its_group_and_the_readers_own_at_the_end():
    menu = choices.menus()["dataset"]
    assert [entry["name"] for entry in menu] == [*DATASETS, "custom", "own"]
    names = {"inputs": ["x1", "x2"], "outputs": ["y"]}
    assert menu[0] == {"name": "xor", "label": "XOR", "group": "tables", "targets": [0.0, 1.0, 1.0, 0.0], **names}
    assert {"name": "spirals", "label": "Spirals", "group": "points", **names} in menu
    assert {"name": "sine", "label": "Sine", "group": "curves", "inputs": ["x1"], "outputs": ["y"]} in menu
    assert menu[-2:] == [
        {"name": "custom", "label": "Custom", "group": "tables"},
        {"name": "own", "label": "Own data", "group": "own"},
    ]


def test_every_menu_is_of_a_choice():
    assert set(choices.menus()) <= set(choices.CHOICES)


def test_data_are_the_datasets_or_the_custom_table():
    X, y = data_of(choices.checked({"dataset": "nand"})).training
    assert X.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert y[:, 0].tolist() == [1, 1, 1, 0]
    X, y = data_of(choices.checked({"dataset": "custom", "targets": [0.5, 1]})).training
    assert X.tolist() == [[0], [1]]
    assert y.tolist() == [[0.5], [1]]


def test_limits_are_those_of_the_checks():
    for name, choice in choices.CHOICES.items():
        limits = choice.limits or {}
        wrap = (lambda value: [0, 1, 1, value]) if name == "targets" else (lambda value: value)
        for bound in ("least", "most"):
            if bound in limits:
                choice.check(wrap(limits[bound]), name)
        for value in ("least" in limits and limits["least"] - 1, "most" in limits and limits["most"] + 1):
            if value is not False:
                with pytest.raises(ValueError, match=name):
                    choice.check(wrap(value), name)


def test_advice_is_for_odd_pairs_only_and_for_the_number_of_outputs():
    advice = choices.advice()
    assert "an output for each" in advice["one"]["categorical_cross_entropy"]["softmax"]
    assert "softmax" not in advice["several"]["categorical_cross_entropy"]
    assert "between 0 and 1" in advice["several"]["binary_cross_entropy"]["linear"]
    assert advice["several"]["mean_squared_error"] == {}
    assert set(advice["one"]) == set(advice["several"]) == set(LOSSES)
