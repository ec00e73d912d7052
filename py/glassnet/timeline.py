"""Which epochs of a run are kept to be looked at again, and what is kept of each: all that is needed to go on from it.

Early epochs lie closer together, because there the network changes fastest: so many are kept in each doubling of the
epoch (``per_doubling``), and each of the very first. With half as many, those that are kept are among the former.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

import numpy as np

from glassnet.checks import Network, number_array

MOST_PER_DOUBLING = 1024


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
    """The moments of a run since the last frame: the epochs, the parameters, and the optimizer's memories.

    ``joined`` says that the network's arrays are views of one, end to end, as ``training_epochs`` lays them: a copy of
    that one takes a sixth of the time that putting them together does.
    """

    def __init__(self, joined: bool = False) -> None:
        self.joined = joined
        self.epochs: list[int] = []
        self.parameters: list[np.ndarray] = []
        self.memories: dict[str, dict[str, list[np.ndarray]]] = {}

    def keep(self, epoch: int, network: Network, memories: Mapping[str, Mapping[str, np.ndarray]]) -> None:
        """Copy what there is now."""
        self.epochs.append(epoch)
        all_in_one = network["W1"].base if self.joined else None
        self.parameters.append(
            np.concatenate(list(network.values()), axis=None) if all_in_one is None else all_in_one.copy()
        )
        for name, memory in memories.items():
            of_name = self.memories.setdefault(name, {})
            for key, values in memory.items():
                of_name.setdefault(key, []).append(values.copy())

    def together(self) -> dict[str, Any]:
        """The same with one array for each list, shape (moments * numbers,): a few arrays travel faster than many, and
        than lists."""
        return {
            "epochs": np.array(self.epochs, dtype=np.int32),
            "parameters": np.concatenate(self.parameters),
            "memories": {
                name: {key: np.concatenate(values, axis=None) for key, values in memory.items()}
                for name, memory in self.memories.items()
            },
        }


def laid_out(values: Any, shapes: Mapping[str, tuple[int, ...]]) -> Network:
    """The parameters of a kept moment, shape (numbers,), as a network with these shapes.

    Raises ``ValueError`` for another number of numbers.
    """
    flat = number_array(values, "the saved parameters")
    sizes = [int(np.prod(shape)) for shape in shapes.values()]
    if flat.shape != (sum(sizes),):
        raise ValueError(f"the saved parameters have shape {flat.shape}; expected ({sum(sizes)},), for {shapes}")
    parts = np.split(flat, np.cumsum(sizes)[:-1])
    return {name: np.array(part.reshape(shapes[name])) for name, part in zip(shapes, parts, strict=True)}
