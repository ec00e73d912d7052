"""Reading the formulas beside the code: set by the build, linked with the code's names, legible on every screen."""

import json
from pathlib import Path

import pytest
from lab import Lab, expect

import glassnet
from glassnet.tables.activations import ACTIVATIONS

pytestmark = pytest.mark.only_in("chromium", reason="drawn by one code from one state, whatever the engine")

LIT = "(all) => all.filter((one) => getComputedStyle(one).boxShadow !== 'none').map((one) => one.textContent)"


def step(lab: Lab, title: str) -> "object":
    """A step of the lesson, unfolded."""
    code = lab.page.get_by_role("region", name="Code", exact=True)
    found = code.locator("#code > details", has=lab.page.get_by_role("heading", name=title, exact=True))
    if found.get_attribute("open") is None:
        found.locator("summary").first.click()
    return found


def test_every_step_has_its_formula_beside_the_code(lab: Lab) -> None:
    for title, name in (
        ("Forward propagation", "forward_propagation"),
        ("Loss function", "mean_squared_error"),
        ("Backpropagation", "backward_propagation"),
        ("Update the weights", "gradient_descent"),
    ):
        formula = step(lab, title).get_by_role("group", name=f"Formula of {name}", exact=True)
        expect(formula).to_be_visible()
        assert formula.locator("math").count() >= 1


def test_the_formula_follows_the_choice(lab: Lab) -> None:
    activation = step(lab, "Activation function")
    expect(activation.get_by_role("group", name="Formula of sigmoid", exact=True)).to_be_visible()
    lab.follow("#activation=softplus&output=linear")
    expect(activation.get_by_role("group", name="Formula of softplus", exact=True)).to_contain_text("ln")
    expect(activation.get_by_role("group", name="Formula of linear_derivative", exact=True)).to_be_visible()


def test_pointing_at_a_name_lights_it_up_in_code_and_formula(lab: Lab) -> None:
    forward = step(lab, "Forward propagation")
    formula = forward.get_by_role("group", name="Formula of forward_propagation", exact=True)
    expect(formula).to_be_visible()
    formula.locator("[data-name=W]").first.hover()
    source = forward.get_by_label("Source of forward_propagation", exact=True)
    assert set(source.locator("[data-name]").evaluate_all(LIT)) == {"W"}
    assert (
        len(
            lab.page.locator("#network line").evaluate_all(
                "(all) => all.filter((one) => getComputedStyle(one).strokeWidth === '6px')"
            )
        )
        == 6
    ), "a formula speaks of the weights of every layer"
    lab.page.locator("h1").hover()
    assert source.locator("[data-name]").evaluate_all(LIT) == []


def test_what_does_not_compute_is_folded_and_opens(lab: Lab) -> None:
    import inspect

    forward = step(lab, "Forward propagation")
    source = forward.get_by_label("Source of forward_propagation", exact=True)
    expect(source.locator("details")).to_have_count(3)
    assert source.text_content() == inspect.getsource(glassnet.forward_propagation)
    checks = source.get_by_text("X = checks.inputs_of(network, X)")
    expect(checks).not_to_be_visible()
    source.locator("summary", has_text="if check:").click()
    expect(checks).to_be_visible()
    expect(source.get_by_text("a = activate.function(z)")).to_be_visible()


def test_formulas_are_fetched_when_a_step_is_opened(newcomer: Lab) -> None:
    newcomer.page.set_viewport_size({"width": 360, "height": 740})
    newcomer.open()
    asked = "performance.getEntriesByType('resource').map((entry) => entry.name).join()"
    assert "formulas.json" not in newcomer.page.evaluate(asked)
    formula = step(newcomer, "Loss function").get_by_role("group", name="Formula of compute_loss", exact=True)
    expect(formula).to_be_visible()
    assert "formulas.json" in newcomer.page.evaluate(asked)


@pytest.mark.expects("404")
def test_the_code_is_readable_where_the_formulas_do_not_come(newcomer: Lab, changed_site) -> None:
    newcomer.address = changed_site(lambda copy: (copy / "formulas.json").unlink())
    newcomer.open()
    forward = step(newcomer, "Forward propagation")
    expect(forward.get_by_label("Source of forward_propagation", exact=True)).to_be_visible()
    expect(forward.locator(".formula")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 1280])
def test_every_formula_fits_its_column(lab: Lab, dist: Path, width: int) -> None:
    formulas = json.loads((dist / "formulas.json").read_text(encoding="utf-8"))
    assert set(ACTIVATIONS) <= set(formulas)
    lab.page.set_viewport_size({"width": width, "height": 800})
    place = step(lab, "Forward propagation").get_by_role("group", name="Formula of forward_propagation", exact=True)
    expect(place).to_be_visible()
    too_wide = place.evaluate(
        """(place, formulas) => {
          const room = place.clientWidth - parseFloat(getComputedStyle(place).paddingLeft);
          const probe = place.cloneNode();
          place.after(probe);
          const wide = Object.entries(formulas).flatMap(([name, lines]) => lines.map((line) => {
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
