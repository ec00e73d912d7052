"""A network's answers for many inputs, such as the grid of a picture: the program's own ``predict``, compiled.

What is compiled holds no numbers, so all runs of one program share it. NumPy answers for few inputs. The program has no
version of the reader's: that may do something else each time.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from glassnet.compiler.calls import CompiledCall
from glassnet.compiler.machine import Machine
from glassnet.programs.running import Network, Program
from glassnet.programs.writing import END

LEAST_WORK = 100_000  # inputs times parameters: below that, NumPy takes less time than the way to compiled code
MOST_PROGRAMS = 6
ITS_OWN = ("initialize_network", END)  # parts that no prediction depends on

_calls: dict[Any, CompiledCall] = {}  # by all that a prediction depends on; the latest last


def predict(program: Program, network: Network, X: np.ndarray, machine: Machine | None) -> np.ndarray:
    """The predictions for inputs (rows, inputs): the same bits with a machine and without. Raises what the program
    raises."""
    work = len(X) * sum(np.size(array) for array in network.values())
    if machine is None or work < LEAST_WORK:
        return np.asarray(program.predict(network, X))
    return np.asarray(call_of(program, machine)(network, X))


def call_of(program: Program, machine: Machine) -> CompiledCall:
    """The compiled ``predict`` of a program without versions; its ``reason`` says why NumPy does it after all."""
    key = machine, tuple(part.text for part in program.parts if part.name not in ITS_OWN)
    call = _calls.pop(key, None) or CompiledCall(program.predict, program.names, machine, least=0)
    _calls[key] = call
    while len(_calls) > MOST_PROGRAMS:
        del _calls[next(iter(_calls))]
    return call
