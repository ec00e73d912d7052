"""The syntax trees of a program's parts. Each text is parsed once, each piece of a tree compiled once."""

from __future__ import annotations

import ast
from functools import lru_cache
from types import CodeType

INDEX = "_index_"  # the name of ``np.index_exp`` when an index is evaluated


@lru_cache(maxsize=64)
def statements(text: str) -> dict[int, list[ast.stmt]]:
    """The statements at each line of a text, counted from 1; of a compound statement, only its head."""
    found: dict[int, list[ast.stmt]] = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.stmt):
            inner = getattr(node, "body", None)
            if inner:
                for line in range(node.lineno, max(node.lineno + 1, inner[0].lineno)):
                    found.setdefault(line, [node])
                continue
            for line in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                others = [one for one in found.get(line, []) if not hasattr(one, "body")]
                found[line] = [*others, node]
    return found


@lru_cache(maxsize=64)
def lambdas(text: str) -> list[ast.Lambda]:
    """The lambdas in a text."""
    return [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Lambda)]


def statements_at(text: str, code: CodeType, line: int) -> list[ast.stmt]:
    """The statements of a function at a line; a lambda returns its body."""
    if code.co_name != "<lambda>":
        return statements(text).get(line, [])
    arguments = list(code.co_varnames[: code.co_argcount])
    returns: list[ast.stmt] = [
        ast.copy_location(ast.Return(one.body), one.body)
        for one in lambdas(text)
        if one.lineno == code.co_firstlineno and [given.arg for given in one.args.args] == arguments
    ]
    return returns[:1]


@lru_cache(maxsize=64)
def lines_of(text: str) -> list[bytes]:
    """The lines of a text in UTF-8, as syntax trees count columns."""
    return text.encode().split(b"\n")


@lru_cache(maxsize=4096)
def source_of(text: str, expression: ast.expr) -> str:
    """The source of an expression, in one line; ``ast.get_source_segment`` would split the whole text each time."""
    first, last = expression.lineno - 1, (expression.end_lineno or expression.lineno) - 1
    lines = lines_of(text)[first : last + 1]
    lines[-1] = lines[-1][: expression.end_col_offset]
    lines[0] = lines[0][expression.col_offset :]
    return " ".join(b" ".join(lines).decode().split())


@lru_cache(maxsize=4096)
def compiled(expression: ast.expr) -> CodeType | None:
    """The compiled expression; None if it assigns, awaits, or cannot stand alone."""
    if any(isinstance(node, (ast.NamedExpr, ast.Yield, ast.YieldFrom, ast.Await)) for node in ast.walk(expression)):
        return None
    try:
        return compile(ast.fix_missing_locations(ast.Expression(expression)), "<explained>", "eval")
    except (SyntaxError, TypeError, ValueError):
        return None


@lru_cache(maxsize=4096)
def functions_called(expression: ast.expr) -> tuple[ast.expr, ...]:
    """All functions called in an expression."""
    return tuple(node.func for node in ast.walk(expression) if isinstance(node, ast.Call))


@lru_cache(maxsize=4096)
def indexing(cells: ast.expr) -> ast.expr:
    """An expression that gives the index between square brackets."""
    return ast.fix_missing_locations(ast.Subscript(ast.Name(INDEX, ast.Load()), cells, ast.Load()))
