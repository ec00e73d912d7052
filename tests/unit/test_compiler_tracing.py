"""Tracing: what becomes part of the graph, what is refused with its operation and line, and plain numbers that vary."""

from array import array

import numpy as np
import pytest
from native import Machine

from glassnet.compiler.capturing import capture
from glassnet.compiler.graph import ordered
from glassnet.compiler.numbers import Numbers
from glassnet.compiler.showing import Listing
from glassnet.compiler.tracing import TracingError
from glassnet.compiler.training import CompiledTraining
from glassnet.programs.choices import checked
from glassnet.programs.running import Program
from glassnet.programs.writing import parts

X = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
Y = np.array([[0.0], [1], [1], [0]])


def traced(text, **arrays):
    """The tracing of ``f`` in a text, as a program's part has it."""
    names = {"np": np}
    exec(compile(text, "<program: f>", "exec"), names)
    return capture(names["f"], arrays, names, {})


def listed(captured):
    """The operations of the result, for a reader."""
    captured.outputs = [captured.result.node()]
    return Listing(captured).told()


REFUSED = {
    "np.cumsum (line 3 of f)": "def f(x):\n    y = x + 1\n    return np.cumsum(y)\n",
    "a print (line 2 of f)": "def f(x):\n    print('here')\n    return x\n",
    "depends on the numbers (line 2 of f)": "def f(x):\n    if x[0, 0] > 0:\n        return x\n    return -x\n",
    "an array’s argsort (line 2 of f)": "def f(x):\n    return x.argsort()\n",
    "np.random.choice (line 2 of f)": "def f(x):\n    return x + np.random.choice(3)\n",
    "an array of float64 with 3 axes (line 2 of f)": "def f(x):\n    return x + np.ones((2, 1, 1))\n",
    "np.add with where= (line 2 of f)": "def f(x):\n    return np.add(x, 1, where=x > 0)\n",
    "np.clip with arrays as bounds": "def f(x):\n    return np.clip(x, x - 1, x + 1)\n",
    "an operation on the bits of numbers": "def f(x):\n    return x & x\n",
    "written into an array from outside": "def f(x, out=np.zeros((3, 2))):\n    return np.add(x, 1, out=out)\n",
    "an index that depends on the numbers": "def f(x):\n    return x[x[0, 0], 0]\n",
    "ValueError": "def f(x):\n    return np.dot(x, x)\n",
}


@pytest.mark.parametrize("said", REFUSED)
def test_what_cannot_be_compiled_is_named_with_its_line(said):
    with pytest.raises(TracingError) as caught:
        traced(REFUSED[said], x=np.ones((3, 2)))
    assert said in str(caught.value)
    assert str(caught.value).endswith("cannot be compiled")


def test_the_graph_lists_each_operation_with_its_line():
    captured = traced("def f(x):\n    y = np.dot(x, x.T)\n    return 1 / (1 + np.exp(-y))\n", x=np.ones((3, 2)))
    found = listed(captured)
    assert [one["operation"] for one in found] == ["transpose", "matmul", "neg", "exp", "add", "div"]
    assert [one["line"] for one in found] == [2, 2, 3, 3, 3, 3]
    assert {one["part"] for one in found} == {"f"}
    assert found[-1] == {"operation": "div", "shape": [3, 3], "of": ["1", 5], "part": "f", "line": 3}


def test_what_is_computed_twice_is_computed_once():
    captured = traced("def f(x):\n    return np.exp(x) + np.exp(x) * 2\n", x=np.ones((3, 2)))
    assert [one["operation"] for one in listed(captured)] == ["exp", "mul", "add"]


def test_zeros_with_other_signs_are_other_constants():
    captured = traced("def f(x):\n    return x * 0.0 + -0.0\n", x=np.ones((3, 2)))
    assert listed(captured)[1]["of"] == [1, "-0"]
    assert [node.extra for node in ordered([captured.result.node()]) if node.op == "const"] == ["0x0.0p+0", "-0x0.0p+0"]


def test_what_is_shared_with_another_array_is_refused():
    whole = np.zeros((4, 2))
    with pytest.raises(TracingError, match="share memory"):
        traced("def f(x, y):\n    return x + y\n", x=whole[:3], y=whole[1:])


def test_numbers_remember_how_they_were_computed():
    numbers = Numbers(lambda operation: pytest.fail(operation))
    epoch, rate = numbers.input("epoch", 3, True), numbers.input("rate", 0.5, False)
    now = rate * 0.01 ** (epoch / 1000) * (1.0 if epoch < 500 else 0.1)
    wave = rate * (1 + np.cos(np.pi * (epoch % 1000) / 1000)) / 2
    assert now.value == 0.5 * 0.01 ** (3 / 1000)
    slots, needed = [None] * len(numbers.slots), set(range(len(numbers.slots)))
    for given in ({"epoch": 3, "rate": 0.5}, {"epoch": 700, "rate": 0.25}):
        for varying in (False, True):
            numbers.evaluate(given, slots, varying, needed)
        assert slots[now.slot] == given["rate"] * 0.01 ** (given["epoch"] / 1000) * 1.0
        assert slots[wave.slot] == given["rate"] * (1 + np.cos(np.pi * given["epoch"] / 1000)) / 2
        [guard] = numbers.guards
        assert bool(slots[guard.slot]) is (guard.outcome if given["epoch"] < 500 else not guard.outcome)
    assert not numbers.varies[rate.slot]
    assert numbers.varies[now.slot]


# -- trainings, natively: where NumPy's native bits are others, its own epochs go on


def losses_of(versions=None, machine=None, **chosen):
    """The losses of some epochs, and the reason why NumPy ran them."""
    program = Program(parts(checked(chosen)), versions, fast=True)
    training = program.training(X, Y, (2, 2, 1), 1000, 0.1)
    compiled = CompiledTraining(training, machine)
    losses = array("d")
    compiled.run(20, losses)
    return losses, compiled.reason


def test_without_a_machine_numpy_trains():
    losses, reason = losses_of()
    assert len(losses) == 20
    assert reason == "there is no machine for compiled code"


def test_a_loop_of_the_readers_own_stays_numpys():
    text = next(part.text for part in parts(checked({})) if part.name == "train_network")
    assert losses_of({"train_network": text}, Machine())[1] == "the training loop is your own"


def test_another_librarys_bits_are_found_and_left_to_numpy():
    """Native NumPy has other functions and orders than the machine: sooner or later a bit differs, or none does."""
    expected, _ = losses_of(optimizer="adam", activation="tanh", seed=3)
    found, reason = losses_of(machine=Machine(), optimizer="adam", activation="tanh", seed=3)
    assert reason == "" or "another" in reason
    assert found == pytest.approx(expected, rel=1e-12)
    if reason:
        assert found == expected
