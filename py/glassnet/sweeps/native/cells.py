"""The runs of each cell, all that differ by their seeds alone, as a summary whose size does not hang on their number.

The rows of a cell follow each other in the plan. So one cell is gathered at a time, file by file: counts of all its
runs, and a sample of them for its pictures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from glassnet.looking.outcome import SOLVED
from glassnet.sweeps.native.results import Results
from glassnet.sweeps.native.rows import as_column
from glassnet.sweeps.native.training import FAILED
from glassnet.sweeps.summary import bands, histogram, wilson

MOST_KEPT = 4096  # runs of a cell whose losses and curves its pictures show: of more, every second, fourth, ...


class Cell(NamedTuple):
    """A cell: its choices on the axes that have several values, and what its runs came to.

    ``counts`` are those of each outcome. ``interval`` is Wilson's of the share that is solved, failed runs aside;
    ``half_solved_at`` the epoch by which half of the runs are solved, None if fewer ever are. ``losses`` is the
    histogram of the last losses of each ``every``-th run, and ``bands`` are those of their curves, shape (shares,
    points), None if no curves were kept (``sweeps/summary.py``).
    """

    choices: dict[str, Any]
    runs: int
    counts: dict[str, int]
    interval: tuple[float, float]
    half_solved_at: int | None
    every: int
    losses: dict[str, Any]
    bands: np.ndarray | None

    @property
    def share(self) -> float:
        """The share that is solved, of the runs that came to an end."""
        return self.counts.get(SOLVED, 0) / max(1, self.ended)

    @property
    def ended(self) -> int:
        """The runs that came to an end."""
        return self.runs - self.counts.get(FAILED, 0)


def cells_of(found: Results) -> Iterator[Cell]:
    """The cells of the runs that are done, in the plan's order, one after another.

    Raises ``ValueError`` for a damaged file.
    """
    names = [name for name, values in found.spec.axes.items() if len(values) > 1]
    gathered: Gathered | None = None
    for task, rows in found.done():
        for place, rate in enumerate(task.rates):
            chosen = {**task.chosen, "rate": rate}
            choices = {name: as_column(chosen[name]) for name in names}
            if gathered is None or gathered.choices != choices:
                if gathered:
                    yield gathered.cell()
                gathered = Gathered(choices)
            gathered.add(rows.slice(place * len(task.seeds), len(task.seeds)))
    if gathered:
        yield gathered.cell()


class Gathered:
    """A cell while its rows come in. It keeps a number for each epoch at which a run was solved, not for each run."""

    def __init__(self, choices: dict[str, Any]) -> None:
        self.choices = choices
        self.outcomes: Counter[str] = Counter()
        self.solved_at: Counter[int] = Counter()
        self.losses, self.curves = Sample(), Sample()

    def add(self, rows: pa.Table) -> None:
        """Takes some of its rows."""
        self.outcomes.update(counted(rows["outcome"]))
        solved = counted(rows["solved_at"])
        self.solved_at.update({at: count for at, count in solved.items() if at is not None})
        self.losses.add(rows["loss"].to_numpy(), ~rows["solved_at"].is_null().to_numpy())  # without a loss: NaN
        curves = rows["curve"].drop_null().combine_chunks()  # a run that failed has none
        if len(curves):
            self.curves.add(curves.flatten().to_numpy().reshape(len(curves), -1))

    def cell(self) -> Cell:
        """What they came to."""
        runs, ended = self.outcomes.total(), self.outcomes.total() - self.outcomes[FAILED]
        interval = wilson(self.outcomes[SOLVED], ended) if ended else (0.0, 1.0)
        return Cell(
            self.choices,
            runs,
            dict(self.outcomes),
            interval,
            middle(self.solved_at, runs),
            self.losses.every,
            histogram(*self.losses.columns),
            bands(*self.curves.columns) if self.curves.columns else None,
        )


class Sample:
    """Each ``every``-th of some rows, at most ``MOST_KEPT``: it hangs on the rows alone, not on how they came in."""

    def __init__(self) -> None:
        self.every, self.seen = 1, 0
        self.columns: tuple[np.ndarray, ...] = ()

    def add(self, *columns: np.ndarray) -> None:
        """Takes the next rows, column by column."""
        picked = tuple(column[-self.seen % self.every :: self.every] for column in columns)
        self.seen += len(columns[0])
        both = zip(self.columns, picked, strict=True)
        self.columns = tuple(map(np.concatenate, both)) if self.columns else picked
        while len(self.columns[0]) > MOST_KEPT:
            self.every *= 2
            self.columns = tuple(column[::2].copy() for column in self.columns)


def counted(column: pa.ChunkedArray) -> dict[Any, int]:
    """How often each value is there."""
    return {one["values"]: one["counts"] for one in column.value_counts().to_pylist()}


def middle(solved_at: Counter[int], runs: int) -> int | None:
    """The epoch by which half of the runs are solved; None if fewer are."""
    solved = 0
    for epoch, count in sorted(solved_at.items()):
        solved += count
        if 2 * solved >= runs:
            return epoch
    return None
