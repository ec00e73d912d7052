"""A program's training, compiled: the same epochs with the same bits, or NumPy and the reason why.

The loop's body is traced, and some epochs are done both ways and compared to the bit: losses, parameters, optimizer
state and random numbers. Only if all are equal are the next epochs done by compiled code. Where an optimizer makes its
state in the first epoch, or a function of the reader's may make something, that epoch is NumPy's alone.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any, NamedTuple, cast

import numpy as np

from glassnet.compiler.batches import BatchesMemory, BatchesPlan
from glassnet.compiler.calls import LEAST_WORK, CompiledCall
from glassnet.compiler.capturing import Captured, Path, TooManyOperations, capture, carry, leaves, same_work
from glassnet.compiler.checking import same_bits
from glassnet.compiler.epochs import batched, name_of_epoch, one_epoch
from glassnet.compiler.machine import Machine
from glassnet.compiler.numbers import exact
from glassnet.compiler.plans import Memory, Plan
from glassnet.compiler.tracing import Traced, TracingError
from glassnet.compiler.world import Repeated
from glassnet.programs.running import Training
from glassnet.programs.writing import END

CHECKED = 2  # epochs that are done both ways
CALLED = ("forward_propagation", "compute_loss", "backward_propagation", "update_parameters")
MOST_VARIANTS = 8  # ways that branches on plain numbers may go
MOST_PLANS = 24
OF_THE_RUN = {("learning_rate",), ("epochs",)}  # numbers that another run may have otherwise, with the same plan

Variables = dict[str, Any]
Values = dict[Path, Any]
AnyMemory = Memory | BatchesMemory


class Live(NamedTuple):
    """A plan's memory that holds the present values of the program's variables, and its plain numbers."""

    memory: AnyMemory
    given: Any  # as its ``given`` makes it
    variables: Variables


_plans: dict[Any, list[Plan | BatchesPlan]] = {}  # by all that tracing depends on; the latest last


class CompiledTraining:
    """Runs the epochs of a ``Training``, compiled where that is the same.

    ``reason`` says why NumPy runs them; it is empty while they are compiled. ``plan`` is what runs them, if anything.
    """

    def __init__(self, training: Training, machine: Machine | None) -> None:
        self.training, self.machine = training, machine
        self.reason = "" if machine is not None else "there is no machine for compiled code"
        self.own: dict[str, Any] = {}  # functions whose calls are compiled for a loop of the reader's
        if machine is not None and "train_network" in training.program.versions:
            self.reason = "the training loop is your own"
            self.compile_calls(machine)
        self.memories: list[AnyMemory] = []
        self.plan: Plan | BatchesPlan | None = None
        self.live: Live | None = None  # where the variables are, if nobody but compiled code has changed them since
        # Whether all that an epoch changes is there.
        self.begun = not training.program.versions and "state" not in training.variables

    def compile_calls(self, machine: Machine) -> None:
        """Let a loop of the reader's call compiled functions, where there is enough to compute."""
        names, network = self.training.program.names, self.training.network
        if len(self.training.X) * sum(array.size for array in network.values()) < LEAST_WORK:
            return
        self.reason = "the training loop is your own, and calls compiled functions"
        self.own = {name: names[name] for name in CALLED if name in names}
        names.update({name: CompiledCall(function, names, machine) for name, function in self.own.items()})

    def end(self) -> None:
        """Leave all epochs to NumPy from here on."""
        self.training.program.names.update(self.own)

    def run(self, count: int, losses: array[float]) -> None:
        """Do so many epochs, fewer where the training ends, and append their losses. Raises what the program raises."""
        wanted = len(losses) + count
        while len(losses) < wanted and not self.training.ended:
            left = wanted - len(losses)
            if self.reason or not self.begun:
                self.by_numpy(left if self.reason else 1, losses)
                self.begun = True
            else:
                self.compiled(left, losses)

    def by_numpy(self, count: int, losses: array[float]) -> None:
        """Epochs of the program's own loop."""
        self.live = None
        self.training.run(count, losses)

    def compiled(self, count: int, losses: array[float]) -> None:
        """Compiled epochs: as many as asked, or fewer. A new branch of the loop is compiled and checked first."""
        if self.live is not None:
            if self.advance(self.live, count, losses):
                return
            self.live = None
        variables, values = self.variables()
        for memory in self.memories:
            if self.by(memory, count, losses, variables, values):
                return
        if len(self.memories) >= MOST_VARIANTS:
            self.reason = "the loop takes another branch again and again"
            return
        try:
            self.plan = self.planned(variables, values)
            memory = self.plan.memory()
            self.memories.append(memory)
            if not self.by(memory, count, losses, variables, values):
                self.reason = "a branch goes two ways at once"
        except TracingError as error:
            self.reason = str(error)

    def by(self, memory: AnyMemory, count: int, losses: array[float], variables: Variables, values: Values) -> bool:
        """Do epochs by one plan, or some of them both ways as long as it is new; whether it fits."""
        unchecked = CHECKED - memory.checked
        if unchecked > 0:
            return self.both_ways(memory, min(count, unchecked), losses, variables, values)
        given = self.load(memory, variables, dict(values))
        if given is None or not self.advance(Live(memory, given, variables), count, losses):
            return False
        self.live = Live(memory, given, variables)
        return True

    # -- the loop's variables

    def variables(self) -> tuple[Variables, Values]:
        """The variables as they are now, and the plain numbers among them by path."""
        variables = self.variables_now()
        return variables, {path: value for path, value in leaves(variables, ()) if not is_array(value)}

    def variables_now(self) -> Variables:
        """The variables that were there before the loop, as they are now."""
        now = self.training.locals()
        return {name: now[name] for name in self.training.variables if name in now and name not in INTERNAL}

    def key(self, variables: Variables, values: Values) -> Any:
        """All that a tracing depends on, where the program has no versions of the reader's."""
        texts = tuple(part.text for part in self.training.program.parts if part.name not in ("initialize_network", END))
        forms = tuple(
            (path, value.shape, value.dtype.char, value.flags.f_contiguous)
            for path, value in leaves(variables, ())
            if is_array(value)
        )
        plain = tuple(
            (path, exact(value)) for path, value in values.items() if path not in OF_THE_RUN and path[0] != "state"
        )
        kinds = tuple((path, type(value)) for path, value in values.items())
        return self.machine, texts, forms, plain, kinds

    # -- compiled epochs

    def advance(self, live: Live, count: int, losses: array[float]) -> int:
        """Run epochs, and put their results into the program's own variables; how many there were."""
        memory, given, variables = live
        first = len(losses)
        try:
            memory.run(given, count, losses)
        finally:  # the program's own Python may raise, after some epochs
            done = len(losses) - first
            if done:
                self.store(memory, variables, given.given)
                self.training.counter.next += done
        return done

    def load(self, memory: Any, variables: Variables, values: Values) -> Any:
        """Bring the variables into memory, and give what the epochs need of Python (``Given``); None where they do not
        have the plan's form."""
        held = memory.plan.held
        for path, traced in held.arrays.items():
            array = at(variables, path)
            if not isinstance(array, np.ndarray) or array.shape != traced.shape or array.dtype.kind != traced.kind:
                return None
            view = memory.views.get(path)
            if view is not None and view is not array:
                view[...] = array
        for first, paths in held.numbers.items():
            if any(path != first and exact(values.get(path)) != exact(values.get(first)) for path in paths):
                return None
        values[self.epoch_path] = self.training.counter.next
        return memory.given(values, self.epoch_path, variables)

    def store(self, memory: AnyMemory, variables: dict[str, Any], numbers: dict[Path, Any]) -> None:
        """Let the variables be those after the epochs: arrays that lie in the memory, and numbers."""
        held = memory.plan.held
        for path in held.carried:
            if len(path) == 1:  # a name in the loop's own frame keeps its array
                variables[path[0]][...] = memory.views[path]
            else:
                at(variables, path[:-1])[path[-1]] = memory.views[path]
        for first, slot_paths in held.numbers.items():
            for path in slot_paths if first in held.next_numbers else ():
                at(variables, path[:-1])[path[-1]] = numbers[first]

    # -- tracing and checking

    def both_ways(
        self, memory: AnyMemory, count: int, losses: array[float], variables: Variables, values: Values
    ) -> bool:
        """Do some epochs both ways; whether the plan fits. If any bit differs, ``reason`` says so."""
        given = self.load(memory, variables, dict(values))
        if given is None:
            return False
        random, ours, first = Repeated(memory.plan.draws), array("d"), len(losses)
        try:
            memory.run(given, count, ours)
        except Exception as error:  # whatever an engine may raise
            self.reason = f"the WebAssembly engine raised {error!r}"
            return True
        finally:
            random.rewind()
        if not ours:
            return False
        self.by_numpy(len(ours), losses)
        now = self.variables_now()
        self.reason = self.difference(memory, given.given, now)
        if not same_bits(ours, losses[first:]):
            self.reason = "compiled code gives another loss than NumPy"
        if not random.same():
            self.reason = "compiled code draws other random numbers than NumPy"
        memory.checked += len(ours)
        if not self.reason and memory.checked >= CHECKED:
            self.store(memory, now, given.given)
            self.live = Live(memory, given, now)
        return True

    def difference(self, memory: AnyMemory, numbers: dict[Path, Any], now: Variables) -> str:
        """What differs from the variables that NumPy's epochs have left; empty where nothing does."""
        held = memory.plan.held
        for path, traced in held.arrays.items():
            theirs = at(now, path)
            if not isinstance(theirs, np.ndarray) or theirs.shape != traced.shape:
                return f"{path[0]} changes its form"
            if path in memory.views and not same_bits(memory.views[path], theirs):
                return f"compiled code gives another {'.'.join(map(str, path))} than NumPy"
        for first, paths in held.numbers.items():
            found = [at(now, path) for path in paths if path != self.epoch_path]
            if any(one is not numbers[first] and exact(one) != exact(numbers[first]) for one in found):
                return f"compiled code gives another {'.'.join(map(str, first))} than NumPy"
        return ""

    def planned(self, variables: Variables, values: Values) -> Plan | BatchesPlan:
        """A plan for the loop as it stands: a known one of the same form, or a new one."""
        assert self.machine is not None
        names = tuple(variables)
        self.epoch_path: Path = (name_of_epoch(self.training.program, names),)
        now = values | {self.epoch_path: self.training.counter.next}
        key = None if self.training.program.versions else self.key(variables, values)
        tried = {id(memory.plan) for memory in self.memories}
        for plan in _plans.get(key, ()) if key else ():
            if id(plan) not in tried and plan.fits(now):
                return plan
        try:
            plan = self.whole(one_epoch(self.training.program, names), variables, twice=key is None)
        except TooManyOperations:
            if "batch_size" not in variables:
                raise
            plan = self.batches(variables, twice=key is None)
        if key is not None:
            _plans[key] = [*_plans.pop(key, []), plan]
            while len(_plans) > MOST_PLANS:
                del _plans[next(iter(_plans))]
        return plan

    def whole(self, function: Callable[..., dict[str, Any]], variables: Variables, twice: bool) -> Plan:
        """A new plan of the whole epoch. It is traced ``twice`` where a text of the reader's may differ each time."""
        captured = self.traced(function, variables)
        if twice and not same_work(captured, self.traced(function, variables)):
            raise TracingError("something that is another number each time it is called")
        return Plan(captured, cast(Machine, self.machine))

    def batches(self, variables: Variables, twice: bool) -> BatchesPlan:
        """A new plan of an epoch's batches."""
        program, epoch = self.training.program, (str(self.epoch_path[0]), self.training.counter.next)
        parts, symbols = batched(program, tuple(variables)), dict.fromkeys(OF_THE_RUN, False)
        return BatchesPlan(parts, variables, epoch, program.names, symbols, cast(Machine, self.machine), twice)

    def traced(self, function: Callable[..., dict[str, Any]], variables: dict[str, Any]) -> Captured:
        """One epoch, traced."""
        arguments = variables | {self.epoch_path[0]: self.training.counter.next}
        symbols = {self.epoch_path: True} | dict.fromkeys(OF_THE_RUN, False)
        captured = capture(function, arguments, self.training.program.names, symbols)
        carry(captured, variables, captured.result)
        loss = captured.result.get("loss")
        if not isinstance(loss, Traced) or loss.size != 1:
            captured.tracer.refuse("a loss that is no single number of the arrays")
        captured.outputs = [captured.tracer.graph.in_memory(loss.node())]
        return captured


INTERNAL = ("epochs_from_here", "saved_numbers")


def is_array(value: Any) -> bool:
    """Whether a value is an array with axes; one without is a plain number."""
    return isinstance(value, np.ndarray) and value.ndim > 0


def at(variables: Any, path: Path) -> Any:
    """What is at a path; None where nothing is."""
    for key in path:
        try:
            variables = variables[key]
        except (KeyError, IndexError, TypeError):
            return None
    return variables
