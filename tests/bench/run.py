"""Prints how fast Glassnet is, as ratios measured in one Chromium run: `python3 build.py bench`.

Nothing here is asserted by the tests, because machines differ; but a contestant that computes something else is an
error.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from race import Contestant, Line, race
from rich.console import Console
from rich.table import Table
from served import lay_out

from sitebuild.browser import chromium, launch_arguments
from sitebuild.paths import ROOT
from sitebuild.serve import SiteServer

HERE = Path(__file__).parent
TUTORIAL = ROOT / "tests" / "unit" / "tutorial.py"
NEAR = 1e-12


class Bench:
    """The real page with Python ready in its worker, and beside it the page of the peers."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.page = browser.new_page()
        self.page.add_init_script(path=HERE / "engine.js")
        self.page.goto(f"{address}page/")
        self.page.wait_for_selector("html[data-engine=ready]", timeout=120_000)
        self.python(f"tutorial_text = {TUTORIAL.read_text()!r}")
        self.python((HERE / "contestants.py").read_text())
        self.peers = browser.new_page()
        self.peers.goto(f"{address}peers.html")
        self.peers.evaluate("given => window.prepare(given)", self.python("answer = given()"))

    def python(self, code: str) -> Any:
        """What the code, run in the page's engine, leaves in `answer`."""
        return self.page.evaluate("code => window.execute(code)", code)

    def peer(self, work: str, who: str, times: int = 1) -> dict[str, Any]:
        """The milliseconds and the result of a peer."""
        return self.peers.evaluate(
            "([work, who, times]) => window.race(work, who, times)", [work, who, times]
        )


def xor(bench: Bench) -> list[Line]:
    """W1: the tutorial's own training."""
    the_tutorials = "theirs = xor(tutorial); answer = theirs[0]"
    ours = "ours = xor(glassnet); answer = ours[0]"
    lines = race(
        "W1: XOR, 2-2-1, 10,000 epochs",
        [
            Contestant("the tutorial's own code", lambda: bench.python(the_tutorials)),
            Contestant("Glassnet", lambda: bench.python(ours), target=0.6),
            Contestant("plain JavaScript loops", lambda: bench.peer("xor", "loops", 5)["milliseconds"]),
        ],
    )
    if not bench.python("answer = same_bits(theirs[1], ours[1]) and theirs[2] == ours[2]"):
        raise SystemExit("Glassnet's network or its printed text differs from the tutorial's.")
    expected = bench.python("answer = [float(value) for array in theirs[1].values() for value in array.flat]")
    check_near("the loops' network", bench.peer("xor", "loops")["result"], expected)
    return lines


def check_near(what: str, result: list[float], expected: list[float]) -> None:
    """Ends the benchmarks if a result is not the expected one."""
    difference = max(abs(one - other) for one, other in zip(result, expected, strict=True))
    if not difference <= NEAR:
        raise SystemExit(f"{what} differs by {difference} from the tutorial's; expected at most {NEAR}.")


def table(lines: list[Line]) -> Table:
    """Ready to print."""
    made = Table("work", "who", title="Glassnet's benchmarks", title_justify="left")
    for heading in ("ms", "ratio", "target"):
        made.add_column(heading, justify="right")
    made.add_column("reached")
    work = ""
    for line in lines:
        if line.work != work and work:
            made.add_section()
        target = f"<= {line.target:g}" if line.target else ""
        reached = {True: "yes", False: "no"}[line.ratio <= line.target] if line.target else ""
        made.add_row(
            line.work if line.work != work else "", line.name, f"{line.milliseconds:,.3g}", f"{line.ratio:.3f}",
            target, reached
        )
        work = line.work
    return made


def main() -> int:
    """Measures everything, prints one table."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        lay_out(Path(name))
        server = SiteServer(Path(name)).start()
        browser = playwright.chromium.launch(executable_path=chromium(), args=launch_arguments())
        bench = Bench(browser, server.address)
        lines = xor(bench)
        console = Console(width=120)
        console.print(table(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
