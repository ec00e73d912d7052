"""Which epochs of a run are kept as checkpoints, and what a checkpoint holds: all that is needed to go on from it.

Early epochs lie closer together, because there the network changes fastest: so many are kept in each doubling of the
epoch (``per_doubling``), and each of the very first. With half as many, those that are kept are among the former.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

import numpy as np

from glassnet import checks
from glassnet.checks import Network, number_array

MOST_PER_DOUBLING = 1024

# The optimizer state by parameter; and, where the run needs them, its generator's state and the numbers of its loop.
TrainingState = dict[str, dict[str, np.ndarray]]
JOINED = "all"  # earlier versions laid all parameters end to end under this name


def kept_after(epoch: int, per_doubling: int) -> Iterator[int]:
    """The epochs after ``epoch`` that are kept, without end; none with 0 a doubling.

    From ``per_doubling * 2**k`` on every ``2**k``-th is kept, before that each.
    """
    if per_doubling == 0:
        return
    for doubling in count(max((epoch // per_doubling).bit_length() - 1, 0)):
        every = 1 << doubling
        end = 2 * every * per_doubling
        yield from range((epoch // every + 1) * every, end, every)
        epoch = end - 1


class Kept:
    """The checkpoints since the last frame: the epochs, the parameters, and the training state."""

    def __init__(self) -> None:
        self.epochs: list[int] = []
        self.parameters: list[np.ndarray] = []
        self.states: dict[str, dict[str, list[np.ndarray]]] = {}

    def keep(self, epoch: int, network: Network, state: Mapping[str, Mapping[str, np.ndarray]]) -> None:
        """Copy what there is now."""
        self.epochs.append(epoch)
        self.parameters.append(np.concatenate(list(network.values()), axis=None))
        for name, values in state.items():
            of_name = self.states.setdefault(name, {})
            for key, value in values.items():
                of_name.setdefault(key, []).append(value)

    def together(self) -> dict[str, Any]:
        """The same with one array for each list, shape (checkpoints * numbers,): a few arrays travel faster than many,
        and than lists."""
        return {
            "epochs": np.array(self.epochs, dtype=np.int32),
            "parameters": np.concatenate(self.parameters),
            "training_state": {
                name: {key: np.concatenate(values, axis=None) for key, values in kept.items()}
                for name, kept in self.states.items()
            },
        }


def laid_out(values: Any, shapes: Mapping[str, tuple[int, ...]]) -> Network:
    """Parameters that lie end to end, shape (numbers,), as a network with these shapes.

    Raises ``ValueError`` for another number of numbers.
    """
    flat = number_array(values, "the saved parameters")
    sizes = [int(np.prod(shape)) for shape in shapes.values()]
    if flat.shape != (sum(sizes),):
        raise ValueError(f"the saved parameters have shape {flat.shape}; expected ({sum(sizes)},), for {shapes}")
    parts = np.split(flat, np.cumsum(sizes)[:-1])
    return {name: np.array(part.reshape(shapes[name])) for name, part in zip(shapes, parts, strict=True)}


def restored_state(saved: Any, shapes: Mapping[str, tuple[int, ...]]) -> TrainingState:
    """A checkpoint's training state as arrays in the parameters' shapes, or of one number; of any age.

    Raises ``ValueError`` for what is no state of this network.
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
