"""Each file that the page needs at once does not arrive as it is: the page says so, and Retry mends it.

What it loads when it is asked for has test_parts_that_do_not_arrive.py.
"""

import json
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from coding import Function
from faults import BROWSERS_OWN, FAULTS, files_of
from lab import Lab, expect

from built import of_the_page

# The last is where Pyodide says what it cannot use.
pytestmark = pytest.mark.expects(*BROWSERS_OWN, "/pyodide.mjs)")

AT_ONCE = 4  # pages side by side; more of them are so slow that Python starts another way

# A file of the first group keeps the page from being alive; without one of the second it says so and works; without one
# of the third Python does not start; without one of the fourth it starts another way. The rest a run does not need.
DEAD, SAID, NO_PYTHON, OTHERWISE, NOT_NEEDED = "dead", "said", "no Python", "otherwise", "not needed"
OF_THE_PAGE = {
    "main.js": DEAD,
    "recording.json": DEAD,
    "first.css": SAID,
    "later.css": SAID,
    "dark.css": SAID,
    "worker.js": NO_PYTHON,
    "runtime.json": NO_PYTHON,
}
OF_PYTHON = {
    "pyodide.mjs": NO_PYTHON,
    "pyodide.asm.mjs": NO_PYTHON,
    "pyodide.asm.wasm": NO_PYTHON,
    "snapshot.bin.gz": OTHERWISE,
    "_multiarray_umath.wasm": OTHERWISE,
}
# Files that one code asks for have the faults by turns: each file one, and each way of asking all three.
BY_TURNS = (
    ("recording.json", "runtime.json", "pyodide.asm.wasm", "snapshot.bin.gz", "_multiarray_umath.wasm"),
    ("worker.js", "pyodide.mjs", "pyodide.asm.mjs"),
    ("first.css", "later.css", "dark.css"),
    ("main.js", "main.js", "main.js"),
)
# What an engine decides: how it loads scripts and style sheets.
FIREFOX = {("main.js", "gone"), ("main.js", "cut"), ("first.css", "gone"), ("worker.js", "gone")}
# The page has opened: it is alive, or says why not, and Python is ready or has failed.
SETTLED = """() => {
  const { engine } = document.documentElement.dataset;
  const said = [...document.querySelectorAll("[role=alert]")]
    .filter((one) => one.checkVisibility() && one.textContent.trim());
  const alive = !document.querySelector("#bar[data-drawn]");
  const words = said.map((one) => one.textContent.replace(/\\s+/g, " ").trim()).join(" | ");
  const retry = [...document.querySelectorAll("button")]
    .some((one) => one.textContent.trim() === "Retry" && one.checkVisibility());
  const loaded = performance.timing.loadEventEnd > 0 && performance.getEntriesByName("first-contentful-paint").length;
  const settled = engine === "ready" || engine === "failed" || said.length > 0;
  return { settled, opened: alive && loaded, engine, alive, words, retry };
}"""


def expected(file: str) -> str:
    return (OF_THE_PAGE | OF_PYTHON).get(Path(file).name, NOT_NEEDED)


def address_for(file: str) -> str:
    """What Python is made of is seen only where Python starts; all else is told of without."""
    python = expected(file) in (NO_PYTHON, OTHERWISE)
    return "" if python else "#start=click"


class Opened:
    """One page with one file that does not arrive as it is."""

    def __init__(self, context: Any, address: str, dist: Path, file: str, fault: str) -> None:
        self.file, self.fault, self.page = file, fault, context.new_page()
        self.page.set_default_timeout(10_000)
        if file.endswith("dark.css"):
            self.page.emulate_media(color_scheme="dark")
        content = (dist / file).read_bytes()
        self.pattern = f"**/{file}"
        self.page.route(self.pattern, lambda route: FAULTS[fault](route, content))
        self.python = "start=click" not in address_for(file)
        self.page.goto(address + address_for(file), wait_until="commit")

    def settle(self) -> dict[str, Any]:
        for _ in range(500):
            state = self.page.evaluate(SETTLED)
            done = state["alive"] or expected(self.file) != SAID  # a style sheet may be missed before that
            if done and (state["settled"] or (state["opened"] and not self.python)):
                self.page.wait_for_timeout(100)  # what is said comes as the page does
                return self.page.evaluate(SETTLED)
            self.page.wait_for_timeout(20)
        return state

    def check(self) -> str:
        """What is wrong with it, or nothing."""
        wanted, state = expected(self.file), self.settle()
        said = state["retry"] and Path(self.file).name in state["words"]
        right = {
            DEAD: not state["alive"] and said,
            SAID: state["alive"] and said,
            NO_PYTHON: state["alive"] and state["engine"] == "failed" and said,
            OTHERWISE: state["alive"] and state["engine"] == "ready" and not state["words"],
        }[wanted]
        if not right:
            return f"{self.file}, {self.fault}: expected {wanted}, found {state}"
        return "" if wanted == OTHERWISE else self.retry()

    def retry(self) -> str:
        self.page.unroute(self.pattern)
        self.page.get_by_role("button", name="Retry", exact=True).first.click()
        for _ in range(500):
            self.page.wait_for_timeout(20)
            try:
                after = self.page.evaluate(SETTLED)
            except Exception:  # it is being loaded again
                continue
            there = after["engine"] == "ready" if self.python else after["opened"]
            if there and not after["words"]:
                return ""
        return f"{self.file}, {self.fault}: Retry leaves {after}"


@pytest.fixture
def open_page(context: Any, site_url: str, dist: Path) -> Iterator[Callable[[str, str], Opened]]:
    yield lambda file, fault: Opened(context, site_url, dist, file, fault)


@pytest.mark.also_in("firefox")
def test_each_file_is_told_of_and_tried_again(open_page: Callable[..., Opened], dist: Path, engine: str) -> None:
    paths = [of_the_page(dist, name).relative_to(dist).as_posix() for name in OF_THE_PAGE]
    paths += [path for path in files_of(dist, "runtime/**/*") if Path(path).name in OF_PYTHON]
    assert len(paths) == len(OF_THE_PAGE | OF_PYTHON)
    faults = [case for files in BY_TURNS for case in zip(files, cycle(FAULTS), strict=False)]
    assert {name for name, _ in faults} == set(OF_THE_PAGE | OF_PYTHON)
    chosen = [case for case in faults if engine == "chromium" or case in FIREFOX]
    cases = [(path, fault) for path in paths for name, fault in chosen if name == Path(path).name]
    wrong = []
    for start in range(0, len(cases), AT_ONCE):
        pages = [open_page(*case) for case in cases[start : start + AT_ONCE]]
        for opened in pages:
            wrong.append(opened.check())
            opened.page.close()
    assert not list(filter(None, wrong)), "\n".join(filter(None, wrong))


def test_what_a_run_does_not_need_is_told_of_where_it_is_imported(newcomer: Lab, dist: Path) -> None:
    rest = [dist / file for file in files_of(dist, "runtime/**/*") if expected(file) == NOT_NEEDED]
    assert len(rest) >= 4
    contents = {path.name: path.read_bytes() for path in rest}

    def spoil(route: Any) -> None:
        FAULTS["cut"](route, contents[route.request.url.rpartition("/")[2]])

    for name in contents:
        newcomer.page.route(f"**/{name}", spoil)
    newcomer.open("#epochs=50")
    assert newcomer.page.locator("html").get_attribute("data-start") == "snapshot"
    assert newcomer.train()["epoch"] == 50
    imports = "def sigmoid(z):\n    import statistics\n    return 1 / (1 + np.exp(-z))\n"
    function = Function(newcomer, "sigmoid").write(imports).run()
    expect(function.problem).to_contain_text("python_stdlib.zip")
    assert newcomer.state()["epoch"] == 50
    for name in contents:
        newcomer.page.unroute(f"**/{name}")
    for _ in range(5):  # on a busy machine the download alone may take longer than a trial may
        function.run()
        expect(function.status).not_to_contain_text("tries your version")
        if "Your version runs" in function.status.inner_text():
            break
    expect(function.status).to_contain_text("Your version runs")


def test_runtime_json_knows_what_a_running_python_waits_for(dist: Path) -> None:
    runtime = json.loads(of_the_page(dist, "runtime.json").read_text())
    assert set(runtime["integrity"]) == {runtime["stdlib"], *runtime["wheels"]}
