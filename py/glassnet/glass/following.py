"""Follows one epoch line by line: runs the program under ``sys.settrace`` and records what each line computes.

The arrays are copies, taken after each line. ``statements`` and ``explaining`` explain them.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator, Mapping
from types import FrameType
from typing import Any

import numpy as np

from glassnet.glass.arrays import MOST_NUMBERS, Arrays, at, is_number
from glassnet.glass.explaining import Reading
from glassnet.glass.nodes import Node, Path, Returned, label, same
from glassnet.glass.statements import RETURNED, Assignment, assignments, explanation, path_of
from glassnet.glass.syntax import statements_at
from glassnet.programs.pausing import PAUSED
from glassnet.programs.problems import file_of
from glassnet.programs.running import Program, Training
from glassnet.programs.writing import Part


def follow_epoch(training: Training) -> dict[str, Any]:
    """Runs the next epoch of a program's training and traces its lines. The program must not be the fast one.

    The trace has the ``given`` arrays, the ``lines`` in the order in which they ended, and the ``sources`` of their
    parts. A line has its ``function``, ``part`` and ``line`` there (from 0; a function's first line is its call),
    ``helper`` for functions of step 3, and the arrays that it ``made``, each with ``name``, ``values`` and
    ``explanation`` (a node, or None). ``values`` are indices into ``arrays``, which has each array once: ``shape``
    (rows, columns) and ``cells``. Raises ``ValueError`` if the trace would be too large, and whatever the program
    raises.
    """
    if training.program.fast:
        raise ValueError("the program is the fast one; expected one that runs as it is written")
    first = training.generator.gi_frame
    book = Book(training.program, first)
    given = book.given({"X": training.X, "y": training.y, **training.network})
    before = sys.gettrace()
    sys.settrace(book.enter)
    try:
        next(training, None)
    except TooLong:
        pass
    finally:
        sys.settrace(before)
        if first is not None:
            first.f_trace = None  # or its end would be told to this book while another one traces
    if book.arrays.full:
        rows, parameters = len(training.X), sum(array.size for array in training.network.values())
        raise ValueError(
            f"an epoch of {rows:,} rows and {parameters:,} parameters makes more than {MOST_NUMBERS:,} numbers; "
            f"expected at most that many, to be followed line by line"
        )
    return {"given": given, "lines": book.lines, "sources": book.sources, "arrays": book.arrays.tables}


class TooLong(Exception):
    """The trace is too large. Raised inside the program, to end it at once."""


class Book:
    """The record: the lines that have run, and the arrays. ``first`` is the frame of the training that is followed."""

    def __init__(self, program: Program, first: FrameType | None) -> None:
        self.program, self.first = program, first
        self.parts = {file_of(part.name, part.name in program.versions): part for part in program.parts}
        self.lines: list[dict[str, Any]] = []
        self.sources: dict[str, str] = {}
        self.arrays = Arrays()
        self.visits: dict[FrameType, Visit] = {}

    def given(self, arrays: Mapping[str, np.ndarray]) -> dict[str, int | None]:
        """Records the arrays before the first line."""
        for name, array in arrays.items():
            self.arrays.tell(name, self.arrays.frozen(array))
        return {name: self.arrays.place(array) for name, array in arrays.items()}

    def enter(self, frame: FrameType, event: str, argument: Any) -> Callable[..., Any] | None:
        """Follows a called function if it is the program's. The first one is its ``train_network``."""
        code = frame.f_code
        part = self.parts.get(code.co_filename)
        inner = code.co_name.startswith("<") and code.co_name != "<lambda>"  # a comprehension
        other = code.co_name == PAUSED and frame is not self.first  # one that nobody needs is closed at any time
        if part is None or inner or other or not (self.visits or frame is self.first):
            return None
        self.sources[part.name] = part.text
        self.visits[frame] = Visit(self, part, frame)
        return self.visits[frame].follow

    def write(self, visit: Visit, line: int, made: list[dict[str, Any]]) -> None:
        """Records a line and the arrays that it made."""
        name = visit.code.co_name
        function = "train_network" if name == PAUSED else visit.part.name if name == "<lambda>" else name
        self.lines.append(
            {
                "function": function,
                "part": visit.part.name,
                "line": line - 1,
                "helper": visit.part.step == 3,
                "made": made,
            }
        )


class Visit:
    """One followed call of a function, from its first line to its last."""

    def __init__(self, book: Book, part: Part, frame: FrameType) -> None:
        self.book, self.arrays, self.part, self.code = book, book.arrays, part, frame.f_code
        self.running: list[ast.stmt] = []
        self.value: Node | None = None  # of the last expression read
        self.line = 0
        self.fresh = True
        self.returned: list[Returned] = []  # by the line's calls
        self.before, self.arrays_before = self.variables(frame)
        if self.code.co_name == PAUSED:
            for path, copy in self.arrays_before.items():
                if self.arrays.name_of(copy) is None:
                    self.arrays.tell(label(path), copy)
            head = statements_at(part.text, self.code, frame.f_lineno)
            if not simple(head):  # it paused at the head of its loop, and continues there
                self.begin(head, frame)
            return
        arguments = {path[0]: copy for path, copy in self.arrays_before.items() if len(path) == 1}
        made = []
        for name, copy in arguments.items():
            if self.arrays.name_of(copy) is None:
                self.arrays.tell(name, copy)
                made.append({"name": name, "values": self.arrays.place(copy), "explanation": None})
        book.write(self, self.code.co_firstlineno, made)

    def follow(self, frame: FrameType, event: str, argument: Any) -> Callable[..., Any]:
        """The interpreter calls this before each line and at the end: the previous line has run."""
        if self.arrays.full:
            raise TooLong
        if event == "return":
            self.ended(frame, argument)
            self.leave(frame, argument)
        elif event == "line":
            running = statements_at(self.part.text, self.code, frame.f_lineno)
            again = running == self.running and (simple(running) or self.fresh)  # a statement of several lines
            if not (running and again):
                self.ended(frame, None)
                self.begin(running, frame)
            self.fresh = False
        return self.follow

    def begin(self, running: list[ast.stmt], frame: FrameType) -> None:
        """Notes the statements that run next."""
        self.running = running
        self.line = running[0].lineno if running and simple(running) else frame.f_lineno

    def ended(self, frame: FrameType, value: Any) -> None:
        """Records what the line has made. ``value`` is what it returned."""
        if not self.running:
            return
        after, found = self.variables(frame)
        done = self.running if simple(self.running) else []
        reading = Reading(self.part.text, self.before, self.book.program.names, self.returned)
        for one in every_assignment(done):
            self.value = reading.read(one.value)  # each call of the program is read once, in its order
        if any(isinstance(one, ast.Return) for one in done):
            after = {**after, RETURNED: self.arrays.frozen(value, (RETURNED,), found)}
        made = []
        for path, its in self.made(after, found, done, reading):
            place = self.arrays.place(its)
            if place is not None:
                node = explanation(path, its, done, reading)
                told = node and self.arrays.node(node)
                made.append({"name": label(path), "values": place, "explanation": told})
        self.book.write(self, self.line, made)
        self.before, self.arrays_before, self.returned = after, found, []

    def variables(self, frame: FrameType) -> tuple[dict[str, Any], dict[Path, np.ndarray]]:
        """A snapshot of the function's variables, and all arrays in them."""
        found: dict[Path, np.ndarray] = {}
        return self.arrays.frozen(variables_of(frame), (), found), found

    def made(
        self, after: Mapping[str, Any], found: Mapping[Path, np.ndarray], done: list[ast.stmt], reading: Reading
    ) -> Iterator[tuple[Path, Any]]:
        """What the line has made: new arrays, arrays changed in place, and assigned numbers."""
        arrays, before = self.arrays, self.arrays_before
        targets = {}
        for one in every_assignment(done):
            place = path_of(one.target, reading)
            if place is not None and place[1] is None:
                targets[place[0]] = one.value
        for path, copy in found.items():
            if before.get(path) is copy:
                continue
            name, told = label(path), arrays.name_of(copy)
            if told is not None:
                by_call = isinstance(targets.get(path), ast.Call) and path[0] != RETURNED
                if told == name or not by_call:
                    continue
            elif path not in targets and len(path) > 1 and name in arrays.last and same(arrays.last[name], copy):
                arrays.tell(name, copy)  # a copy in another dict
                continue
            if not name.startswith(RETURNED):
                arrays.tell(name, copy)
            yield path, copy
        for path, value in targets.items():
            if not isinstance(value, (ast.Constant, ast.Name)) and is_number(number := at(after, path)):
                yield path, number

    def leave(self, frame: FrameType, value: Any) -> None:
        """Passes the result to the calling function."""
        visits = self.book.visits
        del visits[frame]
        back = frame.f_back
        while back is not None and back not in visits:
            back = back.f_back
        if back is not None:
            has_returned = any(isinstance(one, ast.Return) for one in self.running)
            node = self.value if has_returned else None
            visits[back].returned.append(Returned(self.code, self.arrays.frozen(value), node))


def variables_of(frame: FrameType) -> dict[str, Any]:
    """A function's variables, without those for pausing ``train_network``."""
    return {name: value for name, value in frame.f_locals.items() if name not in ("epochs_from_here", "saved_numbers")}


def simple(running: list[ast.stmt]) -> bool:
    """Whether none of the statements contains another."""
    return not any(hasattr(one, "body") for one in running)


def every_assignment(done: list[ast.stmt]) -> Iterator[Assignment]:
    """The assignments of several statements, in order."""
    return (one for statement in done for one in assignments(statement))
