"""The two pages that the benchmarks play on: the real one, with Python in its worker, and the one of the peers."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from sitebuild.paths import ROOT

HERE = Path(__file__).parent
TUTORIAL = ROOT / "tests" / "unit" / "tutorial.py"


class Pages:
    """Both pages, ready."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.page = browser.new_page()
        self.page.add_init_script(path=HERE / "engine.js")
        self.page.goto(address)
        self.page.wait_for_selector("html[data-engine=ready]", timeout=120_000)
        self.python(f"tutorial_text = {TUTORIAL.read_text()!r}")
        self.python((HERE / "contestants.py").read_text())
        self.peers = browser.new_page()
        self.peers.goto(f"{address}bench/peers.html")
        self.peers.evaluate("given => window.prepare(given)", self.python("answer = given()"))

    def python(self, code: str) -> Any:
        """What the code, run in the page's engine, leaves in `answer`."""
        return self.page.evaluate("code => window.execute(code)", code)

    def peer(self, work: str, who: str, **counts: int) -> dict[str, Any]:
        """The milliseconds and the result of one of the peers."""
        return self.peers.evaluate("asked => window.race(asked)", {"work": work, "who": who, **counts})

    def close(self) -> None:
        """Ends both."""
        self.page.close()
        self.peers.close()
