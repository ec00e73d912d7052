"""Changes a written program so that it trains many networks at once, with a first axis for the networks.

The program's text stays the only source. Its calls of NumPy are exchanged for others that do the same to each network
of the stack, in the same order of additions, so each network keeps the bits that it has by itself:

- ``np.dot`` becomes ``np.matmul``, which calls the same routine for each network;
- sums and means are those of each network;
- ``np.zeros`` and ``np.random`` give an array for each network, drawn from a generator with its own seed.

X and y have no axis for the networks: all learn the same rows.
"""

from __future__ import annotations

import ast
import weakref
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from glassnet.programs.faster import Silent, call, named
from glassnet.programs.running import Program
from glassnet.programs.writing import Part

LANES = "lanes of the stack"  # names that no program can use
TURNED, ROWS, EACH, MEAN = "turned", "sum of the rows", "sum of each", "mean of each"
FREE: list[np.random.RandomState] = []  # generators that no stack uses
FEW_ROWS = 32  # are added one after another faster than by NumPy's reduction


class Lanes:
    """The networks of a stack: their generators, and the shapes of their arrays."""

    def __init__(self, seeds: Sequence[int]) -> None:
        self.count = len(seeds)
        self.seeds = seeds
        self.places = np.arange(self.count)[:, np.newaxis]
        self.generators: list[np.random.RandomState] = []

    def seed(self, seed: int) -> None:
        """Seeds each generator with its own seed; the program's stands for all of them.

        To make a generator takes 50 times as long as to seed it: one that a stack no longer needs goes to the next.
        """
        if not self.generators:
            self.generators = [FREE.pop() if FREE else np.random.RandomState(0) for _ in self.seeds]
            weakref.finalize(self, FREE.extend, self.generators)
        for generator, own in zip(self.generators, self.seeds, strict=True):
            generator.seed(own)

    def randn(self, *shape: int) -> np.ndarray:
        """Standard normal numbers (networks, *shape)."""
        return np.stack([one.randn(*shape) for one in self.generators])

    def rand(self, *shape: int) -> np.ndarray:
        """Uniform numbers (networks, *shape)."""
        return np.stack([one.rand(*shape) for one in self.generators])

    def permutation(self, rows: int) -> np.ndarray:
        """An order of the rows for each network: shape (networks, rows)."""
        return np.stack([one.permutation(rows) for one in self.generators])

    def zeros(self, shape: Sequence[int]) -> np.ndarray:
        """Zeros (networks, *shape)."""
        return np.zeros((self.count, *shape))


def turned(values: np.ndarray) -> np.ndarray:
    """The transpose of each network's matrix."""
    return np.swapaxes(values, -1, -2)


def sum_of_rows(values: np.ndarray) -> np.ndarray:
    """``np.sum(values, axis=0, keepdims=True)`` of each network: (networks, rows, columns) to (networks, 1, columns).

    NumPy adds the rows one after another where there are several columns; a single one is added in pairs.
    """
    rows, columns = values.shape[-2:]
    if columns == 1 or rows > FEW_ROWS:
        return np.add.reduce(values, axis=-2, keepdims=True)
    total = values[:, :1]
    for row in range(1, rows):
        total = total + values[:, row : row + 1]
    return total


def sum_of_each(values: np.ndarray) -> np.ndarray:
    """``np.sum(values)`` of each network: shape (networks, 1, 1)."""
    flat = np.ascontiguousarray(values).reshape(len(values), -1)
    return np.add.reduce(flat, axis=-1)[:, np.newaxis, np.newaxis]


def mean_of_each(values: np.ndarray) -> np.ndarray:
    """``np.mean(values)`` of each network: shape (networks, 1, 1)."""
    return sum_of_each(values) / (values.size // len(values))


HELPERS: dict[str, Callable[..., Any]] = {
    TURNED: turned,
    ROWS: sum_of_rows,
    EACH: sum_of_each,
    MEAN: mean_of_each,
}


class Stacked(Silent):
    """Exchanges the calls in one part."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        """``W2.T`` is the transpose of each network's matrix."""
        self.generic_visit(node)
        return call(ast.Name(TURNED, ast.Load()), node, [node.value]) if node.attr == "T" else node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Calls that have an axis for the networks."""
        name = ast.unparse(node.func)
        self.generic_visit(node)
        if name == "np.dot":
            return call(named("np.matmul"), node, node.args)
        if name == "np.zeros" or name.startswith("np.random."):
            return call(
                ast.Attribute(ast.Name(LANES, ast.Load()), name.rpartition(".")[2], ast.Load()), node, node.args
            )
        if name == "np.sum" and not node.keywords:
            return call(ast.Name(EACH, ast.Load()), node, node.args)
        if name == "np.sum" and ast.unparse(node.keywords[0].value) == "0":
            return call(ast.Name(ROWS, ast.Load()), node, node.args)
        if name == "np.mean":
            return call(ast.Name(MEAN, ast.Load()), node, node.args)
        if name == "len":
            axis = -1 if ast.unparse(node.args[0]) == "rows" else -2
            shape = ast.Attribute(node.args[0], "shape", ast.Load())
            return ast.copy_location(ast.Subscript(shape, ast.Constant(axis), ast.Load()), node)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        """The rows of a batch are others for each network: of their order, and of their predictions."""
        name = ast.unparse(node.value)
        self.generic_visit(node)
        if name == "order":
            node.slice = ast.Tuple([ast.Constant(...), node.slice], ast.Load())
        if name == "y_pred":
            places = ast.Attribute(ast.Name(LANES, ast.Load()), "places", ast.Load())
            node.slice = ast.Tuple([places, node.slice], ast.Load())
        return node


def stacked(tree: ast.Module, names: dict[str, Any], on_arrays: bool) -> ast.Module:
    """The tree of a part for a stack of networks; adds the names that it needs to ``names``."""
    names.update(HELPERS)
    return ast.fix_missing_locations(Stacked().visit(tree))


class StackedProgram(Program):
    """A program whose functions train one network for each of ``seeds``: all parameters have an axis for them first."""

    def __init__(self, parts: Sequence[Part], seeds: Sequence[int]) -> None:
        super().__init__(parts)
        self.names[LANES] = Lanes(seeds)

    def change_of(self, part: Part) -> Any:
        """What is changed in each part."""
        return stacked
