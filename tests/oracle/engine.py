"""A general engine: one loop over layers for all choices, unlike the straight lines of a written program.

It shares the formulas of ``glassnet.tables`` with the programs, and nothing else: it keeps all parameters end to end in
one array, draws from a generator of its own, and knows no program's text.
"""

from collections.abc import Iterator
from itertools import count, pairwise
from typing import Any, NamedTuple

import numpy as np

from glassnet.tables.activations import ACTIVATIONS, Activation
from glassnet.tables.initializers import INITIALIZERS
from glassnet.tables.losses import LOSSES
from glassnet.tables.optimizers import OPTIMIZERS
from glassnet.tables.schedules import SCHEDULES


class Epoch(NamedTuple):
    """One epoch: the loss before its update, and the network after it (not a copy)."""

    loss: float
    network: dict[str, np.ndarray]


def activations_of(chosen: dict[str, Any]) -> list[Activation]:
    """The activation of each layer."""
    hidden, names = chosen["hidden"], chosen["activation"]
    names = [names] * len(hidden) if isinstance(names, str) else names
    return [ACTIVATIONS[name] for name in (*names, chosen["output"])]


def initialize(
    chosen: dict[str, Any], inputs: int, outputs: int, random: np.random.RandomState
) -> dict[str, np.ndarray]:
    """The network before its first epoch."""
    draw = INITIALIZERS[chosen["initializer"]].function
    network = {}
    for layer, (above, below) in enumerate(pairwise((inputs, *chosen["hidden"], outputs)), 1):
        network[f"W{layer}"] = draw(random, above, below) * chosen["scale"]
        network[f"b{layer}"] = np.zeros((1, below))
    return network


def forward(network: dict[str, np.ndarray], X: np.ndarray, kinds: list[Activation], masks: Any = None) -> list[Any]:
    """For each layer its inputs, ``z`` and ``a``; ``masks`` are those of dropout."""
    cache, a = [], X
    for layer, kind in enumerate(kinds, 1):
        inputs = a
        z = np.dot(inputs, network[f"W{layer}"]) + network[f"b{layer}"]
        a = kind.function(z)
        cache.append((inputs, z, a))
        if masks is not None and layer < len(kinds):
            a = a * masks[layer - 1]
    return cache


def through(kind: Activation, z: np.ndarray, a: np.ndarray, error: np.ndarray) -> np.ndarray:
    """The error at ``z``, from the error at ``a``."""
    if kind.reads == "error":
        return kind.derivative(a, error)
    return error * kind.derivative(a if kind.reads == "a" else z)


def backward(
    network: dict[str, np.ndarray], cache: list[Any], y: np.ndarray, chosen: dict[str, Any], masks: Any = None
):
    """The downhill gradients, by parameter, without penalties and clipping."""
    kinds, measure = activations_of(chosen), LOSSES[chosen["loss"]]
    _, z, a = cache[-1]
    if chosen["output"] in measure.joint:
        delta = measure.joint[chosen["output"]](y, a)
    else:
        delta = through(kinds[-1], z, a, measure.derivative(y, a))
    if chosen["reduction"] == "mean":
        delta = delta / len(y)
    gradients = {}
    for layer in range(len(kinds), 0, -1):
        inputs, _, _ = cache[layer - 1]
        gradients[f"W{layer}"] = np.dot(inputs.T, delta)
        gradients[f"b{layer}"] = np.sum(delta, axis=0, keepdims=True)
        if layer > 1:
            error = np.dot(delta, network[f"W{layer}"].T)
            if masks is not None:
                error = error * masks[layer - 2]
            _, z, a = cache[layer - 2]
            delta = through(kinds[layer - 2], z, a, error)
    return gradients


class Joined:
    """The arrays of a dict end to end in one array; those of the dict become views of it."""

    def __init__(self, parts: dict[str, np.ndarray]) -> None:
        self.all = np.concatenate(list(parts.values()), axis=None)
        self.ends = np.cumsum([array.size for array in parts.values()])
        for (name, array), one in zip(list(parts.items()), self.split(self.all), strict=True):
            parts[name] = one.reshape(array.shape)

    def split(self, whole: np.ndarray) -> list[np.ndarray]:
        """The parts of an array with this layout."""
        return np.split(whole, self.ends[:-1])


def masks_of(network: dict[str, np.ndarray], labels: Any) -> np.ndarray:
    """A mask of frozen parameters, in the joined array."""
    masks = {name: np.zeros(array.shape, bool) for name, array in network.items()}
    for label in labels:
        name, _, place = label.removesuffix("]").partition("[")
        masks[name][tuple(map(int, place.split(",") if name[0] == "W" else ("0", place)))] = True
    return np.concatenate(list(masks.values()), axis=None)


def train(chosen: dict[str, Any], X: np.ndarray, y: np.ndarray, frozen: Any = ()) -> Iterator[Epoch]:
    """Train a new network, one epoch for each requested record."""
    random = np.random.RandomState(chosen["seed"])
    network = initialize(chosen, X.shape[1], y.shape[1], random)
    kinds, measure, optimizer = activations_of(chosen), LOSSES[chosen["loss"]], OPTIMIZERS[chosen["optimizer"]]
    joined = Joined(network)
    is_weight = np.concatenate([np.full(one.shape, name[0] == "W") for name, one in network.items()], axis=None)
    held, state = masks_of(network, frozen), {}
    l2, decay = (0.0, chosen["l2"]) if optimizer.decoupled else (chosen["l2"], 0.0)
    for epoch in count():
        rate = SCHEDULES[chosen["schedule"]].function(chosen["rate"], epoch, chosen["epochs"])
        order = random.permutation(len(X)) if chosen["batch"] else np.arange(len(X))
        y_pred = np.empty(y.shape)
        for start in range(0, len(X), chosen["batch"] or len(X)):
            rows = order[start : start + (chosen["batch"] or len(X))]
            masks = None
            if chosen["dropout"]:
                masks = [
                    (random.rand(len(rows), size) >= chosen["dropout"]) / (1 - chosen["dropout"])
                    for size in chosen["hidden"]
                ]
            cache = forward(network, X[rows], kinds, masks)
            y_pred[rows] = cache[-1][-1]
            found = backward(network, cache, y[rows], chosen, masks)
            gradient = np.concatenate([found[name] for name in network], axis=None)
            times = len(rows) if chosen["reduction"] == "sum" else 1
            if chosen["l1"]:
                gradient = np.where(is_weight, gradient - times * chosen["l1"] * np.sign(joined.all), gradient)
            if l2:
                gradient = np.where(is_weight, gradient - times * l2 * joined.all, gradient)
            gradient[held] = 0
            if chosen["clip"]:
                shaped = [
                    one.reshape(network[name].shape) for name, one in zip(network, joined.split(gradient), strict=True)
                ]
                length = np.sqrt(sum(np.sum(one * one) for one in shaped))
                gradient = gradient * (chosen["clip"] / np.maximum(length, chosen["clip"]))
            before = joined.all.copy()
            if decay:
                joined.all[:] = np.where(is_weight, joined.all - rate * decay * joined.all, joined.all)
            joined.all += optimizer.step(gradient, rate, state)
            joined.all[held] = before[held]
        yield Epoch(float(measure.function(y, y_pred)), network)
