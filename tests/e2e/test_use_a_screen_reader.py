"""A screen reader: every part has its promised role and name, and axe finds nothing wrong."""

import itertools
import re
from typing import Any

import pytest
from coding import Function
from lab import ROWS, THREE_SECONDS, Lab, expect, number_in
from stepper import Stepper

READ = ("#code", "#compiled", "#practice")  # a large part of the page, and what is read there hardly changes
DARK = ("dark", {"width": 360, "height": 740})
LIGHT = ("light", {"width": 1280, "height": 900})


@pytest.fixture(scope="session")
def axe() -> str:
    from sitebuild.npm import npm_package

    return (npm_package("axe-core") / "axe.min.js").read_text(encoding="utf-8")


def assert_nothing_found(lab: Lab, axe: str, *without: str, look: tuple[str, dict[str, int]]) -> None:
    """In dark on a phone, or in light on a wide screen; ``without`` parts that another test has as they are here."""
    if not lab.page.evaluate("'axe' in window"):
        lab.page.evaluate(f"() => {{ {axe} }}")
    scheme, size = look
    lab.page.emulate_media(color_scheme=scheme)
    lab.page.set_viewport_size(size)
    lab.drawn()
    results = lab.page.evaluate(
        """exclude => axe.run({ include: [["html"]], exclude }, { resultTypes: ["violations"] })""",
        [[selector] for selector in without],
    )
    lab.page.set_viewport_size(LIGHT[1])
    assert len(results["passes"]) > 20
    found = [
        f"{violation['id']}: {violation['help']}\n  " + "\n  ".join(node["html"] for node in violation["nodes"])
        for violation in results["violations"]
    ]
    assert not found, f"{scheme}: " + "\n".join(found)


# Before the others, which unfold everything: to draw all that takes longer than to train.
def test_hears_of_the_progress_now_and_then_and_once_at_the_end(lab: Lab) -> None:
    lab.follow("#epochs=40000")
    lab.play(THREE_SECONDS)
    lab.page.evaluate("""() => {
      const region = document.querySelector("[role=status][aria-label=Progress]");
      window.heard = [];
      new MutationObserver(() => window.heard.push([performance.now(), region.textContent.trim()]))
        .observe(region, { subtree: true, childList: true, characterData: true });
    }""")
    state = lab.train()
    expect(lab.progress).to_contain_text("Trained")
    heard = lab.page.evaluate("window.heard")
    end = heard[-1][1]
    assert "40,000" in end
    assert f"{state['loss']:.4f}" in end
    while_training = heard[:-1]
    assert all(re.search(r"Epoch [\d,]+, loss \d", words) for _, words in while_training)
    gaps = [later - earlier for (earlier, _), (later, _) in itertools.pairwise(while_training)]
    assert all(gap > 2000 for gap in gaps[1:]), f"spoken too often: {heard}"
    # That it goes on is said at once, however short ago the end was told.
    lab.button("Train").click()
    lab.until(lambda state: state["epoch"] > 41_000)
    expect(lab.bar.locator(".engine")).to_have_text("On to epoch 80,000.")
    lab.button("Pause").click()
    _, goes_on = lab.page.evaluate("window.heard")[len(heard)]
    assert goes_on.startswith("Training. ")
    assert number_in(goes_on, "Epoch") < 41_000


def test_the_page_after_training_with_everything_opened(lab: Lab, axe: str) -> None:
    lab.follow("#epochs=50&nonsense=1")  # few enough to be stuck; with a note
    lab.train()
    lab.unfold_everything()
    expect(lab.page.get_by_role("table", name="Weights", exact=True)).to_be_visible()
    Stepper(lab).step_to_a_number()
    assert_nothing_found(lab, axe, look=DARK)
    assert_nothing_found(lab, axe, look=LIGHT)
    lab.button("Dismiss this note").click()


@pytest.mark.parametrize("dataset", ["full_adder", "sine", "own"])
def test_the_page_with_other_data(lab: Lab, axe: str, dataset: str) -> None:
    lab.follow(f"#dataset={dataset}&epochs=20")
    if dataset == "own":
        lab.button("Draw points").click()
        expect(lab.page.get_by_role("application", name="Drawing field")).to_be_visible()
    lab.page.locator("details").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")
    assert_nothing_found(lab, axe, *READ, look=LIGHT)
    if dataset == "own":
        lab.button("Stop drawing").click()


def test_the_page_with_refusals_and_while_it_trains(lab: Lab, axe: str) -> None:
    lab.follow("#epochs=10000000")
    lab.play()
    lab.unfold_everything()
    lab.button("Train").click()
    lab.until(lambda state: state["epoch"] > 100)
    for name in ("target for 0 1", "Hidden layers"):
        lab.enter(lab.field(name), "")
        expect(lab.field(name)).to_have_attribute("aria-invalid", "true")
        assert_nothing_found(lab, axe, *READ, look=DARK)


def test_the_page_with_a_diagnosis_and_kept_curves_while_it_looks_back(lab: Lab, axe: str) -> None:
    lab.follow("#activation=relu&rate=20&hidden=4&epochs=50")
    lab.train()
    expect(lab.page.get_by_role("region", name="Diagnosis", exact=True)).to_contain_text("Dead neurons")
    for _ in range(2):
        lab.button("Keep this curve").click()
    slider = lab.page.get_by_role("slider", name="Timeline", exact=True)
    slider.press("ArrowLeft")
    lab.until(lambda state: state["epoch"] == 49)
    expect(lab.progress).to_contain_text("Looking back")
    assert_nothing_found(lab, axe, *READ, look=LIGHT)
    for _ in range(2):
        lab.page.get_by_role("button", name="Remove the curve").first.click()
        lab.drawn()


def test_the_page_while_code_is_edited(lab: Lab, axe: str) -> None:
    lab.follow("#epochs=50")
    backward = Function(lab, "backward_propagation")
    backward.change("    return gradients", "    print(len(cache))\n    return -gradients").run()
    expect(backward.problem).to_contain_text("TypeError")
    backward.place.locator("summary", has_text="Traceback").click()
    assert_nothing_found(lab, axe, look=DARK)
    backward.change("    return gradients", "    print(len(cache))\n    return gradients").runs()
    backward.button("Check gradients").click()
    expect(backward.place.get_by_role("table", name="Gradient check", exact=True)).to_be_visible()
    assert_nothing_found(lab, axe, look=LIGHT)
    backward.restore()


def test_the_page_before_python_is_there(newcomer: Lab, context: Any, axe: str) -> None:
    context.route("**/runtime.json", lambda route: None)  # asked for, and never answered
    newcomer.open(engine="starting")
    assert_nothing_found(newcomer, axe, look=DARK)
    newcomer.menu("Function").select_option(label="AND")  # not even the recording to show
    assert_nothing_found(newcomer, axe, *READ, look=LIGHT)


@pytest.mark.expects("Failed to load resource", "net::ERR")
def test_the_page_when_python_could_not_be_started(newcomer: Lab, context: Any, axe: str) -> None:
    context.route("**/runtime.json", lambda route: route.abort())
    newcomer.open(engine="failed")
    assert_nothing_found(newcomer, axe, *READ, look=LIGHT)


def test_the_page_for_frames_and_what_embed_asks(newcomer: Lab, axe: str) -> None:
    newcomer.open()
    newcomer.button("Embed").click()
    newcomer.page.get_by_role("region", name="Embed", exact=True).wait_for()
    assert_nothing_found(newcomer, axe, *READ, look=DARK)
    newcomer.address += "embed.html"
    newcomer.open("#lock=all")
    assert_nothing_found(newcomer, axe, look=LIGHT)


def test_everything_has_its_promised_role_and_name(lab: Lab) -> None:
    page = lab.page
    expect(page.get_by_role("table", name="Truth table", exact=True)).to_be_visible()
    for row in ROWS:
        expect(lab.target(row)).to_be_visible()
        assert lab.prediction(row).evaluate("(element) => element.localName") == "output"
    functions = lab.menu("Function").locator("option").all_inner_texts()
    assert functions == ["XOR", "AND", "OR", "NAND", "NOR", "XNOR", "Custom"]
    for name in ("Train", "Step", "Reset"):
        expect(lab.button(name)).to_be_visible()
    for name in ("Epochs", "Learning rate", "Seed", "Hidden layers", "Input x1", "Input x2"):
        expect(lab.field(name)).to_be_visible()
    for name in ("Activation", "Loss", "Optimizer", "Initializer", "Dataset"):
        expect(lab.menu(name)).to_be_visible()
    expect(page.get_by_role("slider", name="Timeline", exact=True)).to_be_visible()
    assert page.get_by_label("Prediction", exact=True).evaluate("(element) => element.localName") == "output"
    for name in ("Loss curve", "Decision boundary", "Network"):
        expect(page.get_by_role("img", name=name, exact=True)).to_be_visible()
    for name in ("Code", "Training", "Introduction"):
        expect(page.get_by_role("region", name=name, exact=True)).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"


def test_hears_right_or_wrong_and_not_only_sees_colours(lab: Lab) -> None:
    lab.train()
    table = lab.page.get_by_role("table", name="Truth table", exact=True)
    assert "right" in table.get_by_role("row").nth(1).aria_snapshot()
    assert "wrong" in table.get_by_role("row").nth(2).aria_snapshot()
    expect(lab.page.get_by_text("2 of 4 rows are still wrong")).to_be_visible()
