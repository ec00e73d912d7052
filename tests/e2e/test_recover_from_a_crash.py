"""Python stops, hangs or never comes: a plain message, a Retry, and nothing a person had made is lost."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lab import Lab, assert_same, expect, fresh, native

# Put into the worker's own code: it stops or hangs when it is told to, by a way that every browser has.
DOOR = """new BroadcastChannel("door").onmessage = ({ data }) => {
  if (data === "close") self.close();
  while (data === "hang");
};
"""


@pytest.fixture
def mortal(newcomer: Lab, changed_site: Callable[[Any], str]) -> Lab:
    """A page whose Python stops or hangs by `happens`."""

    def change(site: Path) -> None:
        worker = site / "js" / "worker.js"
        worker.write_text(DOOR + worker.read_text())

    newcomer.address = changed_site(change)
    return newcomer


def happens(lab: Lab, what: str) -> None:
    """`close` or `hang`."""
    lab.page.evaluate("what => new BroadcastChannel('door').postMessage(what)", what)


def expect_failed(lab: Lab) -> None:
    """The page says in words that Python is gone, and offers to try again."""
    lab.until_engine("failed")
    alert = lab.page.get_by_role("alert")
    expect(alert).to_contain_text("Python")
    expect(alert).to_contain_text("kept")
    expect(lab.button("Retry")).to_be_visible()
    expect(lab.button("Train")).to_be_visible()
    assert not lab.state()["training"]


def retry(lab: Lab) -> None:
    lab.button("Retry").click()
    lab.until_engine("ready")
    lab.drawn()
    expect(lab.page.get_by_role("alert")).to_have_count(0)
    expect(lab.button("Retry")).to_have_count(0)


@pytest.mark.over_webdriver
def test_python_hangs_while_it_trains_and_comes_back_with_the_weights(mortal: Lab) -> None:
    mortal.open("#hidden=3&epochs=1000000&dataset=custom&targets=0,1,1,0.5&optimizer=momentum")
    mortal.until(fresh)
    mortal.button("Train").click()
    mortal.until(lambda state: state["epoch"] > 1000)
    happens(mortal, "hang")
    expect_failed(mortal)
    before = mortal.state()
    assert before["epoch"] > 1000
    retry(mortal)
    after = mortal.state()
    for what in ("choices", "epoch", "loss", "predictions", "parameters"):
        assert after[what] == before[what], what
    # The run goes on as if nothing had been: weights and the optimizer's memory are given back.
    mortal.button("Step").click()
    state = mortal.until(lambda state: state["epoch"] != before["epoch"])
    assert_same(state, native(before["epoch"] + 1, targets=(0, 1, 1, 0.5), hidden=3, optimizer="momentum"))


@pytest.mark.over_webdriver
def test_python_stops_and_the_table_is_changed_meanwhile(mortal: Lab) -> None:
    mortal.open("#epochs=400")
    before = mortal.train()
    happens(mortal, "close")
    mortal.button("Step").click()
    expect_failed(mortal)
    expect(mortal.prediction("0 1")).to_have_text(f"{before['predictions'][1]:.3f}")
    mortal.menu("Function").select_option(label="NAND")
    mortal.enter(mortal.field("Seed"), "9")
    retry(mortal)
    assert_same(mortal.until(fresh), native(0, targets=(1, 1, 1, 0), seed=9), tolerance=1e-15)
    assert_same(mortal.train(), native(400, targets=(1, 1, 1, 0), seed=9))


# What each browser has to say, and Pyodide itself.
BREAKS = (
    "Failed to load resource",
    "net::ERR",
    "Failed to fetch",
    "NetworkError",
    "wasm validation error",
    "/runtime/",
)


def abort(route: Any) -> None:
    route.abort()


def answer_404(route: Any) -> None:
    route.fulfill(status=404, body="Not found.")


def cut_short(route: Any) -> None:
    whole = route.fetch()
    route.fulfill(body=whole.body()[:5000], content_type=whole.headers["content-type"])


FAULTS = [
    ("pyodide.asm.wasm", answer_404),
    ("pyodide.asm.wasm", cut_short),
    ("python_stdlib.zip", answer_404),
    ("numpy-*.whl", cut_short),
    ("glassnet-*.whl", abort),
]


@pytest.mark.expects(*BREAKS)
@pytest.mark.parametrize(("file", "fault"), FAULTS)
def test_a_download_fails_and_the_page_says_which(newcomer: Lab, context: Any, file: str, fault: Any) -> None:
    if file != "pyodide.asm.wasm":  # the others are asked for only where the snapshot does not come
        context.route("**/snapshot.bin.gz", answer_404)
    context.route(f"**/{file}", fault)
    newcomer.open(engine="failed")
    expect_failed(newcomer)
    words = newcomer.page.get_by_role("alert").inner_text()
    assert file.partition("*")[0] in words
    assert "could not be loaded" in words
    assert ("404" in words) == (fault is answer_404)
    assert newcomer.predictions() == [0.053, 0.496, 0.951, 0.503], "the recording is still there"


@pytest.mark.expects(*BREAKS)
@pytest.mark.parametrize("file", ["**/*.wasm", "**/pyodide.mjs"])
def test_a_download_fails_and_is_tried_again(newcomer: Lab, context: Any, file: str) -> None:
    context.route(file, abort)
    newcomer.open(engine="failed")
    expect_failed(newcomer)
    newcomer.enter(newcomer.target("0 0"), "1")
    context.unroute(file)
    retry(newcomer)
    assert_same(newcomer.until(fresh), native(0, targets=(1, 1, 1, 0)), tolerance=1e-15)


@pytest.mark.expects(*BREAKS)
def test_presses_train_where_python_could_not_be_started(newcomer: Lab, context: Any) -> None:
    context.route("**/runtime.json", lambda route: route.fulfill(status=503, body="later"))
    newcomer.open("#epochs=300", engine="failed")
    expect(newcomer.page.get_by_role("alert")).to_contain_text("503")
    newcomer.button("Train").click()
    expect_failed(newcomer)
    context.unroute("**/runtime.json")
    newcomer.button("Train").click()
    state = newcomer.until(lambda state: state.get("epoch") == 300)
    assert_same(state, native(300))
    expect(newcomer.page.get_by_role("alert")).to_have_count(0)


@pytest.mark.expects(*BREAKS)
def test_the_recording_cannot_be_had_and_the_page_says_so(newcomer: Lab, context: Any) -> None:
    context.route("**/recording.json", lambda route: route.abort())
    newcomer.page.goto(newcomer.address)
    expect(newcomer.page.get_by_role("alert")).to_be_visible()
    context.unroute("**/recording.json")
    newcomer.button("Retry").click()
    newcomer.until_engine("ready")
