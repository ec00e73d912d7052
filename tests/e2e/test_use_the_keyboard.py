"""The whole page by keyboard alone: reached with Tab, worked with Enter, Space and arrows, visible, never trapped."""

from typing import Any

import pytest
from lab import Lab, assert_same, expect, fresh, native

# What can be worked, in the order of the page; folded things only once they are opened.
FOCUSABLE = """() => {
  const all = [...document.querySelectorAll("a[href], button, input, select, summary, textarea, [tabindex='0']")];
  const shown = all.filter((one) => one.checkVisibility() && !one.disabled && one.tabIndex >= 0);
  // Of radio buttons that belong together Tab reaches one, the arrow keys the others.
  const stops = [...new Set(shown.map((one) => (one.type === "radio" ? one.name : one)))];
  shown.forEach((one) => one.setAttribute("data-place", stops.indexOf(one.type === "radio" ? one.name : one)));
  return stops.map((one) => typeof one !== "string" && one.closest(".editor") !== null);
}"""
# Where the focus is, and whether it is to be seen: an outline, and not all of it under the bar or off the screen.
FOCUS = """() => {
  const { activeElement } = document;
  if (activeElement === document.body) return null;
  // Of an editor the whole is outlined.
  const { outlineStyle, outlineWidth } = getComputedStyle(activeElement.closest(".editor") ?? activeElement);
  const { top, bottom } = activeElement.getBoundingClientRect();
  const bar = document.querySelector("#bar");
  const floor = bar.contains(activeElement) ? innerHeight : bar.getBoundingClientRect().top;
  return {
    place: Number(activeElement.getAttribute("data-place") ?? -1),
    name: activeElement.getAttribute("aria-label") ?? activeElement.textContent.trim().slice(0, 30),
    outlined: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
    seen: Math.min(bottom, floor) - Math.max(top, 0) >= Math.min(bottom - top, 20),
  };
}"""
# Looks there with each Tab that is pressed, before it does anything; asking each time would take as long as the keys.
WATCH = f"""() => {{
  window.way = [];
  const look = {FOCUS};
  addEventListener("keydown", ({{ key }}) => key === "Tab" && window.way.push(look()), true);
}}"""


def walk(page: Any, key: str, editors: list[bool]) -> list[dict[str, Any]]:
    """Press a key once for each stop, of which some are in an editor; where the focus was before each.

    An editor keeps the Tab key to itself until Escape is pressed.
    """
    page.evaluate("() => { window.way = []; }")
    for in_editor in editors:
        if in_editor:
            page.keyboard.press("Escape")
        page.keyboard.press(key)
    return page.evaluate("window.way")


# Whether it stands before what has the focus.
PASSED = (
    "(element) => Boolean(document.activeElement.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING)"
)


def reach(lab: Lab, target: Any) -> None:
    """Press Tab until the focus is there; from the top, if it has been passed.

    Never over the end: in Firefox the focus is then among the browser's own buttons, and so are the keys.
    """
    if target.evaluate(PASSED):
        lab.page.locator("h1").click()
    for _ in range(150):
        if target.evaluate("(element) => element === document.activeElement"):
            return
        lab.page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {target}")


@pytest.mark.also_in("firefox")
def test_walks_through_the_whole_page_and_back(newcomer: Lab) -> None:
    lab = newcomer.open()
    lab.train()  # stuck, so that the ways out are there as well
    lab.unfold_everything()
    editors = lab.page.evaluate(FOCUSABLE)
    lab.page.evaluate(WATCH)
    lab.page.evaluate(
        "() => { document.activeElement?.blur(); window.scrollTo(0, 0); getSelection().removeAllRanges(); }"
    )
    lab.page.locator("h1").click()  # the walk begins at the top
    start, *there = walk(lab.page, "Tab", [False, *editors[:-1]])
    assert start is None
    there.append(lab.page.evaluate(FOCUS))
    back = walk(lab.page, "Shift+Tab", editors[::-1])
    for way in (there, back[::-1]):
        assert None not in way, "not out before the end"
        assert [focus["name"] for focus in way if focus["place"] < 0] == [], "all there from the beginning"
        assert [focus["place"] for focus in way] == list(range(len(editors))), "each once, in the order of the page"
        assert [focus["name"] for focus in way if not focus["outlined"]] == []
        assert [focus["name"] for focus in way if not focus["seen"]] == []
    assert lab.page.evaluate(FOCUS) is None, "and then out"


@pytest.mark.also_in("firefox")
def test_trains_pauses_steps_and_resets(lab: Lab) -> None:
    lab.follow("#epochs=1000000")
    lab.play()
    keyboard = lab.page.keyboard
    reach(lab, lab.page.get_by_role("link", name="Skip to Train"))
    keyboard.press("Enter")
    expect(lab.button("Train")).to_be_focused()
    assert lab.page.url.endswith("#epochs=1000000"), "the address is what was chosen, and stays so"
    keyboard.press("Enter")
    lab.until(lambda state: state["epoch"] > 500)
    keyboard.press("Space")  # the same button, which now reads Pause
    lab.until(lambda state: not state["training"])
    lab.page.wait_for_timeout(300)
    epoch = lab.state()["epoch"]
    keyboard.press("Tab")
    keyboard.press("Space")
    assert lab.until(lambda state: state["epoch"] != epoch)["epoch"] == epoch + 1
    keyboard.press("Tab")
    keyboard.press("Enter")
    assert_same(lab.until(fresh), native(0), tolerance=1e-15)


def test_frees_the_network(lab: Lab) -> None:
    lab.train()
    reach(lab, lab.button("Use four hidden neurons"))
    lab.page.keyboard.press("Enter")
    lab.until(lambda state: state["current"] and state["choices"]["hidden"] == [4] and state["epoch"] == 10_000)
    expect(lab.progress).to_contain_text("4 of 4 rows right")


def test_sets_a_table_and_a_setting(lab: Lab) -> None:
    lab.follow("#epochs=300&unknown=1")
    keyboard = lab.page.keyboard
    reach(lab, lab.button("Dismiss this note"))
    keyboard.press("Space")
    expect(lab.button("Dismiss this note")).to_have_count(0)
    reach(lab, lab.menu("Function"))
    keyboard.press("ArrowDown")
    lab.until(lambda state: state["choices"]["dataset"] == "and")
    reach(lab, lab.target("0 0"))
    keyboard.press("ArrowUp")
    reach(lab, lab.target("0 1"))
    keyboard.type("1")
    reach(lab, lab.field("Hidden layers"))
    keyboard.press("Control+a")
    keyboard.type("3")
    keyboard.press("Enter")
    state = lab.until(lambda state: state["choices"]["hidden"] == [3] and fresh(state))
    assert state["choices"]["targets"] == [1, 1, 0, 1]
    reach(lab, lab.button("Train"))
    keyboard.press("Enter")
    lab.until(lambda state: state["epoch"] == 300)
    assert_same(lab.state(), native(300, targets=(1, 1, 0, 1), hidden=3))


@pytest.mark.also_in("firefox")
def test_opens_what_is_folded(lab: Lab) -> None:
    for name, table in (("Weights as a table", "Weights"), ("Loss as a table", "Loss values")):
        seen = lab.page.get_by_role("table", name=table, exact=True)
        if seen.is_visible():
            lab.details(name).click()
        reach(lab, lab.details(name))
        lab.page.keyboard.press("Enter")
        expect(seen).to_be_visible()
        lab.page.keyboard.press("Space")
        expect(seen).not_to_be_visible()


def test_escape_closes_what_lies_over_the_page_and_home_and_end_are_a_numbers(lab: Lab) -> None:
    page = lab.page
    lab.button("Embed").click()
    panel = page.get_by_role("region", name="Embed", exact=True)
    expect(panel).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(lab.button("Embed")).to_be_focused()
    table = lab.weights()
    page.keyboard.press("Escape")
    expect(table).to_have_count(0)
    expect(page.locator("#network .twin > summary")).to_be_focused()
    numbers = page.locator("#code")
    numbers.get_by_role("spinbutton", name="Learning rate", exact=True).focus()
    scrolled = page.evaluate("scrollY")
    page.keyboard.press("End")  # it has no largest value
    lab.drawn()
    assert page.evaluate("scrollY") == scrolled
    target = numbers.get_by_role("spinbutton", name="target for 0 1", exact=True)
    target.focus()
    page.keyboard.press("Home")
    expect(target).to_have_text("0")
    page.keyboard.press("End")
    expect(target).to_have_text("1")
    lab.sheet("Rows")
    sheet = page.get_by_role("tabpanel", name="Rows", exact=True)
    sheet.get_by_role("region").first.wait_for()
    page.get_by_role("tab", name="Rows", exact=True).focus()
    page.keyboard.press("Tab")
    assert sheet.evaluate("(sheet) => sheet.contains(document.activeElement)"), "from the tab into its sheet"
    lab.sheet("Run")
