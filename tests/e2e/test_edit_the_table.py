"""Changing the targets: by the name of a function, or one by one."""

import pytest
from lab import ROWS, Lab, assert_same, expect, fresh, native


def expect_targets(lab: Lab, targets: str) -> None:
    for row, target in zip(ROWS, targets, strict=True):
        expect(lab.target(row)).to_have_value(target)


def test_chooses_and(lab: Lab) -> None:
    lab.menu("Function").select_option(label="AND")
    expect_targets(lab, "0001")
    lab.until(lambda state: state["choices"]["dataset"] == "and" and fresh(state))
    assert_same(lab.train(), native(10_000, targets=(0, 0, 0, 1)))
    assert lab.verdicts() == ["right"] * 4
    assert lab.page.url.endswith("#dataset=and")


@pytest.mark.also_in("firefox", "webkit")
def test_types_nand_target_by_target(lab: Lab) -> None:
    for row, target in zip(ROWS, "1110", strict=True):
        lab.enter(lab.target(row), target)
    expect(lab.menu("Function").locator("option:checked")).to_have_text("NAND")
    lab.until(lambda state: state["choices"]["targets"] == [1, 1, 1, 0] and fresh(state))
    assert_same(lab.train(), native(10_000, targets=(1, 1, 1, 0)))
    assert lab.verdicts() == ["right"] * 4
    assert lab.page.url.endswith("#dataset=nand")


@pytest.mark.parametrize("name", ["OR", "NOR", "XNOR", "XOR"])
def test_looks_at_another_function(lab: Lab, name: str) -> None:
    lab.menu("Function").select_option(label=name)
    expect_targets(lab, {"OR": "0111", "NOR": "1000", "XNOR": "1001", "XOR": "0110"}[name])
    assert lab.state()["choices"]["dataset"] == name.lower()


def test_types_a_soft_target_and_the_network_learns_it(lab: Lab) -> None:
    lab.follow("#rate=1")
    lab.menu("Function").select_option(label="AND")
    lab.enter(lab.target("1 1"), "0.3")
    expect(lab.menu("Function").locator("option:checked")).to_have_text("Custom")
    lab.until(lambda state: state["choices"]["targets"] == [0, 0, 0, 0.3])
    state = lab.train()
    assert_same(state, native(10_000, targets=(0, 0, 0, 0.3), rate=1.0))
    assert abs(lab.predictions()[3] - 0.3) < 0.01
    assert lab.page.url.endswith("#dataset=custom&targets=0,0,0,0.3&rate=1")


def test_is_told_when_a_soft_target_is_met(lab: Lab) -> None:
    rule = lab.page.get_by_text("For a target between 0 and 1, a prediction within 0.1 is right.")
    lab.follow("#dataset=custom&targets=0,1,0.25,0&epochs=20")
    lab.train()
    expect(rule).to_be_visible()
    lab.follow("#epochs=20")
    lab.train()
    expect(rule).to_have_count(0)


def test_chooses_custom_and_keeps_the_table(lab: Lab) -> None:
    lab.menu("Function").select_option(label="Custom")
    expect_targets(lab, "0110")
    assert lab.page.url.endswith("#dataset=custom&targets=0,1,1,0")


def test_chooses_another_function_and_finds_the_typed_table_again(lab: Lab) -> None:
    function = lab.menu("Function")
    lab.enter(lab.target("1 0"), "0.25")
    function.select_option(label="NOR")
    expect_targets(lab, "1000")
    function.select_option(label="Custom")
    lab.until(lambda state: state["choices"]["targets"] == [0, 1, 0.25, 0])
    function.select_option(label="AND")
    lab.menu("Dataset").select_option(label="3 inputs")
    function.select_option(label="Custom")
    parity = [0, 1, 1, 0, 1, 0, 0, 1]
    lab.until(lambda state: state["choices"]["dataset"] == "custom" and state["choices"]["targets"] == parity)
    lab.follow("#")
    function.select_option(label="Custom")
    expect_targets(lab, "0110")


def test_changes_a_target_after_the_end_and_trains_anew(lab: Lab) -> None:
    lab.follow("#epochs=200&hidden=4")
    lab.train()
    lab.enter(lab.target("0 0"), "1")
    lab.until(lambda state: state["choices"]["targets"] == [1, 1, 1, 0] and fresh(state))
    expect(lab.bar).to_contain_text("from epoch 0")
    assert_same(lab.train(), native(200, targets=(1, 1, 1, 0), hidden=4))


def test_chooses_another_function_before_anything_is_trained(lab: Lab) -> None:
    lab.menu("Function").select_option(label="OR")
    expect(lab.bar).to_contain_text("The function changed; the run has not begun yet.")
