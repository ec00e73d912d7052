"""Runs a function's graph in each of the ways that it can be emitted, and says where the bits differ from its own."""

import types

import numpy as np

from glassnet.compiler.capturing import capture
from glassnet.compiler.checking import same_bits
from glassnet.compiler.emitting import Target, emit_loops
from glassnet.compiler.scalars import TooMany, emit_scalars
from glassnet.compiler.tracing import Traced


def in_namespace(function, names):
    """The function with other globals."""
    names.setdefault("__builtins__", __builtins__)
    return types.FunctionType(function.__code__, names, function.__name__, function.__defaults__, function.__closure__)


def emitted(work, arrays, target):
    """Each way, by its name."""
    yield "loops", emit_loops(work, target)
    yield "loops without SIMD", emit_loops(work, Target(False, 0))
    try:
        yield "scalars", emit_scalars(work, arrays, target)
    except TooMany:
        return


def differences(function, arrays, machine, kind=np.ndarray):
    """What differs between compiled code and the function's own results with arrays of that kind: texts."""
    names = {"np": np}
    captured = capture(in_namespace(function, names), arrays, names, {})
    results = [one if isinstance(one, Traced) else captured.tracer.array(one) for one in captured.result]
    captured.outputs = [captured.tracer.graph.in_memory(one.node()) for one in results]
    own = {name: array.copy(order="K").view(kind) for name, array in arrays.items()}
    with np.errstate(all="ignore"):
        expected = [np.asarray(one, dtype=float) for one in in_namespace(function, {"np": np})(**own)]
    for way, kernel in emitted(captured.work, captured.tracer.graph.arrays, machine.target):
        recorded = run(captured, kernel, arrays, machine)
        start = 0
        for place, (result, right) in enumerate(zip(results, expected, strict=True)):
            ours = recorded[start : start + right.size]
            start += right.size
            if result.shape != right.shape:
                yield f"{way}: result {place} has shape {result.shape}; expected {right.shape}"
            elif not same_bits(ours, right.ravel()):
                yield f"{way}: result {place} is {ours[:4]}; expected {right.ravel()[:4]}"


def run(captured, kernel, arrays, machine):
    """The numbers that one call records."""
    memory, record = machine.array(kernel.size), machine.array(max(kernel.width, 1))
    for key, start in kernel.constants.items():
        values = captured.tracer.graph.arrays[key]
        memory[start : start + values.size] = values.ravel()
    for path, traced in captured.arrays.items():
        start = kernel.places.get(id(captured.befores[path]))
        if start is not None:
            values = arrays[path[0]].T if traced.flip else arrays[path[0]]
            memory[start : start + values.size] = values.ravel()
    machine.function(kernel.wasm, kernel.imports)(machine.address(memory), 1, machine.address(record), 0)
    return record
