"""One epoch of a program's training as functions: the body of the loop in ``train_network``, with its variables."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from functools import lru_cache
from types import CodeType
from typing import Any, NamedTuple, cast

from glassnet.compiler.tracing import TracingError
from glassnet.programs.faster import faster
from glassnet.programs.pausing import Pausing
from glassnet.programs.running import Program
from glassnet.programs.writing import Part

Function = Callable[..., dict[str, Any]]  # of variables by name; it returns its local variables

ONE_EPOCH, BEFORE, ONE_BATCH, AFTER = "one_epoch", "before_the_batches", "one_batch", "after_the_batches"
ORDER, ROWS = "order", "rows"  # the program's names for the rows of an epoch, and for those of a batch
BATCHES = "for start in range(0, len(X), batch_size):"
ITS_ROWS = "rows = order[start:start + batch_size]"


class Batched(NamedTuple):
    """An epoch in parts: what stands before its batches, one of them with its ``rows`` given, and what comes after."""

    before: Function
    one_batch: Function
    after: Function
    made_before: tuple[str, ...]  # the variables that are made before the batches


def loop_of(tree: ast.Module) -> ast.For:
    """The loop over the epochs. Raises ``TracingError`` for any but ``for ... in range(epochs)``."""
    [function] = [node for node in tree.body if getattr(node, "name", "") == "train_network"]
    assert isinstance(function, ast.FunctionDef)
    loop = Pausing(function).loop
    if not (
        isinstance(loop, ast.For) and isinstance(loop.target, ast.Name) and ast.unparse(loop.iter) == "range(epochs)"
    ):
        raise TracingError("a training loop other than range(epochs)")
    return loop


def function_of(name: str, arguments: Sequence[str], body: Sequence[ast.stmt]) -> ast.stmt:
    """A function of these statements; it returns its local variables."""
    [made] = ast.parse(f"def {name}({', '.join(arguments)}): return locals()").body
    assert isinstance(made, ast.FunctionDef)
    made.body[:0] = body
    return made


def compiled(tree: ast.Module, functions: Sequence[ast.stmt], file: str) -> CodeType:
    """The code that defines functions on the lines of a part."""
    tree.body = list(functions)
    faster(tree, {})
    return compile(ast.fix_missing_locations(tree), file, "exec", dont_inherit=True)


@lru_cache(maxsize=64)
def epoch_code(part: Part, file: str, names: tuple[str, ...]) -> tuple[CodeType, str]:
    """The code that defines ``one_epoch``, a function of these variables and the loop's own; and the name of that."""
    tree = ast.parse(part.text, file)
    loop = loop_of(tree)
    variable = ast.unparse(loop.target)
    return compiled(tree, [function_of(ONE_EPOCH, (*names, variable), loop.body)], file), variable


@lru_cache(maxsize=64)
def batched_code(part: Part, file: str, names: tuple[str, ...]) -> tuple[CodeType, tuple[str, ...]]:
    """The code that defines the three functions of ``Batched``, and the names that are made before the batches.

    Raises ``TracingError`` for a loop without batches, and for batches that are written in another way.
    """
    tree = ast.parse(part.text, file)
    loop = loop_of(tree)
    places = [place for place, one in enumerate(loop.body) if ast.unparse(one).startswith(BATCHES)]
    if len(places) != 1:
        raise TracingError("an epoch without batches")
    inner, before, after = loop.body[places[0]], loop.body[: places[0]], loop.body[places[0] + 1 :]
    assert isinstance(inner, ast.For)
    if ast.unparse(inner.body[0]) != ITS_ROWS:
        raise TracingError("batches that are chosen in another way")
    stored = (node.id for one in before for node in ast.walk(one) if isinstance(node, ast.Name) and is_stored(node))
    made = tuple(dict.fromkeys(stored))
    known, variable = dict.fromkeys((*names, *made)), ast.unparse(loop.target)
    functions = [
        function_of(BEFORE, (*names, variable), before),
        function_of(ONE_BATCH, [name for name in (*known, ROWS) if name != ORDER], inner.body[1:]),
        function_of(AFTER, (*known, variable), after),
    ]
    return compiled(tree, functions, file), made


def is_stored(name: ast.Name) -> bool:
    """Whether a statement gives a name a value."""
    return isinstance(name.ctx, ast.Store)


def name_of_epoch(program: Program, names: tuple[str, ...]) -> str:
    """The name of the loop's variable."""
    part = program.part_with("train_network")
    return epoch_code(part, program.file_of(part), names)[1]


def one_epoch(program: Program, names: tuple[str, ...]) -> Function:
    """The function of an epoch, in the program's own namespace."""
    part = program.part_with("train_network")
    exec(epoch_code(part, program.file_of(part), names)[0], program.names)
    return cast(Function, program.names.pop(ONE_EPOCH))


def batched(program: Program, names: tuple[str, ...]) -> Batched:
    """The same in parts."""
    part = program.part_with("train_network")
    code, made = batched_code(part, program.file_of(part), names)
    exec(code, program.names)
    before, one_batch, after = (program.names.pop(name) for name in (BEFORE, ONE_BATCH, AFTER))
    return Batched(before, one_batch, after, made)
