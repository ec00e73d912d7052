"""How long a number that is dragged takes to be seen: from the pointer's event to the picture of the whole run.

The page notes it itself (site/js/run/live.js), each time it trains the run anew.
"""

from dataclasses import dataclass
from statistics import median, quantiles

from browsers import open_page
from playwright.sync_api import Browser

TO_REACH = 50  # milliseconds, for runs of up to 20
EXERCISES = {
    "XOR, 10,000 epochs": "#epochs=10000",
    "two spirals, 500 rows, 2-8-8-1, 160 epochs": (
        "#dataset=spirals&points=500&hidden=8,8&activation=tanh&rate=0.003&epochs=160"
    ),
}
EVENTS = 90
NUMBER = "[data-number='rate 0']"
FOLLOW = """async (exercise) => {
  window.location.hash = exercise;
  const soon = () => new Promise((resolve) => setTimeout(resolve, 50));
  do await soon(); while (window.glassnet.state().epoch !== 0 || !window.glassnet.state().current);
}"""

# As many events as a mouse sends in a drag of one and a half seconds, a pixel each.
DRAG = """async (events) => {
  const number = document.querySelector('[data-number="rate 0"]');
  number.scrollIntoView({ block: "center" });
  const { left, top } = number.getBoundingClientRect();
  const send = (kind, pixels, at) => at.dispatchEvent(new PointerEvent(kind, {
    bubbles: true, isPrimary: true, pointerId: 1, button: 0, buttons: 1, clientX: left + pixels, clientY: top,
  }));
  const soon = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  send("pointerdown", 0, number);
  for (let event = 1; event <= events; event += 1) {
    send("pointermove", event - events / 2, window);
    await soon(16);
  }
  await soon(300);
  const taken = performance.getEntriesByName("glassnet-drag").map(({ duration }) => duration);
  send("pointerup", 0, window);
  await soon(300);
  return taken;
}"""


@dataclass
class Drag:
    """What was measured of one exercise."""

    what: str
    milliseconds: list[float]

    def in_words(self) -> str:
        """One line below the table."""
        count, nine_of_ten = len(self.milliseconds), quantiles(self.milliseconds, n=10)[-1]
        return (
            f"The learning rate dragged, {self.what}: the run is seen {median(self.milliseconds):.0f} ms after the "
            f"pointer moved (median of {count}; nine of ten within {nine_of_ten:.0f} ms; to reach: {TO_REACH} ms)."
        )


def dragging(browser: Browser, address: str) -> list[Drag]:
    """The page, dragged once to warm it up, and once to be measured."""
    found = []
    for what, exercise in EXERCISES.items():
        page = open_page(browser, address)
        page.evaluate(FOLLOW, exercise)
        page.wait_for_selector(NUMBER, state="attached")
        page.evaluate(DRAG, EVENTS)
        found.append(Drag(what, page.evaluate(DRAG, EVENTS)))
        page.context.close()
    return found
