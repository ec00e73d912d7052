"""Each file of the page is missing, cut short, or an HTML page in its place: the page says so, and Retry mends it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from built import of_the_page

pytestmark = pytest.mark.expects("")  # browsers report each of these files in their own words

HTML = b"<!doctype html><title>Not here</title><p>Sign in to the network."
AT_ONCE = 12  # pages side by side
FIREFOX = ("main.js", "first.css", "recording.json", "worker.js", "runtime.json", "snapshot.bin.gz", "pyodide.mjs")


def gone(route: Any, content: bytes) -> None:
    route.fulfill(status=404, body="Not found.")


def cut(route: Any, content: bytes) -> None:
    route.fulfill(body=content[: len(content) // 3], content_type=TYPES.get(route.request.url.rpartition(".")[2]))


def page_instead(route: Any, content: bytes) -> None:
    route.fulfill(body=HTML, content_type="text/html")


TYPES = {"js": "text/javascript", "mjs": "text/javascript", "css": "text/css", "wasm": "application/wasm"}
FAULTS: dict[str, Callable[[Any, bytes], None]] = {"gone": gone, "cut": cut, "an HTML page": page_instead}

# A file of the first group keeps the page from being alive; without one of the second it says so and works; without one
# of the third Python does not start; of the rest it is not seen before it is asked for, and Python stays.
DEAD, SAID, NO_PYTHON, QUIET = "dead", "said", "no Python", "quiet"
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


def expected(name: str) -> str:
    if name in ("main.js", "recording.json"):
        return DEAD
    if name in ("first.css", "later.css"):
        return SAID
    if name in ("worker.js", "runtime.json", "pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"):
        return NO_PYTHON
    return QUIET


def address_for(file: str) -> str:
    """What Python is made of is seen only where Python starts; all else is told of without."""
    python = file.startswith("runtime") or Path(file).name in ("worker.js", "runtime.json")
    return "" if python else "#start=click"


def files_of(dist: Path) -> list[str]:
    """All that the page may ask for; what another page asks for, and what people read, are not."""
    others = ("dark.css", "LICENSE")
    below = (path for path in [*dist.glob("page-*/*"), *dist.glob("runtime/**/*")] if path.is_file())
    names = [path.relative_to(dist).as_posix() for path in below if path.suffix != ".map" and path.name not in others]
    assert len(names) > 40
    return sorted(names)


class Opened:
    """One page with one file that does not arrive as it is."""

    def __init__(self, context: Any, address: str, dist: Path, file: str, fault: str) -> None:
        self.file, self.fault, self.page = file, fault, context.new_page()
        self.page.set_default_timeout(10_000)
        content = (dist / file).read_bytes()
        self.pattern = f"**/{file}"
        self.page.route(self.pattern, lambda route: FAULTS[fault](route, content))
        self.python = not address_for(file)
        self.page.goto(address + address_for(file), wait_until="commit")

    def settle(self) -> dict[str, Any]:
        for _ in range(500):
            state = self.page.evaluate(SETTLED)
            if state["settled"] or (state["opened"] and not self.python):
                self.page.wait_for_timeout(100)  # what is said comes as the page does
                return self.page.evaluate(SETTLED)
            self.page.wait_for_timeout(20)
        return state

    def check(self) -> str:
        """What is wrong with it, or nothing."""
        wanted, state = expected(Path(self.file).name), self.settle()
        ready = state["engine"] == "ready" or not self.python
        right = {
            DEAD: not state["alive"] and state["retry"],
            SAID: state["alive"] and state["retry"],
            NO_PYTHON: state["alive"] and state["engine"] == "failed" and state["retry"],
            QUIET: state["alive"] and ready,
        }[wanted]
        if right and wanted in (DEAD, SAID, NO_PYTHON):
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
                    break
            else:
                return f"{self.file}, {self.fault}: Retry leaves {after}"
        return "" if right else f"{self.file}, {self.fault}: expected {wanted}, found {state}"


@pytest.fixture
def open_page(context: Any, site_url: str, dist: Path) -> Iterator[Callable[[str, str], Opened]]:
    yield lambda file, fault: Opened(context, site_url, dist, file, fault)


def test_each_file_is_told_of_and_tried_again(open_page: Callable[..., Opened], dist: Path, engine: str) -> None:
    files = files_of(dist)
    if engine != "chromium":
        files = [file for file in files if Path(file).name in FIREFOX]
    cases = [(file, fault) for file in files for fault in FAULTS]
    wrong = []
    for start in range(0, len(cases), AT_ONCE):
        pages = [open_page(*case) for case in cases[start : start + AT_ONCE]]
        for opened in pages:
            wrong.append(opened.check())
            opened.page.close()
    assert not list(filter(None, wrong)), "\n".join(filter(None, wrong))


def test_runtime_json_knows_what_a_running_python_waits_for(dist: Path) -> None:
    runtime = json.loads(of_the_page(dist, "runtime.json").read_text())
    assert set(runtime["integrity"]) == {runtime["stdlib"], *runtime["wheels"]}
