"""Every input of the package is checked here, where it enters, and nowhere else.

A check returns the value in the form that the rest of the package works with, or raises a ``ValueError`` that says
what came and what was expected. To add one, write a function that takes the value and the name it goes by.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from reprlib import repr as shortened
from typing import Any, TypeGuard, TypeVar

import numpy as np

Value = TypeVar("Value")
Network = dict[str, np.ndarray]
LABEL = re.compile(r"W\d+\[\d+,\d+\]|b\d+\[\d+\]", re.ASCII)


def short(value: object) -> str:
    """What came, for a message: on one line, and no longer than can be read."""
    return " ".join(shortened(value).split())


def one_of(table: Mapping[str, Value], name: object, what: str) -> Value:
    """The entry of a table, by its name."""
    if isinstance(name, str) and name in table:
        return table[name]
    known = ", ".join(repr(known) for known in table)
    raise ValueError(f"{what} is {short(name)}; expected one of {known}")


def names(value: object, what: str) -> str | tuple[str, ...]:
    """One name, or a list of names as a tuple."""
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)) and all(isinstance(name, str) for name in value):
        return tuple(value)
    raise ValueError(f"{what} is {short(value)}; expected a name, or a list of names")


def dict_of(value: Any, what: str, entries: str) -> Mapping[Any, Any]:
    """A dict; ``entries`` says of what."""
    if isinstance(value, Mapping):
        return value
    raise ValueError(f"{what} is {short(value)}; expected a dict of {entries}")


def whole_number(value: object, what: str, least: int = 1) -> int:
    """A whole number of at least ``least``; True and False are not numbers here."""
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool) and value >= least:
        return int(value)
    raise ValueError(f"{what} is {short(value)}; expected a whole number of {least} or more")


def positive_number(value: Any, what: str) -> float:
    """A finite number above 0."""
    number = isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)
    if number and 0 < value < math.inf:
        with suppress(OverflowError):  # a whole number with more than 308 digits
            return float(value)
    raise ValueError(f"{what} is {short(value)}; expected a number above 0")


def number_within(value: Any, what: str, least: float = 0.0, most: float = math.inf) -> float:
    """A finite number from ``least`` to ``most``; True and False are not numbers here."""
    number = isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)
    if number and least <= value <= most and value < math.inf:
        with suppress(OverflowError):  # a whole number with more than 308 digits
            return float(value)
    came = f"{value:g}" if isinstance(value, float) else short(value)
    expected = f"of {least:g} or more" if most == math.inf else f"from {least:g} to {most:g}"
    raise ValueError(f"{what} is {came}; expected a number {expected}")


def seed(value: object, what: str = "seed") -> int:
    """A seed that NumPy takes: a whole number from 0 to 2**32 - 1."""
    number = whole_number(value, what, least=0)
    if number >= 2**32:
        raise ValueError(f"{what} is {short(number)}; expected a whole number from 0 to {2**32 - 1}")
    return number


def is_sequence(value: object) -> TypeGuard[Sequence[Any]]:
    """Whether a value stands for several: a list, a tuple, a range, an array with one axis, but not a text."""
    if isinstance(value, np.ndarray):
        return value.ndim == 1
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes))


def seeds(values: Sequence[object]) -> list[int]:
    """Seeds for a stack of networks, one or more."""
    if len(values) == 0:
        raise ValueError(f"seed is {short(values)}; expected a whole number, or a sequence of at least one")
    return [seed(value, f"seed[{place}]") for place, value in enumerate(values)]


def layer_sizes(hidden_size: Any, what: str = "hidden_size") -> tuple[int, ...]:
    """The sizes of the hidden layers: one whole number, or a sequence of them, each 1 or more."""
    if is_sequence(hidden_size) and len(hidden_size) > 0:
        return tuple(whole_number(size, f"{what}[{layer}]") for layer, size in enumerate(hidden_size))
    return (whole_number(hidden_size, what),)


def number_array(values: Any, what: str) -> np.ndarray:
    """Any array of numbers as float64; the array itself where it is one already."""
    try:
        array = np.asarray(values)
        if array.dtype.kind in "biufO" and values is not None:
            return np.asarray(array, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        pass  # ragged lists, and objects that are no numbers
    raise ValueError(f"{what} is {short(values)}; expected an array of numbers")


def finite_array(values: Any, what: str) -> np.ndarray:
    """An array of numbers without NaN or infinity; the first bad one is named by its place."""
    array = number_array(values, what)
    if not np.isfinite(array).all():
        place = [int(position) for position in np.argwhere(~np.isfinite(array))[0]]
        named = f"{what}{place}" if place else what
        raise ValueError(f"{named} is {array[tuple(place)]}; expected a finite number")
    return array


def rows(values: Any, what: str, columns: int | None = None) -> np.ndarray:
    """A table of numbers, one row an example: shape (rows, columns), or (..., rows, columns) for a stack."""
    array = finite_array(values, what)
    if array.ndim < 2 or 0 in array.shape:
        raise ValueError(f"{what} has shape {array.shape}; expected (rows, columns), with 1 or more of each")
    if columns is not None and array.shape[-1] != columns:
        raise ValueError(f"{what} has {array.shape[-1]} columns (shape {array.shape}); expected {columns}")
    return array


def inputs_of(network: Network, X: Any) -> np.ndarray:
    """The inputs of a network: shape (rows, inputs). A stack takes these too, or (networks, rows, inputs)."""
    inputs = network["W1"].shape[-2]
    array = rows(X, "X", columns=inputs)
    return fit_for_stack(array, "X", network, (array.shape[-2], inputs))


def targets_of(network: Network, X: np.ndarray, y: Any) -> np.ndarray:
    """The targets of a network: shape (rows, outputs), a row for each row of X; for a stack as the inputs."""
    shape = (X.shape[-2], network[f"b{len(network) // 2}"].shape[-1])
    array = finite_array(y, "y")
    if array.shape[-2:] != shape:
        raise ValueError(f"y has shape {array.shape}; expected {shape}: a row for each row of X")
    return fit_for_stack(array, "y", network, shape)


def fit_for_stack(array: np.ndarray, what: str, network: Network, shape: tuple[int, int]) -> np.ndarray:
    """The array, if it is one table for all networks, or one for each network of the stack."""
    stack = network["W1"].shape[:-2]
    if array.shape[:-2] not in ((), stack):
        expected = f"{shape} or {(*stack, *shape)}" if stack else f"{shape}"
        raise ValueError(f"{what} has shape {array.shape}; expected {expected}")
    return array


def cache_of(network: Network, cache: Any, X: np.ndarray) -> tuple[np.ndarray, ...]:
    """What ``forward_propagation`` keeps for this network and these inputs: ``(z1, a1, z2, a2, ...)``."""
    if not isinstance(cache, (tuple, list)):
        raise ValueError(f"the cache is {short(cache)}; expected (z1, a1, ...), as forward_propagation gives it")
    if len(cache) != len(network):
        raise ValueError(f"the cache has {len(cache)} arrays; expected {len(network)}: (z1, a1, ...), two a layer")
    arrays = []
    for place, values in enumerate(cache):
        name, b = f"{'za'[place % 2]}{place // 2 + 1}", network[f"b{place // 2 + 1}"]
        array = number_array(values, name)
        expected = (*b.shape[:-2], X.shape[-2], b.shape[-1])
        if array.shape != expected:
            raise ValueError(f"{name} in the cache has shape {array.shape}; expected {expected}")
        arrays.append(array)
    return tuple(arrays)


def loss_pair(y_true: Any, y_pred: Any) -> tuple[np.ndarray, np.ndarray]:
    """Targets and predictions of one shape; of (rows, outputs), the predictions may have leading axes more."""
    y_true, y_pred = finite_array(y_true, "y_true"), number_array(y_pred, "y_pred")
    compared = y_pred.shape if y_true.ndim < 2 else y_pred.shape[-y_true.ndim :]
    if y_true.size == 0 or y_true.shape != compared:
        raise ValueError(f"y_pred has shape {y_pred.shape}; expected y_true's, {y_true.shape}, with 1 or more of each")
    return y_true, y_pred


def network_of_arrays(network: Mapping[str, Any]) -> Network:
    """A network's parameters as float64 arrays of fitting shapes; arrays that are so already are not copied.

    Raises ``ValueError`` for a missing or unknown parameter, for shapes that do not follow one another, and for NaN.
    """
    depth = len(dict_of(network, "the network", "W1, b1, W2, b2 and so on")) // 2
    expected = [f"{kind}{layer}" for layer in range(1, depth + 1) for kind in "Wb"]
    if depth == 0 or set(network) != set(expected):
        raise ValueError(f"the network has the parameters {list(network)}; expected W1, b1, W2, b2 and so on")
    arrays = {}
    for name in expected:
        array = number_array(network[name], name)
        if not np.isfinite(array).all():
            raise ValueError(f"{name} has a value that is not finite: training diverged, or it was entered so")
        arrays[name] = array
    inputs, stack = None, arrays["W1"].shape[:-2]
    for layer in range(1, depth + 1):
        W, b = arrays[f"W{layer}"], arrays[f"b{layer}"]
        if W.ndim < 2 or 0 in W.shape or inputs not in (None, W.shape[-2]):
            raise ValueError(f"W{layer} has shape {W.shape}; expected ({inputs or 'inputs'}, neurons)")
        if W.shape[:-2] != stack:
            raise ValueError(f"W{layer} has shape {W.shape}; expected {(*stack, *W.shape[-2:])}, as many as of W1")
        if b.shape != (*W.shape[:-2], 1, W.shape[-1]):
            raise ValueError(f"b{layer} has shape {b.shape}; expected {(*W.shape[:-2], 1, W.shape[-1])}")
        inputs = W.shape[-1]
    return arrays


def places_for(network: Network, out: Mapping[str, Any] | None) -> None:
    """Arrays to write the gradients into, each in its parameter's shape."""
    for name, parameter in network.items():
        place = None if out is None else out.get("d" + name)
        if out is not None and (not isinstance(place, np.ndarray) or place.shape != parameter.shape):
            raise ValueError(
                f"out has {short(place)} for d{name}; expected an array of {name}'s shape, {parameter.shape}"
            )


def memories_of(network: Network, memories: Any) -> dict[str, dict[str, np.ndarray]]:
    """What an optimizer keeps of a network's parameters: for each name a dict of arrays of the parameter's shape, or
    of shape (1,) for what is one number for all of them.
    """
    if not isinstance(memories, dict) or not all(isinstance(memory, dict) for memory in memories.values()):
        raise ValueError(f"memories is {short(memories)}; expected a dict with a dict of arrays for each parameter")
    for name in network.keys() & memories.keys():
        for kept, values in memories[name].items():
            if np.shape(values) not in (network[name].shape, (1,)):
                expected = network[name].shape
                raise ValueError(f"the memory {kept!r} of {name} has shape {np.shape(values)}; expected {expected}")
    return memories


def masks_of(network: Network, masks: Any) -> dict[str, np.ndarray]:
    """Arrays of True and False, each in the shape of the parameter that it goes by the name of."""
    arrays = {}
    for name, mask in dict_of(masks, "frozen", "arrays of True and False by parameter").items():
        shape = one_of(network, name, "the frozen parameter").shape
        array = np.asarray(mask)
        if array.dtype != bool or array.shape != shape:
            raise ValueError(f"frozen has {short(mask)} for {name}; expected True and False in its shape, {shape}")
        arrays[name] = array
    return arrays


def labels_in(network: Network, labels: Any, what: str) -> list[str]:
    """Labels of single parameters, such as ``W1[0,1]`` and ``b2[0]``: those that the network has, in its order."""
    for label in labels if is_sequence(labels) else [labels]:
        if not isinstance(label, str) or not LABEL.fullmatch(label):
            raise ValueError(f"{what} has {short(label)}; expected labels such as 'W1[0,1]' and 'b2[0]'")
    chosen = set(labels)
    return [label for name in network if chosen for label in labels_of(network, name) if label in chosen]


def labels_of(network: Network, name: str) -> list[str]:
    """What the values of a parameter are called, row by row: ``W1[0,0]``, ``W1[0,1]``; of a bias ``b1[0]``."""
    rows, columns = network[name].shape
    if name.startswith("b"):
        return [f"{name}[{column}]" for column in range(columns)]
    return [f"{name}[{row},{column}]" for row in range(rows) for column in range(columns)]


def masks_at(network: Network, labels: Sequence[str]) -> dict[str, np.ndarray]:
    """For each parameter with some of these labels, an array in its shape that is True there."""
    chosen = set(labels)
    named = {name: [label in chosen for label in labels_of(network, name)] for name in network if chosen}
    return {name: np.reshape(values, network[name].shape) for name, values in named.items() if any(values)}


def gradients_of(network: Network, gradients: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """A gradient for each parameter of a network, under its name with a ``d`` before it, in its shape."""
    arrays = {}
    for name, parameter in network.items():
        if "d" + name not in dict_of(gradients, "gradients", "dW1, db1 and so on"):
            raise ValueError(f"gradients has {list(gradients)}; expected d{name} among them")
        arrays["d" + name] = finite_array(gradients["d" + name], "d" + name)
        if arrays["d" + name].shape != parameter.shape:
            raise ValueError(f"d{name} has shape {arrays['d' + name].shape}; expected {name}'s, {parameter.shape}")
    return arrays
