"""Numbers in the program's text: dragged, by keys, or typed; the whole run is trained anew, and can be taken back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from coding import Function
from lab import Lab, assert_same, expect, native

EPOCHS = 300


def number(lab: Lab, name: str) -> Any:
    """A number in the program's text."""
    return lab.page.locator("#code").get_by_role("spinbutton", name=name, exact=True)


@contextmanager
def held(lab: Lab, name: str) -> Iterator[Callable[[int], None]]:
    """Press the mouse on a number; what is given drags it so far to the right."""
    number(lab, name).scroll_into_view_if_needed()
    lab.drawn()
    box = number(lab, name).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    lab.page.mouse.move(x, y)
    lab.page.mouse.down()
    yield lambda pixels: lab.page.mouse.move(x + pixels, y, steps=6)
    lab.page.mouse.up()


def ended(lab: Lab, epochs: int = EPOCHS, **choices: Any) -> dict[str, Any]:
    """The state, once it is the end of the run of these choices."""

    def is_there(state: dict[str, Any]) -> bool:
        return (
            state["current"]
            and state["epoch"] == epochs
            and all(state["choices"][name] == value for name, value in choices.items())
        )

    return lab.until(is_there)


def bits(state: dict[str, Any]) -> Any:
    return state["choices"], state["epoch"], state["loss"], state["parameters"], state["predictions"]


def test_a_drag_shows_the_end_of_the_run_and_escape_takes_it_back(lab: Lab) -> None:
    lab.follow(f"#epochs={EPOCHS}")
    before = lab.train()
    address = lab.page.url
    with held(lab, "Learning rate") as drag:
        drag(60)
        expect(number(lab, "Learning rate")).to_have_text("0.32")
        state = ended(lab, rate=0.32)
        assert_same(state, native(EPOCHS, rate=0.32))
        assert state["timeline"]["epochs"][0] == 0, "its every epoch can be looked at"
        expect(lab.prediction("0 1")).to_have_text(f"{state['predictions'][1]:.3f}")
        expect(lab.page.get_by_role("list", name="Curves", exact=True)).to_contain_text("the run before")
        drag(-60)
        assert_same(ended(lab, rate=0.032), native(EPOCHS, rate=0.032))
        lab.page.keyboard.press("Escape")
        assert bits(ended(lab, rate=0.1)) == bits(before)
        assert lab.page.url == address
        drag(90)
    assert bits(lab.state()) == bits(before), "the drag is over"
    expect(lab.page.get_by_role("list", name="Curves", exact=True)).to_have_count(0)
    expect(lab.button("Undo")).to_have_attribute("title", "Undo: The address changed")
    assert_same(lab.train(), native(2 * EPOCHS))  # Python, too, has the run before


def test_let_go_it_is_the_run_and_undo_brings_the_other_back(lab: Lab) -> None:
    lab.follow(f"#epochs={EPOCHS}")
    before = lab.train()
    with held(lab, "target for 0 1") as drag:
        drag(-100)
        ended(lab, targets=[0, 0.5, 1, 0])
    after = lab.until(lambda state: "targets=0,0.5,1,0" in lab.page.url and state["choices"]["dataset"] == "custom")
    assert_same(after, native(EPOCHS, targets=(0, 0.5, 1, 0)))
    assert float(lab.target("0 1").input_value()) == 0.5
    with held(lab, "Hidden neurons") as drag:
        drag(28)
    wide = ended(lab, hidden=[4])
    assert_same(wide, native(EPOCHS, targets=(0, 0.5, 1, 0), hidden=[4]))
    lab.button("Undo").click()
    assert bits(ended(lab, hidden=[2])) == bits(after)
    lab.page.locator("h1").click()
    lab.page.keyboard.press("Control+z")
    assert bits(ended(lab, targets=[0, 1, 1, 0])) == bits(before)
    lab.page.keyboard.press("Control+Shift+z")
    lab.page.keyboard.press("Control+Shift+z")
    assert bits(ended(lab, hidden=[4])) == bits(wide)
    expect(lab.button("Redo")).to_have_attribute("title", "Nothing to redo")


def test_each_press_counts_however_fast_they_come(lab: Lab) -> None:
    lab.follow(f"#epochs={EPOCHS}")
    number(lab, "Learning rate").evaluate("""(number) => {
      for (let press = 0; press < 6; press += 1)
        number.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowUp", bubbles: true, cancelable: true }));
    }""")
    assert_same(ended(lab, rate=0.16), native(EPOCHS, rate=0.16))
    expect(number(lab, "Learning rate")).to_have_text("0.16")


def test_arrow_keys_and_typing(lab: Lab) -> None:
    lab.follow(f"#epochs={EPOCHS}")
    lab.train()
    rate = number(lab, "Learning rate")
    rate.focus()
    for key, value in (("ArrowUp", 0.11), ("Shift+ArrowRight", 0.21), ("ArrowDown", 0.2)):
        lab.page.keyboard.press(key)
        assert_same(ended(lab, rate=value), native(EPOCHS, rate=value))
    expect(rate).to_be_focused()
    lab.page.keyboard.press("Escape")
    ended(lab, rate=0.1)
    rate.press("Enter")
    field = lab.page.locator("#code input.typed")
    field.fill("minus one")
    field.press("Enter")
    expect(lab.page.locator("#code .refused")).to_contain_text("“minus one” is not a number above 0. Kept 0.1.")
    expect(rate).to_be_focused()
    rate.dblclick()
    field.fill("0,5")
    field.press("Enter")
    assert_same(ended(lab, rate=0.5), native(EPOCHS, rate=0.5))
    number(lab, "Seed").press("Enter")
    field.fill("7")
    field.press("Tab")
    assert_same(ended(lab, rate=0.5, seed=7), native(EPOCHS, rate=0.5, seed=7))
    lab.page.keyboard.press("Control+z")
    assert_same(ended(lab, rate=0.5, seed=42), native(EPOCHS, rate=0.5))


def test_what_is_locked_or_edited_is_plain_text(lab: Lab) -> None:
    lab.follow("#lock=rate,dataset&hidden=3,2&l2=0.01&optimizer=momentum")
    names = lab.page.locator("#code").get_by_role("spinbutton")
    labels = {one.get_attribute("aria-label") for one in names.all()}
    assert labels == {"Seed", "L2", "Epochs", "Neurons of hidden layer 1", "Neurons of hidden layer 2"}
    lab.follow("#")
    initialize = Function(lab, "initialize_network")
    initialize.change("np.zeros((1, output_size))", "np.ones((1, output_size))").runs()
    expect(number(lab, "Seed")).to_have_count(0)
    initialize.restore()
    expect(number(lab, "Seed")).to_have_count(1)


def test_a_run_that_is_not_compiled_shows_its_first_second(lab: Lab) -> None:
    lab.follow("#epochs=9000000")
    lab.page.get_by_role("checkbox", name="Run epochs compiled").uncheck()
    with held(lab, "Learning rate") as drag:
        drag(60)
        expect(number(lab, "Learning rate")).to_have_text("0.32")
        lab.until(lambda state: state["epoch"] > 0)
    expect(lab.progress).to_contain_text("This run is not compiled: you see its first second")
    state = lab.state()
    assert 0 < state["epoch"] < 9_000_000
    assert not state["training"]
    lab.page.get_by_role("checkbox", name="Run epochs compiled").check()


def test_a_long_run_goes_on_as_trains_does(lab: Lab) -> None:
    lab.follow("#epochs=10000000")
    with held(lab, "Seed") as drag:
        drag(60)
        lab.until(lambda state: state["epoch"] > 0 and state["choices"]["seed"] == 52)
    expect(lab.button("Pause")).to_be_visible()
    lab.button("Pause").click()
    assert 0 < lab.until_still()["epoch"] < 10_000_000


def line_of(lab: Lab, label: str) -> tuple[float, float]:
    """The middle of a weight's line in the picture of the network."""
    line = lab.page.locator(f'#network svg [data-name="{label}"]').first
    line.scroll_into_view_if_needed()
    lab.drawn()
    box = line.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag_weight(lab: Lab, label: str, pixels: int) -> None:
    x, y = line_of(lab, label)
    lab.page.mouse.move(x, y)
    lab.page.mouse.down()
    lab.page.mouse.move(x + pixels, y, steps=8)
    lab.page.mouse.up()


def test_a_weight_is_set_where_the_page_looks_and_the_run_goes_on_from_there(lab: Lab) -> None:
    lab.follow(f"#epochs={EPOCHS}")
    network = native(0).network
    value = round(round(network["W1"][0][0], 2) + 0.75, 2)
    network["W1"][0][0] = value
    drag_weight(lab, "W1[0,0]", 75)
    expected = native(EPOCHS, network=network)
    state = lab.until(lambda now: now["epoch"] == EPOCHS and abs(now["loss"] - expected.losses[-1]) < 1e-12)
    assert_same(state, expected)
    assert state["timeline"]["epochs"][0] == 0
    # At its end, it is set at the end.
    after = round(round(state["parameters"]["W2"][1][0], 2) - 1, 2)
    drag_weight(lab, "W2[1,0]", -100)
    set_there = lab.until(lambda now: now["parameters"]["W2"][1][0] == after)
    assert set_there["epoch"] == EPOCHS
    lab.button("Undo").click()
    assert bits(lab.until(lambda now: now["loss"] == state["loss"])) == bits(state)
    lab.button("Undo").click()
    lab.until(lambda now: now["epoch"] == 0)
    assert_same(lab.train(), native(EPOCHS))


def test_a_weight_is_changed_by_keys(lab: Lab) -> None:
    lab.follow(f"#epochs={EPOCHS}")
    lab.page.get_by_role("group", name="Network: arrow keys").focus()
    lab.page.keyboard.press("Home")
    reading = lab.page.get_by_label("Weight at the pointer", exact=True)
    expect(reading).to_contain_text("W1[0,0]")
    network = native(0).network
    network["W1"][0][0] = round(round(network["W1"][0][0], 2) + 0.2, 2)
    lab.page.keyboard.press("+")
    lab.page.keyboard.press("+")
    expected = native(EPOCHS, network=network)
    state = lab.until(lambda now: now["epoch"] == EPOCHS and abs(now["loss"] - expected.losses[-1]) < 1e-12)
    assert_same(state, expected)
    lab.page.keyboard.press("Escape")
    assert_same(lab.until(lambda now: now["epoch"] == 0), native(0))


@pytest.mark.parametrize("let_go_first", [True, False])
def test_what_is_dragged_before_python_is_there_is_trained_once_it_is(newcomer: Lab, let_go_first: bool) -> None:
    python: list[Any] = []
    newcomer.page.route("**/*.wasm", lambda route: python.append(route))
    newcomer.open(f"#epochs={EPOCHS}", engine="starting")
    lab = newcomer
    here = lab.page.locator("#facts").get_by_role("spinbutton", name="Hidden neurons", exact=True)
    box = here.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    lab.page.mouse.move(x, y)
    lab.page.mouse.down()
    lab.page.mouse.move(x + 28, y, steps=4)
    expect(here).to_have_text("4")
    if let_go_first:
        lab.page.mouse.up()
    while lab.state()["engine"] == "starting":
        while python:
            python.pop().continue_()
        lab.page.wait_for_timeout(20)
    state = ended(lab, hidden=[4])
    assert_same(state, native(EPOCHS, hidden=[4]))
    if not let_go_first:
        lab.page.mouse.up()
        assert_same(ended(lab, hidden=[4]), native(EPOCHS, hidden=[4]))


def test_a_weight_is_dragged_by_its_number_in_the_picture(lab: Lab) -> None:
    lab.follow(f"#epochs={EPOCHS}")
    lab.train()
    before = lab.state()["parameters"]
    label = lab.page.locator(".diagram text.weight[data-name='W1[0,0]']")
    box = label.bounding_box()
    lab.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    lab.page.mouse.down()
    lab.page.mouse.move(box["x"] + box["width"] / 2 + 40, box["y"] + box["height"] / 2, steps=4)
    lab.page.mouse.up()
    after = lab.until(lambda state: state["current"] and state["parameters"] != before)["parameters"]
    assert after["W1"][0][0] > before["W1"][0][0]
    assert after["W1"][1] == before["W1"][1]
