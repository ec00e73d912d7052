"""One function of a program, compiled: the predictions of a whole grid, or a step of the reader's own training loop.

Each form of the arguments (their shapes, and what is not an array) is compiled once, done both ways on its first call,
and compared to the bit. NumPy does it where that differs, where it cannot be compiled, and where there is little to do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from glassnet.compiler.capturing import Captured, Path, capture, is_number, leaves
from glassnet.compiler.checking import same_results
from glassnet.compiler.machine import Machine
from glassnet.compiler.numbers import Number
from glassnet.compiler.plans import Given, Memory, Plan
from glassnet.compiler.tracing import Traced, TracingError

MOST_FORMS = 16
LEAST_WORK = 100_000  # operations on numbers: below that, NumPy's calls cost no more than the way here


class CompiledCall:
    """Calls ``function``, one of the program that has these ``names``. ``reason`` says why NumPy does it, of the form
    that came last; it is empty where compiled code does. Calls with less than ``least`` work stay with NumPy."""

    def __init__(
        self, function: Callable[..., Any], names: dict[str, Any], machine: Machine, least: int = LEAST_WORK
    ) -> None:
        self.function, self.names, self.machine, self.least = function, names, machine, least
        self.forms: dict[Any, Compiled | str] = {}
        self.reason = ""

    def __call__(self, *args: Any) -> Any:
        """What the function gives; arguments that it changes are changed."""
        found = list(leaves(args, ()))
        if any(isinstance(value, (Traced, Number)) for _, value in found):
            return self.function(*args)  # it is being traced itself
        key = tuple((path, form_of(value)) for path, value in found)
        form = self.forms.get(key)
        if form is None:
            return self.first(key, args)
        self.reason = form if isinstance(form, str) else ""
        return self.function(*args) if isinstance(form, str) else form.call(args)

    def first(self, key: Any, args: tuple[Any, ...]) -> Any:
        """The first call of a form: both ways."""
        if len(self.forms) >= MOST_FORMS:
            return self.function(*args)
        ours = copied(args)
        form: Compiled | str
        try:
            form = Compiled(self.captured(args), self.machine)
            result = form.call(ours)
        except TracingError as error:
            self.reason = self.forms[key] = str(error)
            return self.function(*args)
        theirs = self.function(*args)
        if not same_results((theirs, args), (result, ours)):
            form = "compiled code gives another result than NumPy"
        elif form.memory.plan.cost < self.least:
            form = "there is little to compute"
        self.reason = form if isinstance(form, str) else ""
        self.forms[key] = form
        return theirs

    def captured(self, args: tuple[Any, ...]) -> Captured:
        """The traced call. Floats may be others in another call."""
        arguments = {str(n): one for n, one in enumerate(args)}
        symbols = {path: False for path, value in leaves(arguments, ()) if is_plain_float(value)}
        captured = capture(lambda **given: self.function(*given.values()), arguments, self.names, symbols, state="")
        if captured.draws:
            raise TracingError("a random number")
        return captured


def form_of(value: Any) -> Any:
    """All that tracing may depend on of a value: of arrays and floats not their numbers."""
    if isinstance(value, np.ndarray) and value.ndim:
        return value.shape, value.dtype.str, value.flags.c_contiguous, value.flags.f_contiguous
    if is_plain_float(value):
        return type(value)
    return (type(value), value) if is_number(value) or isinstance(value, (str, bool, type(None))) else id(value)


def is_plain_float(value: Any) -> bool:
    """Whether a value is a number that is no count, such as a learning rate."""
    return isinstance(value, (float, np.floating)) or (isinstance(value, np.ndarray) and not value.ndim)


def copied(value: Any) -> Any:
    """A value with containers and arrays of its own."""
    if type(value) is dict:
        return {key: copied(one) for key, one in value.items()}
    if type(value) in (list, tuple):
        return type(value)(map(copied, value))
    return value.copy(order="K") if isinstance(value, np.ndarray) else value


class Compiled:
    """One form of a call."""

    def __init__(self, captured: Captured, machine: Machine) -> None:
        self.captured = captured
        self.after = self.changes()
        self.results: list[Traced] = []
        self.numbers: dict[int, None] = {}
        self.built = self.template(captured.result)
        self.rebound = [(path, self.template(value)) for path, value in self.after]
        graph = captured.tracer.graph
        captured.outputs = [graph.in_memory(one.node()) for one in self.results]
        for path, traced in captured.arrays.items():
            if traced.memory is not captured.befores[path]:
                captured.carried[path] = graph.in_memory(traced.memory)
        captured.next_numbers = {("result", slot): slot for slot in self.numbers}
        self.memory = Memory(Plan(captured, machine))
        self.memory.ready(1)

    def changes(self) -> list[tuple[Path, Any]]:
        """Entries of the arguments that are other objects than before."""
        originals = dict(leaves(self.captured.given, ()))
        return [
            (path, value) for path, value in leaves(self.captured.given_now, ()) if originals.get(path) is not value
        ]

    def template(self, value: Any) -> Callable[[tuple[Any, ...], Any], Any]:
        """How to build a part of the result from the arguments and the recorded numbers."""
        captured = self.captured
        if id(value) in captured.containers:
            path = captured.containers[id(value)]
            return lambda args, record: at(args, path)
        if type(value) is dict:
            parts = {key: self.template(one) for key, one in value.items()}
            return lambda args, record: {key: part(args, record) for key, part in parts.items()}
        if type(value) in (list, tuple):
            items = [self.template(one) for one in value]
            return lambda args, record: type(value)(part(args, record) for part in items)
        if isinstance(value, Traced):
            return self.array(value)
        if isinstance(value, Number):
            self.numbers[value.slot] = None
            return lambda args, record: record[1][value.slot]
        return lambda args, record: value

    def array(self, value: Traced) -> Callable[[tuple[Any, ...], Any], Any]:
        """An array of the result: one of the arguments, or a new one."""
        for path, traced in self.captured.arrays.items():
            if traced is value:
                return lambda args, record: at(args, path)
        start, shape, dtype = sum(one.size for one in self.results), value.shape, value.dtype
        self.results.append(value)
        end = start + value.size
        if not shape:
            return lambda args, record: dtype.type(record[0][start])
        return lambda args, record: record[0][start:end].reshape(shape).astype(dtype)

    def call(self, args: tuple[Any, ...]) -> Any:
        """The function's result, by compiled code."""
        memory, captured = self.memory, self.captured
        for path in captured.arrays:
            view = memory.views.get(path)
            if view is not None:
                view[...] = at(args, path)
        given = Given(memory.plan, memory, {path: at(args, path) for path in captured.numbers}, ())
        if not given.holds():
            raise TracingError("a branch that goes two ways at once")
        recorded = memory.call(1)[0], given.slots
        for path in captured.carried:
            at(args, path)[...] = memory.views[path]
        result = self.built(args, recorded)
        for path, part in self.rebound:
            at(args, path[:-1])[path[-1]] = part(args, recorded)
        return result


def at(args: Any, path: Path) -> Any:
    """What is at a path in the arguments, of which the first key is the place."""
    found = args[int(path[0])]
    for key in path[1:]:
        found = found[key]
    return found
