"""One epoch as a list of operations, for a reader: what each does, its line in the program, and its numbers."""

from __future__ import annotations

from array import array
from copy import copy
from typing import Any

import numpy as np

from glassnet.compiler.capturing import Captured
from glassnet.compiler.graph import LEAVES, Node
from glassnet.compiler.machine import Machine
from glassnet.compiler.plans import Memory, Plan
from glassnet.compiler.tracing import TracingError
from glassnet.compiler.training import CompiledTraining
from glassnet.programs.running import Training

__all__ = ["Listing", "Shown", "TracingError", "next_epoch"]


class Listing:
    """The operations of a traced call in the order of the program. They count from 1."""

    def __init__(self, captured: Captured) -> None:
        self.captured = captured
        used = set(map(id, captured.work.order))
        nodes = (node for node in captured.tracer.graph.nodes.values() if id(node) in used)
        self.operations = [node for node in nodes if node.op not in LEAVES and node.op != "reshape"]
        self.places = {id(node): n for n, node in enumerate(self.operations, 1)}

    def told(self) -> list[dict[str, Any]]:
        """Each operation, its shape, what it is done to (other operations by their numbers), and the part of the
        program and the line in it that it came from (None where it has none)."""
        return [
            {
                "operation": node.op,
                "shape": list(node.shape),
                "of": [self.named(argument) for argument in node.args],
                "part": node.line[0] if node.line else None,
                "line": node.line[1] if node.line else None,
            }
            for node in self.operations
        ]

    def named(self, node: Node) -> int | str:
        """What a reader knows an operand by."""
        if node.op == "reshape":
            of = self.named(node.args[0])
            turned = node.shape != node.args[0].shape and node.shape == node.args[0].shape[::-1]
            return f"transpose of {f'({of})' if isinstance(of, int) else of}" if turned else of
        if id(node) in self.places:
            return self.places[id(node)]
        if node.op == "const":
            return f"{float.fromhex(node.extra):.6g}"
        if node.op == "array":
            values = self.captured.tracer.graph.arrays[node.extra]
            return f"{values.flat[0]:.6g}" if values.size == 1 else "constants"
        kind, which = node.extra
        if kind == "array":
            return words_of(which)
        return "random numbers" if kind == "draw" else self.number_named(which)

    def number_named(self, slot: int) -> str:
        """A plain number: a variable of the loop, or what Python computes of such variables."""
        key = self.captured.tracer.numbers.slots[slot]
        return words_of(key[1]) if key[0] == "input" else "a number of the loop"


def next_epoch(training: Training, machine: Machine) -> Shown:
    """The next epoch of a training that resumes from a checkpoint.

    From epoch 0 it is the second, because the first may make the optimizer's state.

    Raises ``TracingError``, in words, for an epoch that cannot be compiled.
    """
    compiled = CompiledTraining(training, machine)
    if training.first == 0:
        compiled.by_numpy(1, array("d"))
    return Shown(compiled)


class Shown:
    """One epoch of a training, compiled; the training does not move on. ``epoch`` counts from 1."""

    def __init__(self, compiled: CompiledTraining) -> None:
        self.compiled, self.epoch = compiled, compiled.training.counter.next + 1
        self.variables, self.values = compiled.variables()
        plan = compiled.planned(self.variables, self.values)
        if not isinstance(plan, Plan):
            batches = sum(times for times, _ in plan.sizes)
            raise TracingError(f"an epoch has {batches} batches, and one of them is compiled for all")
        self.plan = plan
        self.listing = Listing(self.plan.captured)

    def told(self) -> dict[str, Any]:
        """The ``operations``, on how many ``single`` numbers they are, and the WebAssembly of the epoch."""
        return {"operations": self.listing.told(), "single": self.plan.cost, "wasm": self.plan.kernel.wasm}

    def numbers(self, which: int) -> dict[str, Any]:
        """The ``numbers`` of one operation, from 1, and its ``shape``: by compiled code, row after row."""
        if which > len(self.listing.operations):
            raise ValueError(f"which is {which}; expected at most {len(self.listing.operations)}")
        node = self.listing.operations[which - 1]
        captured = copy(self.plan.captured)
        captured.outputs = [node]
        memory = Memory(Plan(captured, self.plan.machine))
        random = np.random.get_state()
        given = self.compiled.load(memory, self.variables, dict(self.values))
        memory.ready(1)
        if given is None or not given.fill(1):
            raise ValueError("the loop takes another branch now")
        np.random.set_state(random)
        return {"shape": list(node.shape), "numbers": memory.call(1)[0, : node.size].copy()}


def words_of(path: tuple[Any, ...]) -> str:
    """A place in the loop's variables, such as ``W1``, or ``m of W1`` for what an optimizer keeps."""
    if path[0] == "state" and len(path) > 2:
        return f"{path[2]} of {path[1]}"
    return str(path[-1])
