"""The reader's own versions of the nine steps' functions, in the place of the package's.

A version is put into the function itself: its code, its defaults, its docstring. So everything that holds the function,
a module, a table, a cache, runs the new version at once, and what is put back is exactly what was there.

Where the text takes not all the keywords that the package passes (the tutorial's own functions take none), or is
decorated, the function passes its calls on to it, and drops what it does not take; ``ignored`` says what that is. An
``update_parameters`` that takes no ``memories`` is given the parameters by their names, as the tutorial's is, and not
all as one array.
"""

from __future__ import annotations

import ast
import inspect
import linecache
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import CodeType, FunctionType
from typing import Any, NamedTuple

import numpy as np

from glassnet import checks
from glassnet.network import (
    backward_propagation,
    compute_loss,
    forward_propagation,
    initialize_network,
    predict,
)
from glassnet.programs.printing import listen, stop_listening
from glassnet.programs.problems import Unusable, file_of
from glassnet.tables.activations import sigmoid, sigmoid_derivative
from glassnet.training import train_network, training_epochs, update_parameters

MOST_CHARACTERS = 50_000
FUTURE = 0x1000000  # as ``from __future__ import annotations``, with which the modules begin

EDITABLE: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        initialize_network,
        sigmoid,
        sigmoid_derivative,
        forward_propagation,
        compute_loss,
        backward_propagation,
        update_parameters,
        train_network,
        training_epochs,
        predict,
    )
}


class Version(NamedTuple):
    """What makes a function do what it does, and what its text brings into the module besides."""

    code: CodeType
    defaults: tuple[Any, ...] | None
    keyword_defaults: dict[str, Any] | None
    docstring: str | None
    others: Mapping[str, Any] = {}
    ignored: tuple[str, ...] = ()  # the package's keywords that it does not take


def function_of(name: str) -> FunctionType:
    """The function behind a name, without what decorates it."""
    return inspect.unwrap(checks.one_of(EDITABLE, name, "function"))


def version_of(function: FunctionType, others: Mapping[str, Any] | None = None, ignored: Iterable[str] = ()) -> Version:
    """What a function is made of."""
    made = (function.__code__, function.__defaults__, function.__kwdefaults__, function.__doc__)
    return Version(*made, dict(others or {}), tuple(ignored))


ORIGINALS = {name: version_of(function_of(name)) for name in EDITABLE}
_running: dict[str, Version] = {}


def edited() -> list[str]:
    """The names of the functions that are the reader's now."""
    return list(_running)


def ignored(name: str) -> tuple[str, ...]:
    """The package's keywords that a version of the reader's, if one runs, does not take."""
    return _running[name].ignored if name in _running else ()


def original(name: str) -> FunctionType:
    """The package's own function, whatever has taken its place."""
    version, function = ORIGINALS[name], function_of(name)
    copy = FunctionType(version.code, function.__globals__, name, version.defaults)
    copy.__kwdefaults__ = version.keyword_defaults
    return copy


def restore(name: str) -> None:
    """The package's own function again."""
    _put(name, ORIGINALS[name])


@contextmanager
def replaced(name: str, source: str) -> Iterator[None]:
    """Put the reader's version in the function's place; if the block raises, what was there before is back.

    Raises what Python says of the text, and ``Unusable`` for one that is no version of this function.
    """
    before = _running.get(name, ORIGINALS[checks.one_of({name: name for name in EDITABLE}, name, "function")])
    restore(name)
    listen()
    try:
        _put(name, compiled(name, source))
        yield
    except BaseException:
        _put(name, before)
        raise


def use(**functions: Callable[..., Any]) -> None:
    """Let functions take the places of the package's own, by name, as the reader's versions do on the page.

    Raises ``ValueError`` for an unknown name, and for what cannot be called as the package calls the function.
    """
    for name, made in functions.items():
        checks.one_of(EDITABLE, name, "function")
        taken = keywords_taken(name, made)
        line = made.__code__.co_firstlineno if isinstance(made, FunctionType) else 1
        _put(name, passing_on(name, adapted(name, made, taken), line, {}, ignored_of(name, taken)))


def _put(name: str, version: Version) -> None:
    function = function_of(name)
    for other in _running.pop(name, version).others:
        function.__globals__.pop(other, None)
    function.__code__, function.__defaults__ = version.code, version.defaults
    function.__kwdefaults__, function.__doc__ = version.keyword_defaults, version.docstring
    function.__globals__.update(version.others)
    if version is not ORIGINALS[name]:
        _running[name] = version
    if not _running:
        stop_listening()


def compiled(name: str, source: str) -> Version:
    """The version that a text makes, in the names of the function's own module."""
    if not isinstance(source, str):
        raise Unusable(f"{checks.short(source)} came; expected a text.")
    if len(source) > MOST_CHARACTERS:
        raise Unusable(f"The text is too long: {len(source)} characters; at most {MOST_CHARACTERS:,} are taken.")
    function = function_of(name)
    linecache.cache[file_of(name)] = (len(source), None, source.splitlines(keepends=True), file_of(name))
    tree = compile(source, file_of(name), "exec", FUTURE | ast.PyCF_ONLY_AST, dont_inherit=True)
    defined = [node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    if name not in defined:
        found = f"only {', '.join(defined)}" if defined else "none"
        raise Unusable(f"The text must define a function named {name}; it defines {found}.")
    before = vars(sys.modules[function.__module__])
    steps = {other: EDITABLE[other] for other in names_in(tree) & EDITABLE.keys() - before.keys()}
    after = {**before, **steps}
    exec(compile(tree, file_of(name), "exec", FUTURE, dont_inherit=True), after)
    made = after.pop(name)
    others = {other: value for other, value in after.items() if value is not before.get(other, missing)}
    for other in [other for other in others if other.startswith("__")]:
        del others[other]
    for other in others:
        if other in before and other != name:
            raise Unusable(
                f"The text also defines {other}, which {function.__module__} has already. Give yours another name."
            )
    taken = keywords_taken(name, made)
    if taken is None and isinstance(made, FunctionType) and is_plain(made, name):
        return version_of(made, others)
    line = next(node.lineno for node in reversed(tree.body) if getattr(node, "name", None) == name)
    return passing_on(name, adapted(name, made, taken), line, others, ignored_of(name, taken))


missing = object()


def is_plain(made: FunctionType, name: str) -> bool:
    """Whether a function is the reader's text itself, and not what a decorator made of it."""
    return made.__code__.co_filename == file_of(name) and made.__name__ == name and not made.__code__.co_freevars


def names_in(tree: ast.AST) -> set[str]:
    """All names that a text speaks of: those of the other steps are given to it."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def keywords_taken(name: str, made: Any) -> set[str] | None:
    """Those of the package's keywords that a version takes; None where it takes them all.

    Raises ``Unusable`` where it cannot be called as the package calls the function.
    """
    if not callable(made) or inspect.iscoroutinefunction(made):
        raise Unusable(f"{name} must be a plain function.")
    wanted = inspect.signature(original(name)).parameters.values()
    ordered = [one.name for one in wanted if one.kind is one.POSITIONAL_OR_KEYWORD]
    keywords = keywords_of(name)
    signature = inspect.signature(made)
    named = {one.name for one in signature.parameters.values() if one.kind is not one.VAR_KEYWORD}
    open_ended = any(one.kind is one.VAR_KEYWORD for one in signature.parameters.values())
    taken = set(keywords) if open_ended else named & set(keywords)
    try:
        signature.bind(*ordered, **dict.fromkeys(taken))
        signature.bind(*ordered)
    except TypeError as error:
        raise Unusable(f"{name} is called with ({', '.join(ordered)}); yours cannot be: {error}.") from None
    if inspect.isgeneratorfunction(original(name)) and not inspect.isgeneratorfunction(inspect.unwrap(made)):
        raise Unusable(f"{name} must yield a record after each epoch; yours has no yield.")
    return None if taken == set(keywords) else taken


def keywords_of(name: str) -> list[str]:
    """What the package's own function takes by name only."""
    wanted = inspect.signature(original(name)).parameters.values()
    return [one.name for one in wanted if one.kind is one.KEYWORD_ONLY]


def ignored_of(name: str, taken: set[str] | None) -> list[str]:
    """The package's keywords that a version does not take."""
    return [] if taken is None else [keyword for keyword in keywords_of(name) if keyword not in taken]


def adapted(name: str, made: Callable[..., Any], taken: set[str] | None) -> Callable[..., Any]:
    """A version as the package can call it."""
    call = with_its_keywords(made, taken)
    by_name = name == "update_parameters" and taken is not None and "memories" not in taken
    return given_by_name(call) if by_name else call


def with_its_keywords(made: Callable[..., Any], taken: set[str] | None) -> Callable[..., Any]:
    """The same, called with the keywords that it takes; arrays that were wanted in ``out`` are put there."""

    def call(*arguments: Any, **keywords: Any) -> Any:
        kept = keywords if taken is None else {key: value for key, value in keywords.items() if key in taken}
        answer = made(*arguments, **kept)
        out = keywords.get("out")
        if out is None or "out" in kept or not isinstance(answer, Mapping):
            return answer
        put_into(out, answer, "backward_propagation", "a gradient for each parameter")
        return out

    return call


def given_by_name(update: Callable[..., Any]) -> Callable[..., Any]:
    """An update that is given parameters and gradients by their names, whatever form they have in training.

    It may write into the arrays, as the tutorial's does, or give back new ones, which are then copied into them.
    """

    def call(network: Any, gradients: Any, learning_rate: Any, **keywords: Any) -> Any:
        arrays, downhill = getattr(network, "parts", network), getattr(gradients, "parts", gradients)
        answer = update(dict(arrays), dict(downhill), learning_rate, **keywords)
        answer = checks.dict_of(answer, "what update_parameters gave", "the parameters by name: W1, b1, ...")
        put_into(arrays, answer, "update_parameters", "all parameters of the network")
        return network

    return call


def put_into(arrays: Mapping[str, np.ndarray], answer: Mapping[str, Any], function: str, expected: str) -> None:
    """What a version gave, in arrays that it did not know of; raises ``Unusable`` where it does not fit them."""
    for name, array in arrays.items():
        if name not in answer:
            raise Unusable(f"{function} gave no {name}; expected {expected}.")
        if np.shape(answer[name]) != array.shape:
            raise Unusable(f"{function} gave {name} in shape {np.shape(answer[name])}; expected {array.shape}.")
        if answer[name] is not array:
            array[...] = answer[name]


def passing_on(
    name: str, made: Callable[..., Any], line: int, others: Mapping[str, Any], ignored: Iterable[str] = ()
) -> Version:
    """A version that hands its calls to another function, which stands in the module under a name of its own."""
    holder, namespace = f"your_{name}", dict[str, Any]()
    exec(f"def {name}(*arguments, **keywords): return {holder}(*arguments, **keywords)", namespace)
    function = namespace[name]
    # Who asks for its source gets the reader's; who follows what runs, line by line, finds the version itself.
    function.__code__ = function.__code__.replace(co_filename=file_of(name), co_firstlineno=line, co_name=holder)
    function.__doc__ = made.__doc__
    return version_of(function, {**others, holder: made}, ignored)
