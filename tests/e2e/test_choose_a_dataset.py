"""Choosing a dataset: larger tables, several outputs, held-out rows, points in classes, curves to fit."""

from itertools import product
from typing import Any

import numpy as np
import pytest
from lab import Lab, expect, fresh

from glassnet import predict
from glassnet.data.datasets import data_of
from glassnet.programs.choices import checked
from glassnet.run import Run


def assert_trained(state: dict[str, Any], epochs: int, **chosen: Any) -> None:
    """The page's parameters and loss are those of this Python on the same data."""
    run = Run(chosen)
    run.train(1e9, epochs)
    frame = run.frame([], None)
    for name, values in frame["parameters"].items():
        np.testing.assert_allclose(state["parameters"][name], values, rtol=0, atol=1e-9, err_msg=name)
    for name in ("predictions", "loss"):
        np.testing.assert_allclose(state[name], frame[name], rtol=0, atol=1e-9)


def choose(lab: Lab, label: str, dataset: str) -> None:
    """By the menu "Dataset"; the new run stands on the page afterwards."""
    lab.menu("Dataset").select_option(label=label)
    lab.until(lambda state: state["choices"]["dataset"] == dataset and fresh(state))


def table(lab: Lab, name: str) -> Any:
    return lab.page.get_by_role("table", name=name, exact=True)


def picture(lab: Lab, name: str) -> Any:
    return lab.page.get_by_role("img", name=name, exact=True)


def unfold(lab: Lab, name: str) -> None:
    """Open something folded away, unless an earlier test left it open."""
    summary = lab.details(name)
    if not summary.evaluate("(element) => element.parentElement.open"):
        summary.click()


def functions_offered(lab: Lab) -> list[str]:
    return lab.menu("Function").locator("option").all_inner_texts()


def rows_of(inputs: int) -> list[str]:
    return [" ".join(row) for row in product("01", repeat=inputs)]


# -- truth tables


def test_chooses_three_inputs_and_trains_the_majority(lab: Lab) -> None:
    choose(lab, "3 inputs", "parity3")
    assert functions_offered(lab) == ["Parity", "Majority", "Multiplexer", "Custom"]
    for row in rows_of(3):
        expect(lab.target(row)).to_have_value(str(row.count("1") % 2))
    lab.menu("Function").select_option(label="Majority")
    lab.until(lambda state: state["choices"]["dataset"] == "majority" and fresh(state))
    lab.enter(lab.field("Epochs"), "3000")
    state = lab.train()
    assert_trained(state, 3000, dataset="majority")
    for row in rows_of(3):
        assert float(lab.prediction(row).inner_text()) == pytest.approx(int(row.count("1") > 1), abs=0.3)
    assert lab.verdicts() == ["right"] * 8
    assert "dataset=majority" in lab.page.url


def test_four_inputs_have_sixteen_rows(lab: Lab) -> None:
    choose(lab, "4 inputs", "parity4")
    assert functions_offered(lab) == ["Parity", "Custom"]
    for row in rows_of(4):
        expect(lab.target(row)).to_have_value(str(row.count("1") % 2))
    lab.enter(lab.target("1 1 1 1"), "0.5")
    expect(lab.menu("Function").locator("option:checked")).to_have_text("Custom")
    lab.until(lambda state: len(state["choices"]["targets"]) == 16 and state["choices"]["targets"][-1] == 0.5)


def test_two_outputs_each_have_a_target_and_a_prediction(lab: Lab) -> None:
    choose(lab, "2 inputs, 2 outputs", "half_adder")
    for row, sum_, carry in (("0 0", 0, 0), ("0 1", 1, 0), ("1 0", 1, 0), ("1 1", 0, 1)):
        expect(lab.field(f"target sum for {row}")).to_have_value(str(sum_))
        expect(lab.field(f"target carry for {row}")).to_have_value(str(carry))
    lab.enter(lab.field("Hidden layers"), "4")
    lab.enter(lab.field("Epochs"), "5000")
    state = lab.train()
    assert_trained(state, 5000, dataset="half_adder", hidden=[4])
    output = lab.page.get_by_label("prediction carry for 1 1", exact=True)
    assert float(output.inner_text()) == pytest.approx(state["predictions"][7], abs=0.0006)
    lab.enter(lab.field("target carry for 1 1"), "0.5")
    lab.until(lambda state: state["choices"]["targets"] == [0, 0, 1, 0, 1, 0, 0, 0.5])
    assert "dataset=custom&targets=0,0,1,0,1,0,0,0.5&outputs=2" in lab.page.url


def test_leaves_a_row_out_of_training_and_still_sees_its_prediction(lab: Lab) -> None:
    lab.follow("#epochs=2000")
    unfold(lab, "Inputs, outputs and rows")
    lab.page.get_by_role("checkbox", name="train on 1 1", exact=True).uncheck()
    lab.until(lambda state: state["choices"]["held_rows"] == [3])
    state = lab.train()
    assert_trained(state, 2000, dataset="xor", held_rows=[3])
    assert float(lab.prediction("1 1").inner_text()) == pytest.approx(state["predictions"][3], abs=0.0006)
    assert "held_rows=3" in lab.page.url
    for name in ("0 0", "0 1"):
        lab.page.get_by_role("checkbox", name=f"train on {name}", exact=True).uncheck()
    expect(lab.page.get_by_role("checkbox", name="train on 1 0", exact=True)).to_be_disabled()


def test_adds_an_output_to_a_table(lab: Lab) -> None:
    unfold(lab, "Inputs, outputs and rows")
    lab.enter(lab.field("Outputs"), "2")
    lab.until(lambda state: state["choices"]["outputs"] == 2 and len(state["parameters"]["b2"][0]) == 2)
    assert lab.state()["choices"]["targets"] == [0, 0, 1, 0, 1, 0, 0, 0]
    lab.enter(lab.field("target y2 for 1 1"), "1")
    lab.until(lambda state: state["choices"]["dataset"] == "half_adder")


def test_goes_to_points_and_back_to_xor(lab: Lab) -> None:
    before = lab.state()["parameters"]
    choose(lab, "Spirals, 3 classes", "spirals3")
    expect(table(lab, "Truth table")).to_have_count(0)
    choose(lab, "2 inputs", "xor")
    expect(table(lab, "Truth table")).to_be_visible()
    assert lab.state()["parameters"] == before
    assert "#" not in lab.page.url.rstrip("#")


# -- points and curves


def test_chooses_circles_and_trains_on_the_rows_that_are_not_held_out(lab: Lab) -> None:
    lab.follow("#hidden=4&epochs=300&reduction=mean&rate=0.5")
    choose(lab, "Circles", "circles")
    numbers = table(lab, "Data in numbers")
    expect(numbers).to_contain_text("160")
    expect(numbers).to_contain_text("40")
    state = lab.train()
    assert_trained(state, 300, dataset="circles", hidden=[4], reduction="mean", rate=0.5)
    expect(picture(lab, "Decision boundary")).to_be_visible()
    expect(lab.progress).to_contain_text("accuracy")
    unfold(lab, "Rows as a table")
    expect(table(lab, "Data").get_by_role("row")).to_have_count(13)


def test_changes_points_noise_and_the_share_held_out(lab: Lab) -> None:
    lab.follow("#dataset=moons&reduction=mean&epochs=100")
    for name, typed, key, value in (
        ("Points", "50", "points", 50),
        ("Noise", "0.2", "noise", 0.2),
        ("Held-out share", "0.5", "held_out", 0.5),
        ("Data seed", "3", "data_seed", 3),
    ):
        lab.enter(lab.field(name), typed)
        lab.until(lambda state, key=key, value=value: state["choices"][key] == value and fresh(state))
    state = lab.train()
    assert len(state["predictions"]) == 50
    chosen = {"points": 50, "noise": 0.2, "held_out": 0.5, "data_seed": 3}
    assert_trained(state, 100, dataset="moons", reduction="mean", **chosen)
    assert "points=50&noise=0.2&held_out=0.5&data_seed=3" in lab.page.url


def test_the_seed_of_the_weights_leaves_the_points_where_they_are(lab: Lab) -> None:
    lab.follow("#dataset=blobs&epochs=50&reduction=mean&seed=1")
    assert_trained(lab.train(), 50, dataset="blobs", reduction="mean", seed=1)
    lab.enter(lab.field("Seed"), "2")
    lab.until(lambda state: state["choices"]["seed"] == 2 and fresh(state))
    assert_trained(lab.train(), 50, dataset="blobs", reduction="mean", seed=2)


def test_three_classes_have_regions(lab: Lab) -> None:
    lab.follow("#dataset=blobs3&hidden=4&reduction=mean&rate=1&epochs=1500")
    expect(picture(lab, "Class regions")).to_be_visible()
    state = lab.train()
    assert_trained(state, 1500, dataset="blobs3", hidden=[4], reduction="mean", rate=1.0)
    unfold(lab, "Class regions as a table")
    values = table(lab, "Class regions values")
    expect(values).to_be_visible()
    assert set(values.get_by_role("cell").all_inner_texts()) == {"0", "1", "2"}
    assert lab.page.get_by_label("Prediction", exact=True).inner_text().count(",") == 2


def test_one_input_has_a_curve(lab: Lab) -> None:
    lab.follow("#dataset=sine&hidden=8&reduction=mean&rate=1&epochs=500")
    expect(picture(lab, "Regression curve")).to_be_visible()
    expect(lab.field("Input x2")).to_have_count(0)
    state = lab.train()
    assert_trained(state, 500, dataset="sine", hidden=[8], reduction="mean", rate=1.0)
    lab.enter(lab.field("Input x1"), "0.5")
    lab.page.wait_for_timeout(200)
    network = {name: np.array(values) for name, values in state["parameters"].items()}
    said = float(lab.page.get_by_label("Prediction", exact=True).inner_text())
    assert said == pytest.approx(predict(network, np.array([[0.5]])).item(), abs=0.0001)


def test_settings_that_suit_many_rows_are_one_click_away(lab: Lab) -> None:
    lab.follow("#dataset=circles&epochs=300")
    lab.page.get_by_role("button", name="Use the mean").click()
    lab.until(lambda state: state["choices"]["reduction"] == "mean" and fresh(state))
    lab.train()
    expect(lab.page.get_by_role("button", name="Use the mean")).to_have_count(0)


# -- pictures


def test_clicks_a_point_and_sees_it_go_through(lab: Lab) -> None:
    lab.follow("#dataset=circles&hidden=3")
    data = data_of(checked({"dataset": "circles"}))
    expect(lab.page.get_by_text("The gradients of 160 rows are summed")).to_be_visible()  # the last above the picture
    canvas = picture(lab, "Decision boundary")
    lab.unfold("Decision boundary as a table", open_it=False)  # an earlier test's, which lies on the picture
    canvas.hover()  # it is where it stays
    box = canvas.bounding_box()
    x1, x2 = data.X[0]
    part_x, part_y = (x1 + 1.25) / 2.5, 1 - (x2 + 1.25) / 2.5
    lab.page.mouse.click(box["x"] + part_x * box["width"], box["y"] + part_y * box["height"])
    expect(lab.page.get_by_text("This is one of the rows: its target is 0")).to_be_visible()
    assert float(lab.field("Input x1").input_value()) == pytest.approx(x1, abs=1e-12)
    assert float(lab.field("Input x2").input_value()) == pytest.approx(x2, abs=1e-12)


def test_slices_through_four_inputs(lab: Lab) -> None:
    lab.follow("#dataset=parity4&hidden=3")
    lab.menu("Across").select_option(label="x3")
    unfold(lab, "Decision boundary as a table")
    values = table(lab, "Decision boundary values")
    expect(values).to_contain_text("x2 \\ x3")
    lab.enter(lab.field("Input x4"), "1")
    network = {name: np.array(array) for name, array in lab.state()["parameters"].items()}
    expected = predict(network, np.array([[0.5, 1.25, -0.25, 1]])).item()
    cell = values.get_by_role("row").nth(1).get_by_role("cell").first
    expect(cell).to_have_text(f"{expected:.2f}")


# What the page asks the worker for.
WATCH_CALLS = """() => {
  const { postMessage } = Worker.prototype;
  window.asked = [];
  Worker.prototype.postMessage = function (message, ...others) {
    window.asked.push(Object.keys(message.args?.pictures ?? {}));
    return postMessage.call(this, message, ...others);
  };
}"""


def test_a_picture_behind_another_sheet_costs_nothing(newcomer: Lab) -> None:
    lab = newcomer.open("#epochs=3000")
    lab.page.evaluate(WATCH_CALLS)
    lab.sheet("Operations")
    expect(lab.page.get_by_role("region", name="Operations", exact=True)).to_be_visible()
    lab.page.evaluate("window.asked.length = 0")
    lab.train()
    asked = lab.page.evaluate("window.asked")
    assert asked
    assert all("boundary" not in pictures for pictures in asked)
    lab.sheet("Run")
    lab.page.wait_for_timeout(300)
    assert "boundary" in lab.page.evaluate("window.asked")[-1]
    lab.button("Step").click()
    lab.until(lambda state: state["epoch"] == 3001)
    assert "boundary" in lab.page.evaluate("window.asked")[-1]


def test_a_table_of_another_shape_can_be_shared(newcomer: Lab) -> None:
    fragment = "dataset=custom&targets=0,0,1,0,1,0,0.5,1&outputs=2"
    newcomer.open("#" + fragment)
    newcomer.until(fresh)
    assert newcomer.page.url.endswith(fragment)
    parameters = newcomer.state()["parameters"]
    assert (len(parameters["W1"]), len(parameters["b2"][0])) == (2, 2)
    newcomer.button("Step").click()
    newcomer.until(lambda state: state["epoch"] == 1)


def test_reset_gives_the_same_start_after_other_data(lab: Lab) -> None:
    choose(lab, "Checkerboard", "checkerboard")
    first = lab.state()["parameters"]
    lab.button("Step").click()
    lab.until(lambda state: state["epoch"] == 1)
    lab.button("Reset").click()
    state = lab.until(fresh)
    assert state["parameters"] == first
