"""Emits elementwise operations: the value of a node, and a group of nodes as one loop over their numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from glassnet.compiler.assembler import (
    FROM_TRUTH,
    I32,
    ONE,
    OR,
    OR_BITS,
    PUT_LANE_1,
    SELECT,
    SELECT_BITS,
    SPLAT,
    TWO,
    Code,
    Lanes,
    call,
    get,
    lane,
    lanes_of,
    put,
    simd,
)
from glassnet.compiler.graph import BOOLEAN, LIBRARY, POWER, Node
from glassnet.compiler.layout import Layout

FEW = 16  # up to so many numbers are written out, without a loop
AND_BITS = simd(78)
OF_FOUR = " of four"  # behind a function's name: it takes two registers of two lanes
OF_ARRAY = " of an array"  # it takes two addresses and a count
DROP = b"\x1a"
BASE = 0  # the argument of the emitted function that has the memory's address


def value(
    lanes: Lanes, node: Any, pushed: Sequence[bytes], functions: Mapping[str, int], literal: bool = False
) -> bytes:
    """Instructions that leave an elementwise node's value on top; ``pushed`` push its arguments, each time anew.

    ``functions`` are the numbers of the module's functions, by name. ``literal`` says that the second is a constant.
    """
    op, ops = node.op, lanes.ops
    if op in ("and", "or", "not") or op == "where":
        return choice(lanes, op, pushed)
    if op in BOOLEAN:
        truth = pushed[0] + pushed[1] + ops[op]
        return truth + FROM_TRUTH if lanes is ONE else truth + lanes.const(1.0) + AND_BITS
    if op in ("max", "min"):
        return extreme(lanes, op, pushed, literal)
    if op in LIBRARY:
        return library(lanes, op, pushed[0], functions)
    if op == POWER:
        if lanes is ONE:
            return pushed[0] + pushed[1] + call(functions[op])
        first, second = (pushed[0] + lane(n) + pushed[1] + lane(n) + call(functions[op]) for n in (0, 1))
        return first + SPLAT + second + PUT_LANE_1
    return b"".join(pushed) + ops.get(op, b"")  # a copy has no instruction


def choice(lanes: Lanes, op: str, pushed: Sequence[bytes]) -> bytes:
    """``where``, and operations on truths, which are 0 and 1."""
    if op == "not":
        return lanes.const(1.0) + pushed[0] + lanes.ops["sub"]
    if op == "and":
        return pushed[0] + pushed[1] + lanes.ops["mul"]
    test = pushed[0] + lanes.const(0.0) + lanes.ops["ne"]
    chosen = (lanes.const(1.0), pushed[1]) if op == "or" else pushed[1:]
    return chosen[0] + chosen[1] + test + (SELECT if lanes is ONE else SELECT_BITS)


def extreme(lanes: Lanes, op: str, pushed: Sequence[bytes], literal: bool) -> bytes:
    """NumPy's own (loops_minmax, scalar_max): the first if it is at least the second, or not a number. WebAssembly's
    max is another function: of the two zeros it gives +0."""
    if lanes is TWO and literal:
        return pushed[0] + pushed[1] + lanes.ops["p" + op]
    keeps = pushed[0] + pushed[1] + lanes.ops["ge" if op == "max" else "le"] + pushed[0] + pushed[0] + lanes.ops["ne"]
    return pushed[0] + pushed[1] + keeps + (OR + SELECT if lanes is ONE else OR_BITS + SELECT_BITS)


def library(lanes: Lanes, op: str, pushed: bytes, functions: Mapping[str, int]) -> bytes:
    """A function of the mathematics library."""
    if lanes is ONE:
        return pushed + call(functions[op])
    if op + OF_FOUR in functions:
        return pushed + pushed + call(functions[op + OF_FOUR]) + DROP
    number = call(functions[op])
    return pushed + lane(0) + number + SPLAT + pushed + lane(1) + number + PUT_LANE_1


class Group:
    """The loop of one group of nodes: each number is read, worked on in locals, and written once."""

    def __init__(
        self, code: Code, group: Sequence[Node], layout: Layout, functions: Mapping[str, int], wide: bool
    ) -> None:
        self.code, self.group, self.layout, self.functions, self.wide = code, group, layout, functions, wide
        self.shape = group[0].shape
        inside = set(map(id, group))
        self.leaves = {id(one): one for node in group for one in node.args if id(one) not in inside}
        shapes = {one.shape for one in self.leaves.values() if one.op != "const"}
        self.flat = shapes <= {self.shape, (1, 1)}
        self.rows, self.columns = (1, self.shape[0] * self.shape[1]) if self.flat else self.shape
        self.hoisted: dict[tuple[int, int], int] = {}  # of what is the same in a whole row, or everywhere, by its width

    def emit(self) -> None:
        """The whole loop."""
        code = self.code
        long = self.columns > FEW
        self.widths = {1: ONE, 2: TWO} if self.wide else {1: ONE}
        self.row, self.column, self.across = (code.local(I32) for _ in range(3))
        code(get(BASE), put(self.row), get(BASE), put(self.column))
        for leaf in self.leaves.values():
            if leaf.op == "const" or leaf.shape == (1, 1):
                self.hoist(leaf)
        with code.loop(self.rows, (self.column, 8), *([] if long else [(self.row, 8 * self.columns)])):
            for leaf in self.leaves.values():
                if not self.flat and leaf.shape[1] == 1 and leaf.shape[0] > 1:
                    self.hoist(leaf)
            if long:
                self.long_row()
            else:
                self.points(self.columns)

    def points(self, count: int) -> None:
        """So many numbers, written out: four at a time, and what is left."""
        places = lanes_of(count, self.wide)
        pairs = [offset for lanes, offset in places if lanes is TWO]
        for n in range(0, len(pairs), 2):
            self.point(TWO, pairs[n : n + 2])
        for lanes, offset in places:
            if lanes is ONE:
                self.point(ONE, [offset])

    def long_row(self) -> None:
        """A row in a loop of its own."""
        code, at_once = self.code, 4 if self.wide else 1
        code(get(BASE), put(self.across))
        with code.loop(self.columns // at_once, (self.row, 8 * at_once), (self.across, 8 * at_once)):
            self.points(at_once)
        self.points(self.columns % at_once)
        code.step(self.row, 8 * (self.columns % at_once))

    def hoist(self, leaf: Node) -> None:
        """Read a number into all lanes, outside of the loop that uses it."""
        for lanes in self.widths.values():
            local = self.hoisted.get((id(leaf), lanes.width))
            if local is None:
                local = self.hoisted[id(leaf), lanes.width] = self.code.local(lanes.kind)
            if leaf.op == "const":
                self.code(lanes.const(float.fromhex(leaf.extra)), put(local))
            else:
                self.code(
                    get(BASE if leaf.shape == (1, 1) else self.column),
                    lanes.spread(self.layout.address(leaf)),
                    put(local),
                )

    def point(self, lanes: Lanes, offsets: Sequence[int]) -> None:
        """The numbers so many bytes on: one or two at each place."""
        code = self.code
        with code.scope():
            local = [self.read(lanes, offset) for offset in offsets]
            for node in self.group:
                self.operation(lanes, node, local)
            for node in self.group:
                if id(node) in self.layout.at:
                    for values, offset in zip(local, offsets, strict=True):
                        code(get(self.row), values[id(node)], lanes.store(self.layout.at[id(node)] + offset))

    def read(self, lanes: Lanes, offset: int) -> dict[int, bytes]:
        """Instructions that push what the group reads, by the node."""
        found: dict[int, bytes] = {}
        for leaf in self.leaves.values():
            held = self.hoisted.get((id(leaf), lanes.width))
            if held is None:
                held = self.code.local(lanes.kind)
                whole = self.flat or leaf.shape == self.shape
                pointer = self.row if whole else self.across if self.columns > FEW else BASE
                self.code(get(pointer), lanes.load(self.layout.address(leaf) + offset), put(held))
            found[id(leaf)] = get(held)
        return found

    def operation(self, lanes: Lanes, node: Node, local: Sequence[dict[int, bytes]]) -> None:
        """One operation at each place."""
        code = self.code
        made = [code.local(lanes.kind) for _ in local]
        together = self.functions.get(node.op + OF_FOUR) if len(local) == 2 else None
        if together is not None:
            first, second = made
            code(*(values[id(node.args[0])] for values in local), call(together), put(second), put(first))
        else:
            literal = len(node.args) > 1 and node.args[1].op == "const"
            for values, one in zip(local, made, strict=True):
                code(
                    value(lanes, node, [values[id(argument)] for argument in node.args], self.functions, literal),
                    put(one),
                )
        for values, one in zip(local, made, strict=True):
            values[id(node)] = get(one)
