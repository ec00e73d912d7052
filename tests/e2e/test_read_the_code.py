"""Reading the code: the nine steps, and the very source that runs."""

import inspect

import pytest
from lab import Lab, expect

import glassnet

STEPS = {
    "Initialize the network": ["initialize_network"],
    "Activation function": ["sigmoid", "sigmoid_derivative"],
    "Forward propagation": ["forward_propagation"],
    "Loss function": ["compute_loss"],
    "Backpropagation": ["backward_propagation"],
    "Update the weights": ["update_parameters"],
    "Train": ["train_network"],
    "Test the network": ["predict"],
}

ONE_ENGINE = pytest.mark.only_in("chromium", reason="drawn by one code from one state, whatever the engine")


def test_reads_the_source_of_every_step(lab: Lab) -> None:
    code = lab.page.get_by_role("region", name="Code", exact=True)
    assert code.get_by_role("heading", level=3).count() == 9
    for title, functions in STEPS.items():
        step = code.locator("details", has=lab.page.get_by_role("heading", name=title, exact=True))
        if step.get_attribute("open") is None:
            step.locator("summary").click()
        for name in functions:
            source = step.get_by_label(f"Source of {name}", exact=True)
            expect(source).to_be_visible()
            assert source.text_content() == inspect.getsource(getattr(glassnet, name))


@ONE_ENGINE
def test_looks_up_a_word(lab: Lab) -> None:
    meaning = lab.page.get_by_role("region", name="Code", exact=True).locator("dt", has_text="Epoch").locator("+ dd")
    expect(meaning).not_to_be_visible()
    lab.unfold("The words for it")
    expect(meaning).to_have_text("All rows seen once: forward, loss, backward, update.")


@ONE_ENGINE
def test_sees_the_numbers_of_the_run_beside_the_code(lab: Lab) -> None:
    lab.follow("#hidden=4&epochs=500")
    state = lab.train()
    code = lab.page.get_by_role("region", name="Code", exact=True)
    expect(code).to_contain_text(f"{state['loss']:.4f}")
    expect(code).to_contain_text("500 epochs")


@ONE_ENGINE
def test_reads_the_source_of_what_was_chosen(lab: Lab) -> None:
    lab.follow("#activation=tanh&loss=binary_cross_entropy&optimizer=momentum&initializer=xavier")
    code = lab.page.get_by_role("region", name="Code", exact=True)
    for name in ("tanh", "tanh_derivative", "binary_cross_entropy", "momentum", "xavier"):
        assert code.get_by_label(f"Source of {name}", exact=True).text_content().count(f"def {name}(") == 1
    lab.follow("#")
    expect(code.get_by_label("Source of tanh", exact=True)).to_have_count(0)
