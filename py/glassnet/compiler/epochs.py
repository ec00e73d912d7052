"""One epoch of a program's training as a function: the body of the loop in ``train_network``, with its variables."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import lru_cache
from types import CodeType
from typing import Any

from glassnet.compiler.tracing import TracingError
from glassnet.programs.faster import faster
from glassnet.programs.pausing import Pausing
from glassnet.programs.running import Program
from glassnet.programs.writing import Part

ONE_EPOCH = "one_epoch"


@lru_cache(maxsize=64)
def epoch_code(part: Part, file: str, names: tuple[str, ...]) -> tuple[CodeType, str]:
    """The code that defines ``one_epoch``, a function of these variables and the loop's own; and the name of that."""
    tree = ast.parse(part.text, file)
    [function] = [node for node in tree.body if getattr(node, "name", "") == "train_network"]
    assert isinstance(function, ast.FunctionDef)
    loop = Pausing(function).loop
    if not (
        isinstance(loop, ast.For) and isinstance(loop.target, ast.Name) and ast.unparse(loop.iter) == "range(epochs)"
    ):
        raise TracingError("a training loop other than range(epochs)")
    arguments = [ast.arg(name) for name in (*names, loop.target.id)]
    [returned] = ast.parse("return locals()").body
    function.name, function.decorator_list = ONE_EPOCH, []
    function.args = ast.arguments(posonlyargs=[], args=arguments, kwonlyargs=[], kw_defaults=[], defaults=[])
    function.body = [*loop.body, returned]
    tree.body = [function]
    faster(tree, {})
    return compile(ast.fix_missing_locations(tree), file, "exec", dont_inherit=True), loop.target.id


def one_epoch(program: Program, names: tuple[str, ...]) -> tuple[Callable[..., dict[str, Any]], str]:
    """The function, in the program's own namespace, and the name of the loop's variable."""
    part = program.part_with("train_network")
    code, variable = epoch_code(part, program.file_of(part), names)
    exec(code, program.names)
    return program.names.pop(ONE_EPOCH), variable
