"""Checking the gradients: backpropagation against the loss, for every parameter."""

import numpy as np
import pytest
from coding import Function
from lab import XOR, Lab, expect

from glassnet import backward_propagation, forward_propagation
from glassnet.data.truth_tables import truth_table


def check(lab: Lab) -> tuple[Function, str]:
    """Press the button; the function, and the result in words."""
    backward = Function(lab, "backward_propagation")
    backward.button("Check gradients").click()
    said = backward.place.get_by_role("status", name="Gradients", exact=True)
    expect(said).to_contain_text("derivatives were checked")
    return backward, said.inner_text()


def test_every_derivative_of_the_run_is_in_the_table(lab: Lab) -> None:
    lab.follow("#hidden=3&epochs=50&seed=5")
    state = lab.train()
    backward, said = check(lab)
    assert said.startswith("At epoch 50. All 13 derivatives were checked, and are right")
    X, y = truth_table(XOR)
    network = {name: np.array(values) for name, values in state["parameters"].items()}
    _, cache = forward_propagation(network, X)
    expected = backward_propagation(network, cache, X, y)
    table = backward.place.get_by_role("table", name="Gradient check", exact=True)
    rows = [row for row in table.get_by_role("row").all() if row.get_by_role("cell").count()]
    shown = [float(row.get_by_role("cell").all_inner_texts()[0].replace("−", "-")) for row in rows]
    assert shown == pytest.approx(np.concatenate([array.ravel() for array in expected.values()]), rel=1e-3)
    assert [row.get_by_role("cell").all_inner_texts()[-1] for row in rows] == ["right"] * 13
    layers = [header.inner_text().split(" (")[0] for header in table.locator(".layer th").all()]
    assert layers == ["Layer 1: dW1", "Layer 1: db1", "Layer 2: dW2", "Layer 2: db2"]
    expect(backward.place).to_contain_text("is −2 times the derivative of the loss (Mean squared error)")
    lab.button("Reset").click()
    expect(table).to_have_count(0)  # it was of a run that is gone


@pytest.mark.parametrize(
    ("fragment", "said"),
    [
        ("#hidden=5,4&activation=relu,gelu&loss=binary_cross_entropy&reduction=mean", "All 44 derivatives"),
        ("#hidden=64,64", "are right"),
        ("#hidden=3&l2=0.01&clip=0.001", "are right"),
    ],
)
def test_whatever_was_chosen(lab: Lab, fragment: str, said: str) -> None:
    lab.follow(fragment)
    assert said in check(lab)[1]


def test_a_wrong_derivative_is_told_from_a_wrong_backpropagation(lab: Lab) -> None:
    lab.follow("#epochs=20")
    slope = Function(lab, "sigmoid_derivative").change("x * (1 - x)", "1 - x")
    slope.runs()
    backward = Function(lab, "backward_propagation")
    backward.button("Check gradients").click()
    said = backward.place.get_by_role("status", name="Gradients", exact=True)
    expect(said).to_contain_text("sigmoid_derivative is not the slope of sigmoid")
    slope.restore()
