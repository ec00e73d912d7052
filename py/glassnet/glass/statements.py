"""Finds the expression behind each array that a line has made."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from glassnet.glass.explaining import Reading
from glassnet.glass.nodes import UNKNOWN, Node, Path, applied, is_numbers, item, same

RETURNED = "returned"  # the name of a returned value, as if it were a variable


class Assignment(NamedTuple):
    """A target, its value's expression, the operator before ``=``, and the index in a tuple of values."""

    target: ast.expr
    value: ast.expr
    sign: ast.operator | None = None
    places: tuple[int, ...] = ()


def assignments(statement: ast.stmt) -> Iterator[Assignment]:
    """The assignments of a statement. A returned value is assigned to ``RETURNED``."""
    match statement:
        case ast.Assign(targets, value):
            for target in targets:
                yield from unpacked(Assignment(target, value))
        case ast.AugAssign(target, sign, value):
            yield Assignment(target, value, sign)
        case ast.AnnAssign(target, _, ast.expr() as value):
            yield Assignment(target, value)
        case ast.Return(ast.expr() as value):
            yield Assignment(ast.Name(RETURNED, ast.Store()), value)


def unpacked(one: Assignment) -> Iterator[Assignment]:
    """The assignments of several targets to several values."""
    target, value = one.target, one.value
    if not isinstance(target, (ast.Tuple, ast.List)):
        yield one
    elif isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts) and not one.places:
        for inner, its in zip(target.elts, value.elts, strict=True):
            yield from unpacked(Assignment(inner, its))
    else:
        for place, inner in enumerate(target.elts):
            yield from unpacked(Assignment(inner, value, None, (*one.places, place)))


def path_of(target: ast.expr, reading: Reading) -> tuple[Path, ast.expr | None] | None:
    """A target's path, and the cells that are replaced (None: all of it)."""
    if isinstance(target, ast.Name):
        return (target.id,), None
    if not isinstance(target, ast.Subscript):
        return None
    base = path_of(target.value, reading)
    if base is None or base[1] is not None:
        return None
    if isinstance(reading.read(target.value).value, np.ndarray):
        return base[0], target.slice
    return (*base[0], reading.plain(target.slice)), None


def explanation(path: Path, made: Any, done: list[ast.stmt], reading: Reading) -> Node | None:
    """The node of the array at ``path``; None unless it gives ``made`` to the bit."""
    for one in (one for statement in done for one in assignments(statement)):
        place = path_of(one.target, reading)
        if place is None or place[0] != path[: len(place[0])]:
            continue
        node = placed(one, path[len(place[0]) :], place[1], reading)
        if node is None or (node.value is not UNKNOWN and not same(node.value, made)):
            return None
        return node._replace(value=made)
    return None


def placed(one: Assignment, keys: Path, cells: ast.expr | None, reading: Reading) -> Node | None:
    """The node of an assignment: of its value, of an entry of it, or of the cells that it replaces."""
    if one.sign is not None and not keys:
        sides = (reading.read(one.target), reading.read(one.value))
        node = reading.joined(one.value, one.sign, *sides)
        node = node._replace(text=f"{sides[0].text} {node.more.get('sign', '@')} {sides[1].text}")
    else:
        found = entry(one.value, keys, reading)
        if found is None:
            return None
        node = found
        for place in one.places:
            node = item(node, place)
    return node if cells is None else replaced(one.target, cells, node, reading)


def entry(value: ast.expr, keys: Path, reading: Reading) -> Node | None:
    """The node of a value, or of one entry of a dict, tuple or list display, or a dict comprehension."""
    if not keys:
        return reading.read(value)
    [key, *others] = keys
    if others:
        return None
    if isinstance(value, ast.Dict):
        for name, its in zip(value.keys, value.values, strict=True):
            if name is not None and reading.plain(name) == key:
                return reading.read(its)
    if isinstance(value, (ast.Tuple, ast.List)) and isinstance(key, int) and key < len(value.elts):
        return reading.read(value.elts[key])
    if isinstance(value, ast.DictComp) and len(value.generators) == 1:
        [loop] = value.generators
        members = reading.plain(loop.iter)
        for member in () if members is UNKNOWN else members:
            inner = reading.binding(loop.target, member)
            if inner.plain(value.key) == key:
                return inner.read(value.value)
    return None


def replaced(target: ast.expr, cells: ast.expr, value: Node, reading: Reading) -> Node | None:
    """The node of an array in which some cells were replaced."""
    assert isinstance(target, ast.Subscript)
    before = reading.read(target.value)
    index = reading.index(cells)
    after, places = np.array(before.value), np.full(before.value.shape, -1)
    if not is_numbers(value.value):
        return Node("into", value.text, UNKNOWN, (before, value), {"places": None})
    size = np.arange(np.size(value.value)).reshape(np.shape(value.value))
    if applied(fill, after, index, value.value) is UNKNOWN or applied(fill, places, index, size) is UNKNOWN:
        return None
    return Node("into", value.text, after, (before, value), {"places": places})


def fill(array: np.ndarray, index: Any, values: Any) -> None:
    """Replace some cells of an array."""
    array[index] = values
