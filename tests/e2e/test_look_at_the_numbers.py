"""Looking at the numbers: every array with shape and values, and the row, column and sum behind one number."""

import math
import re
from collections.abc import Iterator

import numpy as np
import pytest
from lab import Lab, expect, native
from stepper import Stepper

from glassnet import forward_propagation, initialize_network

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])


@pytest.fixture
def stepper(lab: Lab) -> Iterator[Stepper]:
    opened = Stepper(lab).open()
    yield opened
    opened.page.get_by_label("Exact numbers").uncheck()
    opened.close()


def test_an_array_stands_beside_what_it_is_made_of(stepper: Stepper) -> None:
    stepper.until_made("z1")
    equation = stepper.region.locator(".equation")
    text = " ".join(equation.inner_text().split())
    assert text == "z1 (4, 2) = np.dot(X (4, 2), W1 (2, 2)) + b1 (1, 2)"
    weights = initialize_network(2, 2, 1)
    _, (z1, *_) = forward_propagation(weights, X)
    np.testing.assert_allclose(stepper.values("z1"), z1, atol=5e-5)
    np.testing.assert_allclose(stepper.values("W1"), weights["W1"], atol=5e-5)


def test_exact_on_request(stepper: Stepper) -> None:
    stepper.until_made("a1")
    stepper.page.get_by_label("Exact numbers").check()
    _, (_, a1, *_) = forward_propagation(initialize_network(2, 2, 1), X)
    np.testing.assert_allclose(stepper.values("a1"), a1, rtol=4e-16)
    assert float(stepper.cell("a1", 1, 1).inner_text()) == pytest.approx(a1[1, 1], rel=4e-16)
    assert len(stepper.cell("a1", 1, 1).inner_text()) >= 17


def test_one_number_shows_the_row_the_column_and_the_sum(stepper: Stepper) -> None:
    stepper.until_made("z1")
    stepper.cell("z1", 3, 0).hover()
    expect(stepper.account).to_contain_text("z1[3,0] is row X[3] times column W1[:, 0] + b1[0]")
    expect(stepper.account).to_contain_text("1 × 0.4967 + 1 × 0.6477 + 0 = 1.1444")
    used = stepper.region.locator("td.used").evaluate_all("(all) => all.map((one) => one.dataset.name)")
    assert sorted(used) == ["W1[0,0]", "W1[1,0]", "X[3,0]", "X[3,1]", "b1[0]"]


def python_of(text: str) -> str:
    """A sum as Python reads it."""
    signs = {"−": "-", "×": "*", "^": "**", "²": "**2", "np.": "math."}
    for sign, its in signs.items():
        text = text.replace(sign, its)
    return text


def test_the_weight_before_the_step_and_the_weight_after_stand_in_one_row(stepper: Stepper) -> None:
    stepper.page.get_by_label("Exact numbers").check()
    stepper.until_made("W1")
    before, step, after = (np.array(stepper.values(name)) for name in ("W1 before", "step", "W1"))
    assert before.tolist() == stepper.lab.state()["parameters"]["W1"]
    assert (before + step == after).all()
    tops = {stepper.array(name).bounding_box()["y"] for name in ("W1 before", "step", "W1")}
    assert len(tops) == 1


def test_the_lines_of_adam_are_followed_and_its_step_is_worked_out(stepper: Stepper) -> None:
    lab = stepper.lab
    lab.follow("#optimizer=adam&rate=0.25")
    lab.button("Step").click()
    lab.until(lambda state: state["epoch"] == 1)
    stepper.renew()
    stepper.page.get_by_label("Exact numbers").check()
    made = []
    while not made or "makes W1" not in made[-1]:
        made.append(stepper.go())
    in_adam = [said.partition("makes ")[2].rstrip(".") for said in made if "in adam" in said]
    assert in_adam == ["state['steps']", "state['mean']", "state['squares']", "mean", "squares"]
    stepper.cell("W1", 1, 0).hover()
    expect(stepper.account).to_contain_text("W1[1,0] is W1[1,0] + adam(dW1[1,0], learning_rate)")
    lines = python_of(stepper.account.inner_text()).splitlines()
    root, step, total = (line for line in lines if " = " in line)
    for line in (root, step.partition(" = ")[2], total):
        term, _, value = line.rpartition(" = ")
        assert eval(term, {"math": math}) == pytest.approx(float(value), rel=1e-14)
    old, new = lab.state()["parameters"]["W1"][1][0], float(total.rpartition(" = ")[2])
    assert total.startswith(f"{old} + ")
    assert new == native(2, rate=0.25, optimizer="adam").network["W1"][1, 0]
    stepper.page.get_by_label("Exact numbers").uncheck()


def test_says_where_the_new_value_of_one_weight_came_from_digit_by_digit(stepper: Stepper) -> None:
    stepper.page.get_by_label("Exact numbers").check()
    stepper.until_made("dW1")
    stepper.cell("dW1", 1, 0).hover()
    expect(stepper.account).to_contain_text("dW1[1,0] is column X[:, 1] times column hidden_delta[:, 0]")
    terms = re.findall(r"(-?[\d.e-]+) × \(?(-?[\d.e-]+)", stepper.account.inner_text().replace("−", "-"))
    gradient = float(stepper.cell("dW1", 1, 0).inner_text().replace("−", "-"))
    assert sum(float(one) * float(other) for one, other in terms) == pytest.approx(gradient, rel=1e-15)
    stepper.until_made("W1")
    stepper.cell("W1", 1, 0).hover()
    expect(stepper.account).to_contain_text("W1[1,0] is W1[1,0] + learning_rate × dW1[1,0]")
    said = re.search(r"(\S+) \+ 0\.1 × \(?(-?[\d.e-]+)\)?\s+= (\S+)", stepper.account.inner_text().replace("−", "-"))
    old, slope, new = map(float, said.groups())
    assert old == stepper.lab.state()["parameters"]["W1"][1][0]
    assert slope == gradient
    assert old + 0.1 * slope == new == float(stepper.cell("W1", 1, 0).inner_text())
    while stepper.next.is_enabled():
        stepper.go()
    stepper.lab.button("Take this step").click()
    state = stepper.lab.until(lambda state: state["epoch"] == 1)
    assert state["parameters"]["W1"][1][0] == new


def test_an_activation_a_delta_and_the_loss_show_what_was_worked_out(stepper: Stepper) -> None:
    stepper.until_made("a1")
    stepper.cell("a1", 3, 0).hover()
    expect(stepper.account).to_contain_text("np.exp(−1.1444) = 0.3184")
    expect(stepper.account).to_contain_text("sigmoid(1.1444) = 1 / (1 + 0.3184) = 0.7585")
    stepper.until_made("loss")
    stepper.cell("loss").hover()
    expect(stepper.account).to_contain_text("which returns the mean of (y_true - y_pred) ** 2")
    expect(stepper.account).to_contain_text("+ (1 − 0.4144)² +")
    expect(stepper.account).to_contain_text("/ 4 = 0.2558")
    stepper.until_made("output_delta")
    stepper.cell("output_delta", 1).hover()
    expect(stepper.account).to_contain_text("sigmoid_derivative(0.4144) = 0.4144 × (1 − 0.4144) = 0.2427")
    expect(stepper.account).to_contain_text("0.5856 × 0.2427 = 0.1421")


def test_all_numbers_until_here(stepper: Stepper) -> None:
    while stepper.next.is_enabled():
        stepper.go()
    stepper.lab.details("All numbers until here").click()
    given = "Given, before the update"
    groups = [given, "Forward propagation", "Training", "Backpropagation", "Update"]
    expect(stepper.region.get_by_role("heading", level=3)).to_have_text(groups)
    numbers = stepper.region.locator(".numbers")
    names = numbers.get_by_role("grid").evaluate_all("(all) => all.map((one) => one.getAttribute('aria-label'))")
    errors = "output_error output_delta hidden_error hidden_delta"
    made = f"z1 a1 z2 a2 y_pred loss {errors} dW2 db2 dW1 db1".split()
    assert names == [*"X y W1 b1 W2 b2".split(), *made, *"W1 b1 W2 b2".split()]
    start = native(0).network
    for group, epochs in ((given, 0), ("Update", 1)):
        grid = numbers.get_by_role("group", name=group, exact=True).get_by_role("grid", name="W2", exact=True)
        cells = grid.get_by_role("gridcell").all_inner_texts()
        shown = [float(text.replace("−", "-")) for text in cells]
        np.testing.assert_allclose(shown, native(epochs).network["W2"].ravel(), atol=5e-5)
    # What z2 was made of are the weights as they were.
    numbers.get_by_role("grid", name="z2").get_by_role("gridcell").first.hover()
    expect(stepper.account).to_contain_text(f"({start['W2'][0, 0]:.4f})".replace("-", "−"))
    expect(numbers.locator("td.used[data-name^=W2]")).to_have_count(2)


def test_the_arrow_keys_go_from_number_to_number(stepper: Stepper) -> None:
    stepper.until_made("z1")
    stepper.cell("z1").focus()
    expect(stepper.account).to_contain_text("z1[0,0]")
    for key, cell in (("ArrowRight", "z1[0,1]"), ("ArrowDown", "z1[1,1]"), ("ArrowLeft", "z1[1,0]")):
        stepper.page.keyboard.press(key)
        expect(stepper.account).to_contain_text(cell)
    stepper.page.keyboard.press("ArrowLeft")  # the edge
    expect(stepper.account).to_contain_text("z1[1,0]")


# Whether an element is lit: the page's one rule for it has an outline or a stroke of its own.
LIT = """(all) => all.filter((one) => {
  const { boxShadow, strokeWidth } = getComputedStyle(one);
  return one instanceof SVGElement ? strokeWidth === "6px" : boxShadow !== "none";
}).map((one) => one.dataset.name)"""


def test_a_number_lights_up_its_weight_in_the_picture_and_its_name_in_the_code(stepper: Stepper) -> None:
    stepper.until_made("z1")
    stepper.cell("W1", 0, 1).hover()
    page = stepper.page
    lines = page.locator("#network line[data-name]").evaluate_all(LIT)
    assert lines == ["W1[0,1]"]
    assert set(page.locator("pre.running [data-name]").evaluate_all(LIT)) == {"W1"}
    assert page.locator(".formulas [data-name]").evaluate_all(LIT)


def test_a_weight_in_the_picture_lights_up_its_number(stepper: Stepper) -> None:
    stepper.until_made("z1")
    stepper.page.locator("#network line[data-name='W1[1,0]']").dispatch_event("pointerover", {"bubbles": True})
    cells = stepper.region.locator("td[data-name]").evaluate_all(LIT)
    assert cells == ["W1[1,0]"]
