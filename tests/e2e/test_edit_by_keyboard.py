"""Editing by keyboard alone: into the editor, through it and out, in a browser where no mouse is used."""

import pytest
from coding import Function
from lab import Lab, expect, fresh


@pytest.fixture
def predict(clean: Lab) -> Function:
    clean.follow("#epochs=50")
    function = Function(clean, "predict")
    function.button("Edit").focus()
    clean.page.keyboard.press("Enter")
    expect(function.editor).to_be_focused()
    return function


@pytest.mark.also_in("firefox")
def test_is_no_trap(predict: Function) -> None:
    keyboard = predict.lab.page.keyboard
    before = predict.lines[:5]
    keyboard.press("Tab")
    expect(predict.editor).to_be_focused()
    assert predict.lines[:5] != before, "Tab indents"
    keyboard.press("Shift+Tab")
    assert predict.lines[:5] == before
    # The way out is said where the editor is, and a screen reader says it on the way in.
    how = predict.lab.page.locator("#" + predict.editor.get_attribute("aria-describedby"))
    expect(how).to_contain_text("press Escape, then Tab")
    keyboard.press("Escape")
    keyboard.press("Tab")
    expect(predict.button("Run my version")).to_be_focused()
    keyboard.press("Shift+Tab")
    expect(predict.editor).to_be_focused()
    keyboard.press("Escape")
    predict.lab.page.wait_for_timeout(2500)  # there is no hurry
    keyboard.press("Shift+Tab")
    expect(predict.editor).not_to_be_focused()
    assert predict.lines[:5] == before


def test_is_run_and_restored(predict: Function) -> None:
    keyboard = predict.lab.page.keyboard
    keyboard.press("Control+End")
    keyboard.press("Backspace")
    keyboard.type(" * 0")
    keyboard.press("Control+Enter")
    expect(predict.status).to_contain_text("Your version runs")
    predict.lab.until(lambda state: state["epoch"] > 0 and state["predictions"] == [0, 0, 0, 0])
    expect(predict.editor).to_be_focused()
    keyboard.press("Escape")
    keyboard.press("Tab")
    keyboard.press("Tab")
    expect(predict.button("Restore the original")).to_be_focused()
    keyboard.press("Enter")
    expect(predict.button("Edit")).to_be_focused()
    predict.lab.until(lambda state: fresh(state) and state["predictions"] != [0, 0, 0, 0])


def test_is_closed_and_the_text_stays(predict: Function) -> None:
    keyboard = predict.lab.page.keyboard
    keyboard.press("Control+End")
    keyboard.type("# a remark")
    keyboard.press("Escape")
    for _ in range(3):
        keyboard.press("Tab")
    expect(predict.button("Close")).to_be_focused()
    keyboard.press("Space")
    expect(predict.button("Edit")).to_be_focused()
    keyboard.press("Enter")
    expect(predict.editor).to_be_focused()
    assert predict.lines[-1] == "# a remark"
