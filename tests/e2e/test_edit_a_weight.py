"""The table of weights: every parameter can be changed by hand."""

from typing import Any

import pytest
from lab import ROWS, Lab, assert_same, expect, native


@pytest.fixture
def weights(lab: Lab) -> Any:
    return lab.weights()


def test_sees_every_parameter_under_its_name(lab: Lab, weights: Any) -> None:
    lab.follow("#hidden=3,2&epochs=100")
    state = lab.train()
    fields = weights.get_by_role("spinbutton")
    expect(fields).to_have_count(2 * 3 + 3 + 3 * 2 + 2 + 2 * 1 + 1)
    for name, matrix in state["parameters"].items():
        for row, values in enumerate(matrix):
            for column, value in enumerate(values):
                label = f"{name}[{column}]" if name.startswith("b") else f"{name}[{row},{column}]"
                assert float(lab.field(label).input_value()) == value


def test_changes_weights_and_the_predictions_follow(lab: Lab, weights: Any) -> None:
    lab.follow("#epochs=400")
    network = lab.train()["parameters"]
    lab.enter(lab.field("W1[0,1]"), "-2.5")
    lab.until(lambda state: state["parameters"]["W1"][0][1] == -2.5)
    lab.enter(lab.field("b2[0]"), "0.75")
    state = lab.until(lambda state: state["parameters"]["b2"][0][0] == 0.75)
    network["W1"][0][1], network["b2"][0][0] = -2.5, 0.75
    expected = native(0, network=network)
    assert_same(state, expected, tolerance=1e-15)
    assert lab.predictions() == pytest.approx(expected.predictions, abs=0.5001e-3)
    expect(lab.bar).to_contain_text("b2[0]")
    assert state["epoch"] == 400


def test_a_weight_set_after_the_end_makes_no_stuck_run(lab: Lab, weights: Any) -> None:
    lab.follow("#hidden=4&epochs=6000&rate=1")
    lab.train()
    assert lab.verdicts() == ["right"] * 4
    lab.enter(lab.field("b2[0]"), "-30")
    expect(lab.verdict).to_contain_text("2 of 4 rows are still wrong")
    expect(lab.verdict).not_to_contain_text("Stuck")


def test_changes_a_weight_and_trains_on_from_it(lab: Lab, weights: Any) -> None:
    network = native(0).network
    lab.enter(lab.field("W2[1,0]"), "3")
    lab.until(lambda state: state["parameters"]["W2"][1][0] == 3)
    network["W2"][1][0] = 3
    lab.button("Step").click()
    assert_same(lab.until(lambda state: state["epoch"] == 1), native(1, network=network))


def test_changes_a_weight_of_the_recorded_run_and_trains_on_from_it(newcomer: Lab) -> None:
    newcomer.open()
    newcomer.weights()
    before = newcomer.state()["parameters"]
    newcomer.enter(newcomer.field("b1[0]"), "1")
    state = newcomer.until(lambda state: state["parameters"]["b1"][0][0] == 1)
    before["b1"][0][0] = 1
    assert_same(state, native(0, network=before))
    # What somebody has changed is no recording any more, and Train must not throw it away.
    expect(newcomer.page.get_by_text("recorded run", exact=True)).to_have_count(0)
    newcomer.button("Step").click()
    state = newcomer.until(lambda state: state["epoch"] != 10_000)
    assert state["epoch"] == 10_001
    assert_same(state, native(1, network=before))


@pytest.mark.parametrize("typed", ["", "1e"])
def test_types_no_number_and_keeps_the_weight(lab: Lab, weights: Any, typed: str) -> None:
    field = lab.field("W1[0,0]")
    before = lab.state()
    lab.enter(field, typed)
    expect(field).to_have_attribute("aria-invalid", "true")
    assert float(field.input_value()) == before["parameters"]["W1"][0][0]
    assert lab.state() == before
    lab.enter(field, str(before["parameters"]["W1"][0][0]))
    expect(field).to_have_attribute("aria-invalid", "false")


def test_goes_through_the_weights_without_changing_one(lab: Lab, weights: Any) -> None:
    lab.follow("#epochs=100")
    before = lab.train()
    for field in weights.get_by_role("spinbutton").all():
        field.focus()
    lab.target(ROWS[0]).focus()
    lab.page.wait_for_timeout(200)
    assert lab.state() == before


def test_undoes_it_by_reset(lab: Lab, weights: Any) -> None:
    lab.enter(lab.field("W1[1,1]"), "9")
    lab.until(lambda state: state["parameters"]["W1"][1][1] == 9)
    lab.button("Reset").click()
    lab.until(lambda state: state["parameters"]["W1"][1][1] != 9)
    assert_same(lab.state(), native(0), tolerance=1e-15)
