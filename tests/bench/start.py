"""The start: from `new Worker` to the first finished training step, ours against stock Pyodide, in each engine."""

from statistics import median
from typing import Any

from race import Contestant, Line, race

ROUNDS = 5
VIEWPORT = {"width": 1280, "height": 900}


def start(browser: Any, engine: str, address: str) -> list[Line]:
    """A visitor's first start, in a fresh profile each, and later ones, when the browser has kept the files."""

    def first_visit(who: str) -> float:
        context = browser.new_context(viewport=VIEWPORT)
        milliseconds = visit(context.new_page(), address, who)
        context.close()
        return milliseconds

    first = race(
        f"Start in {engine}, first visit",
        ROUNDS,
        [
            Contestant("stock Pyodide", lambda: first_visit("stock")),
            Contestant("Glassnet", lambda: first_visit("ours"), target=0.22),
        ],
    )
    contexts = [browser.new_context(viewport=VIEWPORT) for _ in range(3)]
    stocks, ours, crashed = (context.new_page() for context in contexts)  # the round that warms up is their first visit
    later = race(
        f"Start in {engine}, later visits",
        ROUNDS,
        [
            Contestant("stock Pyodide", lambda: visit(stocks, address, "stock")),
            Contestant("Glassnet", lambda: visit(ours, address, "ours"), target=0.2),
            Contestant("Glassnet, again after a crash", lambda: visit(crashed, address, "again")),
        ],
    )
    for context in contexts:
        context.close()
    return first + later


def visit(page: Any, address: str, who: str) -> float:
    """The milliseconds of one start."""
    page.goto(f"{address}bench/start.html")
    page.wait_for_selector("html[data-ready]", state="attached")
    return page.evaluate("who => window.start[who]()", who)


# The recorded run is on screen once its predictions and its curve are there and the browser has drawn them.
SEEN = """new MutationObserver((_, observer) => {
    const prediction = document.querySelector("[aria-label='prediction for 1 1']");
    if (!prediction?.textContent.includes("0.503") || !document.querySelector("#loss canvas")) return;
    observer.disconnect();
    requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => { document.documentElement.dataset.seen = performance.now(); };
        channel.port2.postMessage("after the picture");
    });
}).observe(document, { subtree: true, childList: true, characterData: true });"""


def first_picture(browser: Any, address: str) -> float:
    """The milliseconds from asking for the page, with nothing in the cache, until the recorded run is on screen."""
    samples = []
    for _ in range(1 + 2 * ROUNDS):
        context = browser.new_context(viewport=VIEWPORT)
        page = context.new_page()
        page.add_init_script(SEEN)
        page.wait_for_timeout(500)  # whoever asks for a page has opened the browser before
        page.goto(address)
        page.wait_for_selector("html[data-seen]", state="attached")
        samples.append(float(page.locator("html").get_attribute("data-seen")))
        context.close()
    return median(samples[1:])
