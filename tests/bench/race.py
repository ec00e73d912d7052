"""Interleaved measurements: everybody runs once a round, in turn; the first rounds only warm up.

A ratio is the median of the rounds' own ratios, so whatever else the machine does slows both sides of it alike. Two
threads that work at once are slowed more than one, where others share the processor; so beside it stands the ratio of
everybody's quietest round.
"""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass
class Contestant:
    """Somebody who does the work: `run` does it once and gives the milliseconds it took."""

    name: str
    run: Callable[[], float]
    target: float | None = None


@dataclass
class Line:
    """One line of the table; the ratios are to the first contestant of the same work."""

    work: str
    name: str
    milliseconds: float
    ratio: float
    quietest: float
    target: float | None

    @property
    def reached(self) -> bool | None:
        """Whether the ratio is as small as it should be; None where there is nothing to reach."""
        return None if self.target is None else self.ratio <= self.target


def race(
    work: str,
    rounds: int,
    contestants: list[Contestant],
    warm_up: int = 1,
    before_each: Callable[[], None] = lambda: None,
) -> list[Line]:
    """Let them all do the work, so many rounds after those that warm up."""
    samples = []
    for number in range(warm_up + rounds):
        before_each()
        samples.append(_round(contestants, backwards=number % 2 == 1))
    del samples[:warm_up]
    first = contestants[0].name
    least = {contestant.name: min(times[contestant.name] for times in samples) for contestant in contestants}
    return [
        Line(
            work,
            contestant.name,
            median(times[contestant.name] for times in samples),
            median(times[contestant.name] / times[first] for times in samples),
            least[contestant.name] / least[first],
            contestant.target,
        )
        for contestant in contestants
    ]


def _round(contestants: list[Contestant], backwards: bool) -> dict[str, float]:
    """The milliseconds of each. Who comes after whom matters a little, so every other round goes backwards."""
    order = contestants[::-1] if backwards else contestants
    return {contestant.name: contestant.run() for contestant in order}
