"""Freezing a weight: it stays as it is while the others train; by tick, in the picture, and by keyboard."""

from typing import Any

import numpy as np
import pytest
from lab import Lab, assert_same, expect, fresh, native
from test_use_the_keyboard import reach

import tutorial
from glassnet.data.truth_tables import truth_table

START = native(0).network
MASKS = {"W1": np.array([[False, True], [False, False]]), "b2": np.array([[True]])}


@pytest.fixture
def weights(lab: Lab) -> Any:
    return lab.weights()


def tick(lab: Lab, label: str) -> Any:
    return lab.page.get_by_role("checkbox", name=f"freeze {label}", exact=True)


def frozen_run(epochs: int, network: dict[str, Any] | None = None) -> dict[str, np.ndarray]:
    """The tutorial's run in this Python, with what MASKS says put back after each epoch."""
    X, y = truth_table((0, 1, 1, 0))
    now = {name: np.array(values, dtype=float) for name, values in (network or START).items()}
    held = {name: now[name][mask].copy() for name, mask in MASKS.items()}
    for _ in range(epochs):
        _, cache = tutorial.forward_propagation(now, X)
        tutorial.update_parameters(now, tutorial.backward_propagation(now, cache, X, y), 0.1)
        for name, mask in MASKS.items():
            now[name][mask] = held[name]
    return now


def assert_parameters(state: dict[str, Any], expected: dict[str, np.ndarray]) -> None:
    for name, values in expected.items():
        np.testing.assert_allclose(state["parameters"][name], values, rtol=0, atol=1e-12, err_msg=name)


def freeze_both(lab: Lab) -> None:
    tick(lab, "W1[0,1]").check()
    tick(lab, "b2[0]").check()
    lab.until(lambda state: state["frozen"] == ["W1[0,1]", "b2[0]"])


def test_frozen_weights_stay_and_the_others_train(lab: Lab, weights: Any) -> None:
    lab.follow("#epochs=300")
    freeze_both(lab)
    expect(lab.bar).to_contain_text("b2[0] is frozen")
    state = lab.train()
    assert state["parameters"]["W1"][0][1] == START["W1"][0, 1], "to the bit"
    assert state["parameters"]["b2"] == [[0]]
    expected = frozen_run(300)
    assert_parameters(state, expected)
    X, _ = truth_table((0, 1, 1, 0))
    np.testing.assert_allclose(state["predictions"], tutorial.predict(expected, X)[:, 0], atol=1e-12)
    assert expected["W1"][0, 0] != START["W1"][0, 0]


def test_reset_brings_the_starting_weights_back_and_keeps_them_frozen(lab: Lab, weights: Any) -> None:
    lab.follow("#epochs=50")
    freeze_both(lab)
    lab.train()
    lab.button("Reset").click()
    state = lab.until(fresh)
    assert state["frozen"] == ["W1[0,1]", "b2[0]"]
    expect(lab.bar).to_contain_text("Still frozen: W1[0,1], b2[0].")
    assert_parameters(lab.train(), frozen_run(50))


def test_another_exercise_has_nothing_frozen(lab: Lab, weights: Any) -> None:
    freeze_both(lab)
    lab.follow("#epochs=20")
    assert lab.state()["frozen"] == []
    assert_same(lab.train(), native(20))


def test_what_a_smaller_network_lacks_is_said(lab: Lab, weights: Any) -> None:
    tick(lab, "W1[0,1]").check()
    lab.until(lambda state: state["frozen"] == ["W1[0,1]"])
    lab.enter(lab.field("Hidden layers"), "1")
    lab.until(lambda state: state["frozen"] == [] and len(state["parameters"]["W1"][0]) == 1)
    expect(lab.bar).to_contain_text("No longer frozen, because this network lacks it: W1[0,1].")
    lab.enter(lab.field("Hidden layers"), "2")


def test_lets_it_go_again_while_training(lab: Lab, weights: Any) -> None:
    lab.follow("#epochs=10000000")
    lab.play()
    tick(lab, "W2[0,0]").check()
    lab.until(lambda state: state["frozen"])
    lab.button("Train").click()
    state = lab.until(lambda state: state["epoch"] > 300)
    assert state["parameters"]["W2"][0][0] == START["W2"][0, 0]
    tick(lab, "W2[0,0]").uncheck()
    lab.until(lambda state: not state["frozen"])
    state = lab.until(lambda state: state["parameters"]["W2"][0][0] != START["W2"][0, 0])
    assert state["training"], "nothing stopped for it"
    lab.button("Pause").click()


def test_a_weight_set_by_hand_can_be_held(lab: Lab, weights: Any) -> None:
    lab.follow("#epochs=40")
    freeze_both(lab)
    lab.enter(lab.field("W1[0,1]"), "-2.5")
    state = lab.until(lambda state: state["parameters"]["W1"][0][1] == -2.5)
    assert state["frozen"] == ["W1[0,1]", "b2[0]"]
    network = native(0).network
    network["W1"][0, 1] = -2.5
    assert_parameters(lab.train(), frozen_run(40, network))


def test_a_frozen_weight_of_the_recorded_run_trains_on_from_it(newcomer: Lab) -> None:
    newcomer.open()
    newcomer.weights()
    before = newcomer.state()["parameters"]
    tick(newcomer, "W1[0,1]").check()
    newcomer.until(lambda state: state["frozen"] == ["W1[0,1]"])
    newcomer.button("Step").click()
    state = newcomer.until(lambda state: state["epoch"] == 10_001)
    assert state["parameters"]["W1"][0][1] == before["W1"][0][1]
    assert state["parameters"]["W1"][0][0] != before["W1"][0][0]


def test_stays_frozen_when_python_has_to_be_started_again(newcomer: Lab) -> None:
    newcomer.page.add_init_script(
        "const Own = Worker; window.workers = [];"
        "window.Worker = class extends Own { constructor(...all) { super(...all); window.workers.push(this); } };"
    )
    newcomer.open("#epochs=100")
    newcomer.weights()
    freeze_both(newcomer)
    newcomer.button("Step").click()
    newcomer.until(lambda state: state["epoch"] == 1)
    newcomer.page.evaluate("window.workers.at(-1).dispatchEvent(new ErrorEvent('error', { message: 'gone' }))")
    expect(newcomer.bar).to_contain_text("started again")
    newcomer.until(lambda state: state["engine"] == "ready")
    state = newcomer.train()
    assert state["frozen"] == ["W1[0,1]", "b2[0]"]
    assert_parameters(state, frozen_run(100))


def test_freezes_in_the_picture_by_keyboard(lab: Lab) -> None:
    lab.follow("#epochs=30")
    picture = lab.page.get_by_role("group", name="Network: arrow keys go from weight to weight, Enter changes one")
    reach(lab, picture)
    keyboard = lab.page.keyboard
    keyboard.press("ArrowRight")
    keyboard.press("ArrowRight")
    reading = lab.page.get_by_label("Weight at the pointer", exact=True)
    expect(reading).to_contain_text("W1[0,1]")
    keyboard.press("Enter")
    value = lab.field("Value of W1[0,1]")
    expect(value).to_be_focused()
    keyboard.press("Tab")
    keyboard.press("Space")
    lab.until(lambda state: state["frozen"] == ["W1[0,1]"])
    expect(reading).to_contain_text("frozen")
    assert lab.page.locator("line[stroke-dasharray]").count() == 1
    keyboard.press("Escape")
    expect(value).to_have_count(0)
    expect(picture).to_be_focused()
    state = lab.train()
    assert state["parameters"]["W1"][0][1] == START["W1"][0, 1]
    assert state["parameters"]["W1"][0][0] != START["W1"][0, 0]
    lab.weights()
    tick(lab, "W1[0,1]").uncheck()
    lab.until(lambda state: not state["frozen"])
    lab.button("Reset").click()
    assert_same(lab.until(fresh), native(0), tolerance=1e-15)
