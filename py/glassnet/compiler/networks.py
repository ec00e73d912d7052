"""Many networks of one form, trained at once: two at a time in the lanes, from their own starting parameters.

They share data, rate and schedule. It is for tiny networks without random draws in their epochs, such as the tutorial's
with a thousand seeds. Each is to the bit what it would be by itself.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from glassnet.compiler.capturing import Path
from glassnet.compiler.graph import Node
from glassnet.compiler.machine import Machine
from glassnet.compiler.plans import Given, Plan
from glassnet.compiler.scalars import TooMany, emit_scalars
from glassnet.compiler.tracing import TracingError
from glassnet.compiler.training import CompiledTraining, at

BUFFER = 65_536  # losses at a time: half a megabyte, which stays in the cache while the pairs write into it in turn


class Networks:
    """``parameters`` has for each parameter the starting values of all networks, shape (networks, *its own).

    ``training`` is that of one network, which has been compiled and checked. Raises ``TracingError`` for networks that
    are not tiny, and for those whose epochs draw random numbers.
    """

    def __init__(self, training: CompiledTraining, parameters: Mapping[str, np.ndarray], machine: Machine) -> None:
        if training.reason or not isinstance(training.plan, Plan):
            raise TracingError(training.reason or "a network whose epoch is not compiled whole")
        self.plan, self.training, self.machine = training.plan, training, machine
        captured = self.plan.captured
        self.count = len(next(iter(parameters.values())))
        if captured.draws:
            raise TracingError("a random draw in an epoch of many networks")
        arrays = captured.tracer.graph.arrays
        lanes = self.count + self.count % 2
        if lanes not in self.plan.together:
            try:
                kernel = emit_scalars(self.plan.work, arrays, machine.target, networks=lanes)
            except TooMany as error:
                raise TracingError("a network of that size, many times,") from error
            self.plan.together[lanes] = kernel, machine.function(kernel.wasm, kernel.imports)
        self.kernel, self.entry = self.plan.together[lanes]
        self.whole = machine.array(self.kernel.size)
        if any(id(before) not in self.kernel.places for before in captured.befores.values()):
            raise TracingError("a parameter that no epoch uses")
        self.places = {path: self.kernel.places[id(captured.befores[path])] for path in captured.arrays}
        self._begin(parameters)

    def _begin(self, parameters: Mapping[str, np.ndarray]) -> None:
        """Lay out all parameters, optimizer state of 0, and the shared data."""
        variables, values = self.training.variables()
        for path in self.plan.captured.arrays:
            if path in self.plan.captured.carried:
                if path[0] == self.training.training.name:
                    self.all(path)[:, : self.count] = parameters[path[-1]].reshape(self.count, -1).T
            else:
                self._share(path, np.ravel(at(variables, path)), parameters)
        self.values = values | {self.training.epoch_path: 0}
        for first in self.plan.captured.numbers:
            if first[0] == "state":
                self.values[first] = type(values[first])(0)

    def _share(self, path: Path, values: np.ndarray, parameters: Mapping[str, np.ndarray]) -> None:
        """Lay out what no epoch changes. A parameter that is frozen must be the same in all networks."""
        if path[0] == self.training.training.name and np.ptp(parameters[path[-1]], axis=0).any():
            raise TracingError("a frozen parameter that differs between the networks")
        start = self.places[path]
        self.whole[start : start + values.size] = values

    def all(self, path: Path) -> np.ndarray:
        """The numbers of one parameter, shape (numbers, networks): a view."""
        size = self.plan.captured.arrays[path].size
        lanes = self.count + self.count % 2
        start = self.places[path]
        return self.whole[start : start + size * lanes].reshape(size, lanes)

    def run(self, count: int) -> np.ndarray:
        """The losses of the next epochs, shape (count, networks). Fewer where a schedule takes another branch."""
        plan, machine = self.plan, self.machine
        count = min(count, max(1, BUFFER // self.kernel.width))
        record = machine.array(count * self.kernel.width)
        inputs = machine.array(max(1, count * self.kernel.input_width))
        given = Given(plan, _Shared(self, inputs), self.values, (self.training.epoch_path,))
        count = given.fill(count)
        addresses = (machine.address(self.whole), count, machine.address(record), machine.address(inputs))
        if count:
            self.entry(*addresses)
        return record[: count * self.kernel.width].reshape(count, self.kernel.width)[:, : self.count]

    @property
    def parameters(self) -> dict[str, np.ndarray]:
        """The parameters of all networks now, shape (networks, *its own); copies."""
        captured, name = self.plan.captured, self.training.training.name
        found = {}
        for path, traced in captured.arrays.items():
            if path[0] == name:
                start = self.places[path]
                once = self.whole[start : start + traced.size, np.newaxis]
                numbers = self.all(path) if path in captured.carried else np.tile(once, self.count)
                found[path[-1]] = numbers[:, : self.count].T.reshape(self.count, *traced.shape)
        return found


class _Shared:
    """The places of what all networks share, for ``Given``."""

    def __init__(self, networks: Networks, inputs: np.ndarray) -> None:
        self.networks, self.inputs = networks, inputs

    def place(self, node: Node) -> np.ndarray:
        """The numbers of an input."""
        start = self.networks.kernel.places[id(node)]
        return self.networks.whole[start : start + node.size]
