"""Python stops, hangs or never starts: a plain message, a Retry, and no loss of the reader's work."""

import os
import resource
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from coding import Function
from lab import AT_ONCE, Lab, assert_same, expect, fresh, native, number_in
from probe import serve_changed

from built import of_the_page

# Put into the worker's own code: it stops, hangs, crashes or forges an answer when it is told to, by a way that every
# browser has.
DOOR = """new BroadcastChannel("door").onmessage = ({ data }) => {
  if (data.forged) for (let times = 0; times < 500; times += 1) self.postMessage(data.forged[0]);
  if (data === "close") self.close();
  if (data === "crash") throw new Error("It fell over.");
  while (data === "hang");
};
"""
CRASHES = ("It fell over",)
# Where one engine has shown that it can do it, the others show that they can, too.
KILLS = {"chromium": 8, "firefox": 5, "webkit": 3}


@pytest.fixture
def mortal(newcomer: Lab, changed_site: Callable[[Any], str]) -> Lab:
    """A page whose Python stops, hangs or crashes by `happens`."""

    def change(site: Path) -> None:
        worker = of_the_page(site, "worker.js")
        worker.write_text(DOOR + worker.read_text())

    newcomer.address = changed_site(change)
    return newcomer


def happens(lab: Lab, what: Any) -> None:
    """`close`, `hang`, `crash`, or an answer that is `forged`, five hundred times."""
    lab.page.evaluate("what => new BroadcastChannel('door').postMessage(what)", what)


def python_is_lost(lab: Lab, what: str) -> dict[str, Any]:
    """It happens, and the page notices; its state at that moment, which may be over a blink later."""
    return lab.page.evaluate(
        """what => new Promise((lost) => {
            const page = document.documentElement;
            const watcher = new MutationObserver(() => {
                if (page.dataset.engine !== "starting") return;
                watcher.disconnect();
                lost(window.glassnet.state());
            });
            watcher.observe(page, { attributes: true, attributeFilter: ["data-engine"] });
            new BroadcastChannel("door").postMessage(what);
        })""",
        what,
    )


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


def expect_restarted(lab: Lab) -> None:
    """Python is back by itself, and the page says that it was gone."""
    lab.until_engine("ready")
    expect(lab.bar).to_contain_text("Python stopped")
    expect(lab.bar).to_contain_text("started again")
    expect(lab.page.get_by_role("alert")).to_have_count(0)


def test_own_rows_come_back_with_python_and_the_run_goes_on(mortal: Lab) -> None:
    mortal.open("#dataset=own&epochs=1000000")
    mortal.play()
    expect(mortal.page.get_by_text("12 rows, ")).to_be_visible()
    mortal.details("Your data as text").click()
    rows = mortal.page.get_by_role("textbox", name="Your data as text")
    rows.fill("a,b,kind\n100,2,x\n-300,4,y\n50,-2,x\n-20,8,y\n")
    mortal.button("Use this text").click()
    expect(mortal.page.get_by_text("4 rows, ")).to_be_visible()
    mortal.button("Train").click()
    mortal.until(lambda state: state["epoch"] > 500)
    before = python_is_lost(mortal, "close")["epoch"]
    mortal.until_engine("ready")
    state = mortal.until(lambda state: state["epoch"] > before + 500)
    assert len(state["predictions"]) == 4
    expect(mortal.page.get_by_text("4 rows, ")).to_be_visible()
    mortal.button("Pause").click()


def test_python_hangs_while_it_trains_and_the_run_goes_on(mortal: Lab) -> None:
    mortal.open("#hidden=3&epochs=20000&dataset=custom&targets=0,1,1,0.5&optimizer=momentum")
    mortal.until(fresh)
    mortal.play()
    mortal.button("Train").click()
    mortal.until(lambda state: state["epoch"] > 1000)
    before = python_is_lost(mortal, "hang")
    assert 1000 < before["epoch"] < 20000
    assert before["training"]
    expect_restarted(mortal)
    mortal.play(AT_ONCE)
    state = mortal.until_still()
    # As if nothing had been: weights, the optimizer's memory and the curve so far were given back.
    expected = native(20000, targets=(0, 1, 1, 0.5), hidden=3, optimizer="momentum")
    assert_same(state, expected)
    mortal.details("Loss as a table").click()
    table = mortal.page.get_by_role("table", name="Loss values")
    cells = table.evaluate("(table) => [...table.querySelectorAll('td')].map((cell) => cell.innerText)")
    assert len(cells) > 20
    for epoch, loss in zip(cells[::2], cells[1::2], strict=True):
        assert number_in(loss) == pytest.approx(expected.losses[int(number_in(epoch))], abs=1e-6)


def test_python_stops_while_nothing_runs_and_the_step_is_made_all_the_same(mortal: Lab) -> None:
    mortal.open("#epochs=400")
    mortal.train()
    happens(mortal, "close")
    mortal.button("Step").click()
    assert_same(mortal.until(lambda state: state["epoch"] == 401), native(401))
    assert mortal.page.evaluate("document.activeElement.textContent").strip() == "Step"

    # A number that is dragged meanwhile gets its run from the next Python, and Undo the run before.
    before = mortal.state()
    happens(mortal, "close")
    mortal.page.locator("#code").get_by_role("spinbutton", name="Learning rate", exact=True).press("ArrowUp")
    dragged = mortal.until(lambda state: state["choices"]["rate"] == 0.11 and state["epoch"] == 400)
    assert_same(dragged, native(400, rate=0.11))
    happens(mortal, "close")
    mortal.button("Undo").click()
    back = mortal.until(lambda state: state["choices"]["rate"] == 0.1 and state["current"])
    assert (back["epoch"], back["parameters"]) == (401, before["parameters"])
    mortal.until_engine("ready")

    # A version that does not fit the present choices waits in the next Python, too.
    forward = Function(mortal, "forward_propagation").change("a2 = sigmoid(z2)", "a2 = 0 * sigmoid(z2)").runs()
    mortal.enter(mortal.field("Hidden layers"), "3, 3")
    expect(forward.status).to_contain_text("does not fit these settings")
    happens(mortal, "close")
    mortal.button("Step").click()
    mortal.until(lambda state: state["epoch"] == 1)
    mortal.enter(mortal.field("Hidden layers"), "2")
    expect(forward.status).to_contain_text("Your version runs")
    assert mortal.until(fresh)["predictions"] == [0, 0, 0, 0]


FORGED = [None, {"id": 10**6, "result": {"loss": 0}}]


def test_what_is_no_answer_is_refused_and_the_run_goes_on(mortal: Lab) -> None:
    mortal.open("#epochs=400")
    mortal.until(fresh)
    for epoch, message in enumerate(FORGED, 1):
        mortal.button("Step").click()
        assert_same(mortal.until(lambda state, epoch=epoch: state["epoch"] == epoch), native(epoch))
        happens(mortal, {"forged": [message]})
        expect(mortal.bar).to_contain_text("it sent what is no answer")
        expect_restarted(mortal)
    assert_same(mortal.train(), native(400))


# Each time Python is back and has trained a little, it is killed again.
KILL = """async (kills) => {
  const door = new BroadcastChannel("door");
  const trained = () => new Promise((resolve) => {
    const end = window.glassnet.on("frame", () => resolve(end()));
  });
  const until = async (engine) => {
    while (document.documentElement.dataset.engine !== engine) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  for (let kill = 0; kill < kills; kill += 1) {
    await trained();
    door.postMessage("crash");
    await until("starting");
    await until("ready");
  }
}"""


@pytest.mark.also_in("firefox", "webkit")
@pytest.mark.expects(*CRASHES)
def test_python_is_killed_again_and_again_and_nothing_is_lost_or_leaks(mortal: Lab, engine: str) -> None:
    mortal.open("#hidden=8,8&epochs=1000000&optimizer=momentum")
    mortal.play()
    mortal.until(fresh)
    mortal.button("Train").click()
    few = KILLS[engine] // 4
    mortal.page.evaluate(KILL, few)
    memory = memory_in_use(mortal, engine)
    epoch = mortal.state()["epoch"]
    mortal.page.evaluate(KILL, KILLS[engine] - few)
    mortal.until(lambda state: state["epoch"] > epoch)
    mortal.button("Pause").click()
    state = mortal.state()
    assert_same(state, native(state["epoch"], hidden=[8, 8], optimizer="momentum"), tolerance=1e-9)
    # One worker holds more than 30 MB of Python; six that had leaked could not hide.
    assert memory_in_use(mortal, engine) < memory + 150e6


def memory_in_use(lab: Lab, engine: str) -> float:
    """The bytes that this Chromium's pages hold, after their garbage is collected; 0 where nobody tells."""
    if engine != "chromium":
        return 0
    session = lab.page.context.new_cdp_session(lab.page)
    session.send("HeapProfiler.collectGarbage")
    session.detach()
    total = 0.0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if b"--type=renderer" in (process / "cmdline").read_bytes() and is_ours(process):
                total += int((process / "statm").read_text().split()[1]) * resource.getpagesize()
        except OSError:
            continue  # it has ended meanwhile
    return total


def is_ours(process: Path) -> bool:
    """Whether these tests have started it, or whoever did."""
    while process.name not in ("0", str(os.getpid())):
        _, _, after_name = (process / "stat").read_text().rpartition(")")
        process = process.with_name(after_name.split()[1])  # its parent
    return process.name != "0"


SLOW = """

_train = train


def train(milliseconds, until, pictures=None, keep=0, compiled=True):
    import time

    time.sleep(1.5)
    return _train(milliseconds, min(until, _run.epoch + 50), pictures, keep)
"""


def test_slices_that_take_long_are_waited_for(newcomer: Lab, context: Any, dist: Path) -> None:
    serve_changed(context, dist, SLOW)
    newcomer.open("#epochs=100")  # two slices
    assert_same(newcomer.train(), native(100))
    expect(newcomer.bar).not_to_contain_text("started again")


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
    ("python_stdlib.zip", answer_404),
    ("numpy-*.whl", cut_short),
]


@pytest.mark.expects(*BREAKS)
@pytest.mark.parametrize(("file", "fault"), FAULTS)
def test_a_download_fails_and_the_page_says_which(newcomer: Lab, context: Any, file: str, fault: Any) -> None:
    context.route("**/snapshot.bin.gz", answer_404)  # only then are they asked for
    context.route(f"**/{file}", fault)
    newcomer.open(engine="failed")
    expect_failed(newcomer)
    words = newcomer.page.get_by_role("alert").inner_text()
    assert file.partition("*")[0] in words
    assert "could not be loaded" in words
    assert ("404" in words) == (fault is answer_404)
    assert newcomer.predictions() == [0.053, 0.496, 0.951, 0.503], "the recording is still there"


@pytest.mark.expects(*BREAKS)
def test_a_download_fails_and_is_tried_again(newcomer: Lab, context: Any) -> None:
    context.route("**/*.wasm", abort)
    newcomer.open(engine="failed")
    expect_failed(newcomer)
    newcomer.enter(newcomer.target("0 0"), "1")
    context.unroute("**/*.wasm")
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
