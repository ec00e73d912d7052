"""Finds a Chromium for the tests: one on the machine, else Playwright's own, else Debian's package."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from .problem import Problem, last_words
from .say import busy, say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
PLACES = (
    "/usr/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
# Without these a browser looks up hosts of its own at every start, and a closed network refuses them many at a time.
ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


@cache
def chromium() -> str:
    """The browser's program; says where it came from when it had to be fetched."""
    return installed() or _playwrights_own() or _debians() or _none()


def launch_arguments() -> list[str]:
    """The command-line arguments that the tests start it with."""
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*ARGUMENTS, *(["--no-sandbox"] if as_root else [])]


def installed(names: tuple[str, ...] = NAMES, places: tuple[str, ...] = PLACES) -> str:
    """A browser that is on the machine already: by the variable GLASSNET_CHROMIUM, by name, or in a usual place."""
    named = os.environ.get("GLASSNET_CHROMIUM", "")
    if named:
        if not Path(named).is_file():
            raise Problem(f"GLASSNET_CHROMIUM names {named}, and there is no such file.")
        return named
    on_path = (shutil.which(name) for name in names)
    return next((found for found in on_path if found), "") or next((p for p in places if Path(p).is_file()), "")


def _playwrights_own() -> str:
    own = _playwright_path()
    if own and not Path(own).is_file():
        with busy("No Chromium on this machine; asking Playwright to download its own"):
            _run(sys.executable, "-m", "playwright", "install", "chromium")
    return own if own and Path(own).is_file() else ""


def _playwright_path() -> str:
    script = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _debians() -> str:
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return ""
    say("Playwright could not download one.")
    with busy("Installing Debian's package chromium"):
        _run("apt-get", "update")
        _run("apt-get", "install", "--yes", "--no-install-recommends", "chromium")
    return installed()


def _none() -> str:
    raise Problem("The tests need a Chromium: install one, or name its program in the variable GLASSNET_CHROMIUM.")


def _run(*command: str) -> None:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=480)
    except subprocess.TimeoutExpired:
        say(f"{' '.join(command[:3])} did not end within eight minutes.")
        return
    if done.returncode:
        say(f"{' '.join(command[:4])} failed; it said:\n{last_words(done.stderr or done.stdout)}")
