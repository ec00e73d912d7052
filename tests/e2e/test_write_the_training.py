"""Writing another train_network: it is what trains, with all that it does."""

import numpy as np
import pytest
from coding import Function, whose_code
from lab import Lab, assert_same, expect, fresh, native, number_in

from glassnet.programs.choices import checked
from glassnet.programs.running import Program
from glassnet.programs.writing import parts

LOOP = "        # Backward propagation"
DECAY = LOOP, f"        learning_rate = learning_rate * 0.99\n{LOOP}"
STOP = LOOP, f"        if loss < 0.24998:\n            break\n\n{LOOP}"


@pytest.fixture
def training(clean: Lab) -> Function:
    clean.follow("#epochs=400")
    return Function(clean, "train_network")


def run_by_hand(text: str, epochs: int) -> Program:
    """The program with this train_network, run as a whole in this Python; `network` is what it gives."""
    program = Program(parts(checked({})), {"train_network": text})
    program.network = program.train_network(*TABLE, 2, 2, 1, epochs, 0.1)
    return program


TABLE = native(0).run.X, native(0).run.y


def test_a_rate_that_decays(training: Function) -> None:
    lab = training.lab
    training.change(*DECAY).runs()
    state = lab.train()
    expected = run_by_hand(training.source.replace(*DECAY), 400).network
    for name, values in expected.items():
        np.testing.assert_allclose(state["parameters"][name], values, rtol=0, atol=1e-12, err_msg=name)
    assert abs(state["loss"] - native(400).losses[-1]) > 1e-6
    # Looking back and going on, it goes on with the rate of that time.
    timeline = lab.page.get_by_role("slider", name="Timeline")
    timeline.focus()
    back = 400
    for _ in range(5):
        timeline.press("ArrowLeft")
        back = lab.until(lambda state, last=back: 0 < state["epoch"] < last)["epoch"]
    for epoch in range(back + 1, back + 4):
        lab.button("Step").click()
        state = lab.until(lambda state, epoch=epoch: state["epoch"] == epoch)
    expected = run_by_hand(training.source.replace(*DECAY), back + 3).network
    np.testing.assert_allclose(state["parameters"]["W2"], expected["W2"], rtol=0, atol=1e-12)


def test_early_stopping(training: Function) -> None:
    lab = training.lab
    training.change(*STOP).runs()
    state = lab.train()
    assert 0 < state["epoch"] < 400
    assert state["loss"] < 0.24998
    assert native(state["epoch"] - 1).losses[-1] >= 0.24998
    said = f"Your train_network ended at epoch {state['epoch']}."
    expect(lab.bar).to_contain_text(said)
    expect(lab.progress).to_contain_text(said)
    assert_same(state, native(state["epoch"]))
    lab.button("Step").click()
    expect(lab.bar).to_contain_text(said)
    assert lab.train()["epoch"] == state["epoch"], "a new run, from epoch 0"
    lab.button("Reset").click()
    lab.until(fresh)
    training.restore()
    lab.until(fresh)
    assert lab.train()["epoch"] == 400


def test_a_loop_of_its_own_length(training: Function) -> None:
    lab = training.lab
    training.change("range(epochs)", "range(1, epochs + 1)").runs()
    assert_same(lab.train(), native(400))
    lab.train()
    expect(lab.bar).to_contain_text("Your train_network ended at epoch 400.")
    assert_same(lab.train(), native(400))
    expect(lab.page.locator(".failure:visible")).to_have_count(0)


def test_what_is_printed_each_ten_epochs(training: Function) -> None:
    training.change("epoch % 100", "epoch % 10").runs()
    state = training.lab.train()
    printed = training.place.get_by_role("region", name="Printed", exact=True)
    losses = native(400).losses
    expect(printed).to_contain_text(f"Epoch 390, Loss: {losses[390]:.6f}"[:-1])
    lines = [line for line in printed.inner_text().splitlines() if line.startswith("Epoch")][-39:]
    assert [number_in(line, "Epoch") for line in lines] == list(range(10, 400, 10))
    assert [number_in(line, "Loss") for line in lines] == pytest.approx(losses[10:400:10], abs=1e-12)
    assert_same(state, native(400))
    expect(whose_code(training.lab)).to_contain_text("train_network")
