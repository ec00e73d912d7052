"""A timed sample of a sweep: how large its tasks should be, how long it may take, and how many bytes it leaves.

It takes the time that a core works for it, so that a busy machine gets tasks no smaller than an idle one. Two
trainings, a short and a longer one, tell what a run takes once from what each of its epochs takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from math import prod
from time import thread_time
from typing import Any, NamedTuple

from glassnet.sweeps.native.plan import Task, units_of
from glassnet.sweeps.native.rows import file_of, linear_algebra
from glassnet.sweeps.native.spec import Spec
from glassnet.sweeps.native.training import Exercise, NotTheSame, Row, together, trained

NETWORKS, SHORT, LONGER = 256, 50, 200  # networks and epochs of the sample of a cell
CELLS = 3  # that are sampled
NEAR = 2000  # cells that a sample may lie behind the first
ROUNDS = 4  # tasks for each worker at least, so that they end together


class Sample(NamedTuple):
    """What was measured on one core: seconds a unit of work, units a run, bytes a run; and what is run one by one."""

    seconds_a_unit: float
    units_a_run: float
    bytes_a_run: float
    runs: int
    singly: tuple[str, ...] = ()

    def units(self, seconds: float, workers: int) -> float:
        """The units of a task that takes so long; fewer where that leaves too few tasks for the workers."""
        all_units = self.units_a_run * self.runs
        return min(seconds / self.seconds_a_unit, max(self.units_a_run, all_units / (ROUNDS * max(1, workers))))

    def seconds(self, workers: int) -> float:
        """About how long the sweep takes on so many cores."""
        return self.units_a_run * self.runs * self.seconds_a_unit / max(1, workers)


def sampled(spec: Spec) -> Sample:
    """Measures some cells of a spec: a few epochs of a few networks of each."""
    found = [one_cell(spec, chosen) for chosen in some_cells(spec)]
    singly = tuple(dict.fromkeys(reason for *_, reason in found if reason))
    count = len(found)
    return Sample(
        sum(seconds for seconds, *_ in found) / sum(units for _, units, *_ in found),
        sum(units_a_run for *_, units_a_run, _, _ in found) / count,
        sum(size for *_, size, _ in found) / count,
        spec.runs,
        singly,
    )


def some_cells(spec: Spec) -> Iterator[dict[str, Any]]:
    """The first cell, the last of the near ones, and one between."""
    count = min(NEAR, prod(len(values) for name, values in spec.axes.items() if name != "rate"))
    places = sorted({round(part * (count - 1) / (CELLS - 1)) for part in range(CELLS)})
    cells, before = spec.cells(), 0
    for place in places:
        yield next(islice(cells, place - before, None))
        before = place + 1


def one_cell(spec: Spec, chosen: dict[str, Any]) -> tuple[float, float, float, float, str]:
    """Seconds, units, units of a whole run, bytes a run, and why its runs are not trained together."""
    exercise = Exercise(chosen, spec.own, spec.watching)
    lanes = [(spec.rates[0], seed) for seed in spec.seeds[: min(NETWORKS, exercise.most_together)]]
    with linear_algebra().limit(limits=1):
        reason = why_singly(spec, chosen, lanes[:2])
        rows, seconds = whole_runs(spec, chosen, lanes)
    task = Task(chosen, spec.rates[:1], spec.seeds[: len(lanes)], spec.watching, spec.own, tuple(spec.axes), "")
    units = units_of(chosen, len(exercise.X), exercise.X.shape[1], exercise.y.shape[1])
    return seconds, len(lanes) * units, units, len(file_of(task, rows, 0.0)) / len(rows), reason


def whole_runs(spec: Spec, chosen: dict[str, Any], lanes: list[tuple[float, int]]) -> tuple[list[Row], float]:
    """The rows of a longer training, and about how many seconds these runs would take with all their epochs."""

    def timed(epochs: int) -> tuple[list[Row], float]:
        exercise = beginning(spec, chosen, epochs)
        started = thread_time()
        rows = list(trained(exercise, lanes))
        return rows, max(1e-6, thread_time() - started)

    whole = chosen["epochs"]
    rows, short = timed(min(SHORT, whole))
    if whole <= SHORT:
        return rows, short
    longest = min(LONGER, whole)
    rows, longer = timed(longest)
    epochs = max(longer - short, longer / 10)  # the short one may have been disturbed
    return rows, short + epochs * (whole - SHORT) / (longest - SHORT)


def beginning(spec: Spec, chosen: dict[str, Any], epochs: int) -> Exercise:
    """The exercise of a cell with fewer epochs, looked at as often as in the whole of it."""
    looks = max(1, round(spec.watching.looks * epochs / chosen["epochs"]))
    return Exercise(chosen | {"epochs": epochs}, spec.own, spec.watching._replace(looks=looks))


def why_singly(spec: Spec, chosen: dict[str, Any], lanes: list[tuple[float, int]]) -> str:
    """Why runs of a cell cannot be trained together; empty if they can."""
    exercise = beginning(spec, chosen, min(SHORT, chosen["epochs"]))
    if exercise.most_together < 2:
        return "the arrays of two such networks do not stay in a processor's cache"
    try:
        together(exercise, lanes)
    except NotTheSame as error:
        return f"together they have other bits: {error}"
    except Exception as error:
        return f"together they raise {type(error).__name__}: {error}"
    return ""
