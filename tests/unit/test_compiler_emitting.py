"""What the compiler emits, under a native WebAssembly runtime: to the bit what Pyodide's NumPy would give."""

import math

import numpy as np
import pytest
from native import LIBRARY, Machine, Pyodides, musl_tanh

from glassnet.compiler.capturing import capture
from glassnet.compiler.emitting import Target, emit_loops
from glassnet.compiler.scalars import emit_scalars
from operations import binary, cases, extremes, products, reductions, slices, unary, views
from ways import differences, run

FUNCTIONS = [unary, binary, reductions, slices, products, views, extremes]


@pytest.fixture(scope="module")
def machine():
    return Machine()


def as_pyodides(function):
    """The function on arrays that compute as Pyodide's do."""
    return lambda **arrays: function(**{name: array.view(Pyodides) for name, array in arrays.items()})


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_every_operation_gives_the_bits_of_numpy_in_pyodide(function, machine):
    tried = 0
    for name, one, arrays in cases(np.random.RandomState(3)):
        if one is function and max(array.size for array in arrays.values()) < 700:
            found = list(differences(function, arrays, machine, Pyodides))
            assert not found, (name, found)
            tried += 1
    assert tried > 5


def test_tanh_of_four_is_musls(machine):
    random = np.random.RandomState(0)
    near = [one * (1 + step * 2.0**-46) for one in (0.2554, 0.5493, 6.75, 19.0, 0.17328682) for step in range(-40, 40)]
    sizes = np.exp(random.uniform(-40, 4, 1500)) * random.choice([-1, 1], 1500)
    x = np.concatenate(
        [random.uniform(-21, 21, 1500), sizes, near, np.negative(near), [0.0, -0.0, np.nan, np.inf, 5e-324]]
    )
    captured = capture(lambda x: [np.tanh(x)], {"x": x[None]}, {"np": np}, {})
    captured.outputs = [captured.result[0].node()]
    ours = run(captured, emit_loops(captured.work, Target(True, 0)), {"x": x[None]}, machine)
    theirs = np.array([musl_tanh(one) for one in x])
    assert np.array_equal(ours, theirs, equal_nan=True)
    assert np.array_equal(np.signbit(ours), np.signbit(theirs))
    assert max(abs(musl_tanh(one) - math.tanh(one)) for one in x if math.isfinite(one)) < 1e-15


def epochs(function, arrays, machine, count, way):
    """The outputs of several epochs of ``function``, and its arrays afterwards."""
    captured = capture(function, arrays, {"np": np}, {})
    captured.outputs = [captured.result.node()]
    for path, traced in captured.arrays.items():
        if traced.memory is not captured.befores[path]:
            captured.carried[path] = traced.memory
    kernel = (
        emit_scalars(captured.work, {}, machine.target)
        if way == "scalars"
        else emit_loops(captured.work, machine.target)
    )
    memory, record = machine.array(kernel.size), machine.array(count * kernel.width)
    places = {path[0]: kernel.places[id(node)] for path, node in captured.befores.items()}
    for name, array in arrays.items():
        memory[places[name] : places[name] + array.size] = array.ravel()
    machine.function(kernel.wasm, kernel.imports)(machine.address(memory), count, machine.address(record), 0)
    after = {
        name: memory[places[name] : places[name] + array.size].reshape(array.shape) for name, array in arrays.items()
    }
    return record.reshape(count, kernel.width), after


def swap(a, b):
    """Each becomes the other, and a little more."""
    c = a * 1
    a[:] = b + 0.5
    b[:] = c
    return np.sum(a)


def old_and_new(a, b):
    """An array's old value is read after the new one was made."""
    old = a * 1
    a += b
    b *= 0.5
    return np.sum(old - a)


@pytest.mark.parametrize("way", ["loops", "scalars"])
@pytest.mark.parametrize("function", [swap, old_and_new])
def test_what_is_carried_from_epoch_to_epoch(function, way, machine):
    random = np.random.RandomState(1)
    arrays = {name: np.round(random.randn(3, 4) * 64) for name in "ab"}  # sums without rounding, in any order
    expected = {name: array.copy() for name, array in arrays.items()}
    losses = [function(**expected) for _ in range(70)]
    found, after = epochs(function, arrays, machine, 70, way)
    assert found.ravel().tolist() == losses
    for name, array in expected.items():
        assert np.array_equal(after[name], array)


def test_networks_as_lanes_are_the_networks_one_by_one(machine):
    """Six networks, two at a time, to the bit what each is by itself."""

    def step(W, X):
        W += 0.1 * np.dot(X.T, np.tanh(np.dot(X, W)))
        return np.mean(W * W)

    random = np.random.RandomState(4)
    X, starts = random.randn(5, 3), random.randn(6, 3, 2)
    alone = [epochs(step, {"W": one.copy(), "X": X}, machine, 20, "scalars") for one in starts]
    captured = capture(step, {"W": starts[0].copy(), "X": X}, {"np": np}, {})
    captured.outputs = [captured.result.node()]
    captured.carried[("W",)] = captured.arrays[("W",)].memory
    kernel = emit_scalars(captured.work, {}, machine.target, networks=6)
    memory, record = machine.array(kernel.size), machine.array(20 * kernel.width)
    place = {path[0]: kernel.places[id(node)] for path, node in captured.befores.items()}
    memory[place["W"] : place["W"] + starts.size] = starts.reshape(6, -1).T.ravel()
    memory[place["X"] : place["X"] + X.size] = X.ravel()
    machine.function(kernel.wasm, kernel.imports)(machine.address(memory), 20, machine.address(record), 0)
    ours = memory[place["W"] : place["W"] + starts.size].reshape(6, 6).T
    for n, (losses, after) in enumerate(alone):
        assert np.array_equal(ours[n], after["W"].ravel())
        assert np.array_equal(record.reshape(20, 6)[:, n], losses.ravel())
    assert set(kernel.imports) <= LIBRARY.keys()
