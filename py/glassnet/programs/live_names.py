"""Finds the names in a program's text that stand for a choice from a menu.

| choice | where it stands |
|---|---|
| activation, output | the function in ``a1 = sigmoid(z1)``; the last layer's is the output's |
| initializer | the function that draws ``W1`` |
| optimizer | the function that ``update_parameters`` calls; where it calls none, its own name |
| loss, reduction | the names ``compute_loss`` and ``backward_propagation`` |
| schedule | the learning rate that ``train_network`` hands on |
| dataset | the comment behind the targets of a truth table |

A name is found by where it stands, whatever it says, because each choice writes another one there.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import lru_cache

# A line (from 0), its first and last column (from 0), the choice, and the place in a choice of several.
Found = tuple[int, int, int, str, int]


@lru_cache(maxsize=64)
def names_in(part: str, text: str) -> list[Found]:
    """The names in one part of a program, in the order of the text."""
    find = FINDERS.get(part)
    return sorted(find(tree_of(text), text)) if find else []


@lru_cache(maxsize=1)  # numbers are looked for right after names; a snapshot is smaller without more trees
def tree_of(text: str) -> ast.Module:
    """The syntax tree of one part of a program."""
    return ast.parse(text)


def statements(tree: ast.AST) -> Iterator[ast.stmt]:
    """All statements, those within others included. Much faster than a walk through the expressions, too."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.stmt):
            yield node
            yield from statements(node)


def _at(node: ast.expr, choice: str, place: int = 0) -> Found:
    """Where a name stands; of ``np.random.randn``, its last word."""
    assert node.end_lineno and node.end_col_offset is not None
    length = len(node.attr) if isinstance(node, ast.Attribute) else node.end_col_offset - node.col_offset
    return node.end_lineno - 1, node.end_col_offset - length, node.end_col_offset, choice, place


def _calls(tree: ast.AST) -> list[ast.Call]:
    """All calls, in the order of the text."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return sorted(calls, key=lambda call: (call.func.end_lineno, call.func.end_col_offset))


def _own_name(choice: str) -> Callable[[ast.Module, str], Iterator[Found]]:
    """The name behind ``def``."""

    def find(tree: ast.Module, text: str) -> Iterator[Found]:
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                begin = node.col_offset + len("def ")
                yield node.lineno - 1, begin, begin + len(node.name), choice, 0

    return find


def _activations(tree: ast.Module, text: str) -> Iterator[Found]:
    layers = [
        node.value.func
        for node in statements(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and isinstance(node.targets[0], ast.Name)
        and re.fullmatch(r"a\d+", node.targets[0].id)
    ]
    for place, name in enumerate(layers[:-1]):
        yield _at(name, "activation", place)
    if layers:
        yield _at(layers[-1], "output")


def _initializer(tree: ast.Module, text: str) -> Iterator[Found]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            yield _at(_calls(node.values[0])[0].func, "initializer")


def _optimizer(tree: ast.Module, text: str) -> Iterator[Found]:
    steps = [call.func for call in _calls(tree) if isinstance(call.func, ast.Name)]
    if steps:
        yield _at(steps[0], "optimizer")
    else:
        yield from _own_name("optimizer")(tree, text)


def _schedule(tree: ast.Module, text: str) -> Iterator[Found]:
    for call in _calls(tree):
        if isinstance(call.func, ast.Name) and call.func.id == "update_parameters":
            yield _at(call.args[2], "schedule")


def _dataset(tree: ast.Module, text: str) -> Iterator[Found]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "y":
            line = node.lineno - 1  # a longer table has it behind its first bracket
            if comment := re.search(r"# (.+) problem$", text.splitlines()[line]):
                yield line, *comment.span(1), "dataset", 0
            return


FINDERS: dict[str, Callable[[ast.Module, str], Iterator[Found]]] = {
    "initialize_network": _initializer,
    "forward_propagation": _activations,
    "compute_loss": _own_name("loss"),
    "backward_propagation": _own_name("reduction"),
    "update_parameters": _optimizer,
    "train_network": _schedule,
    "program": _dataset,
}
