"""Runs a program: its functions by name, and its own ``train_network``, paused after each epoch.

The text is what runs, with two changes. The reader's versions replace the functions that they define. A copy of
``train_network`` gets a ``yield`` in its loop, so that training can pause and resume from a checkpoint.
"""

from __future__ import annotations

import ast
import linecache
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from types import CodeType
from typing import TYPE_CHECKING, Any

import numpy as np

from glassnet import checks
from glassnet.programs.faster import faster
from glassnet.programs.pausing import PAUSED, Pausing
from glassnet.programs.problems import Unusable, file_of
from glassnet.programs.writing import END, Part, joined

Network = dict[str, np.ndarray]
Change = Callable[[ast.Module, dict[str, Any], bool], ast.Module]  # of a tree and its names; whether all are arrays


class Program:
    """A program's functions, by name, in one namespace, as if its file had been imported.

    ``parts`` come from ``writing.parts``; ``versions`` are the reader's texts, by the function that each replaces. A
    version may define more functions; it replaces those, too. The end (data and training) is not executed. ``fast``
    lets unchanged parts use NumPy's faster calls, with the same bits. Raises what a version raises on execution, and
    ``Unusable`` if it does not define its function.
    """

    # The tutorial's nine, which are looked up in the namespace. Only a sigmoid network has the second and the third.
    initialize_network: Callable[..., Network]
    sigmoid: Callable[[Any], Any]
    sigmoid_derivative: Callable[[Any], Any]
    forward_propagation: Callable[[Mapping[str, np.ndarray], np.ndarray], tuple[np.ndarray, tuple[np.ndarray, ...]]]
    compute_loss: Callable[..., np.floating[Any]]
    backward_propagation: Callable[..., Network]
    update_parameters: Callable[..., Network]
    train_network: Callable[..., Network]
    predict: Callable[[Mapping[str, np.ndarray], np.ndarray], np.ndarray]

    def __init__(self, parts: Sequence[Part], versions: Mapping[str, str] | None = None, fast: bool = False) -> None:
        self.fast = fast
        self.parts = with_versions(parts, versions or {})
        known = {part.name for part in parts}
        self.versions = {name: text for name, text in (versions or {}).items() if name in known}
        self.names: dict[str, Any] = {"np": np, "__name__": "program"}
        for part in self.parts:
            if part.name != END:
                self.execute(part)
        for name in self.versions:
            if not callable(self.names.get(name)):
                raise Unusable(f"The text must define a function named {name}; it defines none.")

    @property
    def source(self) -> str:
        """The whole file."""
        return joined(self.parts)

    if not TYPE_CHECKING:  # to a type checker, a name that is none is a mistake

        def __getattr__(self, name: str) -> Any:
            if name in vars(self).get("names", {}):
                return self.names[name]
            raise AttributeError(name)

    def part_with(self, name: str) -> Part:
        """The part that defines a function."""
        own = next((part for part in self.parts if name == part.name), None)
        return own or next(part for part in self.parts if name in defined(part.text))

    def execute(self, part: Part) -> None:
        """Executes a part's text in the namespace; tracebacks can show its lines."""
        file = self.file_of(part)
        linecache.cache[file] = (len(part.text), None, part.text.splitlines(keepends=True), file)
        code, names = compiled(part, file, self.change_of(part))
        self.names.update(names)
        exec(code, self.names)

    def file_of(self, part: Part) -> str:
        """The file name of a part in tracebacks."""
        return file_of(part.name, part.name in self.versions)

    def change_of(self, part: Part) -> Change | None:
        """What is changed in a part's syntax tree before it is compiled: nothing, or its calls for faster ones."""
        return faster if self.fast and part.name not in self.versions else None

    def training(self, X: np.ndarray, y: np.ndarray, sizes: Sequence[Any], epochs: int, rate: Any) -> Training:
        """The program's training, before its first epoch. ``sizes`` are those of its end: input, hidden, output."""
        return Training(self, (X, y, *sizes, epochs, rate))


def sizes_of(inputs: int, hidden: Sequence[int], outputs: int) -> list[Any]:
    """The sizes as the program's ``train_network`` takes them: one hidden layer as a number, several as a list."""
    return [inputs, *([hidden[0] if len(hidden) == 1 else hidden] if hidden else []), outputs]


def with_versions(parts: Sequence[Part], versions: Mapping[str, str]) -> list[Part]:
    """The parts with the reader's texts; further functions in these replace the originals."""
    versions = {name: without_training(text) for name, text in versions.items()}
    there = {part.name for part in parts}
    taken = {other for name in there & versions.keys() for other in defined(versions[name]) if other != name}
    kept = (part for part in parts if part.name in versions or part.name not in taken)
    return [part._replace(text=versions.get(part.name, part.text)) for part in kept]


@lru_cache(maxsize=256)
def defined(text: str) -> set[str]:
    """The functions, classes and names that a text defines; none if it has a syntax error."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return set()
    found = set()
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        if isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return found


def without_training(text: str) -> str:
    """A version without its end, from the line on that trains the network, if no function follows: the page trains.

    So the whole tutorial can be pasted into one editor. Other lines keep their numbers.
    """
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError):
        return text
    last = max((node.end_lineno or 0 for node in body if isinstance(node, (ast.FunctionDef, ast.ClassDef))), default=0)
    for statement in body:
        if statement.lineno > last and "train_network" in names_called(statement):
            return "".join(text.splitlines(keepends=True)[: statement.lineno - 1])
    return text


def names_called(tree: ast.AST) -> set[str]:
    """The names of the functions that a piece of a program calls."""
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


@lru_cache(maxsize=256)
def compiled(part: Part, file: str, change: Change | None) -> tuple[CodeType, dict[str, Any]]:
    """A part's code, and the names that its changed calls need."""
    names: dict[str, Any] = {}
    tree = ast.parse(part.text, file)
    if change:
        change(tree, names, part.step in (3, 5))  # activations and losses
    return compile(tree, file, "exec", dont_inherit=True), names


@lru_cache(maxsize=64)
def paused(part: Part, file: str, change: Change | None) -> tuple[CodeType, Pausing]:
    """The code of ``train_network`` as a generator, and what is known of its loop."""
    tree = ast.parse(part.text, file)
    functions = [node for node in tree.body if getattr(node, "name", "") == "train_network"]
    if not functions or not isinstance(functions[-1], ast.FunctionDef):
        raise Unusable("train_network must be a plain function, so that it can pause after each epoch.")
    pausing = Pausing(functions[-1])
    tree.body = [pausing.changed(functions[-1])]
    if change:
        change(tree, {}, False)
    return compile(tree, file, "exec", dont_inherit=True), pausing


class Training:
    """A program's running ``train_network``: an iterator over the losses of the epochs.

    The loss is the one before the epoch's update, as in the tutorial. ``network`` and ``state`` are the function's own
    variables. The iterator ends when the reader's own loop ends.
    """

    def __init__(self, program: Program, arguments: Sequence[Any]) -> None:
        self.program, self.X, self.y = program, arguments[0], arguments[1]
        part = program.part_with("train_network")
        code, loop = paused(part, program.file_of(part), program.change_of(part))
        self.has_loss, self.numbers, self.endless = loop.has_loss, loop.numbers, loop.endless
        self.goes_on = loop.goes_on
        exec(code, program.names)
        self.first = 0
        self.counter = Counter(0)
        self.saved: dict[str, float] = {}
        self.generator = program.names.pop(PAUSED)(*arguments, epochs_from_here=self.epochs, saved_numbers=self.saved)
        self.last: dict[str, Any] = {}
        self.ended = False
        next(self.generator)
        self.variables = self.locals()
        self.name = next((name for name, value in self.variables.items() if is_network(value)), "")
        if not self.name:
            raise Unusable("train_network has no network before its loop: a dict of the parameters W1, b1 and so on.")

    def epochs(self, asked: Iterable[Any] | None) -> Iterator[Any]:
        """The epochs from here on."""
        self.counter = Counter(self.first)
        return self.counter if asked is None else islice(asked, self.first, None)

    def locals(self) -> dict[str, Any]:
        """The function's current variables."""
        frame = self.generator.gi_frame
        if frame is not None:
            self.last = dict(frame.f_locals)
        return self.last

    @property
    def network(self) -> dict[str, np.ndarray]:
        """The network in training, not a copy. Raises ``Unusable`` if it is no longer one."""
        network: Any = self.locals().get(self.name)
        if not is_network(network):
            raise Unusable(f"{self.name} is {checks.short(network)} now; expected a dict of the parameters W1, b1, ...")
        return network

    @property
    def state(self) -> dict[str, dict[str, Any]]:
        """The optimizer state by parameter; empty if the program has none."""
        state = self.locals().get("state")
        return state if isinstance(state, dict) and all(isinstance(one, dict) for one in state.values()) else {}

    @property
    def variables_now(self) -> dict[str, float]:
        """The numbers among the variables from before the loop, such as a decaying rate."""
        values = self.locals() | self.saved
        return {name: values[name] for name in self.numbers if is_number(values.get(name))}

    def resume(
        self,
        epoch: int,
        network: Mapping[str, np.ndarray],
        state: Mapping[str, Mapping[str, np.ndarray]],
        numbers: Mapping[str, float],
    ) -> None:
        """Resumes from a checkpoint. Call it before the first epoch."""
        self.first = self.counter.next = epoch
        self.network.update({name: array.copy() for name, array in network.items()})
        own = self.state
        for name, kept in state.items():
            if name in own:
                # A single number stays a plain number, as the optimizer made it: its powers differ in bits from an
                # array's.
                own[name].update({key: value.copy() if value.size > 1 else value.item() for key, value in kept.items()})
        before = self.variables_now
        for name, value in numbers.items():
            whole = isinstance(before.get(name), int) and value % 1 == 0  # a checkpoint has only floats
            self.saved[name] = int(value) if whole else value

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        loss = None if self.has_loss else self.loss_now()
        try:
            found = next(self.generator)
            self.saved.clear()  # now in the variables
        except StopIteration as stop:
            self.ended = True
            if is_network(stop.value):
                self.last[self.name] = stop.value
            raise
        except BaseException as error:  # whatever a reader's code may raise
            self.last = variables_at(error, self.generator.gi_code) or self.last
            raise
        return found if self.has_loss else loss

    def run(self, count: int, losses: array[float]) -> None:
        """Runs so many epochs, fewer if the training ends, and appends their losses. Raises what the program raises."""
        # A plain loop: in a browser, ``islice`` and ``map`` took up to 5 % longer.
        for loss in self:
            try:
                losses.append(loss)
            except TypeError:
                losses.append(one_number(loss))
            count -= 1
            if not count:
                return

    def loss_now(self) -> Any:
        """The loss of the current network, if the loop does not compute it."""
        return self.program.compute_loss(self.y, self.program.predict(self.network, self.X))


class Counter:
    """Counts epochs without end. ``next`` is the coming one; compiled code moves it on."""

    def __init__(self, first: int) -> None:
        self.next = first

    def __iter__(self) -> Counter:
        return self

    def __next__(self) -> int:
        self.next += 1
        return self.next - 1


def variables_at(error: BaseException, code: CodeType) -> dict[str, Any]:
    """The variables of a function when an error went through it; none where it did not."""
    place = error.__traceback__
    while place is not None and place.tb_frame.f_code is not code:
        place = place.tb_next
    return {} if place is None else dict(place.tb_frame.f_locals)


def one_number(loss: Any) -> float:
    """The loss as one number, also from an array that holds just one. Raises ``Unusable`` for any other."""
    values = np.array(loss, dtype=float)
    if values.size != 1:
        raise Unusable(f"loss is {checks.short(loss)}; expected one number for each epoch.")
    return float(values.item())


def is_network(value: Any) -> bool:
    """Whether a value is a dict of parameters."""
    return isinstance(value, dict) and isinstance(value.get("W1"), np.ndarray)


def is_number(value: Any) -> bool:
    """Whether a value is one plain number."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)
