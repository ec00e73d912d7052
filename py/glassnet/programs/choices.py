"""All choices, by their names in an address, with defaults and checks.

To add a choice, give it a line in ``CHOICES``, with its default and its check. A choice from a table needs nothing
else: the page builds its menus from the tables.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from glassnet import checks
from glassnet.data import datasets
from glassnet.data.reading import MOST_ROWS
from glassnet.data.truth_tables import MOST_INPUTS, MOST_OUTPUTS, truth_table
from glassnet.tables.activations import ACTIVATIONS
from glassnet.tables.initializers import INITIALIZERS
from glassnet.tables.losses import LOSSES, advice_on
from glassnet.tables.optimizers import OPTIMIZERS
from glassnet.tables.schedules import SCHEDULES

# How to reduce the rows' gradients to one. The tutorial sums them; over 500 rows, a rate of 0.1 then diverges.
REDUCTIONS = {"sum": "Sum over rows", "mean": "Mean over rows"}

MOST_DROPOUT = 0.99
MOST_TABLE_ROWS = 2**MOST_INPUTS
MOST_HIDDEN_LAYERS = 20
MOST_NEURONS = 512


class Choice(NamedTuple):
    """A line of the table: the default (the tutorial's), the check, and whether a change starts a new run.

    ``limits`` are the check's bounds, so that the page can refuse a bad value before Python is ready. ``one_for_each``
    names a choice of several numbers; this choice may then have a name for each of them.
    """

    default: Any
    check: Callable[[Any, str], Any]
    new_run: bool = False
    limits: dict[str, Any] | None = None


def from_table(table: Mapping[str, Any], default: str, new_run: bool = False) -> Choice:
    """A choice of a name in a table."""

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


def number(default: float, most: float = math.inf, new_run: bool = False) -> Choice:
    """A choice of a number of 0 or more."""

    def check(value: Any, what: str) -> float:
        return checks.number_within(value, what, most=most)

    return Choice(default, check, new_run, {"least": 0} | ({"most": most} if most < math.inf else {}))


def hidden(value: Any, what: str) -> list[int]:
    """The sizes of the hidden layers, limited by a browser's memory; none (or 0) is a perceptron."""
    if (checks.is_sequence(value) and len(value) == 0) or (checks.is_whole(value) and value == 0):
        return []
    sizes = list(checks.layer_sizes(value, what))
    if len(sizes) > MOST_HIDDEN_LAYERS or max(sizes) > MOST_NEURONS:
        raise ValueError(f"{what} is {sizes}; expected at most {MOST_HIDDEN_LAYERS} layers of at most {MOST_NEURONS}")
    return sizes


def activation(value: Any, what: str) -> str | list[str]:
    """One name of ``ACTIVATIONS`` for all hidden layers, or one for each."""
    names = checks.names(value, what)
    for name in (names,) if isinstance(names, str) else names:
        checks.one_of(ACTIVATIONS, name, what)
    if isinstance(names, str):
        return names
    return names[0] if len(names) == 1 else list(names)


def targets(value: Any, what: str) -> list[float] | str:
    """The targets of a custom truth table, row by row in counting order; or the table as text (``listed_tables``)."""
    if isinstance(value, str):
        listed(value, what)
        return value
    numbers = checks.finite_array(value, what).ravel()
    if len(numbers) > MOST_TABLE_ROWS * MOST_OUTPUTS:
        raise ValueError(f"{what} has {len(numbers)} values; expected at most {MOST_TABLE_ROWS * MOST_OUTPUTS}")
    return [checks.number_within(target, f"{what}[{place}]", 0, 1) for place, target in enumerate(numbers.tolist())]


def listed(text: str, what: str) -> tuple[list[float], int]:
    """The targets of a table as text, and its number of outputs. Raises ``ValueError`` for one that is not whole."""
    from glassnet.data.listed_tables import targets_in  # a snapshot is smaller without it

    return targets_in(text, what)


def held_rows(value: Any, what: str) -> list[int]:
    """Held-out rows of a truth table, by index in counting order; none by default."""
    rows = value if checks.is_sequence(value) else [value]
    return sorted(
        {whole_number(0, 0, MOST_TABLE_ROWS - 1).check(row, f"{what}[{place}]") for place, row in enumerate(rows)}
    )


CHOICES = {
    "dataset": from_table(dict.fromkeys(datasets.NAMES), "xor"),
    "targets": Choice(
        [0.0, 1.0, 1.0, 0.0], targets, limits={"least": 0, "most": 1, "longest": MOST_TABLE_ROWS * MOST_OUTPUTS}
    ),
    "outputs": whole_number(1, least=1, most=MOST_OUTPUTS),
    "held_rows": Choice([], held_rows, limits={"least": 0, "most": MOST_TABLE_ROWS - 1, "whole": True}),
    "points": whole_number(200, least=10, most=5000, new_run=True),
    "noise": number(0.05, most=1, new_run=True),
    "held_out": number(0.2, most=0.9, new_run=True),
    "data_seed": whole_number(0, least=0, most=2**32 - 1, new_run=True),
    "hidden": Choice(
        [2],
        hidden,
        new_run=True,
        limits={"least": 0, "most": MOST_NEURONS, "whole": True, "longest": MOST_HIDDEN_LAYERS},
    ),
    "activation": Choice("sigmoid", activation, new_run=True, limits={"one_for_each": "hidden"}),
    "output": from_table(ACTIVATIONS, "sigmoid", new_run=True),
    "loss": from_table(LOSSES, "mean_squared_error", new_run=True),
    "optimizer": from_table(OPTIMIZERS, "gradient_descent", new_run=True),
    "rate": Choice(0.1, checks.positive_number, limits={"above": 0}),
    "schedule": from_table(SCHEDULES, "constant"),
    "epochs": whole_number(10000, least=1, most=10_000_000),
    "batch": whole_number(0, least=0, most=MOST_ROWS),  # 0: all rows
    "initializer": from_table(INITIALIZERS, "normal", new_run=True),
    "scale": Choice(1.0, checks.positive_number, new_run=True, limits={"above": 0}),  # of the initial weights
    "seed": whole_number(42, least=0, most=2**32 - 1, new_run=True),
    "l1": number(0.0),
    "l2": number(0.0),
    "dropout": number(0.0, most=MOST_DROPOUT),
    "clip": number(0.0),
    "reduction": from_table(REDUCTIONS, "sum"),
}


def checked(chosen: Mapping[str, Any]) -> dict[str, Any]:
    """All choices, checked, with defaults for missing ones. Raises ``ValueError`` for an unknown or bad one."""
    for name in checks.dict_of(chosen, "chosen", "choices by name"):
        checks.one_of(CHOICES, name, "choice")
    chosen = with_targets(chosen)
    made = {name: choice.check(chosen.get(name, choice.default), name) for name, choice in CHOICES.items()}
    one_for_each_layer(made["activation"], made["hidden"])
    truth_table(made["targets"], made["outputs"])  # both must fit
    return made


def with_targets(chosen: Mapping[str, Any]) -> Mapping[str, Any]:
    """The choices with a table's targets as numbers. A table without a name is the custom one, as in an address."""
    if "targets" not in chosen:
        return chosen
    made = {"dataset": datasets.CUSTOM} | dict(chosen)
    if isinstance(made["targets"], str):
        made["targets"], outputs = listed(made["targets"], "targets")
        if made.setdefault("outputs", outputs) != outputs:
            raise ValueError(f"outputs is {checks.short(made['outputs'])}; targets lists {outputs} for each row")
    return made


def one_for_each_layer(activation: str | list[str], hidden: list[int]) -> None:
    """Raises ``ValueError`` for several activations, but not one for each hidden layer."""
    if isinstance(activation, list) and hidden and len(activation) != len(hidden):
        expected = f"one, or {len(hidden)}: one for each hidden layer"
        raise ValueError(f"activation has {len(activation)} names; expected {expected}")


# The choices that have a table; its entries hold the functions.
TABLES: dict[str, Mapping[str, Any]] = {
    "activation": ACTIVATIONS,
    "output": ACTIVATIONS,
    "loss": LOSSES,
    "optimizer": OPTIMIZERS,
    "schedule": SCHEDULES,
    "initializer": INITIALIZERS,
}


def menus() -> dict[str, list[dict[str, Any]]]:
    """For each choice that has a table: what can be chosen, and what the page calls it.

    Of output activations what they ``reach``; of losses whether they take targets of any size (``of_numbers``).
    """
    offered: dict[str, list[dict[str, Any]]] = {
        choice: [{"name": name, "label": entry.label} for name, entry in table.items()]
        for choice, table in TABLES.items()
    }
    for entry, kind in zip(offered["output"], ACTIVATIONS.values(), strict=True):
        entry["reach"] = [kind.low, kind.high]
    for entry, loss in zip(offered["loss"], LOSSES.values(), strict=True):
        entry["of_numbers"] = not loss.suits
    offered["reduction"] = [{"name": name, "label": label} for name, label in REDUCTIONS.items()]
    offered["dataset"] = datasets.menu()
    return offered


def advice() -> dict[str, dict[str, dict[str, str]]]:
    """Advice on odd pairs: for ``one`` output or ``several``, by loss, then by output activation.

    It has no entry for pairs that fit.
    """
    return {
        number: {
            loss: {output: said for output in ACTIVATIONS if (said := advice_on(loss, output, outputs))}
            for loss in LOSSES
        }
        for number, outputs in {"one": 1, "several": 2}.items()
    }
