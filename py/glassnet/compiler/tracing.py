"""Arrays that record what is done to them, by NumPy's own protocols (NEP 13 and NEP 18, as JAX traces a function).

A function that is called with ``Traced`` arrays leaves a graph behind. What cannot be part of the graph raises
``TracingError``: a branch on the numbers, a print, a function that is not known here. NumPy then runs the same code.

An operation in place gives an array a new node, so everybody who holds the array sees it. A view asks its base each
time, and hands what is written into it on to its base.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from glassnet.compiler.graph import Graph, Node, Shape, line_of_program
from glassnet.compiler.numbers import Number, Numbers

UFUNCS: dict[str, Callable[..., Any]] = {}  # by the ufunc's name; functions.py fills these three
REDUCTIONS: dict[str, Callable[..., Any]] = {}
FUNCTIONS: dict[Callable[..., Any], Callable[..., Any]] = {}
KINDS = {"f": np.dtype(np.float64), "i": np.dtype(np.int_), "b": np.dtype(np.bool_)}


class TracingError(TypeError):
    """What cannot be compiled: the ``operation`` in words, and the ``part`` of the program and the ``line`` in it."""

    def __init__(self, operation: str, part: str | None = None, line: int | None = None) -> None:
        where = f" (line {line} of {part})" if part else ""
        super().__init__(f"{operation}{where} cannot be compiled")
        self.operation, self.part, self.line = operation, part, line


class Tracer:
    """One tracing: its graph, its plain numbers, and the first thing that it refused."""

    def __init__(self) -> None:
        self.graph = Graph()
        self.numbers = Numbers(self.refuse)
        self.refused: TracingError | None = None

    def refuse(self, operation: str) -> Any:
        """Raise ``TracingError``, and remember it, because the program's own code may catch it."""
        error = TracingError(operation, *(line_of_program() or ()))
        self.refused = self.refused or error
        raise error

    def input(self, name: Any, shape: tuple[int, ...], kind: str = "f") -> Traced:
        """An array that is given, by its name."""
        return self.traced(self.graph.node("input", (), rows_columns(shape), name), shape, kind)

    def traced(self, node: Node, shape: tuple[int, ...], kind: str = "f", flip: bool = False) -> Traced:
        """A new array with a node's numbers; ``flip`` where they lie column after column."""
        if not flip:
            return Traced(self, shape, kind, node)
        return Traced(self, shape, kind, None, Traced(self, shape[::-1], kind, node), flip=True)

    def array(self, value: Any) -> Traced:
        """Any value as a traced array: constants become part of the graph."""
        if isinstance(value, Traced):
            return value
        if isinstance(value, Number):
            return self.traced(self.graph.node("input", extra=("number", value.slot)), (), kind_of(value))
        values = np.asarray(value)
        if values.dtype.kind not in "fiub" or values.ndim > 2:
            self.refuse(f"an array of {values.dtype} with {values.ndim} axes")
        kind = kind_of(values)
        if values.ndim == 0:
            return self.traced(self.graph.number(float(values)), (), kind)
        flip = min(values.shape) > 1 and values.flags.f_contiguous and not values.flags.c_contiguous
        return self.traced(self.graph.array(values.T if flip else values), values.shape, kind, flip)


def kind_of(value: Any) -> str:
    """``"f"`` for floats, ``"i"`` for whole numbers, ``"b"`` for booleans."""
    if isinstance(value, Traced):
        return value.kind
    kind = np.asarray(value.value if isinstance(value, Number) else value).dtype.kind
    return "i" if kind == "u" else kind


def rows_columns(shape: tuple[int, ...]) -> Shape:
    """A shape with two axes."""
    rows, columns = (1,) * (2 - len(shape)) + tuple(shape)
    return int(rows), int(columns)


def is_basic(index: Any) -> bool:
    """Whether an index gives a view: numbers, slices, new axes."""
    parts = index if isinstance(index, tuple) else (index,)
    return all(part is None or part is ... or isinstance(part, (int, np.integer, slice)) for part in parts)


class Traced(NDArrayOperatorsMixin):
    """Stands for an array of at most two axes.

    Its own ``_node``, or a view of ``base``: with ``flip`` the transposed one, with ``positions`` a choice of its
    numbers, else the same numbers in another shape. ``kind`` is that of ``kind_of``.
    """

    __slots__ = ("_node", "base", "flip", "kind", "positions", "shape", "tracer")

    def __init__(
        self,
        tracer: Tracer,
        shape: tuple[int, ...],
        kind: str,
        node: Node | None,
        base: Traced | None = None,
        positions: np.ndarray | None = None,
        flip: bool = False,
    ) -> None:
        self.tracer, self.shape, self.kind = tracer, tuple(map(int, shape)), kind
        self._node, self.base, self.positions, self.flip = node, base, positions, flip

    @property
    def memory(self) -> Node:
        """The node whose numbers lie as this array's do."""
        if self.base is None:
            assert self._node is not None
            return self._node
        if self.flip:
            return self.base.memory
        graph, below = self.tracer.graph, self.base.memory
        if self.positions is None:
            return graph.reshape(below, rows_columns(self.shape))
        return taken(graph, below, self.positions, rows_columns(self.shape))

    def node(self, flip: bool = False) -> Node:
        """Its numbers row after row; with ``flip`` column after column."""
        if self.flip == flip:
            return self.memory
        return self.tracer.graph.transpose(self.memory)

    def write(self, node: Node) -> None:
        """Give it new numbers; the node's lie as its own do."""
        if self.base is None:
            self._node = node
        elif self.flip:
            self.base.write(node)
        elif self.positions is None:
            self.base.write(self.tracer.graph.reshape(node, self.base.memory.shape))
        else:
            self.base.write(replaced(self.tracer.graph, self.base.memory, self.positions, node))

    def view(self, shape: tuple[int, ...], positions: np.ndarray | None = None) -> Traced:
        """A view of the numbers as they lie."""
        return Traced(self.tracer, shape, self.kind, None, self, positions)

    @property
    def contiguous(self) -> bool:
        """Whether its numbers lie side by side."""
        if self.positions is not None:
            flat = self.positions.ravel()
            return bool((np.diff(flat) == 1).all())
        return self.base is None or self.base.contiguous

    # -- what an array tells of itself

    ndim = property(lambda self: len(self.shape))
    dtype = property(lambda self: KINDS[self.kind])

    @property
    def size(self) -> int:
        """How many numbers it has."""
        return int(np.prod(self.shape))

    def __len__(self) -> int:
        if not self.shape:
            raise TypeError("len() of unsized object")
        return self.shape[0]

    @property
    def T(self) -> Traced:
        """A view with rows for columns."""
        if self.ndim < 2:
            return self
        if min(self.shape) == 1:
            return self.view(self.shape[::-1])
        if self.flip:
            assert self.base is not None
            return self.base.view(self.base.shape)
        return Traced(self.tracer, self.shape[::-1], self.kind, None, self, flip=True)

    mT = T

    def copy(self, order: str = "C") -> Traced:
        """A new array with the same numbers."""
        return self.tracer.traced(self.node(), self.shape, self.kind)

    def astype(self, dtype: Any, **_: Any) -> Traced:
        """A copy with numbers of another type."""
        kind = np.dtype(dtype).kind
        whole = np.dtype(dtype) in (np.int32, np.int64)
        if not (whole or np.dtype(dtype) in KINDS.values()) or "bif".index(kind) < "bif".index(self.kind):
            self.tracer.refuse(f"astype({np.dtype(dtype)})")
        return self.tracer.traced(self.memory, self.shape, kind, self.flip)

    def reshape(self, *shape: Any, order: str = "C") -> Traced:
        """The same numbers in another shape: a view where they lie side by side."""
        asked = shape[0] if len(shape) == 1 else shape
        new = np.broadcast_to(np.int8(0), self.shape).reshape(asked).shape
        if len(new) > 2 or order != "C":
            self.tracer.refuse(f"reshape to {len(new)} axes, order {order}")
        return (self.copy() if self.flip or not self.contiguous else self).view(new)

    # -- indices

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, Traced):
            return gathered(self, index)
        source = self.base if self.flip and self.base is not None else self
        places = self.places(index)
        if places.ndim > 2:
            self.tracer.refuse(f"an index that gives {places.ndim} axes")
        flip = places.ndim == 2 and min(places.shape) > 1 and abs(places.strides[0]) < abs(places.strides[1])
        lying = places.T if flip else places
        if not is_basic(index) or not places.ndim:
            lying = np.ascontiguousarray(lying)
            node = taken(self.tracer.graph, source.memory, lying, rows_columns(lying.shape))
            return self.tracer.traced(node, places.shape, self.kind, flip and is_basic(index))
        view = source.view(lying.shape, lying)
        return view.T if flip else view

    def __setitem__(self, index: Any, value: Any) -> None:
        if isinstance(index, Traced):
            scattered(self, index, value)
            return
        places = self.places(index)
        new = self.tracer.array(value)
        source = self.base if self.flip and self.base is not None else self
        node = spread(new, places.shape if places.ndim else (1,))
        source.write(replaced(self.tracer.graph, source.memory, places.reshape(node.shape), node))

    def places(self, index: Any) -> np.ndarray:
        """Where the numbers of an index lie in memory."""
        parts = index if isinstance(index, tuple) else (index,)
        if any(isinstance(part, (Traced, Number)) for part in parts):
            self.tracer.refuse("an index that depends on the numbers")
        lying = np.arange(self.size, dtype=np.int64)
        return np.asarray((lying.reshape(self.shape[::-1]).T if self.flip else lying.reshape(self.shape))[index])

    # -- NumPy's protocols

    def __pow__(self, power: Any) -> Any:
        return UFUNCS["operator **"](self, power)

    def __ipow__(self, power: Any) -> Any:
        return written(self, self**power)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, out: Any = None, **options: Any) -> Any:
        if method == "reduce" and ufunc.__name__ in REDUCTIONS:
            result = REDUCTIONS[ufunc.__name__](*inputs, **({"axis": 0} | options))
        elif method == "__call__" and ufunc.__name__ in UFUNCS and not options:
            result = UFUNCS[ufunc.__name__](*inputs)
        else:
            called = f"np.{ufunc.__name__}" + (f".{method}" if method != "__call__" else "")
            result = self.tracer.refuse(called + "".join(f" with {name}=" for name in options))
        return result if out is None else written(out[0], result)

    def __array_function__(self, function: Callable[..., Any], types: Any, args: Any, kwargs: Any) -> Any:
        handler = FUNCTIONS.get(function)
        if handler is None:
            self.tracer.refuse(name_of(function))
        try:
            return handler(*args, **kwargs)  # type: ignore[misc]
        except TypeError as error:
            if isinstance(error, TracingError):
                raise
            return self.tracer.refuse(f"{name_of(function)} with these arguments")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        function = getattr(np, name, None)
        if function in FUNCTIONS and hasattr(np.ndarray, name):
            return lambda *args, **kwargs: FUNCTIONS[function](self, *args, **kwargs)
        return self.tracer.refuse(f"an array’s {name}")

    def _refused(self, *_: Any, **__: Any) -> Any:
        return self.tracer.refuse("a branch, a loop, an index, a text or a plain number that depends on the numbers")

    __bool__ = __float__ = __int__ = __index__ = __iter__ = __array__ = __str__ = __format__ = __contains__ = _refused
    __round__ = __complex__ = item = tolist = _refused
    __hash__ = None  # type: ignore[assignment]


def written(target: Any, result: Traced) -> Any:
    """``target`` after an operation in place."""
    if not isinstance(target, Traced):
        return result.tracer.refuse("a result that is written into an array from outside")
    if not target.shape:
        return result  # NumPy's single numbers do not change: the name gets a new one
    if "bif".index(target.kind) < "bif".index(result.kind):
        return target.tracer.refuse("floats written into an array of whole numbers")
    if np.broadcast_shapes(target.shape, result.shape) != target.shape:
        raise ValueError(f"non-broadcastable output operand with shape {target.shape}")
    if target.shape != result.shape:
        result = target.tracer.traced(spread(result, target.shape), target.shape, result.kind)
    target.write(result.node(target.flip))
    return target


def spread(value: Traced, shape: tuple[int, ...]) -> Node:
    """The value in a larger shape, row after row."""
    if np.broadcast_shapes(value.shape, shape) != shape and value.size != np.prod(shape):
        raise ValueError(f"could not broadcast input array from shape {value.shape} into shape {shape}")
    whole, graph = rows_columns(shape), value.tracer.graph
    if value.size == whole[0] * whole[1]:
        return graph.reshape(value.node(), whole)
    return graph.node("copy", (value.node(),), whole)


def taken(graph: Graph, source: Node, places: np.ndarray, shape: Shape) -> Node:
    """The numbers at some places of a node."""
    flat = np.ascontiguousarray(places, dtype=np.int64).ravel()
    if len(flat) == source.size and (flat == np.arange(len(flat))).all():
        return graph.reshape(source, shape)
    return graph.node("take", (source,), shape, flat.tobytes())


def replaced(graph: Graph, source: Node, places: np.ndarray, new: Node) -> Node:
    """A node with new numbers at some places; of several for one place the last counts."""
    flat = np.ascontiguousarray(places, dtype=np.int64).ravel()
    if len(flat) == source.size and (flat == np.arange(len(flat))).all():
        return graph.reshape(new, source.shape)
    return graph.node("replace", (source, new), source.shape, flat.tobytes())


def gathered(source: Traced, index: Traced) -> Traced:
    """Rows by an array of their numbers."""
    tracer = source.tracer
    if index.kind != "i" or index.ndim != 1 or not source.ndim:
        return tracer.refuse("a choice of rows by other than an array of their numbers")
    rows = source.node() if source.ndim == 2 else tracer.graph.reshape(source.node(), (source.size, 1))
    node = tracer.graph.node("gather", (rows, index.memory), (len(index), rows.shape[1]))
    shape = (len(index), *source.shape[1:])
    return tracer.traced(tracer.graph.reshape(node, rows_columns(shape)), shape, source.kind)


def scattered(target: Traced, index: Traced, value: Any) -> None:
    """Write rows by an array of their numbers, or one number where a mask says so."""
    tracer, new = target.tracer, target.tracer.array(value)
    if index.kind == "b" and not new.shape and index.shape == target.shape:
        target.write(
            tracer.graph.node("where", (index.node(target.flip), new.node(), target.memory), target.memory.shape)
        )
        return
    if index.kind != "i" or index.ndim != 1 or target.ndim != 2 or target.flip:
        tracer.refuse("a choice of rows by other than an array of their numbers")
    rows = spread(new, (len(index), target.shape[1]))
    target.write(tracer.graph.node("scatter", (target.memory, index.memory, rows), target.memory.shape))


def name_of(function: Any) -> str:
    """A function of NumPy's as a program writes it, such as ``np.linalg.norm``."""
    return f"{function.__module__.replace('numpy', 'np', 1)}.{function.__name__}"
