"""Choosing after editing a function: the page names the new lines, and nothing typed is lost."""

import json
from typing import Any

import pytest
from coding import TUTORIAL, Function, originals, whose_code
from lab import Lab, assert_same, expect, fresh, native

HALVED = "a1 = sigmoid(z1)", "a1 = sigmoid(z1 / 2)"
TANH = originals(activation="tanh")


@pytest.fixture
def forward(clean: Lab) -> Function:
    """An edited forward_propagation that runs, and then tanh is chosen."""
    clean.follow("#epochs=100")
    function = Function(clean, "forward_propagation").change(*HALVED).runs()
    function.button("Close").click()
    clean.menu("Activation").select_option(label="Tanh")
    return function


def button(function: Function, name: str) -> Any:
    return function.offer.get_by_role("button", name=name, exact=True)


def test_keeps_theirs(forward: Function) -> None:
    said = forward.offer.get_by_role("status")
    expect(said).to_have_text("Choosing tanh changed 1 line of forward_propagation, which you have edited.")
    expect(forward.status).to_contain_text("Your version runs")
    expect(whose_code(forward.lab)).to_contain_text("your version of forward_propagation")
    button(forward, "Keep mine").click()
    expect(forward.offer).to_have_count(0)
    expect(forward.button("Edit")).to_be_focused()
    assert forward.listing.text_content() == forward.source.replace(*HALVED)
    forward.lab.page.reload()
    forward.lab.until_engine("ready")
    expect(forward.status).to_contain_text("on an earlier visit")
    expect(forward.offer).to_have_count(0)


def test_takes_the_new_lines_and_brings_theirs_back(forward: Function) -> None:
    lab = forward.lab
    button(forward, "Take the new lines").click()
    expect(forward.offer).to_have_count(0)
    assert forward.listing.text_content() == TANH["forward_propagation"]
    lab.until(fresh)
    assert_same(lab.train(), native(100, activation="tanh"))
    forward.button("Bring my version back").click()
    expect(forward.editor).to_contain_text("sigmoid(z1 / 2)")
    expect(forward.offer).to_have_count(0)


def test_looks_at_both_by_keyboard(forward: Function) -> None:
    show = button(forward, "Show both")
    show.focus()
    forward.lab.page.keyboard.press("Enter")
    expect(show).to_have_attribute("aria-expanded", "true")
    mine = forward.offer.get_by_role("region", name="Your version of forward_propagation")
    new = forward.offer.get_by_role("region", name="The new original of forward_propagation")
    assert mine.text_content() == forward.source.replace(*HALVED)
    assert new.text_content() == TANH["forward_propagation"]
    expect(mine.locator(".changed")).to_have_text("a1 = sigmoid(z1 / 2)")
    expect(new.locator(".changed")).to_have_text("a1 = tanh(z1)")
    left, right = mine.bounding_box(), new.bounding_box()
    assert left["y"] == right["y"] or left["x"] == right["x"]
    forward.lab.page.keyboard.press("Shift+Tab")
    forward.lab.page.keyboard.press("Shift+Tab")
    expect(button(forward, "Keep mine")).to_be_focused()
    forward.lab.page.keyboard.press("Enter")
    expect(forward.offer).to_have_count(0)
    expect(forward.button("Edit")).to_be_focused()


def test_the_offer_outlasts_a_reload(forward: Function) -> None:
    forward.lab.page.reload()
    forward.lab.until_engine("ready")
    expect(forward.offer).to_contain_text("Choosing tanh changed 1 line of forward_propagation")
    forward.lab.menu("Activation").select_option(label="Sigmoid")
    expect(forward.offer).to_have_count(0)
    expect(forward.button("Run my version")).to_be_visible()


def test_an_original_in_an_open_editor_follows(lab: Lab) -> None:
    forward = Function(lab, "forward_propagation").edit()
    lab.menu("Activation").select_option(label="Tanh")
    expect(forward.editor).to_contain_text("a1 = tanh(z1)")
    expect(forward.offer).to_have_count(0)
    expect(forward.status).to_have_text("This is the original. It runs.")
    forward.button("Close").click()


def test_a_function_that_goes_is_kept_and_runs_when_it_comes_back(clean: Lab) -> None:
    clean.follow("#optimizer=adam&epochs=100")
    source = originals(optimizer="adam")["adam"]
    adam = Function(clean, "adam", source).change("return learning_rate", "return 2 * learning_rate").runs()
    state = clean.until(fresh)
    assert_same(clean.train(), native(100, optimizer="adam", rate=0.2))
    clean.menu("Optimizer").select_option(label="Momentum")
    expect(adam.place).to_have_count(0)
    kept = clean.page.get_by_text("Your version of adam is kept. This program has no such function.")
    expect(kept).to_be_visible()
    assert_same(clean.train(), native(100, optimizer="momentum"))
    kept.click()
    text = clean.page.get_by_role("region", name="Your version of adam", exact=True)
    assert text.text_content() == source.replace("return learning_rate", "return 2 * learning_rate")
    clean.menu("Optimizer").select_option(label="Adam")
    expect(adam.status).to_contain_text("Your version runs")
    expect(kept).to_have_count(0)
    state = clean.until(lambda state: fresh(state) and state["choices"]["optimizer"] == "adam")
    assert "2 * learning_rate" in state["program"]
    assert_same(clean.train(), native(100, optimizer="adam", rate=0.2))


def test_lines_of_all_that_a_text_defines(clean: Lab) -> None:
    names = ("sigmoid", "sigmoid_derivative", "forward_propagation")
    sigmoid = Function(clean, "sigmoid").write("\n\n".join(TUTORIAL[name] for name in names)).runs()
    clean.enter(clean.field("Hidden layers"), "3, 2")
    expect(sigmoid.offer).to_contain_text("lines of forward_propagation, which you have edited.")


@pytest.mark.parametrize("name", ["training_epochs", "forward_propagation"])
def test_what_was_written_for_an_earlier_glassnet_is_laid_aside(newcomer: Lab, name: str) -> None:
    old = f"def {name}(network, X, *, activation='sigmoid', output_activation='sigmoid'):\n    pass\n"
    newcomer.page.add_init_script(f"localStorage.setItem('glassnet.edits', {json.dumps(json.dumps({name: old}))})")
    lab = newcomer.open("#epochs=20")
    expect(lab.page.locator(".note")).to_contain_text(f"a version of {name} that was written for an earlier Glassnet")
    expect(lab.page.get_by_role("button", name="Run my version")).to_have_count(0)
    assert_same(lab.train(), native(20))
    if name in TUTORIAL:
        function = Function(lab, name)
        function.button("Bring my version back").click()
        expect(function.editor).to_contain_text("output_activation")
    else:
        lab.page.get_by_text("Your version of training_epochs is kept.").click()
        expect(lab.page.get_by_role("region", name="Your version of training_epochs")).to_have_text(old)
        lab.button("Delete your version of training_epochs").click()
        expect(lab.page.get_by_text("Your version of training_epochs is kept.")).to_have_count(0)
        assert "output_activation" not in lab.page.evaluate("JSON.stringify({...localStorage})")
