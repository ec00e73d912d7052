"""Decides which epochs of a run are kept as checkpoints. A checkpoint holds all that is needed to resume from it.

Early epochs are closer together, because the network changes fastest there: all of the first epochs are kept, then
``per_doubling`` in each doubling of the epoch. Half that number keeps a subset of the same epochs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count, takewhile
from typing import Any

import numpy as np

from glassnet import checks
from glassnet.checks import Network, number_array

MOST_PER_DOUBLING = 1024
FEW_PER_DOUBLING = 4  # where the epochs between two can be computed again at once
FIRST = 512  # the first of these few, at the latest
HELD_PER_DOUBLING = 4  # epochs whose held-out loss is taken on the way

# The optimizer state by parameter and, if the run needs them, the generator's state and the loop's numbers.
TrainingState = dict[str, dict[str, np.ndarray]]
JOINED = "all"  # earlier versions stored all parameters end to end under this name


def fewest(epoch: int) -> int:
    """The least number in each doubling, a power of 2, with which an epoch is kept."""
    odd = epoch // (epoch & -epoch) if epoch else 1
    return 1 << (odd.bit_length() - 1)


def kept_after(epoch: int, per_doubling: int) -> Iterator[int]:
    """The kept epochs after ``epoch``, an endless iterator; empty if ``per_doubling`` is 0.

    From ``per_doubling * 2**k`` on, every ``2**k``-th epoch is kept; before, every epoch.
    """
    if per_doubling == 0:
        return
    for doubling in count(max((epoch // per_doubling).bit_length() - 1, 0)):
        every = 1 << doubling
        end = 2 * every * per_doubling
        yield from range((epoch // every + 1) * every, end, every)
        epoch = end - 1


def few_after(epoch: int, per_doubling: int, near: int) -> Iterator[int]:
    """The kept epochs after ``epoch`` of a run that computes ``near`` epochs again at once.

    They are few until these are further apart than that, and then as many as of any other run.
    """
    few = min(per_doubling, FEW_PER_DOUBLING)
    first, end = max(epoch, min(FIRST, near) - 1), few * near
    yield from takewhile(lambda kept: kept < end, kept_after(first, few))
    yield from kept_after(max(first, end - 1), per_doubling)


class Kept:
    """The checkpoints since the last frame: epochs, parameters and training states; and held-out losses by epoch."""

    def __init__(self) -> None:
        self.epochs: list[int] = []
        self.parameters: list[np.ndarray] = []
        self.states: dict[str, dict[str, list[np.ndarray]]] = {}
        self.held: dict[int, float] = {}

    def keep(self, epoch: int, network: Network, state: Mapping[str, Mapping[str, np.ndarray]]) -> None:
        """Adds a copy of the current state."""
        self.epochs.append(epoch)
        self.parameters.append(np.concatenate(list(network.values()), axis=None))
        for name, values in state.items():
            of_name = self.states.setdefault(name, {})
            for key, value in values.items():
                of_name.setdefault(key, []).append(value)

    def together(self) -> dict[str, Any]:
        """The checkpoints with each list as one array, shape (checkpoints * numbers,), which travels faster."""
        return {
            "epochs": np.array(self.epochs, dtype=np.int32),
            "fewest": np.array([fewest(epoch) for epoch in self.epochs], dtype=np.int32),
            "parameters": np.concatenate(self.parameters),
            "training_state": {
                name: {key: np.concatenate(values, axis=None) for key, values in kept.items()}
                for name, kept in self.states.items()
            },
        }


def laid_out(values: Any, shapes: Mapping[str, tuple[int, ...]]) -> Network:
    """A network with these shapes from parameters end to end, shape (numbers,).

    Raises ``ValueError`` for a wrong number of numbers.
    """
    flat = number_array(values, "the saved parameters")
    sizes = [int(np.prod(shape)) for shape in shapes.values()]
    if flat.shape != (sum(sizes),):
        raise ValueError(f"the saved parameters have shape {flat.shape}; expected ({sum(sizes)},), for {shapes}")
    parts = np.split(flat, np.cumsum(sizes)[:-1])
    return {name: np.array(part.reshape(shapes[name])) for name, part in zip(shapes, parts, strict=True)}


def restored_state(saved: Any, shapes: Mapping[str, tuple[int, ...]]) -> TrainingState:
    """A checkpoint's training state, also from earlier versions, as arrays in the parameters' shapes or of one number.

    Raises ``ValueError`` if it is no state of this network.
    """
    entries = checks.dict_of(saved, "the saved training state", "dicts of arrays")
    state: TrainingState = {}
    for name, values in entries.items():
        for key, value in checks.dict_of(values, f"the state of {name}", "arrays by name").items():
            array = np.array(number_array(value, f"{key} of {name}"))
            owners = shapes if name == JOINED else {name: ()}
            parts = laid_out(array, shapes) if name == JOINED and array.size > 1 else dict.fromkeys(owners, array)
            for owner, part in parts.items():
                fits = part.size == np.prod(shapes[owner]) if owner in shapes else True
                if not fits and part.size != 1:
                    raise ValueError(f"{key} of {owner} has {part.size} numbers; expected those of {shapes[owner]}")
                shaped = part.reshape(shapes[owner]) if owner in shapes and fits else part.reshape(-1)
                state.setdefault(owner, {})[key] = shaped
    return state
