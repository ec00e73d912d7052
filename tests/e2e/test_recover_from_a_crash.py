"""Python stops, hangs or never comes: a plain message, a Retry, and nothing a person had made is lost."""

from typing import Any

import pytest
from lab import Lab, assert_same, fresh, native
from playwright.sync_api import expect

CLOSE = "self.close()"
HANG = "setTimeout(() => { while (true) {} }, 0); 0"


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


def test_python_hangs_while_it_trains_and_comes_back_with_the_weights(newcomer: Lab) -> None:
    newcomer.open("#hidden=3&epochs=1000000&dataset=custom&targets=0,1,1,0.5&optimizer=momentum")
    newcomer.until(fresh)
    newcomer.button("Train").click()
    newcomer.until(lambda state: state["epoch"] > 1000)
    newcomer.page.workers[-1].evaluate(HANG)
    expect_failed(newcomer)
    before = newcomer.state()
    assert before["epoch"] > 1000
    retry(newcomer)
    after = newcomer.state()
    for what in ("choices", "epoch", "loss", "predictions", "parameters"):
        assert after[what] == before[what], what
    # The run goes on as if nothing had been: weights and the optimizer's memory are given back.
    newcomer.button("Step").click()
    state = newcomer.until(lambda state: state["epoch"] != before["epoch"])
    assert_same(state, native(before["epoch"] + 1, targets=(0, 1, 1, 0.5), hidden=3, optimizer="momentum"))


def test_python_stops_and_the_table_is_changed_meanwhile(newcomer: Lab) -> None:
    newcomer.open("#epochs=400")
    before = newcomer.train()
    newcomer.page.workers[-1].evaluate(CLOSE)
    newcomer.button("Step").click()
    expect_failed(newcomer)
    expect(newcomer.prediction("0 1")).to_have_text(f"{before['predictions'][1]:.3f}")
    newcomer.menu("Function").select_option(label="NAND")
    newcomer.enter(newcomer.field("Seed"), "9")
    retry(newcomer)
    assert_same(newcomer.until(fresh), native(0, targets=(1, 1, 1, 0), seed=9), tolerance=1e-15)
    assert_same(newcomer.train(), native(400, targets=(1, 1, 1, 0), seed=9))


BREAKS = "Failed to load resource", "net::ERR", "Failed to fetch", "/runtime/"  # and what Pyodide itself has to say


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
