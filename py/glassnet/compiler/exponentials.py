"""``exp`` of four numbers at a time, with the bits of the engine's own, which Pyodide's NumPy calls.

It is musl's algorithm (src/math/exp.c), operation by operation, in the lanes of two registers: each step is done for
both before the next, so that the processor need not wait for the first. Numbers outside of the usual range go to the
function itself. The table is musl's own in the engine's memory, whose address is a parameter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from glassnet.compiler.assembler import (
    ALL_TRUE,
    AND,
    END,
    HIGH_LANES,
    IF,
    IS_ZERO,
    LOW_LANES,
    LOW_WORD,
    PUT_LANE_1,
    RETURN,
    SHL,
    SPLAT,
    TWO,
    V128,
    Code,
    Module,
    call,
    get,
    i32,
    lane,
    put,
    simd,
    tee,
)

FLOAT = float.fromhex
ROUNDS = 6755399441055744.0  # 1.5 * 2**52: adding it rounds to a whole number, which is then in the low bits

# musl, exp_data.c, for a table of 128 entries
PER_STEP = FLOAT("0x1.71547652b82fep7")
STEP_HIGH, STEP_LOW = FLOAT("-0x1.62e42fefa0000p-8"), FLOAT("-0x1.cf79abc9e3b39p-47")
EXP_TERMS = (
    *(FLOAT("0x1.ffffffffffdbdp-2"), FLOAT("0x1.555555555543cp-3")),
    *(FLOAT("0x1.55555cf172b91p-5"), FLOAT("0x1.1111167a4d017p-7")),
)
EXP_WITHIN = 512.0

OPS = TWO.ops
SHIFT_LEFT_64, ADD_64 = simd(203), simd(206)
AND_BITS = simd(78)
BOTH = (0, 1)  # the two arguments of a function of four, which are its first two locals

Locals = dict[str, int]
Step = Callable[[Code, int, Locals], None]  # the code, the argument, and the locals for it


def one_by_one(argument: int, function: int) -> bytes:
    """Both lanes of a local through a function of one number."""
    pushed = get(argument)
    return pushed + lane(0) + call(function) + SPLAT + pushed + lane(1) + call(function) + PUT_LANE_1


def side_by_side(code: Code, arguments: Sequence[int], locals_: Sequence[Locals], steps: Sequence[Step]) -> None:
    """Each step for all arguments before the next one."""
    for step in steps:
        for argument, own in zip(arguments, locals_, strict=True):
            step(code, argument, own)


def own_locals(code: Code, count: int, names: str) -> list[Locals]:
    """Locals of these names for each of so many registers."""
    return [{name: code.local(V128) for name in names.split()} for _ in range(count)]


def exp_of_four(module: Module, table: int) -> Code:
    """A function of two registers that gives two. ``table`` is the address of musl's table."""
    code = Code(len(BOTH), module)
    within = (*(get(x) + OPS["abs"] + code.constant(EXP_WITHIN) + OPS["lt"] for x in BOTH), AND_BITS)
    otherwise = [one_by_one(x, module.functions["exp"]) for x in BOTH]
    code(*within, ALL_TRUE, IS_ZERO, IF, *otherwise, RETURN, END)

    def looked_up(code: Code, x: int, own: Locals) -> None:
        """An entry of the table for each lane: what rounding lost, and the bits of the power."""
        for number, entry in enumerate("ab"):
            code(get(own["z"]), simd(29), bytes([number]), LOW_WORD, i32(127), AND, i32(4), SHL, TWO.load(table))
            code(put(own[entry]))

    side_by_side(
        code,
        BOTH,
        own_locals(code, len(BOTH), "z k r r2 a b"),
        [_exp_reduced, looked_up, _exp_scale, _exp_series],
    )
    return code


def _exp_reduced(code: Code, x: int, own: Locals) -> None:
    """``x = k ln2/128 + r``; ``z`` has ``k`` in its low bits."""
    k, rounds = get(own["k"]), code.constant(ROUNDS)
    code(get(x), code.constant(PER_STEP), OPS["mul"], rounds, OPS["add"], tee(own["z"]), rounds, OPS["sub"])
    code(put(own["k"]), get(x), k, code.constant(STEP_HIGH), OPS["mul"], OPS["add"])
    code(k, code.constant(STEP_LOW), OPS["mul"], OPS["add"], put(own["r"]))


def _exp_scale(code: Code, x: int, own: Locals) -> None:
    """``k`` becomes ``2**(k/128)``."""
    code(get(own["r"]), get(own["r"]), OPS["mul"], put(own["r2"]))
    code(get(own["a"]), get(own["b"]), HIGH_LANES, get(own["z"]), i32(45), SHIFT_LEFT_64, ADD_64, put(own["k"]))


def _exp_series(code: Code, x: int, own: Locals) -> None:
    """``scale + scale * tmp``."""
    c2, c3, c4, c5 = map(code.constant, EXP_TERMS)
    k, r, r2 = get(own["k"]), get(own["r"]), get(own["r2"])
    code(k, k, get(own["a"]), get(own["b"]), LOW_LANES, r, OPS["add"])
    code(r2, c2, r, c3, OPS["mul"], OPS["add"], OPS["mul"], OPS["add"])
    code(r2, r2, OPS["mul"], c4, r, c5, OPS["mul"], OPS["add"], OPS["mul"], OPS["add"])
    code(OPS["mul"], OPS["add"])
