"""The timeline: the slider shows every picture at an epoch, and training continues from there, to the bit."""

import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lab import AT_ONCE, PATIENCE, Lab, assert_same, expect, fresh, native, number_in

from built import of_the_page

EPOCHS = 3000
PER_DOUBLING = 32  # as long as there is room
PER_DOUBLING = 32  # as long as there is room
MOST_BYTES = 8_000_000


def slider(lab: Lab) -> Any:
    return lab.page.get_by_role("slider", name="Timeline", exact=True)


def press(lab: Lab, *keys: str) -> dict[str, Any]:
    """Press keys on the slider, and wait until the epoch that they lead to is shown."""
    slider(lab).focus()
    for key in keys:
        lab.page.keyboard.press(key)
    return shown(lab)


def shown(lab: Lab) -> dict[str, Any]:
    """What is shown, once it is what the slider says: with its loss."""
    lab.drawn()
    said = re.compile(r"^epoch [\d,]+, loss ")
    expect(slider(lab)).to_have_attribute("aria-valuetext", said, timeout=1000 * PATIENCE)
    return lab.until(lambda state: state["epoch"] == number_in(slider(lab).get_attribute("aria-valuetext"), "epoch"))


def drag(lab: Lab, part: float) -> dict[str, Any]:
    """Drag the slider's thumb with the mouse."""
    box = slider(lab).bounding_box()
    mouse, y = lab.page.mouse, box["y"] + box["height"] / 2
    now = float(slider(lab).input_value()) / float(slider(lab).get_attribute("max"))
    mouse.move(box["x"] + 8 + now * (box["width"] - 16), y)
    mouse.down()
    mouse.move(box["x"] + 0.5 * box["width"], y, steps=4)
    mouse.move(box["x"] + part * box["width"], y, steps=4)
    mouse.up()
    return shown(lab)


def trained(lab: Lab, address: str = f"#epochs={EPOCHS}") -> dict[str, Any]:
    lab.follow(address)
    return lab.train()


def test_drags_it_and_sees_every_picture_as_it_was(lab: Lab) -> None:
    end = trained(lab)
    state = drag(lab, 0.5)
    epoch = state["epoch"]
    assert epoch == pytest.approx(EPOCHS / 2, abs=EPOCHS / 20)
    then = native(epoch)
    assert_same(state, then)
    assert lab.predictions() == [round(value, 3) for value in then.predictions.tolist()]
    expect(lab.page.get_by_label("Prediction", exact=True)).to_have_text(f"{then.predict(0.5, 0.5):.4f}")
    weight = then.network["W1"][0, 0]
    label = f"{'+' if weight > 0 else '−'}{abs(weight):.2f}"
    expect(lab.page.get_by_role("img", name="Network", exact=True)).to_contain_text(label)
    expect(lab.page.get_by_label("Loss at the pointer", exact=True)).to_contain_text(f"{then.losses[-1]:.6f}")
    expect(lab.progress).to_contain_text("Looking back")
    expect(lab.bar).to_contain_text(f"Epoch {epoch:,}")
    assert press(lab, "End")["parameters"] == end["parameters"]


def test_the_boundary_is_that_of_the_epoch(lab: Lab) -> None:
    lab.follow("#epochs=2000")
    picture = lab.page.get_by_role("img", name="Decision boundary", exact=True)
    untrained = picture.evaluate("(canvas) => canvas.toDataURL()")
    lab.train()
    assert picture.evaluate("(canvas) => canvas.toDataURL()") != untrained
    press(lab, "Home")
    assert picture.evaluate("(canvas) => canvas.toDataURL()") == untrained


def test_moves_it_by_keys_and_hears_the_epoch_in_words(lab: Lab) -> None:
    trained(lab)
    losses = native(EPOCHS).losses

    def says(epoch: int) -> None:
        expect(slider(lab)).to_have_attribute("aria-valuetext", f"epoch {epoch:,}, loss {losses[epoch]:.4f}")

    says(EPOCHS)
    for key, epoch in [("Home", 0), ("ArrowRight", 1), ("ArrowUp", 2), ("ArrowLeft", 1), ("ArrowDown", 0)]:
        assert press(lab, key)["epoch"] == epoch
        says(epoch)
    assert press(lab, "PageUp")["epoch"] == pytest.approx(EPOCHS / 10, abs=EPOCHS / 50)
    assert press(lab, "ArrowLeft", "End")["epoch"] == EPOCHS
    before = press(lab, "ArrowLeft")["epoch"]
    assert EPOCHS - 100 < before < EPOCHS
    assert press(lab, "PageDown")["epoch"] < before - EPOCHS / 20


@pytest.mark.parametrize("others", ["", "&optimizer=momentum&hidden=3,2&activation=tanh"])
def test_goes_on_from_an_earlier_epoch_to_the_same_end(lab: Lab, others: str) -> None:
    end = trained(lab, f"#epochs={EPOCHS}{others}")
    epoch = drag(lab, 0.4)["epoch"]
    assert 0 < epoch < EPOCHS
    lab.play()
    lab.button("Train").click()
    expect(lab.bar).to_contain_text(f"Training goes on from epoch {epoch:,}.")
    lab.play(AT_ONCE)
    again = lab.until(lambda state: state["epoch"] == EPOCHS and not state["training"])
    assert again["parameters"] == end["parameters"]
    assert again["loss"] == end["loss"]
    assert press(lab, "Home")["epoch"] == 0, "what came before is still there"


def test_steps_from_an_earlier_epoch_and_what_followed_is_dropped(lab: Lab) -> None:
    trained(lab)
    epoch = drag(lab, 0.3)["epoch"]
    expect(lab.bar).to_contain_text("drops the later epochs")
    lab.button("Step").click()
    state = lab.until(lambda state: state["epoch"] == epoch + 1)
    assert_same(state, native(epoch + 1))
    assert slider(lab).get_attribute("max") == str(epoch + 1)
    assert max(state["timeline"]["epochs"]) <= epoch + 1
    assert press(lab, "End")["epoch"] == epoch + 1


def test_looking_around_changes_nothing(lab: Lab) -> None:
    end = trained(lab)
    for keys in (["Home"], ["PageUp"], ["PageUp", "PageUp"], ["ArrowLeft"], ["Home", "ArrowRight"]):
        press(lab, *keys)
    lab.enter(lab.field("Input x1"), "0.25")
    for name in ("Weights as a table", "Loss as a table"):
        lab.details(name).click()
        lab.details(name).click()
    lab.page.get_by_role("checkbox", name="Log scale").check()
    lab.page.get_by_role("checkbox", name="Log scale").uncheck()
    back = press(lab, "End")
    assert (back["epoch"], back["parameters"]) == (EPOCHS, end["parameters"])
    lab.enter(lab.field("Input x1"), "0.5")
    lab.train()
    assert_same(lab.state(), native(2 * EPOCHS))


def test_a_tried_input_is_answered_by_the_network_of_the_epoch(lab: Lab) -> None:
    trained(lab)
    epoch = drag(lab, 0.2)["epoch"]
    lab.enter(lab.field("Input x1"), "0.75")
    expected = native(epoch).predict(0.75, 0.5)
    expect(lab.page.get_by_label("Prediction", exact=True)).to_have_text(f"{expected:.4f}")
    lab.enter(lab.field("Input x1"), "0.5")


def test_a_changed_setting_counts_from_the_epoch_that_is_looked_at(lab: Lab) -> None:
    lab.follow("#epochs=2000")
    lab.train()
    epoch = drag(lab, 0.5)["epoch"]
    lab.enter(lab.field("Learning rate"), "0.5")
    lab.until(lambda state: state["current"] and state["choices"]["rate"] == 0.5)
    assert lab.state()["epoch"] == epoch
    state = lab.train()
    assert state["epoch"] == 2000
    assert_same(state, native(2000 - epoch, network=native(epoch).network, rate=0.5))


def test_a_weight_set_by_hand_in_looking_back_goes_on_from_there(lab: Lab) -> None:
    trained(lab)
    epoch = drag(lab, 0.5)["epoch"]
    lab.weights()
    lab.enter(lab.field("W1[0,0]"), "2.5")
    state = lab.until(lambda state: state["parameters"]["W1"][0][0] == 2.5)
    assert state["epoch"] == epoch
    network = native(epoch).network
    network["W1"][0, 0] = 2.5
    lab.button("Step").click()
    lab.until(lambda state: state["epoch"] == epoch + 1)
    assert_same(lab.state(), native(1, network=network))


def test_resets_to_the_same_weights_until_the_seed_changes(lab: Lab) -> None:
    at_first = lab.state()["parameters"]
    trained(lab)
    drag(lab, 0.5)
    lab.button("Reset").click()
    assert lab.until(fresh)["parameters"] == at_first
    lab.enter(lab.field("Seed"), "43")
    other = lab.until(lambda state: fresh(state) and state["parameters"] != at_first)["parameters"]
    lab.button("Step").click()
    lab.until(lambda state: state["epoch"] == 1)
    lab.button("Reset").click()
    assert lab.until(fresh)["parameters"] == other


def test_the_slider_follows_while_it_trains_and_a_drag_stops_it(lab: Lab) -> None:
    lab.follow("#epochs=1000000")
    lab.play()
    lab.button("Train").click()
    lab.until(lambda state: state["epoch"] > 5000)
    early = float(slider(lab).input_value())
    lab.until(lambda state: state["epoch"] > early + 2000)
    assert float(slider(lab).input_value()) > early
    assert slider(lab).evaluate("(element) => element.value === element.max")
    state = press(lab, "Home")
    assert (state["epoch"], state["training"]) == (0, False)
    assert_same(state, native(0), tolerance=1e-15)
    assert press(lab, "End")["epoch"] > early


def test_the_recorded_run_has_a_timeline_too(newcomer: Lab) -> None:
    newcomer.open()
    expect(newcomer.page.get_by_text("recorded run", exact=True)).to_be_visible()
    state = press(newcomer, "PageDown")
    assert 8000 < state["epoch"] < 10_000
    assert_same(state, native(state["epoch"]))
    assert not state["training"]
    assert_same(press(newcomer, "Home"), native(0), tolerance=1e-15)
    assert_same(press(newcomer, "End"), native(10_000))


def test_before_python_is_there_it_waits(newcomer: Lab, context: Any) -> None:
    held: list[Any] = []
    context.route("**/*.wasm", lambda route: held.append(route))
    newcomer.open(engine="starting")
    expect(slider(newcomer)).to_be_disabled()
    newcomer.page.close()
    for route in held:
        route.abort()


@pytest.mark.expects("It fell over")
def test_a_lost_worker_loses_no_epoch(newcomer: Lab, changed_site: Callable[[Any], str]) -> None:
    def change(site: Path) -> None:
        worker = of_the_page(site, "worker.js")
        door = 'new BroadcastChannel("door").onmessage = () => { throw new Error("It fell over."); };\n'
        worker.write_text(door + worker.read_text())

    newcomer.address = changed_site(change)
    newcomer.open(f"#epochs={EPOCHS}&seed=5")
    end = newcomer.train()
    looked_at = drag(newcomer, 0.5)
    newcomer.page.evaluate("new BroadcastChannel('door').postMessage('crash')")
    expect(newcomer.page.locator("html")).to_have_attribute("data-engine", "ready")
    newcomer.until_engine("ready")
    assert press(newcomer, "Home")["epoch"] == 0
    assert press(newcomer, "End")["parameters"] == end["parameters"]
    assert drag(newcomer, 0.5)["parameters"] == looked_at["parameters"]
    newcomer.button("Train").click()
    again = newcomer.until(lambda state: state["epoch"] == EPOCHS and not state["training"])
    assert again["parameters"] == end["parameters"]


TIMELINE = "(({ training, timeline }) => [training, timeline])(window.glassnet.state())"


def test_however_long_it_trains_it_keeps_no_more_than_it_may(lab: Lab) -> None:
    epochs = 160
    lab.follow(f"#hidden=160,160&epochs={epochs}&initializer=xavier&reduction=mean")
    lab.sheet("Rows")  # for each of its points, the network is as large
    numbers = sum(len(row) for rows in lab.state()["parameters"].values() for row in rows)
    lab.button("Train").click()
    training = True
    while training:
        # Not the whole state: all its numbers, again and again, took longer than the training.
        training, kept = lab.page.evaluate(TIMELINE)
        assert kept["bytes"] == 8 * numbers * len(kept["epochs"]) <= MOST_BYTES
        assert kept["epochs"][0] == 0
        assert kept["epochs"] == sorted(set(kept["epochs"]))
        lab.page.wait_for_timeout(100)
    assert lab.state()["epoch"] == epochs
    *_, before, last = kept["epochs"]
    assert last - before > 2 ** int(math.log2(before / PER_DOUBLING)), "it was thinned"
    end = lab.state()["parameters"]
    assert press(lab, "Home")["epoch"] == 0
    assert press(lab, "End")["parameters"] == end
    lab.sheet("Run")
