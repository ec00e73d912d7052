"""Exchanges some of a program's NumPy calls for faster ones that give the same bits.

A small network costs little but NumPy's overhead for each call. In a browser ``np.sum`` with ``axis`` and ``keepdims``
takes three times what ``np.add.reduce`` takes, and an operand that is a plain number twice what an array takes. Only
the program's own text is changed in this way, never a reader's; a test holds the bits.
"""

from __future__ import annotations

import ast
from typing import Any

import numpy as np

PLAIN = {"np.maximum", "np.minimum"}
MEAN = "mean of all"  # a name that no program can have


def mean(values: np.ndarray) -> Any:
    """``np.mean`` of an array of float64, without its detours."""
    return np.add.reduce(values, axis=None) / values.size


class Faster(ast.NodeTransformer):
    """Changes the calls of one part; ``names`` is the namespace that it will run in."""

    def __init__(self, names: dict[str, Any], on_arrays: bool) -> None:
        self.names, self.on_arrays = names, on_arrays

    def array(self, node: ast.expr) -> ast.expr:
        """A number as an array of its own."""
        if not self.on_arrays or not isinstance(node, ast.Constant) or not isinstance(node.value, (int, float)):
            return node
        name = f"number {node.value}"
        self.names[name] = np.array(float(node.value))
        return ast.copy_location(ast.Name(name, ast.Load()), node)

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        """``x ** 2`` is ``np.square(x)``; a number beside an array becomes one."""
        self.generic_visit(node)
        if isinstance(node.op, ast.Pow):
            square = self.on_arrays and isinstance(node.right, ast.Constant) and node.right.value == 2
            return call(named("np.square"), node, [node.left]) if square else node
        if not (isinstance(node.left, ast.Constant) and isinstance(node.right, ast.Constant)):
            node.left, node.right = self.array(node.left), self.array(node.right)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """``np.dot`` as the array's own method, ``np.sum`` and ``np.mean`` without their detours."""
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

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        """Nobody reads what the program prints in the page: the loss is drawn there."""
        self.generic_visit(node)
        if isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "print":
            return ast.copy_location(ast.Pass(), node)
        return node


def named(name: str) -> ast.expr:
    """A dotted name as an expression."""
    return ast.parse(name, mode="eval").body


def call(
    function: ast.expr, old: ast.expr, args: list[ast.expr], keywords: list[ast.keyword] | None = None
) -> ast.expr:
    """A call in the place of another expression."""
    return ast.copy_location(ast.Call(function, args, keywords or []), old)


def faster(tree: ast.Module, names: dict[str, Any], on_arrays: bool = False) -> ast.Module:
    """The tree of a part with faster calls, in the same lines.

    ``names`` gets what they need. ``on_arrays`` says that the part's functions take nothing but arrays of float64.
    """
    Faster(names, on_arrays).visit(tree)
    return ast.fix_missing_locations(tree)
