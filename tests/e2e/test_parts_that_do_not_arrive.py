"""Each part that is loaded when it is asked for does not arrive: the page says so, and Retry goes on, not reloading."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from coding import TUTORIAL, Function, write_into
from faults import BROWSERS_OWN, FAULTS, files_of
from lab import Lab, expect, fresh

pytestmark = pytest.mark.expects(*BROWSERS_OWN)

# What the page needs at once: test_files_that_do_not_arrive.py has these.
AT_ONCE = {
    *("main.js", "recording.json", "worker.js", "runtime.json"),
    *("first.css", "later.css", "dark.css"),
}
# Nobody waits for these, and one takes a file of very many rows.
NOT_TRIED = {"offline.js", "fonts.css", "some-rows.js"}
SOME = 4  # the first parts
WITH_THE_PAGE = "live-text.js"  # a test of its own has this one
SAVED = Path(__file__).parent / "corpus" / "momentum-at-60.json"
TYPED = f"{TUTORIAL['forward_propagation']}    # typed without the editor\n"


@dataclass
class Part:
    """A file; what a person does that needs it; what the page calls it; and what is there once it has come.

    Without an `ask` it is asked for as soon as the one before it has come.
    """

    file: str
    words: str
    ask: Callable[[Lab], Any] | None
    came: Callable[[Lab], Any]


def unfold(title: str) -> Callable[[Lab], Any]:
    return lambda lab: lab.unfold(title)


def press(name: str) -> Callable[[Lab], Any]:
    return lambda lab: lab.button(name).click()


def there(selector: str) -> Callable[[Lab], Any]:
    return lambda lab: lab.page.locator(selector).first.wait_for()


def picture(title: str) -> Callable[[Lab], Any]:
    """It is drawn once it is in sight; and folded again, so that the next one is."""

    def come(lab: Lab) -> None:
        panel = lab.page.get_by_role("tabpanel", name=title, exact=True)
        panel.locator("canvas, svg, table").first.wait_for(state="attached")
        lab.unfold(title, open_it=False)

    return come


def region(name: str) -> Callable[[Lab], Any]:
    return lambda lab: expect(lab.page.get_by_role("region", name=name, exact=True)).to_be_visible()


def choose(menu: str, label: str) -> Callable[[Lab], Any]:
    return lambda lab: lab.menu(menu).select_option(label=label)


PAINTED = "document.querySelector('#boundary canvas').toDataURL()"


def painted(lab: Lab) -> None:
    """The picture is another one than before Retry."""
    while lab.page.evaluate(f"window.before === {PAINTED}"):
        lab.page.wait_for_timeout(20)


def say_where_the_formula_stands(lab: Lab) -> None:
    choose("Optimizer", "Adam")(lab)
    expect(lab.page.get_by_text("The formula of adam did not arrive.")).to_be_visible()


def edit_without_the_editor(lab: Lab) -> None:
    function = Function(lab, "forward_propagation")
    function.button("Edit").click()
    expect(function.editor).to_be_focused()
    write_into(lab, function.editor, TYPED)


def the_editor_has_what_was_typed(lab: Lab) -> None:
    function = Function(lab, "forward_propagation")
    expect(function.editor).to_contain_text("# typed without the editor")
    assert function.editor.evaluate("element => element.tagName") != "TEXTAREA"
    function.runs()


def the_epoch_of_the_file(lab: Lab) -> None:
    expect(lab.progress).to_contain_text("From the file")


def new_lines(lab: Lab) -> None:
    choose("Activation", "Tanh")(lab)
    expect(Function(lab, "forward_propagation").offer).to_be_visible()


def open_the_neuron_maps(lab: Lab) -> None:
    lab.sheet("Run")
    press("Neuron maps")(lab)


def open_the_table_of_the_boundary(lab: Lab) -> None:
    lab.sheet("Run")
    lab.unfold("Decision boundary as a table")


def take_back_a_choice(lab: Lab) -> None:
    lab.menu("Initializer").select_option(index=2)
    lab.button("Undo").click()


def the_choice_is_taken_back(lab: Lab) -> None:
    lab.until(lambda state: state["choices"]["initializer"] == "normal" and fresh(state))


def own_data(lab: Lab) -> None:
    choose("Dataset", "Own data")(lab)


def open_file(lab: Lab) -> None:
    lab.page.get_by_label("Open", exact=True).set_input_files(SAVED)
    lab.button("Open it").click()


PARTS = (
    Part("forms.js", "The check of Python’s answers", None, lambda lab: lab.until_engine("ready")),
    Part("formulas.json", "The formulas", say_where_the_formula_stands, there("[aria-label='Formula of adam']")),
    Part("stepping.js", "The view of one epoch", unfold("Step through one epoch"), there("#inside pre")),
    Part("operations.js", "The list of operations", unfold("Operations"), region("Operations")),
    Part("wasm-text.js", "The text of the compiled code", press("Show it as text"), region("WebAssembly")),
    Part("bring-back.js", "Undo", take_back_a_choice, the_choice_is_taken_back),
    Part("neuron-maps.js", "The pictures of the neurons", open_the_neuron_maps, there("canvas.maps")),
    Part(
        *("boundary-table.js", "The table of the picture", open_the_table_of_the_boundary),
        there("[aria-label='Decision boundary values']"),
    ),
    Part("table-shape.js", "The shape of the table", unfold("Inputs, outputs and rows"), there("#choice-inputs")),
    Part("sweeps.js", "The runs of many seeds", unfold("Seeds"), region("Seeds")),
    Part("loss-slice.js", "The slice of the loss", unfold("Loss slice"), region("Loss slice")),
    Part("hidden-space.js", "The picture of the hidden space", unfold("Hidden space"), picture("Hidden space")),
    Part("histograms.js", "The histograms", unfold("Histograms"), picture("Histograms")),
    Part("rows.js", "The picture of the rows", unfold("Rows"), picture("Rows")),
    Part("exercises.js", "The exercises", unfold("Exercises"), lambda lab: None),
    Part("exercises.json", "The exercises", None, lambda lab: None),
    Part("attempts.js", "The exercises", None, there(".exercise")),
    Part("sharing.js", "The panels for sharing", press("Export"), region("Export")),
    Part("embedding.js", "The panel Embed", press("Embed"), region("Embed")),
    Part(
        "editor.js",
        "The editor and the comparison of your version",
        edit_without_the_editor,
        the_editor_has_what_was_typed,
    ),
    Part("conflict.js", "The comparison of your version", None, new_lines),
    Part("gradient-check.js", "The gradient check", press("Check gradients"), lambda lab: None),
    Part("gradients.js", "The gradient check", None, there("[aria-label='Gradient check']")),
    Part("own-data.js", "The reading of your own data", own_data, lambda lab: None),
    Part("data-view.js", "The view of the data", None, lambda lab: None),
    Part("own-rows.js", "The panel of your own data", None, lambda lab: None),
    Part(
        *("drawing.js", "The drawing of points", press("Draw points")),
        lambda lab: lab.page.get_by_role("application", name="Drawing field").wait_for(),
    ),
    Part("class-regions.js", "The picture of the classes", choose("Dataset", "Blobs, 3 classes"), painted),
    Part("regression-curve.js", "The picture of the curve", choose("Dataset", "Sine"), painted),
    Part("open-exported.js", "The opening of files", open_file, the_epoch_of_the_file),
)


def test_all_parts_of_the_page_are_in_the_table(dist: Path) -> None:
    there = {Path(file).name for file in files_of(dist, "page-*/*") if Path(file).suffix != ".woff2"}
    assert there == AT_ONCE | NOT_TRIED | {WITH_THE_PAGE} | {part.file for part in PARTS}


class Network:
    """The way of the page's files, of which some do not arrive as they are."""

    def __init__(self, page: Any, dist: Path, faults: dict[str, str]) -> None:
        self.dist, self.faults = dist, faults
        self.asked: list[str] = []  # in vain
        page.route("**/page-*/*", self.answer)

    def answer(self, route: Any) -> None:
        name = Path(route.request.url.partition("?")[0]).name
        if name not in self.faults:
            route.continue_()
            return
        self.asked.append(name)
        [path] = self.dist.glob(f"page-*/{name}")
        FAULTS[self.faults[name]](route, path.read_bytes())


def go_through(lab: Lab, dist: Path, parts: Sequence[Part]) -> None:
    """On one page, part after part is asked for; each has one of the three faults."""
    network = Network(lab.page, dist, {part.file: fault for part, fault in zip(parts, cycle(FAULTS), strict=False)})
    alert = lab.page.locator("#missing").get_by_role("alert")
    lab.open(engine="starting")
    lab.page.set_default_timeout(15_000)
    lab.page.evaluate("window.stays = true")
    for part in parts:
        if part.ask:
            part.ask(lab)
        said = f"{part.words} did not arrive, or not whole. Check the connection, then try again. Retry"
        expect(alert).to_have_text(said)
        # The page tries twice by itself; a module's second try fetches it, too, so that a damaged one is not kept.
        tries = 2 if part.file.endswith(".json") else 3
        while network.asked.count(part.file) < tries:
            lab.page.wait_for_timeout(20)
        del network.faults[part.file]
        lab.page.evaluate(f"window.before = {PAINTED}")
        alert.get_by_role("button", name="Retry", exact=True).click()
        part.came(lab)
    expect(lab.page.get_by_role("alert")).to_have_count(0)
    assert lab.page.evaluate("window.stays"), "the page was loaded again"


@pytest.mark.also_in("firefox")
def test_each_part_is_told_of_and_comes_without_a_reload(newcomer: Lab, dist: Path, engine: str) -> None:
    """In Firefox some of them: modules with each of the faults, and JSON. One code asks for all parts."""
    go_through(newcomer, dist, PARTS if engine == "chromium" else PARTS[:SOME])


def test_the_programs_numbers_can_be_dragged_once_they_have_come(newcomer: Lab, dist: Path) -> None:
    network = Network(newcomer.page, dist, {WITH_THE_PAGE: "cut"})
    newcomer.open("#epochs=100")
    alert = newcomer.page.locator("#missing").get_by_role("alert")
    expect(alert).to_contain_text("The numbers that can be dragged did not arrive, or not whole.")
    network.faults.clear()
    alert.get_by_role("button", name="Retry", exact=True).click()
    newcomer.page.locator("#code").get_by_role("spinbutton", name="Learning rate", exact=True).press("ArrowUp")
    newcomer.until(lambda state: state["choices"]["rate"] == 0.11 and state["epoch"] == 100)
    expect(newcomer.page.get_by_role("alert")).to_have_count(0)
