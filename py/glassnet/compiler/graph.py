"""The graph of what a function computes: operations on arrays of fixed shapes, each with the line that it came from.

A node's numbers lie row after row in memory. Its shape has two axes: an array of one axis is a row, a number is 1 x 1.
Equal nodes are one node, so what a program computes twice is computed once.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from glassnet.programs.problems import FILE

LEAVES = {"input", "const", "array"}
BOOLEAN = {"gt", "ge", "lt", "le", "eq", "ne", "and", "or", "not"}
LIBRARY = ("exp", "expm1", "log", "log1p", "tanh", "sin", "cos")  # functions of the mathematics library, of one number
POWER = "pow"
ELEMENTWISE = BOOLEAN | {
    *("add", "sub", "mul", "div", "neg", "abs", "sqrt", "max", "min", "where", "copy", POWER),
    *("ceil", "floor", "trunc", "nearest"),
    *LIBRARY,
}
MOST_NODES = 1200  # some 300 ms of compiling, in which nothing can be paused; a slow machine takes four times that

Shape = tuple[int, int]


class Node:
    """An operation: its name, what it is done to, its shape, what else defines it, and ``(part, line)``."""

    __slots__ = ("args", "extra", "line", "op", "shape")

    def __init__(self, op: str, args: tuple[Node, ...], shape: Shape, extra: Any, line: tuple[str, int] | None) -> None:
        self.op, self.args, self.shape, self.extra, self.line = op, args, shape, extra, line

    @property
    def size(self) -> int:
        """How many numbers it has."""
        return self.shape[0] * self.shape[1]


class TooLarge(Exception):
    """The graph has more operations than are worth compiling."""


class Graph:
    """All nodes of one tracing. ``arrays`` are the constant arrays, by the ``extra`` of their nodes."""

    def __init__(self) -> None:
        self.nodes: dict[Any, Node] = {}
        self.arrays: dict[Any, np.ndarray] = {}

    def node(self, op: str, args: tuple[Node, ...] = (), shape: Shape = (1, 1), extra: Any = None) -> Node:
        """The node of an operation: the one that is there, or a new one."""
        if op not in ELEMENTWISE:
            args = tuple(self.in_memory(one) for one in args)
        key = (op, tuple(map(id, args)), shape, extra)  # the graph keeps its nodes, so their ids stay unique
        found = self.nodes.get(key)
        if found is None:
            if len(self.nodes) >= MOST_NODES:
                raise TooLarge(f"an epoch is more than {MOST_NODES} operations")
            found = self.nodes[key] = Node(op, args, shape, extra, line_of_program())
        return found

    def number(self, value: float) -> Node:
        """A constant number. In hexadecimal, because 0.0 and -0.0 are equal."""
        return self.node("const", extra=float(value).hex())

    def array(self, values: np.ndarray) -> Node:
        """A constant array of at most two axes, as it is now."""
        values = np.array(values, dtype=np.float64, order="C", ndmin=2)
        key = (values.shape, values.tobytes())
        self.arrays[key] = values
        return self.node("array", (), values.shape, key)

    def in_memory(self, node: Node) -> Node:
        """A node whose numbers have a place: a constant number as an array."""
        return self.array(np.array(float.fromhex(node.extra))) if node.op == "const" else node

    def reshape(self, node: Node, shape: Shape) -> Node:
        """The same numbers in the same order."""
        if node.op == "reshape":
            node = node.args[0]
        return node if node.shape == shape else self.node("reshape", (node,), shape)

    def transpose(self, node: Node) -> Node:
        """Rows for columns."""
        rows, columns = node.shape
        if node.op == "transpose":
            return node.args[0]
        if min(rows, columns) == 1:
            return self.reshape(node, (columns, rows))
        return self.node("transpose", (node,), (columns, rows))


def line_of_program() -> tuple[str, int] | None:
    """The innermost line of the program's text that is being run: the part's name, and the line in it."""
    frame = sys._getframe(2)
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith("<program: "):
            return file[len("<program: ") : -1], frame.f_lineno
        if file.startswith("<" + FILE):
            return file[len(FILE) + 1 : -1], frame.f_lineno
        frame = frame.f_back  # type: ignore[assignment]
    return None


def ordered(ends: Iterable[Node]) -> list[Node]:
    """All nodes that these need, with themselves; what a node is done to comes before it."""
    seen: set[int] = set()
    order: list[Node] = []
    for end in ends:
        waiting = [(end, False)]
        while waiting:
            node, ready = waiting.pop()
            if ready:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                waiting.append((node, True))
                waiting.extend((argument, False) for argument in reversed(node.args))
    return order


def signature(order: Sequence[Node]) -> tuple[Any, ...]:
    """All that a graph computes: two graphs with the same signature compute the same."""
    number = {id(node): n for n, node in enumerate(order)}
    return tuple((node.op, tuple(number[id(one)] for one in node.args), node.shape, node.extra) for node in order)
