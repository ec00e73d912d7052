"""What the pictures cost while a network trains that is large enough to be interesting: 500 points, 2-8-8-1.

Two numbers, not a race: how often the page is drawn anew, and what share of Python's time the frames take.
"""

from dataclasses import dataclass

from browsers import open_page
from playwright.sync_api import Browser, Page

EXERCISE = "#dataset=spirals&points=500&hidden=8,8&activation=tanh&rate=0.003&epochs=10000000"
SECONDS = 6
FRAMES_A_SECOND = 30
SHARE = 0.25

# Who calls for a frame is timed, from the pictures' numbers to what it is made of.
TIMED = """
from time import perf_counter
from glassnet.run import Run

spent, untimed = [0.0], Run.frame


def timed(run, *arguments):
    started = perf_counter()
    answer = untimed(run, *arguments)
    spent[0] += perf_counter() - started
    return answer


Run.frame = timed
"""

# Each drawing is in a frame of the browser's own, in which the epoch on the page is another one than in the last.
DRAWN = """(milliseconds) => new Promise((resolve) => {
    const bar = document.querySelector("#bar progress");
    const started = performance.now();
    let [drawn, last] = [0, bar.value];
    requestAnimationFrame(function look(time) {
        if (bar.value !== last) drawn += 1;
        last = bar.value;
        if (time - started < milliseconds) requestAnimationFrame(look);
        else resolve((1000 * drawn) / (time - started));
    });
})"""


@dataclass
class Cost:
    """What was measured with some pictures in sight."""

    what: str
    frames: float
    share: float

    def in_words(self) -> str:
        """One line below the table."""
        return (
            f"500 points, 2-8-8-1, {self.what}: drawn {self.frames:.0f} times a second (to reach: {FRAMES_A_SECOND}), "
            f"{self.share:.0%} of Python's time for frames and pictures (at most {SHARE:.0%})."
        )


def pictures(browser: Browser, address: str) -> list[Cost]:
    """The page as it opens; with the neurons' maps and the table of weights; and with each sheet that draws the run."""
    page = open_page(browser, address + EXERCISE)
    page.evaluate("code => window.execute(code)", TIMED)
    costs = [cost(page, "as the page opens")]
    page.get_by_role("button", name="Neuron maps").click()
    page.locator("summary", has_text="Weights as a table").click()
    page.wait_for_timeout(500)
    costs.append(cost(page, "with maps and weights"))
    for sheet in ("Hidden space", "Histograms", "Rows"):
        page.get_by_role("tab", name=sheet, exact=True).click()
        page.wait_for_timeout(500)
        costs.append(cost(page, f"and the sheet {sheet}"))
    page.context.close()
    return costs


def cost(page: Page, what: str) -> Cost:
    """Train for some seconds and look on."""
    page.evaluate("code => window.execute(code)", "spent[0] = 0.0")
    page.get_by_role("button", name="Train", exact=True).click()
    frames = page.evaluate(DRAWN, 1000 * SECONDS)
    page.get_by_role("button", name="Pause", exact=True).click()
    spent = page.evaluate("code => window.execute(code)", "answer = spent[0]")
    return Cost(what, frames, spent / SECONDS)
