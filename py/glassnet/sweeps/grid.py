"""A map of an exercise: two choices, some values of each, and the cells in an order from coarse to fine.

To let another choice be an axis, give it a line in ``AXES``: its values, beside the present one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from glassnet.programs.choices import MOST_NEURONS, TABLES, checked

STEPS = 9  # of a number: the first, the last and the middle come first


def by_factors(span: float) -> Callable[[Any], list[Any]]:
    """Values from a ``span``-th of the present one to ``span`` times as much, in equal factors."""

    def values(present: float) -> list[float]:
        factors = np.geomspace(1 / span, span, STEPS)
        return [float(f"{present * factor:.3g}") if factor != 1 else present for factor in factors.tolist()]

    return values


def whole_by_factors(span: float) -> Callable[[Any], list[int]]:
    """The same of whole numbers."""
    return lambda present: sorted({max(1, round(value)) for value in by_factors(span)(present)} | {present})


def neurons(present: list[int]) -> list[list[int]]:
    """From 1 to 9 neurons in each hidden layer; of a large network, from an eighth of them to twice as many."""
    layers, most = max(1, len(present)), max(present, default=1)
    if most <= STEPS:
        return [[count] * layers for count in range(1, STEPS + 1)]
    sizes = {min(MOST_NEURONS, round(most * factor)) for factor in np.geomspace(1 / 8, 2, STEPS).tolist()}
    return [[size] * layers for size in sorted(sizes | {most})]


def fixed(*values: Any) -> Callable[[Any], list[Any]]:
    """These values, and the present one."""
    return lambda present: sorted({*values, present})


def names(choice: str) -> Callable[[Any], list[str]]:
    """All that a menu offers."""
    return lambda present: list(TABLES[choice])


AXES: dict[str, Callable[[Any], list[Any]]] = {
    "rate": by_factors(32),
    "hidden": neurons,
    "scale": by_factors(8),
    "epochs": whole_by_factors(8),
    "activation": names("activation"),
    "output": names("output"),
    "loss": names("loss"),
    "optimizer": names("optimizer"),
    "initializer": names("initializer"),
    "schedule": names("schedule"),
    "dropout": fixed(0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5),
    "l1": fixed(0.0, 1e-5, 1e-4, 1e-3, 3e-3, 0.01, 0.1),
    "l2": fixed(0.0, 1e-5, 1e-4, 1e-3, 3e-3, 0.01, 0.1),
    "batch": fixed(0, 1, 2, 4, 8, 16, 32),
    "reduction": lambda present: ["sum", "mean"],
}


def grid(chosen: Mapping[str, Any], across: Any, up: Any) -> dict[str, Any]:
    """The values of both choices, and the ``order`` of the cells: column, row, and the step between those so far.

    Raises ``ValueError`` for what is no axis, for one choice twice, and for a present choice that is none.
    """
    present = checked(chosen)
    for what, name in (("across", across), ("up", up)):
        if name not in AXES:
            raise ValueError(f"{what} is {name!r}; expected one of {', '.join(AXES)}")
    if across == up:
        raise ValueError(f"across and up are both {across!r}; expected two choices")
    axes = [{"name": name, "values": AXES[name](present[name])} for name in (across, up)]
    return {"across": axes[0], "up": axes[1], "order": order(*(len(axis["values"]) for axis in axes))}


def order(columns: int, rows: int) -> list[list[int]]:
    """All cells as (column, row, step), those of a coarse grid first: every 4th, every 2nd, and all."""
    steps = [step for step in (4, 2, 1) if step == 1 or step < max(columns, rows)]
    found: dict[tuple[int, int], int] = {}
    for step in steps:
        for row in range(0, rows, step):
            for column in range(0, columns, step):
                found.setdefault((column, row), step)
    return [[column, row, step] for (column, row), step in found.items()]
