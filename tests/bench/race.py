"""Interleaved measurements: everybody runs once a round, in turn; the first round only warms up.

A ratio is the median of the rounds' own ratios, so whatever else the machine does slows both sides of it alike.
"""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

ROUNDS = 7


@dataclass
class Contestant:
    """Somebody who does the work: `run` does it once and gives the milliseconds it took."""

    name: str
    run: Callable[[], float]
    target: float | None = None


@dataclass
class Line:
    """One line of the table."""

    work: str
    name: str
    milliseconds: float
    ratio: float
    target: float | None


def race(work: str, contestants: list[Contestant], rounds: int = ROUNDS) -> list[Line]:
    """Let them all do the work; ratios are to the first one."""
    samples: list[list[float]] = []
    for number in range(rounds + 1):
        print(f"{work}: round {number} of {rounds}", flush=True)
        backwards = number % 2 == 1  # who comes after whom matters a little: turn it round
        order = reversed(contestants) if backwards else contestants
        times = {contestant.name: contestant.run() for contestant in order}
        samples.append([times[contestant.name] for contestant in contestants])
    del samples[0]
    return [
        Line(
            work,
            contestant.name,
            median(times[place] for times in samples),
            median(times[place] / times[0] for times in samples),
            contestant.target,
        )
        for place, contestant in enumerate(contestants)
    ]
