"""The glass box in each engine, WebKit among them: an epoch in steps, a version of one's own, a check, an exercise.

Each is tried in depth elsewhere; here it is that it works at all, whatever the engine.
"""

import pytest
from coding import Function
from lab import Lab, assert_same, expect, fresh, native

pytestmark = pytest.mark.over_webdriver


def test_steps_through_an_epoch_and_takes_the_step(lab: Lab) -> None:
    lab.details("Step through one epoch").click()
    place = lab.page.locator("#inside .place")
    for made in ("z1", "a1", "z2", "a2", "loss"):
        while f"makes {made}" not in place.inner_text():
            lab.button("Next line").click()
            lab.drawn()
    expect(lab.page.locator("#inside .made")).to_contain_text("0.2558")
    lab.button("Previous line").click()
    expect(place).to_contain_text("makes y_pred")
    while "makes b2" not in place.inner_text():
        lab.button("Next line").click()
        lab.drawn()
    lab.button("Take this step").click()
    assert_same(lab.until(lambda state: state["epoch"] == 1), native(1))
    lab.details("Step through one epoch").click()


def test_runs_a_version_of_ones_own_and_is_told_of_a_mistake_at_its_line(lab: Lab) -> None:
    lab.follow("#epochs=50")
    function = Function(lab, "forward_propagation").edit()
    lab.drawn()  # an editor that has just got the focus puts its cursor with the next picture
    function.editor.press("End")
    function.editor.press("Enter")
    function.editor.press_sequentially("# mine")
    function.runs()
    lab.until(fresh)
    assert_same(lab.train(), native(50))
    function.editor.press("Enter")
    function.editor.press_sequentially("1 +")
    function.run()
    expect(function.problem).to_contain_text("Line ")
    expect(function.place).to_contain_text("Your earlier text runs")
    function.restore()
    expect(function.editor).to_have_count(0)


def test_checks_the_gradients(lab: Lab) -> None:
    lab.button("Check gradients").click()
    expect(lab.page.locator("#code")).to_contain_text("All 9 derivatives were checked, and are right")


def test_answers_an_exercise(lab: Lab) -> None:
    lab.details("Exercises").click()
    lab.details("Zeros as initial weights").click()
    exercise = lab.page.locator("#practice .exercise[open]")
    feedback = exercise.locator(".feedback")
    for option, words in ((1, "Not yet."), (0, "Right.")):
        exercise.locator("input[type=radio]").all()[option].click()
        exercise.locator(".ways button").all()[-1].click()
        expect(feedback).to_contain_text(words)
    lab.details("Zeros as initial weights").click()
    lab.details("Exercises").click()
