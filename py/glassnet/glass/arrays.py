"""The arrays of a followed epoch: a copy after each line, and each array sent once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from glassnet.glass.nodes import UNKNOWN, Node, Path, is_numbers

MOST_NUMBERS = 150_000  # in a trace
NUMBERS_OF_A_NODE = 25  # what a part of an expression counts, beside its values
DEEPEST = 3  # the most nested dicts and lists that are searched


class Arrays:
    """Copies of arrays with their names; ``tables`` has each array once, for the page."""

    def __init__(self) -> None:
        self.tables: list[dict[str, Any]] = []
        self.places: dict[Any, int] = {}
        self.numbers = 0
        self.copies: dict[int, tuple[np.ndarray, np.ndarray, bytes]] = {}  # by id: an array and its latest copy
        self.names: dict[int, tuple[str, np.ndarray]] = {}  # by id: the name of a copy that was sent
        self.last: dict[str, np.ndarray] = {}  # the latest value sent, by name

    @property
    def full(self) -> bool:
        """Whether the trace is too large."""
        return self.numbers > MOST_NUMBERS

    def place(self, value: Any) -> int | None:
        """The index of a value in ``tables``; None if a table cannot show it."""
        if not is_numbers(value) or np.ndim(value) > 2 or np.size(value) == 0:
            return None
        table = np.array(value, dtype=float, ndmin=2, order="C")
        key = (table.shape, table.tobytes())
        if key not in self.places:
            self.places[key] = len(self.tables)
            self.tables.append({"shape": list(table.shape), "cells": table.ravel()})
            self.numbers += table.size
        return self.places[key]

    def node(self, node: Node) -> dict[str, Any]:
        """An explanation in the page's form; the page transposes arrays itself."""
        self.numbers += NUMBERS_OF_A_NODE
        told = {key: value for key, value in node.more.items() if key not in ("places", "path", "returned")}
        if node.kind != "transposed":
            told["values"] = None if node.value is UNKNOWN else self.place(node.value)
        if node.more.get("places") is not None:
            told["places"] = self.place(node.more["places"])
        if node.more.get("returned") is not None:
            told["returned"] = self.node(node.more["returned"])
        return {"kind": node.kind, "text": node.text, "parts": [self.node(part) for part in node.parts], **told}

    def frozen(self, value: Any, path: Path = (), found: dict[Path, np.ndarray] | None = None) -> Any:
        """A snapshot of a value: arrays, also in dicts and lists, are copied; an unchanged array keeps its copy.

        Puts the copies of arrays of numbers into ``found``, each with its path.
        """
        if isinstance(value, np.ndarray):
            copy = self.copy_of(value)
            if found is not None and is_numbers(copy):
                found[path] = copy
            return copy
        if isinstance(value, dict) and len(path) <= DEEPEST:
            return {key: self.frozen(one, (*path, key), found) for key, one in value.items()}
        if isinstance(value, (list, tuple)) and len(path) <= DEEPEST:
            entries = [self.frozen(one, (*path, key), found) for key, one in enumerate(value)]
            return tuple(entries) if isinstance(value, tuple) else entries
        return value

    def copy_of(self, array: np.ndarray) -> np.ndarray:
        """The current copy of an array."""
        now = array.tobytes()
        known = self.copies.get(id(array))
        if known is None or known[2] != now or known[1].shape != array.shape:
            copy = array.copy(order="K")
            copy.flags.writeable = False
            known = self.copies[id(array)] = (array, copy, now)
        return known[1]

    def tell(self, name: str, copy: np.ndarray) -> None:
        """Records that an array was sent under a name."""
        self.names[id(copy)] = (name, copy)
        self.last[name] = copy

    def name_of(self, copy: np.ndarray) -> str | None:
        """The name under which a copy was sent."""
        return self.names.get(id(copy), (None, copy))[0]


def at(variables: Mapping[str, Any], path: Path) -> Any:
    """The value at a path; None if there is none."""
    value: Any = variables
    for key in path:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def is_number(value: Any) -> bool:
    """Whether a value is a plain number, not an array."""
    return is_numbers(value) and not isinstance(value, (np.ndarray, bool))
