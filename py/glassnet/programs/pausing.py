"""Makes a program's ``train_network`` pause after each epoch, with a ``yield`` in its loop."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import Any

from glassnet.programs.problems import Unusable

PAUSED = "paused_train_network"
UPDATE = "update_parameters"
EPOCH = {"forward_propagation", "backward_propagation", UPDATE}


class Pausing(ast.NodeTransformer):
    """Makes ``train_network`` a generator that pauses before its loop and, with the loss, after each epoch.

    After the first pause, each number among its variables takes its value from the checkpoint, if it has one.
    """

    def __init__(self, function: ast.FunctionDef) -> None:
        loops = [node for node in walk_here(function.body) if isinstance(node, (ast.For, ast.While))]
        if not loops:
            raise Unusable("train_network needs a for loop over the epochs: Glassnet pauses after each of them.")
        if not any(isinstance(node, ast.Return) and node.value for node in walk_here(function.body)):
            raise Unusable("train_network returns nothing; expected the trained network: return network.")
        self.loop = next(filter(trains, loops), loops[0])
        self.endless = isinstance(self.loop, ast.For) and ast.unparse(self.loop.iter) == "range(epochs)"
        self.has_loss = any("loss" in names_set(statement) for statement in self.loop.body)
        place = function.body.index(self.loop) if self.loop in function.body else len(function.body)
        before, after = function.body[:place], function.body[place + 1 :]
        self.goes_on = self.endless and any(not isinstance(statement, ast.Return) for statement in after)
        self.updated = False  # whether the statements of the loop so far have updated the network
        arguments = {one.arg for one in function.args.args}
        self.numbers = sorted(arguments.union(*map(names_set, before)))

    def changed(self, function: ast.FunctionDef) -> ast.FunctionDef:
        """The function, changed in place."""
        self.put_before(function.body)
        function.name = PAUSED
        function.decorator_list = []
        function.args.kwonlyargs += [ast.arg("epochs_from_here"), ast.arg("saved_numbers")]
        function.args.kw_defaults += [None, None]
        return ast.fix_missing_locations(function)

    def put_before(self, body: list[ast.stmt]) -> bool:
        """Adds a pause before the loop, at any depth, and in it."""
        for place, statement in enumerate(body):
            if statement is self.loop:
                takes = "\n".join(f"{name} = saved_numbers.get({name!r}, {name})" for name in self.numbers)
                start = ast.parse(f"yield\n{takes}").body
                for node in start:
                    move(node, statement)
                if isinstance(self.loop, ast.For):
                    self.loop.iter = self.epochs(self.loop.iter)
                self.loop.body = list(self.with_pauses(self.loop.body))
                self.loop.body.append(self.pause(self.loop.body[-1]))
                body[place:place] = start
                return True
            inner_bodies = (getattr(statement, name, []) for name in ("body", "orelse", "finalbody"))
            if any(self.put_before(inner) for inner in inner_bodies if inner):
                return True
        return False

    def with_pauses(self, body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
        """The loop's statements, with a pause where an epoch ends before the last of them."""
        for statement in body:
            updates = UPDATE in names_called(statement)
            changed: Any = self.visit(statement)
            yield from changed if isinstance(changed, list) else [changed]
            self.updated = self.updated or updates

    def pause(self, at: ast.stmt) -> ast.stmt:
        """The ``yield``, at the line of a statement."""
        [statement] = ast.parse("yield loss" if self.has_loss else "yield").body
        return move(statement, at)

    def epochs(self, asked: ast.expr) -> ast.expr:
        """``range(epochs)`` continues as long as the page asks; any other loop ends as written."""
        call = ast.parse("epochs_from_here(None)" if self.endless else "epochs_from_here(0)", mode="eval").body
        assert isinstance(call, ast.Call)
        if not self.endless:
            call.args = [asked]
        return move(call, asked)

    def visit_Continue(self, node: ast.Continue) -> Any:
        """An epoch that ends early also pauses."""
        return [self.pause(node), node]

    def visit_Break(self, node: ast.Break) -> Any:
        """So does one that is the last, if the network has been updated in it; otherwise it is none."""
        return [self.pause(node), node] if self.updated else node

    visit_Return = visit_Break  # type: ignore[assignment]

    def visit_For(self, node: ast.For) -> ast.AST:
        """An inner loop's ``continue`` is its own."""
        return node

    visit_While = visit_FunctionDef = visit_Lambda = visit_For  # type: ignore[assignment]


def move(new: Any, old: ast.AST) -> Any:
    """A new node, placed on the first line of an old one."""
    for node in ast.walk(new):
        if isinstance(node, (ast.stmt, ast.expr)):
            ast.copy_location(node, old)
            node.end_lineno, node.end_col_offset = node.lineno, node.col_offset
    return new


def walk_here(body: Iterable[ast.stmt]) -> Iterator[ast.AST]:
    """All statements of a function, outer ones first, without those of nested functions."""
    for statement in body:
        yield statement
        if not isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            for name in ("body", "orelse", "finalbody"):
                yield from walk_here(getattr(statement, name, []))


def trains(loop: ast.AST) -> bool:
    """Whether a loop calls a function of an epoch; a loop for setup does not."""
    return bool(names_called(loop) & EPOCH)


def names_called(tree: ast.AST) -> set[str]:
    """The functions that are called by name."""
    return {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}


def names_set(statement: ast.AST) -> set[str]:
    """The names that a statement sets unconditionally."""
    targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
    if not isinstance(statement, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
        return set()
    return {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}
