"""NumPy's functions on traced arrays: each adds operations to the graph that give NumPy's bits.

To add one, write what it does with the operations that are there, and give it a line in a table at the end of its
section. The comments name NumPy's source where the order of operations, or the memory's order of a result, matters.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from glassnet.compiler.graph import LIBRARY, Node
from glassnet.compiler.numbers import Number
from glassnet.compiler.tracing import (
    FUNCTIONS,
    REDUCTIONS,
    UFUNCS,
    Traced,
    Tracer,
    kind_of,
    rows_columns,
    spread,
    written,
)

# -- elementwise


def tracer_of(values: Sequence[Any]) -> Tracer:
    """The tracer of the first traced array."""
    return next(value.tracer for value in values if isinstance(value, Traced))


def elementwise(op: str, *values: Any, kind: str = "f") -> Traced:
    """An operation on each number, with NumPy's broadcasting."""
    tracer = tracer_of(values)
    arrays = [tracer.array(value) for value in values]
    shape = np.broadcast_shapes(*(one.shape for one in arrays))
    if len(shape) > 2:
        tracer.refuse(f"an array with {len(shape)} axes")
    # A result lies in memory as its operands do if they agree, else row after row: NumPy's nditer_constr.c,
    # npyiter_find_best_axis_ordering.
    matrices = [one for one in arrays if len(one.shape) == 2 and min(one.shape) > 1]
    flip = bool(matrices) and min(rows_columns(shape)) > 1 and all(one.flip for one in matrices)
    nodes = tuple(one.node(flip) for one in arrays)
    whole = rows_columns(shape)
    node = tracer.graph.node(op, nodes, whole[::-1] if flip else whole)
    return tracer.traced(node, shape, kind, flip)


def arithmetic(op: str) -> Callable[..., Traced]:
    """An operation that keeps whole numbers whole. Of booleans it would be another one."""

    def apply(*values: Any) -> Traced:
        kinds = {kind_of(value) for value in values}
        if kinds == {"b"}:
            return tracer_of(values).refuse("arithmetic with nothing but booleans")
        return elementwise(op, *values, kind="f" if "f" in kinds else "i")

    return apply


def logical(op: str, only_booleans: bool) -> Callable[..., Traced]:
    """An operation on truth: what is not 0 is true."""

    def apply(*values: Any) -> Traced:
        if only_booleans and {kind_of(value) for value in values} != {"b"}:
            return tracer_of(values).refuse("an operation on the bits of numbers")
        truths = [
            value if kind_of(value) == "b" else elementwise("ne", as_traced(value, values), 0.0) for value in values
        ]
        return elementwise(op, *truths, kind="b")

    return apply


def as_traced(value: Any, values: Sequence[Any]) -> Traced:
    """A value as a traced array."""
    return tracer_of(values).array(value)


def sign(x: Traced) -> Traced:
    """NumPy's loops.c.src, DOUBLE_sign: 0 for either zero."""
    return where(x > 0, 1.0, where(x < 0, -1.0, where(x == 0, 0.0, x)))


def power(base: Any, exponent: Any) -> Traced:
    """NumPy's loops_umath_fp, DOUBLE_power: a square is a product, all else libm's."""
    if kind_of(base) != "f" and kind_of(exponent) != "f":
        return tracer_of((base, exponent)).refuse("a power of whole numbers")
    if isinstance(exponent, (int, float)) and exponent == 2:
        return base * base
    return elementwise("pow", base, exponent)


def operator_power(base: Any, exponent: Any) -> Any:
    """``**``: NumPy's number.c, fast_scalar_power, for these exponents."""
    if kind_of(base) == "f" and isinstance(exponent, (int, float)) and not isinstance(exponent, bool):
        if exponent == 2:
            return elementwise("mul", base, base)
        if exponent == 1:
            return elementwise("copy", base)
        if exponent == -1:
            return elementwise("div", 1.0, base)
        if exponent == 0.5 and isinstance(exponent, float):
            return elementwise("sqrt", base)
    return power(base, exponent)


def where(condition: Any, x: Any, y: Any) -> Traced:
    """One or the other."""
    kinds = [kind_of(x), kind_of(y)]
    return elementwise("where", condition, x, y, kind=max(kinds, key="bif".index))


def clip(x: Any, low: Any = None, high: Any = None, out: Any = None) -> Any:
    """NumPy's clip.cpp: not below ``low``, then not above ``high``. For single bounds it keeps ``x`` of two zeros."""
    if np.ndim(low) or np.ndim(high):
        x.tracer.refuse("np.clip with arrays as bounds")
    result = x if low is None else UFUNCS["maximum"](x, low)
    result = result if high is None else UFUNCS["minimum"](result, high)
    return result if out is None else written(out, result)


ARITHMETIC = {"add": "add", "subtract": "sub", "multiply": "mul", "maximum": "max", "minimum": "min", "negative": "neg",
              "absolute": "abs"}  # fmt: skip
COMPARISONS = {
    "greater": "gt",
    "greater_equal": "ge",
    "less": "lt",
    "less_equal": "le",
    "equal": "eq",
    "not_equal": "ne",
}
OTHERS = {"divide": "div", "sqrt": "sqrt", "ceil": "ceil", "floor": "floor", "trunc": "trunc", "rint": "nearest",
          **{name: name for name in LIBRARY}}  # fmt: skip


def _named(op: str, kind: str) -> Callable[..., Traced]:
    return lambda *values: elementwise(op, *values, kind=kind)


UFUNCS.update({name: arithmetic(op) for name, op in ARITHMETIC.items()})
UFUNCS.update({name: _named(op, "b") for name, op in COMPARISONS.items()})
UFUNCS.update({name: _named(op, "f") for name, op in OTHERS.items()})
for _name, _op in {"and": "and", "or": "or", "not": "not"}.items():
    UFUNCS[f"logical_{_name}"] = logical(_op, only_booleans=False)
    UFUNCS["invert" if _name == "not" else f"bitwise_{_name}"] = logical(_op, only_booleans=True)
UFUNCS.update(
    {
        "operator **": operator_power,
        "power": power,
        "square": lambda x: elementwise("mul", x, x),
        "reciprocal": lambda x: elementwise("div", 1.0, x),
        "positive": lambda x: elementwise("copy", x, kind=x.kind),
        "sign": sign,
        "isnan": lambda x: elementwise("ne", x, x, kind="b"),
        "isfinite": lambda x: elementwise("lt", elementwise("abs", x), np.inf, kind="b"),
        "matmul": lambda a, b: product(a, b),
        "clip": clip,
    }
)

# -- products


def product(a: Any, b: Any, out: Any = None) -> Any:
    """A product of matrices, or of vectors: each sum in order from 0 (NumPy's matmul.c.src without BLAS, and
    DOUBLE_dot in arraytypes.c.src)."""
    tracer = tracer_of((a, b))
    a, b = tracer.array(a), tracer.array(b)
    if not a.shape or not b.shape:
        return tracer.refuse("matmul of a single number")
    left = a.node() if a.ndim == 2 else tracer.graph.reshape(a.node(), (1, a.size))
    right = b.node() if b.ndim == 2 else tracer.graph.reshape(b.node(), (b.size, 1))
    if left.shape[1] != right.shape[0]:
        raise ValueError(f"shapes {a.shape} and {b.shape} not aligned")
    if "f" not in (a.kind, b.kind) or 0 in (a.size, b.size):
        return tracer.refuse("a product of whole numbers, or of nothing")
    node = tracer.graph.node("matmul", (left, right), (left.shape[0], right.shape[1]))
    shape = (*a.shape[:-1], *(b.shape[1:] if b.ndim == 2 else ()))
    result = tracer.traced(tracer.graph.reshape(node, rows_columns(shape)), shape)
    return result if out is None else written(out, result)


def dot(a: Any, b: Any, out: Any = None) -> Any:
    """``np.dot``: a single number multiplies."""
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return UFUNCS["multiply"](a, b)
    return product(a, b, out)


def einsum(subscripts: str, *operands: Any) -> Any:
    """The plain products of two matrices, such as ``"ij,jk->ik"`` and ``"ij,ik->jk"``.

    Those that NumPy sums in order: a row of the second one lies along a row of the result (einsum_sumprod.c.src).
    """
    tracer = tracer_of(operands)
    given, _, result = subscripts.replace(" ", "").partition("->")
    terms = given.split(",")
    if len(terms) != 2 or [len(term) for term in (*terms, result)] != [2, 2, 2] or len(set(given) - {","}) != 3:
        return tracer.refuse(f"np.einsum of {subscripts!r}")
    a, b = (tracer.array(one) for one in operands)
    [shared] = set(terms[0]) & set(terms[1])
    if set(result) != set(terms[0]) ^ set(terms[1]) or result[0] not in terms[0] or terms[1][0] != shared:
        return tracer.refuse(f"np.einsum of {subscripts!r}")
    if b.shape[1] == 1 or a.flip or b.flip:
        return tracer.refuse("np.einsum with one column, or of a transposed array")
    return product(a if terms[0][1] == shared else a.T, b)


# -- sums, and the largest and smallest


def reduced(op: str, a: Any, axis: Any, keepdims: bool) -> Traced:
    """Along memory, as NumPy walks: ``down`` the rows, ``along`` each row, or ``all``."""
    if isinstance(axis, tuple):
        axis = axis[0] if len(axis) == 1 else None if len(set(axis)) == a.ndim else a.tracer.refuse("an axis twice")
    if axis is not None and not -a.ndim <= operator.index(axis) < a.ndim:
        raise np.exceptions.AxisError(axis, a.ndim)
    axis = None if axis is None or a.ndim < 2 else axis % 2
    node, graph = a.memory, a.tracer.graph
    in_memory = axis if axis is None or not a.flip else 1 - axis
    if axis is None and not a.contiguous and min(node.shape) > 1:
        a.tracer.refuse("a sum of all numbers of a slice, or the largest of them,")  # NumPy's buffers decide the order
    way = {None: "all", 0: "down", 1: "along"}[in_memory]
    rows, columns = node.shape
    shape = {"all": (1, 1), "down": (1, columns), "along": (rows, 1)}[way]
    return reshaped(a, graph.node(f"{op}_{way}", (node,), shape), axis, keepdims)


def reshaped(a: Traced, node: Node, axis: int | None, keepdims: bool) -> Traced:
    """What a reduction gives, in NumPy's shape."""
    kept = tuple(1 if axis is None or place == axis or a.ndim < 2 else size for place, size in enumerate(a.shape))
    shape = (
        kept
        if keepdims
        else ()
        if axis is None
        else tuple(size for place, size in enumerate(a.shape) if place != axis % a.ndim)
    )
    kind = "i" if a.kind != "f" and node.op.startswith("sum") else a.kind
    return a.tracer.traced(a.tracer.graph.reshape(node, rows_columns(shape)), shape, kind)


def reduction(op: str) -> Callable[..., Any]:
    """A reduction with NumPy's arguments."""

    def apply(
        a: Any,
        axis: Any = None,
        dtype: Any = None,
        out: Any = None,
        keepdims: Any = False,
        initial: Any = None,
        where: Any = True,
    ) -> Any:
        if dtype is not None or where is not True or initial not in (None, np._NoValue):
            return a.tracer.refuse("a sum with dtype=, initial= or where=")
        result = reduced(op, a, axis, keepdims is True)
        return result if out is None else written(out, result)

    return apply


total, largest, smallest = reduction("sum"), reduction("max"), reduction("min")


def extreme(find: Callable[..., Any]) -> Callable[..., Any]:
    """``np.max`` and ``np.min`` have no dtype."""
    return lambda a, axis=None, out=None, keepdims=False: find(a, axis, None, out, keepdims)


def mean(a: Traced, axis: Any = None, dtype: Any = None, out: Any = None, keepdims: Any = False) -> Any:
    """NumPy's _methods.py, _mean: the sum, divided by the count."""
    found = total(a, axis, dtype, None, keepdims)
    result = elementwise("div", found, float(a.size // max(found.size, 1)))
    return result if out is None else written(out, result)


REDUCTIONS.update({"add": total, "maximum": largest, "minimum": smallest})

# -- shapes


def concatenate(arrays: Sequence[Any], axis: int = 0) -> Traced:
    """Arrays side by side, or one below the other."""
    tracer = tracer_of(arrays)
    parts = [tracer.array(one) for one in arrays]
    like = np.concatenate([np.broadcast_to(np.int8(0), one.shape) for one in parts], axis=axis)
    kind = max((one.kind for one in parts), key="bif".index)
    result = tracer.traced(tracer.graph.array(np.zeros(like.shape)), like.shape, kind)
    start = 0
    for one in parts:
        end = start + one.shape[axis]
        result[(slice(None),) * (axis % like.ndim) + (slice(start, end),)] = one
        start = end
    return result


def stacked(axis: int) -> Callable[[Sequence[Any]], Traced]:
    """``np.hstack`` and ``np.vstack``."""

    def apply(arrays: Sequence[Any]) -> Traced:
        rows = [reshape(one, (1, -1)) if np.ndim(one) < 2 and axis == 0 else one for one in arrays]
        return concatenate(rows, axis if np.ndim(rows[0]) > 1 else 0)

    return apply


def reshape(a: Any, shape: Any) -> Any:
    """``np.reshape``, of constants too."""
    return a.reshape(shape) if isinstance(a, Traced) else np.reshape(a, shape)


def broadcast_to(a: Any, shape: Any) -> Traced:
    """A copy in a larger shape."""
    shape = (shape,) if isinstance(shape, int) else tuple(shape)
    return a.tracer.traced(spread(a, shape), shape, a.kind)


def transpose(a: Traced, axes: Any = None) -> Traced:
    """Rows for columns."""
    return (
        a.T if axes is None or tuple(axes) == (1, 0) else a.copy() if tuple(axes) == (0, 1) else a.tracer.refuse("axes")
    )


def like(make: Callable[..., np.ndarray]) -> Callable[..., Any]:
    """A new constant array in the shape of a traced one."""

    def apply(a: Traced, *values: Any, dtype: Any = None) -> Traced:
        dtype = a.dtype if dtype is None else dtype
        if values and isinstance(values[0], (Traced, Number)):
            return broadcast_to(a.tracer.array(values[0]), a.shape)
        return a.tracer.array(make(a.shape, *values, dtype=dtype))

    return apply


FUNCTIONS.update(
    {
        np.dot: dot,
        np.einsum: einsum,
        np.where: where,
        np.clip: clip,
        np.sum: total,
        np.mean: mean,
        np.max: extreme(largest),
        np.min: extreme(smallest),
        np.transpose: transpose,
        np.reshape: reshape,
        np.ravel: lambda a: a.reshape(-1),
        np.squeeze: lambda a: a.reshape(tuple(size for size in a.shape if size > 1)),
        np.expand_dims: lambda a, axis: a.reshape(np.expand_dims(np.broadcast_to(0, a.shape), axis).shape),
        np.concatenate: concatenate,
        np.hstack: stacked(1),
        np.vstack: stacked(0),
        np.broadcast_to: broadcast_to,
        np.copy: lambda a: a.copy(),
        np.zeros_like: like(np.zeros),
        np.ones_like: like(np.ones),
        np.empty_like: like(np.zeros),
        np.full_like: like(np.full),
        np.shape: lambda a: a.shape,
        np.size: lambda a: a.size,
        np.ndim: lambda a: a.ndim,
    }
)
