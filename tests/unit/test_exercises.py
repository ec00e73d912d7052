"""Every exercise is solved by its right answers and failed by its wrong ones, through the page's own door."""

import re

import pytest

from glassnet import session
from sitebuild.exercises import KINDS, exercise, exercises, for_the_page
from sitebuild.problem import Problem

ALL = exercises()
EACH = [pytest.param(one, id=one["name"]) for one in ALL]


def checked(one, answer):
    """What the page would get for an answer: an option, a text, or for a free one the address of a trained run."""
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


def test_there_are_twelve_and_all_kinds_among_them():
    assert len(ALL) >= 12
    assert {one["kind"] for one in ALL} == set(KINDS)
    assert all(2 <= one["step"] <= 9 for one in ALL)


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
