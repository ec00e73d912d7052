"""What a person can choose, by the names that the address has for it, and what each choice is when nobody chose.

To add a choice: give it a line in ``CHOICES``, with its default and the check that it goes through. A choice that a
table offers needs nothing else; the page builds its menus from the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from glassnet import checks
from glassnet.activations import ACTIVATIONS
from glassnet.datasets import DATASETS, truth_table
from glassnet.initializers import INITIALIZERS
from glassnet.losses import LOSSES
from glassnet.network import REDUCTIONS
from glassnet.optimizers import OPTIMIZERS

CUSTOM = "custom"
MOST_HIDDEN_LAYERS = 20
MOST_NEURONS = 512


class Choice(NamedTuple):
    """A line of the table: the default (the tutorial's), the check, and whether a change starts a new run.

    ``limits`` are the numbers that the check goes by, for the page to refuse a bad one before Python is there.
    """

    default: Any
    check: Callable[[Any, str], Any]
    new_run: bool = False
    limits: dict[str, Any] | None = None


def from_table(table: Mapping[str, Any], default: str, new_run: bool = False) -> Choice:
    """A choice among a table's names."""

    def check(value: Any, what: str) -> str:
        checks.one_of(table, value, what)
        return value

    return Choice(default, check, new_run)


def whole_number(default: int, least: int, most: int, new_run: bool = False) -> Choice:
    """A choice of a whole number within limits."""

    def check(value: Any, what: str) -> int:
        number = checks.whole_number(value, what, least)
        if number > most:
            raise ValueError(f"{what} is {number}; expected a whole number from {least} to {most}")
        return number

    return Choice(default, check, new_run, {"least": least, "most": most, "whole": True})


def hidden(value: Any, what: str) -> list[int]:
    """The sizes of the hidden layers, as many and as wide as a browser's memory can be trusted with."""
    sizes = list(checks.layer_sizes(value, what))
    if len(sizes) > MOST_HIDDEN_LAYERS or max(sizes) > MOST_NEURONS:
        raise ValueError(f"{what} is {sizes}; expected at most {MOST_HIDDEN_LAYERS} layers of at most {MOST_NEURONS}")
    return sizes


def dataset(value: Any, what: str) -> str:
    """A name of ``DATASETS``, or ``custom`` for targets typed by hand."""
    checks.one_of({**DATASETS, CUSTOM: None}, value, what)
    return value


def targets(value: Any, what: str) -> list[float]:
    """The targets of a custom truth table, in counting order."""
    _, y = truth_table(value)
    return [float(target) for target in y[:, 0]]


CHOICES = {
    "dataset": Choice("xor", dataset),
    "targets": Choice([0.0, 1.0, 1.0, 0.0], targets, limits={"least": 0, "most": 1}),
    "hidden": Choice(
        [2],
        hidden,
        new_run=True,
        limits={"least": 1, "most": MOST_NEURONS, "whole": True, "longest": MOST_HIDDEN_LAYERS},
    ),
    "activation": from_table(ACTIVATIONS, "sigmoid", new_run=True),
    "output": from_table(ACTIVATIONS, "sigmoid", new_run=True),
    "loss": from_table(LOSSES, "mean_squared_error", new_run=True),
    "optimizer": from_table(OPTIMIZERS, "gradient_descent", new_run=True),
    "rate": Choice(0.1, checks.positive_number, limits={"above": 0}),
    "epochs": whole_number(10000, least=1, most=10_000_000),
    "initializer": from_table(INITIALIZERS, "normal", new_run=True),
    "seed": whole_number(42, least=0, most=2**32 - 1, new_run=True),
    "reduction": from_table(REDUCTIONS, "sum"),
}


def checked(chosen: Mapping[str, Any]) -> dict[str, Any]:
    """All choices, checked; those not made have their defaults. Raises ``ValueError`` for an unknown or bad one."""
    for name in checks.dict_of(chosen, "chosen", "choices by name"):
        checks.one_of(CHOICES, name, "choice")
    return {name: choice.check(chosen.get(name, choice.default), name) for name, choice in CHOICES.items()}


def data(chosen: Mapping[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """The inputs and targets that checked choices speak of."""
    if chosen["dataset"] == CUSTOM:
        return truth_table(chosen["targets"])
    return DATASETS[chosen["dataset"]].function()


# The choices that a table offers; the entries of these tables hold the functions that run.
TABLES: dict[str, Mapping[str, Any]] = {
    "activation": ACTIVATIONS,
    "output": ACTIVATIONS,
    "loss": LOSSES,
    "optimizer": OPTIMIZERS,
    "initializer": INITIALIZERS,
}


def menus() -> dict[str, list[dict[str, Any]]]:
    """For each choice that has a table: what can be chosen, and what the page calls it."""
    offered = {
        choice: [{"name": name, "label": entry.label} for name, entry in table.items()]
        for choice, table in TABLES.items()
    }
    offered["reduction"] = [{"name": name, "label": label} for name, label in REDUCTIONS.items()]
    offered["dataset"] = [
        {"name": name, "label": dataset.label, "targets": dataset.function()[1][:, 0].tolist()}
        for name, dataset in DATASETS.items()
    ]
    offered["dataset"].append({"name": CUSTOM, "label": "Custom"})
    return offered
