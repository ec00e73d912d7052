"""Gives table functions as text, so that programs need no second copy of a formula."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any


@cache
def texts_of(module: str) -> dict[str, str]:
    """The source of each function of a module, by name.

    Reads the file once. A snapshot may keep the texts without the file, so ``session.py`` reads them all in advance.
    """
    source = inspect.getsource(sys.modules[module])
    lines = source.splitlines(keepends=True)
    functions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    return {node.name: "".join(lines[node.lineno - 1 : node.end_lineno]) for node in functions}


@cache
def source_of(function: Callable[..., Any], name: str | None = None) -> str:
    """A table's function in a program's style: no docstring, single quotes, and optionally another name."""
    text = texts_of(function.__module__)[function.__name__]
    [definition] = ast.parse(text).body
    assert isinstance(definition, ast.FunctionDef)
    if ast.get_docstring(definition, clean=False) is not None:
        lines = text.splitlines(keepends=True)
        docstring = definition.body[0]
        del lines[docstring.lineno - 1 : docstring.end_lineno]
        text = "".join(lines).replace('"', "'")
    return text.replace(f"def {function.__name__}(", f"def {name or function.__name__}(", 1)


@cache
def expression_of(function: Callable[..., Any], *arguments: str) -> str | None:
    """The expression of a function that is one ``return``, with these arguments; None for a longer one.

    The arguments are names, subscripts or calls, so they need no brackets.
    """
    [definition] = ast.parse(source_of(function)).body
    assert isinstance(definition, ast.FunctionDef)
    [statement, *more] = definition.body
    if more or not isinstance(statement, ast.Return) or statement.value is None:
        return None
    given = dict(zip((one.arg for one in definition.args.args), arguments, strict=False))
    text = ast.unparse(statement.value)
    return re.sub(r"(?<![\w.])[A-Za-z_]\w*", lambda word: given.get(word[0], word[0]), text)


def called(function: Callable[..., Any], *arguments: str) -> str:
    """A function's expression if it is one ``return``, else its call."""
    return expression_of(function, *arguments) or f"{function.__name__}({', '.join(arguments)})"


def texts(functions: Iterable[Callable[..., Any]]) -> Iterator[tuple[str, str]]:
    """Functions and the functions of their module that they call, callees first, each once."""
    told: dict[str, str] = {}

    def tell(function: Callable[..., Any]) -> None:
        for other in named_in(function):
            if other is not function and other.__name__ not in told:
                tell(other)
        told.setdefault(function.__name__, source_of(function))

    for function in functions:
        tell(function)
    yield from told.items()


@cache
def named_in(function: Callable[..., Any]) -> list[Callable[..., Any]]:
    """The functions of its own module that a function calls, in order of first use."""
    text = source_of(function)
    names = {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
    own = {name: value for name, value in function.__globals__.items() if inspect.isfunction(value)}
    return [own[name] for name in sorted(names & own.keys(), key=text.index)]


def number(value: float) -> str:
    """A number as text, whole ones without a point."""
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
