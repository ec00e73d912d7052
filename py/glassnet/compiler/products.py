"""Emits products of matrices: each sum in order from 0.0, as NumPy adds without BLAS (matmul.c.src, and DOUBLE_dot in
arraytypes.c.src). Several sums side by side in registers change no bit of any of them."""

from __future__ import annotations

from typing import NamedTuple

from glassnet.compiler.assembler import (
    AND,
    END,
    F64,
    I32,
    IF,
    LESS,
    LOOP,
    ONE,
    SELECT,
    SHR,
    SUB,
    TWO,
    V128,
    Code,
    Lanes,
    branch_if,
    f64,
    get,
    i32,
    lane,
    lanes_of,
    put,
    tee,
)
from glassnet.compiler.elementwise import BASE, FEW
from glassnet.compiler.graph import Node
from glassnet.compiler.layout import Layout

TILE_COLUMNS, TILE_SUMS = 8, 8  # a tile: so many columns, and so many registers of sums
BLOCK = 128  # a long sum goes over so many numbers at a time, which stay in the cache, and goes on where it was
UNROLLED = 4


class Side(NamedTuple):
    """Where a matrix lies, and the bytes from one number to the next: along the result's axis, and along the sum."""

    address: int
    outer: int
    inner: int


def emit_product(code: Code, node: Node, layout: Layout, wide: bool) -> None:
    """One product of two matrices. The left one may be a transposition that is not done."""
    left, right = node.args
    (rows, columns), length = node.shape, left.shape[1]
    turned = left.op == "transpose" and id(left) not in layout.where
    a = Side(layout.address(layout.read(left)), *((8, 8 * rows) if turned else (8 * length, 8)))
    b = Side(layout.address(right), 8, 8 * columns)
    if columns == 1 and a.outer == 8:  # a single column, and the rows lie side by side: they are the lanes
        rows, columns, a, b = 1, rows, Side(b.address, 0, b.inner), a
    Product(code, layout.at[id(node)], a, b, (rows, columns, length), wide).emit()


class Product:
    """One product, in tiles. ``sizes`` are rows, columns and the length of each sum."""

    def __init__(self, code: Code, out: int, a: Side, b: Side, sizes: tuple[int, int, int], wide: bool) -> None:
        self.code, self.out, self.a, self.b, self.wide = code, out, a, b, wide
        self.rows, self.columns, self.length = sizes
        self.blocks = 1 if self.length <= 2 * BLOCK else -(-self.length // BLOCK)
        self.count = code.local(I32)

    def emit(self) -> None:
        """All blocks, from the first to the last."""
        code, step = self.code, BLOCK if self.blocks > 1 else self.length
        a, b, left = code.pointer(BASE, self.a.address), code.pointer(BASE, self.b.address), code.local(I32)
        if self.blocks > 1:
            self.clear()
        code(i32(step), put(self.count), i32(self.length), put(left))
        with code.loop(self.blocks, (a, step * self.a.inner), (b, step * self.b.inner)):
            if self.blocks > 1:
                code(get(left), i32(step), get(left), i32(step), LESS, SELECT, put(self.count))
                code.step(left, -step)
            self.block(a, b)

    def clear(self) -> None:
        """0.0 in each place of the result."""
        with self.code.scope():
            out = self.code.pointer(BASE, self.out)
            with self.code.loop(self.rows * self.columns, (out, 8)):
                self.code(get(out), f64(0.0), ONE.store(0))

    def block(self, a: int, b: int) -> None:
        """All tiles of a part of each sum."""
        code = self.code
        right, out = code.local(I32), code.pointer(BASE, self.out)
        code(get(b), put(right))
        many, rest = divmod(self.columns, TILE_COLUMNS)
        for columns, times in ((TILE_COLUMNS, many), (rest, 1)):
            if columns and times:
                with code.loop(times, (right, columns * self.b.outer), (out, 8 * columns)):
                    self.columns_of_tiles(a, right, out, lanes_of(columns, self.wide))

    def columns_of_tiles(self, a: int, right: int, out: int, lanes: list[tuple[Lanes, int]]) -> None:
        """Tiles one below the other."""
        code, high = self.code, max(1, TILE_SUMS // len(lanes))
        left, here = code.local(I32), code.local(I32)
        code(get(a), put(left), get(out), put(here))
        for rows, times in ((high, self.rows // high), (self.rows % high, 1)):
            if rows and times:
                with code.loop(times, (left, rows * self.a.outer), (here, rows * 8 * self.columns)), code.scope():
                    self.tile(left, right, here, rows, lanes)

    def tile(self, left: int, right: int, out: int, rows: int, lanes: list[tuple[Lanes, int]]) -> None:
        """The sums of some rows and columns, in registers."""
        code, goes_on = self.code, self.blocks > 1
        sums = [[code.local(lane.kind) for lane, _ in lanes] for _ in range(rows)]
        places = [
            (local, lane, 8 * row * self.columns + offset)
            for row, locals_ in enumerate(sums)
            for local, (lane, offset) in zip(locals_, lanes, strict=True)
        ]
        for local, lane_, offset in places:
            code(get(out) + lane_.load(offset) if goes_on else lane_.const(0.0), put(local))
        self.add_up(left, right, sums, lanes)
        for local, lane_, offset in places:
            code(get(out), get(local), lane_.store(offset))

    def add_up(self, left: int, right: int, sums: list[list[int]], lanes: list[tuple[Lanes, int]]) -> None:
        """All terms, in order: written out where they are few."""
        code = self.code
        term = Term(code, self, sums, lanes)
        if self.length <= FEW:
            for place in range(self.length):
                term.emit(left, right, place)
            return
        a, b, times = (code.local(I32) for _ in range(3))
        code(get(left), put(a), get(right), put(b))
        shift = UNROLLED.bit_length() - 1
        for unrolled, count in ((UNROLLED, i32(shift) + SHR), (1, i32(UNROLLED - 1) + AND)):
            code(get(self.count), count, tee(times), IF, LOOP)
            for place in range(unrolled):
                term.emit(a, b, place)
            code.step(a, unrolled * self.a.inner)
            code.step(b, unrolled * self.b.inner)
            code(get(times), i32(1), SUB, tee(times), branch_if(0), END, END)


class Term:
    """One term of each sum of a tile."""

    def __init__(self, code: Code, product: Product, sums: list[list[int]], lanes: list[tuple[Lanes, int]]) -> None:
        self.code, self.product, self.sums, self.lanes = code, product, sums, lanes
        self.right = [code.local(lane.kind) for lane, _ in lanes]
        self.both, self.one = code.local(V128), code.local(F64)

    def emit(self, left: int, right: int, place: int) -> None:
        """The term ``place`` numbers behind the two addresses."""
        code, a, b = self.code, self.product.a, self.product.b
        for local, (lanes, offset) in zip(self.right, self.lanes, strict=True):
            code(get(right), lanes.load(place * b.inner + offset), put(local))
        for row, locals_ in enumerate(self.sums):
            self.factor(left, place * a.inner + row * a.outer)
            for local, other, (lanes, _) in zip(locals_, self.right, self.lanes, strict=True):
                factor = get(self.both if lanes is TWO else self.one)
                code(get(local), factor, get(other), lanes.ops["mul"], lanes.ops["add"], put(local))

    def factor(self, left: int, offset: int) -> None:
        """A row's number, in as many lanes as are needed."""
        code = self.code
        if self.lanes[0][0] is ONE:
            code(get(left), ONE.load(offset), put(self.one))
            return
        code(get(left), TWO.spread(offset), put(self.both))
        if self.lanes[-1][0] is ONE:
            code(get(self.both), lane(0), put(self.one))
