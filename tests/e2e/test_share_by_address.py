"""The address is a contract: it opens an exercise, reports what it could not read, and never breaks the page."""

import re
from typing import Any

import pytest
from lab import ROWS, Lab, assert_same, expect, fresh, native


def notes(lab: Lab) -> Any:
    """What the page says once, each with its button to dismiss it."""
    return lab.page.get_by_role("status").filter(has=lab.page.get_by_role("button", name=re.compile("Dismiss")))


def expect_tutorial(lab: Lab) -> None:
    """The tutorial's own exercise stands on the page."""
    choices = lab.state()["choices"]
    assert (choices["dataset"], choices["targets"]) == ("xor", [0, 1, 1, 0])
    assert (choices["hidden"], choices["rate"], choices["epochs"], choices["seed"]) == ([2], 0.1, 10_000, 42)


def test_opens_a_shared_exercise(newcomer: Lab) -> None:
    newcomer.open("#hidden=4&seed=7&dataset=custom&targets=0,1,1,0.5&epochs=600&rate=0.5&activation=tanh")
    state = newcomer.until(fresh)
    targets = (0, 1, 1, 0.5)
    assert_same(state, native(0, targets=targets, hidden=4, seed=7, activation="tanh"), tolerance=1e-15)
    for row, target in zip(ROWS, ("0", "1", "1", "0.5"), strict=True):
        expect(newcomer.target(row)).to_have_value(target)
    expect(newcomer.menu("Function").locator("option:checked")).to_have_text("Custom")
    expect(newcomer.menu("Activation").locator("option:checked")).to_have_text("Tanh")
    expect(newcomer.field("Hidden layers")).to_have_value("4")
    expect(notes(newcomer)).to_have_count(0)
    assert_same(
        newcomer.train(), native(600, targets=targets, hidden=4, seed=7, rate=0.5, activation="tanh"), tolerance=1e-12
    )


def test_opens_a_shared_run_as_its_sender_saw_it(newcomer: Lab) -> None:
    newcomer.open("#epochs=600&seed=7")
    sent = newcomer.train()
    newcomer.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    newcomer.button("Share").click()
    panel = newcomer.page.get_by_role("region", name="Share", exact=True)
    expect(panel).to_contain_text("opens this data and these settings, and trains them to epoch 600.")
    address = panel.get_by_role("textbox", name="Address", exact=True).input_value()
    newcomer.page.goto("about:blank")
    newcomer.page.goto(address)
    newcomer.until_engine("ready")
    opened = newcomer.until(lambda state: state["epoch"] == 600 and not state["training"])
    expect(newcomer.bar).to_contain_text("The run has ended.")
    for what in ("choices", "epoch", "loss", "parameters"):
        assert opened[what] == sent[what]
    # In the open page; of the tutorial's run, too, which the page opens with otherwise.
    newcomer.page.evaluate("location.hash = '#trained=250'")
    opened = newcomer.until(lambda state: state["epoch"] == 250)
    assert_same(opened, native(250), tolerance=1e-12)
    newcomer.page.evaluate("sessionStorage.clear()")
    newcomer.page.goto("about:blank")
    newcomer.open("#trained=250")
    again = newcomer.until(lambda state: state["epoch"] == 250 and not state["training"])
    assert again["parameters"] == opened["parameters"]
    newcomer.enter(newcomer.field("Seed"), "3")
    newcomer.until(fresh)
    assert newcomer.page.url.endswith("#seed=3"), "other settings were not trained"


@pytest.mark.also_in("firefox")
def test_reloads_and_finds_table_and_choices_again(newcomer: Lab) -> None:
    newcomer.open()
    newcomer.enter(newcomer.target("1 1"), "0.25")
    newcomer.enter(newcomer.field("Hidden layers"), "3, 3")
    newcomer.enter(newcomer.field("Learning rate"), "0.4")
    newcomer.menu("Optimizer").select_option(label="Momentum")
    before = newcomer.until(lambda state: state["choices"]["optimizer"] == "momentum" and fresh(state))
    trained = newcomer.train()
    newcomer.page.reload()
    newcomer.until_engine("ready")
    expect(newcomer.bar).to_contain_text("The run was trained again to epoch 10,000.")
    again = newcomer.state()
    assert again["choices"] == before["choices"]
    assert (again["epoch"], again["parameters"]) == (trained["epoch"], trained["parameters"]), "to the bit"
    newcomer.button("Reset").click()
    newcomer.button("Step").click()
    newcomer.until(lambda state: state["epoch"] == 1)
    newcomer.enter(newcomer.field("Learning rate"), "0.5")
    newcomer.button("Step").click()
    newcomer.until(lambda state: state["epoch"] == 2)
    newcomer.page.reload()
    newcomer.until_engine("ready")
    assert newcomer.until(fresh)["choices"]["rate"] == 0.5
    expect(newcomer.bar).to_contain_text("The run begins again: it had reached epoch 2")
    expect(newcomer.target("1 1")).to_have_value("0.25")
    expect(newcomer.field("Hidden layers")).to_have_value("3, 3")


@pytest.mark.also_in("firefox")
def test_follows_an_address_while_the_page_is_open_and_goes_back(lab: Lab) -> None:
    lab.page.evaluate("window.location.hash = '#dataset=nand&seed=3'")
    lab.until(lambda state: state["choices"]["dataset"] == "nand" and fresh(state))
    assert_same(lab.state(), native(0, targets=(1, 1, 1, 0), seed=3), tolerance=1e-15)
    lab.page.go_back()
    lab.until(lambda state: state["choices"]["dataset"] == "xor" and fresh(state))
    expect_tutorial(lab)


def test_the_state_says_when_its_numbers_are_of_its_choices(lab: Lab) -> None:
    """The page has the choices at once; the numbers come with Python's answer."""
    at_once = lab.page.evaluate(
        """() => new Promise((resolve) => {
            addEventListener("hashchange", () => resolve(window.glassnet.state()), { once: true });
            window.location.hash = "#hidden=3";
        })"""
    )
    assert at_once["choices"]["hidden"] == [3]
    assert len(at_once["parameters"]["W1"][0]) == 2
    assert not at_once["current"]
    state = lab.until(fresh)
    assert len(state["parameters"]["W1"][0]) == 3
    assert state["current"]


def test_follows_an_address_while_it_trains(lab: Lab) -> None:
    lab.follow("#epochs=1000000")
    lab.play()
    lab.button("Train").click()
    for seed in range(1, 9):
        lab.until(lambda state: state["epoch"] > 100)
        lab.page.evaluate("seed => { window.location.hash = `#epochs=1000000&seed=${seed}` }", seed)
        lab.until(lambda state, seed=seed: state["choices"]["seed"] == seed and state["epoch"] < 100_000)
    assert lab.page.url.endswith("#epochs=1000000&seed=8")
    lab.button("Pause").click()


BAD = [
    *("targets=0,1,1,2", "hidden=abc", "seed=1.5", "rate=1e999", "activation=softsign", "__proto__=1", "toString"),
    *("hidden=%E0%A4%A", "=", "%", "seed=<img src=x onerror=alert(1)>"),
]  # what each is read as: tests/node/address.test.mjs


def test_opens_an_address_full_of_nonsense(newcomer: Lab) -> None:
    newcomer.open("#" + "&".join(BAD))
    expect_tutorial(newcomer)
    assert notes(newcomer).count() == 6, "five, and how many more there are"
    while notes(newcomer).count():
        notes(newcomer).first.get_by_role("button").click()
        newcomer.drawn()
    assert newcomer.train()["epoch"] == 10_000


def test_writes_the_shortest_address_for_what_is_chosen(lab: Lab) -> None:
    assert "#" not in lab.page.url.rstrip("#")
    lab.enter(lab.field("Hidden layers"), "8, 8")
    lab.until(lambda state: state["choices"]["hidden"] == [8, 8])
    assert lab.page.url.endswith("#hidden=8,8")
    lab.enter(lab.field("Hidden layers"), "2")
    lab.until(lambda state: state["choices"]["hidden"] == [2])
    assert "hidden" not in lab.page.url
