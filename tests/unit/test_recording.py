"""The recording for the opening page: the tutorial's own run, thinned and rounded, and the survey's known numbers."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest

import tutorial
from glassnet import recording, session
from sitebuild.paths import PACKAGE
from sitebuild.recording import recording as recording_of_the_site

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
Y = np.array([[0], [1], [1], [0]])


@pytest.fixture(scope="module")
def recorded():
    """The site's recording, made once for all tests: it trains the tutorial's network and 2,000 others."""
    return json.loads(recording_of_the_site().read_text(encoding="utf-8"), parse_constant=pytest.fail)


@pytest.fixture(scope="module")
def oracle():
    """The tutorial's losses at epochs 0 to 10,000 (the last one after the last update), and its final network."""
    before = np.random.get_state()
    network = tutorial.initialize_network(2, 2, 1)
    np.random.set_state(before)
    losses = []
    for _ in range(10_000):
        y_pred, cache = tutorial.forward_propagation(network, X)
        losses.append(tutorial.compute_loss(Y, y_pred))
        network = tutorial.update_parameters(network, tutorial.backward_propagation(network, cache, X, Y), 0.1)
    losses.append(tutorial.compute_loss(Y, tutorial.predict(network, X)))
    return losses, network


def test_the_losses_are_the_tutorials_to_eight_digits(recorded, oracle):
    losses, _ = oracle
    run = recorded["run"]
    assert len(run["losses"]) == len(run["recorded_epochs"])
    assert run["losses"] == [float(f"{losses[epoch]:.8g}") for epoch in run["recorded_epochs"]]
    assert run["loss"] == run["losses"][-1] == 0.12822605


def test_the_first_epochs_are_all_there_and_then_every_twentieth(recorded):
    assert recorded["run"]["recorded_epochs"] == [*range(20), *range(20, 10_001, 20)]


@pytest.mark.parametrize(
    ("count", "kept"),
    [
        (1, [0]),
        (3, [0, 1, 2]),
        (20, list(range(20))),
        (21, list(range(21))),
        (30, [*range(21), 29]),
        (42, [*range(21), 40, 41]),
    ],
)
def test_thinning_keeps_the_first_and_the_last(count, kept):
    assert recording.thinned(count) == kept


def test_the_last_frame_is_the_tutorials_end(recorded, oracle):
    _, network = oracle
    run = recorded["run"]
    assert run["epoch"] == 10_000
    assert set(run["parameters"]) == set(network)
    for name, array in network.items():
        assert np.array(run["parameters"][name]) == pytest.approx(array, rel=1e-7), name
    assert run["predictions"] == pytest.approx(tutorial.predict(network, X)[:, 0], rel=1e-7)
    assert [round(prediction, 3) for prediction in run["predictions"]] == [0.053, 0.496, 0.951, 0.503]


def test_the_boundary_is_the_tutorials_answer_everywhere(recorded, oracle):
    _, network = oracle
    axis = np.linspace(-0.25, 1.25, 48)
    grid = np.array([[x1, x2] for x2 in axis for x1 in axis])
    expected = tutorial.predict(network, grid)[:, 0]
    assert recorded["run"]["boundary"] == pytest.approx(expected, abs=0.6 * 10**-recording.COLOUR_DIGITS)


def test_the_survey_has_its_known_numbers(recorded):
    assert recorded["survey"] == [
        {"hidden": 2, "seeds": 1000, "solved": 714},
        {"hidden": 4, "seeds": 1000, "solved": 995},
    ]


def test_the_survey_needs_nothing_but_numpy():
    """The build has none of what native sweeps need besides."""
    code = """
import sys
sys.modules.update(dict.fromkeys(["pyarrow", "threadpoolctl", "rich", "distributed"]))
from glassnet import recording
recording.SURVEY_SEEDS = 3
assert recording.survey(2)["seeds"] == 3
"""
    subprocess.run([sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": str(PACKAGE.parent)}, check=True)


def test_the_description_is_recorded_with_it(recorded):
    description = session.describe()
    assert {name: recorded[name] for name in description} == description


def test_its_numbers_have_eight_digits(recorded):
    numbers = [*recorded["run"]["losses"], *recorded["run"]["boundary"], *recorded["run"]["predictions"]]
    assert all(float(f"{number:.8g}") == number for number in numbers)


def test_rounding_keeps_what_is_no_fraction():
    assert recording.rounded({"a": np.array([[1 / 3, 2.0]]), "b": ["text", 7, True, None, -1e-12 / 3]}) == {
        "a": [[0.33333333, 2.0]],
        "b": ["text", 7, True, None, -3.3333333e-13],
    }
