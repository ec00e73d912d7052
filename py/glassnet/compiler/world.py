"""What a traced function meets besides its arguments: NumPy's constructors, random numbers, output, and global state.

While a function is traced, constructors give traced arrays, and each draw of random numbers is an input of the epoch.
Output, other random numbers, and any change to the program's global state are refused, and undone.
"""

from __future__ import annotations

import random
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any, NamedTuple

import numpy as np

from glassnet.compiler.tracing import Traced, Tracer
from glassnet.random_numbers import mark

CONSTRUCTORS = ("zeros", "ones", "empty", "full")
CONVERSIONS = ("array", "asarray", "ascontiguousarray")
MOST_OBJECTS = 5000  # of a program's global state


class Draw(NamedTuple):
    """A draw of each epoch: the function of ``np.random``, its arguments, and the shape of what it gives."""

    function: str
    arguments: tuple[int, ...]
    shape: tuple[int, ...]


class TracedRandom:
    """``np.random`` in a tracing: what it draws is an input of each epoch. Only functions that the programs use."""

    def __init__(self, tracer: Tracer) -> None:
        self.tracer = tracer
        self.draws: list[Draw] = []

    def _drawn(self, function: str, arguments: tuple[Any, ...], shape: tuple[Any, ...], kind: str) -> Traced:
        if not all(isinstance(size, (int, np.integer)) for size in shape):
            return self.tracer.refuse(f"np.random.{function} with these arguments")
        sizes = tuple(map(int, shape))
        self.draws.append(Draw(function, tuple(map(int, arguments)), sizes))
        return self.tracer.input(("draw", len(self.draws) - 1), sizes, kind)

    def rand(self, *shape: Any) -> Any:
        """Uniform numbers."""
        return self._drawn("rand", shape, shape, "f")

    def randn(self, *shape: Any) -> Any:
        """Normal numbers."""
        return self._drawn("randn", shape, shape, "f")

    def permutation(self, rows: Any) -> Any:
        """The numbers of rows in a new order."""
        return self._drawn("permutation", (rows,), (rows,), "i")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.tracer.refuse(f"np.random.{name}")


class TracedNumpy:
    """The module ``numpy`` in a tracing."""

    def __init__(self, tracer: Tracer) -> None:
        self.random = TracedRandom(tracer)
        for name in CONSTRUCTORS:
            setattr(self, name, _constructor(tracer, getattr(np, name)))
        for name in CONVERSIONS:
            setattr(self, name, _conversion(tracer, getattr(np, name)))

    def __getattr__(self, name: str) -> Any:
        return getattr(np, name)


def _constructor(tracer: Tracer, make: Callable[..., np.ndarray]) -> Callable[..., Any]:
    """A function that makes an array which the program may write into."""

    def made(*args: Any, **kwargs: Any) -> Any:
        array = make(*args, **kwargs)
        if make is np.empty:
            array.fill(0)
        return tracer.array(array) if array.ndim else array

    return made


def _conversion(tracer: Tracer, make: Callable[..., np.ndarray]) -> Callable[..., Any]:
    """A function that takes arrays, too."""

    def made(value: Any, *args: Any, **kwargs: Any) -> Any:
        if not isinstance(value, Traced):
            return make(value, *args, **kwargs)
        dtype = kwargs.pop("dtype", args[0] if args else value.dtype)
        if kwargs or len(args) > 1:
            return tracer.refuse(f"np.{make.__name__} with these arguments")
        return value if make is not np.array and np.dtype(dtype) == value.dtype else value.astype(dtype)

    return made


class Silent:
    """Standard output in a tracing: what is printed hangs on the epoch, so NumPy must run it."""

    def __init__(self, tracer: Tracer) -> None:
        self.tracer = tracer

    def write(self, text: str) -> int:
        """Refuse it."""
        return int(self.tracer.refuse("a print"))

    def flush(self) -> None:
        """Nothing to do."""


class GlobalState:
    """The program's global names, and all that can be reached from them and may change: to be compared and undone."""

    def __init__(self, names: dict[str, Any]) -> None:
        self.saved: list[tuple[Any, Any]] = []
        self.iterators = False
        seen: set[int] = set()
        waiting: list[Any] = [names]
        while waiting and len(seen) < MOST_OBJECTS:
            one = waiting.pop()
            if id(one) in seen:
                continue
            seen.add(id(one))
            if isinstance(one, np.ndarray):
                self.saved.append((one, one.copy()))
            elif isinstance(one, (dict, list, set, bytearray)):
                copy = one.copy()
                self.saved.append((one, copy))
                waiting += list(copy.values()) if isinstance(copy, dict) else list(copy)
            elif isinstance(one, types.CellType):
                self.saved.append((one, [one.cell_contents] if cell_holds(one) else []))
                waiting += self.saved[-1][1]
            elif isinstance(one, tuple):
                waiting += one
            elif hasattr(type(one), "__next__"):
                self.iterators = True  # what it gave cannot be taken back
            else:
                waiting += parts_of(one)

    def changed(self) -> bool:
        """Whether anything is another object, or another number."""
        return any(not unchanged(one, copy) for one, copy in self.saved)

    def undo(self) -> None:
        """Put everything back."""
        for one, copy in self.saved:
            if isinstance(one, (dict, set)) and not unchanged(one, copy):
                one.clear()
                one.update(copy)
            elif isinstance(one, types.CellType) and copy:
                one.cell_contents = copy[0]
            elif not unchanged(one, copy):
                one[:] = copy


def parts_of(one: Any) -> list[Any]:
    """What an object holds: a function's defaults, closure and attributes, an instance's or a class's attributes."""
    if isinstance(one, types.FunctionType):
        return [one.__defaults__, one.__kwdefaults__, one.__dict__, *(one.__closure__ or ())]
    own = type(one).__module__ == "program" or getattr(one, "__module__", None) == "program"
    if not own or isinstance(one, types.ModuleType):
        return []
    return list(vars(one).values()) if isinstance(one, type) else [getattr(one, "__dict__", None), type(one)]


def cell_holds(cell: types.CellType) -> bool:
    """Whether a closure's variable has a value yet."""
    try:
        cell.cell_contents  # noqa: B018
    except ValueError:
        return False
    return True


def unchanged(now: Any, before: Any) -> bool:
    """Whether a container holds the same objects as before, or equal numbers."""
    if isinstance(now, np.ndarray):
        return bool(now.shape == before.shape and now.tobytes() == before.tobytes())
    if isinstance(now, (set, bytearray)):
        return bool(now == before)
    if isinstance(now, types.CellType):
        now = [now.cell_contents] if cell_holds(now) else []
    if len(now) != len(before):
        return False
    if isinstance(now, dict):
        return now.keys() == before.keys() and all(same(now[key], before[key]) for key in now)
    return all(map(same, now, before))


def same(one: Any, other: Any) -> bool:
    """Whether two values are one object, or one plain number."""
    return one is other or (type(one) is type(other) and isinstance(one, (int, float, str)) and one == other)


@contextmanager
def traced_world(names: dict[str, Any], tracer: Tracer) -> Iterator[TracedNumpy]:
    """The namespace of a program as it is while it is traced. At the end all is as it was, or ``TracingError``."""
    numpy = TracedNumpy(tracer)
    state = GlobalState(names)
    if state.iterators:
        tracer.refuse("an iterator among the global variables")
    drawn, theirs = np.random.get_state(), random.getstate()
    modules = {name: value for name, value in names.items() if value is np}
    names.update(dict.fromkeys(modules, numpy))
    try:
        with redirect_stdout(Silent(tracer)):
            yield numpy
    finally:
        names.update({name: np for name in modules if names.get(name) is numpy})
        also_drawn = random.getstate() != theirs or not same_random_state(np.random.get_state(), drawn)
        np.random.set_state(drawn)
        random.setstate(theirs)
        also_changed = state.changed()
        state.undo()
    if tracer.refused is not None:
        raise tracer.refused
    if also_drawn:
        tracer.refuse("a random number that is drawn in another way than by np.random’s own functions")
    if also_changed:
        tracer.refuse("a change to a global variable, a list that grows, or a count")


class Repeated:
    """Epochs that are done twice: each time they must draw the same random numbers. ``draws`` says whether they draw.

    In a browser a state takes a tenth of a millisecond, so without draws only their number is compared.
    """

    def __init__(self, draws: bool) -> None:
        self.before: Any = np.random.get_state() if draws else None
        self.after: Any = None
        self.mark = mark()

    def rewind(self) -> None:
        """The second time begins."""
        if self.before is not None:
            self.after = np.random.get_state()
            np.random.set_state(self.before)

    def same(self) -> bool:
        """Whether both times have drawn the same."""
        if self.before is None:
            return bool(mark() == self.mark)
        return same_random_state(self.after, np.random.get_state())


def same_random_state(one: Any, other: Any) -> bool:
    """Whether two generators would draw the same numbers."""
    return bool(one[1].tobytes() == other[1].tobytes() and one[2:] == other[2:])
