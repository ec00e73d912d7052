"""Prints how fast Glassnet is, as ratios measured in one run: `python3 build.py bench [part ...]`.

Each part is printed as soon as it is measured. Works are measured in Chromium and Firefox, the start in each engine
that is on the machine, all else in Chromium.

Nothing here is asserted by the tests, because machines differ; but a contestant that computes something else than the
tutorial is an error.
"""

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from arithmetic import digits, first_runs, grid, many, seeds, spirals, xor
from browsers import Pages
from dragging import dragging
from embeds import embeds
from page_way import page_way
from pictures import pictures
from race import Line
from rich.console import Console
from rich.table import Table
from served import lay_out
from start import first_picture, start
from sweeps import sweeps

from engines import STARTS, running_chromium, running_firefox
from sitebuild.browser import ENGINES, programs_of
from sitebuild.npm import version
from sitebuild.problem import Problem
from sitebuild.serve import SiteServer


def main(arguments: list[str]) -> int:
    """Measures the parts that are named, by default all, and prints each."""
    parser = argparse.ArgumentParser(prog="build.py bench", description="Prints how fast Glassnet is.")
    parser.add_argument("part", nargs="*", help=f"one or more of {', '.join(PARTS)}; by default all")
    parts = parser.parse_args(arguments).part or PARTS
    for part in parts:
        if part not in PARTS:
            parser.error(f"{part!r} is no part of the benchmarks; expected {', '.join(PARTS)}")
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 120)
    with tempfile.TemporaryDirectory() as name:
        lay_out(Path(name))
        server = SiteServer(Path(name)).start()
        console.print(machine())
        for part in parts:
            for one in PARTS[part](server.address):
                console.print(one)
    return 0


def works(address: str) -> Iterator[str | Table]:
    """What the compiler is measured by: in each engine all in the same pages."""
    for engine, running in (("Chromium", running_chromium()), ("Firefox", running_firefox(**LIKE_CHROMIUM))):
        with running as browser:
            pages = Pages(browser, address)
            yield f"Works in {engine} {browser.version}:"
            yield first_runs(pages)
            yield seeds(pages)
            for work in (xor, spirals, digits, grid, many, page_way):
                yield table(work(pages))
            pages.close()


def seen(address: str) -> Iterator[str]:
    """What a person at the page waits for."""
    with STARTS["chromium"]() as browser:
        first, alive = first_picture(browser, address)
        yield (
            f"The recorded run is on screen after {first:.0f} ms (nothing in the cache; to reach: 200 ms), "
            f"and the page is alive after {alive:.0f} ms."
        )
        for cost in pictures(browser, address):
            yield cost.in_words()


def drags(address: str) -> Iterator[str]:
    """Numbers that are dragged."""
    with STARTS["chromium"]() as browser:
        for drag in dragging(browser, address):
            yield drag.in_words()


def starts(address: str) -> Iterator[str | Table]:
    """The start in each engine; one that is not on the machine is said to be not measured."""
    for engine in ENGINES:
        try:
            programs_of(ENGINES[engine], fetch=False)
        except Problem as problem:
            yield f"NOT MEASURED: {problem}"
            continue
        with STARTS[engine]() as browser:
            yield table(start(browser, ENGINES[engine].name, address))


# A clock as fine as Chromium's; and runs at full pace: over WebDriver, a page cannot be asked for reduced motion.
LIKE_CHROMIUM = {"privacy.reduceTimerPrecision": False, "ui.prefersReducedMotion": 1}

PARTS: dict[str, Callable[[str], Any]] = {
    "works": works,
    "seen": seen,
    "drags": drags,
    "embeds": lambda address: [embeds(address)],
    "sweeps": lambda _address: sweeps(),
    "starts": starts,
}


def table(lines: list[Line]) -> Table:
    """Ready to print."""
    made = Table("work", "who")
    for heading in ("ms", "ratio", "quietest", "target"):
        made.add_column(heading, justify="right")
    made.add_column("reached")
    work = ""
    for line in lines:
        made.add_row(
            "" if line.work == work else line.work,
            line.name,
            f"{line.milliseconds:,.{0 if line.milliseconds >= 100 else 2}f}",
            f"{line.ratio:.4f}",
            f"{line.quietest:.4f}",
            "" if line.target is None else f"{line.target:g}",
            {None: "", True: "yes", False: "no"}[line.reached],
        )
        work = line.work
    return made


def machine() -> str:
    """What all this is measured with."""
    names = "pyodide", "@tensorflow/tfjs", "brain.js"
    with STARTS["chromium"]() as browser:
        chromium = browser.version
    return (
        f"Medians; a ratio is the median of each round's own, to the first line of the same work; beside it that of "
        f"the quietest rounds. {processor()}, "
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {platform.system()}; Chromium {chromium}; "
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
    sys.exit(main(sys.argv[1:]))
