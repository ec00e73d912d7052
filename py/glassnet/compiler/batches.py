"""Epochs of many small batches: one batch is compiled, and called for each of them.

Traced whole, such an epoch would have the operations of a batch again and again. Here the program's own Python does
what stands before the batches (the rate, the order of the rows) and after them (the loss). A last batch of fewer rows
has a module of its own, which works on the same memory.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from typing import Any

import numpy as np

from glassnet.compiler.capturing import Captured, Path, TooManyOperations, capture, carry, same_work
from glassnet.compiler.epochs import ORDER, ROWS, Batched
from glassnet.compiler.layout import NO_ROOM
from glassnet.compiler.machine import Machine
from glassnet.compiler.numbers import is_plain
from glassnet.compiler.plans import Given, Held, Memory, Plan
from glassnet.compiler.tracing import TracingError
from glassnet.programs.running import one_number

Y_PRED = ("y_pred",)  # the predictions of all batches


class BatchesPlan:
    """What was compiled: ``parts`` has the plan of a full batch and, where there is one, that of the last.

    ``variables`` are those of the loop over the epochs, by name, and ``epoch`` the name and the number of the next one.
    ``symbols`` are the paths of numbers that another run may have otherwise.
    """

    draws = True  # the order of the rows

    def __init__(
        self,
        batched: Batched,
        variables: dict[str, Any],
        epoch: tuple[str, int],
        program_names: dict[str, Any],
        symbols: Mapping[Path, bool],
        machine: Machine,
        twice: bool,
    ) -> None:
        self.batched, self.machine = batched, machine
        random = np.random.get_state()
        made = batched.before(**variables, **dict([epoch]))
        np.random.set_state(random)
        if made.keys() != {*variables, *batched.made_before, epoch[0]}:
            raise TracingError("a name that is not always there")
        self.numbers_made = [name for name in batched.made_before if is_plain(made[name])]
        self.symbols = dict(symbols) | {(name,): True for name in self.numbers_made}
        capture(batched.after, made, program_names, self.symbols)  # it must do nothing but compute
        rows, size = len(made[ORDER]), int(variables["batch_size"])
        self.sizes = [(rows // size, size), (1, rows % size)] if rows % size else [(rows // size, size)]
        if rows <= size:
            raise TooManyOperations("a batch is too many operations")
        del made[ORDER], made[epoch[0]]
        self.parts: list[Plan] = []
        for _, count in self.sizes:
            captured = self.traced(made, count, program_names)
            if twice and not same_work(captured, self.traced(made, count, program_names)):
                raise TracingError("something that is another number each time it is called")
            self.parts.append(Plan(captured, machine, self.parts[-1].kernel.room if self.parts else NO_ROOM))
        self.held = Held.of(self.parts[0].captured, variables)
        self.cost = sum(times * part.cost for (times, _), part in zip(self.sizes, self.parts, strict=True))

    def traced(self, made: dict[str, Any], count: int, program_names: dict[str, Any]) -> Captured:
        """One batch of so many rows, traced."""
        arguments = made | {ROWS: np.arange(count)}
        captured = capture(self.batched.one_batch, arguments, program_names, self.symbols)
        carry(captured, arguments, captured.result)
        captured.anew = {(ROWS,)}
        return captured

    def fits(self, values: dict[Path, Any]) -> bool:
        """Each epoch finds out whether its branches go as they did."""
        return True

    def memory(self) -> BatchesMemory:
        """Memory for one run."""
        return BatchesMemory(self)


class BatchesMemory:
    """Memory for one run, on which all parts work."""

    def __init__(self, plan: BatchesPlan) -> None:
        self.plan = plan
        whole = plan.machine.array(plan.parts[-1].kernel.size)
        self.parts = [Memory(part, whole) for part in plan.parts]
        self.views = {path: view for path, view in self.parts[0].views.items() if path in plan.held.arrays}
        self.y_pred = self.parts[0].views[Y_PRED]
        self.checked = 0  # epochs that were done both ways, and compared
        for part, (times, _) in zip(self.parts, plan.sizes, strict=True):
            part.ready(times)

    def given(self, values: dict[Path, Any], epoch: Path, variables: dict[str, Any]) -> BatchesGiven:
        """The numbers and the order of the rows of each epoch, from one to the next."""
        return BatchesGiven(self, values, epoch, variables)

    def run(self, given: BatchesGiven, count: int, losses: array[float]) -> None:
        """Do so many epochs, or fewer, where a branch goes another way; append their losses."""
        for _ in range(count):
            if not given.epoch(losses):
                return


class BatchesGiven:
    """What the epochs need of Python. ``given`` are the plain numbers by path."""

    def __init__(self, memory: BatchesMemory, values: dict[Path, Any], epoch: Path, variables: dict[str, Any]) -> None:
        self.memory, self.given, self.path = memory, values, epoch
        self.variables = {name: lent(value, (name,), memory.views) for name, value in variables.items()}
        self.parts = [Given(part.plan, part, values, ()) for part in memory.parts]
        self.guarded = any(part.plan.numbers.guards for part in memory.parts)

    def epoch(self, losses: array[float]) -> bool:
        """One epoch, with its loss; False, and nothing is done, where a branch goes another way."""
        memory, plan = self.memory, self.memory.plan
        before = (np.random.get_state(), dict(self.given)) if self.guarded else None
        made = plan.batched.before(**self.variables, **{self.path[0]: self.given[self.path]})
        self.given.update({(name,): made[name] for name in plan.numbers_made})
        done = 0
        for part, (times, size) in zip(self.parts, plan.sizes, strict=True):
            if part.fill(times, made[ORDER][done : done + times * size]) < times:
                if before is not None:
                    np.random.set_state(before[0])
                    self.given.update(before[1])
                return False
            done += times * size
        memory.y_pred[...] = made["y_pred"]
        for work, (times, _) in zip(memory.parts, plan.sizes, strict=True):
            work.call(times)
        made["y_pred"][...] = memory.y_pred
        self.given[self.path] += 1
        losses.append(one_number(plan.batched.after(**made)["loss"]))
        return True


def lent(value: Any, path: Path, views: Mapping[Path, np.ndarray]) -> Any:
    """A variable with containers of its own, and the memory's arrays in the places of the program's."""
    if type(value) is dict:
        return {key: lent(one, (*path, key), views) for key, one in value.items()}
    if type(value) in (list, tuple):
        return type(value)(lent(one, (*path, n), views) for n, one in enumerate(value))
    return views.get(path, value)
