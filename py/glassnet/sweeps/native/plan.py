"""Cuts the runs of a spec into tasks, one after another: a plan of a billion runs takes no more memory than one of ten.

A task is a part of one cell, some rates and some seeds, so its runs can be trained together. Its ``name`` is a hash of
all that its rows hang on: the task, the code, NumPy's version and the data. The same task has the same name for ever.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from math import prod
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import glassnet.version
from glassnet.data.reading import Own
from glassnet.sweeps.native.spec import Seeds, Spec
from glassnet.sweeps.native.training import Exercise, Watching

LEAST = 4  # the last tasks have at least a fourth of the runs of the others
FEW = 50  # runs that take hardly less time together than twice as many
SHAPE = ("dataset", "targets", "outputs", "held_rows", "points", "held_out")  # the choices that decide the data's
# What decides the rows of a task. A change there makes new names, so nothing old is taken for new.
NATIVE = ("plan.py", "rows.py", "stacking.py", "training.py")
DECIDES = (
    *("tables", "data", "programs", "looking/outcome.py", "random_numbers.py", "tutorial.py", "sweeps/seeds.py"),
    *(f"sweeps/native/{name}" for name in NATIVE),
)


class Task(NamedTuple):
    """A task: choices of its cell, its rates and seeds, how its runs are watched, and one's own data. Plain values."""

    chosen: Mapping[str, Any]
    rates: tuple[float, ...]
    seeds: Seeds
    watching: Watching
    own: Own | None
    axes: tuple[str, ...]  # the choices that the spec names: columns of the table
    data_hash: str

    @property
    def lanes(self) -> list[tuple[float, int]]:
        """Its runs: (rate, seed)."""
        return [(rate, seed) for rate in self.rates for seed in self.seeds]

    @property
    def runs(self) -> int:
        """How many these are."""
        return len(self.rates) * len(self.seeds)

    @property
    def name(self) -> str:
        """The name of its file, without ending."""
        seeds = self.seeds
        said = [seeds.start, seeds.stop] if isinstance(seeds, range) else ["one by one", *seeds]
        others = {name: value for name, value in self.chosen.items() if name not in ("rate", "seed")}
        content = [others, self.rates, said, self.watching, sorted(self.axes), self.data_hash, code_version()]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:32]


@cache
def code_version() -> str:
    """The versions of the package and of NumPy, and a hash of the sources that decide a run's numbers."""
    package = Path(glassnet.version.__file__).parent
    digest = hashlib.sha256()
    for part in DECIDES:
        for path in sorted((package / part).rglob("*.py")) or [package / part]:
            digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return f"glassnet {glassnet.version.__version__} {digest.hexdigest()[:16]}, numpy {np.__version__}"


def units_of(chosen: Mapping[str, Any], rows: int, inputs: int, outputs: int) -> float:
    """About how much work a run is, in epochs of the tutorial's network: only the sizes of tasks hang on it."""
    sizes = [inputs, *chosen["hidden"], outputs]
    products = sum(above * below for above, below in pairwise(sizes))
    work = len(sizes) + rows * (products / 8 + sum(sizes)) / 12
    return float(chosen["epochs"] * work / 5)


def tasks(spec: Spec, units: float) -> Iterator[Task]:
    """The tasks, each of about so many units of work; the last ones have less, so that all workers end together."""
    shapes: dict[str, tuple[int, int, int]] = {}
    axes = tuple(spec.axes)
    last = prod(len(values) for name, values in spec.axes.items() if name != "rate") - 1
    for place, chosen in enumerate(spec.cells()):
        key = json.dumps([chosen[name] for name in SHAPE])
        if key not in shapes:
            exercise = Exercise(chosen, spec.own)
            shapes[key] = len(exercise.X), exercise.X.shape[1], exercise.y.shape[1]
        most = max(1, round(units / units_of(chosen, *shapes[key])))
        for rates, seeds in parts_of(spec.rates, spec.seeds, most, place == last):
            yield Task(chosen, rates, seeds, spec.watching, spec.own, axes, spec.data_hash)


def parts_of(
    rates: tuple[float, ...], seeds: Seeds, most: int, last: bool = False
) -> Iterator[tuple[tuple[float, ...], Seeds]]:
    """Some rates and some seeds, at most so many runs together. At the end of the last cell, there are fewer."""
    at_once = max(1, most // len(seeds))
    for first in range(0, len(rates), at_once):
        some, start = rates[first : first + at_once], 0
        ends = last and first + at_once >= len(rates) and len(some) == 1
        while start < len(seeds):
            size = max(most // LEAST, min(most, FEW), (len(seeds) - start) // 2) if ends else most
            yield some, seeds[start : start + min(most, size)]
            start += min(most, size)
