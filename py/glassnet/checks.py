"""Every input of the package is checked here, where it enters, and nowhere else.

A check returns the value in the form that the rest of the package works with, or raises a ``ValueError`` that says
what came and what was expected. To add one, write a function that takes the value and the name it goes by.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import numpy as np

Value = TypeVar("Value")
Network = dict[str, np.ndarray]


def one_of(table: Mapping[str, Value], name: object, what: str) -> Value:
    """The entry of a table, by its name."""
    if isinstance(name, str) and name in table:
        return table[name]
    known = ", ".join(repr(known) for known in table)
    raise ValueError(f"{what} is {name!r}; expected one of {known}")


def whole_number(value: object, what: str, least: int = 1) -> int:
    """A whole number of at least ``least``; True and False are not numbers here."""
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool) and value >= least:
        return int(value)
    raise ValueError(f"{what} is {value!r}; expected a whole number of {least} or more")


def positive_number(value: object, what: str) -> float:
    """A finite number above 0."""
    if isinstance(value, (int, float, np.number)) and not isinstance(value, bool):
        number = float(value)
        if math.isfinite(number) and number > 0:
            return number
    raise ValueError(f"{what} is {value!r}; expected a number above 0")


def seed(value: object) -> int:
    """A seed that NumPy takes: a whole number from 0 to 2**32 - 1."""
    number = whole_number(value, "seed", least=0)
    if number >= 2**32:
        raise ValueError(f"seed is {number}; expected a whole number from 0 to {2**32 - 1}")
    return number


def layer_sizes(hidden_size: object) -> tuple[int, ...]:
    """The sizes of the hidden layers: one whole number, or a sequence of them, each 1 or more."""
    if isinstance(hidden_size, Sequence) and not isinstance(hidden_size, str) and len(hidden_size) > 0:
        return tuple(whole_number(size, f"hidden_size[{layer}]") for layer, size in enumerate(hidden_size))
    return (whole_number(hidden_size, "hidden_size"),)


def number_array(values: Any, what: str) -> np.ndarray:
    """Any array of numbers as float64; the array itself where it is one already."""
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{what} is {values!r}; expected an array of numbers") from None


def finite_array(values: Any, what: str) -> np.ndarray:
    """An array of numbers without NaN or infinity; the first bad one is named by its place."""
    array = number_array(values, what)
    if not np.isfinite(array).all():
        place = np.argwhere(~np.isfinite(array))[0]
        index = ", ".join(str(position) for position in place)
        raise ValueError(f"{what}[{index}] is {array[tuple(place)]}; expected a finite number")
    return array


def rows(values: Any, what: str, columns: int | None = None) -> np.ndarray:
    """A table of numbers, one row an example: shape (rows, columns), or (..., rows, columns) for a stack."""
    array = finite_array(values, what)
    if array.ndim < 2 or 0 in array.shape:
        raise ValueError(f"{what} has shape {array.shape}; expected (rows, columns), with 1 or more of each")
    if columns is not None and array.shape[-1] != columns:
        raise ValueError(f"{what} has {array.shape[-1]} columns (shape {array.shape}); expected {columns}")
    return array


def targets(y: Any, rows_of_X: int, outputs: int) -> np.ndarray:
    """The targets of a network: shape (rows, outputs), a row for each row of X."""
    array = finite_array(y, "y")
    if array.shape[-2:] != (rows_of_X, outputs):
        raise ValueError(f"y has shape {array.shape}; expected ({rows_of_X}, {outputs}): a row for each row of X")
    return array


def network_of_arrays(network: Mapping[str, Any]) -> Network:
    """A network's parameters as float64 arrays of fitting shapes; arrays that are so already are not copied.

    Raises ``ValueError`` for a missing or unknown parameter, for shapes that do not follow one another, and for NaN.
    """
    depth = len(network) // 2
    expected = [f"{kind}{layer}" for layer in range(1, depth + 1) for kind in "Wb"]
    if depth == 0 or set(network) != set(expected):
        raise ValueError(f"the network has the parameters {sorted(network)}; expected W1, b1, W2, b2 and so on")
    arrays = {}
    for name in expected:
        array = number_array(network[name], name)
        if not np.isfinite(array).all():
            raise ValueError(f"{name} has a value that is not finite: training diverged, or it was entered so")
        arrays[name] = array
    inputs = None
    for layer in range(1, depth + 1):
        W, b = arrays[f"W{layer}"], arrays[f"b{layer}"]
        if W.ndim < 2 or 0 in W.shape or inputs not in (None, W.shape[-2]):
            raise ValueError(f"W{layer} has shape {W.shape}; expected ({inputs or 'inputs'}, neurons)")
        if b.shape != (*W.shape[:-2], 1, W.shape[-1]):
            raise ValueError(f"b{layer} has shape {b.shape}; expected {(*W.shape[:-2], 1, W.shape[-1])}")
        inputs = W.shape[-1]
    return arrays


def gradients_of(network: Network, gradients: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """A gradient for each parameter of a network, under its name with a ``d`` before it, in its shape."""
    arrays = {}
    for name, parameter in network.items():
        if "d" + name not in gradients:
            raise ValueError(f"gradients has {sorted(gradients)}; expected d{name} among them")
        arrays["d" + name] = number_array(gradients["d" + name], "d" + name)
        if arrays["d" + name].shape != parameter.shape:
            raise ValueError(f"d{name} has shape {arrays['d' + name].shape}; expected {name}'s, {parameter.shape}")
    return arrays
