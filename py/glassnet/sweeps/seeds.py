"""Runs of one exercise that differ only by their seeds: each is to the bit what it is by itself.

Tiny networks are trained together, in the lanes of one compiled function. All others are trained one after another, as
the page trains its run: compiled, or by NumPy.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np

from glassnet.data.datasets import is_table
from glassnet.looking.outcome import SOLVED, Fit, code_of, outcome
from glassnet.run import Run

MOST_SEEDS = 10_000  # at once
PARTS = 120  # of a run, between the epochs whose losses are kept

TOGETHER, COMPILED, BY_NUMPY = "together", "compiled", "numpy"


class Ended(NamedTuple):
    """A run that has ended: its curve has the losses at the kept epochs, NaN after an end of the reader's own.

    ``solved_at`` is the first watched epoch from which on it was always solved, -1 if it is not.
    """

    seed: int
    loss: float
    outcome: int
    curve: np.ndarray
    solved_at: int


def kept_epochs(epochs: int) -> np.ndarray:
    """The epochs whose losses are kept, evenly spread from 0 to the last."""
    return np.unique(np.linspace(0, epochs, PARTS + 1).round().astype(int))


class Seeds:
    """Does the runs of ``seeds``; ``fresh`` makes one before its first epoch. It looks ``watch`` times whether they are
    solved.

    ``way`` says how they are done: "together", "compiled" or "numpy", and ``reason`` why not compiled. Raises what
    ``fresh`` raises.
    """

    def __init__(self, fresh: Callable[[int], Run], seeds: Sequence[int], machine: Any = None, watch: int = 1) -> None:
        self.fresh, self.machine, self.waiting = fresh, machine, list(seeds)
        first = fresh(self.waiting[0])
        self.epochs = first.choices["epochs"]
        self.kept = kept_epochs(self.epochs)
        self.judge = Judge(first)
        self.watched = np.unique(np.linspace(0, self.epochs, watch + 1).round().astype(int))[1:]
        self.since = np.full(len(self.waiting), np.nan)  # from which epoch on each waiting run is solved
        self.now: Run | None = None  # of those that are trained one after another
        self.losses: np.ndarray = np.array([])
        self.reason, self.lanes = "", None
        if machine is not None:
            from glassnet.sweeps.lanes import lanes_of  # it imports the compiler, which may not be there

            self.lanes = lanes_of(first, fresh, self.waiting, self.kept, machine)
        self.way = TOGETHER if self.lanes else COMPILED if machine is not None else BY_NUMPY

    @property
    def ended(self) -> bool:
        """Whether all runs have ended."""
        return not self.waiting

    @property
    def part(self) -> float:
        """How much of the run in hand is done, in runs."""
        if self.lanes:
            return float(len(self.waiting) * self.lanes.epoch / self.epochs)
        return self.now.epoch / self.epochs if self.now else 0.0

    @np.errstate(all="ignore")
    def on(self, milliseconds: float) -> list[Ended]:
        """Goes on for so long, and gives the runs that have ended meanwhile."""
        deadline = perf_counter() + milliseconds / 1000
        found: list[Ended] = []
        while self.waiting and perf_counter() < deadline:
            found += self._together() if self.lanes else self._one(deadline)
        return found

    def _together(self) -> list[Ended]:
        """A slice of those that are trained together."""
        assert self.lanes is not None
        if not self.lanes.on(self.next_watched(self.lanes.epoch)):
            self.lanes, self.way = None, COMPILED  # they do not stay alike
            self.since[:] = np.nan
            return []
        if self.lanes.epoch < self.epochs:
            if self.lanes.epoch in self.watched:
                for place, network in enumerate(self.lanes.networks()):
                    self.look(place, network, self.lanes.epoch)
            return []
        found = zip(self.waiting, self.lanes.networks(), self.lanes.curves, self.since, strict=True)
        self.waiting = []
        return [self.judge(*one) for one in found]

    def next_watched(self, epoch: int) -> int:
        """The next epoch at which to look whether a run is solved."""
        return int(self.watched[np.searchsorted(self.watched, epoch, side="right")])

    def look(self, place: int, network: dict[str, np.ndarray], epoch: int) -> None:
        """Notes whether a waiting run is solved."""
        if not self.judge.solved(network):
            self.since[place] = np.nan
        elif np.isnan(self.since[place]):
            self.since[place] = epoch

    def _one(self, deadline: float) -> list[Ended]:
        """A slice of the run in hand."""
        if self.now is None:
            self.now, self.losses = self.fresh(self.waiting[0]), np.full(len(self.kept), np.nan)
        run, first = self.now, self.now.epoch
        milliseconds = max(1.0, 1000 * (deadline - perf_counter()))
        losses, _ = run.train(milliseconds, self.next_watched(first), machine=self.machine)
        inside = (self.kept >= first) & (self.kept < first + len(losses))
        self.losses[inside] = losses[self.kept[inside] - first]
        if run.epoch < self.epochs and not run.training.ended and (not len(losses) or np.isfinite(losses[-1])):
            if run.epoch in self.watched:
                self.look(0, run.network, run.epoch)
            return []
        if self.machine is not None:
            self.reason = run.not_compiled
            self.way = BY_NUMPY if self.reason else COMPILED
        self.now, since, self.since = None, float(self.since[0]), self.since[1:]
        return [self.judge(self.waiting.pop(0), run.network, self.losses, since)]


class Judge:
    """Says what a trained network has come to. The loss is the one that the run's last frame has."""

    def __init__(self, run: Run) -> None:
        self.run, self.kept = run, kept_epochs(run.choices["epochs"])
        table = is_table(run.choices["dataset"])
        self.fit = Fit(run.y, lambda predictions: float(run.program.compute_loss(run.y, predictions)), table=table)

    def predictions(self, network: dict[str, np.ndarray]) -> np.ndarray:
        """The predictions for the rows that it trains on, as the network gets them."""
        return np.asarray(self.run.program.predict(network, self.run.data.training[0]))

    def solved(self, network: dict[str, np.ndarray]) -> bool:
        """Whether it fits its rows."""
        predictions = self.predictions(network)
        return self.fit(predictions, self.fit.loss_of(predictions))

    def __call__(self, seed: int, network: dict[str, np.ndarray], curve: np.ndarray, since: float) -> Ended:
        """The run that ended with this network. The curve gets the last loss; it was solved ``since`` an epoch."""
        predictions = self.predictions(network)
        loss = self.fit.loss_of(predictions)
        last = int(np.isnan(curve).argmax()) if np.isnan(curve[:-1]).any() else len(curve) - 1
        curve = curve.copy()
        curve[last] = loss
        word = outcome(self.fit, predictions, loss, self.kept[: last + 1], curve[: last + 1])
        at = -1 if word != SOLVED else self.kept[last] if np.isnan(since) else since
        return Ended(seed, loss, code_of(word), curve, int(at))
