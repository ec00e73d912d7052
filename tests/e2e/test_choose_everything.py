"""Choosing: each menu entry and setting trains on the page as it does here, and an address carries it."""

from typing import Any

import numpy as np
import pytest
from lab import Lab, assert_same, expect, fresh, native

from glassnet.programs.choices import TABLES

EPOCHS = 12
# The menus, by the choice that each makes; and what the network's functions call that.
MENUS = {
    "activation": "Activation",
    "output": "Output activation",
    "loss": "Loss",
    "optimizer": "Optimizer",
    "initializer": "Initializer",
    "schedule": "Schedule",
}
# The settings that are folded away: what is typed, and what it is.
FOLDED = {
    "scale": ("Scale of the initial weights", "2.5", 2.5),
    "batch": ("Batch size", "3", 3),
    "l1": ("L1", "0.01", 0.01),
    "l2": ("L2", "0.25", 0.25),
    "dropout": ("Dropout", "0.4", 0.4),
    "clip": ("Clipping", "0.05", 0.05),
}


def unfold(lab: Lab) -> None:
    """Open the settings that are folded away."""
    if not lab.field("Batch size").is_visible():
        lab.details("More settings").click()


def trained_natively(**chosen: Any) -> Any:
    """The same run here."""
    with np.errstate(all="ignore"):
        return native(EPOCHS, **chosen)


def assert_kept_by_reloading(lab: Lab, written: str) -> None:
    """The address says what was chosen, and who opens it has chosen the same."""
    assert written in lab.page.url.partition("#")[2].split("&")
    before = lab.state()["choices"]
    lab.page.reload()
    lab.until_engine("ready")
    assert lab.until(lambda state: state["current"])["choices"] == before


@pytest.mark.parametrize("menu", sorted(MENUS))
def test_each_entry_of_each_menu_trains(lab_as_it_is: Lab, menu: str) -> None:
    lab = lab_as_it_is
    lab.follow(f"#epochs={EPOCHS}")
    unfold(lab)
    first, *others = TABLES[menu]
    for name in (*others, first):  # each is a change
        lab.menu(MENUS[menu]).select_option(label=TABLES[menu][name].label)
        lab.until(lambda state, name=name: state["choices"][menu] == name and fresh(state))
        state = lab.train()
        assert state["epoch"] == EPOCHS, name
        assert np.isfinite(state["loss"]), name
        assert_same(state, trained_natively(**{menu: name}), tolerance=1e-9)


@pytest.mark.parametrize("setting", sorted(FOLDED))
def test_each_setting_that_is_folded_away_trains(lab_as_it_is: Lab, setting: str) -> None:
    lab = lab_as_it_is
    label, typed, value = FOLDED[setting]
    lab.follow(f"#epochs={EPOCHS}&hidden=5")
    unfold(lab)
    lab.enter(lab.field(label), typed)
    lab.until(lambda state: state["choices"][setting] == value)
    expect(lab.details("More settings")).to_contain_text(f"{label}: {typed}")
    state = lab.train()
    assert state["epoch"] == EPOCHS
    assert_same(state, trained_natively(hidden=5, **{setting: value}), tolerance=1e-9)
    assert f"{setting}={typed}" in lab.page.url.partition("#")[2].split("&")  # all at once are reloaded below


def advice_region(lab: Lab) -> Any:
    """Where the page says what does not belong together."""
    return lab.page.get_by_role("status", name="Advice", exact=True)


def test_hinge_drives_the_rows_beyond_their_targets_and_they_are_right(lab: Lab) -> None:
    lab.follow("#hidden=8&activation=tanh&output=linear&loss=hinge&rate=0.02&epochs=3000&seed=1")
    state = lab.train()
    assert state["loss"] < 0.1
    assert max(state["predictions"]) > 0.9
    assert lab.verdicts() == ["right"] * 4


def test_sees_the_advice_come_and_go(lab: Lab) -> None:
    expect(advice_region(lab)).to_have_text("")
    lab.menu("Loss").select_option(label="Hinge")
    expect(advice_region(lab)).to_contain_text("choose Linear as the output activation")
    lab.menu("Output activation").select_option(label="Linear")
    expect(advice_region(lab)).to_have_text("")


def test_chooses_an_activation_for_each_hidden_layer(lab: Lab) -> None:
    lab.follow(f"#hidden=4,3&epochs={EPOCHS}")
    lab.menu("Activation").select_option(label="One for each layer")
    lab.menu("Activation of hidden layer 1").select_option(label="Tanh")
    lab.menu("Activation of hidden layer 2").select_option(label="Swish")
    lab.until(lambda state: state["choices"]["activation"] == ["tanh", "swish"] and fresh(state))
    code = lab.page.get_by_role("region", name="Code", exact=True)
    for name in ("tanh", "swish", "swish_derivative"):
        expect(code.get_by_label(f"Source of {name}", exact=True)).to_have_count(1)
    assert_same(lab.train(), trained_natively(hidden=(4, 3), activation=("tanh", "swish")), tolerance=1e-9)
    assert_kept_by_reloading(lab, "activation=tanh,swish")
    expect(lab.menu("Activation of hidden layer 2").locator("option:checked")).to_have_text("Swish")
    lab.enter(lab.field("Hidden layers"), "4, 3, 2")
    lab.until(lambda state: state["choices"]["activation"] == ["tanh", "swish", "swish"] and fresh(state))
    lab.enter(lab.field("Hidden layers"), "5")
    lab.until(lambda state: state["choices"]["activation"] == "tanh" and fresh(state))
    expect(lab.menu("Activation of hidden layer 1")).to_have_count(0)


def test_a_weight_set_by_hand_leaves_the_optimizer_its_state(lab: Lab) -> None:
    lab.follow("#optimizer=adam&hidden=3")
    for _ in range(3):
        lab.button("Step").click()
    lab.until(lambda state: state["epoch"] == 3)
    lab.details("Weights as a table").click()
    lab.enter(lab.field("W1[0,0]"), "0.5")
    lab.until(lambda state: state["parameters"]["W1"][0][0] == 0.5)
    lab.details("Weights as a table").click()
    lab.button("Step").click()
    three = native(3, hidden=3, optimizer="adam")
    three.network["W1"][0, 0] = 0.5
    expected = native(1, network=three.network, state=three.state, hidden=3, optimizer="adam")
    assert_same(lab.until(lambda state: state["epoch"] == 4), expected, tolerance=1e-9)


def test_all_settings_at_once_survive_a_reload_and_train_as_they_do_here(newcomer: Lab) -> None:
    newcomer.open(
        f"#hidden=6,4&activation=gelu,tanh&loss=binary_cross_entropy&optimizer=adamw&rate=0.05&schedule=cosine"
        f"&epochs={EPOCHS}&batch=3&initializer=lecun&scale=1.5&seed=42&l1=0.001&l2=0.01&dropout=0.25&clip=0.5&reduction=mean"
    )
    newcomer.page.reload()
    newcomer.until_engine("ready")
    newcomer.until(fresh)
    expected = trained_natively(
        hidden=(6, 4), activation=("gelu", "tanh"), loss="binary_cross_entropy", optimizer="adamw", rate=0.05,
        schedule="cosine", batch=3, initializer="lecun", scale=1.5, l1=0.001, l2=0.01, dropout=0.25, clip=0.5,
        reduction="mean",
    )  # fmt: skip
    for _ in range(5):
        newcomer.button("Step").click()
    newcomer.until(lambda state: state["epoch"] == 5)
    assert_same(newcomer.train(), expected, tolerance=1e-9)
