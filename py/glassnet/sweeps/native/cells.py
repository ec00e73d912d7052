"""What the runs of each cell have in common: all that differ by their seeds alone."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

import numpy as np

from glassnet.looking.outcome import SOLVED
from glassnet.sweeps.native.results import Results
from glassnet.sweeps.native.training import FAILED
from glassnet.sweeps.summary import middle, wilson


class Cell(NamedTuple):
    """A cell: its choices on the axes that have several values, and its runs.

    ``counts`` are those of each outcome. ``interval`` is Wilson's of the share that is solved, failed runs aside;
    ``half_solved_at`` the epoch by which half of the runs are solved, None if fewer ever are.
    """

    choices: dict[str, Any]
    runs: int
    counts: dict[str, int]
    interval: tuple[float, float]
    half_solved_at: int | None
    losses: np.ndarray
    solved_at: np.ndarray

    @property
    def share(self) -> float:
        """The share that is solved, of the runs that came to an end."""
        return self.counts.get(SOLVED, 0) / max(1, self.ended)

    @property
    def ended(self) -> int:
        """The runs that came to an end."""
        return self.runs - self.counts.get(FAILED, 0)


def cells_of(found: Results) -> list[Cell]:
    """The cells of the runs that are done, in the plan's order."""
    names = [name for name, values in found.spec.axes.items() if len(values) > 1]
    table = found.table()
    if not table.num_rows:
        return []
    told = [("outcome", "list"), ("loss", "list"), ("solved_at", "list")]
    gathered = table.group_by(names or list(found.spec.axes)[:1] or ["rate"], use_threads=False).aggregate(told)
    return [cell_of({name: row[name] for name in names}, row) for row in gathered.to_pylist()]


def cell_of(choices: dict[str, Any], row: dict[str, Any]) -> Cell:
    """The cell of these runs' outcomes, losses and epochs of solving."""
    outcomes = row["outcome_list"]
    counts = dict(Counter(outcomes))
    ended = len(outcomes) - counts.get(FAILED, 0)
    interval = wilson(counts.get(SOLVED, 0), ended) if ended else (0.0, 1.0)
    solved_at = np.array([-1 if at is None else at for at in row["solved_at_list"]])
    half = middle(solved_at)
    losses = np.array([np.nan if loss is None else loss for loss in row["loss_list"]], dtype=float)
    return Cell(choices, len(outcomes), counts, interval, None if half < 0 else int(half), losses, solved_at)
