"""Traces a call: its arguments become inputs, and what it changes and returns becomes work for the compiler.

Arguments may be dicts, lists and tuples of arrays and numbers, as a network and an optimizer's state are. A place in
them has a path, such as ``("state", "W1", "steps")``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np

import glassnet.compiler.functions  # noqa: F401 - fills the tables of tracing
from glassnet.compiler.graph import Node, TooLarge, signature
from glassnet.compiler.layout import Work
from glassnet.compiler.numbers import Number
from glassnet.compiler.tracing import Traced, Tracer, TracingError
from glassnet.compiler.world import Draw, traced_world

Path = tuple[Any, ...]


class TooManyOperations(TracingError):
    """The call is more operations than are worth compiling."""


class Captured:
    """A traced call: its graph, its inputs by path, and what it carries on.

    ``given`` are the traced arguments, ``given_now`` the same after the call, and ``containers`` their paths by id.
    ``arrays`` are the input arrays; ``numbers`` the paths of plain numbers by their symbol, of which some may share
    one; ``anew`` the paths of arrays that are given anew each time; ``carried`` the new node of each array that
    changes, ``next_numbers`` the slot of each number that does.
    """

    def __init__(self) -> None:
        self.tracer = Tracer()
        self.arrays: dict[Path, Traced] = {}
        self.befores: dict[Path, Node] = {}
        self.numbers: dict[Path, list[Path]] = {}
        self.carried: dict[Path, Node] = {}
        self.next_numbers: dict[Path, int] = {}
        self.outputs: list[Node] = []
        self.result: Any = None
        self.draws: list[Draw] = []
        self.containers: dict[int, Path] = {}
        self.given: dict[str, Any] = {}
        self.given_now: dict[str, Any] = {}
        self.anew: set[Path] = set()

    @property
    def work(self) -> Work:
        """The same for the emitter."""
        first = Work([(self.befores[path], node) for path, node in self.carried.items()], self.outputs)
        inputs = [node for node in first.order if node.op == "input" and self.varies(node)]
        return first._replace(epoch_inputs=sorted(inputs, key=lambda node: node.extra))

    def varies(self, node: Node) -> bool:
        """Whether an input is another one in each epoch."""
        kind, which = node.extra
        if kind == "array":
            return which in self.anew
        return kind == "draw" or (kind == "number" and self.tracer.numbers.varies[which])


def capture(
    function: Callable[..., Any],
    arguments: Mapping[str, Any],
    names: dict[str, Any],
    symbols: Mapping[Path, bool],
    state: str = "state",
) -> Captured:
    """Trace ``function(**arguments)``. ``names`` is the namespace of the program.

    ``symbols`` are the paths of numbers that may be others in another call, and whether they are so in each epoch; the
    numbers below ``state`` are among them. All other plain values are part of what is compiled. Raises
    ``TracingError`` for anything that cannot be compiled, and for any other exception of the function's.
    """
    captured = Captured()
    giver = Giver(captured, symbols, state)
    given = captured.given_now = {name: giver.given(value, (name,)) for name, value in arguments.items()}
    captured.given = copied(given)
    refuse_overlaps(captured.tracer, giver.seen)
    with traced_world(names, captured.tracer) as numpy:
        try:
            captured.result = function(**given)
        except TracingError:
            raise
        except TooLarge as error:
            raise TooManyOperations(str(error)) from error
        except Exception as error:
            raise captured.tracer.refused or TracingError(f"what raises {error!r} with traced arrays") from error
    captured.draws = numpy.random.draws
    return captured


class Giver:
    """Makes the arguments of a traced call."""

    def __init__(self, captured: Captured, symbols: Mapping[Path, bool], state: str) -> None:
        self.captured, self.symbols, self.state = captured, symbols, state
        self.seen: dict[int, tuple[np.ndarray, Traced]] = {}
        self.shared: dict[Any, tuple[Path, Number]] = {}

    def given(self, value: Any, path: Path) -> Any:
        """A value with arrays and symbols in the places of its arrays and numbers."""
        if type(value) is dict or type(value) in (list, tuple):
            made = (
                {key: self.given(one, (*path, key)) for key, one in value.items()}
                if type(value) is dict
                else type(value)(self.given(one, (*path, n)) for n, one in enumerate(value))
            )
            if value:
                self.captured.containers[id(made)] = path
            return made
        if isinstance(value, np.ndarray) and value.ndim:
            return self.array(value, path)
        if path in self.symbols or (path[0] == self.state and is_number(value)):
            return self.number(value, path)
        return value

    def array(self, value: np.ndarray, path: Path) -> Traced:
        """An input array; one array in two places is one input."""
        if id(value) in self.seen:
            return self.seen[id(value)][1]
        tracer = self.captured.tracer
        if value.dtype not in (np.float64, np.int64, np.int32, np.bool_) or value.ndim > 2:
            tracer.refuse(f"an array of {value.dtype} with {value.ndim} axes")
        flip = value.ndim == 2 and min(value.shape) > 1 and value.flags.f_contiguous
        shape = value.shape[::-1] if flip else value.shape
        traced = tracer.input(("array", path), shape, value.dtype.kind)
        self.captured.befores[path] = traced.memory
        self.captured.arrays[path] = traced.T if flip else traced
        self.seen[id(value)] = (value, self.captured.arrays[path])
        return self.captured.arrays[path]

    def number(self, value: Any, path: Path) -> Number:
        """A symbol. Equal counts of an optimizer, one for each parameter, share one."""
        key = (path[-1], type(value), repr(value)) if path[0] == self.state else path
        if key not in self.shared:
            varies = self.symbols.get(path, True)
            self.shared[key] = (path, self.captured.tracer.numbers.input(path, value, varies))
        first, number = self.shared[key]
        self.captured.numbers.setdefault(first, []).append(path)
        return number


def copied(value: Any) -> Any:
    """A value with containers of its own."""
    if type(value) is dict:
        return {key: copied(one) for key, one in value.items()}
    return type(value)(map(copied, value)) if type(value) in (list, tuple) else value


def is_number(value: Any) -> bool:
    """Whether a value is one plain number."""
    return isinstance(value, (int, float, np.number)) and not isinstance(value, bool)


def refuse_overlaps(tracer: Tracer, arrays: Mapping[int, tuple[np.ndarray, Traced]]) -> None:
    """Refuse arrays that share memory: writing into one would change another."""
    bounds = sorted(np.lib.array_utils.byte_bounds(array) for array, _ in arrays.values())
    if any(end > start for (_, end), (start, _) in pairwise(bounds)):
        tracer.refuse("arrays that share memory")


def leaves(value: Any, path: Path) -> list[tuple[Path, Any]]:
    """All that is no container, with its path."""
    kind = type(value)
    if kind is dict:
        return [leaf for key, one in value.items() for leaf in leaves(one, (*path, key))]
    if kind is list or kind is tuple:
        return [leaf for n, one in enumerate(value) for leaf in leaves(one, (*path, n))]
    return [(path, value)]


def carry(captured: Captured, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Find what a call changes: ``before`` are the arguments as they were, ``after`` the same variables afterwards."""
    tracer, numbers = captured.tracer, captured.tracer.numbers
    symbol_of = {path: first for first, paths in captured.numbers.items() for path in paths}
    then = dict(found for name in before for found in leaves(after.get(name), (name,)))
    was = dict(found for name, value in before.items() for found in leaves(value, (name,)))
    if then.keys() != was.keys():
        odd = next(iter(then.keys() ^ was.keys()))
        tracer.refuse(f"{named(odd)}, which comes or goes,")
    following: dict[Path, int] = {}
    for path, value in was.items():
        new = then[path]
        if isinstance(value, np.ndarray) and value.ndim:
            carry_array(captured, path, value, new)
        elif path in symbol_of:
            if not isinstance(new, Number) and not is_number(new):
                tracer.refuse(f"{named(path)}, a number that becomes {type(new).__name__},")
            slot = new.slot if isinstance(new, Number) else numbers.constant(new)
            if following.setdefault(symbol_of[path], slot) != slot:
                tracer.refuse(f"{named(path)}, which no longer counts as the others do,")
        elif not (new is value or (type(new) is type(value) and is_number(value) and new == value)):
            tracer.refuse(f"{named(path)}, which changes,")
    for path, slot in following.items():
        if numbers.slots[slot] != ("input", path):
            captured.next_numbers[path] = slot


def carry_array(captured: Captured, path: Path, value: np.ndarray, new: Any) -> None:
    """The new node of one array, if it has one."""
    given = next((one for one in captured.arrays if one == path), None)
    if not isinstance(new, Traced) or new.shape != value.shape or new.kind != value.dtype.kind:
        captured.tracer.refuse(f"{named(path)}, which changes its form,")
    if given is None:
        captured.tracer.refuse(f"{named(path)}, which is the same array as another,")
    node = new.node(captured.arrays[path].flip)
    if node is not captured.befores[path]:
        captured.carried[path] = captured.tracer.graph.in_memory(node)


def same_work(one: Captured, other: Captured) -> bool:
    """Whether two tracings gave the same graph, with the same numbers in it."""
    numbers = one.tracer.numbers, other.tracer.numbers
    return (
        signature(one.work.order) == signature(other.work.order)
        and numbers[0].slots == numbers[1].slots
        and numbers[0].guards == numbers[1].guards
        and one.draws == other.draws
        and list(one.carried) == list(other.carried)
        and one.next_numbers == other.next_numbers
    )


def named(path: Path) -> str:
    """A path as in Python."""
    return str(path[0]) + "".join(f"[{key!r}]" for key in path[1:])
