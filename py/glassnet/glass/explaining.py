"""Explains an expression of the program from its own syntax tree, as ``nodes``.

Nothing with side effects runs twice. The program's own calls have just run, and their results are passed in. Pure
functions of NumPy and Python are called again. Anything else has the value ``UNKNOWN``.
"""

from __future__ import annotations

import ast
import builtins
import operator
from collections.abc import Callable, Mapping
from types import CodeType, FunctionType
from typing import Any

import numpy as np

from glassnet.glass.nodes import (
    BY_CELL,
    LOOKS,
    PRODUCTS,
    REDUCTIONS,
    UNKNOWN,
    Node,
    Returned,
    applied,
    axis_shown,
    by_cell,
    is_numbers,
    is_pure,
    kind_of_product,
    label,
)
from glassnet.glass.syntax import INDEX, compiled, functions_called, indexing, source_of

SIGNS: dict[type, tuple[str, Callable[..., Any]]] = {
    ast.Add: ("+", operator.add),
    ast.Sub: ("-", operator.sub),
    ast.Mult: ("*", operator.mul),
    ast.Div: ("/", operator.truediv),
    ast.Pow: ("**", operator.pow),
    ast.FloorDiv: ("//", operator.floordiv),
    ast.Mod: ("%", operator.mod),
    ast.USub: ("-", operator.neg),
    ast.UAdd: ("+", operator.pos),
    ast.Lt: ("<", operator.lt),
    ast.LtE: ("<=", operator.le),
    ast.Gt: (">", operator.gt),
    ast.GtE: (">=", operator.ge),
    ast.Eq: ("==", operator.eq),
    ast.NotEq: ("!=", operator.ne),
}


class Reading:
    """Reads the expressions of one line, in Python's order of evaluation.

    ``text`` is the source with the line, ``variables`` are the function's variables before the line, ``names`` those of
    the program. ``returned`` are the line's calls of the program's functions.
    """

    def __init__(
        self, text: str, variables: Mapping[str, Any], names: Mapping[str, Any], returned: list[Returned]
    ) -> None:
        self.text, self.returned = text, returned
        self.names = {**vars(builtins), **names, **variables, INDEX: np.index_exp}
        self.known: dict[ast.expr, Node] = {}

    def read(self, expression: ast.expr) -> Node:
        """The node of an expression; each expression is read once."""
        if expression not in self.known:
            reader = getattr(self, f"read_{type(expression).__name__.lower()}", self.read_other)
            self.known[expression] = reader(expression)
        return self.known[expression]

    def text_of(self, expression: ast.expr) -> str:
        """The source of an expression, in one line."""
        return source_of(self.text, expression)

    def read_name(self, expression: ast.Name) -> Node:
        """A variable."""
        return self.at(expression, self.names.get(expression.id, UNKNOWN), (expression.id,))

    def at(self, expression: ast.expr, value: Any, path: tuple[Any, ...]) -> Node:
        """A name with keys, such as ``network['W1']``."""
        kind = "name" if is_numbers(value) else "other"
        return Node(kind, self.text_of(expression), value, (), {"name": label(path), "path": path})

    def read_constant(self, expression: ast.Constant) -> Node:
        """A constant."""
        kind = "number" if is_numbers(expression.value) else "other"
        return Node(kind, self.text_of(expression), expression.value)

    def read_binop(self, expression: ast.BinOp) -> Node:
        """A binary operation."""
        return self.joined(expression, expression.op, self.read(expression.left), self.read(expression.right))

    def joined(self, expression: ast.expr, sign: ast.AST, *parts: Node) -> Node:
        """An operation on one or two operands; ``sign`` is its operator."""
        if isinstance(sign, ast.MatMult):
            value = applied(operator.matmul, *(part.value for part in parts))
            return Node(kind_of_product(parts), self.text_of(expression), value, parts)
        if type(sign) not in SIGNS:
            return self.read_other(expression)
        text, function = SIGNS[type(sign)]
        value = applied(function, *(part.value for part in parts))
        if value is not UNKNOWN and not is_numbers(value):
            return Node("other", self.text_of(expression), value)
        return Node("operator", self.text_of(expression), value, parts, {"sign": text})

    def read_unaryop(self, expression: ast.UnaryOp) -> Node:
        """A unary operation."""
        return self.joined(expression, expression.op, self.read(expression.operand))

    def read_compare(self, expression: ast.Compare) -> Node:
        """A comparison."""
        if len(expression.ops) > 1:
            return self.read_other(expression)
        return self.joined(
            expression, expression.ops[0], self.read(expression.left), self.read(expression.comparators[0])
        )

    def read_ifexp(self, expression: ast.IfExp) -> Node:
        """A conditional expression: the branch that was taken."""
        test = self.read(expression.test).value
        if test is UNKNOWN:
            return Node("other", self.text_of(expression))
        return self.read(expression.body if test else expression.orelse)

    def read_tuple(self, expression: ast.Tuple | ast.List) -> Node:
        """A tuple or list."""
        parts = tuple(self.read(one) for one in expression.elts)
        values = [part.value for part in parts]
        value = UNKNOWN if any(one is UNKNOWN for one in values) else tuple(values)
        return Node("tuple", self.text_of(expression), value, parts)

    read_list = read_tuple

    def read_dict(self, expression: ast.Dict) -> Node:
        """A dict display."""
        parts = tuple(self.read(one) for one in expression.values)
        return Node("other", self.text_of(expression), UNKNOWN, parts)

    def read_attribute(self, expression: ast.Attribute) -> Node:
        """An attribute, of an array (its transpose, its shape) or a module."""
        base = self.read(expression.value)
        value = applied(getattr, base.value, expression.attr)
        if expression.attr in ("T", "mT") and np.ndim(value) == 2:
            return Node("transposed", self.text_of(expression), value, (base,))
        return Node("number" if is_numbers(value) else "other", self.text_of(expression), value)

    def read_subscript(self, expression: ast.Subscript) -> Node:
        """An entry of a dict or list, or some cells of an array."""
        base = self.read(expression.value)
        if isinstance(base.value, np.ndarray):
            return self.picked(expression, base)
        key = self.plain(expression.slice)
        value = applied(operator.getitem, base.value, key)
        if "path" in base.more:
            return self.at(expression, value, (*base.more["path"], key))
        return Node("number" if is_numbers(value) and np.ndim(value) == 0 else "other", self.text_of(expression), value)

    def picked(self, expression: ast.Subscript, base: Node) -> Node:
        """A selection of an array's cells."""
        index = self.index(expression.slice)
        value = applied(operator.getitem, base.value, index)
        places = applied(operator.getitem, np.arange(base.value.size).reshape(base.value.shape), index)
        return Node("picked", self.text_of(expression), value, (base,), {"places": places})

    def index(self, expression: ast.expr) -> Any:
        """The index of a selection."""
        return self.plain(indexing(expression))

    def read_call(self, expression: ast.Call) -> Node:
        """A call: one that has just run, a matrix product, a reduction, or another pure one."""
        owner, function = self.called(expression.func)
        parts = tuple(self.read(one) for one in expression.args)
        named = {one.arg or "": self.read(one.value) for one in expression.keywords}
        text, name = self.text_of(expression), self.text_of(expression.func)
        if isinstance(function, FunctionType) and (ran := self.take(function.__code__)):
            more = {"function": name, "by_cell": by_cell(ran, parts), "returned": ran.node}
            return Node("call", text, ran.value, (*parts, *named.values()), more)
        if owner and isinstance(owner.value, dict) and name.endswith(".get"):
            return self.looked_up(expression, owner, parts)
        if not is_pure(function) or {"out", "where", ""} & set(named):
            return Node("other", text, UNKNOWN, parts)
        value = applied(function, *(part.value for part in parts), **{key: part.value for key, part in named.items()})
        parts = (owner, *parts) if owner and isinstance(owner.value, np.ndarray) else parts
        return self.pure_call(function, Node("other", text, value, parts, {"function": name}), named)

    def called(self, function: ast.expr) -> tuple[Node | None, Any]:
        """The owner, if it is a method, and the function."""
        if not isinstance(function, ast.Attribute):
            return None, self.read(function).value
        owner = self.read(function.value)
        return owner, applied(getattr, owner.value, function.attr)

    @staticmethod
    def pure_call(function: Any, call: Node, named: Mapping[str, Node]) -> Node:
        """The node of a call that may be repeated. A method's first part is its array."""
        name, parts = function.__name__, call.parts
        if name in PRODUCTS:
            return call._replace(kind=kind_of_product(parts))
        if name in REDUCTIONS and parts and isinstance(parts[0].value, np.ndarray):
            axis = parts[1].value if len(parts) > 1 else named["axis"].value if "axis" in named else None
            more = {"how": name.removeprefix("a"), "axis": axis_shown(axis, parts[0].value)}
            return call._replace(kind="reduction", parts=parts[:1], more=more)
        if name == "transpose" and len(parts) == 1 and not named:
            return call._replace(kind="transposed")
        if isinstance(function, np.ufunc) or name in BY_CELL:
            return call._replace(kind="call", more={**call.more, "by_cell": True, "returned": None})
        return call._replace(kind="number") if is_numbers(call.value) and np.ndim(call.value) == 0 else call

    def looked_up(self, expression: ast.Call, base: Node, parts: tuple[Node, ...]) -> Node:
        """An entry of a dict, or its default (``dict.get``)."""
        key = parts[0].value
        if key in base.value:
            return self.at(expression, base.value[key], (*base.more.get("path", (base.text,)), key))
        value = parts[1].value if len(parts) > 1 else None
        return Node("number" if is_numbers(value) else "other", self.text_of(expression), value)

    def take(self, code: CodeType) -> Returned | None:
        """The first finished call of a function that was not read yet."""
        place = next((place for place, one in enumerate(self.returned) if one.code is code), None)
        return None if place is None else self.returned.pop(place)

    def read_other(self, expression: ast.expr) -> Node:
        """Any other expression."""
        value = self.plain(expression)
        return Node("number" if is_numbers(value) and np.ndim(value) == 0 else "other", self.text_of(expression), value)

    def plain(self, expression: ast.expr) -> Any:
        """The value of an expression with only pure calls."""
        code = compiled(expression)
        if code is None or not all(map(self.calls_pure, functions_called(expression))):
            return UNKNOWN
        return applied(eval, code, self.names)

    def calls_pure(self, function: ast.expr) -> bool:
        """Whether a call has no side effects."""
        if isinstance(function, ast.Attribute) and function.attr in LOOKS:
            return True
        return is_pure(self.read(function).value)

    def binding(self, target: ast.expr, value: Any) -> Reading:
        """A reader in which a comprehension's variables have a value."""
        pairs = zip(target.elts, value, strict=False) if isinstance(target, ast.Tuple) else [(target, value)]
        variables = {name.id: one for name, one in pairs if isinstance(name, ast.Name)}
        return Reading(self.text, variables, self.names, self.returned)
