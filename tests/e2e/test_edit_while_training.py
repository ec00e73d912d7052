"""Changing something during training: the run continues with it or restarts, and the page says which."""

import re

import pytest
from lab import XOR, Lab, assert_same, expect, native

AND = (0, 0, 0, 1)


def start_training(lab: Lab) -> None:
    lab.follow("#epochs=1000000")
    lab.play()
    lab.button("Train").click()
    lab.until(lambda state: state["epoch"] > 1000)


def epoch_said(lab: Lab) -> int:
    """The epoch at which the page says that the change was made."""
    expect(lab.bar.locator(".engine")).to_contain_text("the run goes on")
    said = re.search(r"at epoch ([\d,]+)", lab.bar.locator(".engine").inner_text())
    assert said
    return int(said[1].replace(",", ""))


def test_chooses_and_and_the_run_goes_on_from_the_epoch_that_is_said(lab: Lab) -> None:
    start_training(lab)
    lab.menu("Function").select_option(label="AND")
    changed = epoch_said(lab)
    assert lab.state()["training"]
    lab.until(lambda state: state["epoch"] > changed + 2000)
    lab.button("Pause").click()
    lab.page.wait_for_timeout(300)
    state = lab.state()
    assert state["choices"]["dataset"] == "and"
    before = native(changed, targets=XOR)
    assert_same(state, native(state["epoch"] - changed, targets=AND, network=before.network))


@pytest.mark.also_in("firefox")
def test_types_a_target_and_a_learning_rate_and_the_run_goes_on(lab: Lab) -> None:
    start_training(lab)
    lab.enter(lab.target("1 1"), "0.25")
    first = epoch_said(lab)
    lab.until(lambda state: state["epoch"] > first + 500)
    lab.enter(lab.field("Learning rate"), "0.02")
    expect(lab.bar.locator(".engine")).to_contain_text("learning rate")
    second = epoch_said(lab)
    assert second > first
    lab.until(lambda state: state["epoch"] > second + 500)
    lab.button("Pause").click()
    lab.page.wait_for_timeout(300)
    state = lab.state()
    targets = (0, 1, 1, 0.25)
    network = native(first, targets=XOR).network
    network = native(second - first, targets=targets, network=network).network
    assert_same(state, native(state["epoch"] - second, targets=targets, rate=0.02, network=network))


def test_types_hidden_layers_and_a_new_run_starts_and_trains(lab: Lab) -> None:
    start_training(lab)
    lab.enter(lab.field("Hidden layers"), "3")
    expect(lab.bar.locator(".engine")).to_contain_text("a new run, from epoch 0")
    lab.until(lambda state: state["training"] and len(state["parameters"]["W1"][0]) == 3)
    lab.until(lambda state: state["epoch"] > 500)
    lab.button("Pause").click()
    lab.page.wait_for_timeout(300)
    state = lab.state()
    assert_same(state, native(state["epoch"], hidden=3))


def test_types_more_epochs_and_training_goes_on(lab: Lab) -> None:
    start_training(lab)
    lab.enter(lab.field("Epochs"), "2000000")
    lab.play()
    lab.until(lambda state: state["choices"]["epochs"] == 2_000_000)
    lab.page.wait_for_timeout(500)
    state = lab.state()
    assert state["training"]
    assert state["epoch"] < 1_000_000
    lab.enter(lab.field("Epochs"), "10")  # fewer than there have been
    state = lab.until_still()
    assert_same(state, native(state["epoch"]))
