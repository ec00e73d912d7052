"""An assembler for WebAssembly: the instructions that the compiler needs, functions, and modules.

Instructions are bytes. ``Lanes`` has those on numbers, by one name for one number (f64) and for two side by side
(f64x2). The numbers of the instructions are those of the specification (WebAssembly 2.0, section 5.4).
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import NamedTuple

F64, V128, I32 = b"\x7c", b"\x7b", b"\x7f"


@cache
def leb(number: int) -> bytes:
    """A whole number of 0 or more, 7 bits in each byte (LEB128)."""
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    found.append(number)
    return bytes(found)


@cache
def signed(number: int) -> bytes:
    """A whole number with its sign, 7 bits in each byte (LEB128)."""
    found = bytearray()
    while not -64 <= number < 64:
        found.append(number & 127 | 128)
        number >>= 7
    found.append(number & 127)
    return bytes(found)


def simd(number: int) -> bytes:
    """An instruction on 128 bits."""
    return b"\xfd" + leb(number)


@cache
def get(local: int) -> bytes:
    """Push a local."""
    return b"\x20" + leb(local)


@cache
def put(local: int) -> bytes:
    """Pop into a local."""
    return b"\x21" + leb(local)


@cache
def tee(local: int) -> bytes:
    """Copy the top into a local."""
    return b"\x22" + leb(local)


@cache
def call(function: int) -> bytes:
    """Call a function."""
    return b"\x10" + leb(function)


@cache
def i32(number: int) -> bytes:
    """Push a whole number."""
    return b"\x41" + signed(number)


def f64(number: float) -> bytes:
    """Push a number."""
    return b"\x44" + struct.pack("<d", number)


ADD, SUB, MUL, AND, OR, SHL, SHR = b"\x6a", b"\x6b", b"\x6c", b"\x71", b"\x72", b"\x74", b"\x76"
IS_ZERO, LESS, MORE, AT_LEAST, AT_LEAST_UNSIGNED = b"\x45", b"\x48", b"\x4a", b"\x4e", b"\x4f"
BLOCK, LOOP, IF, ELSE, END, RETURN, SELECT = b"\x02\x40", b"\x03\x40", b"\x04\x40", b"\x05", b"\x0b", b"\x0f", b"\x1b"
TO_WHOLE, FROM_TRUTH, LOW_WORD = b"\xaa", b"\xb8", b"\xa7"
SPLAT, PUT_LANE_1, SELECT_BITS, OR_BITS, ALL_TRUE = simd(20), simd(34) + b"\x01", simd(82), simd(80), simd(195)
LOW_LANES, HIGH_LANES = (simd(13) + bytes([*range(s, s + 8), *range(s + 16, s + 24)]) for s in (0, 8))


def branch(depth: int) -> bytes:
    """Go to the end of a block, or to the beginning of a loop, so many levels out."""
    return b"\x0c" + leb(depth)


def branch_if(depth: int) -> bytes:
    """The same if the top is not 0."""
    return b"\x0d" + leb(depth)


def lane(number: int) -> bytes:
    """One of two numbers."""
    return simd(33) + bytes([number])


class Lanes(NamedTuple):
    """One number at a time, or two: ``ops`` has the instructions, by the same names."""

    width: int
    kind: bytes
    loads: bytes
    stores: bytes
    spreads: bytes
    ops: dict[str, bytes]

    def load(self, offset: int) -> bytes:
        """Read at the address on top, ``offset`` bytes on."""
        return self.loads + leb(offset)

    def store(self, offset: int) -> bytes:
        """Write the top at the address below it, ``offset`` bytes on."""
        return self.stores + leb(offset)

    def spread(self, offset: int) -> bytes:
        """Read one number into all lanes."""
        return self.spreads + leb(offset)

    def const(self, number: float) -> bytes:
        """Push a number, in all lanes."""
        return f64(number) if self.width == 1 else simd(12) + struct.pack("<dd", number, number)


COMPARISONS = ("eq", "ne", "lt", "gt", "le", "ge")
ROUNDINGS = ("ceil", "floor", "trunc", "nearest")
ONE = Lanes(
    1, F64, b"\x2b\x03", b"\x39\x03", b"\x2b\x03",
    {name: bytes([0x61 + n]) for n, name in enumerate(COMPARISONS)}
    | {name: bytes([0x9b + n]) for n, name in enumerate(ROUNDINGS)}
    | {"abs": b"\x99", "neg": b"\x9a", "sqrt": b"\x9f", "add": b"\xa0", "sub": b"\xa1", "mul": b"\xa2", "div": b"\xa3"},
)  # fmt: skip
TWO = Lanes(
    2, V128, simd(0) + b"\x03", simd(11) + b"\x03", simd(10) + b"\x03",
    {name: simd(71 + n) for n, name in enumerate(COMPARISONS)}
    | dict(zip(ROUNDINGS, map(simd, (116, 117, 122, 148)), strict=True))
    | {"abs": simd(236), "neg": simd(237), "sqrt": simd(239), "add": simd(240), "sub": simd(241), "mul": simd(242),
       "div": simd(243), "pmin": simd(246), "pmax": simd(247)},
)  # fmt: skip


def lanes_of(count: int, wide: bool) -> list[tuple[Lanes, int]]:
    """So many numbers side by side, as pairs and one over: each with its place in bytes. All single if not ``wide``."""
    if not wide:
        return [(ONE, 8 * n) for n in range(count)]
    return [(TWO, 8 * n) for n in range(0, count - 1, 2)] + [(ONE, 8 * (count - 1))] * (count % 2)


class Code:
    """The body of a function. Locals come from a pool, and go back at the end of a ``with code.scope()``."""

    def __init__(self, arguments: int, module: Module | None = None) -> None:
        self.bytes, self.arguments, self.module = bytearray(), arguments, module
        self.kinds: list[bytes] = []
        self.free: dict[bytes, list[int]] = {}
        self.taken: list[tuple[bytes, int]] | None = None

    def __call__(self, *parts: bytes) -> None:
        """Append instructions."""
        for part in parts:
            self.bytes += part

    def constant(self, number: float) -> bytes:
        """Push a number in both lanes, from the module's constants: engines read it faster than they make it."""
        assert self.module is not None
        return self.module.constant(number)

    def local(self, kind: bytes) -> int:
        """A local of that kind; what is in it is not known."""
        free = self.free.get(kind)
        if free:
            found = free.pop()
        else:
            self.kinds.append(kind)
            found = self.arguments + len(self.kinds) - 1
        if self.taken is not None:
            self.taken.append((kind, found))
        return found

    def release(self, kind: bytes, local: int) -> None:
        """Give back a local that was taken outside of any scope."""
        self.free.setdefault(kind, []).append(local)

    @contextmanager
    def scope(self) -> Iterator[None]:
        """Locals taken in here are free again afterwards."""
        outer, self.taken = self.taken, []
        yield
        for kind, local in self.taken or ():
            self.release(kind, local)
        self.taken = outer

    @contextmanager
    def loop(self, count: int | bytes, *steps: tuple[int, int]) -> Iterator[None]:
        """Repeat: ``count`` is a number of 1 or more, or instructions that push one. After each time, each local of
        ``steps`` goes on by its bytes, also after the only one."""
        if count != 1:
            counter = self.local(I32)
            self(i32(count) if isinstance(count, int) else count, put(counter), LOOP)
        yield
        for local, step in steps:
            self.step(local, step)
        if count != 1:
            self(get(counter), i32(1), SUB, tee(counter), branch_if(0), END)

    def step(self, local: int, by: int) -> None:
        """A local goes on by a whole number."""
        if by:
            self(get(local), i32(by), ADD, put(local))

    def pointer(self, base: int, offset: int) -> int:
        """A new local with the address ``offset`` bytes behind ``base``."""
        local = self.local(I32)
        self(get(base), i32(offset), ADD, put(local))
        return local

    def whole(self) -> bytes:
        """The function as it stands in a module."""
        body = vector([leb(1) + kind for kind in self.kinds]) + bytes(self.bytes) + END
        return leb(len(body)) + body


def vector(items: Sequence[bytes]) -> bytes:
    """Items with their number before them."""
    return leb(len(items)) + b"".join(items)


def section(number: int, body: bytes) -> bytes:
    """A section of a module."""
    return bytes([number]) + leb(len(body)) + body


def name(text: str) -> bytes:
    """A name with its length before it."""
    return leb(len(text)) + text.encode()


Signature = tuple[Sequence[bytes], Sequence[bytes]]
MEMORY = name("e") + name("memory") + b"\x02\x00\x00"


class Module:
    """A module that imports its memory, and functions of the mathematics library by their names.

    ``functions`` has the number of each import, and of each function of its own that has a name.
    """

    def __init__(self, imports: Sequence[tuple[str, Signature]]) -> None:
        self.types: list[Signature] = []
        self.imports = [(imported, self.type_of(signature)) for imported, signature in imports]
        self.functions = {imported: n for n, (imported, _) in enumerate(self.imports)}
        self.own: list[tuple[str, int, Code]] = []
        self.constants: dict[bytes, bytes] = {}  # what pushes each, by its bytes

    def constant(self, number: float) -> bytes:
        """Push a number in both lanes: a global that never changes."""
        both = struct.pack("<dd", number, number)
        return self.constants.setdefault(both, b"\x23" + leb(len(self.constants)))

    def type_of(self, signature: Signature) -> int:
        """The number of a signature."""
        if signature not in self.types:
            self.types.append(signature)
        return self.types.index(signature)

    def add(self, called: str, signature: Signature, make: Callable[[], Code] | Code) -> int:
        """Add a function; ``make`` may look its number up. Those whose names have a space are not exported."""
        number = self.functions[called] = len(self.imports) + len(self.own)
        self.own.append((called, self.type_of(signature), Code(0)))
        code = make if isinstance(make, Code) else make()
        self.own[number - len(self.imports)] = (called, self.type_of(signature), code)
        return number

    def whole(self) -> bytes:
        """The bytes of the module."""
        types = [b"\x60" + vector(list(given)) + vector(list(results)) for given, results in self.types]
        imports = [name("e") + name(imported) + b"\x00" + leb(kind) for imported, kind in self.imports] + [MEMORY]
        globals_ = [V128 + b"\x00" + simd(12) + both + END for both in self.constants]
        exports = [
            name(called) + b"\x00" + leb(self.functions[called]) for called, _, _ in self.own if " " not in called
        ]
        return b"\0asm\1\0\0\0" + b"".join(
            [
                section(1, vector(types)),
                section(2, vector(imports)),
                section(3, vector([leb(kind) for _, kind, _ in self.own])),
                *([section(6, vector(globals_))] if globals_ else []),
                section(7, vector(exports)),
                section(10, vector([code.whole() for *_, code in self.own])),
            ]
        )
