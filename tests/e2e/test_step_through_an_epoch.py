"""Stepping through one epoch: line by line, forwards and backwards, and taking the step at the end."""

from collections.abc import Iterator

import numpy as np
import pytest
from coding import Function
from lab import Lab, assert_same, expect, native
from stepper import Stepper, numbers_of

from glassnet import backward_propagation, forward_propagation, initialize_network
from glassnet.programs.choices import checked
from glassnet.programs.writing import parts

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
Y = np.array([[0], [1], [1], [0]])

SOURCES = {part.name: part.text for part in parts(checked({}))}


# It may be over before anybody looks.
NOTE_WHAT_IS_SAID = """() => {
  const inside = document.querySelector("#inside");
  window.said = [];
  new MutationObserver(() => window.said.push(inside.textContent))
    .observe(inside, { subtree: true, childList: true, characterData: true });
}"""


@pytest.fixture
def stepper(lab: Lab) -> Iterator[Stepper]:
    opened = Stepper(lab).open()
    yield opened
    if lab.state()["training"]:
        lab.button("Pause").click()
    lab.page.set_viewport_size({"width": 1280, "height": 900})
    opened.lab.page.locator("#inside > details").evaluate("(one) => { one.open = false; }")
    expect(opened.next).to_have_count(0)


def test_opening_it_leaves_the_recorded_run_and_each_line_is_in_sight(newcomer: Lab) -> None:
    page = newcomer.page
    page.set_viewport_size({"width": 1280, "height": 900})
    recorded = newcomer.open().state()
    asked = "performance.getEntriesByType('resource').map((entry) => entry.name).join()"
    assert "stepping.js" not in page.evaluate(asked)
    stepper = Stepper(newcomer).open()
    assert "stepping.js" in page.evaluate(asked)
    expect(stepper.region).to_contain_text("From epoch 10,000 to 10,001")
    bottom = newcomer.bar.bounding_box()["y"]
    while stepper.next.is_enabled():
        stepper.next.evaluate("(button) => button.click()")  # a click of Playwright's would scroll by itself
        newcomer.drawn()
        buttons, line, account = (
            one.bounding_box() for one in (page.locator(".controls"), page.locator(".running .now"), stepper.account)
        )
        assert 0 <= buttons["y"] <= line["y"] - buttons["height"]
        assert account["y"] + account["height"] <= bottom
        assert page.locator(".running .now").evaluate("(line) => line.scrollWidth <= line.clientWidth"), "all of it"
    assert newcomer.state() == recorded
    expect(page.get_by_text("Stuck.", exact=True)).to_be_visible()
    page.evaluate(NOTE_WHAT_IS_SAID)
    newcomer.button("Take this step").press("Enter")
    state = newcomer.until(lambda state: state["epoch"] == 10_001)
    assert_same(state, native(10_001))
    expect(stepper.region).to_contain_text("From epoch 10,001 to 10,002")
    assert any("One moment: Python trains the run up to here" in said for said in page.evaluate("window.said"))
    expect(stepper.next).to_be_focused()
    newcomer.menu("Rows to follow").select_option(label="Row 2")
    expect(stepper.next).to_be_visible()


def test_steps_through_the_whole_epoch_and_takes_the_step(stepper: Stepper) -> None:
    lab = stepper.lab
    made = []
    while stepper.next.is_enabled():
        said = stepper.go()
        made.append(said.partition("makes ")[2].rstrip("."))
    forward, errors = "z1 a1 z2 a2 y_pred loss", "output_error output_delta hidden_error hidden_delta"
    assert " ".join(made) == f"{forward} {errors} dW2 db2 dW1 db1 W1 b1 W2 b2"
    assert lab.state()["epoch"] == 0, "all of that was on a copy"
    assert_same(lab.state(), native(0), tolerance=1e-15)
    stepper.page.get_by_label("Exact numbers").check()
    lab.drawn()
    lab.details("All numbers until here").click()
    update = stepper.region.get_by_role("group", name="Update", exact=True)
    shown = {name: numbers_of(update.get_by_role("grid", name=name, exact=True)) for name in ("W1", "b1", "W2", "b2")}
    lab.details("All numbers until here").click()
    stepper.page.get_by_label("Exact numbers").uncheck()
    lab.button("Take this step").click()
    state = lab.until(lambda state: state["epoch"] == 1)
    assert_same(state, native(1), tolerance=1e-15)
    assert state["parameters"] == shown
    expect(stepper.region).to_contain_text("From epoch 1 to 2")


def test_goes_back_in_time(stepper: Stepper) -> None:
    stepper.until_made("output_delta")
    before = stepper.place.inner_text(), stepper.values("output_delta")
    stepper.go(3)
    assert (stepper.back(3), stepper.values("output_delta")) == before
    while stepper.previous.is_enabled():
        stepper.back()
    expect(stepper.place).to_contain_text("Line 1 of")
    stepper.lab.details("All numbers until here").click()
    expect(stepper.region.get_by_role("grid", name="z1", exact=True)).to_have_count(0)
    assert stepper.values("X") == X.tolist()
    stepper.lab.details("All numbers until here").click()


def test_every_line_that_is_marked_is_one_of_the_source(stepper: Stepper) -> None:
    assert "Line 2 of 19" in stepper.go()
    stepper.back()
    stepper.page.get_by_label("Every line").check()
    expect(stepper.place).to_contain_text("Line 1 of 46")
    seen = set()
    while stepper.next.is_enabled():
        running = stepper.region.locator("pre.running")
        name = running.get_attribute("aria-label").removeprefix("Running: ")
        assert running.text_content() == SOURCES[name]
        marked = running.locator(".now")
        expect(marked).to_have_count(1)
        expect(marked).to_be_visible()
        assert marked.text_content() in SOURCES[name].splitlines(keepends=True)
        seen.add(name)
        stepper.go()
    stepper.page.get_by_label("Every line").uncheck()
    helpers = {"sigmoid", "sigmoid_derivative"}
    steps = {"forward_propagation", "compute_loss", "backward_propagation", "update_parameters", "train_network"}
    assert seen == steps | helpers


def test_follows_one_row(stepper: Stepper) -> None:
    stepper.lab.menu("Rows to follow").select_option(label="Row 2")
    expect(stepper.place).to_contain_text("Line 1 of")
    stepper.until_made("dW2")
    weights = initialize_network(2, 2, 1)
    _, cache = forward_propagation(weights, X[1:2])
    gradient = backward_propagation(weights, cache, X[1:2], Y[1:2])["dW2"]
    np.testing.assert_allclose(stepper.values("dW2"), gradient, atol=5e-5)
    while stepper.next.is_enabled():
        stepper.go()
    expect(stepper.region).to_contain_text("the step that row 2 alone would give")
    expect(stepper.lab.button("Take this step")).to_have_count(0)


def test_watches_it_in_slow_motion_and_one_pause_stops_everything(stepper: Stepper) -> None:
    motion = stepper.lab.button("Slow motion")
    motion.click()
    expect(motion).to_have_attribute("aria-pressed", "true")
    expect(stepper.place).to_contain_text("makes z1")
    expect(stepper.place).to_contain_text("makes a1")
    stepper.lab.button("Pause").click()
    expect(motion).to_have_attribute("aria-pressed", "false")
    stands = stepper.place.inner_text()
    stepper.page.wait_for_timeout(2500)
    assert stepper.place.inner_text() == stands
    expect(stepper.lab.button("Train")).to_be_visible()


def test_training_on_closes_the_epoch_with_words_and_the_next_one_can_be_followed(stepper: Stepper) -> None:
    lab = stepper.lab
    stepper.until_made("a1")
    lab.button("Step").click()
    lab.until(lambda state: state["epoch"] == 1)
    expect(stepper.next).to_have_count(0)
    expect(stepper.region).to_contain_text("it is now at epoch 1. This trace began at epoch 0")
    lab.button("Step through epoch 2").click()
    expect(stepper.region).to_contain_text("From epoch 1 to 2")
    lab.enter(lab.field("Learning rate"), "0.5")
    expect(stepper.region).to_contain_text("The run has changed")
    lab.button("Step through epoch 2").click()
    stepper.until_made("W1")
    assert_same(lab.state(), native(1), tolerance=1e-15)


def test_opens_while_it_trains(lab: Lab) -> None:
    lab.follow("#epochs=10000000")
    lab.play()
    lab.button("Train").click()
    lab.until(lambda state: state["epoch"] > 100)
    lab.details("Step through one epoch").click()
    stepper = Stepper(lab)
    expect(stepper.region).to_contain_text("Training goes on. Press Pause")
    lab.button("Pause").click()
    expect(stepper.next).to_be_visible()
    epoch = lab.state()["epoch"]
    expect(stepper.region).to_contain_text(f"From epoch {epoch:,} to {epoch + 1:,}")
    lab.button("Train").click()
    expect(stepper.region).to_contain_text("Training goes on. Press Pause")
    lab.button("Pause").click()
    expect(stepper.region).to_contain_text("The run has changed")
    stepper.close()


def test_what_is_too_long_is_refused_in_words_and_one_row_may_still_be_followed(lab: Lab) -> None:
    lab.follow("#dataset=spirals&batch=1")
    lab.details("Step through one epoch").click()
    stepper = Stepper(lab)
    expect(stepper.region.get_by_role("alert")).to_contain_text("an epoch of 160 rows and 9 parameters makes more than")
    lab.menu("Rows to follow").select_option(label="Row 2")
    stepper.until_made("z1")
    stepper.close()


def test_another_network_has_its_own_lines(lab: Lab) -> None:
    lab.follow("#hidden=3,2&activation=tanh,relu&loss=binary_cross_entropy&optimizer=adam&reduction=mean")
    stepper = Stepper(lab).open()
    stepper.until_made("W1")
    expect(stepper.region.locator("pre.running")).to_contain_text("network['W3'] += adam(gradients['dW3']")
    stepper.until_made("b3")
    lab.button("Take this step").click()
    state = lab.until(lambda state: state["epoch"] == 1)
    chosen = {"loss": "binary_cross_entropy", "optimizer": "adam", "reduction": "mean"}
    assert_same(state, native(1, hidden=[3, 2], activation=["tanh", "relu"], **chosen), tolerance=1e-12)
    stepper.close()


OWN_BACKWARD = """\
def backward_propagation(network, cache, X, y):
    z1, a1, z2, a2 = cache
    d2 = (y - a2) * a2 * (1 - a2)
    d1 = d2 @ network["W2"].T * a1 * (1 - a1)
    db2, db1 = d2.sum(axis=0, keepdims=True), d1.sum(axis=0, keepdims=True)
    return {"dW2": a1.T @ d2, "db2": db2, "dW1": X.T @ d1, "db1": db1}
"""


def test_a_version_of_ones_own_is_followed_and_explained_by_its_own_lines(lab: Lab) -> None:
    lab.follow("#seed=3")
    function = Function(lab, "backward_propagation").write(OWN_BACKWARD).runs()
    stepper = Stepper(lab).open()
    stepper.until_made("d1")
    expect(stepper.region.locator("pre.running")).to_have_text(OWN_BACKWARD)
    stepper.cell("d1", 1, 0).hover()
    expect(stepper.account).to_contain_text("(row d2[1] times row W2[0]) × a1[1,0] × (1 − a1[1,0])")
    assert stepper.go().endswith("makes db2, db1.")
    stepper.cell("db2").hover()
    expect(stepper.account).to_contain_text("db2[0,0] is the sum of column d2[:, 0]")
    assert stepper.go().endswith("makes dW2, dW1.")
    stepper.close()
    function.restore()


@pytest.mark.also_in("firefox")
def test_by_keyboard_alone(stepper: Stepper) -> None:
    keyboard = stepper.page.keyboard
    stepper.next.focus()
    for _ in range(2):
        keyboard.press("Enter")
    expect(stepper.place).to_contain_text("makes a1")
    keyboard.press("Shift+Tab")
    keyboard.press("Space")
    expect(stepper.place).to_contain_text("makes z1")
    keyboard.press("Tab")
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(stepper.lab.button("Slow motion")).to_have_attribute("aria-pressed", "true")
    keyboard.press("Enter")
    expect(stepper.lab.button("Slow motion")).to_have_attribute("aria-pressed", "false")


def test_on_a_narrow_screen(stepper: Stepper) -> None:
    stepper.page.set_viewport_size({"width": 320, "height": 740})
    for _ in range(14):
        stepper.go()
        assert stepper.page.evaluate("document.documentElement.scrollWidth") <= 320
        box = stepper.next.bounding_box()
        assert 0 <= box["y"] <= 740 - box["height"], "it stays in reach"
        expect(stepper.region.locator(".running .now")).to_be_in_viewport()
        assert box["height"] >= 44
