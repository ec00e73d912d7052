"""What many runs have in common: the share that solves the exercise, the kinds of ends, a histogram and bands."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from glassnet import checks
from glassnet.looking.outcome import LEARNING, NO_NUMBER, OUTCOMES, SOLVED, STOPPED, code_of

Z = 1.959963984540054  # 95 % of a normal distribution lie within so many standard deviations
SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)  # of the runs: the borders of the bands
BINS = 40
APART = 1.04  # two plateaus whose losses differ by less are one kind
MOST_KINDS = 5  # of plateaus; the smallest go together
HIGHEST = 0.99  # the share of the losses that the histogram spans at least


def wilson(solved: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson, 1927): it holds for few runs, too, and for all or none."""
    share = solved / count
    middle = (share + Z**2 / (2 * count)) / (1 + Z**2 / count)
    half = Z / (1 + Z**2 / count) * math.sqrt(share * (1 - share) / count + Z**2 / (4 * count**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def plateaus(losses: np.ndarray) -> list[np.ndarray]:
    """The places of losses that lie close together, group by group: those of the lowest losses first."""
    order = np.argsort(losses, kind="stable")
    sorted_ = losses[order]
    borders = np.flatnonzero(sorted_[1:] > APART * np.maximum(sorted_[:-1], np.finfo(float).tiny)) + 1
    groups = np.split(order, borders)
    if len(groups) <= MOST_KINDS:
        return groups
    large = sorted(groups, key=len)[-MOST_KINDS + 1 :]
    taken = [one for one in groups if any(one is other for other in large)]
    return [*taken, np.concatenate([one for one in groups if not any(one is other for other in large)])]


def kinds(losses: np.ndarray, outcomes: np.ndarray) -> list[dict[str, Any]]:
    """The kinds of ends: solved, stuck on each plateau, still learning, no number; with the places of their runs."""
    found = []
    for word in (SOLVED, STOPPED, LEARNING, NO_NUMBER):
        places = np.flatnonzero(outcomes == code_of(word))
        groups = [places[group] for group in plateaus(losses[places])] if word == STOPPED and places.size else [places]
        found += [kind(word, losses, group) for group in groups if group.size]
    return found


def kind(word: str, losses: np.ndarray, places: np.ndarray) -> dict[str, Any]:
    """One kind of end, by the places of its runs; ``typical`` is the one with the middle loss."""
    order = places[np.argsort(losses[places], kind="stable")]
    typical = int(order[(len(order) - 1) // 2])
    ends = [float(losses[order[0]]), float(losses[order[-1]])]
    return {"what": word, "count": len(places), "losses": ends, "typical": typical, "places": np.sort(places)}


def histogram(losses: np.ndarray, solved: np.ndarray) -> dict[str, Any]:
    """How many losses lie in each part of their range, with those of solved runs apart; ``others`` lie beyond it."""
    finite = losses[np.isfinite(losses)]
    high = float(np.quantile(finite, HIGHEST)) * 1.02 if finite.size else 1.0
    high = high or 1.0
    inside = np.isfinite(losses) & (losses >= 0) & (losses <= high)
    counted = [np.histogram(losses[inside & those], BINS, (0, high))[0] for those in (solved, ~solved)]
    return {"high": high, "solved": counted[0], "unsolved": counted[1], "others": int((~inside).sum())}


@np.errstate(all="ignore")
def bands(curves: np.ndarray) -> np.ndarray:
    """The losses below which a share of the curves lies, shape (shares, epochs); NaN counts as the highest."""
    sorted_ = np.sort(curves, axis=0)
    places = [round(share * (len(curves) - 1)) for share in SHARES]
    return np.asarray(sorted_[places], dtype=np.float32)


def middle(solved_at: np.ndarray) -> float:
    """The epoch by which half of the runs are solved; -1 where fewer are, as in ``solved_at`` for a run that is not."""
    order = np.sort(np.where(solved_at < 0, np.inf, solved_at))
    found = float(order[(len(order) - 1) // 2])
    return found if np.isfinite(found) else -1.0


def summary(losses: Any, outcomes: Any, curves: Any, solved_at: Any = None) -> dict[str, Any]:
    """All of these. ``losses``, ``outcomes`` and ``solved_at`` have shape (runs,), ``curves`` (runs * epochs,)."""
    losses, outcomes = checks.number_array(losses, "losses"), np.asarray(outcomes)
    if losses.ndim != 1 or not losses.size or losses.shape != outcomes.shape:
        raise ValueError(f"losses has shape {losses.shape}, outcomes {outcomes.shape}; expected one of each for a run")
    if not np.isin(outcomes, range(len(OUTCOMES))).all():
        raise ValueError(f"outcomes has {checks.short(outcomes)}; expected whole numbers below {len(OUTCOMES)}")
    curves = np.asarray(curves, dtype=np.float32)
    if curves.size % losses.size:
        raise ValueError(f"curves has {curves.size} numbers; expected as many for each of {losses.size} runs")
    solved = outcomes == code_of(SOLVED)
    low, high = wilson(int(solved.sum()), len(losses))
    return {
        "count": len(losses),
        "solved": int(solved.sum()),
        "solved_at": -1.0 if solved_at is None else middle(checks.number_array(solved_at, "solved_at")),
        "interval": [low, high],
        "kinds": kinds(losses, outcomes),
        "histogram": histogram(losses, solved),
        "bands": list(bands(curves.reshape(len(losses), -1))),
    }
