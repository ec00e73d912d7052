"""Finds what a choice decides in a program's text, so that the page can let the reader change it there.

Numbers are dragged. Such a number is a constant on the right of a name of ``CHOICES``, such as ``learning_rate = 0.1``;
an entry of the list ``hidden_size`` or of ``y``; or the argument of ``np.random.seed``. To add one, let the writer give
it a name, and add a line to ``CHOICES``.

Names are chosen from menus: see ``live_names``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from glassnet.data.datasets import is_table
from glassnet.programs.live_names import names_in, statements, tree_of

# What a program calls a choice.
CHOICES = {
    "learning_rate": "rate",
    "epochs": "epochs",
    "hidden_size": "hidden",
    "batch_size": "batch",
    **{name: name for name in ("dropout", "clip", "l1", "l2")},
}
SEED = "np.random.seed"
MAKES = "initialize_network"  # its seed is that of the network; another one is that of the data


class Live(NamedTuple):
    """A number or name in a text: its line (from 0), its first and last column (from 0, in characters), and its choice.

    ``place`` counts within a choice of several, such as the targets, or the activations of the hidden layers; it is 0
    for the others.
    """

    line: int
    column: int
    end: int
    choice: str
    place: int


def live_in(part: str, text: str, chosen: Mapping[str, Any]) -> list[Live]:
    """What these checked choices decide in one part of their program, by its name, in the order of the text."""
    names = [Live(*found) for found in names_in(part, text) if found[3] != "dataset" or is_table(chosen["dataset"])]
    return sorted([*numbers_in(text, chosen), *names])


def numbers_in(text: str, chosen: Mapping[str, Any]) -> list[Live]:
    """The numbers in one part of the program of these checked choices, in the order of the text.

    A number that is not what the choice says is none of them.
    """
    choices = dict(chosen) if is_table(chosen["dataset"]) else {**chosen, "targets": []}
    return [number for number, value in _constants(text) if _entry(choices[number.choice], number.place) == value]


def _entry(choice: Any, place: int) -> Any:
    """An entry of a choice of several numbers, or the choice itself; None where there is none."""
    if not isinstance(choice, list):
        return choice if place == 0 else None
    return choice[place] if place < len(choice) else None


@lru_cache(maxsize=64)
def _constants(text: str) -> list[tuple[Live, Any]]:
    """The constants that may be such numbers, with their values. Kept: a drag changes one part of a program."""
    tree, lines = tree_of(text), text.splitlines()
    makes = any(isinstance(node, ast.FunctionDef) and node.name == MAKES for node in tree.body)
    found = []
    for entries, choice in _lists(tree, "seed" if makes else "data_seed"):
        for place, entry in enumerate(entries):
            if isinstance(entry, ast.Constant):
                column, end = _columns(entry, lines)
                found.append((Live(entry.lineno - 1, column, end, choice, place), entry.value))
    return sorted(found)


def _columns(entry: ast.Constant, lines: list[str]) -> tuple[int, int]:
    """Where a constant begins and ends in its line, in characters; the syntax tree counts bytes."""
    line = lines[entry.lineno - 1].encode()
    return len(line[: entry.col_offset].decode()), len(line[: entry.end_col_offset].decode())


def _lists(tree: ast.Module, seed: str) -> Iterator[tuple[list[ast.expr], str]]:
    """The entries of each list that a choice decides, or its one value, with the choice."""
    has_targets = False
    for node in statements(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == SEED:
            yield node.value.args, seed
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        name, value = node.targets[0].id, node.value
        if name in CHOICES:
            yield (value.elts if isinstance(value, ast.List) else [value]), CHOICES[name]
        elif name == "y" and not has_targets:
            has_targets = True
            table = [entry for entry in ast.walk(value) if isinstance(entry, ast.Constant)]
            yield sorted(table, key=lambda entry: (entry.lineno, entry.col_offset)), "targets"
