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

MOST_EPOCHS = 10_000_000
CUSTOM = "custom"


class Choice(NamedTuple):
    """A line of the table: the default (the tutorial's), the check, and whether a change starts a new run."""

    default: Any
    check: Callable[[Any, str], Any]
    new_run: bool


def from_table(table: Mapping[str, Any]) -> Callable[[Any, str], str]:
    """A check for a choice among a table's names."""

    def check(value: Any, what: str) -> str:
        checks.one_of(table, value, what)
        return value

    return check


def epochs(value: Any, what: str) -> int:
    """How many epochs one press of Train trains for."""
    number = checks.whole_number(value, what)
    if number > MOST_EPOCHS:
        raise ValueError(f"{what} is {number}; expected a whole number from 1 to {MOST_EPOCHS}")
    return number


def hidden(value: Any, what: str) -> list[int]:
    """The sizes of the hidden layers."""
    return list(checks.layer_sizes(value))


def dataset(value: Any, what: str) -> str:
    """A name of ``DATASETS``, or ``custom`` for targets typed by hand."""
    if value != CUSTOM:
        checks.one_of(DATASETS, value, what)
    return value


def targets(value: Any, what: str) -> list[float]:
    """The targets of a custom truth table, in counting order."""
    _, y = truth_table(value)
    return [float(target) for target in y[:, 0]]


CHOICES = {
    "dataset": Choice("xor", dataset, new_run=False),
    "targets": Choice([0.0, 1.0, 1.0, 0.0], targets, new_run=False),
    "hidden": Choice([2], hidden, new_run=True),
    "activation": Choice("sigmoid", from_table(ACTIVATIONS), new_run=True),
    "output": Choice("sigmoid", from_table(ACTIVATIONS), new_run=True),
    "loss": Choice("mean_squared_error", from_table(LOSSES), new_run=True),
    "optimizer": Choice("gradient_descent", from_table(OPTIMIZERS), new_run=True),
    "rate": Choice(0.1, checks.positive_number, new_run=False),
    "epochs": Choice(10000, epochs, new_run=False),
    "initializer": Choice("normal", from_table(INITIALIZERS), new_run=True),
    "seed": Choice(42, lambda value, what: checks.seed(value), new_run=True),
    "reduction": Choice("sum", from_table(REDUCTIONS), new_run=False),
}


def checked(chosen: Mapping[str, Any]) -> dict[str, Any]:
    """All choices, checked; those not made have their defaults. Raises ``ValueError`` for an unknown or bad one."""
    for name in chosen:
        checks.one_of(CHOICES, name, "choice")
    return {
        name: choice.check(chosen[name], name) if name in chosen else choice.default for name, choice in CHOICES.items()
    }


def data(chosen: Mapping[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """The inputs and targets that checked choices speak of."""
    if chosen["dataset"] == CUSTOM:
        return truth_table(chosen["targets"])
    return DATASETS[chosen["dataset"]].function()


def menus() -> dict[str, list[dict[str, Any]]]:
    """For each choice that has a table: what can be chosen, and what the page calls it."""
    tables: dict[str, Mapping[str, Any]] = {
        "activation": ACTIVATIONS,
        "output": ACTIVATIONS,
        "loss": LOSSES,
        "optimizer": OPTIMIZERS,
        "initializer": INITIALIZERS,
        "reduction": REDUCTIONS,
    }
    offered = {
        choice: [{"name": name, "label": getattr(entry, "label", entry)} for name, entry in table.items()]
        for choice, table in tables.items()
    }
    offered["dataset"] = [
        {"name": name, "label": dataset.label, "targets": dataset.function()[1][:, 0].tolist()}
        for name, dataset in DATASETS.items()
    ]
    offered["dataset"].append({"name": CUSTOM, "label": "Custom"})
    return offered
