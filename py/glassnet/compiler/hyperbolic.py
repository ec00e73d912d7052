"""``tanh`` of many numbers at a time, with the bits of the engine's own, which Pyodide's NumPy calls.

It is musl's algorithm (src/math/tanh.c and expm1.c), operation by operation, as in ``exponentials.py``. With v = 2|x|,
or -2|x| for small ones, and t = expm1(v), tanh is 1 - 2/(t + 2), t/(t + 2) or -t/(t + 2). musl compares the high words
of numbers; here the numbers themselves are compared, with the last one of such a high word. Two of musl's cases are not
needed. For tiny numbers, 0 and denormals the general one also gives x. From 20 on, where musl gives 1, 2/(t + 2) is too
small to change 1.
"""

from __future__ import annotations

from collections.abc import Sequence

from glassnet.compiler.assembler import (
    ALL_TRUE,
    BLOCK,
    ELSE,
    END,
    IF,
    IS_ZERO,
    LESS,
    LOOP,
    ONE,
    OR_BITS,
    RETURN,
    SELECT_BITS,
    TWO,
    V128,
    Code,
    Module,
    branch,
    branch_if,
    call,
    get,
    i32,
    lane,
    put,
    simd,
    tee,
)
from glassnet.compiler.exponentials import (
    ADD_64,
    AND_BITS,
    BOTH,
    FLOAT,
    OPS,
    ROUNDS,
    SHIFT_LEFT_64,
    Locals,
    Step,
    own_locals,
    side_by_side,
)

# musl, expm1.c
LN2_HIGH, LN2_LOW, PER_LN2 = 6.93147180369123816490e-01, 1.90821492927058770002e-10, 1.44269504088896338700
EXPM1_TERMS = (
    *(-3.33333333333331316428e-02, 1.58730158725481460165e-03, -7.93650757867487942473e-05),
    *(4.00821782732936239552e-06, -2.01099218183624371326e-07),
)
NEAR = 6.75  # below, tanh needs no power of 2 above 2**19 (k < 20)
ONE_FROM = 40.0  # tanh is 1 for this and all beyond
# trunc(v / ln 2 - 0x1.ffffffe865724p-2) is -1 from |v| = 0x1.62e43p-2 on, musl's own bound (hx > 0x3fd62e42), and 0
# below it. These are the bits in which that number differs from 0.5, which is for large ones.
BOUND_TO_HALF = FLOAT("-0x1.ffffffe865724p-1020")
AND_NOT_BITS, XOR_BITS = simd(79), simd(81)
AT_ONCE = 6  # registers that go through it side by side where an array does

LOCALS = "size v k c e t large"


def steps_of(far: bool) -> list[Step]:
    """The steps: for absolute values below ``NEAR``, or for any number, also NaN."""
    scaled = _expm1_scaled_far if far else _expm1_scaled
    return [_clamped if far else _size, _doubled, _expm1_reduced, _expm1_series, _expm1_rest, scaled, _quotient]


def all_near(code: Code, arguments: Sequence[int]) -> bytes:
    """Pushes whether all lanes are below ``NEAR``."""
    near = [get(x) + OPS["abs"] + code.constant(NEAR) + OPS["lt"] for x in arguments]
    return b"".join(near) + AND_BITS * (len(near) - 1) + ALL_TRUE


def far_tanh(module: Module) -> Code:
    """tanh of two registers with any numbers in them."""
    code = Code(len(BOTH), module)
    side_by_side(code, BOTH, own_locals(code, len(BOTH), LOCALS), steps_of(far=True))
    return code


def tanh_of_four(module: Module, far: int) -> Code:
    """The same, faster where all are near; ``far`` is the number of the function for the others."""
    code = Code(len(BOTH), module)
    code(all_near(code, BOTH), IS_ZERO, IF, *map(get, BOTH), call(far), RETURN, END)
    side_by_side(code, BOTH, own_locals(code, len(BOTH), LOCALS), steps_of(far=False))
    return code


def tanh_of_array(module: Module, four: int) -> Code:
    """A function of two addresses and a count: tanh of the numbers from the second on goes to the first. ``four`` is
    the number of the function of four."""
    to, start, count = range(3)
    code, size = Code(3, module), 2 * AT_ONCE
    xs = [code.local(V128) for _ in range(AT_ONCE)]
    locals_ = own_locals(code, AT_ONCE, LOCALS)
    code(BLOCK, LOOP, get(count), i32(size), LESS, branch_if(1))
    for n, x in enumerate(xs):
        code(get(start), TWO.load(16 * n), put(x))
    code(all_near(code, xs), IF)
    *steps, last = steps_of(far=False)
    side_by_side(code, xs, locals_, steps)
    for n, (x, own) in enumerate(zip(xs, locals_, strict=True)):
        code(get(to))
        last(code, x, own)
        code(TWO.store(16 * n))
    code(ELSE)
    for n in range(0, AT_ONCE, 2):
        code(*map(get, xs[n : n + 2]), call(four), put(xs[n + 1]), put(xs[n]))
        for place in (n, n + 1):
            code(get(to), get(xs[place]), TWO.store(16 * place))
    code(END)
    _step(code, (to, 8 * size), (start, 8 * size), (count, -size))
    code(branch(0), END, END, BLOCK, LOOP, get(count), IS_ZERO, branch_if(1))
    code(get(to), get(start), TWO.spread(0), tee(xs[0]), get(xs[0]), call(four), put(xs[0]), lane(0), ONE.store(0))
    _step(code, (to, 8), (start, 8), (count, -1))
    code(branch(0), END, END)
    return code


def _step(code: Code, *steps: tuple[int, int]) -> None:
    """Locals go on by whole numbers."""
    for local, by in steps:
        code.step(local, by)


def _size(code: Code, x: int, own: Locals) -> None:
    """``|x|``."""
    code(get(x), OPS["abs"], put(own["size"]))


def _clamped(code: Code, x: int, own: Locals) -> None:
    """The same, not above ``ONE_FROM``; NaN stays."""
    code(get(x), OPS["abs"], code.constant(ONE_FROM), OPS["pmin"], put(own["size"]))


def _doubled(code: Code, x: int, own: Locals) -> None:
    """``v``, and ``k``, the number of times that ln 2 is taken out of ``v``.

    For large numbers ``k`` is 1 or more by musl's formula: its own case for 1 gives the same.
    """
    large, size = get(own["large"]), get(own["size"])
    code(code.constant(FLOAT("0x1.058aeffffffffp-2")), size, OPS["lt"], put(own["large"]))  # w > 0x3fd058ae
    code(size, size, OPS["add"], code.constant(-0.0), large, AND_NOT_BITS, OR_BITS, tee(own["v"]))
    code(code.constant(PER_LN2), OPS["mul"])
    code(code.constant(BOUND_TO_HALF), large, AND_NOT_BITS, code.constant(0.5), XOR_BITS)
    code(OPS["add"], OPS["trunc"], put(own["k"]))


def _expm1_reduced(code: Code, x: int, own: Locals) -> None:
    """``v`` becomes ``v - k ln2``, and ``c`` what rounding lost of that."""
    k, v = get(own["k"]), get(own["v"])
    code(v, k, code.constant(LN2_HIGH), OPS["mul"], OPS["sub"], tee(own["c"]))
    code(k, code.constant(LN2_LOW), OPS["mul"], tee(own["e"]), OPS["sub"], put(own["v"]))
    code(get(own["c"]), v, OPS["sub"], get(own["e"]), OPS["sub"], put(own["c"]))


def _expm1_series(code: Code, x: int, own: Locals) -> None:
    """musl's ``hxs`` in ``e``, ``r1`` and then the quotient of its ``e`` in ``t``."""
    e, t, half = get(own["e"]), get(own["t"]), get(own["large"])
    terms = b"".join(e + code.constant(term) for term in EXPM1_TERMS)
    code(get(own["v"]), code.constant(0.5), OPS["mul"], tee(own["large"]), get(own["v"]), OPS["mul"], put(own["e"]))
    code(code.constant(1.0), terms, *([OPS["mul"], OPS["add"]] * len(EXPM1_TERMS)), put(own["t"]))
    code(code.constant(3.0), t, half, OPS["mul"], OPS["sub"], put(own["large"]))
    code(e, t, half, OPS["sub"])
    code(code.constant(6.0), get(own["v"]), half, OPS["mul"], OPS["sub"], OPS["div"], OPS["mul"], put(own["t"]))


def _expm1_rest(code: Code, x: int, own: Locals) -> None:
    """``e`` such that exp(v) - 1 is ``v - e``; ``k`` becomes ``2**k``."""
    code(get(own["v"]), get(own["t"]), get(own["c"]), OPS["sub"], OPS["mul"], get(own["c"]), OPS["sub"])
    code(get(own["e"]), OPS["sub"], put(own["e"]))
    code(get(own["k"]), code.constant(ROUNDS), OPS["add"], i32(52), SHIFT_LEFT_64, code.constant(1.0), ADD_64)
    code(put(own["k"]))


def _expm1_scaled(code: Code, x: int, own: Locals) -> None:
    """``t = expm1`` for ``k`` below 20: musl's cases for -1, 0, 1 and more give the bits of
    ``(v - e) * 2**k + (2**k - 1)``, because to scale by a power of 2 rounds nothing; and its case for 1 with v below
    -0.25 does not come up, since v is above 0.51 - ln 2 there."""
    code(get(own["v"]), get(own["e"]), OPS["sub"], get(own["k"]), OPS["mul"])
    code(get(own["k"]), code.constant(1.0), OPS["sub"], OPS["add"], put(own["t"]))


def _expm1_scaled_far(code: Code, x: int, own: Locals) -> None:
    """The same for any ``k``: from 20 on it is ``(v - (e + 2**-k) + 1) * 2**k``."""
    k, one = get(own["k"]), code.constant(1.0)
    _expm1_scaled(code, x, own)
    code(get(own["v"]), get(own["e"]), one, k, OPS["div"], OPS["add"], OPS["sub"], one, OPS["add"], k, OPS["mul"])
    code(get(own["t"]), k, code.constant(2.0**20), OPS["ge"], SELECT_BITS, put(own["t"]))


def _quotient(code: Code, x: int, own: Locals) -> None:
    """tanh, with the sign of ``x``: one division, whose upper side is chosen."""
    above, t = get(own["large"]), get(own["t"])
    code(code.constant(FLOAT("0x1.193eaffffffffp-1")), get(own["size"]), OPS["lt"], put(own["large"]))  # w > 0x3fe193ea
    code(code.constant(1.0), above, AND_BITS)
    code(code.constant(2.0), t, above, SELECT_BITS, t, code.constant(2.0), OPS["add"], OPS["div"])
    code(OPS["sub"], put(own["v"]), get(x), get(own["v"]), code.constant(-0.0), SELECT_BITS)
