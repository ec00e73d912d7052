"""The plan of a sweep: each run is in one task, and the last tasks are smaller."""

import pytest

from glassnet.sweeps.native import sample
from glassnet.sweeps.native.plan import FEW, LEAST, tasks
from glassnet.sweeps.native.spec import spec_of

SPEC = {"hidden": [[2], [3]], "rate": [0.1, 0.3], "epochs": 100}


@pytest.mark.parametrize("seeds", [1, 7, 99, 1000, 2500])
@pytest.mark.parametrize("units", [1.0, 1e4, 4e4, 1e5, 1e9])
def test_each_run_is_in_one_task(seeds, units):
    spec = spec_of(SPEC | {"seeds": f"5..{4 + seeds}"})
    planned = list(tasks(spec, units))
    runs = [(task.chosen["hidden"], *lane) for task in planned for lane in task.lanes]
    assert runs == [([size], rate, seed) for size in (2, 3) for rate in (0.1, 0.3) for seed in range(5, 5 + seeds)]
    assert len({task.name for task in planned}) == len(planned)


def test_the_last_tasks_are_smaller_but_not_tiny():
    *_, most, first, second, third, rest = (task.runs for task in tasks(spec_of(SPEC | {"seeds": "0..3999"}), 1e5))
    assert most > first > second > third > rest
    assert third >= max(FEW, most // LEAST)
    few = [task.runs for task in tasks(spec_of({"seeds": "0..5"}), 3 * 10_000)]
    assert few == [3, 3]


@pytest.mark.parametrize(("epochs", "expected"), [(10_000, 2 + 100), (120, 2 + 1.2), (30, 2 + 0.3)])
def test_a_sample_tells_what_a_run_takes_once_from_what_each_epoch_takes(monkeypatch, epochs, expected):
    """With a clock by which each training takes 2 s and each of its epochs 10 ms."""
    now = [0.0]
    trained = sample.trained

    def timed(exercise, lanes):
        now[0] += 2 + 0.01 * exercise.epochs
        return trained(exercise, lanes)

    monkeypatch.setattr(sample, "trained", timed)
    monkeypatch.setattr(sample, "thread_time", lambda: now[0])
    spec = spec_of({"epochs": epochs, "seeds": "0..9"})
    [chosen] = spec.cells()
    rows, seconds = sample.whole_runs(spec, chosen, [(0.1, seed) for seed in range(10)])
    assert seconds == pytest.approx(expected)
    assert [row["seed"] for row in rows] == list(range(10))
