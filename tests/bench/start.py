"""The start: from `new Worker` to the first finished training step, ours against stock Pyodide."""

from playwright.sync_api import Browser, BrowserContext
from race import Contestant, Line, race

ROUNDS = 5


def start(browser: Browser, address: str) -> list[Line]:
    """A visitor's first start, in a fresh profile each, and later ones, when the browser has kept the files."""

    def first_visit(who: str) -> float:
        context = browser.new_context()
        milliseconds = visit(context, address, who)
        context.close()
        return milliseconds

    first = race(
        "Start, first visit",
        ROUNDS,
        [
            Contestant("stock Pyodide", lambda: first_visit("stock")),
            Contestant("Glassnet", lambda: first_visit("ours"), target=0.5),
        ],
    )
    stocks, ours = browser.new_context(), browser.new_context()  # the round that warms up is their first visit
    return first + race(
        "Start, later visits",
        ROUNDS,
        [
            Contestant("stock Pyodide", lambda: visit(stocks, address, "stock")),
            Contestant("Glassnet", lambda: visit(ours, address, "ours")),
        ],
    )


def visit(context: BrowserContext, address: str, who: str) -> float:
    """The milliseconds of one start."""
    page = context.new_page()
    page.goto(f"{address}bench/start.html")
    milliseconds = page.evaluate("who => window.start[who]()", who)
    page.close()
    return milliseconds
