"""The pages that the benchmarks play on: the real one, with Python in its worker, and the one of the peers.

The real one is opened more than once, each in a process of its own: a browser compiles the same code a little
differently each time, and then keeps it so. The rounds of a race go round these engines.
"""

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page
from race import Contestant, Line, race

from sitebuild.paths import ROOT

ENGINES = 3
EPOCHS = 10_000_000  # of the page's own run, more than a second: a shorter one is over before it can be watched
HERE = Path(__file__).parent
TUTORIAL = ROOT / "tests" / "tutorial.py"


# The compiler comes after all that the page needs first.
UNTIL_IT_COMPILES = """async () => {
    const code = "from glassnet import session; answer = session._machine is not None";
    while (!(await window.execute(code))) await new Promise((soon) => setTimeout(soon, 50));
}"""


class Pages:
    """All of them, ready; `page` is the real one whose turn it is."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.engines = [open_page(browser, address) for _ in range(ENGINES)]
        for _ in self.engines:
            self.next_engine()
            self.python(f"import types; tutorial = types.ModuleType('tutorial'); text = {TUTORIAL.read_text()!r}")
            self.python("exec(text, tutorial.__dict__)")
            for name in ("deeper.py", "contestants.py"):
                self.python((HERE / name).read_text())
        self.peers = browser.new_page()
        self.peers.goto(f"{address}bench/peers.html")
        self.peers.evaluate("given => window.prepare(given)", self.python("answer = given()"))

    def next_engine(self) -> None:
        """The turn goes on to the next engine."""
        self.engines.append(self.engines.pop(0))
        self.page = self.engines[0]

    def race(self, work: str, rounds: int, contestants: list[Contestant], warm_up: int = 1) -> list[Line]:
        """A race in all engines, so many rounds in each."""
        return race(work, rounds * ENGINES, contestants, warm_up=warm_up * ENGINES, before_each=self.next_engine)

    def python(self, code: str) -> Any:
        """What the code, run in the page's engine, leaves in `answer`."""
        return self.page.evaluate("code => window.execute(code)", code)

    def peer(self, work: str, who: str, **counts: int) -> dict[str, Any]:
        """The milliseconds and the result of one of the peers."""
        return self.peers.evaluate("asked => window.race(asked)", {"work": work, "who": who, **counts})

    def close(self) -> None:
        """Ends them."""
        for page in (*self.engines, self.peers):
            page.context.close()


def open_page(browser: Browser, address: str) -> Page:
    """The real page in a fresh profile, with Python ready; the tutorial's run unless the address has another."""
    page = browser.new_context(reduced_motion="reduce").new_page()
    page.add_init_script(path=HERE / "engine.js")
    page.goto(address if "#" in address else f"{address}#epochs={EPOCHS}")
    page.wait_for_selector("html[data-engine=ready], html[data-engine=failed]", timeout=120_000)
    if page.locator("html").get_attribute("data-engine") == "failed":
        raise SystemExit(f"The page could not start Python: {page.evaluate('window.glassnet.state()')}")
    page.evaluate(UNTIL_IT_COMPILES)
    return page
