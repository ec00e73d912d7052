"""Runs a program: its functions by name, and its own ``train_network``, paused after each epoch.

The text is what runs. Only two things are done to it. The reader's versions take the places of the functions that they
define. And a copy of ``train_network`` gets a ``yield`` in its loop, so that training can pause, and go on from a
checkpoint.
"""

from __future__ import annotations

import ast
import linecache
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, islice
from types import CodeType
from typing import Any

import numpy as np

from glassnet import checks
from glassnet.programs.faster import faster
from glassnet.programs.problems import Unusable, file_of
from glassnet.programs.writing import END, Part, joined

STEPS = [  # the tutorial's nine functions, in its order
    *("initialize_network", "sigmoid", "sigmoid_derivative", "forward_propagation", "compute_loss"),
    *("backward_propagation", "update_parameters", "train_network", "predict"),
]
PAUSED = "paused_train_network"


class Program:
    """A program's functions, by name, in one namespace, as if its file had been imported.

    ``parts`` are those of ``writing.parts``; ``versions`` are the reader's texts by the name of the function that each
    replaces. A version may define more than that function: it replaces those, too. The end (data and training) is not
    executed. ``fast`` lets unchanged parts run with NumPy's faster calls, to the same bits. Raises whatever a version
    raises when it is executed, and ``Unusable`` where it does not define its function.
    """

    def __init__(self, parts: Sequence[Part], versions: Mapping[str, str] | None = None, fast: bool = False) -> None:
        self.fast = fast
        self.parts = with_versions(parts, versions or {})
        self.versions = {
            name: text for name, text in (versions or {}).items() if any(one.name == name for one in parts)
        }
        self.names: dict[str, Any] = {"np": np, "__name__": "program"}
        for part in self.parts:
            if part.name != END:
                exec(self.compiled(part), self.names)
        for name in self.versions:
            if not callable(self.names.get(name)):
                raise Unusable(f"The text must define a function named {name}; it defines none.")

    @property
    def source(self) -> str:
        """The whole file."""
        return joined(self.parts)

    def __getattr__(self, name: str) -> Any:
        if name in vars(self).get("names", {}):
            return self.names[name]
        raise AttributeError(name)

    def part_with(self, name: str) -> Part:
        """The part that defines a function."""
        return next(part for part in self.parts if name == part.name or name in defined(part.text))

    def compiled(self, part: Part) -> CodeType:
        """A part's code; a traceback finds its lines."""
        yours = part.name in self.versions
        file = file_of(part.name, yours)
        linecache.cache[file] = (len(part.text), None, part.text.splitlines(keepends=True), file)
        return compile(self.tree_of(part), file, "exec", dont_inherit=True)

    def tree_of(self, part: Part) -> ast.Module:
        """The syntax tree of a part as it runs."""
        yours = part.name in self.versions
        tree = ast.parse(part.text, file_of(part.name, yours))
        return tree if yours or not self.fast else faster(tree, self.names, on_arrays=part.step in (3, 5))

    def training(self, X: np.ndarray, y: np.ndarray, sizes: Sequence[Any], epochs: int, rate: Any) -> Training:
        """The program's own training, before its first epoch. ``sizes`` are those of its end: input, hidden, output."""
        return Training(self, (X, y, *sizes, epochs, rate))


def with_versions(parts: Sequence[Part], versions: Mapping[str, str]) -> list[Part]:
    """The parts with the reader's texts in their places; what those define besides is left out elsewhere."""
    taken = {other for name, text in versions.items() for other in defined(text) if other != name}
    kept = (part for part in parts if part.name in versions or part.name not in taken)
    return [part._replace(text=versions.get(part.name, part.text)) for part in kept]


def defined(text: str) -> set[str]:
    """The functions, classes and names that a text defines; none where Python cannot read it."""
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


class Pausing(ast.NodeTransformer):
    """Makes ``train_network`` a generator: it pauses before its loop, and with the loss after each epoch.

    The numbers among its variables go on from a checkpoint: behind the first pause, each takes its saved value.
    """

    def __init__(self, function: ast.FunctionDef) -> None:
        loops = [node for node in walk_here(function.body) if isinstance(node, (ast.For, ast.While))]
        if not loops:
            raise Unusable("train_network needs a for loop over the epochs: Glassnet pauses after each of them.")
        self.loop = loops[0]
        self.has_loss = any("loss" in names_set(statement) for statement in self.loop.body)
        before = function.body[: function.body.index(self.loop)] if self.loop in function.body else []
        arguments = {one.arg for one in function.args.args}
        self.numbers = sorted(arguments.union(*map(names_set, before)))

    def changed(self, function: ast.FunctionDef) -> ast.FunctionDef:
        """The function, changed in place."""
        self.put_before(function.body)
        function.name = PAUSED
        function.decorator_list = []
        function.args.kwonlyargs += [ast.arg("epochs_from_here"), ast.arg("saved_numbers")]
        function.args.kw_defaults += [None, None]
        return ast.fix_missing_locations(function)

    def put_before(self, body: list[ast.stmt]) -> bool:
        """Pause before the loop, wherever it stands, and in it."""
        for place, statement in enumerate(body):
            if statement is self.loop:
                takes = "\n".join(f"{name} = saved_numbers.get({name!r}, {name})" for name in self.numbers)
                start = ast.parse(f"yield\n{takes}").body
                for node in start:
                    move(node, statement)
                if isinstance(self.loop, ast.For):
                    self.loop.iter = self.epochs(self.loop.iter)
                self.loop.body = [self.visit(inner) for inner in self.loop.body]
                self.loop.body = [
                    one for part in self.loop.body for one in (part if isinstance(part, list) else [part])
                ]
                self.loop.body.append(self.pause(self.loop.body[-1]))
                body[place:place] = start
                return True
            inner_bodies = (getattr(statement, name, []) for name in ("body", "orelse", "finalbody"))
            if any(self.put_before(inner) for inner in inner_bodies if inner):
                return True
        return False

    def pause(self, at: ast.stmt) -> ast.stmt:
        """The ``yield``, at the line of a statement."""
        [statement] = ast.parse("yield loss" if self.has_loss else "yield").body
        return move(statement, at)

    def epochs(self, asked: ast.expr) -> ast.expr:
        """``range(epochs)`` goes on for as long as the page asks; another loop ends as the reader wrote it."""
        endless = ast.unparse(asked) == "range(epochs)"
        call = ast.parse("epochs_from_here(None)" if endless else "epochs_from_here(0)", mode="eval").body
        assert isinstance(call, ast.Call)
        if not endless:
            call.args = [asked]
        return move(call, asked)

    def visit_Continue(self, node: ast.Continue) -> Any:
        """An epoch that ends early pauses as well."""
        return [self.pause(node), node]

    def visit_For(self, node: ast.For) -> ast.AST:
        """An inner loop's ``continue`` is its own."""
        return node

    visit_While = visit_FunctionDef = visit_Lambda = visit_For  # type: ignore[assignment]


def move(new: Any, old: ast.AST) -> Any:
    """A new piece of the tree, with all of it in the first line of an old one."""
    for node in ast.walk(new):
        if isinstance(node, (ast.stmt, ast.expr)):
            ast.copy_location(node, old)
            node.end_lineno, node.end_col_offset = node.lineno, node.col_offset
    return new


def walk_here(body: Iterable[ast.stmt]) -> Iterator[ast.AST]:
    """All statements of a function, outer ones first, but none of the functions inside."""
    for statement in body:
        yield statement
        if not isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            for name in ("body", "orelse", "finalbody"):
                yield from walk_here(getattr(statement, name, []))


def names_set(statement: ast.AST) -> set[str]:
    """The names that a statement itself sets, not those that it sets under a condition."""
    targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
    if not isinstance(statement, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
        return set()
    return {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}


class Training:
    """A program's ``train_network`` in the course of running: an iterator that gives the loss of each epoch.

    The loss is that before the epoch's update, as the tutorial computes it. ``network`` and ``state`` are the variables
    of the function itself. When the loop of the reader's own ends, so does the iterator.
    """

    def __init__(self, program: Program, arguments: Sequence[Any]) -> None:
        self.program, self.X, self.y = program, arguments[0], arguments[1]
        part = program.part_with("train_network")
        file = file_of(part.name, part.name in program.versions)
        tree = program.tree_of(part)
        functions = [node for node in tree.body if getattr(node, "name", "") == "train_network"]
        if not functions or not isinstance(functions[-1], ast.FunctionDef):
            raise Unusable("train_network must be a plain function, so that it can pause after each epoch.")
        pausing = Pausing(functions[-1])
        self.has_loss = pausing.has_loss
        tree.body = [pausing.changed(functions[-1])]
        exec(compile(tree, file, "exec", dont_inherit=True), program.names)
        self.first = 0
        self.saved: dict[str, float] = {}
        self.numbers = pausing.numbers
        self.generator = program.names.pop(PAUSED)(*arguments, epochs_from_here=self.epochs, saved_numbers=self.saved)
        self.last: dict[str, Any] = {}
        self.ended = False
        next(self.generator)
        self.variables = self.locals()
        self.name = next((name for name, value in self.variables.items() if is_network(value)), "")
        if not self.name:
            raise Unusable("train_network has no network before its loop: a dict of the parameters W1, b1 and so on.")

    def epochs(self, asked: Iterable[Any] | None) -> Iterator[Any]:
        """The epochs from where the training stands."""
        return count(self.first) if asked is None else islice(asked, self.first, None)

    def locals(self) -> dict[str, Any]:
        """The function's variables now."""
        frame = self.generator.gi_frame
        if frame is not None:
            self.last = dict(frame.f_locals)
        return self.last

    @property
    def network(self) -> dict[str, np.ndarray]:
        """The network that is being trained, not a copy. Raises ``Unusable`` where it is none any more."""
        network: Any = self.locals().get(self.name)
        if not is_network(network):
            raise Unusable(f"{self.name} is {checks.short(network)} now; expected a dict of the parameters W1, b1, ...")
        return network

    @property
    def state(self) -> dict[str, dict[str, Any]]:
        """The optimizer state by parameter: empty where the program has none."""
        state = self.locals().get("state")
        return state if isinstance(state, dict) and all(isinstance(one, dict) for one in state.values()) else {}

    @property
    def variables_now(self) -> dict[str, float]:
        """The numbers among the variables that were there before the loop, such as a rate that decays."""
        values = self.locals()
        return {name: values[name] for name in self.numbers if is_number(values.get(name))}

    def resume(
        self,
        epoch: int,
        network: Mapping[str, np.ndarray],
        state: Mapping[str, Mapping[str, np.ndarray]],
        numbers: Mapping[str, float],
    ) -> None:
        """Go on from a checkpoint. To be called before the first epoch."""
        self.first = epoch
        self.network.update({name: array.copy() for name, array in network.items()})
        own = self.state
        for name, kept in state.items():
            if name in own:
                # One number stays a plain number, as the optimizer made it: a power of it has other bits as an array.
                own[name].update({key: value.copy() if value.size > 1 else value.item() for key, value in kept.items()})
        self.saved.update(numbers)

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        loss = None if self.has_loss else self.loss_now()
        try:
            found = next(self.generator)
        except StopIteration as stop:
            self.ended = True
            if is_network(stop.value):
                self.last[self.name] = stop.value
            raise
        return found if self.has_loss else loss

    def loss_now(self) -> Any:
        """The loss of the network as it stands, where the loop does not compute it."""
        return self.program.compute_loss(self.y, self.program.predict(self.network, self.X))


def is_network(value: Any) -> bool:
    """Whether a value is a dict of parameters."""
    return isinstance(value, dict) and isinstance(value.get("W1"), np.ndarray)


def is_number(value: Any) -> bool:
    """Whether a value is one plain number."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)
