"""Ten embeds on one page, scrolled into sight and trained one after the other: memory, requests, Pythons.

In a browser of its own, so that its memory is theirs.
"""

from dataclasses import dataclass
from typing import Any

from memory import megabytes
from rich.table import Table

from engines import STARTS

VIEWPORT = {"width": 1280, "height": 900}
SETTLED_MS = 1500
SOON_MS = 20

# From pressing Train until the first frame of the run has come back from Python.
TRAINS_AGAIN = """() => new Promise((resolve) => {
    const pressed = performance.now();
    const before = window.glassnet.state().epoch;
    window.glassnet.on("frame", ({ epoch }) => epoch > before && resolve(performance.now() - pressed));
    document.querySelector("#bar .main").click();
})"""


@dataclass
class Measure:
    """A line of the table; `value` is None where it cannot be measured here."""

    what: str
    value: float | None
    unit: str
    target: float | None = None


def embeds(address: str) -> Table:
    """All of it, ready to print."""
    with STARTS["chromium"]() as browser:
        untouched = bytes_of_one(browser, address)
        context = browser.new_context(viewport=VIEWPORT)
        page = context.new_page()
        page.goto("about:blank")
        page.wait_for_timeout(SETTLED_MS)
        empty = megabytes()
        return table([Measure("one, untouched", untouched / 1000, "kB", 300), *ten(page, address, empty)])


def bytes_of_one(browser: Any, address: str) -> int:
    """What one embed asks for while nobody uses it, with nothing in the cache, as the server sends it."""
    context = browser.new_context(viewport=VIEWPORT)
    page = context.new_page()
    answers: list[Any] = []
    page.on("requestfinished", lambda answer: answers.append(answer))
    page.goto(f"{address}embed.html#dataset=and&start=click")
    page.locator("#bar:not([data-drawn])").wait_for()
    page.wait_for_timeout(SETTLED_MS)
    sizes = [answer.sizes() for answer in answers if answer.url.startswith("http")]
    context.close()
    return sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)


def ten(page: Any, address: str, empty: float | None) -> list[Measure]:
    """Scrolls through the page and back to its first embed."""
    asked: list[str] = []
    page.context.on("request", lambda request: request.url.startswith("http") and asked.append(request.url))
    page.goto(f"{address}bench/embeds.html")
    page.locator("glass-net").last.wait_for()
    page.wait_for_timeout(SETTLED_MS)
    frames = [handle.content_frame() for handle in page.locator("glass-net iframe").element_handles()]
    at_first, memory, pythons = len(asked), [megabytes()], 0
    for number, frame in enumerate(frames):
        show(page, number)
        frame.locator("html[data-engine=ready]").wait_for(state="attached", timeout=60_000)
        frame.evaluate(TRAINS_AGAIN)
        frame.locator("html[data-training=false]").wait_for(state="attached")
        memory.append(megabytes())
        pythons = max(pythons, len(page.workers))
    page.wait_for_timeout(SETTLED_MS)
    show(page, 0)
    again = frames[0].evaluate(TRAINS_AGAIN)
    beyond = [None if empty is None or one is None else one - empty for one in memory]
    return [
        Measure("ten: requests, untouched", at_first, "", 150),
        Measure("ten: requests, all trained", len(asked), "", 150),
        Measure("ten: the most Pythons alive", pythons, "", 2),
        Measure("the browser, without a page", empty, "MB"),
        Measure("ten: beyond that, untouched", beyond[0], "MB", 600),
        Measure("ten: beyond that, at the most", max(beyond, key=lambda size: size or 0), "MB", 600),
        Measure("the first again: from Train to its first frame", again, "ms", 1000),
    ]


def show(page: Any, number: int) -> None:
    """Scrolls to one of them."""
    page.locator("glass-net").nth(number).evaluate("(net) => net.scrollIntoView({ block: 'center' })")
    page.wait_for_timeout(SOON_MS)


def table(measures: list[Measure]) -> Table:
    """Ready to print."""
    made = Table("Ten embeds on one page")
    for heading in ("measured", "target"):
        made.add_column(heading, justify="right")
    made.add_column("reached")
    for what, value, unit, target in ((one.what, one.value, one.unit, one.target) for one in measures):
        measured = "not measured" if value is None else f"{value:,.0f} {unit}".strip()
        reached = "" if target is None or value is None else "yes" if value <= target else "no"
        made.add_row(what, measured, "" if target is None else f"{target:,.0f} {unit}".strip(), reached)
    return made
