"""From a graph to a WebAssembly module that does any number of epochs in a loop, with NumPy's bits.

Its function is ``epochs(base, count, record, inputs)``. ``base`` is the address of the memory that ``Kernel``
describes: parameters, constants, and what lies between. ``record`` is where the outputs of each epoch go, and
``inputs`` where each epoch's own inputs come from. All other addresses are relative to these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from glassnet.compiler.assembler import (
    ADD,
    BLOCK,
    END,
    F64,
    I32,
    IS_ZERO,
    LESS,
    LOOP,
    MUL,
    SELECT,
    SUB,
    V128,
    Code,
    Module,
    Signature,
    branch,
    branch_if,
    call,
    get,
    i32,
    put,
)
from glassnet.compiler.elementwise import BASE, OF_ARRAY, OF_FOUR, Group
from glassnet.compiler.exponentials import exp_of_four
from glassnet.compiler.graph import ELEMENTWISE, LIBRARY, POWER, Node
from glassnet.compiler.hyperbolic import far_tanh, tanh_of_array, tanh_of_four
from glassnet.compiler.layout import LONG, NO_ROOM, Layout, Room, Work
from glassnet.compiler.moves import emit_copy, emit_replace, emit_rows, emit_take, emit_transpose
from glassnet.compiler.products import emit_product
from glassnet.compiler.sums import PAIRWISE, emit_extreme, emit_sum, pairwise_sum

EPOCHS, RECORD, INPUTS = 1, 2, 3  # the arguments of the emitted function, after BASE
FOUR_ADDRESSES = ((I32, I32, I32, I32), ())
THREE_NUMBERS = ((I32, I32, I32), ())
ONE_NUMBER, TWO_NUMBERS, FOUR_LANES = ((F64,), (F64,)), ((F64, F64), (F64,)), ((V128, V128), (V128, V128))


class Target(NamedTuple):
    """What the machine offers: SIMD, and the address of musl's table for ``exp`` (0: unknown)."""

    wide: bool = True
    exp_table: int = 0


class Kernel(NamedTuple):
    """A module: its bytes, the functions that it imports, and its memory.

    ``size`` is that of the memory, in numbers; ``places`` where each input begins in it, by the node; ``constants``
    where each constant array does, by the node's ``extra``. ``width`` numbers are recorded each epoch, and
    ``input_width`` read. ``room`` is the same memory for a module that shares it; straight-line code has none.
    """

    wasm: bytes
    imports: tuple[str, ...]
    size: int
    places: Mapping[int, int]
    constants: Mapping[object, int]
    width: int
    input_width: int
    room: Room = NO_ROOM


def begin(order: Sequence[Node], target: Target) -> Module:
    """A module with what the operations of a graph need: imports, and functions of its own."""
    needed = {node.op for node in order}
    imports: list[tuple[str, Signature]] = [(name, ONE_NUMBER) for name in LIBRARY if name in needed]
    imports += [(POWER, TWO_NUMBERS)] if POWER in needed else []
    module = Module(imports)
    if any(op.startswith("sum_") for op in needed):
        module.add(PAIRWISE, ((I32, I32), (F64,)), lambda: pairwise_sum(module.functions[PAIRWISE], target.wide))
    if "exp" in needed and target.wide and target.exp_table:
        module.add("exp" + OF_FOUR, FOUR_LANES, exp_of_four(module, target.exp_table))
    if "tanh" in needed and target.wide:
        far = module.add("far tanh", FOUR_LANES, far_tanh(module))
        four = module.add("tanh" + OF_FOUR, FOUR_LANES, tanh_of_four(module, far))
        if any(node.op == "tanh" and node.size >= LONG for node in order):
            module.add("tanh" + OF_ARRAY, THREE_NUMBERS, tanh_of_array(module, four))
    return module


def emit_loops(work: Work, target: Target, shared: Room = NO_ROOM) -> Kernel:
    """A module in which each group of operations is a loop over numbers in memory, which it may share with another."""
    layout = Layout(work, target.wide, shared)
    module = begin(layout.order, target)
    width, input_width = (sum(node.size for node in nodes) for nodes in (work.outputs, work.epoch_inputs))
    epoch = module.add(" epoch", FOUR_ADDRESSES, lambda: one_epoch(layout, module.functions, target.wide))
    module.add("epochs", FOUR_ADDRESSES, in_slices(epoch, 1, 8 * width, 8 * input_width))
    leaves = [node for node in layout.order if node.op in ("input", "array")]
    places = {id(node): layout.at[id(node)] // 8 for node in [*leaves, *(before for before, _ in work.carried)]}
    return Kernel(
        module.whole(),
        tuple(name for name, _ in module.imports),
        layout.size // 8,
        places,
        {node.extra: places[id(node)] for node in leaves if node.op == "array"},
        width,
        input_width,
        layout.room(),
    )


def one_epoch(layout: Layout, functions: Mapping[str, int], wide: bool) -> Code:
    """The function of one epoch: its inputs, its operations, its outputs, and what the next one begins with."""
    code, work = Code(4), layout.work
    count = sum(node.size for node in work.epoch_inputs)
    if count:
        emit_copy(code, (BASE, layout.at[id(work.epoch_inputs[0])]), (INPUTS, 0), count, wide)
    for group in layout.groups:
        with code.scope():
            emit_group(code, group, layout, functions, wide)
    recorded = 0
    for node in work.outputs:
        emit_copy(code, (RECORD, recorded), (BASE, layout.address(node)), node.size, wide)
        recorded += 8 * node.size
    hand_on(code, layout, wide)
    return code


def emit_group(code: Code, group: Sequence[Node], layout: Layout, functions: Mapping[str, int], wide: bool) -> None:
    """One group of elementwise operations, or one other operation."""
    node = group[0]
    kind = node.op.partition("_")[0]
    if layout.mapped(node):
        at = (layout.at[id(node)], layout.address(node.args[0]))
        code(*(get(BASE) + i32(place) + ADD for place in at), i32(node.size), call(functions[node.op + OF_ARRAY]))
    elif node.op in ELEMENTWISE:
        Group(code, group, layout, functions, wide).emit()
    elif node.op == "matmul":
        emit_product(code, node, layout, wide)
    elif kind == "sum":
        emit_sum(code, node, layout, functions, wide)
    elif kind in ("max", "min"):
        emit_extreme(code, node, layout)
    elif node.op == "transpose":
        emit_transpose(code, node, layout)
    elif node.op == "take":
        emit_take(code, node, layout)
    elif node.op == "replace":
        emit_replace(code, node, layout, wide)
    else:
        emit_rows(code, node, layout, wide)


def hand_on(code: Code, layout: Layout, wide: bool) -> None:
    """New values that lie elsewhere go to the places of the old ones: by way of a third where one is another's."""
    befores = {layout.at[id(before)] for _, before in layout.copies}
    moves = [(layout.address(after), layout.at[id(before)], before.size) for after, before in layout.copies]
    if befores & {start for start, _, _ in moves}:
        spare = [
            (start, layout.size + 8 * sum(one[2] for one in moves[:n]), to, size)
            for n, (start, to, size) in enumerate(moves)
        ]
        layout.size += 8 * sum(size for *_, size in moves)
        for start, between, _, size in spare:
            emit_copy(code, (BASE, between), (BASE, start), size, wide)
        moves = [(between, to, size) for _, between, to, size in spare]
    for start, to, size in moves:
        emit_copy(code, (BASE, to), (BASE, start), size, wide)


def in_slices(inner: int, epochs: int, record: int, inputs: int) -> Code:
    """The function that calls ``inner`` for so many epochs at a time.

    Engines run new code unoptimised at first, and exchange it from one call to the next, not in the middle of a loop:
    so no call may be long. ``record`` and ``inputs`` are the bytes of an epoch.
    """
    code = Code(4)
    count = code.local(I32)
    code(BLOCK, LOOP, get(EPOCHS), IS_ZERO, branch_if(1))
    code(get(EPOCHS), i32(epochs), get(EPOCHS), i32(epochs), LESS, SELECT, put(count))
    code(get(BASE), get(count), get(RECORD), get(INPUTS), call(inner))
    for local, size in ((RECORD, record), (INPUTS, inputs)):
        code(get(local), get(count), i32(size), MUL, ADD, put(local))
    code(get(EPOCHS), get(count), SUB, put(EPOCHS), branch(0), END, END)
    return code
