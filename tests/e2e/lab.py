"""The page for a reader, by roles and names; and the same run outside the browser, for comparison."""

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from playwright.sync_api import expect as playwrights_expect

import webkit
from glassnet.run import Run

PATIENCE = 60  # seconds, for a busy machine; nothing is ever measured by it
playwrights_expect.set_options(timeout=20_000)
ROWS = ("0 0", "0 1", "1 0", "1 1")
XOR = (0, 1, 1, 0)

SLOWLY, THREE_SECONDS, AT_ONCE = 1, 4, 6  # paces; the first is two minutes for the run
PLAY = """(pace) => {
  const slider = document.querySelector(".pace input");
  slider.value = pace;
  slider.dispatchEvent(new Event("input"));
}"""
SHEETS = ("Seeds", "Map", "Loss slice", "Hidden space", "Histograms", "Rows", "Operations")


class Lab:
    """One page, and what a person does with it."""

    def __init__(self, page: Any, address: str) -> None:
        self.page, self.address = page, address
        page.set_default_timeout(PATIENCE * 1000)

    # What it is

    def state(self) -> dict[str, Any]:
        """What the page tells other scripts."""
        return self.page.evaluate("window.glassnet.state()")

    def until(self, check: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        """The first state of which `check` is true."""
        deadline = time.monotonic() + PATIENCE
        pause = 10.0
        while not check(state := self.state()):
            assert time.monotonic() < deadline, f"waited in vain; the page says {state}"
            self.page.wait_for_timeout(pause)
            pause = min(1.3 * pause, 80)  # who asks all the time keeps a core from the others
        self.drawn()
        return state

    def drawn(self) -> None:
        """Wait until the page shows what it knows: it draws with the next picture."""
        self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def until_engine(self, engine: str) -> None:
        """Wait until Python is `ready`, or whatever else; with the settings unfolded."""
        self.page.wait_for_selector(f"html[data-engine={engine}]", state="attached")
        self.page.evaluate("() => document.querySelector('.settings')?.toggleAttribute('open', true)")

    def until_still(self) -> dict[str, Any]:
        """Wait until training has ended by itself."""
        self.page.wait_for_selector("html[data-training=false]", state="attached")
        self.drawn()
        return self.state()

    # Where things are

    def button(self, name: str) -> Any:
        return self.page.get_by_role("button", name=name, exact=True)

    def field(self, name: str) -> Any:
        """A field; a number in the program's text may have the same name."""
        role = "textbox" if name == "Hidden layers" else "spinbutton"
        return self.page.get_by_role(role, name=name, exact=True).and_(self.page.locator("input"))

    def menu(self, name: str) -> Any:
        return self.page.get_by_role("combobox", name=name, exact=True)

    def target(self, row: str) -> Any:
        return self.field(f"target for {row}")

    def prediction(self, row: str) -> Any:
        return self.page.get_by_label(f"prediction for {row}", exact=True)

    def weights(self) -> Any:
        """The table of weights, unfolded; another test may have left it so."""
        table = self.page.get_by_role("table", name="Weights", exact=True)
        if not table.is_visible():
            self.details("Weights as a table").click()
        return table

    def details(self, name: str) -> Any:
        """Something folded away, by its title."""
        return self.page.locator("summary", has_text=name)

    @property
    def progress(self) -> Any:
        return self.page.get_by_role("status", name="Progress", exact=True)

    @property
    def verdict(self) -> Any:
        return self.page.get_by_role("region", name="Verdict", exact=True)

    @property
    def bar(self) -> Any:
        return self.page.get_by_role("region", name="Training", exact=True)

    # What a person does

    def unfold(self, title: str, open_it: bool = True) -> None:
        """See to it that something folded away is open, by the words that stand on it; or closed."""
        if title in SHEETS:
            self.sheet(title if open_it else "Run")
            return
        summary = self.page.locator("summary").get_by_text(title, exact=True)
        if summary.evaluate("(summary) => summary.closest('details').open") != open_it:
            summary.click()

    def sheet(self, title: str) -> None:
        """Choose a sheet of the stage."""
        self.page.get_by_role("tab", name=title, exact=True).click()

    def unfold_everything(self) -> None:
        """Open all that is folded away, also what was fetched only then, and see every sheet once."""
        closed = self.page.locator("details:not([open])")
        to_come = self.page.locator("#practice:not(:has(.exercise))")
        while to_come.count() or closed.count():  # in this order: what comes is closed
            closed.evaluate_all("(all) => all.forEach((one) => { one.open = true; })")
            self.page.wait_for_timeout(100)
        self.page.locator(
            "#inside pre, #inside .ways button, #inside [role=alert]"
        ).first.wait_for()  # an epoch's lines, or why not
        for title in SHEETS:
            self.sheet(title)
            panel = self.page.get_by_role("tabpanel", name=title, exact=True)
            panel.locator("canvas, svg, table, input, select").first.wait_for()
            panel.locator("details").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")
        self.sheet("Run")
        self.page.locator("#practice .editor").first.wait_for()
        self.drawn()

    def open(self, fragment: str = "", engine: str = "ready") -> "Lab":
        """Open the page, and wait for Python."""
        self.page.goto(self.address + fragment)
        self.until_engine(engine)
        return self

    def follow(self, fragment: str) -> None:
        """Follow an address in the page that is open; always a new run, by way of another exercise."""
        if self.state()["training"]:
            self.button("Pause").click()
        self.play(AT_ONCE)
        for address in ("#seed=4040", fragment):
            before = self.state()["parameters"]
            self.page.evaluate("address => { window.location.hash = address }", address)
            self.until(lambda state, before=before: fresh(state) and state["parameters"] != before)

    def type(self, field: Any, text: str) -> None:
        """Type into a field instead of what it holds, key by key as a person does."""
        field.click()
        field.press("Control+a")
        field.press_sequentially(text) if text else field.press("Delete")

    def enter(self, field: Any, text: str) -> None:
        """Type into a field, and go on to the next."""
        self.type(field, text)
        field.press("Tab")

    def play(self, pace: int = SLOWLY) -> None:
        """Choose a pace, as with the slider: a compiled run of a million epochs is over before anybody can look."""
        self.page.evaluate(PLAY, pace)

    def train(self) -> dict[str, Any]:
        """Press Train, once it takes a press again after an end, and wait for the end."""
        self.page.wait_for_selector("#bar .main:not([aria-disabled=true])", state="attached")
        self.button("Train").click()
        return self.until_still()

    def predictions(self) -> list[float]:
        """As they stand in the table."""
        return [float(self.prediction(row).inner_text()) for row in ROWS]

    def verdicts(self) -> list[str]:
        """Right or wrong, as a screen reader says it of each row."""
        rows = self.page.get_by_role("table", name="Truth table").get_by_role("row").all()[1:]
        return [row.get_by_role("img").get_attribute("aria-label") for row in rows]


def expect(locator: Any) -> Any:
    """What must become true of something on the page, in whichever engine that is."""
    return webkit.Expectation(locator) if isinstance(locator, webkit.Locator) else playwrights_expect(locator)


def fresh(state: dict[str, Any]) -> bool:
    """Whether a run with the choices on the page stands at its beginning."""
    return state.get("epoch") == 0 and state["current"] and not state["training"]


def number_in(text: str, before: str = "") -> float:
    """The first number in a text, or the first one behind certain words; thousands may be separated."""
    found = re.search(re.escape(before) + r"\D*?(-?[\d,]*\.?\d+(?:e[-+]?\d+)?)", text)
    assert found, f"no number behind “{before}” in “{text}”"
    return json.loads(found[1].replace(",", ""))


@dataclass
class Native:
    """A run in this Python, without a browser."""

    run: Run
    losses: list[float]  # each before its epoch's update, and at the end the one there is now

    @property
    def network(self) -> dict[str, np.ndarray]:
        return self.run.network

    @property
    def state(self) -> dict[str, Any]:
        """What training goes on from, beside the parameters."""
        return self.run.training_state()

    @property
    def predictions(self) -> np.ndarray:
        return self.run.ask(self.run.data.X)[:, 0]

    def predict(self, *inputs: float) -> float:
        return float(self.run.ask(np.array([inputs]))[0, 0])


def native(
    epochs: int, *, targets: tuple[float, ...] = XOR, network: Any = None, state: Any = None, **chosen: Any
) -> Native:
    """Train the same network here; with `network` (parameters by name), and its training state, go on from there."""
    table = {"dataset": "custom", "targets": list(targets), "epochs": max(epochs, 1)}
    saved = network and {"epoch": 0, "parameters": network, "training_state": state or {}}
    run = Run(table | chosen, saved)
    losses, _ = run.train(1e9, epochs)
    return Native(run, [*losses.tolist(), run.frame([], None)["loss"]])


def assert_same(state: dict[str, Any], expected: Native, tolerance: float = 1e-12) -> None:
    """Parameters, predictions and loss on the page are those of this Python."""
    close = {"rtol": 0, "atol": tolerance}
    assert set(state["parameters"]) == set(expected.network)
    for name, values in expected.network.items():
        np.testing.assert_allclose(state["parameters"][name], values, err_msg=name, **close)
    np.testing.assert_allclose(state["predictions"], expected.predictions, err_msg="predictions", **close)
    np.testing.assert_allclose(state["loss"], expected.losses[-1], err_msg="loss", **close)
