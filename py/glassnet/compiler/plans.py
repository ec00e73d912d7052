"""A plan: a traced call, the module that was emitted for it, and how Python's arrays and numbers meet its memory."""

from __future__ import annotations

from array import array
from collections.abc import Container, Mapping
from functools import cached_property
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy as np

from glassnet.compiler.capturing import Captured, Path
from glassnet.compiler.emitting import Kernel, emit_loops
from glassnet.compiler.graph import LEAVES, Node
from glassnet.compiler.layout import NO_ROOM, Room, Work
from glassnet.compiler.machine import Entry, Machine
from glassnet.compiler.scalars import MOST_SCALARS, TooMany, emit_scalars
from glassnet.compiler.stepping import Step, step_of
from glassnet.compiler.tracing import Traced, TracingError

WORDS = 8  # bytes of a number
Found = TypeVar("Found")
NOTHING = np.zeros(0)


class Held(NamedTuple):
    """What a plan holds of the program's variables, by path: see ``Captured``."""

    arrays: Mapping[Path, Traced]
    carried: Mapping[Path, Node]
    numbers: Mapping[Path, list[Path]]
    next_numbers: Mapping[Path, int]

    @classmethod
    def of(cls, captured: Captured, names: Container[str]) -> Held:
        """Those of the variables with these names."""

        def theirs(found: Mapping[Path, Found]) -> dict[Path, Found]:
            return {path: one for path, one in found.items() if path[0] in names}

        numbers = theirs(captured.numbers), theirs(captured.next_numbers)
        return cls(theirs(captured.arrays), theirs(captured.carried), *numbers)


class Plan:
    """What was compiled. It holds no numbers of any run, so runs of one form share it."""

    def __init__(self, captured: Captured, machine: Machine, shared: Room = NO_ROOM) -> None:
        self.captured, self.machine = captured, machine
        self.work = captured.work
        self.order = self.work.order
        self.kernel = kernel_of(self.work, captured.tracer.graph.arrays, machine, shared)
        self.held = Held(captured.arrays, captured.carried, captured.numbers, captured.next_numbers)
        self.draws = bool(captured.draws)
        self.rows = sum(node.size for node in self.work.epoch_inputs if node.extra[0] == "array")  # of a batch
        try:
            self.entry = machine.function(self.kernel.wasm, self.kernel.imports)
        except Exception as error:  # whatever an engine may raise
            raise TracingError(f"what the WebAssembly engine refuses ({error!r})") from error
        self.numbers = captured.tracer.numbers
        inputs = [node for node in self.order if node.op == "input"]
        self.run_numbers = [
            (node, node.extra[1]) for node in inputs if node.extra[0] == "number" and not captured.varies(node)
        ]
        self.epoch_slots = [node.extra[1] for node in self.work.epoch_inputs if node.extra[0] == "number"]
        self.draws_used = {node.extra[1]: node for node in self.work.epoch_inputs if node.extra[0] == "draw"}
        self.needed = self._needed_slots()
        self.steps: dict[tuple[Path, ...], Step] = {}
        self.together: dict[int, tuple[Kernel, Entry]] = {}  # the same for many networks, by their number

        varying = any(self.numbers.varies[guard.slot] for guard in self.numbers.guards)
        # Whether each epoch has the same inputs, the rows of a batch aside.
        self.idle = not (varying or self.epoch_slots or captured.next_numbers or captured.draws)

    def _needed_slots(self) -> set[int]:
        """The numbers that anything depends on."""
        numbers, captured = self.numbers, self.captured
        waiting = [*self.epoch_slots, *captured.next_numbers.values(), *(guard.slot for guard in numbers.guards)]
        waiting += [slot for _, slot in self.run_numbers]
        needed: set[int] = set()
        while waiting:
            slot = waiting.pop()
            if slot not in needed:
                needed.add(slot)
                key = numbers.slots[slot]
                waiting += [] if key[0] in ("input", "constant") else key[1:]
        return needed

    @cached_property
    def cost(self) -> int:
        """About how many operations on single numbers there are."""
        inner = {"matmul": lambda node: node.args[0].shape[1]}
        return sum(
            node.size * inner.get(node.op, lambda _: 1)(node) for node in self.work.order if node.op not in LEAVES
        )

    def fits(self, values: dict[Path, Any]) -> bool:
        """Whether the branches go as they did when it was traced, with these plain numbers."""
        if any(path not in values for path in self.captured.numbers):
            return False
        slots: list[Any] = [None] * len(self.numbers.slots)
        for varying in (False, True):
            self.numbers.evaluate(values, slots, varying, self.needed)
        return all(bool(slots[slot]) is outcome for slot, outcome in self.numbers.guards)

    def memory(self) -> Memory:
        """Memory for one run."""
        return Memory(self)

    def step(self, counts: tuple[Path, ...]) -> Step:
        """What lays out the inputs of each epoch: see ``stepping``."""
        if counts not in self.steps:
            self.steps[counts] = step_of(self, counts)
        return self.steps[counts]


def kernel_of(work: Work, arrays: Mapping[Any, np.ndarray], machine: Machine, shared: Room) -> Kernel:
    """The module: straight-line code for a tiny network, loops for any other, and for shared memory."""
    if shared is NO_ROOM and sum(node.size for node in work.order) <= MOST_SCALARS:
        try:
            return emit_scalars(work, arrays, machine.target)
        except TooMany:
            pass
    return emit_loops(work, machine.target, shared)


class Memory:
    """A plan's memory for one run: ``whole``, where another plan has it, too."""

    def __init__(self, plan: Plan, whole: np.ndarray | None = None) -> None:
        self.plan, kernel, machine = plan, plan.kernel, plan.machine
        self.whole = machine.array(kernel.size) if whole is None else whole
        self.base = machine.address(self.whole)
        self.record = self.inputs = NOTHING
        self.addresses = 0, 0
        self.checked = 0  # epochs that were done both ways, and compared
        for key, start in kernel.constants.items():
            values = plan.captured.tracer.graph.arrays[key]
            self.whole[start : start + values.size] = values.ravel()
        self.views = {path: self._view(path) for path in plan.captured.arrays if self._placed(path)}

    def _placed(self, path: Path) -> bool:
        return id(self.plan.captured.befores[path]) in self.plan.kernel.places

    def _view(self, path: Path) -> np.ndarray:
        """An input array as the compiled code has it."""
        node, traced = self.plan.captured.befores[path], self.plan.captured.arrays[path]
        view = self.place(node)
        return view.reshape(traced.shape[::-1]).T if traced.flip else view.reshape(traced.shape)

    def place(self, node: Node) -> np.ndarray:
        """The numbers of an input."""
        start = self.plan.kernel.places[id(node)]
        return self.whole[start : start + node.size]

    def ready(self, count: int) -> None:
        """Make room for the inputs and outputs of so many epochs."""
        kernel, machine = self.plan.kernel, self.plan.machine
        record, inputs = self.addresses
        if self.record.size < count * kernel.width:
            self.record = machine.array(count * kernel.width)
            record = machine.address(self.record)
        if self.inputs.size < count * kernel.input_width:
            self.inputs = machine.array(count * kernel.input_width)
            inputs = machine.address(self.inputs)
        self.addresses = record, inputs

    def call(self, count: int) -> np.ndarray:
        """Run so many epochs; their outputs, shape (count, width)."""
        width = self.plan.kernel.width
        self.plan.entry(self.base, count, *self.addresses)
        return self.record[: count * width].reshape(count, width)

    def given(self, values: dict[Path, Any], epoch: Path, variables: Any) -> Given:
        """The inputs of each epoch, from one to the next; ``epoch`` is the path of its number."""
        return Given(self.plan, self, values, (epoch,))

    def run(self, given: Given, count: int, losses: array[float]) -> None:
        """Do so many epochs, or fewer, where a branch goes another way; append their losses."""
        self.ready(count)
        count = given.fill(count)
        if count:
            losses.frombytes(self.call(count)[:, 0].tobytes())


class Places(Protocol):
    """Where a plan's inputs go: those of the whole run, and those of each epoch, one epoch after the other."""

    inputs: np.ndarray

    def place(self, node: Node) -> np.ndarray:
        """The numbers of an input."""


class Given:
    """The plain numbers and the random draws of a plan's epochs, from one epoch to the next."""

    def __init__(self, plan: Plan, memory: Places, values: dict[Path, Any], counts: tuple[Path, ...]) -> None:
        """``values`` are the numbers by path; ``counts`` the paths of those that go up by 1 in each epoch."""
        self.plan, self.memory, self.given, self.counts = plan, memory, values, counts
        self.slots: list[Any] = [None] * len(plan.numbers.slots)
        plan.numbers.evaluate(self.given, self.slots, False, plan.needed)
        for node, slot in plan.run_numbers:
            memory.place(node)[:] = float(self.slots[slot])

    def holds(self) -> bool:
        """Whether every branch on a plain number goes as it did when it was traced."""
        return all(bool(self.slots[slot]) is outcome for slot, outcome in self.plan.numbers.guards)

    def fill(self, count: int, order: Any = None) -> int:
        """Lay out the inputs of so many epochs, or of fewer, where a branch goes another way: how many.

        ``order`` has the rows of batches, one batch after another.
        """
        if self.plan.idle:
            if order is not None:
                self.memory.inputs[: count * self.plan.rows] = order
            return count if self.holds() else 0
        return self.plan.step(self.counts)(count, self.given, self.slots, self.memory.inputs, order)
