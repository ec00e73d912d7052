"""``exp`` and ``tanh`` of four numbers at a time, with the bits of the engine's own.

Both are musl's algorithms (src/math/exp.c, tanh.c and expm1.c), operation by operation, in the lanes of two registers:
each step is done for both registers before the next, so that the processor need not wait for the first. Pyodide's NumPy
calls those functions. Numbers outside of the usual range go to the functions themselves. ``exp`` reads musl's table in
the engine's memory, whose address is a parameter.
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
    SELECT_BITS,
    SHL,
    SPLAT,
    TWO,
    V128,
    Code,
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

# musl, expm1.c
LN2_HIGH, LN2_LOW, PER_LN2 = 6.93147180369123816490e-01, 1.90821492927058770002e-10, 1.44269504088896338700
EXPM1_TERMS = (
    *(-3.33333333333331316428e-02, 1.58730158725481460165e-03, -7.93650757867487942473e-05),
    *(4.00821782732936239552e-06, -2.01099218183624371326e-07),
)
NEAR = (2.0**-50, 6.75)  # absolute values whose tanh needs no power of 2 above 2**19 (k < 20)
FAR = (2.0**-50, 19.0)  # beyond, libm's own
# trunc(v / ln 2 + BELOW) is -1 from |v| = 0x1.62e43p-2 on, musl's own bound (hx > 0x3fd62e42), and 0 below it.
BELOW = FLOAT("-0x1.ffffffe865724p-2")

OPS, CONST = TWO.ops, TWO.const
SHIFT_LEFT_64, ADD_64, SUB_64 = simd(203), simd(206), simd(209)
AND_BITS, AND_NOT_BITS, OR_BITS = simd(78), simd(79), simd(80)
BOTH = (0, 1)  # the two arguments, which are the first two locals

Locals = dict[str, int]
Step = Callable[[Code, int, Locals], None]  # the code, the argument, and the locals for it


def one_by_one(argument: int, function: int) -> bytes:
    """Both lanes of a local through a function of one number."""
    pushed = get(argument)
    return pushed + lane(0) + call(function) + SPLAT + pushed + lane(1) + call(function) + PUT_LANE_1


def of_four(usual: Step, otherwise: Sequence[bytes], steps: Sequence[Step], names: str) -> Code:
    """A function of two registers that gives two. ``usual`` pushes whether lanes are as usual; ``otherwise`` gives the
    result where not all are. Each step is done for both; the last one pushes the result."""
    code = Code(len(BOTH))
    locals_ = [{name: code.local(V128) for name in names.split()} for _ in BOTH]
    for argument, own in zip(BOTH, locals_, strict=True):
        usual(code, argument, own)
    code(AND_BITS, ALL_TRUE, IS_ZERO, IF, *otherwise, RETURN, END)
    for step in steps:
        for argument, own in zip(BOTH, locals_, strict=True):
            step(code, argument, own)
    return code


# -- exp


def exp_of_four(table: int, exp: int) -> Code:
    """``table`` is the address of musl's table, ``exp`` the number of its own function."""

    def usual(code: Code, x: int, own: Locals) -> None:
        code(get(x), OPS["abs"], CONST(EXP_WITHIN), OPS["lt"])

    def looked_up(code: Code, x: int, own: Locals) -> None:
        """An entry of the table for each lane: what rounding lost, and the bits of the power."""
        for number, entry in enumerate("ab"):
            code(get(own["z"]), simd(29), bytes([number]), LOW_WORD, i32(127), AND, i32(4), SHL, TWO.load(table))
            code(put(own[entry]))

    rest = [one_by_one(one, exp) for one in BOTH]
    return of_four(usual, rest, [_exp_reduced, looked_up, _exp_scale, _exp_series], "z k r r2 a b")


def _exp_reduced(code: Code, x: int, own: Locals) -> None:
    """``x = k ln2/128 + r``; ``z`` has ``k`` in its low bits."""
    k = get(own["k"])
    code(get(x), CONST(PER_STEP), OPS["mul"], CONST(ROUNDS), OPS["add"], tee(own["z"]), CONST(ROUNDS), OPS["sub"])
    code(put(own["k"]), get(x), k, CONST(STEP_HIGH), OPS["mul"], OPS["add"])
    code(k, CONST(STEP_LOW), OPS["mul"], OPS["add"], put(own["r"]))


def _exp_scale(code: Code, x: int, own: Locals) -> None:
    """``k`` becomes ``2**(k/128)``."""
    code(get(own["r"]), get(own["r"]), OPS["mul"], put(own["r2"]))
    code(get(own["a"]), get(own["b"]), HIGH_LANES, get(own["z"]), i32(45), SHIFT_LEFT_64, ADD_64, put(own["k"]))


def _exp_series(code: Code, x: int, own: Locals) -> None:
    """``scale + scale * tmp``."""
    c2, c3, c4, c5 = EXP_TERMS
    k, r, r2 = get(own["k"]), get(own["r"]), get(own["r2"])
    code(k, k, get(own["a"]), get(own["b"]), LOW_LANES, r, OPS["add"])
    code(r2, CONST(c2), r, CONST(c3), OPS["mul"], OPS["add"], OPS["mul"], OPS["add"])
    code(r2, r2, OPS["mul"], CONST(c4), r, CONST(c5), OPS["mul"], OPS["add"], OPS["mul"], OPS["add"])
    code(OPS["mul"], OPS["add"])


# -- tanh: with v = 2|x|, or -2|x| for small ones, and t = expm1(v), it is 1 - 2/(t + 2), t/(t + 2) or -t/(t + 2). musl
# compares the high words of numbers; here the numbers themselves are compared, with the last one of such a high word.


def tanh_of_four(bounds: tuple[float, float], otherwise: Sequence[bytes]) -> Code:
    """For absolute values within ``NEAR`` or ``FAR``; ``otherwise`` gives the result where not all are."""

    def usual(code: Code, x: int, own: Locals) -> None:
        low, high = bounds
        code(get(x), OPS["abs"], tee(own["size"]), CONST(low), OPS["gt"])
        code(get(own["size"]), CONST(high), OPS["lt"], AND_BITS)

    scaled = _expm1_scaled if bounds == NEAR else _expm1_scaled_far
    steps = [_doubled, _expm1_reduced, _expm1_series, _expm1_quotient, scaled, _quotient]
    return of_four(usual, otherwise, steps, "size v k c e y t large")


def _doubled(code: Code, x: int, own: Locals) -> None:
    """``v``, whether the number is not small, and ``k``, the number of times that ln 2 is taken out of ``v``.

    For large numbers ``k`` is 1 or more by musl's formula: its own case for 1 gives the same.
    """
    large, either = get(own["large"]), CONST(BELOW)
    code(CONST(FLOAT("0x1.058aeffffffffp-2")), get(own["size"]), OPS["lt"], put(own["large"]))  # w > 0x3fd058ae
    code(get(own["size"]), get(own["size"]), OPS["add"], CONST(-0.0), large, AND_NOT_BITS, OR_BITS, tee(own["v"]))
    code(CONST(PER_LN2), OPS["mul"], CONST(0.5), either, large, SELECT_BITS, OPS["add"], OPS["trunc"], put(own["k"]))


def _expm1_reduced(code: Code, x: int, own: Locals) -> None:
    """``v`` becomes ``v - k ln2``, and ``c`` what rounding lost of that."""
    code(get(own["v"]), get(own["k"]), CONST(LN2_HIGH), OPS["mul"], OPS["sub"], tee(own["v"]))
    code(get(own["k"]), CONST(LN2_LOW), OPS["mul"], tee(own["e"]), OPS["sub"], tee(own["y"]))
    code(get(own["v"]), get(own["y"]), OPS["sub"], get(own["e"]), OPS["sub"], put(own["c"]), put(own["v"]))


def _expm1_series(code: Code, x: int, own: Locals) -> None:
    """musl's ``hxs`` in ``e``, ``r1`` in ``t``, ``t`` in ``y``; then the quotient of them in ``t``."""
    e, terms = get(own["e"]), b"".join(get(own["e"]) + CONST(term) for term in EXPM1_TERMS)
    code(get(own["v"]), CONST(0.5), OPS["mul"], tee(own["y"]), get(own["v"]), OPS["mul"], put(own["e"]))
    code(CONST(1.0), terms, *([OPS["mul"], OPS["add"]] * len(EXPM1_TERMS)), put(own["t"]))
    code(CONST(3.0), get(own["t"]), get(own["y"]), OPS["mul"], OPS["sub"], put(own["y"]))
    code(e, get(own["t"]), get(own["y"]), OPS["sub"])
    code(CONST(6.0), get(own["v"]), get(own["y"]), OPS["mul"], OPS["sub"], OPS["div"], OPS["mul"], put(own["t"]))


def _expm1_quotient(code: Code, x: int, own: Locals) -> None:
    """``e`` such that exp(v) - 1 is ``v - e``; ``y`` is ``k`` where an exponent has its bits; ``c`` is ``2**-k``."""
    code(get(own["v"]), get(own["t"]), get(own["c"]), OPS["sub"], OPS["mul"], get(own["c"]), OPS["sub"])
    code(get(own["e"]), OPS["sub"], put(own["e"]))
    code(get(own["k"]), CONST(ROUNDS), OPS["add"], i32(52), SHIFT_LEFT_64, put(own["y"]))
    code(CONST(1.0), get(own["y"]), SUB_64, put(own["c"]))


def _expm1_scaled(code: Code, x: int, own: Locals) -> None:
    """``t = expm1`` for ``k`` below 20: musl's cases for -1, 0, 1 and more give the bits of
    ``(v - e + (1 - 2**-k)) * 2**k``, because to scale by a power of 2 rounds nothing; and its case for 1 with v below
    -0.25 does not come up, since v is above 0.51 - ln 2 there."""
    code(get(own["v"]), get(own["e"]), OPS["sub"], CONST(1.0), get(own["c"]), OPS["sub"], OPS["add"])
    code(CONST(1.0), get(own["y"]), ADD_64, OPS["mul"], put(own["t"]))


def _expm1_scaled_far(code: Code, x: int, own: Locals) -> None:
    """The same for any ``k`` up to 56."""
    v, e = get(own["v"]), get(own["e"])
    code(v, e, OPS["sub"], CONST(1.0), get(own["c"]), OPS["sub"], OPS["add"])
    code(v, e, get(own["c"]), OPS["add"], OPS["sub"], CONST(1.0), OPS["add"])  # for k of 20 and more
    code(get(own["k"]), CONST(20.0), OPS["lt"], SELECT_BITS)
    code(CONST(1.0), get(own["y"]), ADD_64, OPS["mul"], put(own["t"]))


def _quotient(code: Code, x: int, own: Locals) -> None:
    """tanh, with the sign of ``x``: one division, whose upper side is chosen."""
    above = get(own["c"])
    code(get(own["size"]), CONST(FLOAT("0x1.193eaffffffffp-1")), OPS["gt"], put(own["c"]))  # w > 0x3fe193ea
    code(CONST(2.0), get(own["t"]), OPS["abs"], above, SELECT_BITS)
    code(get(own["t"]), CONST(2.0), OPS["add"], OPS["div"], put(own["y"]))
    code(CONST(1.0), get(own["y"]), OPS["sub"], get(own["y"]), above, SELECT_BITS)
    code(get(x), CONST(-0.0), AND_BITS, OR_BITS)  # all of these are positive
