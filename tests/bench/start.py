"""The start: from `new Worker` to the first finished training step, ours against stock Pyodide, in each engine."""

from statistics import median
from typing import Any

from race import Contestant, Line, race

from first_picture import NOTED, noted

ROUNDS = 5
ROUNDS_OF_FIRST_VISITS = 9  # each with a fresh profile, which scatters them
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
        ROUNDS_OF_FIRST_VISITS,
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


def first_picture(browser: Any, address: str) -> tuple[float, float]:
    """The milliseconds, with nothing in the cache, until the recorded run is on screen, and until the page is alive."""
    samples = []
    for _ in range(1 + 2 * ROUNDS):
        context = browser.new_context(viewport=VIEWPORT)
        page = context.new_page()
        page.add_init_script(NOTED)
        page.wait_for_timeout(500)  # whoever asks for a page has opened the browser before
        page.goto(address)
        samples.append((noted(page, "seen"), noted(page, "alive")))
        context.close()
    seen, alive = zip(*samples[1:], strict=True)
    return median(seen), median(alive)
