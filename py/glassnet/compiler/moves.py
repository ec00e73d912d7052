"""Emits what only moves numbers: copies, transpositions, numbers at fixed places, and rows by their numbers."""

from __future__ import annotations

import numpy as np

from glassnet.compiler.assembler import ADD, I32, MUL, ONE, TO_WHOLE, TWO, Code, get, i32, put
from glassnet.compiler.elementwise import BASE, FEW
from glassnet.compiler.graph import Node
from glassnet.compiler.layout import Layout


def emit_copy(code: Code, to: tuple[int, int], start: tuple[int, int], count: int, wide: bool) -> None:
    """So many numbers, from one address to another: each a local, and bytes behind it."""
    with code.scope():
        p, q = code.pointer(*to), code.pointer(*start)
        width = 2 if wide else 1
        if count >= width:
            lanes = TWO if wide else ONE
            with code.loop(count // width, (p, 8 * width), (q, 8 * width)):
                code(get(p), get(q), lanes.load(0), lanes.store(0))
        if count % width:
            code(get(p), get(q), ONE.load(0), ONE.store(0))


def emit_transpose(code: Code, node: Node, layout: Layout) -> None:
    """A copy with rows for columns."""
    rows, columns = node.args[0].shape
    p, q = code.pointer(BASE, layout.address(node.args[0])), code.pointer(BASE, layout.at[id(node)])
    with code.loop(rows, (q, 8 - 8 * rows * columns)), code.loop(columns, (p, 8), (q, 8 * rows)):
        code(get(q), get(p), ONE.load(0), ONE.store(0))


def runs(places: bytes) -> list[tuple[int, int, int]]:
    """Fixed places as runs ``(first, step, count)``."""
    flat = np.frombuffer(places, dtype=np.int64)
    found: list[tuple[int, int, int]] = []
    start = 0
    while start < len(flat):
        step = int(flat[start + 1] - flat[start]) if start + 1 < len(flat) else 1
        breaks = np.nonzero(np.diff(flat[start:]) != step)[0]
        count = int(breaks[0]) + 1 if len(breaks) else len(flat) - start
        found.append((int(flat[start]), step, count))
        start += count
    return found


def emit_take(code: Code, node: Node, layout: Layout) -> None:
    """Numbers at fixed places of an array."""
    done, out, source = 0, layout.at[id(node)], layout.address(node.args[0])
    for first, step, count in runs(node.extra):
        emit_run(code, (out + 8 * done, 8), (source + 8 * first, 8 * step), count)
        done += count


def emit_replace(code: Code, node: Node, layout: Layout, wide: bool) -> None:
    """An array with new numbers at fixed places."""
    source, new = node.args
    out = layout.at[id(node)]
    if layout.address(source) != out:
        emit_copy(code, (BASE, out), (BASE, layout.address(source)), node.size, wide)
    done = 0
    for first, step, count in runs(node.extra):
        emit_run(code, (out + 8 * first, 8 * step), (layout.address(new) + 8 * done, 8), count)
        done += count


def emit_run(code: Code, to: tuple[int, int], start: tuple[int, int], count: int) -> None:
    """Numbers with fixed steps between them; each side an address, and the step in bytes."""
    if count <= FEW // 4:
        for n in range(count):
            code(get(BASE), get(BASE), ONE.load(start[0] + n * start[1]), ONE.store(to[0] + n * to[1]))
        return
    with code.scope():
        p, q = code.pointer(BASE, to[0]), code.pointer(BASE, start[0])
        with code.loop(count, (p, to[1]), (q, start[1])):
            code(get(p), get(q), ONE.load(0), ONE.store(0))


def emit_rows(code: Code, node: Node, layout: Layout, wide: bool) -> None:
    """``gather``: rows by their numbers; ``scatter``: new rows at these places of an array."""
    rows, columns = node.args[-1].shape if node.op == "scatter" else node.shape
    out, source = layout.at[id(node)], layout.address(node.args[0])
    fixed = layout.address(node.args[2]) if node.op == "scatter" else out
    if node.op == "scatter" and source != out:
        emit_copy(code, (BASE, out), (BASE, source), node.size, wide)
    chosen = out if node.op == "scatter" else source
    index, other, row = code.pointer(BASE, layout.address(node.args[1])), code.pointer(BASE, fixed), code.local(I32)
    with code.loop(rows, (index, 8), (other, 8 * columns)):
        code(get(index), ONE.load(0), TO_WHOLE, i32(8 * columns), MUL, get(BASE), ADD, i32(chosen), ADD, put(row))
        to, start = (row, other) if node.op == "scatter" else (other, row)
        if columns <= FEW:
            for n in range(columns):
                code(get(to), get(start), ONE.load(8 * n), ONE.store(8 * n))
        else:
            emit_copy(code, (to, 0), (start, 0), columns, wide)
