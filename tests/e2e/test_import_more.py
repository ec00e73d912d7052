"""The snapshot leaves out most of Python and NumPy; an import fetches the rest."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lab import Lab
from probe import ask, with_probe

from built import of_the_page
from sitebuild.bytecode import compiled
from sitebuild.own_wheel import own_wheel
from sitebuild.snapshot import PACKED, description, make_snapshot

REST = "**/python_stdlib.zip"
SAYS_THAT_ALL_IS_THERE = "import sys; return not any(type(finder).__name__ == 'LastResort' for finder in sys.meta_path)"

LINES = {
    "a module of the standard library": ("import statistics; return statistics.median([3, 1, 2])", 2),
    "a part of NumPy": ("import numpy; return numpy.fft.fft([1, 1, 1, 1]).real.tolist()", [4, 0, 0, 0]),
    "linear algebra": ("import numpy as np; return round(float(np.linalg.det([[1, 2], [3, 4]])), 9)", -2),
    "an inverse": (
        "from numpy.linalg import inv; return inv([[2.0, 0.0], [0.0, 4.0]]).tolist()",
        [[0.5, 0], [0, 0.25]],
    ),
    "all of NumPy": ("names = {}; exec('from numpy import *', names); return float(names['linalg'].det([[2.0]]))", 2),
    "every name of NumPy": (
        "import numpy as np; names = {}; exec('from numpy import *', names)\n"
        "return [*(name for name in dir(np) if not hasattr(np, name)), *(set(np.__all__) - set(names))]",
        [],
    ),
    "each part of NumPy, as a reader uses it": (
        "import numpy as np; np.testing.assert_allclose(np.linalg.inv(np.eye(2)), np.eye(2))\n"
        "np.random.seed(1); first = np.random.randn(); np.random.seed(1); assert np.random.normal() == first\n"
        "line = np.polynomial.Polynomial([1, 2]); masked = np.ma.array([1, 2], mask=[True, False])\n"
        "return [line(3), int(masked.sum()), np.strings.upper('a').item(), np.emath.sqrt(-1).imag, "
        "float(np.random.default_rng(1).random() < 1), len(np.lib.stride_tricks.sliding_window_view([1, 2, 3], 2))]",
        [7, 2, "A", 1, 1, 2],
    ),
    "a docstring of one's own": ("def f():\n    'What it says.'\nreturn f.__doc__", "What it says."),
    "an assert of one's own": ("try:\n    assert False\nexcept AssertionError:\n    return 'refused'", "refused"),
    "seeded numbers": (
        "import numpy as np; np.random.seed(42); return float(np.random.randn())",
        0.4967141530112327,
    ),
}


@pytest.fixture(scope="module")
def probed(tmp_path_factory: Any, dist: Path) -> tuple[Path, dict[str, Any]]:
    """A snapshot of our package with the probe in it, and what `runtime.json` says of it."""
    folder = tmp_path_factory.mktemp("snapshot")
    wheel = folder / own_wheel().name
    wheel.write_bytes(with_probe(own_wheel()))
    made = folder / "made"
    made.mkdir()
    make_snapshot([*sorted(compiled().glob("*.whl")), wheel], made)
    runtime = json.loads(of_the_page(dist, "runtime.json").read_text())
    runtime["snapshot"] |= {key: value for key, value in description(made).items() if key != "libraries"}
    runtime["snapshot"]["files"][runtime["snapshot"]["file"]] = (made / PACKED).stat().st_size
    return made / PACKED, runtime


@pytest.fixture
def python(newcomer: Lab, context: Any, probed: tuple[Path, dict[str, Any]]) -> Callable[[str], dict[str, Any]]:
    """Opens the page with that snapshot, and runs lines of Python there."""
    packed, runtime = probed
    context.route("**/runtime.json", lambda route: route.fulfill(json=runtime))
    context.route("**/snapshot.bin.gz", lambda route: route.fulfill(path=packed))

    def run(lines: str) -> dict[str, Any]:
        if newcomer.page.url == "about:blank":
            newcomer.open()
            assert newcomer.page.locator("html").get_attribute("data-start") == "snapshot"
        return ask(newcomer.page.workers[0], lines)

    return run


# The first of each group that needs the rest fetches it: those behind it are for what it has left.
FIRST = (
    ("a docstring of one's own", "an assert of one's own", "seeded numbers", "a module of the standard library"),
    ("a part of NumPy", "linear algebra", "an inverse", "each part of NumPy, as a reader uses it"),
    ("all of NumPy", "every name of NumPy"),
)


def test_every_import_is_tried_before_the_rest_has_arrived() -> None:
    assert sorted(name for group in FIRST for name in group) == sorted(LINES)


@pytest.mark.parametrize("group", FIRST, ids=lambda group: group[0])
def test_imports_more_before_the_rest_has_arrived(python: Any, context: Any, group: tuple[str, ...]) -> None:
    held: list[Any] = []
    # The first request for the rest is held for good; the import asks again, and waits.
    context.route(REST, lambda route: route.continue_() if held else held.append(route))
    for code, expected in map(LINES.get, group):
        assert python(code) == {"answer": expected}


def test_imports_more_when_all_has_arrived(python: Any, newcomer: Lab) -> None:
    while not python(SAYS_THAT_ALL_IS_THERE)["answer"]:
        newcomer.page.wait_for_timeout(50)
    for code, expected in LINES.values():
        assert python(code) == {"answer": expected}
    assert python("import no_such_module")["error"].startswith("ModuleNotFoundError")
    source = python("import inspect, glassnet; return inspect.getsource(glassnet.predict)")["answer"]
    assert source.startswith("def predict(")


def test_draws_other_random_numbers_at_each_visit(python: Any, newcomer: Lab) -> None:
    """A snapshot's generator would give every visitor the numbers that it gave when it was made."""
    first = python("import random; return random.random()")["answer"]
    newcomer.page.goto("about:blank")
    assert python("import random; return random.random()")["answer"] != first
