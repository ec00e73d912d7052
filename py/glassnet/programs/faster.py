"""Replaces some of a program's NumPy calls by faster ones with the same bits.

A small network's cost is almost all NumPy's overhead per call. In a browser, ``np.sum`` with ``axis`` and ``keepdims``
takes three times as long as ``np.add.reduce``, and a plain number as operand twice as long as an array. Only the
program's own text is changed, never a reader's. A test compares the bits.
"""

from __future__ import annotations

import ast
from typing import Any

import numpy as np

PLAIN = {"np.maximum", "np.minimum"}
MEAN = "mean of all"  # a name that no program can use


def mean(values: np.ndarray) -> Any:
    """``np.mean`` of a float64 array, without its overhead."""
    return np.add.reduce(values, axis=None) / values.size


class Silent(ast.NodeTransformer):
    """Drops the loss's ``print``, which nobody would read."""

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        """A call of ``print`` becomes ``pass``."""
        self.generic_visit(node)
        if isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "print":
            return ast.copy_location(ast.Pass(), node)
        return node


class Faster(Silent):
    """Replaces the calls in one part; ``names`` is the namespace in which it will run."""

    def __init__(self, names: dict[str, Any], on_arrays: bool) -> None:
        self.names, self.on_arrays = names, on_arrays

    def array(self, node: ast.expr) -> ast.expr:
        """Makes a number an array."""
        if not self.on_arrays or not isinstance(node, ast.Constant) or not isinstance(node.value, (int, float)):
            return node
        name = f"number {node.value}"
        self.names[name] = np.array(float(node.value))
        return ast.copy_location(ast.Name(name, ast.Load()), node)

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        """``x ** 2`` becomes ``np.square(x)``; a number beside an array becomes an array."""
        self.generic_visit(node)
        if isinstance(node.op, ast.Pow):
            square = self.on_arrays and isinstance(node.right, ast.Constant) and node.right.value == 2
            return call(named("np.square"), node, [node.left]) if square else node
        if not (isinstance(node.left, ast.Constant) and isinstance(node.right, ast.Constant)):
            node.left, node.right = self.array(node.left), self.array(node.right)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """``np.dot`` becomes the array's own method; ``np.sum`` and ``np.mean`` lose their overhead."""
        self.generic_visit(node)
        name = ast.unparse(node.func)
        if name == "np.dot":
            return call(ast.Attribute(node.args[0], "dot", ast.Load()), node, node.args[1:])
        if name == "np.sum" and any(keyword.arg == "axis" for keyword in node.keywords):
            return call(named("np.add.reduce"), node, node.args, node.keywords)
        if name == "np.mean" and self.on_arrays:
            self.names[MEAN] = mean
            return call(ast.Name(MEAN, ast.Load()), node, node.args)
        if name in PLAIN:
            node.args = [self.array(one) for one in node.args]
        return node

    def visit_If(self, node: ast.If) -> ast.AST:
        """Nor does anybody need a condition for nothing."""
        self.generic_visit(node)
        empty = not node.orelse and all(isinstance(one, ast.Pass) for one in node.body)
        return ast.copy_location(ast.Pass(), node) if empty else node


def named(name: str) -> ast.expr:
    """A dotted name as an expression. It takes its line from the expression that it becomes a part of."""
    first, *others = name.split(".")
    dotted: ast.expr = ast.Name(first, ast.Load())
    for other in others:
        dotted = ast.Attribute(dotted, other, ast.Load())
    return dotted


def call(
    function: ast.expr, old: ast.expr, args: list[ast.expr], keywords: list[ast.keyword] | None = None
) -> ast.expr:
    """A call that replaces an expression."""
    return ast.copy_location(ast.Call(function, args, keywords or []), old)


def faster(tree: ast.Module, names: dict[str, Any], on_arrays: bool = False) -> ast.Module:
    """The tree of a part with faster calls, on the same lines.

    Adds the names that they need to ``names``. ``on_arrays`` says that the part's functions take only float64 arrays.
    """
    Faster(names, on_arrays).visit(tree)
    return ast.fix_missing_locations(tree)
