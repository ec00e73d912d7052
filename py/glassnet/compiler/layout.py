"""In which order a graph's operations are done, and where in memory each result lies.

Elementwise operations of one shape are grouped, so that one loop does them all. Each group runs as late as it can: what
is cheap is then computed where it is used. A place is given to another node once its last reader has run. A new
parameter takes the place of the old one if nobody reads the old one later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from glassnet.compiler.graph import ELEMENTWISE, LEAVES, Node, ordered

Group = list[Node]
IN_PLACE = {"replace", "scatter"}
ALIGNED = 64
LONG = 96  # so many numbers go through ``tanh`` in a loop of its own, which has more of them in registers


class Work(NamedTuple):
    """What to compile: ``carried`` pairs each input that changes with its new value, ``outputs`` are recorded."""

    carried: Sequence[tuple[Node, Node]]
    outputs: Sequence[Node]
    epoch_inputs: Sequence[Node] = ()

    @property
    def order(self) -> list[Node]:
        """All nodes, arguments first."""
        return ordered([*(after for _, after in self.carried), *self.outputs])


def solid(node: Node) -> Node:
    """The node whose numbers a node shares: a reshape has none of its own."""
    return node.args[0] if node.op == "reshape" else node


def grouped(order: Sequence[Node], joining: set[int]) -> list[Group]:
    """The groups in the order in which they run: found from the end, each node in the latest group that it may join.

    ``joining`` are the nodes that join others of their shape, by id.
    """
    users: dict[int, list[tuple[Node, int]]] = {}
    for node in order:
        for position, argument in enumerate(node.args):
            users.setdefault(id(argument), []).append((node, position))
    groups: list[Group] = []  # the first runs last
    at: dict[int, int] = {}
    of_shape: dict[tuple[int, int], list[int]] = {}
    for node in reversed(order):
        if node.op in LEAVES:
            continue
        readers = users.get(id(node), ())
        if node.op == "reshape" or is_free(node, readers):
            at[id(node)] = max((at[id(user)] for user, _ in readers), default=-1)
            continue
        own = id(node) in joining
        soonest = 0
        for user, _ in readers:
            joins = own and id(user) in joining and user.shape == node.shape
            soonest = max(soonest, at[id(user)] + (0 if joins else 1))
        place = next((n for n in of_shape.get(node.shape, ()) if n >= soonest), None) if own else None
        if place is None:
            place = len(groups)
            groups.append([])
            if own:
                of_shape.setdefault(node.shape, []).append(place)
        groups[place].insert(0, node)
        at[id(node)] = place
    return groups[::-1]


def is_free(node: Node, readers: Sequence[tuple[Node, int]]) -> bool:
    """Whether a transposition is no work, because products alone read it, on their left side."""
    return (
        node.op == "transpose" and bool(readers) and all(user.op == "matmul" and not place for user, place in readers)
    )


class Room(NamedTuple):
    """Memory that another module works on, too: its size in bytes, and where its arrays lie, by their ``extra``."""

    size: int = 0
    places: Mapping[Any, int] = MappingProxyType({})


NO_ROOM = Room()


class Layout:
    """``groups`` in order; ``at`` the place of each node's numbers, in bytes; ``size`` of all, in bytes; ``copies``
    ``(from, to)`` at the end of an epoch."""

    def __init__(self, work: Work, wide: bool, shared: Room = NO_ROOM) -> None:
        self.work, self.wide, self.shared = work, wide, shared
        self.order = work.order
        joining = {id(node) for node in self.order if node.op in ELEMENTWISE and not self.mapped(node)}
        self.groups = grouped(self.order, joining)
        self.where = {id(node): n for n, group in enumerate(self.groups) for node in group}
        self.at: dict[int, int] = {}
        self.size = shared.size
        self.copies: list[tuple[Node, Node]] = []
        self.last = self._last_readers()
        self.kept = {id(solid(node)) for node in [*(after for _, after in work.carried), *work.outputs]}
        self._place_leaves()
        self._place_results(self._in_place())

    def mapped(self, node: Node) -> bool:
        """Whether an operation has a loop of its own."""
        return self.wide and node.op == "tanh" and node.size >= LONG

    def address(self, node: Node) -> int:
        """Where a node's numbers lie."""
        return self.at[id(solid(node))]

    def read(self, node: Node) -> Node:
        """The node whose place is read where ``node`` is an argument: a free transposition reads its own argument."""
        node = solid(node)
        return self.read(node.args[0]) if node.op == "transpose" and id(node) not in self.where else node

    def _last_readers(self) -> dict[int, int]:
        """The last group that reads each node; outputs are read at the end."""
        last: dict[int, int] = {}
        for n, group in enumerate(self.groups):
            for node in group:
                for argument in node.args:
                    last[id(self.read(argument))] = n
        for node in self.work.outputs:
            last[id(solid(node))] = len(self.groups)
        return last

    def _room(self, node: Node) -> int:
        start, self.size = self.size, self.size + -(-8 * node.size // ALIGNED) * ALIGNED
        return start

    def _place_leaves(self) -> None:
        """Inputs first: those of each epoch side by side, as they come."""
        start = self.size
        for node in self.work.epoch_inputs:
            self.at[id(node)] = start
            start += 8 * node.size
        self.size = -(-start // ALIGNED) * ALIGNED
        for node in [*(before for before, _ in self.work.carried), *self.order]:
            if node.op in ("input", "array") and id(node) not in self.at:
                place = self.shared.places.get(node.extra)
                self.at[id(node)] = self._room(node) if place is None else place

    def room(self) -> Room:
        """Its memory, for another module. Single numbers of a call are no part of it."""
        arrays = [
            node for node in self.order if node.op == "array" or (node.op == "input" and node.extra[0] == "array")
        ]
        befores = [before for before, _ in self.work.carried]
        return Room(self.size, {node.extra: self.at[id(node)] for node in [*arrays, *befores]})

    def _in_place(self) -> dict[int, int]:
        """The new values that may take the places of the old ones; the others are copied at the end."""
        found: dict[int, int] = {}
        for before, after in self.work.carried:
            node = solid(after)
            if node is before:
                continue
            group = self.where.get(id(node))
            dead = group is not None and self.last.get(id(before), -1) <= group
            if dead and self._may_overwrite(node, before) and id(node) not in found:
                found[id(node)] = self.at[id(before)]
            else:
                self.copies.append((after, before))
        return found

    def _may_overwrite(self, node: Node, before: Node) -> bool:
        """Whether a node can be written over an array that it may read."""
        if node.op in IN_PLACE:
            return all(self.read(argument) is not before for argument in node.args[1:])
        # The others of its group read the same numbers at the same moment.
        group = self.groups[self.where[id(node)]]
        readers = [one for one in group for argument in one.args if self.read(argument) is before]
        return node.op in ELEMENTWISE and node.size == before.size and all(one.shape == before.shape for one in readers)

    def _place_results(self, in_place: dict[int, int]) -> None:
        """Places for what is read outside of its own group."""
        read_outside = {
            id(self.read(argument))
            for n, group in enumerate(self.groups)
            for node in group
            for argument in node.args
            if self.where.get(id(self.read(argument))) != n
        }
        dying: dict[int, list[Node]] = {}
        for node in self.order:
            if id(node) in self.where and id(node) not in self.kept:
                dying.setdefault(self.last.get(id(node), -1), []).append(node)
        free: dict[int, list[int]] = {}
        for n, group in enumerate(self.groups):
            taken_over = set()
            for node in group:
                if id(node) in in_place:
                    self.at[id(node)] = in_place[id(node)]
                elif id(node) in read_outside or id(node) in self.kept:
                    source = self.read(node.args[0]) if node.op in IN_PLACE or self.mapped(node) else None
                    if source is not None and self._dies_here(source, node, n):
                        self.at[id(node)] = self.at[id(source)]
                        taken_over.add(id(source))
                    else:
                        places = free.get(node.size)
                        self.at[id(node)] = places.pop() if places else self._room(node)
            for node in dying.get(n, ()):
                if id(node) in self.at and id(node) not in taken_over:
                    free.setdefault(node.size, []).append(self.at[id(node)])

    def _dies_here(self, source: Node, node: Node, n: int) -> bool:
        """Whether an operation may work on its argument's own place."""
        others = (self.read(argument) for argument in node.args[1:])
        mine = id(source) in self.where and id(source) not in self.kept
        return mine and self.last.get(id(source)) == n and all(other is not source for other in others)
