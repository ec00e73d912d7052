"""Finds the browsers for the tests: on the machine, else Playwright's own or Debian's packages.

Chromium must be there. To add an engine, describe it as the others are, and give it a line in ENGINES.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from .problem import Problem, last_words
from .say import busy, say

# Without these a browser looks up hosts of its own at every start, and a closed network refuses them many at a time.
ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


@dataclass(frozen=True)
class Program:
    """Something that the tests start, and where it may be: by a variable, by name, or in a usual place.

    A place is a pattern, below the root of the file system.
    """

    variable: str
    names: tuple[str, ...]
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Engine:
    """A browser: the programs that it takes, and where they come from if they are not on the machine, in this order."""

    name: str
    programs: tuple[Program, ...]
    playwrights: str = ""  # what Playwright calls its own
    sources: tuple[Callable[["Engine"], None], ...] = ()
    packages: tuple[str, ...] = ()  # Debian's

    @property
    def advice(self) -> str:
        """What to do where it is not to be had."""
        variables = ", ".join(program.variable for program in self.programs)
        packages = " and ".join(self.packages)
        return f"Install it (Debian's {packages}), or say where its program is in the variable {variables}."


def programs_of(engine: Engine, fetch: bool = True) -> list[str]:
    """The paths of the engine's programs; what is missing is fetched first, unless that is not wanted."""
    for source in (None, *engine.sources) if fetch else (None,):
        if source:
            source(engine)
        found = [installed(program) for program in engine.programs]
        if engine.playwrights and found == [""]:
            found = [_playwrights_own(engine)]
        if all(found):
            return found
    raise Problem(f"{engine.name} is not on this machine. {engine.advice}")


def installed(program: Program) -> str:
    """Where it is on the machine already, or nothing."""
    named = os.environ.get(program.variable, "")
    if named:
        if not Path(named).is_file():
            raise Problem(f"{program.variable} names {named}, and there is no such file.")
        return named
    on_path = (shutil.which(name) for name in program.names)
    in_place = (found for place in program.places for found in sorted(Path("/").glob(place)) if found.is_file())
    return next((found for found in on_path if found), "") or str(next(in_place, ""))


@cache
def chromium() -> str:
    """The program that the tests cannot do without; says where it came from when it had to be fetched."""
    return programs_of(CHROMIUM)[0]


def launch_arguments() -> list[str]:
    """The command-line arguments that the tests start Chromium with."""
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*ARGUMENTS, *(["--no-sandbox"] if as_root else [])]


def all_required() -> bool:
    """Whether an engine that is not to be had is a failure: GLASSNET_ENGINES=all, as on the server that tests."""
    wanted = os.environ.get("GLASSNET_ENGINES", "")
    if wanted not in ("", "all"):
        raise Problem(f"GLASSNET_ENGINES is “{wanted}”; expected “all”, or nothing.")
    return wanted == "all"


def _playwrights_own(engine: Engine) -> str:
    """Where Playwright has put its own, if it has."""
    script = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.{}.executable_path)"
    command = [sys.executable, "-c", script.format(engine.playwrights)]
    path = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    return path if path and Path(path).is_file() else ""


def _from_playwright(engine: Engine) -> None:
    with busy(f"No {engine.name} on this machine; asking Playwright to download its own"):
        _run(sys.executable, "-m", "playwright", "install", engine.playwrights)


def _from_debian(engine: Engine) -> None:
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    with busy(f"Installing {engine.name} from Debian's packages: {' '.join(engine.packages)}"):
        _run("apt-get", "update")
        _run("apt-get", "install", "--yes", "--no-install-recommends", *engine.packages)


def _without_a_window_from_debian(engine: Engine) -> None:
    _from_debian(replace(engine, packages=("chromium-headless-shell",)))


def _run(*command: str) -> None:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=480)
    except subprocess.TimeoutExpired:
        say(f"{' '.join(command[:3])} did not end within eight minutes.")
        return
    if done.returncode:
        say(f"{' '.join(command[:4])} failed; it said:\n{last_words(done.stderr or done.stdout)}")


# The one without a window first: a page is ready in it after two thirds of the time, and the other starts three
# processes for each page.
CHROMIUM = Engine(
    "Chromium",
    programs=(
        Program(
            "GLASSNET_CHROMIUM",
            (
                "chromium-headless-shell",
                *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"),
            ),
            (
                "usr/bin/chromium",
                "Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
                "Applications/Chromium.app/Contents/MacOS/Chromium",
            ),
        ),
    ),
    playwrights="chromium",
    # In this order: Ubuntu has none of the first, and its package of the last one's name has no browser in it.
    sources=(_without_a_window_from_debian, _from_playwright, _from_debian),
    packages=("chromium",),
)
# Only the release with extended support: Playwright follows a newer Firefox not always at once, and Ubuntu's program
# `firefox` starts one in a sandbox that cannot be driven.
FIREFOX = Engine(
    "Firefox",
    programs=(Program("GLASSNET_FIREFOX", ("firefox-esr",)),),
    playwrights="firefox",
    sources=(_from_debian, _from_playwright),
    packages=("firefox-esr",),
)
# The nearest to Safari that there is on Linux. Browser and driver must be of one version; the display is a virtual one.
WEBKIT = Engine(
    "WebKitGTK",
    programs=(
        Program(
            "GLASSNET_WEBKIT",
            ("MiniBrowser",),
            tuple(
                f"{folder}/{version}/MiniBrowser"
                for version in ("webkit2gtk-4.1", "webkitgtk-6.0")
                for folder in ("usr/lib/*", "usr/lib", "usr/libexec")
            ),
        ),
        Program("GLASSNET_WEBKIT_DRIVER", ("WebKitWebDriver",)),
        Program("GLASSNET_XVFB", ("Xvfb",)),
    ),
    sources=(_from_debian,),
    packages=("webkit2gtk-driver", "xvfb"),
)
ENGINES = {"chromium": CHROMIUM, "firefox": FIREFOX, "webkit": WEBKIT}
