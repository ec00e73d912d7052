"""The page's only door: each public function here can be called by name from the page, and nothing else can.

Arguments and results are plain: numbers, strings, lists, dicts, and arrays of numbers. A frame is what the page draws
from: epoch, losses since the last frame, predictions, parameters, and what the visible pictures asked for.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np

from glassnet import checks
from glassnet.data.datasets import TABLE_RANGE, is_table
from glassnet.data.own_data import own_data
from glassnet.glass import exercises, gradient_check
from glassnet.glass.following import follow_epoch
from glassnet.network import (
    backward_propagation,
    compute_loss,
    forward_propagation,
    initialize_network,
    output_delta,
    predict,
)
from glassnet.programs import choices, editing, trial
from glassnet.programs import exporting as programs
from glassnet.run import Frame, Run
from glassnet.tables.activations import sigmoid, sigmoid_derivative
from glassnet.timeline import MOST_PER_DOUBLING
from glassnet.training import train_network, training_epochs, update_parameters

__all__ = [
    *("change", "describe", "freeze", "look", "read_data", "start", "train"),
    *("trace", "edit", "restore", "check_gradients", "check_exercise", "program"),
]

# The nine steps, in the tutorial's order: what each is called there, its functions (the tutorial's own first), and the
# choices whose functions run in it.
STEPS: list[tuple[str, list[Callable[..., Any]], list[str]]] = [
    ("Import NumPy", [], []),
    ("Initialize the network", [initialize_network], ["initializer"]),
    ("Activation function", [sigmoid, sigmoid_derivative], ["activation", "output"]),
    ("Forward propagation", [forward_propagation], []),
    ("Loss function", [compute_loss], ["loss"]),
    ("Backpropagation", [backward_propagation, output_delta], []),
    ("Update the weights", [update_parameters], ["optimizer"]),
    ("Train", [train_network, training_epochs], ["schedule"]),
    ("Test the network", [predict], []),
]

_run = Run({})


def describe() -> dict[str, Any]:
    """What does not change: defaults, menus, advice, the source of the nine steps, and the ranges of the pictures."""
    return {
        "defaults": choices.checked({}),
        "new_run": [name for name, choice in choices.CHOICES.items() if choice.new_run],
        "limits": {name: choice.limits for name, choice in choices.CHOICES.items() if choice.limits},
        "menus": choices.menus(),
        "advice": choices.advice(),
        "steps": [
            {"title": title, "functions": [_source(function) for function in functions], "choices": chosen}
            for title, functions, chosen in STEPS
        ],
        "sources": {
            choice: {name: [_source(part) for part in entry if callable(part)] for name, entry in table.items()}
            for choice, table in choices.TABLES.items()
        },
        "boundary_range": list(TABLE_RANGE),
        "editable": list(editing.EDITABLE),
    }


def _source(function: Callable[..., Any]) -> dict[str, str]:
    """The name and the source of a function, as it stands in the package and runs."""
    return {"name": function.__name__, "source": inspect.getsource(function)}


def read_data(own: str) -> dict[str, Any]:
    """What the reader's own data is; no run is started. Raises ``ValueError`` naming the first cell that is bad."""
    return own_data(own).for_page()


def start(
    chosen: dict[str, Any],
    saved: dict[str, Any] | None = None,
    pictures: dict[str, Any] | None = None,
    own: str | None = None,
    frozen: Sequence[str] = (),
) -> Frame:
    """Begin a new run, or with ``saved`` (a frame's epoch, parameters and memories) go on with an old one.

    ``own`` is the text of the reader's own data. The frame has the rows of the data, except of truth tables, which the
    page has in its choices. ``frozen`` are the labels of parameters that training leaves as they are, such as
    ``W1[0,1]`` and ``b2[0]``; the frame says which of them this network has.
    """
    global _run
    _run = Run(chosen, saved, own, frozen)
    return _run.frame([], pictures) | _rows()


def train(milliseconds: float, until: int, pictures: dict[str, Any] | None = None, keep: int = 0) -> Frame:
    """One slice of training: as many epochs as fit in the time, with a frame, at least one, but none beyond ``until``.

    ``keep`` says how many moments to keep in each doubling of the epoch (``timeline.py``); the frame has those of the
    slice as ``kept``, if there are any. The page asks for a slice before the last one has come back; at the end of a
    run that slice finds nothing to do.
    """
    checks.positive_number(milliseconds, "milliseconds")
    if checks.whole_number(keep, "keep", least=0) > MOST_PER_DOUBLING:
        raise ValueError(f"keep is {keep}; expected at most {MOST_PER_DOUBLING}")
    losses, kept = _run.train(milliseconds, checks.whole_number(until, "until"), keep)
    frame = _run.frame(losses, pictures)
    return frame | {"kept": kept.together()} if kept.epochs else frame


def change(changes: dict[str, Any], pictures: dict[str, Any] | None = None, own: str | None = None) -> Frame:
    """Go on with other data (of as many inputs and outputs), or with other choices that need no new run."""
    _run.change(changes, own)
    return _run.frame([], pictures) | _rows()


def _rows() -> dict[str, Any]:
    """The rows of the run's data, for the page."""
    return {} if is_table(_run.choices["dataset"]) else {"data": _run.data.for_page()}


def freeze(frozen: Sequence[str], pictures: dict[str, Any] | None = None) -> Frame:
    """Go on with these parameters frozen, by their labels, and all others free."""
    _run.freeze(frozen)
    return _run.frame([], pictures)


def look(pictures: dict[str, Any], saved: dict[str, Any] | None = None) -> Frame:
    """The run as it stands, with some pictures, or as it was at a kept moment (``saved``); nothing moves on."""
    run = _run if saved is None else _run.at(saved)
    return run.frame([], pictures)


@np.errstate(all="ignore")
def trace(row: int | None = None, saved: dict[str, Any] | None = None) -> dict[str, Any]:
    """The next epoch line by line, of the run as it stands, or as it was at a kept moment (``saved``).

    For all rows, or for one of those that it trains on. It is done on a copy; nothing moves on.
    """
    then = _run.at(_run.frame([], None) if saved is None else saved)
    if row is not None:
        row = checks.whole_number(row, "row", least=0)
        if row >= len(then.X):
            raise ValueError(f"row is {row}; expected a whole number from 0 to {len(then.X) - 1}")
        then.X, then.y = then.X[row : row + 1], then.y[row : row + 1]
    then.go_on()
    followed = follow_epoch(
        then.records, then.network, then.X, then.y, then.choices["batch"], then.choices["optimizer"]
    )
    return {"epoch": then.epoch, "row": row, **followed}


def edit(name: str, source: str) -> dict[str, Any]:
    """Let the reader's version of a function take its place, if it stands a trial: see ``trial.edit``."""
    answer = trial.edit(name, source, lambda: Run(_run.choices, own=_run.own))
    _run.go_on()
    return answer


def restore(name: str) -> None:
    """The package's own function again."""
    editing.restore(name)
    _run.go_on()


def check_gradients(saved: dict[str, Any] | None = None) -> dict[str, Any]:
    """The gradients against the loss, of the run as it stands, or as it was at a kept moment (``saved``): see
    ``gradient_check``, and ``trial.told``."""
    run = _run if saved is None else _run.at(saved)
    chosen = {name: run.choices[name] for name in ("loss", "reduction")}
    return trial.told(
        lambda: gradient_check.check_gradients(run.network, run.X, run.y, functions=run.functions, **chosen)
    )


def check_exercise(checking: str, option: int | None = None, text: str | None = None) -> dict[str, Any]:
    """What an exercise's own Python says of an answer: see ``exercises``, and ``trial.told``."""
    run = SimpleNamespace(
        choices=_run.choices,
        X=_run.X,
        y=_run.y,
        network=_run.network,
        epoch=_run.epoch,
        predictions=_run.ask(_run.data.training_inputs)[:, 0],
    )
    return trial.told(lambda: exercises.check(checking, option, text, run))


def program(functions: dict[str, str], package: str = "glassnet") -> str:
    """The run's exercise as a program, with the reader's versions that run, by name: see ``programs``."""
    return programs.program(_run.choices, _run.data, _run.own, functions, _run.frozen, package)
