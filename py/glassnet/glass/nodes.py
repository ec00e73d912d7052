"""The nodes of an explanation: the parts of an expression, with their kinds and values.

The kinds of node, as the page gets them:

- ``name``: a variable, or an entry of a dict or list under its ``name``; ``number``: a constant;
- ``operator``: one or two parts and the ``sign`` between them, cell by cell;
- ``call``: a ``function`` of its parts, cell by cell where ``by_cell`` says so; one of the program's own functions has
  ``returned``, the node of the expression that it returned;
- ``product``: a matrix product; ``transposed``: rows and columns exchanged;
- ``reduction``: ``how`` the cells are joined along an ``axis`` (None: all cells);
- ``picked``: some cells of an array; ``into``: an array in which some cells were replaced. ``places`` has for each cell
  the place that it comes from, counted row by row; -1 where the cell stays;
- ``tuple``; and ``other``, which cannot be followed into its cells.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from types import BuiltinMethodType, CodeType
from typing import Any, NamedTuple

import numpy as np

Path = tuple[Any, ...]  # the path to an array: a variable's name, and keys

UNKNOWN: Any = object()
NUMBERED = re.compile(r"[A-Za-z_]+\d+")  # names that need no dict in front of them

PRODUCTS = {"dot", "matmul"}
REDUCTIONS = {"sum", "mean", "max", "min", "prod", "amax", "amin"}
BY_CELL = {"where", "clip", "ones_like", "zeros_like", "full_like", "copy", "abs", "round"}
PURE = {
    *("array", "asarray", "atleast_2d", "broadcast_to", "concatenate", "cumsum", "expand_dims", "eye", "full"),
    *("hstack", "ones", "outer", "ravel", "reshape", "shape", "size", "squeeze", "std", "tile", "transpose", "var"),
    *("vstack", "zeros", "flatten", "astype", "item", *PRODUCTS, *REDUCTIONS, *BY_CELL),
}
PURE_OF_PYTHON = {"len", "float", "int", "abs", "max", "min", "sum", "round", "str", "range", "pow", "zip", "enumerate"}
LOOKS = {"get", "items", "values", "keys"}  # methods of a dict


class Node(NamedTuple):
    """A part of an expression: its kind, text, value, parts, and more data that its kind needs."""

    kind: str
    text: str
    value: Any = UNKNOWN
    parts: tuple[Node, ...] = ()
    more: Mapping[str, Any] = {}


class Returned(NamedTuple):
    """The result of a call of one of the program's functions: its value, and the node of the returned expression."""

    code: CodeType
    value: Any
    node: Node | None


def label(path: Path) -> str:
    """The name of an array at a path: ``W1`` for ``network['W1']``."""
    if len(path) > 1 and isinstance(path[-1], str) and NUMBERED.fullmatch(path[-1]):
        return path[-1]
    return str(path[0]) + "".join(f"[{key!r}]" for key in path[1:])


def is_numbers(value: Any) -> bool:
    """Whether a value is a number, or an array of numbers."""
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "fiub"
    return isinstance(value, (int, float, np.number, np.bool_))


def applied(function: Callable[..., Any], *values: Any, **named: Any) -> Any:
    """A function's value, or ``UNKNOWN`` if it raises or an argument is unknown."""
    if any(value is UNKNOWN for value in (*values, *named.values())):
        return UNKNOWN
    try:
        with np.errstate(all="ignore"):
            return function(*values, **named)
    except Exception:
        return UNKNOWN


def item(node: Node, place: int) -> Node:
    """One entry of a tuple."""
    if node.kind == "tuple" and place < len(node.parts):
        return node.parts[place]
    returned = node.more.get("returned")
    more = {**node.more, "by_cell": False, "returned": returned and item(returned, place)}
    return Node(node.kind, node.text, applied(operator.getitem, node.value, place), node.parts, more)


def is_pure(function: Any) -> bool:
    """Whether a function is known to be pure."""
    if isinstance(function, np.ufunc):
        return True
    name = getattr(function, "__name__", "")
    if isinstance(function, BuiltinMethodType) and isinstance(function.__self__, np.ndarray):
        return name in PURE
    if isinstance(function, BuiltinMethodType) and isinstance(function.__self__, dict):
        return name in LOOKS
    of_python = getattr(function, "__module__", None) == "builtins" and name in PURE_OF_PYTHON
    return of_python or (name in PURE and getattr(np, name, None) is function)


def kind_of_product(parts: tuple[Node, ...]) -> str:
    """The kind of a product; only two matrices have rows and columns."""
    return "product" if len(parts) == 2 and all(np.ndim(part.value) == 2 for part in parts) else "other"


def by_cell(ran: Returned, parts: tuple[Node, ...]) -> bool:
    """Whether a function of the program works cell by cell."""
    if not is_numbers(ran.value):
        return False
    shape = np.shape(ran.value)
    shapes = [np.shape(part.value) for part in parts if is_numbers(part.value)]
    fitting = shape in shapes and all(applied(np.broadcast_shapes, one, shape) == shape for one in shapes)
    joining = {*PRODUCTS, *REDUCTIONS} & set(ran.code.co_names)
    return bool(shape) and fitting and not joining and not (ran.node and joins_cells(ran.node))


def joins_cells(node: Node) -> bool:
    """Whether an expression is not cell by cell: some cell comes from several or other cells of its operands."""
    own = node.kind in ("product", "reduction", "transposed", "picked") or not node.more.get("by_cell", True)
    return own or any(joins_cells(part) for part in node.parts)


def axis_shown(axis: Any, array: np.ndarray) -> int | None:
    """The axis, counted for an array with rows and columns."""
    return int(axis) % array.ndim + (array.ndim == 1) if isinstance(axis, (int, np.integer)) else None


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same numbers to the bit, NaN and the sign of 0 as well."""
    if not (is_numbers(one) and is_numbers(other)):
        return False
    one, other = np.asarray(one), np.asarray(other)
    return one.shape == other.shape and one.dtype == other.dtype and one.tobytes() == other.tobytes()
