"""Training the tutorial's network, unchanged and with each remedy; the numbers match native Python."""

from typing import Any

import pytest
from lab import Lab, assert_same, expect, fresh, native


@pytest.mark.also_in("firefox", "webkit")
def test_trains_the_tutorials_network_and_sees_it_get_stuck(lab: Lab) -> None:
    state = lab.train()
    assert state["epoch"] == 10_000
    assert_same(state, native(10_000))
    assert lab.predictions() == [0.053, 0.496, 0.951, 0.503]
    assert lab.verdicts() == ["right", "wrong", "right", "wrong"]
    expect(lab.progress).to_contain_text("10,000")
    expect(lab.progress).to_contain_text("0.1282")
    expect(lab.progress).to_contain_text("2 of 4 rows right")


def test_types_four_hidden_neurons_and_gets_four_right_answers(lab: Lab) -> None:
    lab.enter(lab.field("Hidden layers"), "4")
    lab.until(lambda state: state["choices"]["hidden"] == [4] and fresh(state))
    state = lab.train()
    assert_same(state, native(10_000, hidden=4))
    assert lab.verdicts() == ["right"] * 4
    expect(lab.progress).to_contain_text("4 of 4 rows right")


def test_is_stuck_and_presses_use_four_hidden_neurons(lab: Lab) -> None:
    lab.train()
    lab.button("Use four hidden neurons").click()
    state = lab.until(lambda state: state["choices"]["hidden"] == [4] and not state["training"])
    assert state["epoch"] == 10_000
    assert_same(state, native(10_000, hidden=4))
    assert lab.verdicts() == ["right"] * 4
    expect(lab.field("Hidden layers")).to_have_value("4")
    expect(lab.bar.locator(".engine")).to_have_text("The run has ended. Train adds 10,000 epochs.")
    assert lab.train()["epoch"] == 20_000


def test_is_stuck_and_presses_try_another_seed(lab: Lab) -> None:
    lab.train()
    lab.button("Try another seed").click()
    state = lab.until(lambda state: state["choices"]["seed"] != 42 and not state["training"])
    assert state["epoch"] == 10_000
    assert_same(state, native(10_000, seed=state["choices"]["seed"]))
    expect(lab.field("Seed")).to_have_value(str(state["choices"]["seed"]))


@pytest.mark.also_in("firefox", "webkit")
def test_chooses_other_functions_from_the_menus(lab: Lab) -> None:
    lab.menu("Activation").select_option(label="Tanh")
    lab.menu("Loss").select_option(label="Binary cross-entropy")
    lab.menu("Optimizer").select_option(label="Momentum")
    lab.menu("Initializer").select_option(label="Xavier")
    lab.enter(lab.field("Epochs"), "300")
    lab.enter(lab.field("Seed"), "5")
    lab.until(lambda state: state["choices"]["seed"] == 5 and state["choices"]["epochs"] == 300 and fresh(state))
    expected = native(
        300, seed=5, activation="tanh", loss="binary_cross_entropy", optimizer="momentum", initializer="xavier"
    )
    assert_same(lab.train(), expected)


@pytest.mark.parametrize(
    ("address", "choices"),
    [
        ("activation=relu&initializer=he&seed=3", {"activation": "relu", "initializer": "he", "seed": 3}),
        ("hidden=5,3&activation=tanh&rate=0.3", {"hidden": (5, 3), "activation": "tanh", "rate": 0.3}),
        ("optimizer=momentum&reduction=mean", {"optimizer": "momentum", "reduction": "mean"}),
        ("loss=binary_cross_entropy&rate=1", {"loss": "binary_cross_entropy", "rate": 1.0}),
    ],
)
def test_trains_another_network_for_some_epochs(lab: Lab, address: str, choices: dict[str, Any]) -> None:
    lab.follow(f"#epochs=400&{address}")
    assert_same(lab.train(), native(400, **choices))
