"""Changed lines of the program, by name and line, compared with Python's difflib on real programs."""

import difflib

import pytest
from javascript import ask

from glassnet.programs.choices import checked
from glassnet.programs.writing import parts


def told(**chosen):
    """A program in the page's form."""
    return [{"step": part.step, "name": part.name, "source": part.text} for part in parts(checked(chosen))]


@pytest.fixture
def compare(tmp_path):
    """`compare(before, after)` gives the differences of each part, by name."""

    def compared(before, after):
        found = ask(
            tmp_path,
            "module.changedLines(given.before, given.after)",
            "state/changed-lines.js",
            before=before,
            after=after,
        )
        return {one["name"]: one for one in found}

    return compared


def program(text):
    return [{"step": 4, "name": "part", "source": text}]


def test_the_same_program_has_no_changed_lines(compare):
    assert compare(told(), told()) == {}


def test_another_activation_changes_its_own_lines(compare):
    changed = compare(told(), told(activation="tanh"))
    assert {name: (one["step"], one["lines"], one["gaps"]) for name, one in changed.items()} == {
        "tanh": (3, [0, 1], []),
        "tanh_derivative": (3, [0, 1], []),
        "forward_propagation": (4, [6], []),
        "backward_propagation": (6, [11], []),
    }


def test_a_new_part_is_new_as_a_whole_and_one_that_has_gone_is_counted(compare):
    adam = compare(told(), told(optimizer="adam"))["adam"]
    assert (adam["step"], adam["lines"], adam["count"]) == (7, [0, 1, 2, 3, 4, 5, 6], 7)
    gone = compare(told(optimizer="adam"), told())["adam"]
    assert (gone["lines"], gone["gaps"], gone["count"]) == ([], [0], 7)


@pytest.mark.parametrize(
    ("before", "after", "lines", "gaps", "count"),
    [
        ("a\nb\nc\n", "a\nc\n", [], [1], 1),  # a line is gone
        ("a\nb\n", "a\n", [], [1], 1),  # the last one is
        ("a\nb\n", "a\nx\n", [1], [], 1),  # one in the place of another
        ("a\nb\nc\n", "a\nx\n", [1], [2], 2),  # one in the place of two
        ("a\n", "a\nb\nc\n", [1, 2], [], 2),
        ("a\nb\na\n", "a\na\n", [], [1], 1),
        ("", "a\n", [0], [], 1),
    ],
)
def test_lines_and_gaps(compare, before, after, lines, gaps, count):
    [changed] = compare(program(before), program(after)).values()
    assert (changed["lines"], changed["gaps"], changed["count"]) == (lines, gaps, count)


@pytest.mark.parametrize(
    "chosen",
    [
        {"hidden": [4, 3]},
        {"hidden": []},
        {"optimizer": "adam", "dropout": 0.2, "batch": 32},
        {"loss": "binary_cross_entropy", "l2": 0.01, "schedule": "cosine", "dataset": "moons"},
    ],
)
def test_what_is_not_marked_stood_there_before_in_the_same_order(compare, chosen):
    before, after = told(), told(**chosen)
    changed = compare(before, after)
    old = {part["name"]: part["source"].splitlines() for part in before}
    for part in after:
        marked = set(changed.get(part["name"], {"lines": []})["lines"])
        kept = [line for place, line in enumerate(part["source"].splitlines()) if place not in marked]
        blocks = difflib.SequenceMatcher(None, old.get(part["name"], []), kept, autojunk=False).get_matching_blocks()
        assert sum(block.size for block in blocks) == len(kept), part["name"]


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([(4, 1)], "1 line changed in step 4."),
        ([(6, 1), (4, 1), (3, 2), (3, 2)], "6 lines changed in steps 3, 4 and 6."),
        ([(10, 1), (2, 1)], "2 lines changed in steps 2 and 10."),
    ],
)
def test_in_words(tmp_path, steps, words):
    changed = [{"step": step, "count": count} for step, count in steps]
    assert ask(tmp_path, "module.inWords(given.changed)", "state/changed-lines.js", changed=changed) == words
