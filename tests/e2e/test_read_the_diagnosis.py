"""The diagnosis: each kind of failure names a layer, a number, and what to try."""

import re
from typing import Any

import pytest
from lab import THREE_SECONDS, Lab, expect, native


def diagnosis(lab: Lab) -> Any:
    return lab.page.get_by_role("region", name="Diagnosis", exact=True)


@pytest.mark.parametrize(
    ("address", "words", "way"),
    [
        (
            "",
            r"Stuck on a plateau\. In the last tenth of the run the loss fell by 0\.50\s%\. "
            r"The largest remaining gradient is 0\.00050 per row, for W1 in the hidden layer",
            "See what may help",
        ),
        (
            "rate=20&seed=5&epochs=3000",
            r"Stuck on a plateau\. In the last half of the run",
            "See what may help",
        ),
        (
            "hidden=0&epochs=6000",
            r"Stuck on a plateau\..* for (W|b)1 in the output layer",
            "See what may help",
        ),
        (
            "output=softmax&hidden=4&seed=0&epochs=6000",
            r"Diagnosis\s*Softmax with a single output\. Softmax makes the outputs add up to 1; the output layer has "
            r"only one, so every prediction is 1\.0000\. (?!.*neurons)",
            "Use a sigmoid output",
        ),
        (
            "hidden=4,4,4,4,4,4&epochs=200",
            r"Vanishing gradients\. Only 0\.\d+\s% of the gradient of the last of 7 layers reaches hidden layer 1",
            "Use tanh and Xavier weights",
        ),
        (
            "activation=relu&rate=20&hidden=4&epochs=50",
            r"Dead neurons\. In the hidden layer, 4 of 4 ReLU neurons are 0 for every row",
            "Use tanh and Xavier weights",
        ),
        (
            "activation=tanh&output=tanh&rate=20&epochs=500",
            r"Saturated neurons\. In the hidden layer, 100\s% of the values lie on the flat ends",
            "Use Xavier weights",
        ),
        (
            "rate=100&epochs=500",
            r"A saturated output\. For 2 of 4 rows, the prediction of the output layer is wrong",
            "Use cross-entropy with a sigmoid output",
        ),
        (
            "rate=20&hidden=4&seed=0&epochs=60",
            r"The loss swings\. The loss has been oscillating between 0\.\d+ and 0\.\d+",
            "Use a tenth of the learning rate",
        ),
        (
            "activation=tanh&loss=binary_cross_entropy&rate=3&hidden=4&seed=0&epochs=60",
            r"The loss has grown\. It was 0\.8381 at first; now it is \d+\.\d+",
            "Use a tenth of the learning rate",
        ),
        (
            "output=tanh&loss=binary_cross_entropy&epochs=40",
            r"Cross-entropy without probabilities\. (A prediction|The predictions) of the output layer",
            "Use a sigmoid output",
        ),
        (
            "activation=linear&output=linear&rate=3&hidden=4&seed=4&epochs=6",
            r"Training diverged\. W1 in the hidden layer is no longer a finite number; the largest number left is ",
            "Use a tenth of the learning rate",
        ),
    ],
)
def test_reads_what_is_wrong_and_what_to_try(lab: Lab, address: str, words: str, way: str) -> None:
    lab.follow(f"#{address}")
    lab.train()
    expect(diagnosis(lab)).to_have_text(re.compile(words))
    expect(diagnosis(lab).get_by_role("button", name=way, exact=True)).to_be_visible()
    expect(lab.progress).to_contain_text("iagnosis")


def test_equal_weights_are_called_symmetrical_and_drawn_by_one_press(lab: Lab) -> None:
    at_first = lab.state()["parameters"]
    lab.weights()
    for name in ("W1[0,0]", "W1[0,1]", "W1[1,0]", "W1[1,1]", "W2[0,0]", "W2[1,0]"):
        lab.enter(lab.field(name), "0.5")
    lab.until(lambda state: state["parameters"]["W2"][1][0] == 0.5)
    lab.enter(lab.field("Epochs"), "300")
    state = lab.train()
    assert state["parameters"]["W1"][0][0] == state["parameters"]["W1"][0][1], "and they stay so"
    expect(diagnosis(lab)).to_contain_text("Symmetrical neurons. The 2 neurons of the hidden layer are all alike")
    lab.enter(lab.field("Epochs"), "1000000")
    lab.play()
    diagnosis(lab).get_by_role("button", name="Draw random weights", exact=True).click()
    lab.until(lambda state: state["training"] and state["epoch"] > 0)
    lab.button("Reset").click()
    assert lab.until(lambda state: state["epoch"] == 0)["parameters"] == at_first


def test_one_press_frees_a_deep_network(lab: Lab) -> None:
    lab.follow("#hidden=4,4,4,4,4,4&epochs=3000")
    lab.train()
    lab.play(THREE_SECONDS)
    diagnosis(lab).get_by_role("button", name="Use tanh and Xavier weights", exact=True).click()
    expect(lab.button("Pause")).to_be_focused()
    state = lab.until(lambda state: state["epoch"] == 3000 and state["loss"] < 0.01)
    assert state["choices"]["activation"] in ("tanh", ["tanh"])
    assert state["choices"]["initializer"] == "xavier"
    lab.until_still()
    expect(diagnosis(lab)).to_have_count(0)


def test_one_press_saves_a_run_that_diverged(lab: Lab) -> None:
    lab.follow("#output=tanh&loss=binary_cross_entropy&rate=3&hidden=4&seed=4&epochs=60")
    lab.train()
    diagnosis(lab).get_by_role("button", name="Use a sigmoid output", exact=True).click()
    lab.until(lambda state: state["current"] and state["choices"]["output"] == "sigmoid" and state["epoch"] == 60)
    state = lab.until_still()
    expected = native(60, loss="binary_cross_entropy", rate=3, hidden=4, seed=4)
    assert state["loss"] == pytest.approx(expected.losses[-1], rel=1e-6)


def test_before_anything_is_trained_only_a_choice_that_cannot_work_is_told(lab: Lab) -> None:
    lab.follow("#initializer=zeros&hidden=3")
    lab.follow("#output=softmax")
    expect(diagnosis(lab)).to_contain_text("Softmax with a single output")
    lab.follow("#initializer=zeros&hidden=3")
    expect(lab.progress).to_contain_text("Epoch 0")
    expect(diagnosis(lab)).to_have_count(0)
    lab.button("Step").click()
    expect(diagnosis(lab)).to_contain_text("Symmetrical neurons")
    expect(lab.page.get_by_role("region", name="Code").get_by_text("1 epoch", exact=True)).to_be_visible()


def test_the_words_in_the_bar_lead_to_it_and_it_leads_to_the_ways_out(lab: Lab) -> None:
    lab.page.evaluate("scrollTo(0, 0)")
    lab.train()
    expect(lab.button("Try another seed")).to_have_count(1)
    lab.bar.get_by_role("button", name="see the diagnosis", exact=True).click()
    expect(diagnosis(lab)).to_be_focused()
    expect(diagnosis(lab)).to_be_in_viewport()
    expect(diagnosis(lab)).not_to_contain_text("neurons")
    lab.button("See what may help").click()
    expect(lab.button("Try another seed")).to_be_in_viewport()


def test_a_cause_that_is_graver_than_being_stuck_comes_before_another_seed(lab: Lab) -> None:
    lab.follow("#rate=1000")
    lab.train()
    ways = lab.page.locator("#verdict .ways").get_by_role("button")
    expect(ways).to_have_text(["See the diagnosis", "Try another seed", "Run 1,000 seeds", "Use four hidden neurons"])
    ways.first.click()
    expect(diagnosis(lab)).to_be_focused()
    expect(diagnosis(lab).get_by_role("button").first).to_have_text("Use a tenth of the learning rate")


def test_weights_that_are_no_numbers_are_shown_as_such(lab: Lab) -> None:
    lab.follow("#activation=linear&output=linear&rate=3&hidden=4&seed=4&epochs=6")
    lab.weights()
    lab.train()
    expect(lab.field("W1[0,0]")).to_have_attribute("placeholder", re.compile("NaN|Infinity"))


def test_a_run_that_learns_is_left_in_peace(lab: Lab) -> None:
    lab.follow("#hidden=4")
    expect(diagnosis(lab)).to_have_count(0)
    lab.train()
    assert lab.verdicts() == ["right"] * 4
    expect(diagnosis(lab)).to_have_count(0)


def test_says_nothing_while_it_trains(lab: Lab) -> None:
    lab.follow("#activation=relu&rate=20&hidden=4&epochs=1000000")
    lab.play()
    lab.button("Train").click()
    lab.until(lambda state: state["epoch"] > 500)
    expect(diagnosis(lab)).to_have_count(0)
    lab.button("Pause").click()
    expect(diagnosis(lab)).to_contain_text("Dead neurons")
    epoch = lab.state()["epoch"]
    lab.page.wait_for_timeout(300)
    assert lab.state()["epoch"] == epoch, "a diagnosis trains nothing"


def test_is_that_of_the_epoch_that_is_looked_at(lab: Lab) -> None:
    lab.train()
    expect(diagnosis(lab)).to_contain_text("Stuck on a plateau")
    slider = lab.page.get_by_role("slider", name="Timeline", exact=True)
    slider.focus()
    lab.page.keyboard.press("Home")
    lab.until(lambda state: state["epoch"] == 0)
    expect(diagnosis(lab)).to_have_count(0)
    lab.page.keyboard.press("End")
    expect(diagnosis(lab)).to_contain_text("Stuck on a plateau")
    expect(lab.button("Try another seed")).to_be_visible()
