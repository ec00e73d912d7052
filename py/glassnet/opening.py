"""Examines a file before the page takes any of it: all of it fits, or none is taken.

It is done on a run of its own, with the original functions, which is trained for one epoch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from glassnet import checks
from glassnet.data.own_data import own_data
from glassnet.run import NUMBERS, RANDOM, Run
from glassnet.timeline import JOINED, restored_state

MOST_EPOCHS = 10**12  # more than anybody trains; beyond 2**53 a browser cannot count them


def examine(chosen: dict[str, Any], saved: Mapping[str, Any] | None, own: Any, frozen: Sequence[str]) -> None:
    """Raise ``ValueError`` for choices, weights, data or frozen labels that make no run, naming what came."""
    if own is not None:
        own_data(own)
    run = Run(chosen, own=own, frozen=frozen)
    lacking = [label for label in frozen if label not in run.frozen]
    if lacking:
        raise ValueError(f"frozen has {checks.short(lacking[0])}, which this network lacks")
    if saved is not None:
        _check_saved(saved, run)
        _check_sizes(saved["training_state"], run)
        run = Run(chosen, saved, own, frozen)
        run.train(1, run.epoch + 1)
    run.frame([], None)


def _check_saved(saved: Any, run: Run) -> None:
    """What a file has of a run: more than a checkpoint, which comes from Python itself, need be checked for."""
    saved = checks.dict_of(saved, "saved", "epoch, parameters and training_state")
    if checks.whole_number(saved.get("epoch"), "epoch", least=0) > MOST_EPOCHS:
        raise ValueError(f"epoch is {checks.short(saved['epoch'])}; expected at most {MOST_EPOCHS}")
    parameters = checks.dict_of(saved.get("parameters"), "the saved parameters", "arrays by name")
    for name, array in parameters.items():
        _check_numbers(array, str(name))
    entries = checks.dict_of(saved.get("training_state"), "the saved training state", "dicts of arrays")
    known = [*run.shapes, NUMBERS, RANDOM, JOINED]
    for name, values in entries.items():
        checks.one_of(dict.fromkeys(known), name, "a part of the saved training state")
        of_name = checks.dict_of(values, f"the state of {name}", "arrays by name")
        for key, array in of_name.items():
            size = _check_numbers(array, f"{key} of {name}").size
            if name == NUMBERS and size != 1:
                raise ValueError(f"{key} of {name} has {size} numbers; expected 1")
        if name == RANDOM and set(of_name) != {"state"}:
            raise ValueError(f"{RANDOM} has {checks.short(list(of_name))}; expected 'state' alone")


def _check_sizes(saved: Mapping[str, Any], run: Run) -> None:
    """The optimizer state of the file has the sizes of one that these choices make in an epoch."""
    state = restored_state(saved, run.shapes)
    run.train(1, 1)
    for name, values in run.training_state().items():
        for key, value in values.items():
            came = state.get(name, {}).get(key, value)
            if came.size != value.size:
                raise ValueError(f"{key} of {name} has {came.size} numbers; expected {value.size}")


def _check_numbers(value: Any, what: str) -> np.ndarray:
    """Finite numbers, at least one; no texts, and none missing."""
    if np.asarray(checks.number_array(value, what)).size and np.asarray(value).dtype.kind in "iuf":
        return checks.finite_array(value, what)
    raise ValueError(f"{what} is {checks.short(value)}; expected an array of numbers")
