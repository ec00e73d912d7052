"""The compiler against NumPy in the pinned Pyodide, under Node, to the bit: one start for all checks."""

import json

import pytest
from cases import examples
from hypothesis import given
from test_writing import exercises

from sitebuild.node import run_node
from sitebuild.npm import npm_package
from sitebuild.numpy_wheel import numpy_wheel
from sitebuild.paths import ROOT

HERE = ROOT / "tests" / "in_pyodide"
CHECKS = "operations functions_of_four programs readers_versions planted_faults grown_memory".split()
CHECKS += "single_calls loops_of_the_readers_own answers slices batches shared_plans networks seeds".split()


def drawn(number):
    """Exercises that Hypothesis draws."""
    found = []

    @examples(number)
    @given(exercises())
    def collect(exercise):
        found.append(exercise)

    collect()
    return found


@pytest.fixture(scope="module")
def failures(tmp_path_factory):
    """What failed in Pyodide, by the check."""
    folder = tmp_path_factory.mktemp("pyodide")
    (folder / "given.json").write_text(json.dumps(drawn(35)))
    said = run_node(
        HERE / "run.mjs", npm_package("pyodide"), numpy_wheel(), ROOT, HERE / "checks.py", folder / "given.json"
    )
    return json.loads(said.splitlines()[-1])


@pytest.mark.parametrize("check", CHECKS)
def test_compiled_code_gives_numpys_bits(failures, check):
    assert failures[check]["failures"] == []


def test_every_check_is_done(failures):
    assert list(failures) == CHECKS
