"""Code in each engine, WebKit among them: a version of one's own, and the check of the gradients.

Both are tried in depth elsewhere; here it is that they work at all, whatever the engine.
"""

import pytest
from coding import Function
from lab import Lab, assert_same, expect, fresh, native


@pytest.mark.also_in("firefox", "webkit")
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


@pytest.mark.also_in("firefox", "webkit")
def test_checks_the_gradients(lab: Lab) -> None:
    lab.button("Check gradients").click()
    expect(lab.page.locator("#code")).to_contain_text("All 9 derivatives were checked, and are right")
