"""Right answers solve every exercise and wrong ones fail it, through the session."""

import re

import numpy as np
import pytest
from cases import X
from cases import Y as XOR

import tutorial
from glassnet import session
from glassnet.glass.exercises import functions_of, losses_of, with_answer
from sitebuild.exercises import KINDS, exercise, exercises, for_the_page
from sitebuild.problem import Problem

ALL = exercises()
EACH = [pytest.param(one, id=one["name"]) for one in ALL]


def checked(one, answer):
    """The page's result for an answer: an option, a text, or the address of a trained run."""
    option, text, chosen = None, None, {}
    if one["kind"] == "predict":
        option = int(answer)
    elif one["kind"] == "free":
        for key, value in (pair.split("=") for pair in answer.split("&")):
            chosen[key] = [int(value)] if key == "hidden" else int(value) if value.isdigit() else value
    else:
        text = answer
    session.start(chosen)
    if one["kind"] == "free":
        session.train(1e9, chosen.get("epochs", 10_000))
    answered = session.check_exercise(one["check"], option, text)
    assert answered["problem"] is None, answered["problem"]
    return answered["answer"]


@pytest.fixture(autouse=True)
def run():
    yield
    session.start({})


@pytest.mark.parametrize("one", EACH)
def test_right_answers_are_right_and_wrong_ones_told_with_numbers(one):
    assert one["right"]
    assert one["wrong"]
    for answer in one["right"]:
        found = checked(one, answer)
        assert found["right"], found["words"]
        assert len(found["words"]) > 20
    for answer in one["wrong"]:
        found = checked(one, answer)
        assert not found["right"]
        assert re.search(r"expected", found["words"]), "says what was expected"
        assert re.search(r"\d", found["words"]), "says what was computed"


@pytest.mark.parametrize("one", [one for one in EACH if one.values[0]["kind"] == "predict"])
def test_a_wrong_guess_is_not_told_the_answer(one):
    [right] = one["right"]
    computed = checked(one, right)["words"].split(". ")[0]
    told = [checked(one, guess)["words"] for guess in one["wrong"]]
    assert len(set(told)) == len(told), "each is told why it cannot be"
    assert not [words for words in told if computed in words]


@pytest.mark.parametrize("one", [one for one in EACH if one.values[0]["code"]])
def test_what_the_reader_starts_from_is_not_yet_right(one):
    assert not checked(one, one["code"])["right"]


def test_there_are_sixteen_and_all_kinds_among_them():
    assert len(ALL) == 16
    assert {one["kind"] for one in ALL} == set(KINDS)
    assert all(2 <= one["step"] <= 9 for one in ALL)


def by_name(name):
    return next(one for one in ALL if one["name"] == name)


def trained(code, epochs, rate, y=XOR):
    """The loss, and the network, after the tutorial's training with the functions of some code."""
    made, network = with_answer(functions_of(code)), tutorial.initialize_network(2, 2, 1)
    losses_of(made, network, X, y, epochs, rate)
    return float(made.compute_loss(y, made.predict(network, X))), network


def said(one):
    return "".join(piece.get("text", "") + piece.get("code", "") for part in one["text"] for piece in part)


def test_a_sigmoid_of_a_sigmoid_ends_where_its_exercise_says():
    one = by_name("13-sigmoid-twice")
    wrong, _ = trained(one["code"], 10_000, 0.1)
    right, _ = trained(one["right"][0], 10_000, 0.1)
    assert f"a loss of {wrong:.4f} instead of {right:.4f}" in said(one)


def test_an_early_update_is_stuck_where_its_exercise_says_and_the_right_order_is_not():
    one = by_name("14-too-early")
    ends = []
    for code, rate in ((one["code"], 5), (one["right"][0], 5), (one["code"], 0.1), (one["right"][0], 0.1)):
        network = tutorial.initialize_network(2, 2, 1)
        train_epoch = functions_of(code).train_epoch
        for _ in range(10_000):
            network = train_epoch(network, X, XOR, rate)
        ends.append(float(tutorial.compute_loss(XOR, tutorial.predict(network, X))))
    assert f"With 5 the loss is stuck at {ends[0]:.6f}" in said(one)
    assert ends[1] < 0.0001
    assert ends[2] == pytest.approx(ends[3], rel=1e-4), "nobody notices"


def test_a_bias_for_each_row_looks_as_good_as_its_exercise_says():
    one = by_name("15-bias-of-rows")
    loss, network = trained(one["code"], 10_000, 0.1)
    assert f"the loss falls to {loss:.4f}" in said(one)
    assert network["b2"].shape == tutorial.predict(network, X[:1]).shape == (4, 1)
    assert (abs(tutorial.predict(network, X) - XOR) < 0.5).all()


def test_flat_targets_have_the_loss_that_their_exercise_says():
    one = by_name("16-flat-targets")
    data = functions_of(one["code"])
    assert data.y.shape == (4,)
    assert f"`compute_loss` returns {tutorial.compute_loss(data.y, XOR):g}".replace("`", "") in said(one)


@pytest.mark.parametrize("code", ["np.random.seed(1)\nx = np.random.rand(3)", "initialize_network(2, 2, 1)", "1 / 0"])
def test_numpys_random_state_is_afterwards_what_it_was(code):
    one = by_name("09-sign")
    np.random.seed(7)
    np.random.rand(3)
    expected = np.random.rand(5)
    np.random.seed(7)
    np.random.rand(3)
    session.check_exercise(one["check"], None, f"{one['right'][0]}\n{code}\n")
    assert np.random.rand(5).tolist() == expected.tolist()


def test_the_page_does_not_get_the_answers():
    told = for_the_page()
    assert '"right"' not in told
    assert '"check"' in told


def test_an_error_in_the_readers_text_is_told_with_its_line():
    one = next(one for one in ALL if one["kind"] == "mend")
    problem = session.check_exercise(one["check"], None, one["code"] + "\n1 / 0\n")["problem"]
    assert problem["line"] == one["code"].count("\n") + 2
    assert "divides by 0" in problem["message"]


def test_a_text_without_the_function_is_told():
    one = next(one for one in ALL if one["kind"] == "mend")
    problem = session.check_exercise(one["check"], None, "x = 1")["problem"]
    assert "forward_propagation" in problem["message"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no header", "has no header"),
        ("---\ntitle: x\nstep: 2\n---\n", "needs title, step and kind"),
        ("---\ntitle: x\nstep: 2\nkind: guess\n---\n", "predict, fill, mend, free"),
        ("---\ntitle: x\nstep: 2\nkind: fill\nfoo: bar\n---\n", "needs title, step and kind"),
        ("---\ntitle: x\nstep: 2\nkind: fill\n---\n\nText.\n", "needs one block"),
    ],
)
def test_a_bad_file_is_told(tmp_path, text, said):
    (tmp_path / "13-new.md").write_text(text)
    with pytest.raises(Problem, match=said):
        exercise(tmp_path / "13-new.md")
