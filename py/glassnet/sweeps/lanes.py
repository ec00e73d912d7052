"""Networks of many seeds, trained together (``compiler/networks.py``), and compared with NumPy first."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from time import perf_counter
from typing import Any

import numpy as np

from glassnet.compiler.checking import same_bits, same_results
from glassnet.compiler.networks import Networks
from glassnet.compiler.tracing import TracingError
from glassnet.compiler.training import CHECKED, CompiledTraining
from glassnet.programs.running import Program, sizes_of
from glassnet.programs.writing import Part, Writer
from glassnet.run import Run

SLICE_MS = 40
FIRST_EPOCHS = CHECKED + 1  # that NumPy does as well
Network = dict[str, np.ndarray]


class Lanes:
    """The runs of some seeds, epoch by epoch together. ``kept`` are the epochs whose losses go into ``curves``."""

    def __init__(self, many: Networks, kept: np.ndarray) -> None:
        self.many, self.kept, self.epoch = many, kept, 0
        self.curves = np.full((many.count, len(kept)), np.nan)
        self.least = FIRST_EPOCHS

    def on(self, until: int) -> int:
        """A slice of epochs, none beyond ``until``; how many. 0 where a schedule takes a way that was not compiled."""
        started = perf_counter()
        losses = self.run(min(self.least, until - self.epoch))
        spent = max(1e-4, perf_counter() - started)
        self.least = max(1, int(min(4, SLICE_MS / 1000 / spent) * max(1, len(losses))))
        return len(losses)

    def run(self, count: int) -> np.ndarray:
        """The losses of so many epochs, shape (epochs, networks)."""
        losses = self.many.run(count)
        inside = (self.kept >= self.epoch) & (self.kept < self.epoch + len(losses))
        self.curves[:, inside] = losses[self.kept[inside] - self.epoch].T
        self.epoch += len(losses)
        return losses

    def networks(self) -> Iterator[Network]:
        """Each network, as it is now."""
        parameters = self.many.parameters
        for place in range(self.many.count):
            yield {name: array[place] for name, array in parameters.items()}


def lanes_of(
    first: Run, fresh: Callable[[int], Run], seeds: Sequence[int], kept: np.ndarray, machine: Any
) -> Lanes | None:
    """The runs of these seeds together, after their first epochs; None where they must be trained one by one.

    ``first`` is the run of the first seed, before its first epoch.
    """
    if first.draws or len(seeds) < 2 or kept[-1] <= FIRST_EPOCHS or "initialize_network" in first.program.versions:
        return None
    starts = starts_of(first, seeds)
    compiled = CompiledTraining(first.training, machine)
    np.random.set_state(first.random)
    try:
        compiled.run(FIRST_EPOCHS, array("d"))
        lanes = Lanes(Networks(compiled, starts, machine), kept)
        losses = lanes.run(FIRST_EPOCHS)
    except TracingError:
        return None
    if len(losses) < FIRST_EPOCHS:
        return None
    ends = list(lanes.networks())
    same = all(is_the_run(fresh(seeds[place]), losses[:, place], ends[place]) for place in (0, -1))
    return lanes if same else None


def is_the_run(run: Run, losses: np.ndarray, network: Network) -> bool:
    """Whether NumPy gives these losses and this network in the run's first epochs."""
    np.random.set_state(run.random)
    expected = list(islice(run.training, len(losses)))
    return same_bits(losses, np.ravel(np.array(expected, dtype=float))) and same_results(network, run.training.network)


def starts_of(run: Run, seeds: Sequence[int]) -> dict[str, np.ndarray]:
    """The first parameters for each seed, shape (seeds, *their own): what the program's own step 2 draws."""
    sizes = sizes_of(run.X.shape[1], run.choices["hidden"], run.y.shape[1])
    before = np.random.get_state()
    found = []
    for seed in seeds:
        text = Writer(run.choices | {"seed": seed}, run.frozen).initialize_network()
        found.append(Program([Part(2, "initialize_network", text)]).initialize_network(*sizes))
    np.random.set_state(before)
    return {name: np.stack([one[name] for one in found]) for name in found[0]}
