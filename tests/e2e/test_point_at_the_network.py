"""Reading and changing the network's picture: a weight and its gradient under the pointer, a click, a number."""

from typing import Any

import numpy as np
import pytest
from lab import Lab, expect, native

from glassnet import backward_propagation, forward_propagation
from glassnet.data.datasets import truth_table

# Where a line of the picture is, a third along it, in pixels of the screen.
ON_LINE = """(line) => {
  const matrix = line.getScreenCTM();
  const [x1, y1, x2, y2] = ["x1", "y1", "x2", "y2"].map((name) => Number(line.getAttribute(name)));
  const { x, y } = new DOMPoint(x1 + (x2 - x1) / 3, y1 + (y2 - y1) / 3).matrixTransform(matrix);
  return [x, y];
}"""
LINES = ["W1[0,0]", "W1[0,1]", "W1[1,0]", "W1[1,1]", "W2[0,0]", "W2[1,0]"]


def reading(lab: Lab) -> Any:
    return lab.page.get_by_label("Weight at the pointer", exact=True)


def place_of(lab: Lab, label: str) -> list[float]:
    line = lab.page.get_by_role("img", name="Network", exact=True).locator("line").nth(LINES.index(label))
    line.scroll_into_view_if_needed()
    return line.evaluate(ON_LINE)


def gradients_of(parameters: dict[str, Any]) -> dict[str, np.ndarray]:
    """The gradients here, in this Python."""
    X, y = truth_table((0, 1, 1, 0))
    network = {name: np.array(values) for name, values in parameters.items()}
    _, cache = forward_propagation(network, X)
    return backward_propagation(network, cache, X, y)


def shown_value(lab: Lab, word: str) -> float:
    text = reading(lab).inner_text().replace("−", "-")
    return float(text.split(word)[1].split(",")[0].split()[0])


@pytest.mark.parametrize("label", LINES)
def test_reads_value_and_gradient_under_the_pointer(lab: Lab, label: str) -> None:
    lab.follow("#epochs=100")
    state = lab.train()
    lab.page.mouse.move(*place_of(lab, label))
    expect(reading(lab)).to_contain_text(f"{label} =")
    expect(reading(lab)).not_to_contain_text("…")
    name, row, column = label[:2], int(label[3]), int(label[5])
    assert shown_value(lab, "= ") == pytest.approx(state["parameters"][name][row][column], rel=1e-3)
    expected = gradients_of(state["parameters"])[f"d{name}"][row, column]
    assert shown_value(lab, "gradient ") == pytest.approx(expected, rel=1e-2)
    after = lab.state()
    assert after == state, "looking changes nothing"
    lab.page.mouse.move(1, 1)
    expect(reading(lab)).to_have_text("")


def test_reads_a_bias_at_its_neuron(lab: Lab) -> None:
    lab.follow("#epochs=100")
    state = lab.train()
    ring = lab.page.get_by_role("img", name="Network", exact=True).locator("circle.ring").nth(1)
    ring.scroll_into_view_if_needed()
    box = ring.bounding_box()
    lab.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(reading(lab)).to_contain_text("b1[1] =")
    assert shown_value(lab, "= ") == pytest.approx(state["parameters"]["b1"][0][1], rel=1e-3)


def test_clicks_a_weight_and_types_another(lab: Lab) -> None:
    network = native(0).network
    lab.page.mouse.click(*place_of(lab, "W2[1,0]"))
    field = lab.field("Value of W2[1,0]")
    assert float(field.input_value()) == network["W2"][1, 0]
    expect(field).to_be_focused()
    lab.page.keyboard.type("-1.5")
    lab.page.keyboard.press("Enter")
    lab.until(lambda state: state["parameters"]["W2"][1][0] == -1.5)
    expect(lab.bar).to_contain_text("W2[1,0] was set by hand")
    lab.enter(field, "")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert lab.state()["parameters"]["W2"][1][0] == -1.5
    lab.enter(field, "-1.5")
    lab.button("Close").click()
    expect(field).to_have_count(0)


def test_walks_from_parameter_to_parameter_by_arrow_keys(lab: Lab) -> None:
    lab.page.get_by_role("group", name="Network: arrow keys").focus()
    seen = []
    for key in ("Home", *["ArrowDown"] * 8):
        lab.page.keyboard.press(key)
        lab.drawn()
        seen.append(reading(lab).inner_text().split(" =")[0])
    assert seen == ["W1[0,0]", "W1[0,1]", "W1[1,0]", "W1[1,1]", "b1[0]", "b1[1]", "W2[0,0]", "W2[1,0]", "b2[0]"]
    lab.page.keyboard.press("End")
    expect(reading(lab)).to_contain_text("b2[0] =")
    lab.page.keyboard.press("PageUp")
    expect(reading(lab)).to_contain_text("W1[0,0] =")


@pytest.mark.parametrize(("hidden", "drawn"), [("16,16,16,16,16,16", True), ("17", False), ("2,2,2,2,2,2,2", False)])
def test_six_layers_of_sixteen_are_drawn_and_more_is_said_in_words(lab: Lab, hidden: str, drawn: bool) -> None:
    lab.follow(f"#hidden={hidden}&epochs=1")
    picture = lab.page.get_by_role("img", name="Network", exact=True)
    if drawn:
        assert picture.locator("line").count() == 2 * 16 + 5 * 256 + 16
        assert picture.locator(".ring").count() == 6 * 16 + 1
    else:
        expect(picture).to_have_count(0)
        expect(lab.page.get_by_text("are too many to draw")).to_be_visible()
    expect(lab.details("Weights as a table")).to_be_visible()


def test_letters_are_large_enough_on_a_phone(lab: Lab) -> None:
    lab.page.set_viewport_size({"width": 360, "height": 740})
    lab.sheet("Network")
    lab.drawn()
    sizes = lab.page.get_by_role("img", name="Network", exact=True).evaluate(
        """(svg) => [...svg.querySelectorAll("text")].map((text) =>
          parseFloat(getComputedStyle(text).fontSize) * Math.hypot(text.getScreenCTM().a, text.getScreenCTM().b))"""
    )
    lab.sheet("Run")
    lab.page.set_viewport_size({"width": 1280, "height": 900})
    assert len(sizes) > 5
    assert min(sizes) >= 10
