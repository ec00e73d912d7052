"""Emits sums, and the largest and smallest of numbers, in NumPy's order.

Down more than one column NumPy adds row after row, beginning with 0.0 (reduction.c). Everything else is 0.0 plus a
pairwise sum (loops_utils.h.src, pairwise_sum_DOUBLE): in order up to 7 numbers, eight sums side by side up to 128, and
above that two halves, the first a multiple of 8. The largest of 8 or more numbers of a row is found in eight parts
(loops_minmax.dispatch.c.src), which decides between the two zeros.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from glassnet.compiler.assembler import (
    ADD,
    AND,
    AT_LEAST,
    AT_LEAST_UNSIGNED,
    BLOCK,
    END,
    F64,
    I32,
    IF,
    IS_ZERO,
    LOOP,
    MORE,
    ONE,
    RETURN,
    SHL,
    SHR,
    SUB,
    TWO,
    Code,
    Lanes,
    branch,
    branch_if,
    call,
    f64,
    get,
    i32,
    lane,
    lanes_of,
    put,
)
from glassnet.compiler.elementwise import BASE, extreme
from glassnet.compiler.graph import Node
from glassnet.compiler.layout import Layout

PAIRWISE = "pairwise sum"
SIDE_BY_SIDE, BLOCK_LENGTH = 8, 128
STRIP = 16  # columns whose sums are in registers at a time


def pairwise_sum(own: int, wide: bool) -> Code:
    """A function of an address and a count: the pairwise sum; ``own`` is its own number."""
    code, p, n = Code(2), 0, 1
    total, end, half = code.local(F64), code.local(I32), code.local(I32)
    code(get(n), i32(BLOCK_LENGTH), MORE, IF)
    code(get(n), i32(1), SHR, i32(-SIDE_BY_SIDE), AND, put(half))
    code(get(p), get(half), call(own), get(p), get(half), i32(3), SHL, ADD, get(n), get(half), SUB, call(own))
    code(ONE.ops["add"], RETURN, END)
    code(f64(-0.0), put(total), get(n), i32(SIDE_BY_SIDE), AT_LEAST, IF)
    code(get(p), get(n), i32(-SIDE_BY_SIDE), AND, i32(3), SHL, ADD, put(end))
    sums = [(code.local(lanes.kind), lanes, offset) for lanes, offset in lanes_of(SIDE_BY_SIDE, wide)]
    for local, lanes, offset in sums:
        code(get(p), lanes.load(offset), put(local))
    code(BLOCK, LOOP)
    code.step(p, 8 * SIDE_BY_SIDE)
    code(get(p), get(end), AT_LEAST_UNSIGNED, branch_if(1))
    for local, lanes, offset in sums:
        code(get(local), get(p), lanes.load(offset), lanes.ops["add"], put(local))
    code(branch(0), END, END, joined([(local, lanes) for local, lanes, _ in sums], ONE.ops["add"]), put(total))
    code(get(n), i32(SIDE_BY_SIDE - 1), AND, put(n), END)
    code(BLOCK, LOOP, get(n), IS_ZERO, branch_if(1), get(total), get(p), ONE.load(0), ONE.ops["add"], put(total))
    code.step(p, 8)
    code.step(n, -1)
    code(branch(0), END, END, get(total))
    return code


def joined(sums: list[tuple[int, Lanes]], add: bytes) -> bytes:
    """Eight sums as one: ((0 + 1) + (2 + 3)) + ((4 + 5) + (6 + 7))."""
    parts = [get(local) + lane(n) if lanes is TWO else get(local) for local, lanes in sums for n in range(lanes.width)]
    while len(parts) > 1:
        parts = [first + second + add for first, second in zip(parts[::2], parts[1::2], strict=True)]
    return parts[0]


def emit_sum(code: Code, node: Node, layout: Layout, functions: Mapping[str, int], wide: bool) -> None:
    """``sum_down``, ``sum_along`` and ``sum_all``."""
    source = node.args[0]
    (rows, columns), start, out = source.shape, layout.address(source), layout.at[id(node)]
    way = node.op.removeprefix("sum_")
    if way == "down" and columns > 1:
        for first in range(0, columns, STRIP):
            with code.scope():
                emit_strip(
                    code,
                    (start + 8 * first, out + 8 * first),
                    rows,
                    columns,
                    lanes_of(min(STRIP, columns - first), wide),
                )
        return
    times, count = (rows, columns) if way == "along" else (1, rows * columns)
    p, q = code.pointer(BASE, start), code.pointer(BASE, out)
    with code.loop(times, (p, 8 * count), (q, 8)):
        code(get(q), f64(0.0), get(p), i32(count), call(functions[PAIRWISE]), ONE.ops["add"], ONE.store(0))


def emit_strip(code: Code, places: tuple[int, int], rows: int, columns: int, lanes: list[tuple[Lanes, int]]) -> None:
    """The sums of some columns, row after row."""
    start, out = places
    sums = [(code.local(lane.kind), lane, offset) for lane, offset in lanes]
    for local, lane_, _ in sums:
        code(lane_.const(0.0), put(local))
    p = code.pointer(BASE, start)
    with code.loop(rows, (p, 8 * columns)):
        for local, lane_, offset in sums:
            code(get(local), get(p), lane_.load(offset), lane_.ops["add"], put(local))
    for local, lane_, offset in sums:
        code(get(BASE), get(local), lane_.store(out + offset))


def emit_extreme(code: Code, node: Node, layout: Layout) -> None:
    """``max_down``, ``max_along``, ``max_all``, and the same with ``min``."""
    op, _, way = node.op.partition("_")
    source = node.args[0]
    rows, columns = source.shape
    start, out = layout.address(source), layout.at[id(node)]
    best, other = code.local(F64), code.local(F64)

    def take(p: int, offset: int) -> None:
        """The better of ``best`` and a number."""
        code(get(p), ONE.load(offset), put(other), extreme(ONE, op, [get(best), get(other)], False), put(best))

    if way == "down" and columns > 1:
        p, q = code.pointer(BASE, start), code.pointer(BASE, out)
        with code.loop(columns, (p, 8), (q, 8)):
            with code.scope():
                r = code.local(I32)
                code(get(p), put(r), get(p), ONE.load(0), put(best))
                if rows > 1:
                    with code.loop(rows - 1, (r, 8 * columns)):
                        take(r, 8 * columns)
            code(get(q), get(best), ONE.store(0))
        return
    times, count = (rows, columns) if way == "along" else (1, rows * columns)
    p, q = code.pointer(BASE, start), code.pointer(BASE, out)
    with code.loop(times, (p, 8 * count), (q, 8)), code.scope():
        emit_row_extreme(code, op, p, count, best, take)
        code(get(q), get(best), ONE.store(0))


def emit_row_extreme(code: Code, op: str, p: int, count: int, best: int, take: Callable[[int, int], None]) -> None:
    """Leaves the largest of a row in ``best``: the first number, then the others in NumPy's order."""
    code(get(p), ONE.load(0), put(best))
    here, rest = code.pointer(p, 8), count - 1
    if rest >= SIDE_BY_SIDE:
        parts = [code.local(F64) for _ in range(SIDE_BY_SIDE)]
        for n, part in enumerate(parts):
            code(get(here), ONE.load(8 * n), put(part))
        code.step(here, 8 * SIDE_BY_SIDE)
        other = code.local(F64)
        if rest >= 2 * SIDE_BY_SIDE:
            with code.loop(rest // SIDE_BY_SIDE - 1, (here, 8 * SIDE_BY_SIDE)):
                for n, part in enumerate(parts):
                    code(get(here), ONE.load(8 * n), put(other))
                    code(extreme(ONE, op, [get(part), get(other)], False), put(part))
        for distance in (1, 2, 4):
            for n in range(0, SIDE_BY_SIDE, 2 * distance):
                code(extreme(ONE, op, [get(parts[n]), get(parts[n + distance])], False), put(parts[n]))
        code(extreme(ONE, op, [get(best), get(parts[0])], False), put(best))
    if rest % SIDE_BY_SIDE:
        with code.loop(rest % SIDE_BY_SIDE, (here, 8)):
            take(here, 0)
