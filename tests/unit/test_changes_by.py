"""What changes in the choices with one number or name of the program (site/js/state/changes-by.js)."""

import pytest
from javascript import ask

from glassnet import session

CASES = {
    "a number": (("rate", 0, 0.3), {}, {"rate": 0.3}),
    "one layer's size": (("hidden", 1, 5), {"hidden": [2, 3]}, {"hidden": [2, 5]}),
    "a target, which makes another known table": (
        ("targets", 3, 1),
        {"targets": [0, 1, 1, 0]},
        {"dataset": "or", "targets": [0, 1, 1, 1]},
    ),
    "a target, which makes one without a name": (
        ("targets", 1, 0.5),
        {},
        {"dataset": "custom", "targets": [0, 0.5, 1, 0]},
    ),
    "the only activation": (("activation", 0, "tanh"), {}, {"activation": "tanh"}),
    "one of several that were the same": (
        ("activation", 1, "tanh"),
        {"hidden": [2, 3]},
        {"activation": ["sigmoid", "tanh"]},
    ),
    "one of several, which are the same then": (
        ("activation", 0, "relu"),
        {"hidden": [2, 3], "activation": ["tanh", "relu"]},
        {"activation": "relu"},
    ),
    "the output's": (("output", 0, "tanh"), {"hidden": [2, 3]}, {"output": "tanh"}),
    "another table, whose rows stay held out": (
        ("dataset", 0, "and"),
        {"held_rows": [1]},
        {"dataset": "and", "targets": [0, 0, 0, 1], "outputs": 1},
    ),
}


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """All cases, in one start of Node."""
    description = session.describe()
    given = [[*target, description["defaults"] | choices] for target, choices, _ in CASES.values()]
    each = "module.changesBy({ choice, place }, value, choices, given.description)"
    expression = f"given.cases.map(([choice, place, value, choices]) => {each})"
    folder = tmp_path_factory.mktemp("changes-by")
    return dict(
        zip(CASES, ask(folder, expression, "state/changes-by.js", cases=given, description=description), strict=True)
    )


@pytest.mark.parametrize("case", CASES)
def test_changes(answers, case):
    assert answers[case] == CASES[case][2]
