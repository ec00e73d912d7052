"""For tiny networks: each number of the graph is a local variable, and an epoch is straight-line code.

Parameters are read from memory before the first epoch and written back after the last. With ``networks`` the same code
trains that many networks, two at a time in the lanes; their parameters then lie as [place][network], and what is not
carried from epoch to epoch is shared by all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from glassnet.compiler.assembler import (
    END,
    I32,
    IF,
    IS_ZERO,
    LOOP,
    ONE,
    PUT_LANE_1,
    RETURN,
    SPLAT,
    SUB,
    TWO,
    Code,
    branch_if,
    call,
    get,
    i32,
    lane,
    put,
    tee,
)
from glassnet.compiler.elementwise import BASE, OF_FOUR, value
from glassnet.compiler.emitting import (
    EPOCHS,
    FOUR_ADDRESSES,
    INPUTS,
    RECORD,
    Kernel,
    Target,
    begin,
    in_slices,
)
from glassnet.compiler.graph import LIBRARY, POWER, Node, ordered
from glassnet.compiler.layout import Work
from glassnet.compiler.sums import BLOCK_LENGTH, SIDE_BY_SIDE

MOST_SCALARS = 1200  # beyond that, loops are compiled faster, and run as fast
EPOCHS_IN_A_CALL = 64
SHARED = 4  # the fifth argument of the function of one pair of networks: where the shared numbers begin
FIVE_ADDRESSES = ((I32,) * 5, ())
REPEATS = {"max", "min", *LIBRARY, POWER}  # these push an argument more than once
Expand = Callable[["Scalars", Node, list[np.ndarray]], Any]


class TooMany(Exception):
    """The graph has too many numbers for this way."""


class Scalar:
    """One number: an operation on others, or where it comes from. ``depth`` counts the operations before it."""

    __slots__ = ("args", "depth", "extra", "literal", "op", "pushed", "uses")

    def __init__(self, op: str, args: tuple[Scalar, ...], extra: Any) -> None:
        self.op, self.args, self.extra = op, args, extra
        self.depth: int = 1 + max(one.depth for one in args) if args else 0
        self.literal = op == "const"
        self.uses = 0
        self.pushed = b""


class Scalars:
    """All numbers of a graph; equal ones are one."""

    def __init__(self, arrays: Mapping[Any, np.ndarray]) -> None:
        self.known: dict[Any, Scalar] = {}
        self.arrays = arrays
        self.zero, self.one = self.const(0.0), self.const(1.0)

    def __call__(self, op: str, *args: Scalar, extra: Any = None) -> Scalar:
        if op == "mul" and self.one in args:
            return args[args[0] is self.one]  # but 0 * x may be -0 or NaN
        if op == "copy":
            return args[0]
        key = (op, *map(id, args), extra)
        found = self.known.get(key)
        if found is None:
            if len(self.known) > MOST_SCALARS:
                raise TooMany
            found = self.known[key] = Scalar(op, args, extra)
        return found

    def const(self, number: float) -> Scalar:
        """A literal."""
        key = ("const", float(number).hex())
        return self.known.setdefault(key, Scalar("const", (), float(number)))

    def add(self, first: Scalar, second: Scalar) -> Scalar:
        """Their sum."""
        return self("add", first, second)

    def pairwise(self, numbers: Sequence[Scalar]) -> Scalar:
        """NumPy's pairwise sum: see sums.py."""
        count = len(numbers)
        if count < SIDE_BY_SIDE:
            total = numbers[0]  # -0.0 + x is x
            for one in numbers[1:]:
                total = self.add(total, one)
            return total
        if count > BLOCK_LENGTH:
            half = count // 2 - count // 2 % SIDE_BY_SIDE
            return self.add(self.pairwise(numbers[:half]), self.pairwise(numbers[half:]))
        parts = list(numbers[:SIDE_BY_SIDE])
        end = count - count % SIDE_BY_SIDE
        for place in range(SIDE_BY_SIDE, end):
            parts[place % SIDE_BY_SIDE] = self.add(parts[place % SIDE_BY_SIDE], numbers[place])
        total = self.halved("add", parts)
        for one in numbers[end:]:
            total = self.add(total, one)
        return total

    def halved(self, op: str, parts: Sequence[Scalar]) -> Scalar:
        """Neighbours together, until one is left."""
        while len(parts) > 1:
            parts = [self(op, first, second) for first, second in zip(parts[::2], parts[1::2], strict=True)]
        return parts[0]

    def extreme(self, op: str, numbers: Sequence[Scalar]) -> Scalar:
        """The largest or smallest in NumPy's order: see sums.py."""
        best, *rest = numbers
        end = len(rest) - len(rest) % SIDE_BY_SIDE
        if end:
            parts = list(rest[:SIDE_BY_SIDE])
            for place in range(SIDE_BY_SIDE, end):
                parts[place % SIDE_BY_SIDE] = self(op, parts[place % SIDE_BY_SIDE], rest[place])
            best = self(op, best, self.halved(op, parts))
        for one in rest[end:]:
            best = self(op, best, one)
        return best

    def in_order(self, numbers: Sequence[Scalar]) -> Scalar:
        """A sum in order, from 0.0."""
        total = self.zero
        for one in numbers:
            total = self.add(total, one)
        return total

    # -- nodes

    def expanded(self, order: Sequence[Node]) -> dict[int, np.ndarray]:
        """The numbers of each node, in its shape."""
        found: dict[int, np.ndarray] = {}
        for node in order:
            found[id(node)] = self.of(node, [found[id(one)] for one in node.args])
        return found

    def of(self, node: Node, args: list[np.ndarray]) -> np.ndarray:
        """The numbers of one node."""
        op, out = node.op, np.empty(node.shape, dtype=object)
        kind, _, way = op.partition("_")
        if op == "const":
            out[0, 0] = self.const(float.fromhex(node.extra))
        elif op == "array":
            out.ravel()[:] = [self.const(one) for one in self.arrays[node.extra].ravel().tolist()]
        elif op == "input":
            out.ravel()[:] = [self("input", extra=(id(node), place)) for place in range(node.size)]
        elif op == "transpose":
            return args[0].T
        elif op == "reshape":
            return args[0].reshape(node.shape)
        elif op == "take":
            return args[0].ravel()[np.frombuffer(node.extra, dtype=np.int64)].reshape(node.shape)
        elif op == "replace":
            out = args[0].copy()
            out.ravel()[np.frombuffer(node.extra, dtype=np.int64)] = args[1].ravel()
        elif op == "matmul":
            for row, column in np.ndindex(node.shape):
                terms = [self("mul", x, y) for x, y in zip(args[0][row], args[1][:, column], strict=True)]
                out[row, column] = self.in_order(terms)
        elif way and kind in ("sum", "max", "min"):
            out.ravel()[:] = self.reductions(kind, way, args[0])
        elif op in ("gather", "scatter"):
            raise TooMany
        else:
            spread = [np.broadcast_to(one, node.shape).ravel() for one in args]
            out.ravel()[:] = [self(op, *numbers) for numbers in zip(*spread, strict=True)]
        return out

    def reductions(self, kind: str, way: str, a: np.ndarray) -> list[Scalar]:
        """What a sum, or the largest or smallest, gives."""
        lines: list[Any] = {"all": [a.ravel()], "along": list(a)}.get(way, list(a.T))
        in_turn = way == "down" and a.shape[1] > 1
        if kind == "sum":
            return [self.in_order(line) if in_turn else self.add(self.zero, self.pairwise(line)) for line in lines]
        if not in_turn:
            return [self.extreme(kind, line) for line in lines]
        found = []
        for first, *rest in lines:
            for one in rest:
                first = self(kind, first, one)
            found.append(first)
        return found


def emit_scalars(work: Work, arrays: Mapping[Any, np.ndarray], target: Target, networks: int = 1) -> Kernel:
    """A module of straight-line code. Raises ``TooMany`` where a graph is not tiny."""
    order = ordered([*(node for pair in work.carried for node in pair), *work.outputs])
    scalars = Scalars(arrays)
    of = scalars.expanded(order)
    module = begin(order, target)
    shared = [
        node for node in order if node.op == "input" and node not in {*work.epoch_inputs, *(b for b, _ in work.carried)}
    ]
    places: dict[int, int] = {}
    start = 0
    for node, times in [*((before, networks) for before, _ in work.carried), *((node, 1) for node in shared)]:
        places[id(node)] = start
        start += node.size * times
    width, input_width = (sum(node.size for node in nodes) for nodes in (work.outputs, work.epoch_inputs))
    emitter = Straight(work, of, places, module.functions, networks, shared)
    if networks == 1:
        inner = module.add("some epochs", FOUR_ADDRESSES, emitter.emit())
        module.add("epochs", FOUR_ADDRESSES, in_slices(inner, EPOCHS_IN_A_CALL, 8 * width, 8 * input_width))
    else:
        inner = module.add("two networks", FIVE_ADDRESSES, emitter.emit())
        module.add("epochs", FOUR_ADDRESSES, pairs_of_networks(inner, networks // 2))
    imports = tuple(name for name, _ in module.imports)
    return Kernel(module.whole(), imports, start, places, {}, width * networks, input_width)


def pairs_of_networks(inner: int, pairs: int) -> Code:
    """The function that trains one pair after the other."""
    code = Code(4)
    home = code.local(I32)
    code(get(EPOCHS), IS_ZERO, IF, RETURN, END, get(BASE), put(home))
    with code.loop(pairs, (BASE, 16), (RECORD, 16)):
        code(get(BASE), get(EPOCHS), get(RECORD), get(INPUTS), get(home), call(inner))
    return code


class Straight:
    """The function of some epochs, for one network or for two in the lanes."""

    def __init__(
        self,
        work: Work,
        of: Mapping[int, np.ndarray],
        places: Mapping[int, int],
        functions: Mapping[str, int],
        networks: int,
        shared: Sequence[Node],
    ) -> None:
        self.work, self.of, self.places, self.shared, self.networks = work, of, places, shared, networks
        self.lanes = ONE if networks == 1 else TWO
        self.functions = functions
        self.local: dict[int, int] = {}
        self.code = Code(4 if networks == 1 else 5)
        self.after = [one for _, node in work.carried for one in of[id(node)].ravel()]
        self.recorded = [one for node in work.outputs for one in of[id(node)].ravel()]

    def emit(self) -> Code:
        """All of it: read, loop over the epochs, write back."""
        code, lanes = self.code, self.lanes
        before = [one for node, _ in self.work.carried for one in self.of[id(node)].ravel()]
        homes = []
        for node, _ in self.work.carried:
            first = self.places[id(node)]
            homes += [8 * (first + n * self.networks) for n in range(node.size)]
        for one, home in zip(before, homes, strict=True):
            self.hold(one, get(BASE) + lanes.load(home))
        for node in self.shared:
            for n, one in enumerate(self.of[id(node)].ravel()):
                base = BASE if self.networks == 1 else SHARED
                self.hold(one, get(base) + lanes.spread(8 * (self.places[id(node)] + n)))
        code(LOOP)
        self.epoch()
        code(*(one.pushed for one in self.after), *(put(self.local[id(one)]) for one in reversed(before)))
        code(get(EPOCHS), i32(1), SUB, tee(EPOCHS), branch_if(0), END)
        for one, home in zip(before, homes, strict=True):
            code(get(BASE), one.pushed, lanes.store(home))
        return code

    def hold(self, one: Scalar, instructions: bytes) -> None:
        """Keep a number in a local."""
        local = self.local[id(one)] = self.code.local(self.lanes.kind)
        self.code(instructions, put(local))
        one.pushed = get(local)

    def epoch(self) -> None:
        """One epoch."""
        read = 0
        for node in self.work.epoch_inputs:
            for n, one in enumerate(self.of[id(node)].ravel()):
                self.hold(one, get(INPUTS) + self.lanes.spread(read + 8 * n))
            read += 8 * node.size
        self.operations(by_depth([*self.after, *self.recorded]))
        for n, one in enumerate(self.recorded):
            self.code(get(RECORD), one.pushed, self.lanes.store(8 * n * self.networks))
        self.code.step(RECORD, 8 * len(self.recorded) * self.networks)
        self.code.step(INPUTS, read)

    def operations(self, order: Sequence[Scalar]) -> None:
        """All operations. A number that is used once is pushed where it is used; the others have locals."""
        for one in (*self.after, *self.recorded):
            one.uses += 2  # it must be there at the end
        for one in order:
            times = 2 if one.op in REPEATS else 1
            for argument in one.args:
                argument.uses += times
        done: set[int] = set()
        for place, one in enumerate(order):
            if one.op == "const":
                one.pushed = self.lanes.const(one.extra)
            elif one.args and id(one) not in done:
                together = self.together(order, place)
                if len(together) > 1:
                    self.side_by_side(together)
                    done.update(map(id, together))
                else:
                    self.single(one)

    def together(self, order: Sequence[Scalar], place: int) -> list[Scalar]:
        """The numbers that go through a function with this one: none depends on another, for they are equally deep."""
        one = order[place]
        most = 4 // self.lanes.width if one.op + OF_FOUR in self.functions else 1
        return [other for other in order[place : place + most] if other.op == one.op and other.depth == one.depth]

    def side_by_side(self, numbers: Sequence[Scalar]) -> None:
        """Up to four numbers, or two pairs, through a function of four."""
        code, lanes = self.code, self.lanes
        each = 2 // lanes.width  # numbers in a register
        registers = [code.local(TWO.kind) for _ in range(2)]
        for n in range(2):
            pushed = [one.args[0].pushed for one in numbers[n * each : (n + 1) * each]] or [numbers[0].args[0].pushed]
            code(pushed[0], *([] if lanes is TWO else [SPLAT]), *([pushed[1] + PUT_LANE_1] if pushed[1:] else []))
        code(call(self.functions[numbers[0].op + OF_FOUR]), *map(put, reversed(registers)))
        for n, one in enumerate(numbers):
            self.hold(one, get(registers[n // each]) + (lane(n % each) if lanes is ONE else b""))
        for register in registers:
            code.release(TWO.kind, register)

    def single(self, one: Scalar) -> None:
        """One operation."""
        literal = len(one.args) > 1 and one.args[1].literal
        pushed = [argument.pushed for argument in one.args]
        instructions = value(self.lanes, one, pushed, self.functions, literal)
        if one.uses > 1:
            self.hold(one, instructions)
        else:
            one.pushed = instructions


def by_depth(ends: Sequence[Scalar]) -> list[Scalar]:
    """All that is needed, the less deep first, equal operations of a depth side by side."""
    seen: dict[int, Scalar] = {}
    waiting = list(ends)
    while waiting:
        one = waiting.pop()
        if id(one) not in seen:
            seen[id(one)] = one
            waiting.extend(one.args)
    return sorted(seen.values(), key=lambda one: (one.depth, one.op))
