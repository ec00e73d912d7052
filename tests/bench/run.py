"""Prints how fast Glassnet is, as ratios measured in one run: `python3 build.py bench`.

The start is measured in each engine that is on the machine, all else in Chromium.

Nothing here is asserted by the tests, because machines differ; but a contestant that computes something else than the
tutorial is an error.
"""

import os
import platform
import sys
import tempfile
from pathlib import Path

from arithmetic import digits, first_runs, grid, many, seeds, spirals, xor
from browsers import Pages
from dragging import dragging
from embeds import embeds
from page_way import page_way
from pictures import pictures
from playwright.sync_api import Browser
from race import Line
from rich.console import Console
from rich.table import Table
from served import lay_out
from start import first_picture, start
from sweeps import sweeps

from engines import STARTS
from sitebuild.browser import ENGINES, programs_of
from sitebuild.npm import version
from sitebuild.problem import Problem
from sitebuild.serve import SiteServer


def main() -> int:
    """Measures everything, prints one table."""
    with tempfile.TemporaryDirectory() as name:
        lay_out(Path(name))
        server = SiteServer(Path(name)).start()
        with STARTS["chromium"]() as browser:
            pages = Pages(browser, server.address)
            said = [first_runs(pages), seeds(pages)]
            works = xor, spirals, digits, grid, many, page_way
            lines = [line for work in works for line in work(pages)]
            pages.close()
            said = [machine(browser), *said, picture(*first_picture(browser, server.address))]
            said += [cost.in_words() for cost in pictures(browser, server.address)]
            said += [drag.in_words() for drag in dragging(browser, server.address)]
        of_embeds = embeds(server.address)
        said += sweeps()
        for engine in ENGINES:
            lines += start_in(engine, server.address, said)
        console = Console(highlight=False, width=None if sys.stdout.isatty() else 120)
        console.print(table(lines))
        console.print(of_embeds)
        for words in said:
            console.print(words)
    return 0


def start_in(engine: str, address: str, said: list[str]) -> list[Line]:
    """The start in one engine; one that is not on the machine is said to be not measured."""
    try:
        programs_of(ENGINES[engine], fetch=False)
    except Problem as problem:
        said.append(f"NOT MEASURED: {problem}")
        return []
    with STARTS[engine]() as browser:
        return start(browser, ENGINES[engine].name, address)


def picture(seen: float, alive: float) -> str:
    """What is said of the page's first picture."""
    return (
        f"The recorded run is on screen after {seen:.0f} ms (nothing in the cache; to reach: 200 ms), "
        f"and the page is alive after {alive:.0f} ms."
    )


def table(lines: list[Line]) -> Table:
    """Ready to print."""
    made = Table("work", "who")
    for heading in ("ms", "ratio", "quietest", "target"):
        made.add_column(heading, justify="right")
    made.add_column("reached")
    work = ""
    for line in lines:
        if line.work != work and work:
            made.add_section()
        made.add_row(
            "" if line.work == work else line.work,
            line.name,
            f"{line.milliseconds:,.{0 if line.milliseconds >= 100 else 2}f}",
            f"{line.ratio:.3f}",
            f"{line.quietest:.3f}",
            "" if line.target is None else f"{line.target:g}",
            {None: "", True: "yes", False: "no"}[line.reached],
        )
        work = line.work
    return made


def machine(browser: Browser) -> str:
    """What all this was measured with."""
    names = "pyodide", "@tensorflow/tfjs", "brain.js"
    return (
        f"Medians; a ratio is the median of each round's own, to the first line of the same work; beside it that of "
        f"the quietest rounds. {processor()}, "
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {platform.system()}; Chromium {browser.version}; "
        + ", ".join(f"{name} {version(name)}" for name in names)
    )


def processor() -> str:
    """Its name, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


if __name__ == "__main__":
    sys.exit(main())
