"""One epoch, line by line: the real functions run under ``sys.settrace``, and what each line did is written down.

Nothing is computed here a second time. The arrays are copies of the functions' own, taken when a line has run;
``explained.py`` says of what a line made them.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any

import numpy as np

from glassnet.checks import Network
from glassnet.glass.explaining import LINES, TERMS, UPDATE, Explanation, Moment, kept_by, layers_at, step
from glassnet.network import backward_propagation, compute_loss, forward_propagation, output_delta
from glassnet.timeline import laid_out
from glassnet.training import Record, update_parameters

# So many numbers are copied at most, however large data and network are.
MOST_NUMBERS = 60_000

# What the functions call the arrays that they are given.
GIVEN = {"X": "X", "y": "y", "y_true": "y", "y_pred": "y_pred"}

FOLLOWED = (forward_propagation, compute_loss, backward_propagation, output_delta, update_parameters)
NAMES = {function.__name__ for function in FOLLOWED}

# Read once, when the package is imported: in a browser the files themselves arrive later than the functions.
SOURCES: dict[CodeType, str] = {function.__code__: inspect.getsource(function) for function in FOLLOWED}

Line = dict[str, Any]


def follow_epoch(
    records: Iterator[Record],
    network: Network,
    X: np.ndarray,
    y: np.ndarray,
    batch: int = 0,
    optimizer: str = "gradient_descent",
) -> dict[str, Any]:
    """Run the next epoch of ``training_epochs`` and tell of every line that it went through.

    X has shape (rows, inputs), y (rows, outputs); ``network`` is trained by it. The answer holds the arrays that were
    ``given``, the ``lines`` in the order in which they ended, and the ``sources`` of their functions. A line tells its
    ``function`` and its ``line`` in the function's source (0 is the call), the ``layer`` it is at, what the function's
    own names stand for ``here``, and the arrays that it ``made``, each with its ``name``, its ``values`` and an
    ``explanation`` or None.

    The loss, which the step itself does not need, is measured behind the forward propagation; with several batches,
    at the end. Raises ``ValueError`` where there is too much to follow, and what ``training_epochs`` raises.
    """
    check_size(network, X, y, batch, optimizer)
    given = {"X": X.copy(), "y": y.copy(), **{name: array.copy() for name, array in network.items()}}
    book = Book(given, network)
    with book.open():
        record = next(records)
    lines, book.lines = book.lines, []
    with book.open():
        _ = record.loss
    calls = [
        place for place, line in enumerate(lines) if (line["function"], line["line"]) == ("backward_propagation", 0)
    ]
    place = calls[0] if len(calls) == 1 else len(lines)
    return {"given": given, "lines": lines[:place] + book.lines + lines[place:], "sources": book.sources}


def check_size(
    network: Network, X: np.ndarray, y: np.ndarray, batch: int = 0, optimizer: str = "gradient_descent"
) -> None:
    """Refuse what would take long to follow, and longer to read."""
    rows = len(X)
    neurons = sum(array.shape[-1] for name, array in network.items() if name[0] == "b")
    parameters = sum(array.size for array in network.values())
    batches = -(-rows // batch) if batch else 1
    each_step = 3 + len(kept_by(optimizer)) + len(TERMS.get(optimizer, {}))
    numbers = rows * (X.shape[1] + y.shape[1] + 6 * neurons) + each_step * parameters * batches
    if numbers > MOST_NUMBERS:
        raise ValueError(
            f"an epoch of {rows:,} rows and {parameters:,} parameters makes some {numbers:,} numbers; expected at most "
            f"{MOST_NUMBERS:,}, to be followed line by line"
        )


def source_of(code: CodeType) -> str:
    """The source that a function was made of; empty where nobody has kept it."""
    try:
        return SOURCES.get(code) or inspect.getsource(code)
    except (OSError, TypeError):
        return ""


class Book:
    """What is written down: the lines that have run, and all arrays by their names, as they are after the last line."""

    def __init__(self, given: Mapping[str, np.ndarray], network: Network) -> None:
        self.lines: list[Line] = []
        self.sources: dict[str, str] = {}
        self.values = dict(given)
        self.depth = len(network) // 2
        # Arrays that change in their places: the network's, and once there are any the gradients.
        self.network = network
        self.gradients: dict[str, np.ndarray] = {}
        self.unwritten: dict[str, np.ndarray] = {}  # what stood in the gradients before their time
        self.names: dict[int, str] = {}
        self.alive: list[np.ndarray] = []  # so that no other array gets the number of one that is gone

    @contextmanager
    def open(self) -> Iterator[None]:
        """Follow what runs within."""
        before = sys.gettrace()
        sys.settrace(self.enter)
        try:
            yield
        finally:
            sys.settrace(before)

    def enter(self, frame: FrameType, event: str, argument: Any) -> Callable[..., Any] | None:
        """A function is called; follow it if it is one of ours, or what a reader has put in its place."""
        code = frame.f_code
        source = source_of(code) if code.co_name in NAMES else ""
        if not source:
            return None
        self.sources[code.co_name] = source
        return Visit(self, frame, source).follow

    def know(self, name: str, array: np.ndarray) -> None:
        """Call an array by this name from now on."""
        self.names[id(array)] = name
        self.alive.append(array)

    def watch_gradients(self, arrays: dict[str, np.ndarray]) -> None:
        """Know what the gradients are written into, and what stood there before."""
        self.gradients = {name: array for name, array in arrays.items() if name[1:] in self.network}
        self.unwritten = {name: array.copy() for name, array in self.gradients.items()}

    def changed(self) -> dict[str, np.ndarray]:
        """Those of the arrays that change in their places which are no longer what was written down last."""
        found = {}
        for name, array in {**self.network, **self.gradients}.items():
            last = self.values.get(name, self.unwritten.get(name))
            if last is None or not same(last, array):
                found[name] = array
        return found

    def write(self, frame: FrameType, line: int, made: Mapping[str, Any], explained: Mapping[str, Explanation]) -> None:
        """A line has run, and made these arrays."""
        variables, entries = frame.f_locals, []
        for name, array in made.items():
            self.values[name] = np.array(array, ndmin=2)
            entries.append({"name": name, "values": self.values[name], "explanation": explained.get(name)})
        self.lines.append(
            {
                "function": frame.f_code.co_name,
                "line": line,
                "layer": layers_at(variables, self.depth)["l"],
                "here": {local: text for local in variables if (text := self.in_a_word(frame, local))},
                "made": entries,
            }
        )

    def in_a_word(self, frame: FrameType, local: str) -> str:
        """What a name stands for in a function, where that can be said in a word: another name, or a count."""
        code, value = frame.f_code, frame.f_locals[local]
        if isinstance(value, np.ndarray):
            return self.names.get(id(value), "")
        arguments = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        plain = isinstance(value, (str, int)) and not isinstance(value, bool)
        return str(value) if plain and local != "_" and local not in arguments else ""


class Visit:
    """One call of a function that is followed, from its first line to its last."""

    def __init__(self, book: Book, frame: FrameType, source: str) -> None:
        self.book, self.texts = book, [text.strip() for text in source.splitlines()]
        self.running: int | None = None
        variables = frame.f_locals
        network = variables.get("network")
        for name, array in network.items() if isinstance(network, dict) else ():
            book.know("all parameters" if name == "all" else name, array)
        if frame.f_code.co_name == "backward_propagation" and isinstance(variables.get("out"), dict):
            book.watch_gradients(variables["out"])
        # An optimizer puts new arrays in the places of what it has kept; the old ones stay as they are.
        memories = variables.get("memories") if frame.f_code.co_name == "update_parameters" else None
        self.memory = dict(memories.get("all", {})) if isinstance(memories, dict) else {}
        made = book.changed()
        for local, name in GIVEN.items():
            array = variables.get(local)
            if isinstance(array, np.ndarray) and id(array) not in book.names:
                book.know(name, array)
                if name not in book.values or not same(book.values[name], array):
                    made[name] = array
        book.write(frame, 0, made, {})

    def follow(self, frame: FrameType, event: str, argument: Any) -> Callable[..., Any]:
        """What the interpreter calls before each line and at the end: the line that ran until now has run."""
        if event in ("line", "return"):
            if self.running is not None:
                self.ended(frame, argument if event == "return" else None)
            self.running = frame.f_lineno - frame.f_code.co_firstlineno
        return self.follow

    def ended(self, frame: FrameType, returned: Any) -> None:
        """Write down what the line has made."""
        book, line, variables = self.book, self.running or 0, frame.f_locals
        text = self.texts[line] if line < len(self.texts) else ""
        at = Moment(variables, layers_at(variables, book.depth), dict(book.values))
        made: dict[str, Any] = {}
        explained: dict[str, Explanation] = {}
        if text == UPDATE:
            made = dict(book.network)
            explained = {name: stepped(at, name, memory) for name, memory in self.memories(made).items()}
        elif text in LINES:
            name = at.name(LINES[text].makes)
            made[name] = made_by(text, name, variables, returned)
            explained[name] = LINES[text].explain(at)
            book.know(name, made[name])
        else:
            made = self.unexplained(variables, at.layers["l"])
        book.write(frame, line, made, explained)

    def memories(self, network: Mapping[str, np.ndarray]) -> dict[str, dict[str, np.ndarray]]:
        """What the optimizer had kept of each parameter before this call."""
        shapes = {name: array.shape for name, array in network.items()}
        size = sum(array.size for array in network.values())
        parts = {key: laid_out(values, shapes) for key, values in self.memory.items() if values.shape == (size,)}
        whole = {key: values for key, values in self.memory.items() if key not in parts}
        return {name: {**whole, **{key: part[name] for key, part in parts.items()}} for name in network}

    def unexplained(self, variables: Mapping[str, Any], layer: int) -> dict[str, Any]:
        """What a line has made that ``LINES`` does not know: a reader's own, under the reader's names."""
        book = self.book
        made: dict[str, Any] = book.changed()
        for local, value in variables.items():
            if not isinstance(value, np.ndarray) or value.ndim == 0:
                continue
            name = book.names.get(id(value))
            if name is None:
                name = f"{local}{layer}" if local in ("z", "a", "delta") else local
                book.know(name, value)
                made[name] = value
            elif name in book.values and not same(book.values[name], value):
                made[name] = value
        return made


def made_by(text: str, name: str, variables: Mapping[str, Any], returned: Any) -> Any:
    """The array that a line of ``LINES`` has made, where that line puts it."""
    if text.startswith("return "):
        return returned
    return variables["gradients"][name] if name[0] == "d" and name[1] in "Wb" else variables[name.rstrip("0123456789")]


def stepped(at: Moment, name: str, memory: Mapping[str, np.ndarray]) -> Explanation:
    """How a parameter came by its new value."""
    optimizer, rate = at.variables["optimizer"], float(at.variables["learning_rate"])
    return step(at.values[name], at.values[f"d{name}"], f"d{name}", optimizer, rate, memory)


def same(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two arrays are the same to the bit, NaN and the sign of 0 as well."""
    return one.shape == other.shape and one.tobytes() == other.tobytes()
