"""Checks every input of the package where it enters.

A check returns the value in the package's form, or raises a ``ValueError`` with what came and what was expected. To add
one, write a function of the value and its name.
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
Shapes = Mapping[str, tuple[int, int]]
# How a single weight or bias is called, by the first letter of its array. The page is told.
LABELS = {"W": "{name}[{row},{column}]", "b": "{name}[{column}]"}
LABEL = re.compile(r"W\d+\[\d+,\d+\]|b\d+\[\d+\]", re.ASCII)


def short(value: object) -> str:
    """A value for a message, shortened to one line."""
    return " ".join(shortened(value).split())


def one_of(table: Mapping[str, Value], name: object, what: str) -> Value:
    """The entry of a table, by name."""
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
    """A dict; ``entries`` describes its entries in the message."""
    if isinstance(value, Mapping):
        return value
    raise ValueError(f"{what} is {short(value)}; expected a dict of {entries}")


def whole_number(value: object, what: str, least: int = 1) -> int:
    """A whole number of at least ``least``; True and False are not numbers here."""
    if is_whole(value) and value >= least:
        return int(value)
    raise ValueError(f"{what} is {short(value)}; expected a whole number of {least} or more")


def is_whole(value: object) -> TypeGuard[int]:
    """Whether a value is a whole number; True and False are not."""
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


def positive_number(value: Any, what: str) -> float:
    """A finite number above 0."""
    number = isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)
    if number and 0 < value < math.inf:
        with suppress(OverflowError):  # an integer with more than 308 digits
            return float(value)
    raise ValueError(f"{what} is {short(value)}; expected a number above 0")


def number_within(value: Any, what: str, least: float = 0.0, most: float = math.inf) -> float:
    """A finite number from ``least`` to ``most``; True and False are not numbers here."""
    number = isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)
    if number and least <= value <= most and value < math.inf:
        with suppress(OverflowError):  # an integer with more than 308 digits
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
    """Whether a value is a sequence: a list, a tuple, a range or an array with one axis, but not a text."""
    if isinstance(value, np.ndarray):
        return value.ndim == 1
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes))


def layer_sizes(hidden_size: Any, what: str = "hidden_size") -> tuple[int, ...]:
    """The sizes of the hidden layers: one whole number, or a sequence of them, each 1 or more."""
    if is_sequence(hidden_size) and len(hidden_size) > 0:
        return tuple(whole_number(size, f"{what}[{layer}]") for layer, size in enumerate(hidden_size))
    return (whole_number(hidden_size, what),)


def number_array(values: Any, what: str) -> np.ndarray:
    """Any array of numbers as float64; the array itself if it is float64."""
    try:
        array = np.asarray(values)
        if array.dtype.kind in "biufO" and values is not None:
            return np.asarray(array, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        pass  # ragged lists, and objects that are not numbers
    raise ValueError(f"{what} is {short(values)}; expected an array of numbers")


def finite_array(values: Any, what: str) -> np.ndarray:
    """An array of numbers without NaN or infinity; the message names the first bad one."""
    array = number_array(values, what)
    if not np.isfinite(array).all():
        place = [int(position) for position in np.argwhere(~np.isfinite(array))[0]]
        named = f"{what}{place}" if place else what
        raise ValueError(f"{named} is {array[tuple(place)]}; expected a finite number")
    return array


def rows(values: Any, what: str, columns: int | None = None) -> np.ndarray:
    """A table of numbers, one example a row: shape (rows, columns), or (..., rows, columns) for a stack."""
    array = finite_array(values, what)
    if array.ndim < 2 or 0 in array.shape:
        raise ValueError(f"{what} has shape {array.shape}; expected (rows, columns), with 1 or more of each")
    if columns is not None and array.shape[-1] != columns:
        raise ValueError(f"{what} has {array.shape[-1]} columns (shape {array.shape}); expected {columns}")
    return array


def labels_in(shapes: Shapes, labels: Any, what: str) -> list[str]:
    """Labels of single parameters, such as ``W1[0,1]`` and ``b2[0]``; those that the network has, in its order."""
    for label in labels if is_sequence(labels) else [labels]:
        if not isinstance(label, str) or not LABEL.fullmatch(label):
            raise ValueError(f"{what} has {short(label)}; expected labels such as 'W1[0,1]' and 'b2[0]'")
    chosen = set(labels)
    return [label for name in shapes if chosen for label in labels_of(shapes, name) if label in chosen]


def labels_of(shapes: Shapes, name: str) -> list[str]:
    """The labels of a parameter's values, row by row: ``W1[0,0]``, ``W1[0,1]``; of a bias ``b1[0]``."""
    rows, columns = shapes[name]
    label = LABELS[name[0]]
    return [label.format(name=name, row=row, column=column) for row in range(rows) for column in range(columns)]
