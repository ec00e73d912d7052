"""Pasting code from elsewhere: it runs as it is, or the page says what is missing."""

from pathlib import Path

import pytest
from coding import Function
from lab import Lab, assert_same, expect, fresh, native

CORPUS = Path(__file__).parent / "corpus" / "code"
# In whose editor it is pasted; what it must come to after 200 epochs is the tutorial's own run.
RUNS = {
    "annotations_decorator": "sigmoid",
    "lambda": "sigmoid",
    "train_own_loop": "train_network",
    "star_import_forward": "forward_propagation",
    "block_of_activations": "sigmoid",
    "tutorial_forward": "forward_propagation",
    "tutorial_backward": "backward_propagation",
}


@pytest.fixture
def reader(lab: Lab) -> Lab:
    lab.follow("#epochs=200")
    return lab


@pytest.mark.parametrize("text", RUNS)
def test_runs_as_it_is(reader: Lab, text: str) -> None:
    function = Function(reader, RUNS[text]).write((CORPUS / f"{text}.txt").read_text()).runs()
    expect(function.problem).to_have_count(0)
    reader.button("Reset").click()
    reader.until(fresh)
    assert_same(reader.train(), native(200))
    function.restore()


def test_a_step_with_the_other_sign_runs_and_goes_uphill(reader: Lab) -> None:
    """It subtracts, as where gradients point uphill; it gives new arrays; nothing of that is an error."""
    update = Function(reader, "update_parameters").write((CORPUS / "minus_update.txt").read_text()).runs()
    reader.button("Reset").click()
    reader.until(fresh)
    assert reader.train()["loss"] > native(0).losses[-1]
    update.restore()


def test_what_a_text_defines_besides_is_said_where_it_belongs(reader: Lab) -> None:
    sigmoid = Function(reader, "sigmoid").write((CORPUS / "block_of_activations.txt").read_text()).runs()
    other = Function(reader, "sigmoid_derivative")
    expect(other.place).to_contain_text("Your version of sigmoid defines sigmoid_derivative, too.")
    expect(other.listing).to_have_count(0)
    sigmoid.restore()
    expect(other.listing).to_have_text(other.source)
