"""How long the page waits for an answer: longer for many rows, and for many optimizer steps."""

from typing import Any

import pytest
from javascript import ask

PATIENCE = """given.cases.map(({ rows, batch }) => {
  const state = { choices: { dataset: "own", batch }, own: { data: { rows } } };
  return module.createExercise({ python: null, store: { get: () => state } }).patience();
})"""
# Rows, batch, and how long such an epoch may take a slow computer: 2.5 s for 20,000 rows, or 10,000 steps (in ms).
CASES = [(4, 0, 0), (100_000, 0, 12_500), (100_000, 1, 12_500 + 25_000), (20_000, 4, 2500 + 1250)]


@pytest.fixture(scope="module")
def patience(tmp_path_factory: Any) -> list[float]:
    cases = [{"rows": rows, "batch": batch} for rows, batch, _ in CASES]
    found: list[float] = ask(tmp_path_factory.mktemp("page"), PATIENCE, "exercise.js", cases=cases)
    return found


def test_an_epoch_of_many_rows_or_steps_is_waited_for(patience: list[float]) -> None:
    for (rows, batch, needed), half in zip(CASES, patience, strict=True):
        assert needed <= 2 * half <= needed + 4000, (rows, batch)
