"""An author embeds a prepared exercise in a page on another host, and readers use it there."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lab import Lab, assert_same, expect, native

SCRIPT = '<script type="module" src="{site}glass-net.js"></script>'
DARK, LIGHT = "rgb(20, 24, 27)", "rgb(253, 252, 250)"
Author = Callable[[str], Any]


@pytest.fixture
def author(page: Any, publish: Callable[[str], str], site_url: str) -> Author:
    """Call it with the body of a page on another host; `{site}` in it is where Glassnet is. Gives the open page."""

    def write(body: str) -> Any:
        head = '<!doctype html><title>A tutorial</title><link rel="icon" href="data:,">'
        page.goto(publish(head + body.replace("{site}", site_url)))
        return page

    return write


class InFrame(Lab):
    """The page for frames, in the frame where a reader has it."""

    def __init__(self, page: Any, address: str, number: int = 0) -> None:
        self.page = [frame for frame in page.frames if "embed.html" in frame.url][number]
        self.address = address
        self.page.locator("html[data-engine=ready]").wait_for(state="attached")

    @classmethod
    def of(cls, frame: Any, address: str) -> "InFrame":
        lab = cls.__new__(cls)
        lab.page, lab.address = frame, address
        frame.locator("html[data-engine=ready]").wait_for(state="attached")
        return lab


def test_readers_train_the_exercise_that_the_author_prepared(author: Author, site_url: str) -> None:
    page = author(f'{SCRIPT}<glass-net address="dataset=and&hidden=3&epochs=500&rate=0.5" label="AND"></glass-net>')
    page.locator("glass-net iframe[title=AND]").wait_for()
    lab = InFrame(page, site_url)
    for heading in ("Exercises", "Inside one epoch"):
        expect(lab.page.get_by_role("heading", name=heading, exact=True)).to_have_count(0)
    expect(lab.button("Share")).to_have_count(0)
    expect(lab.page.get_by_role("table", name="Truth table")).to_be_visible()
    expect(lab.page.get_by_role("heading", name="Code", exact=True)).to_have_count(1)
    state = lab.train()
    assert_same(state, native(500, targets=(0, 0, 0, 1), hidden=3, rate=0.5), tolerance=1e-12)


@pytest.mark.also_in("firefox")
def test_the_page_around_it_hears_of_the_run(author: Author, site_url: str) -> None:
    page = author(f'{SCRIPT}<glass-net address="epochs=300"></glass-net>')
    started = page.evaluate(
        """async () => {
            await customElements.whenDefined("glass-net");
            const net = document.querySelector("glass-net");
            window.ends = [];
            window.stop = net.on("end", (state) => window.ends.push(state));
            await net.ready;
            return await net.state();
        }"""
    )
    assert (started["engine"], started["choices"]["epochs"], started["epoch"]) == ("ready", 300, 0)
    InFrame(page, site_url).train()
    while not (ends := page.evaluate("window.ends")):
        page.wait_for_timeout(20)
    assert_same(ends[0], native(300), tolerance=1e-12)
    # With another address the page in the frame stays, and takes up the exercise; what was listened to, still is.
    page.evaluate("document.querySelector('glass-net').setAttribute('address', 'dataset=or&epochs=200')")
    lab = InFrame(page, site_url)
    lab.until(lambda state: state["choices"]["dataset"] == "or" and state["epoch"] == 0 and state["current"])
    lab.train()
    while len(ends := page.evaluate("window.ends")) < 2:
        page.wait_for_timeout(20)
    assert_same(ends[1], native(200, targets=(0, 1, 1, 1)), tolerance=1e-12)
    page.evaluate("window.stop()")


@pytest.mark.also_in("firefox")
def test_runs_in_a_sandbox_that_allows_scripts_and_nothing_else(author: Author, site_url: str) -> None:
    page = author(
        '<iframe sandbox="allow-scripts" src="{site}embed.html#epochs=200" width="800" height="700"></iframe>'
    )
    lab = InFrame(page, site_url)
    assert lab.page.locator("html").get_attribute("data-start") == "snapshot"
    assert_same(lab.train(), native(200), tolerance=1e-12)


def test_the_keyboard_goes_past_everything_to_train(newcomer: Lab) -> None:
    newcomer.address += "embed.html"
    newcomer.open("#epochs=100&start=click", engine="recorded")
    newcomer.page.locator("#bar:not([data-drawn])").wait_for()
    newcomer.page.keyboard.press("Tab")
    skip = newcomer.page.get_by_role("link", name="Skip to Train")
    expect(skip).to_be_focused()
    box = skip.bounding_box()
    on_top = "([x, y]) => document.elementFromPoint(x, y).className"
    assert "skip" in newcomer.page.evaluate(on_top, [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2])
    newcomer.page.keyboard.press("Enter")
    expect(newcomer.button("Train")).to_be_focused()
    newcomer.page.keyboard.press("Enter")
    newcomer.until_engine("ready")
    assert_same(newcomer.until_still(), native(100), tolerance=1e-12)


def test_python_waits_until_the_frame_is_seen_or_used(author: Author, site_url: str) -> None:
    page = author(
        '<iframe src="{site}embed.html#start=click" width="800" height="600"></iframe>'
        '<div style="height: 3000px"></div><iframe src="{site}embed.html" width="800" height="600"></iframe>'
    )
    used, seen = (page.frame_locator(f"iframe >> nth={number}") for number in range(2))
    expect(used.get_by_text("Python starts once you use this.")).to_be_visible()
    expect(used.get_by_label("prediction for 0 1", exact=True)).to_have_text("0.496")  # the recorded run is there
    page.wait_for_timeout(500)
    for frame in (used, seen):
        expect(frame.locator("html")).to_have_attribute("data-engine", "recorded")
    page.locator("iframe").nth(1).scroll_into_view_if_needed()
    seen.locator("html[data-engine=ready]").wait_for(state="attached")
    expect(used.locator("html")).to_have_attribute("data-engine", "recorded")
    page.locator("iframe").first.scroll_into_view_if_needed()
    used.get_by_role("button", name="Train", exact=True).click()
    used.locator("html[data-engine=ready]").wait_for(state="attached")
    used.locator("html[data-training=false]").wait_for(state="attached")
    expect(used.get_by_role("status", name="Progress")).to_contain_text("Trained. Epoch 10,000")


@pytest.mark.parametrize("table", ["dataset", "targets"])
def test_what_is_locked_is_shown_and_stays(newcomer: Lab, table: str) -> None:
    newcomer.open(f"#hidden=3&lock=hidden,{table},weights,code")
    for control in (newcomer.field("Hidden layers"), newcomer.target("0 1"), newcomer.menu("Function")):
        expect(control).to_be_visible()
        expect(control).to_be_disabled()
    expect(newcomer.menu("Dataset")).to_be_disabled()
    expect(newcomer.weights().get_by_role("spinbutton").first).to_be_disabled()
    expect(newcomer.page.get_by_role("button", name="Edit ")).to_have_count(0)
    expect(newcomer.field("Seed")).to_be_enabled()
    newcomer.enter(newcomer.field("Seed"), "5")
    newcomer.until(lambda state: state["choices"]["seed"] == 5)
    assert newcomer.page.url.endswith(f"#hidden=3&seed=5&lock=hidden,{table},weights,code")
    assert_same(newcomer.train(), native(10_000, hidden=3, seed=5), tolerance=1e-9)


def test_nothing_that_is_locked_changes_by_another_way(newcomer: Lab, tmp_path: Path) -> None:
    newcomer.open("#lock=all")
    newcomer.train()
    expect(newcomer.verdict).to_contain_text("Stuck.")
    for way in ("Try another seed", "Use four hidden neurons"):
        expect(newcomer.button(way)).to_have_count(0)
    file = tmp_path / "other.json"
    file.write_text('{"glassnet": 1, "address": "#hidden=7"}', encoding="utf-8")
    newcomer.page.get_by_label("Open", exact=True).set_input_files(file)
    expect(newcomer.page.get_by_role("status", name="Sharing")).to_contain_text("this exercise is locked")
    assert newcomer.state()["choices"]["hidden"] == [2]


def test_what_is_hidden_is_left_out(newcomer: Lab) -> None:
    newcomer.open("#hide=code,curve,seed,step,dataset,share")
    expect(newcomer.page.get_by_role("region", name="Code")).to_have_count(0)
    for gone in (newcomer.field("Seed"), newcomer.button("Step"), newcomer.menu("Function"), newcomer.button("Share")):
        expect(gone).to_have_count(0)
    expect(newcomer.page.get_by_role("img", name="Loss curve")).to_have_count(0)
    for there in (newcomer.field("Epochs"), newcomer.button("Reset"), newcomer.target("0 1")):
        expect(there).to_be_visible()
    newcomer.page.evaluate("window.location.hash = '#hide=table'")
    expect(newcomer.button("Step")).to_be_visible()
    expect(newcomer.target("0 1")).to_have_count(0)


def test_what_an_address_cannot_have_is_said_and_the_rest_followed(newcomer: Lab) -> None:
    newcomer.open("#hide=seed,nonsense&lock=everything&start=never&theme=pink&lang=xx")
    notes = newcomer.page.locator("#notes .note")
    expect(notes).to_have_count(5)
    expect(notes.first).to_contain_text("nonsense: expected title, share,")
    expect(newcomer.field("Seed")).to_have_count(0)
    expect(newcomer.field("Epochs")).to_be_enabled()


def test_an_address_decides_the_colours(newcomer: Lab) -> None:
    newcomer.page.emulate_media(color_scheme="dark")
    newcomer.open("#theme=light")
    paper = "() => getComputedStyle(document.body).backgroundColor"
    assert newcomer.page.evaluate(paper) == LIGHT
    newcomer.page.evaluate("window.location.hash = ''")
    newcomer.page.wait_for_timeout(100)
    assert newcomer.page.evaluate(paper) == DARK


def test_embed_gives_a_text_that_works_as_it_stands(newcomer: Lab, author: Author, site_url: str) -> None:
    writer = newcomer.page.context.new_page()
    Lab(writer, site_url).open("#dataset=nor&epochs=250").button("Embed").click()
    panel = writer.get_by_role("region", name="Embed", exact=True)
    panel.get_by_label("Code", exact=True).uncheck()
    panel.get_by_label(re.compile("Locked")).check()
    panel.get_by_role("combobox", name="Colours").select_option(label="dark")
    given = [panel.get_by_role("region", name=name) for name in ("As a frame", "As an element")]
    for text in given:
        expect(text).to_contain_text("dataset=nor&amp;epochs=250&amp;hide=code&amp;lock=all&amp;theme=dark")
    texts = [text.inner_text() for text in given]
    page = author("".join(texts))
    for number in range(2):
        inner = page.frame_locator("iframe").nth(number) if number == 0 else page.frame_locator("glass-net iframe")
        page.locator("iframe").nth(number).scroll_into_view_if_needed()
        lab = InFrame(page, site_url, number)
        expect(inner.get_by_role("combobox", name="Function")).to_be_disabled()
        expect(inner.get_by_role("region", name="Code")).to_have_count(0)
        assert inner.locator("body").evaluate("(body) => getComputedStyle(body).backgroundColor") == DARK
        assert_same(lab.train(), native(250, targets=(1, 0, 0, 0)), tolerance=1e-12)


# Who holds the two places, as the browser has them: asked in one moment, which ten frames could not be.
HELD = "navigator.locks.query().then(({ held }) => held.filter(({ name }) => name.includes('Python')).length)"
STANDS = """(() => { const { engine, start, training } = document.documentElement.dataset;
  return [engine, start, training, document.documentElement.hasAttribute("data-seated")]; })()"""
SEATED = "document.documentElement.hasAttribute('data-seated')"


def test_ten_on_one_page_have_two_pythons(author: Author, site_url: str, context: Any) -> None:
    asked: list[str] = []
    context.on("request", lambda request: request.url.startswith(site_url) and asked.append(request.url))
    elements = "".join(f'<glass-net address="epochs=300&seed={seed}"></glass-net>' for seed in range(6))
    plain = "".join(
        f'<iframe src="{{site}}embed.html#epochs=300&seed={seed}" style="width: 100%; height: 40rem"></iframe>'
        for seed in range(6, 10)
    )
    page = author(SCRIPT + elements + plain)
    nets = page.locator("glass-net, body > iframe")
    nets.nth(9).wait_for()
    page.wait_for_timeout(500)
    frames = sorted(
        (frame for frame in page.frames if "embed.html" in frame.url),
        key=lambda frame: int(re.findall(r"seed=(\d+)", frame.url)[0]),
    )
    assert len(frames) == 10

    def show(number: int) -> InFrame:
        nets.nth(number).evaluate("(net) => net.scrollIntoView({ block: 'center' })")
        for _ in range(1000):
            assert frames[0].evaluate(HELD) <= 2
            if frames[number].locator("html[data-engine=ready]").count():
                break
            page.wait_for_timeout(20)
        else:
            pytest.fail(f"frame {number} has no Python: {[frame.evaluate(STANDS) for frame in frames]}")
        return InFrame.of(frames[number], site_url)

    trained = show(0).train()
    assert_same(trained, native(300, seed=0), tolerance=1e-12)
    for number in (4, 8):
        show(number)
    assert not frames[0].evaluate(SEATED)
    assert frames[0].evaluate("window.glassnet.state()")["epoch"] == 300, "its run stays, without Python"
    again = show(0)
    assert again.state()["parameters"] == trained["parameters"]
    assert_same(again.train(), native(600, seed=0), tolerance=1e-12)

    times = Counter(url.rpartition("/")[2].partition("#")[0] for url in asked)
    assert times["embed.html"] == 10
    for name in ("pyodide.asm.wasm", "_multiarray_umath.wasm", "snapshot.bin.gz", "runtime.json"):
        assert times[name] <= 2, f"frames use what a frame beside them has fetched: {times}"
    assert sum(times.values()) < 150, times
