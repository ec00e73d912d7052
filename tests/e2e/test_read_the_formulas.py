"""Reading the formulas beside the code: set by the build, with the code's names, legible on every screen."""

import json
from pathlib import Path
from typing import Any

import pytest
from lab import Lab, expect

from built import of_the_page
from glassnet.tables.activations import ACTIVATIONS

FOLLOWS = 4  # Node.DOCUMENT_POSITION_FOLLOWING
LIT = "(all) => all.filter((one) => getComputedStyle(one).boxShadow !== 'none').map((one) => one.textContent)"


def formula(lab: Lab, name: str) -> Any:
    """The formulas beside a function."""
    return lab.page.get_by_role("group", name=f"Formula of {name}", exact=True)


def source(lab: Lab, name: str) -> Any:
    """The code of a function."""
    return lab.page.get_by_role("region", name=f"Source of {name}", exact=True)


def test_a_formula_stands_above_its_function(lab: Lab) -> None:
    for name in (
        *("initialize_network", "sigmoid", "sigmoid_derivative", "forward_propagation", "compute_loss"),
        *("backward_propagation", "update_parameters", "predict"),
    ):
        expect(formula(lab, name)).to_be_visible()
        code = source(lab, name).element_handle()
        assert formula(lab, name).evaluate("(formula, code) => formula.compareDocumentPosition(code)", code) == FOLLOWS


def test_the_formulas_follow_the_choices(lab: Lab) -> None:
    expect(formula(lab, "sigmoid")).to_be_visible()
    assert "z2=a1W2+b2" in without_blanks(formula(lab, "forward_propagation"))
    assert "a2=σ(z2)" in without_blanks(formula(lab, "forward_propagation"))
    lab.follow("#activation=softplus&output=linear&hidden=3,3&optimizer=momentum&schedule=cosine")
    expect(formula(lab, "softplus")).to_contain_text("ln")
    for name in ("linear_derivative", "momentum", "train_network"):
        expect(formula(lab, name)).to_be_visible()
    expect(formula(lab, "sigmoid")).to_have_count(0)
    assert "a3=linear(z3)" in without_blanks(formula(lab, "forward_propagation"))


def without_blanks(place: Any) -> str:
    return "".join(place.text_content().split())


def lit(lab: Lab, places: str) -> set[str]:
    """The texts, among some places, of what is lit up."""
    return set(lab.page.locator(places).evaluate_all(LIT))


def test_pointing_at_a_name_lights_it_up_everywhere(lab: Lab) -> None:
    formula(lab, "forward_propagation").locator("[data-name=W2]").hover()
    assert lit(lab, "pre [data-name]") == {"W2", "'W2'"}
    assert {"".join(one.split()) for one in lit(lab, ".formula [data-name]")} == {"W2", "W"}
    thick = "(all) => all.filter((one) => getComputedStyle(one).strokeWidth === '6px').map((one) => one.dataset.name)"
    assert set(lab.page.locator("#network line").evaluate_all(thick)) == {"W2[0,0]", "W2[1,0]"}
    lab.page.locator("h1").hover()
    assert lit(lab, "pre [data-name]") == set()
    source(lab, "backward_propagation").locator("[data-name=hidden_delta]").first.hover()
    assert lit(lab, "pre [data-name]") == {"hidden_delta"}
    assert {"".join(one.split()) for one in lit(lab, ".formula [data-name]")} == {"δ1"}
    lab.page.locator("h1").hover()


def test_a_formula_stays_in_the_article_when_an_epoch_is_stepped_through(lab: Lab) -> None:
    article = lab.page.locator("#code").get_by_role("group", name="Formula of compute_loss", exact=True)
    stepping = lab.page.locator("#inside").get_by_role("group", name="Formula of compute_loss", exact=True)
    lab.unfold("Step through one epoch")
    lab.button("Next line").wait_for()
    while not stepping.count():
        lab.button("Next line").click()
        lab.drawn()
    expect(stepping.locator("math")).to_have_count(1)
    expect(article.locator("math")).to_have_count(1)
    lab.unfold("Step through one epoch", open_it=False)


def test_the_tutorials_formulas_stand_in_the_page(newcomer: Lab) -> None:
    held: list[Any] = []
    newcomer.page.route("**/formulas.json", lambda route: held.append(route))
    newcomer.open()
    expect(formula(newcomer, "backward_propagation")).to_be_visible()
    newcomer.menu("Activation").select_option(label="Tanh")
    expect(source(newcomer, "forward_propagation")).to_contain_text("a1 = tanh(z1)")
    expect(formula(newcomer, "tanh")).to_have_count(0)
    [route] = held
    route.continue_()
    expect(formula(newcomer, "tanh")).to_be_visible()


@pytest.mark.expects("404")
def test_the_code_is_readable_where_the_formulas_do_not_come(newcomer: Lab, changed_site) -> None:
    newcomer.address = changed_site(lambda copy: of_the_page(copy, "formulas.json").unlink())
    newcomer.open("#activation=tanh")
    expect(source(newcomer, "forward_propagation")).to_contain_text("a1 = tanh(z1)")
    expect(formula(newcomer, "tanh")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 1280])
def test_every_formula_fits_its_column(lab: Lab, dist: Path, width: int) -> None:
    formulas = json.loads(of_the_page(dist, "formulas.json").read_text(encoding="utf-8"))
    assert set(ACTIVATIONS) <= set(formulas)
    lab.page.set_viewport_size({"width": width, "height": 800})
    place = formula(lab, "forward_propagation")
    expect(place).to_be_visible()
    too_wide = place.evaluate(
        """(place, formulas) => {
          const room = place.clientWidth;
          const probe = place.cloneNode();
          place.after(probe);
          const wide = Object.entries(formulas).flatMap(([name, lines]) => lines.flat().map((line) => {
            const math = new DOMParser().parseFromString(line, "application/xml").documentElement;
            probe.replaceChildren(document.importNode(math, true));
            const { width } = probe.firstChild.getBoundingClientRect();
            return width > room ? `${name}: ${width} of ${room}` : "";
          }));
          probe.remove();
          return wide.filter(Boolean);
        }""",
        formulas,
    )
    lab.page.set_viewport_size({"width": 1280, "height": 900})
    assert too_wide == []
