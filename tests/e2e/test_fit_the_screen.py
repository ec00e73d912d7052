"""From the smallest phone to the widest screen: nothing is cut off at the side, and the bar stays in reach."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from coding import Function
from lab import SHEETS, Lab, expect

WIDTHS = [320, 360, 600, 768, 1024, 1200, 2560]

# What sticks out of the page's width, but for what lies in something that scrolls by itself or is only to be heard.
STICKS_OUT = """() => [...document.querySelectorAll("body *")].filter((element) => {
  const scrolls = "pre, .array, .heard, .scroll, .cm-scroller, [role=tablist], #verdict .ways";
  if (!element.checkVisibility() || element.closest(scrolls)) return false;
  const { left, right, width } = element.getBoundingClientRect();
  return width > 0 && (left < -0.5 || right > document.documentElement.clientWidth + 0.5);
}).map((element) => element.outerHTML.slice(0, 120))"""


@pytest.fixture
def resized(lab: Lab) -> Iterator[Lab]:
    yield lab
    lab.page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.also_in("firefox")
def test_nothing_runs_off_the_side_at_any_width(resized: Lab) -> None:
    resized.follow("#epochs=30&nonsense=abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz")
    resized.train()
    resized.enter(resized.target("0 1"), "-1")
    resized.enter(resized.field("Hidden layers"), "abcdefghijklmnopqrstuvwxyz" * 5)
    resized.unfold_everything()
    for width in WIDTHS:
        resized.page.set_viewport_size({"width": width, "height": 800})
        resized.drawn()
        assert resized.page.evaluate("document.documentElement.scrollWidth") <= width, f"at {width} px"
        assert resized.page.evaluate(STICKS_OUT) == [], f"at {width} px"
    resized.enter(resized.target("0 1"), "1")
    resized.enter(resized.field("Hidden layers"), "2")
    resized.button("Dismiss this note").click()


def test_the_editor_and_the_gradient_check_fit_a_phone(resized: Lab) -> None:
    resized.follow("#epochs=2")
    resized.page.set_viewport_size({"width": 360, "height": 740})
    backward = Function(resized, "backward_propagation")
    backward.change("return gradients", "return gradients / 0").run()
    expect(backward.problem).to_be_visible()
    backward.button("Check gradients").click()
    expect(backward.place.get_by_role("table", name="Gradient check", exact=True)).to_be_visible()
    for width in (320, 360, 768):
        resized.page.set_viewport_size({"width": width, "height": 740})
        resized.drawn()
        assert resized.page.evaluate("document.documentElement.scrollWidth") <= width
        assert resized.page.evaluate(STICKS_OUT) == []
    resized.page.set_viewport_size({"width": 360, "height": 740})
    for name in ("Run my version", "Restore the original", "Close", "Check gradients"):
        box = backward.button(name).bounding_box()
        assert min(box["width"], box["height"]) >= 44
    backward.restore()


@pytest.mark.parametrize("what, says", [("Export", "NumPy"), ("Embed", "<iframe src=")])
def test_what_is_said_on_the_way_out_fits_a_phone(resized: Lab, what: str, says: str) -> None:
    resized.button(what).click()
    expect(resized.page.get_by_role("region", name=what, exact=True)).to_contain_text(says)
    for width in (320, 360, 768):
        resized.page.set_viewport_size({"width": width, "height": 740})
        resized.drawn()
        assert resized.page.evaluate("document.documentElement.scrollWidth") <= width
        assert resized.page.evaluate(STICKS_OUT) == []
    resized.button("Close").click()


def test_the_page_for_frames_fits_any_frame(newcomer: Lab) -> None:
    newcomer.address += "embed.html"
    newcomer.open()
    for width in WIDTHS:
        newcomer.page.set_viewport_size({"width": width, "height": 500})
        newcomer.drawn()
        assert newcomer.page.evaluate("document.documentElement.scrollWidth") <= width, f"at {width} px"
        assert newcomer.page.evaluate(STICKS_OUT) == [], f"at {width} px"


@pytest.mark.parametrize("hidden", ["4,4,4,4,4,4,4,4", "512"])
def test_a_larger_network_fits_too(resized: Lab, hidden: str) -> None:
    resized.follow(f"#hidden={hidden}&epochs=2")
    resized.train()
    for width in (320, 1280):
        resized.page.set_viewport_size({"width": width, "height": 800})
        resized.drawn()
        assert resized.page.evaluate("document.documentElement.scrollWidth") <= width
        assert resized.page.evaluate(STICKS_OUT) == []


@pytest.mark.parametrize("dataset", ["full_adder", "spirals3", "own"])
def test_other_data_fits_too(resized: Lab, dataset: str) -> None:
    resized.follow(f"#dataset={dataset}&epochs=20")
    resized.train()
    resized.unfold_everything()
    for width in (320, 768, 1280):
        resized.page.set_viewport_size({"width": width, "height": 800})
        resized.drawn()
        assert resized.page.evaluate("document.documentElement.scrollWidth") <= width
        assert resized.page.evaluate(STICKS_OUT) == []


@pytest.mark.parametrize(("width", "height"), [(320, 568), (360, 740), (740, 360), (1280, 900), (2560, 1440)])
def test_the_bar_stays_in_reach_and_leaves_room(resized: Lab, width: int, height: int) -> None:
    resized.page.set_viewport_size({"width": width, "height": height})
    for part in (0, 0.5, 1):
        resized.page.evaluate("part => window.scrollTo(0, part * document.documentElement.scrollHeight)", part)
        resized.drawn()
        for name in ("Train", "Step", "Reset"):
            box = resized.button(name).bounding_box()
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= height
        assert resized.bar.bounding_box()["height"] < height / 2
    # Scrolled to the end, the last of the page is above the bar.
    last = resized.page.locator("main").bounding_box()
    assert last["y"] + last["height"] <= resized.bar.bounding_box()["y"]


def test_a_thumb_hits_every_button_and_field_on_a_phone(resized: Lab) -> None:
    resized.follow("#epochs=30&nonsense=1")
    resized.train()
    resized.page.set_viewport_size({"width": 360, "height": 740})
    resized.unfold_everything()
    # A box to tick is hit by its label.
    fields = "button, #truth-table input:not([type=checkbox]), #truth-table .switch, #settings input, select"
    small = resized.page.locator(fields).evaluate_all(
        """(all) => all.filter((one) => one.checkVisibility()).map((one) => [one, one.getBoundingClientRect()])
          .filter(([, { width, height }]) => height < 44 || width < 44)
          .map(([one, { width, height }]) => `${one.outerHTML.slice(0, 90)} is ${width} by ${height}`)"""
    )
    assert small == []
    resized.button("Dismiss this note").click()


@pytest.mark.parametrize(("width", "height"), [(360, 740), (820, 1180)])
def test_on_smaller_screens_the_stage_stays_on_top_leaves_half_and_can_be_put_away(
    newcomer: Lab, width: int, height: int
) -> None:
    newcomer.page.set_viewport_size({"width": width, "height": height})
    newcomer.open(engine="starting")
    stage = newcomer.page.locator(".stage")
    box = stage.bounding_box()
    assert box["y"] + box["height"] <= newcomer.bar.bounding_box()["y"], "whole on the first screen"
    code = newcomer.page.get_by_role("region", name="Source of forward_propagation", exact=True)
    code.evaluate("(code) => code.scrollIntoView()")
    for part in ("Run", "Table", "Network", "Boundary", "Loss", *SHEETS):
        tab = newcomer.page.get_by_role("tab", name=part, exact=True)
        tab.evaluate("(tab) => tab.click()")  # a driver would scroll the page first
        expect(tab).to_have_attribute("aria-selected", "true")
        newcomer.page.wait_for_timeout(300)  # until what the sheet loads has its size
        top, end, tabs = stage.evaluate(
            """(stage) => [stage.getBoundingClientRect().top, stage.getBoundingClientRect().bottom,
              stage.querySelector(".tabs").getBoundingClientRect().bottom]"""
        )
        assert 0 <= top <= 1, part
        assert end - top <= height / 2 + 1, part
        assert tabs <= end + 1, f"{part}: the way to the others is in sight"
    newcomer.sheet("Table")
    expect(newcomer.page.get_by_role("img", name="Network", exact=True)).to_be_hidden()
    expect(newcomer.target("0 0")).to_be_visible()
    newcomer.button("Hide pictures").click()
    expect(newcomer.target("0 0")).to_be_hidden()
    assert stage.bounding_box()["height"] < 60
    newcomer.button("Show pictures").click()
    expect(newcomer.target("0 0")).to_be_visible()


@pytest.mark.parametrize("dataset", ["xor", "spirals"])
def test_on_a_wide_screen_the_stage_is_whole_wherever_one_reads(resized: Lab, dataset: str) -> None:
    resized.page.set_viewport_size({"width": 1280, "height": 800})
    resized.follow(f"#dataset={dataset}&epochs=200")
    resized.train()
    stage = resized.page.locator(".stage")
    for place in ("h1", "#practice"):
        resized.page.locator(place).scroll_into_view_if_needed()
        assert stage.evaluate("(stage) => stage.scrollHeight - stage.clientHeight") <= 0
        top, end = 0, resized.bar.bounding_box()["y"]
        for picture in ("Network", "Decision boundary", "Loss curve"):
            box = resized.page.get_by_role("img", name=picture, exact=True).bounding_box()
            assert min(box["width"], box["height"]) >= 120, picture
            assert top <= box["y"] and box["y"] + box["height"] <= end, picture


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 800)])
def test_nothing_lies_over_what_can_be_pressed_or_read(resized: Lab, width: int, height: int) -> None:
    page = resized.page
    page.set_viewport_size({"width": width, "height": height})
    resized.train()
    ways = [way.bounding_box() for way in resized.verdict.locator(".ways button").all()]
    assert len(ways) == 3
    for one, other in pairwise(ways):
        assert one["x"] + one["width"] <= other["x"] or one["y"] + one["height"] <= other["y"]
    # The bar has a line more.
    page.get_by_role("slider", name="Timeline", exact=True).press("PageDown")
    expect(resized.bar).to_contain_text("drops the later epochs")
    if width > 1100:
        tabs = page.locator(".tabs").bounding_box()
        assert tabs["y"] + tabs["height"] <= resized.bar.bounding_box()["y"] + 1
    # A number that is refused moves none of the others out of sight.
    epochs = page.locator("#facts").get_by_role("spinbutton", name="Epochs", exact=True)
    page.locator("#facts").get_by_role("spinbutton", name="Learning rate", exact=True).press("Enter")
    expect(page.locator("#facts .typed")).to_be_focused()
    page.keyboard.type("-5")
    page.keyboard.press("Enter")
    expect(page.locator("#facts .refused")).to_contain_text("is not a number above 0")
    end = page.locator(".stage").bounding_box()["x"] if width > 1100 else width
    assert epochs.bounding_box()["x"] + epochs.bounding_box()["width"] <= end
    assert page.evaluate("document.documentElement.scrollWidth") <= width


# Where the focus is, from the top of the page; None in the bar and 0 on the stage, which stand still.
PLACE = """() => {
  const { activeElement: one } = document;
  if (one.closest("#bar")) return null;
  return one.closest(".stage") ? 0 : Math.round(one.getBoundingClientRect().top + window.scrollY);
}"""


def test_the_tab_key_goes_down_a_phones_page(newcomer: Lab) -> None:
    newcomer.page.set_viewport_size({"width": 360, "height": 740})
    newcomer.open()
    newcomer.page.keyboard.press("Tab")
    places = []
    while (place := newcomer.page.evaluate(PLACE)) is not None:
        if place:
            places.append(place)
        newcomer.page.keyboard.press("Tab")
    assert len(places) > 15
    assert all(later >= earlier - 5 for earlier, later in pairwise(places)), places


def test_a_figure_that_is_put_away_waits_until_it_is_seen_or_the_run_stops(lab: Lab) -> None:
    lab.page.set_viewport_size({"width": 360, "height": 740})
    lab.follow("#epochs=10000000")
    lab.play()
    lab.sheet("Table")
    lab.button("Train").click()
    lab.button("Hide pictures").click()
    lab.page.wait_for_timeout(300)
    before, epoch = lab.predictions(), lab.state()["epoch"]
    lab.until(lambda state: state["epoch"] > epoch + 2000)
    assert lab.predictions() == before
    lab.button("Show pictures").click()
    lab.until(lambda state: lab.predictions() != before)
    lab.button("Hide pictures").click()
    lab.button("Pause").click()
    lab.until(lambda state: lab.predictions() == pytest.approx(state["predictions"], abs=5e-4))
    lab.button("Show pictures").click()
    lab.sheet("Run")
    lab.page.set_viewport_size({"width": 1280, "height": 900})
