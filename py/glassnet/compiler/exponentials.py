"""``exp`` and ``tanh`` of two numbers at a time, with the bits of the engine's own.

Both are musl's algorithms (src/math/exp.c, tanh.c and expm1.c), operation by operation, in both lanes. Pyodide's NumPy
calls those functions. Numbers outside of the usual range go to the functions themselves. ``exp`` reads musl's table in
the engine's memory, whose address is a parameter.
"""

from __future__ import annotations

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
EXP_TERMS = tuple(map(FLOAT, ("0x1.ffffffffffdbdp-2", "0x1.555555555543cp-3", "0x1.55555cf172b91p-5", "0x1.1111167a4d017p-7")))  # fmt: skip
EXP_WITHIN = 512.0

# musl, expm1.c
LN2_HIGH, LN2_LOW, PER_LN2 = 6.93147180369123816490e-01, 1.90821492927058770002e-10, 1.44269504088896338700
EXPM1_TERMS = (
    *(-3.33333333333331316428e-02, 1.58730158725481460165e-03, -7.93650757867487942473e-05),
    *(4.00821782732936239552e-06, -2.01099218183624371326e-07),
)
TANH_WITHIN = (2.0**-50, 19.0)  # of the absolute value; beyond, libm's own

OPS, CONST = TWO.ops, TWO.const
SHIFT_LEFT_64, ADD_64, SUB_64 = simd(203), simd(206), simd(209)
AND_BITS, OR_BITS, MORE_64 = simd(78), simd(80), simd(217)


def one_by_one(argument: int, function: int) -> bytes:
    """Both lanes of a local through a function of one number."""
    pushed = get(argument)
    return pushed + lane(0) + call(function) + SPLAT + pushed + lane(1) + call(function) + PUT_LANE_1


def unless(code: Code, usual: bytes, function: int) -> None:
    """Return the function's own values where not both lanes are as usual."""
    code(usual, ALL_TRUE, IS_ZERO, IF, one_by_one(0, function), RETURN, END)


def exp_of_two(table: int, exp: int) -> Code:
    """A function of two lanes. ``table`` is the address of musl's, ``exp`` the number of its own function."""
    code, x = Code(1), 0
    z, k, r, r2, a, b = (code.local(V128) for _ in range(6))
    c2, c3, c4, c5 = EXP_TERMS
    unless(code, get(x) + OPS["abs"] + CONST(EXP_WITHIN) + OPS["lt"], exp)
    code(get(x), CONST(PER_STEP), OPS["mul"], CONST(ROUNDS), OPS["add"], tee(z), CONST(ROUNDS), OPS["sub"], put(k))
    code(get(x), get(k), CONST(STEP_HIGH), OPS["mul"], OPS["add"])
    code(get(k), CONST(STEP_LOW), OPS["mul"], OPS["add"], put(r))
    for number, entry in enumerate((a, b)):  # an entry of the table: what rounding lost, and the bits of the power
        code(get(z), simd(29), bytes([number]), LOW_WORD, i32(127), AND, i32(4), SHL, TWO.load(table), put(entry))
    code(get(r), get(r), OPS["mul"], put(r2))
    code(get(a), get(b), HIGH_LANES, get(z), i32(45), SHIFT_LEFT_64, ADD_64, put(k))  # the scale
    code(get(k), get(k), get(a), get(b), LOW_LANES, get(r), OPS["add"])
    code(get(r2), CONST(c2), get(r), CONST(c3), OPS["mul"], OPS["add"], OPS["mul"], OPS["add"])
    code(get(r2), get(r2), OPS["mul"], CONST(c4), get(r), CONST(c5), OPS["mul"], OPS["add"], OPS["mul"], OPS["add"])
    code(OPS["mul"], OPS["add"])
    return code


def tanh_of_two(tanh: int) -> Code:
    """A function of two lanes. ``tanh`` is the number of its own function.

    With ``v = 2|x|``, or ``-2|x|`` for small ones, ``t = expm1(v)`` and tanh is ``1 - 2/(t + 2)``, ``t/(t + 2)`` or
    ``-t/(t + 2)``. The cases of expm1 that a usual ``v`` can meet differ in the last step only: see ``_scaled``.
    """
    code, x = Code(1), 0
    size, v, k, c, e, y, t, small = (code.local(V128) for _ in range(8))
    low, high = TANH_WITHIN
    code(get(x), OPS["abs"], put(size))
    unless(code, get(size) + CONST(low) + OPS["gt"] + get(size) + CONST(high) + OPS["lt"] + AND_BITS, tanh)
    # musl compares the high words of the absolute value, signed here: they are not negative
    code(CONST(FLOAT("0x1.058aeffffffffp-2")), get(size), OPS["lt"], put(small))  # w > 0x3fd058ae: not small
    code(get(size), get(size), OPS["add"], tee(v), get(v), OPS["neg"], get(small), SELECT_BITS, put(v))
    _expm1_step(code, v, k)
    # x = v - k ln2, and what rounding lost of it
    code(get(v), get(k), CONST(LN2_HIGH), OPS["mul"], OPS["sub"], tee(v))
    code(get(k), CONST(LN2_LOW), OPS["mul"], tee(e), OPS["sub"], tee(y))
    code(get(v), get(y), OPS["sub"], get(e), OPS["sub"], put(c), put(v))
    _expm1_series(code, v, c, e, y, t)
    _scaled(code, v, k, e, y, t)
    code(get(t), CONST(2.0), OPS["add"], put(y))
    _quotient(code, x, size, t, y, small)
    return code


def _expm1_step(code: Code, v: int, k: int) -> None:
    """``k``, the number of times that ln 2 is taken out of ``v``: 0 and 1 by musl's own bounds of the high word."""
    code(get(v), CONST(PER_LN2), OPS["mul"], CONST(0.5), OPS["add"], OPS["trunc"], CONST(1.0))
    code(get(v), CONST(FLOAT("0x1.0a2b2p0")), OPS["ge"], SELECT_BITS)  # hx >= 0x3ff0a2b2
    code(CONST(-1.0), get(v), CONST(0.0), OPS["gt"], SELECT_BITS, CONST(0.0))
    code(get(v), OPS["abs"], CONST(FLOAT("0x1.62e42ffffffffp-2")), OPS["gt"], SELECT_BITS, put(k))  # hx > 0x3fd62e42


def _expm1_series(code: Code, x: int, c: int, e: int, half: int, t: int) -> None:
    """``e`` such that exp(x) - 1 is ``x - e``; leaves ``e`` in its local."""
    q1, q2, q3, q4, q5 = EXPM1_TERMS
    code(get(x), CONST(0.5), OPS["mul"], tee(half), get(x), OPS["mul"], put(e))  # x * hfx: a product has no order
    code(CONST(1.0), get(e), CONST(q1), get(e), CONST(q2), get(e), CONST(q3), get(e), CONST(q4), get(e), CONST(q5))
    code(*([OPS["mul"], OPS["add"]] * 5), put(t))  # r1
    code(CONST(3.0), get(t), get(half), OPS["mul"], OPS["sub"], put(half))  # t of musl
    code(get(e), get(t), get(half), OPS["sub"], CONST(6.0), get(x), get(half), OPS["mul"], OPS["sub"], OPS["div"])
    code(OPS["mul"], put(t))
    code(get(x), get(t), get(c), OPS["sub"], OPS["mul"], get(c), OPS["sub"], get(e), OPS["sub"], put(e))


def _scaled(code: Code, x: int, k: int, e: int, y: int, t: int) -> None:
    """``t = expm1`` from ``x`` and ``e``, by the size of ``k``.

    musl's cases for ``k`` of -1, 0, 1 (with x not below -0.25) and 2 to 19 give the bits of
    ``(x - e + (1 - 2**-k)) * 2**k``: to scale by a power of 2 rounds nothing.
    """
    power = code.local(V128)
    bits = get(k) + CONST(ROUNDS) + OPS["add"] + i32(52) + SHIFT_LEFT_64  # k in the bits of the exponent
    code(CONST(1.0), bits, ADD_64, put(power))
    code(CONST(1.0), bits, SUB_64, put(y))  # 2**-k
    code(get(x), get(e), OPS["sub"], CONST(1.0), get(y), OPS["sub"], OPS["add"])
    code(get(x), get(e), get(y), OPS["add"], OPS["sub"], CONST(1.0), OPS["add"])  # from 20 on
    code(get(k), CONST(20.0), OPS["lt"], SELECT_BITS, get(power), OPS["mul"])
    code(CONST(-2.0), get(e), get(x), CONST(0.5), OPS["add"], OPS["sub"], OPS["mul"])
    code(get(k), CONST(1.0), OPS["eq"], get(x), CONST(-0.25), OPS["lt"], AND_BITS, put(y))
    swap = code.local(V128)
    code(put(swap), put(t), get(swap), get(t), get(y), SELECT_BITS, put(t))


def _quotient(code: Code, x: int, size: int, t: int, below: int, small: int) -> None:
    """tanh from ``t`` and ``t + 2``, with the sign of ``x``; ``small`` is true where the number is not small."""
    code(CONST(1.0), CONST(2.0), get(below), OPS["div"], OPS["sub"])
    code(get(t), get(t), OPS["neg"], get(small), SELECT_BITS, get(below), OPS["div"])
    code(get(size), CONST(FLOAT("0x1.193eaffffffffp-1")), OPS["gt"], SELECT_BITS)  # w > 0x3fe193ea
    code(get(x), CONST(-0.0), AND_BITS, OR_BITS)  # all of these are positive
