"""Opening the page before its modules arrive, or without them: the build has drawn the recorded run."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lab import Lab, assert_same, expect, native

# Who waits long enough for the modules is told that what they will need is there already.
pytestmark = pytest.mark.expects("preload")

FIGURES = ("#truth-table", "#network", "#boundary", "#loss")


@pytest.fixture
def let_go(context: Any) -> Iterator[Callable[[], None]]:
    """The first of the modules is asked for and does not come, until the test calls this."""
    held: list[Any] = []
    context.route("**/main.js", lambda route: held.append(route))

    def release() -> None:
        while not held:
            context.pages[0].wait_for_timeout(20)
        held.pop().continue_()

    yield release
    for page in context.pages:
        page.close()
    while held:
        held.pop().abort()


def open_drawn(lab: Lab, fragment: str = "") -> None:
    """Open the page, and wait until it shows what the build has drawn."""
    lab.page.goto(lab.address + fragment, wait_until="commit")
    lab.page.locator("html[data-engine=recorded] #bar[data-drawn] .main").wait_for(state="attached")
    lab.drawn()  # no frame comes before the style sheets have


def assert_shows_the_recorded_run(lab: Lab) -> None:
    assert lab.predictions() == [0.053, 0.496, 0.951, 0.503]
    assert lab.verdicts() == ["right", "wrong", "right", "wrong"]
    assert lab.target("0 1").input_value() == "1"
    picture = {name: lab.page.get_by_role("img", name=name, exact=True) for name in ("Network", "Loss curve")}
    expect(picture["Network"]).to_be_visible()
    assert picture["Network"].locator("line").count() == 6
    expect(picture["Loss curve"].locator("polyline")).to_be_visible()
    boundary = lab.page.get_by_role("img", name="Decision boundary", exact=True)
    field = boundary.locator("image").filter(visible=True)
    expect(field).to_have_count(1)
    assert field.bounding_box()["width"] > 150
    assert boundary.locator("path").count() > 8, "the line, four points and a cross"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_reads_the_recorded_run_without_javascript(
    browser: Any, watch: Any, site_url: str, width: int, scheme: str
) -> None:
    context = browser.new_context(
        java_script_enabled=False, color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    watch(context)
    lab = Lab(context.new_page(), site_url)
    lab.page.goto(lab.address)
    assert_shows_the_recorded_run(lab)
    expect(lab.page.get_by_role("region", name="Introduction")).to_contain_text("stuck")
    expect(lab.page.locator("noscript > p")).to_be_visible()
    expect(lab.button("Train")).not_to_be_visible()
    context.close()


@pytest.mark.also_in("firefox")
def test_sees_the_recorded_run_before_any_module(newcomer: Lab, let_go: Callable[[], None]) -> None:
    open_drawn(newcomer)
    assert_shows_the_recorded_run(newcomer)
    assert newcomer.page.evaluate("window.glassnet") is None, "all of this was seen before the page was alive"


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_when_the_page_comes_alive(newcomer: Lab, let_go: Callable[[], None], width: int) -> None:
    newcomer.page.set_viewport_size({"width": width, "height": 900})
    # The fonts come later still.
    newcomer.page.route("**/fonts.css", lambda route: route.fulfill(body="", content_type="text/css"))
    open_drawn(newcomer)
    figures = FIGURES if width > 600 else [figure for figure in FIGURES if figure in ("#boundary", "#loss")]
    drawn = [look(newcomer, figure) for figure in figures]
    let_go()
    newcomer.page.locator("#loss canvas").wait_for()
    newcomer.drawn()
    assert [look(newcomer, figure) for figure in figures] == drawn
    expect(newcomer.page.locator("[data-drawn], [inert], .still")).to_have_count(0)


# But for what only Python can answer.
WORDS = """(figure) => [...figure.querySelectorAll("h2, p, output, summary, td, button")]
  .filter((one) => one.checkVisibility() && !one.closest(".tried"))
  .map((one) => one.textContent.trim().replace(/\\s+/g, " "))"""


def look(lab: Lab, figure: str) -> tuple[Any, ...]:
    """Where a figure is, and what it says beside its pictures."""
    box = lab.page.locator(figure).bounding_box()
    return ({side: round(pixels) for side, pixels in box.items()}, lab.page.locator(figure).evaluate(WORDS))


@pytest.mark.also_in("firefox")
def test_presses_train_before_any_module(newcomer: Lab, let_go: Callable[[], None]) -> None:
    open_drawn(newcomer)
    newcomer.button("Train").click()
    expect(newcomer.button("Train")).to_have_attribute("aria-pressed", "true")
    let_go()
    expect(newcomer.button("Pause")).to_be_focused()
    newcomer.until_engine("ready")
    state = newcomer.until_still()
    assert state["epoch"] == 10_000
    assert_same(state, native(10_000))
    expect(newcomer.page.get_by_text("recorded run", exact=True)).to_have_count(0)


def test_thinks_better_of_it_before_any_module(newcomer: Lab, let_go: Callable[[], None]) -> None:
    open_drawn(newcomer)
    newcomer.button("Train").click()
    newcomer.button("Train").click()
    let_go()
    newcomer.until_engine("ready")
    assert not newcomer.state()["training"]
    expect(newcomer.page.get_by_text("recorded run", exact=True)).to_be_visible()


def test_nothing_can_be_typed_that_would_be_lost(newcomer: Lab, let_go: Callable[[], None]) -> None:
    open_drawn(newcomer)
    for figure in FIGURES:
        expect(newcomer.page.locator(figure)).to_have_attribute("inert", "")
    newcomer.page.locator("#target-1").evaluate("(field) => field.focus()")
    assert newcomer.page.evaluate("document.activeElement === document.body")
    let_go()
    newcomer.until_engine("ready")
    newcomer.enter(newcomer.target("0 1"), "0.5")
    assert newcomer.state()["choices"]["targets"] == [0, 0.5, 1, 0]


def test_does_not_see_the_recorded_run_where_the_address_asks_for_another(
    newcomer: Lab, let_go: Callable[[], None]
) -> None:
    open_drawn(newcomer, "#dataset=and&hidden=4")
    for seen in ("0.496", "Stuck"):
        expect(newcomer.page.get_by_text(seen).first).not_to_be_visible()
    expect(newcomer.page.locator("#bar .main")).not_to_be_visible()
    expect(newcomer.page.get_by_role("heading", name="Glassnet")).to_be_visible()
    let_go()
    newcomer.page.locator("#loss canvas").wait_for()
    expect(newcomer.button("Train")).to_be_visible()
    expect(newcomer.page.get_by_text("0.496")).to_have_count(0)
    newcomer.until_engine("ready")
    assert newcomer.train()["choices"]["hidden"] == [4]
    assert newcomer.verdicts() == ["right"] * 4


def test_opened_as_a_file_the_page_says_how_to_serve_it(page: Any, site_folder: Any, hosts: list[str]) -> None:
    hosts.append(site_folder.as_uri())
    page.goto((site_folder / "index.html").as_uri())
    expect(page.get_by_role("alert")).to_contain_text("python3 -m http.server")
    expect(page.locator("#bar")).to_be_hidden()


@pytest.mark.parametrize("end", ["<main", '<section id="bar"'])
def test_a_page_that_was_cut_says_so_and_comes_by_retry(newcomer: Lab, dist: Path, end: str) -> None:
    text = (dist / "index.html").read_text()
    cut = text[: text.index(end)]
    newcomer.page.route(newcomer.address, lambda route: route.fulfill(body=cut, content_type="text/html"), times=1)
    newcomer.page.goto(newcomer.address)
    alert = newcomer.page.locator("#not-arrived")
    expect(alert).to_contain_text("The page did not arrive, or not whole.")
    alert.get_by_role("button", name="Retry").click()
    newcomer.until_engine("ready")
    expect(newcomer.button("Train")).to_be_visible()
