"""Numbers that follow the pointer and the keys (site/js/dragging.js)."""

import json

import pytest
from javascript import ask

RATE = {"by": "log", "pixels": 120, "least": 1e-9}
EPOCHS = {"by": "log", "pixels": 120, "whole": True, "least": 1, "most": 10_000_000}
TARGET = {"by": "linear", "pixels": 2, "step": 0.01, "least": 0, "most": 1}
SEED = {"by": "linear", "pixels": 6, "least": 0, "most": 2**32 - 1}

MOVED = [
    (RATE, 0.1, 0, 0.1),
    (RATE, 0.1, 120, 1),
    (RATE, 0.1, -120, 0.01),
    (RATE, 0.1, 68, 0.37),
    (RATE, 0.123456, 0, 0.123456),
    (RATE, 0.1, -10_000, 1e-9),
    (EPOCHS, 10_000, -60, 3200),
    (EPOCHS, 3, 50, 8),
    (EPOCHS, 10_000, 10_000, 10_000_000),
    (TARGET, 0, 61, 0.3),
    (TARGET, 1, -3, 0.99),
    (TARGET, 0.555, 1, 0.555),
    (TARGET, 1, 50, 1),
    (SEED, 42, 13, 44),
    (SEED, 42, -600, 0),
]
STEPPED = [
    (RATE, 0.1, 1, 0.11),
    (RATE, 0.1, -1, 0.099),
    (RATE, 0.99, 1, 1),
    (RATE, 1, -1, 0.99),
    (RATE, 0.095, 10, 0.15),
    (RATE, 0.1, -10, 0.09),
    (EPOCHS, 10_000, 1, 11_000),
    (EPOCHS, 10_000, -1, 9900),
    (EPOCHS, 1, -1, 1),
    (EPOCHS, 1, 1, 2),
    (EPOCHS, 12, -10, 2),
    (TARGET, 0.29, 1, 0.3),
    (TARGET, 0.1, 2, 0.12),
    (SEED, 2**32 - 1, 1, 2**32 - 1),
]


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """What both functions give for all the cases, in one start of Node."""
    each = "given.{0}.map(([scale, from, by]) => module.{0}(from, by, scale))"
    expression = f"({{ moved: {each.format('moved')}, stepped: {each.format('stepped')} }})"
    given = {"moved": [case[:3] for case in MOVED], "stepped": [case[:3] for case in STEPPED]}
    given = {name: [[scale, start, by] for scale, start, by in cases] for name, cases in given.items()}
    return ask(tmp_path_factory.mktemp("dragging"), expression, "dragging.js", **given)


@pytest.mark.parametrize("place", range(len(MOVED)), ids=lambda place: json.dumps(MOVED[place][1:]))
def test_a_drag(answers, place):
    assert answers["moved"][place] == MOVED[place][3]


@pytest.mark.parametrize("place", range(len(STEPPED)), ids=lambda place: json.dumps(STEPPED[place][1:]))
def test_steps(answers, place):
    assert answers["stepped"][place] == STEPPED[place][3]


def test_a_step_up_on_any_scale_goes_up_and_back(tmp_path):
    starts = [10**exponent * digit for exponent in range(-6, 6) for digit in (1, 1.5, 9.9)]
    pairs = ask(
        tmp_path,
        "given.starts.map((from) => [module.stepped(from, 1, given.scale), module.stepped(from, -1, given.scale)])",
        "dragging.js",
        starts=starts,
        scale=RATE,
    )
    assert all(down < start < up < 1.2 * start for start, (up, down) in zip(starts, pairs, strict=True))
